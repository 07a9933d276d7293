package import JSONDocument
package import Text

/// A program that must end with status 0: its answer is a claim of whoever ran it, which nobody can run again on recorded bytes.
package struct Command: RuleKind {
  package static let name = "command"
  package static let parameters = ["command", "timeout_seconds", "env"]
  package static let readsText = false
  package static let isClaimed = true

  private static let usualSeconds = 600
  /// The most lines that are told where the output names no place.
  private static let mostLines = 5

  private let path: PathTemplate
  private let words: [String]
  private let seconds: Int
  private let environment: [String]

  package init(_ members: RuleMembers) throws(JSONError) {
    path = members.path
    var words: [String] = []
    for element in try members.elements("command") {
      words.append(try element.line(allowingBlank: !words.isEmpty))
    }
    self.words = words
    seconds = try members.optionalInteger("timeout_seconds", in: 1...86_400) ?? Self.usualSeconds
    var environment: [String] = []
    for (name, cursor) in members.has("env") ? try members.texts("env") : [] {
      guard name.utf8.allSatisfy({ CodeToken.isWord($0) && $0 < 0x80 }) else {
        throw cursor.error(
          "'\(name)' is no name of a variable", hint: "use letters, digits and '_'")
      }
      environment.append(name)
    }
    self.environment = environment
  }

  /// The program as the contract names it, without its arguments.
  package var program: String { words.first ?? "" }

  package func expected(at depth: Depth) -> String { "'\(line)' ends with status 0" }

  package func sentence(about path: String, at depth: Depth) -> String {
    "\(path) is good where \(expected(at: depth))"
  }

  package var explanation: String? {
    "It is run in the root of the repository when the gate is checked and when it is finished, for at most "
      + "\(Self.seconds(seconds))."
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    guard let checks = context.checks else { return Answer(error: "no program may be run here") }
    let result = checks.run(
      ExternalCheck(
        rule: context.rule, words: words.map { PathTemplate.fill($0, context.values) },
        environment: environment, seconds: seconds))
    switch result.end {
    case .exited(0): return Answer(pass: true, found: "status 0")
    case .exited(let status): return failure("status \(status)", result, files, in: context)
    case .signalled(let signal):
      return failure("ended by signal \(signal)", result, files, in: context)
    case .timedOut:
      return Answer(error: "'\(line)' took longer than \(Self.seconds(seconds)) and was ended")
    case .notStarted(let why): return Answer(error: why)
    }
  }

  package func fix(for message: String, found: String?) -> String {
    "mend it; to see all that it says: \(line)"
  }
}

extension Command {
  /// The places that the output names, or its first lines, standard error first.
  private func failure(
    _ found: String, _ result: ExternalCheck.Result, _ files: [CheckedFile], in context: RuleContext
  ) -> Answer {
    let lines = OutputLines.of(result.messages) + OutputLines.of(result.output)
    let places = OutputPlaces(in: lines, files: files) { context.checks?.isFile($0) ?? false }
    if !places.findings.isEmpty {
      let count = places.findings.count
      return Answer(
        pass: false, found: "\(found), \(count) place\(count == 1 ? "" : "s") named",
        findings: places.findings)
    }
    let pattern = (try? path.filled(context.values)) ?? path.text
    let told = lines.isEmpty ? ["it said nothing"] : lines.prefix(Self.mostLines).map(Finding.cut)
    return Answer(
      pass: false, found: found,
      findings: told.map { Finding(path: pattern, position: nil, message: $0) })
  }

  /// The words as one line that a shell reads as them.
  private var line: String { words.map(Self.quoted).joined(separator: " ") }

  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { CodeToken.isWord($0) || "%+,-./:=@".utf8.contains($0) }
    if isPlain { return word }
    let quoted = word.utf8.flatMap { $0 == UInt8(ascii: "'") ? Array("'\\''".utf8) : [$0] }
    return "'" + String(decoding: quoted, as: UTF8.self) + "'"
  }

  private static func seconds(_ count: Int) -> String {
    count == 1 ? "1 second" : "\(count) seconds"
  }
}
