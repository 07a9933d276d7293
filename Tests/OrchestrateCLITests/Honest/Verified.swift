import JSONDocument
import OrchestrateCLI

/// What `verify --format json` answered.
struct Verified {
  struct Finding: Sendable, Hashable, CustomStringConvertible {
    let id: String
    let level: String
    let path: String
    let words: String

    var description: String { "\(level) \(id) \(path): \(words)" }
  }

  let status: ExitStatus
  let output: String
  let messages: String
  let findings: [Finding]
  /// How many claims had which answer.
  let artifacts: [String: Int64]
  /// How many rules were run again, and how many were not.
  let rules: [String: Int64]

  init(_ answer: Stage.Answer) throws {
    status = answer.status
    output = answer.output
    messages = answer.messages
    guard !answer.output.isEmpty else {
      (findings, artifacts, rules) = ([], [:], [:])
      return
    }
    let root = try answer.object()
    findings = try root.required("findings").array().map { cursor in
      let finding = try cursor.object()
      func text(_ name: String) throws -> String {
        guard case .string(let text) = try finding.required(name).value else { return "" }
        return text
      }
      return Finding(
        id: try text("id"), level: try text("level"), path: try text("path"),
        words: try text("message") + " / " + text("found"))
    }
    func counts(_ name: String) throws -> [String: Int64] {
      var counts: [String: Int64] = [:]
      for (key, value) in try root.required("counts").object().required(name).object().members {
        if case .integer(let number) = value.value { counts[try key.string()] = number }
      }
      return counts
    }
    artifacts = try counts("artifacts")
    rules = try counts("rules")
  }

  var failures: [Finding] { findings.filter { $0.level == "fail" } }

  /// The ids of the findings that are more than a note, each once, in alphabetical order.
  var ids: [String] { Set(findings.filter { $0.level != "note" }.map(\.id)).sorted() }

  /// The ids of the notes.
  var notes: [String] { Set(findings.filter { $0.level == "note" }.map(\.id)).sorted() }

  /// All that is worth reading where an expectation fails.
  var words: String {
    "\(status): " + findings.map(\.description).joined(separator: "; ") + messages
  }
}

extension Stage {
  /// Verifies in the scratch folder or in another one.
  func verify(_ options: String..., in folder: String = "") throws -> Verified {
    try Verified(run(["verify", "--format", "json"] + options, in: folder))
  }
}
