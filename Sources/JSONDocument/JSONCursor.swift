package import Text

/// A value of a document, with its place: what formats decode from.
///
/// Each accessor demands a type and throws a `JSONError` that names what was found instead.
package struct JSONCursor: Sendable {
  /// The integers that every reader of JSON represents exactly: ±(2^53 − 1).
  package static let safeIntegers = -9_007_199_254_740_991...9_007_199_254_740_991

  /// The document.
  let document: JSONDocument

  /// The number of the value's node; for a key the node of the key.
  let node: Int

  /// The number of bytes before the value.
  package var offset: Int { Int(document.nodes[node].start) }

  /// The place of the value's first byte, found by going through the text: for errors, not for each of many values.
  package var position: TextPosition { document.position(of: node) }

  /// The RFC 6901 pointer to the value; for a key that of the value under it.
  package var pointer: JSONPointer { document.pointer(to: node) }

  /// The value with all that it contains.
  package var value: JSONValue { document.value(of: node) }

  /// Whether the value is null.
  package var isNull: Bool { document.mark(of: node) == UInt8(ascii: "n") }

  /// The value itself, or nil where it is null.
  package var nonNull: JSONCursor? { isNull ? nil : self }

  /// Makes an error at the value, for what only the format knows to be wrong.
  ///
  /// - Parameters:
  ///   - what: What was found and what was expected, in lower case without a full stop.
  ///   - hint: What to write instead.
  /// - Returns: An error of the kind `invalid`.
  package func error(_ what: String, hint: String? = nil) -> JSONError {
    error(.invalid, what, hint: hint)
  }

  /// Makes an error of a given kind at the value.
  func error(_ kind: JSONError.Kind, _ what: String, hint: String? = nil) -> JSONError {
    JSONError(kind, what, at: position, pointer: pointer.description, hint: hint)
  }
}

extension JSONCursor {
  /// Returns a text.
  ///
  /// Compare it as UTF-8: for Swift the Kelvin sign equals "K". It may hold U+0000.
  package func string() throws(JSONError) -> String {
    guard document.mark(of: node) == UInt8(ascii: "\"") else { throw wrongType("a string") }
    return document.text(of: node)
  }

  /// Returns true or false.
  package func bool() throws(JSONError) -> Bool {
    switch document.mark(of: node) {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    default: throw wrongType("true or false")
    }
  }

  /// Returns an integer that is written as one: no fraction, no exponent, no `-0`.
  ///
  /// - Parameter range: The integers that the format allows, within `safeIntegers`.
  /// - Returns: An integer of that range.
  /// - Throws: `wrongType` for what is no plain integer, `invalid` for one out of range.
  package func integer(
    in range: ClosedRange<Int> = JSONCursor.safeIntegers
  ) throws(JSONError) -> Int {
    guard isNumber else { throw wrongType("an integer") }
    let token = document.token(node)
    guard let integer = plainInteger(token) else {
      guard Int64(token) != 0 else {
        throw error(.wrongType, "expected an integer, found '-0'", hint: "write 0")
      }
      guard
        token.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") || $0 == UInt8(ascii: ".") })
      else { throw unsafe(token) }
      throw error(
        .wrongType, "expected an integer, found \(quoted(token))",
        hint: "write it without fraction and exponent")
    }
    guard let integer = Int(exactly: integer), JSONCursor.safeIntegers.contains(integer) else {
      throw unsafe(token)
    }
    guard range.contains(integer) else {
      throw error("expected an integer \(words(for: range)), found \(integer)")
    }
    return integer
  }

  /// Returns the elements of an array.
  package func array() throws(JSONError) -> JSONElements {
    guard document.mark(of: node) == UInt8(ascii: "[") else { throw wrongType("an array") }
    return JSONElements(document: document, container: node)
  }

  /// Returns the elements of an array that a person writes.
  ///
  /// - Parameter limit: The most elements, so that what is done for each pair of them stays cheap.
  /// - Returns: The elements.
  /// - Throws: An error at the first element too many.
  package func array(atMost limit: Int) throws(JSONError) -> [JSONCursor] {
    let elements = Array(try array())
    guard elements.count > limit else { return elements }
    throw elements[limit].error("the list has more than \(limit) elements")
  }

  /// Returns an object that may have any keys.
  package func object() throws(JSONError) -> JSONObject {
    guard document.mark(of: node) == UInt8(ascii: "{") else { throw wrongType("an object") }
    return JSONObject(cursor: self)
  }

  /// Returns an object that has no other keys than these.
  ///
  /// - Parameter known: The keys of the format, in the order in which a hint lists them.
  /// - Returns: The object, whose members are then at most as many as the known keys.
  /// - Throws: `unknownKey` at the first other key.
  package func object(members known: [String]) throws(JSONError) -> JSONObject {
    let object = try object()
    // Most files have their members in the order of the format.
    var expected = known.startIndex
    for member in object.members {
      let key = member.key.node
      if expected < known.endIndex, document.isText(of: key, known[expected]) {
        expected += 1
        continue
      }
      if let found = known.firstIndex(where: { document.isText(of: key, $0) }) {
        expected = found + 1
        continue
      }
      let text = document.text(of: key)
      throw member.key.error(
        .unknownKey, "unknown key \(quoted(text))", hint: Self.suggestion(for: text, among: known))
    }
    return object
  }

  /// Returns one of several words, compared as bytes.
  ///
  /// - Parameters:
  ///   - noun: What the words are, such as "severity", for the error.
  ///   - words: The words that the format allows.
  /// - Returns: The word, as it stands in `words`.
  /// - Throws: `wrongType` for what is no string, `invalid` for any other word.
  package func choice(_ noun: String, among words: [String]) throws(JSONError) -> String {
    let text = try string()
    guard let word = words.first(where: { $0.utf8.elementsEqual(text.utf8) }) else {
      throw error("unknown \(noun) \(quoted(text))", hint: Self.suggestion(for: text, among: words))
    }
    return word
  }

  /// Returns the case of an enumeration that a word stands for, compared as bytes.
  ///
  /// - Parameters:
  ///   - noun: What the words are, such as "severity", for the error.
  ///   - type: An enumeration whose raw values are the words.
  /// - Returns: The case.
  /// - Throws: `wrongType` for what is no string, `invalid` for any other word.
  package func choice<Word: CaseIterable & RawRepresentable>(
    _ noun: String, of type: Word.Type
  ) throws(JSONError) -> Word where Word.RawValue == String {
    let text = try string()
    // Two words may be equal for Swift whose bytes differ.
    if let choice = Word(rawValue: text), choice.rawValue.utf8.elementsEqual(text.utf8) {
      return choice
    }
    let word = try choice(noun, among: type.allCases.map(\.rawValue))
    throw error("unknown \(noun) \(quoted(word))")
  }

  /// Follows a pointer from this value, or returns nil where it leads nowhere.
  ///
  /// - Parameter pointer: Keys, and for arrays indices without leading zeros (RFC 6901, section 4).
  /// - Returns: The value that the pointer names.
  package func descendant(at pointer: JSONPointer) -> JSONCursor? {
    var here = self
    for token in pointer.tokens {
      let child: JSONCursor?
      switch document.mark(of: here.node) {
      case UInt8(ascii: "{"):
        child = JSONObject(cursor: here).optional(token)
      case UInt8(ascii: "["):
        guard let index = plainInteger(token), index >= 0, String(index) == token else {
          return nil
        }
        child = JSONElements(document: document, container: here.node)
          .dropFirst(Int(clamping: index)).first { _ in true }
      default: return nil
      }
      guard let child else { return nil }
      here = child
    }
    return here
  }
}

extension JSONCursor {
  private var isNumber: Bool {
    switch document.mark(of: node) {
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }

  private func wrongType(_ expected: String) -> JSONError {
    let found =
      switch document.mark(of: node) {
      case UInt8(ascii: "{"): "an object"
      case UInt8(ascii: "["): "an array"
      case UInt8(ascii: "\""): "a string"
      case UInt8(ascii: "n"): "null"
      case UInt8(ascii: "t"): "true"
      case UInt8(ascii: "f"): "false"
      default: "a number"
      }
    return error(.wrongType, "expected \(expected), found \(found)")
  }

  private func unsafe(_ token: String) -> JSONError {
    error("the integer \(quoted(token)) is beyond ±\(JSONCursor.safeIntegers.upperBound)")
  }

  private func words(for range: ClosedRange<Int>) -> String {
    if range.upperBound >= JSONCursor.safeIntegers.upperBound {
      return "of at least \(range.lowerBound)"
    }
    return range.lowerBound == range.upperBound
      ? "equal to \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
  }

  /// Returns the hint for a word that is none of those known: the nearest, else all of them.
  package static func suggestion(for text: String, among known: [String]) -> String {
    if let near = Spelling.closest(to: text, among: known) { return "did you mean '\(near)'?" }
    return "known are \(known.map { "'\($0)'" }.joined(separator: ", "))"
  }
}
