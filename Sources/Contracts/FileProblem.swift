import Text

/// Why a file cannot be judged by a rule at all: the fault is the file's, so the rule fails as that.
enum FileProblem: Equatable {
  case missing
  case notRegular(String)
  case notUTF8(at: TextPosition)
  case noMatch

  var found: String {
    switch self {
    case .missing: "missing"
    case .notRegular(let kind): kind
    case .notUTF8: "not UTF-8"
    case .noMatch: "no file matches"
    }
  }

  var message: String {
    switch self {
    case .missing: "the file is missing"
    case .notRegular(let kind): "it is \(kind), not a regular file"
    case .notUTF8: "the text is not UTF-8"
    case .noMatch: "no file matches"
    }
  }

  var position: TextPosition? {
    if case .notUTF8(let position) = self { position } else { nil }
  }

  /// The fix for a message that this type made, or nil for any other.
  static func fix(for message: String) -> String? {
    switch message {
    case FileProblem.missing.message: "write the file"
    case FileProblem.notUTF8(at: TextPosition(line: 1, column: 1)).message:
      "save the file as UTF-8"
    case FileProblem.noMatch.message: "write at least one such file"
    default:
      message.utf8.starts(with: "it is ".utf8) ? "put a regular file in its place" : nil
    }
  }
}
