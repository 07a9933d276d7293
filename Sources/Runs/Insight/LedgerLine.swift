package import Digests
package import JSONDocument
package import Records

/// One line of the ledger: how one command of an attempt ended.
package struct LedgerLine: Sendable, Equatable {
  /// The longest time that a line may tell, about 30 years, so that sums of many stay numbers.
  static let longest = 1_000_000_000_000

  /// When the command had ended.
  package let at: Instant
  package let run: RunID
  package let attempt: AttemptKey
  package let part: WorkerPart
  /// What the command is called; text that a workflow gave.
  package let command: String
  /// How it ended, in one word.
  package let outcome: String
  /// Nil where it did not exit by itself.
  package let exitStatus: Int?
  /// How long it took, by a clock that only goes forward.
  package let milliseconds: Int
  /// How many bytes it wrote on standard output.
  package let outputBytes: Int
  /// How many bytes it wrote on standard error.
  package let messageBytes: Int
  /// The workflow.json that named the command; nil in what an earlier tool wrote.
  package let workflowDigest: Digest?

  package init(
    at: Instant, run: RunID, attempt: AttemptKey, part: WorkerPart, command: String,
    outcome: String, exitStatus: Int?, milliseconds: Int, outputBytes: Int = 0,
    messageBytes: Int = 0, workflowDigest: Digest? = nil
  ) {
    self.at = at
    self.run = run
    self.attempt = attempt
    self.part = part
    self.command = command
    self.outcome = outcome
    self.exitStatus = exitStatus
    self.milliseconds = milliseconds
    self.outputBytes = outputBytes
    self.messageBytes = messageBytes
    self.workflowDigest = workflowDigest
  }

  /// The line that tells the end of a command.
  package init(
    _ result: WorkerResult, of part: WorkerPart, _ command: String, _ attempt: AttemptKey,
    in run: RunID, at instant: Instant, by workflowDigest: Digest
  ) {
    let status: Int? = if case .exited(let status) = result.end { Int(status) } else { nil }
    self.init(
      at: instant, run: run, attempt: attempt, part: part, command: command,
      outcome: result.end.word, exitStatus: status, milliseconds: result.duration.milliseconds,
      outputBytes: result.outputBytes, messageBytes: result.messageBytes,
      workflowDigest: workflowDigest)
  }

  /// Whether the command ended well.
  package var isSuccess: Bool { outcome.utf8.elementsEqual(WorkerEnd.exited(0).word.utf8) }
}

// MARK: Its form in the file

extension LedgerLine {
  /// The line as it is written, without its line break.
  package var value: JSONValue {
    [
      "at": .string(at.description), "run": .string(run.description),
      "gate": .string(attempt.gate.description), "attempt": .integer(Int64(attempt.number)),
      "part": .string(part.rawValue), "command": .string(command), "outcome": .string(outcome),
      "exit_status": exitStatus.map { .integer(Int64($0)) } ?? .null,
      "milliseconds": .integer(Int64(milliseconds)), "output_bytes": .integer(Int64(outputBytes)),
      "message_bytes": .integer(Int64(messageBytes)),
      "workflow_sha256": workflowDigest.map { .string($0.hex) } ?? .null,
    ]
  }

  /// Reads a line; nil where it is none.
  package init?(reading bytes: [UInt8]) {
    guard let line = try? JSONDocument(parsing: bytes).root.object(),
      let at = (try? line.required("at").string()).flatMap({ Instant($0) }),
      let run = (try? line.required("run").string()).flatMap({ RunID($0) }),
      let gate = (try? line.required("gate").string()).flatMap({ GateID($0) }),
      let number = try? line.required("attempt").integer(), number > 0,
      let part = try? line.required("part").choice("part", of: WorkerPart.self),
      let command = try? line.required("command").string(),
      let outcome = try? line.required("outcome").string(),
      let status = try? line.required("exit_status"),
      let milliseconds = try? line.required("milliseconds").integer(),
      (0...Self.longest).contains(milliseconds)
    else { return nil }
    self.init(
      at: at, run: run, attempt: AttemptKey(gate: gate, number: number), part: part,
      command: command, outcome: outcome, exitStatus: try? status.nonNull?.integer(),
      milliseconds: milliseconds,
      outputBytes: (try? line.optional("output_bytes")?.integer()) ?? 0,
      messageBytes: (try? line.optional("message_bytes")?.integer()) ?? 0,
      workflowDigest: (try? line.optional("workflow_sha256")?.nonNull?.string()).flatMap {
        Digest(hex: $0)
      })
  }
}
