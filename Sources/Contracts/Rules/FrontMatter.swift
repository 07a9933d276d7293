package import JSONDocument
package import Text

/// Keys that a text's front matter must have, each with a value.
package struct FrontMatter: RuleKind {
  package static let name = "front_matter"
  package static let parameters = ["keys"]

  private let keys: [String]

  package init(_ members: RuleMembers) throws(JSONError) {
    keys = try members.texts("keys").map(\.text)
  }

  package func expected(at depth: Depth) -> String {
    "front matter with \(list)"
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    "\(path) has front matter with the key\(keys.count == 1 ? "" : "s") \(list)"
      + (keys.count == 1 ? ", not empty" : ", none of them empty")
  }

  package var explanation: String? {
    "Front matter begins on the first line: YAML between two lines ---, or TOML between two lines +++."
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    var findings: [Finding] = []
    var met = 0
    for file in files {
      guard let range = file.text.markdown.frontMatter else {
        findings.append(file.finding(at: nil, Self.absent))
        continue
      }
      let entries = FrontMatterEntries(file.text.bytes, range)
      for key in keys {
        guard let entry = entries[key] else {
          findings.append(file.finding(at: range.lowerBound, Self.missing(key)))
          continue
        }
        if entry.isEmpty {
          findings.append(file.finding(at: entry.offset, Self.empty(key)))
        } else {
          met += 1
        }
      }
    }
    return Answer(
      pass: findings.isEmpty,
      found: met == 0 && findings.allSatisfy { $0.message == Self.absent } && !findings.isEmpty
        ? "no front matter" : "\(met) of \(keys.count * files.count) keys",
      findings: findings)
  }

  package func fix(for message: String, found: String?) -> String {
    for key in keys {
      if message.utf8.elementsEqual(Self.missing(key).utf8) {
        return "add \(Finding.quoted(key)) to the front matter"
      }
      if message.utf8.elementsEqual(Self.empty(key).utf8) {
        return "give \(Finding.quoted(key)) a value"
      }
    }
    return "begin the file with a line ---, a line for each of \(list), and a line ---"
  }

  private var list: String { keys.map(Finding.quoted).joined(separator: ", ") }

  private static let absent = "front matter is missing"

  private static func missing(_ key: String) -> String {
    "key \(Finding.quoted(key)) is missing from the front matter"
  }

  private static func empty(_ key: String) -> String { "key \(Finding.quoted(key)) is empty" }
}
