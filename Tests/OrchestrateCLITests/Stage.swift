import Foundation
import Host
import OrchestrateCLI
import Records
import Synchronization
import TestSupport

/// The tool in a scratch repository with a clock, chance and a terminal of the test's own.
struct Stage {
  let scratch: Scratch
  /// Gives the moment, knowing how many events the run has on disk.
  var clock: (Int) -> Instant = {
    Instant(milliseconds: 1_768_833_012_481 + Int64($0) * 1000) ?? .epoch
  }
  var numbers: [UInt32] = []
  var environment = Scratch.environment
  /// Which streams a person reads at a terminal.
  var terminals = (output: false, messages: false)
  /// How wide the terminal of standard output is; nil where there is none.
  var columns: Int?
  let opened = Opened()
  /// What happens while the tool waits.
  var wait: (Duration) -> Void = { _ in }

  /// What a command line answered.
  struct Answer {
    let status: ExitStatus
    let output: String
    let messages: String
  }

  /// Runs one command line; `typed` are the answers of a person at a terminal, none where it is nil.
  func run(_ line: String, typed: [Typed]? = nil, in folder: String = "", numbers: [UInt32] = [])
    -> Answer
  {
    run(line.split(separator: " ").map(String.init), typed: typed, in: folder, numbers: numbers)
  }

  func run(_ words: [String], typed: [Typed]? = nil, in folder: String = "", numbers: [UInt32] = [])
    -> Answer
  {
    let output = Sheet(isTerminal: terminals.output, columns: columns)
    let messages = Sheet(isTerminal: terminals.messages)
    let chance = Chance(numbers)
    let surroundings = Surroundings(
      environment: environment, workingDirectory: scratch.absolute(folder),
      now: { clock(events) }, random: chance.next, wait: wait, output: output, messages: messages,
      terminal: typed.map { ScriptedTerminal($0, opened: opened) })
    let status = Orchestrate.run(words, in: surroundings)
    return Answer(status: status, output: output.text, messages: messages.text)
  }

  /// The number of events in the newest run.
  private var events: Int {
    guard let run = try? scratch.names("orchestration/runs").last,
      let text = try? scratch.text("orchestration/runs/\(run)/record/RUN.json")
    else { return 0 }
    return text.components(separatedBy: "\"seq\":").count - 1
  }

  /// The id of the newest run.
  var run: String { (try? scratch.names("orchestration/runs").last) ?? "" }

  var record: String { "orchestration/runs/\(run)/record" }
}

/// One answer of a person: what they do before, and what they type; nil is the end of input.
struct Typed {
  let line: String?
  let before: () throws -> Void

  init(_ line: String?, before: @escaping () throws -> Void = {}) {
    self.line = line
    self.before = before
  }
}

/// Text that was written.
final class Sheet: TextSink {
  private let written = Mutex("")
  let isTerminal: Bool
  let columns: Int?
  init(isTerminal: Bool = false, columns: Int? = nil) {
    self.isTerminal = isTerminal
    self.columns = columns
  }
  var text: String { written.withLock { $0 } }
  func write(_ text: String) { written.withLock { $0 += text } }
}

/// Random numbers in a fixed order, then zeros.
final class Chance: Sendable {
  private let rest: Mutex<[UInt32]>
  init(_ numbers: [UInt32]) { rest = Mutex(numbers) }
  func next() -> UInt32 { rest.withLock { $0.isEmpty ? 0 : $0.removeFirst() } }
}

/// The files that were opened for the person, each behind the program and its arguments.
final class Opened: Sendable {
  private let all = Mutex<[[String]]>([])
  var words: [[String]] { all.withLock { $0 } }
  func add(_ words: [String]) { all.withLock { $0.append(words) } }
}

/// A person whose answers are known.
final class ScriptedTerminal: Terminal {
  private var rest: [Typed]
  private let opened: Opened
  init(_ typed: [Typed], opened: Opened) {
    rest = typed
    self.opened = opened
  }

  func discardTypedAhead() {}

  func readLine() -> String? {
    let next = rest.isEmpty ? Typed(nil) : rest.removeFirst()
    do { try next.before() } catch { fatalError("\(error)") }
    return next.line
  }

  func open(_ absolutePath: String, with program: [String]?) -> String? {
    opened.add((program ?? []) + [absolutePath])
    return nil
  }
}
