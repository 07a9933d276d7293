package import JSONDocument
package import Text

/// Strict JSON, perhaps with members that must be there; null is a value.
package struct JSONValid: RuleKind {
  package static let name = "json_valid"
  package static let parameters = ["require"]

  private let required: [(text: String, pointer: JSONPointer)]

  package init(_ members: RuleMembers) throws(JSONError) {
    var required: [(text: String, pointer: JSONPointer)] = []
    if members.has("require") {
      for (text, cursor) in try members.texts("require") {
        guard let pointer = JSONPointer(parsing: text) else {
          throw cursor.error(
            "'\(text)' is no JSON pointer",
            hint:
              "write '/' before each name, for example '/sources/0/url', '~1' for a '/' in a name")
        }
        required.append((text, pointer))
      }
    }
    self.required = required
  }

  package func expected(at depth: Depth) -> String {
    required.isEmpty ? "strict JSON" : "strict JSON with \(list)"
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    "\(path) is \(expected(at: depth))"
  }

  package var explanation: String? {
    "Strict JSON is UTF-8 without a byte order mark, no comments, no comma before ] or }, no key twice."
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    var findings: [Finding] = []
    var invalid = 0
    for file in files {
      do throws(JSONError) {
        findings += missing(in: try JSONDocument(parsing: file.text.bytes), file)
      } catch {
        if let limit = Self.limit(error) { return Answer(error: "\(file.path):\(limit)") }
        findings.append(
          Finding(path: file.path.text, position: error.position, message: Self.fault(error)))
        invalid += 1
      }
    }
    let missing = findings.count - invalid
    var found =
      files.count == 1
      ? (invalid == 0 ? "strict JSON" : "no strict JSON")
      : "\(files.count - invalid) of \(files.count) files are strict JSON"
    if missing > 0 { found += ", \(missing) member\(missing == 1 ? "" : "s") missing" }
    return Answer(pass: findings.isEmpty, found: found, findings: findings)
  }

  package func fix(for message: String, found: String?) -> String {
    for (text, _) in required where message.utf8.elementsEqual(Self.missing(text).utf8) {
      return "add \(Finding.cut(text))"
    }
    return "mend the JSON at this place"
  }

  /// Why a text could not be judged though the fault may be none of its own: the limits of the reader.
  static func limit(_ error: JSONError) -> String? {
    switch error.kind {
    case .tooLarge, .tooDeep: "\(error.position.line):\(error.position.column): \(error.what)"
    default: nil
    }
  }

  /// What is wrong with a JSON text, with what to write instead where that is known.
  static func fault(_ error: JSONError) -> String {
    error.what + (error.hint.map { " (\($0))" } ?? "")
  }

  private var list: String { required.map { Finding.cut($0.text) }.joined(separator: ", ") }

  private static func missing(_ pointer: String) -> String {
    "\(Finding.cut(pointer)) is missing"
  }

  /// A finding for each member that is not there, at the innermost value around it that is.
  private func missing(in document: JSONDocument, _ file: CheckedFile) -> [Finding] {
    required.compactMap { text, pointer in
      var here = document.root
      for token in pointer.tokens {
        guard let child = here.descendant(at: JSONPointer([token])) else {
          return Finding(
            path: file.path.text, position: here.position, message: Self.missing(text))
        }
        here = child
      }
      return nil
    }
  }
}
