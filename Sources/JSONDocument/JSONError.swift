package import Text

/// Why a text is not the JSON that was wanted, and where.
package struct JSONError: Error, Sendable, Hashable {
  /// The sorts of reasons, for those who answer them differently.
  package enum Kind: Sendable, Hashable {
    /// More bytes than `JSONDocument.maximumSize`.
    case tooLarge

    /// Containers nested deeper than `JSONDocument.maximumDepth`.
    case tooDeep

    /// Bytes that are not UTF-8, or a byte order mark.
    case encoding

    /// Text that RFC 8259 does not allow.
    case syntax

    /// A line that git wrote where two branches changed the same lines.
    case mergeConflict

    /// A key that stands twice in one object.
    case duplicateKey

    /// A key that the format does not have.
    case unknownKey

    /// A key that the format demands.
    case missingKey

    /// A value of another type than the format demands.
    case wrongType

    /// A value of the right type that the format does not allow.
    case invalid

    /// The number of a format that is newer than its reader.
    case newerFormat
  }

  /// The sort of the reason.
  package let kind: Kind

  /// What was found and what was expected, in lower case without a full stop.
  ///
  /// The reader's text stands in it as it is, in single quotes, at most 120 scalars of it.
  package let what: String

  /// The place of the offending byte, of the key where a key is wrong, else of the value.
  package let position: TextPosition

  /// The RFC 6901 pointer to the value, or to the container where the text breaks off between values.
  package let pointer: String

  /// What to write instead, where that is known.
  package let hint: String?

  /// Creates an error from its evidence.
  package init(
    _ kind: Kind, _ what: String, at position: TextPosition, pointer: String, hint: String? = nil
  ) {
    self.kind = kind
    self.what = what
    self.position = position
    self.pointer = pointer
    self.hint = hint
  }

  /// The number of the line, from 1.
  package var line: Int { position.line }

  /// The number of the Unicode scalar in its line, from 1.
  package var column: Int { position.column }
}

extension JSONError: CustomStringConvertible {
  /// Line, column and reason, as they follow the name of the file in a message.
  package var description: String { "\(line):\(column): \(what)" }
}

/// Returns a piece of the reader's text in single quotes, cut after 120 scalars.
func quoted(_ text: String) -> String {
  let scalars = text.unicodeScalars
  let head = scalars.prefix(120)
  return "'\(String(head))\(head.endIndex == scalars.endIndex ? "" : "…")'"
}
