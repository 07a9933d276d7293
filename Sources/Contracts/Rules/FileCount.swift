package import JSONDocument
package import Text

/// A least or greatest number of regular files that match a pattern; where none does, the number is 0.
package struct FileCount: RuleKind {
  package static let name = "file_count"
  package static let parameters = ["min", "max"]
  package static let readsText = false
  package static let judgesNoMatch = true

  private let path: PathTemplate
  private let minimum: PerDepth?
  private let maximum: PerDepth?

  package init(_ members: RuleMembers) throws(JSONError) {
    path = members.path
    guard path.isGlob else {
      throw members.error(
        at: "path", "'\(path)' is one file, and file_count counts the files of a pattern",
        hint: "write a pattern, for example 'notes/*.md', or ask for the file by file_exists")
    }
    if members.has("allow_empty") {
      throw members.error(
        at: "allow_empty", "\"allow_empty\" has no meaning where the files are counted",
        hint: "take it out; without \"min\", no file is enough")
    }
    // A pattern with more matches than this could not be listed.
    minimum = try members.optionalCount("min", in: 0...10_000)
    maximum = try members.optionalCount("max", in: 0...10_000)
    let demandsFew = Depth.allCases.contains { minimum?.number(at: $0) ?? 0 > 0 }
    guard demandsFew || maximum != nil else {
      throw members.error(
        minimum == nil ? "missing \"min\" or \"max\"" : "the rule demands nothing",
        hint: "write \"min\": 3, \"max\": 5, or both")
    }
    if let minimum, let maximum {
      let least = minimum, most = maximum
      for depth in Depth.allCases where least.number(at: depth) > most.number(at: depth) {
        throw members.error(
          at: "max",
          "\"max\" is \(most.number(at: depth)), below \"min\", which is "
            + "\(least.number(at: depth))\(least.varies || most.varies ? " at depth \(depth.rawValue)" : "")",
          hint: "swap them, or take one of them out")
      }
    }
  }

  package func expected(at depth: Depth) -> String {
    switch (minimum?.number(at: depth), maximum?.number(at: depth)) {
    case (let least?, let most?) where least == most: files(least)
    case (let least?, let most?): "\(least) to \(files(most))"
    case (let least?, nil): "at least \(files(least))"
    case (nil, let most): most == 0 ? "no file" : "at most \(files(most ?? 0))"
    }
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    let varies = minimum?.varies == true || maximum?.varies == true
    return "\(path) matches \(expected(at: depth))\(varies ? " at depth \(depth.rawValue)" : "")"
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    let least = minimum?.number(at: context.depth) ?? 0
    let most = maximum?.number(at: context.depth) ?? .max
    let found = self.files(files.count)
    guard !(least...max(least, most)).contains(files.count) else {
      return Answer(pass: true, found: found)
    }
    let limit = files.count < least ? "need at least \(least)" : "allowed at most \(most)"
    let pattern = (try? path.filled(context.values)) ?? path.text
    let finding = Finding(path: pattern, position: nil, message: "\(found), \(limit)")
    return Answer(pass: false, found: found, findings: [finding])
  }

  package func fix(for message: String, found: String?) -> String {
    // Both numbers stand in the message that the check made: "2 files, need at least 3".
    let numbers = message.utf8.split { !(0x30...0x39).contains($0) }
      .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 2 else { return "bring the number of files within its limits" }
    return numbers[0] < numbers[1]
      ? "write \(files(numbers[1] - numbers[0], "more ")) that \(numbers[1] - numbers[0] == 1 ? "matches" : "match")"
      : "take \(files(numbers[0] - numbers[1])) away, or move what belongs elsewhere"
  }

  private func files(_ count: Int, _ more: String = "") -> String {
    "\(count) \(more)file\(count == 1 ? "" : "s")"
  }
}
