import Text

/// Reads one text into nodes, without recursion.
///
/// The grammar is that of RFC 8259, sections 2 to 7; tokens are read in `JSONReader+Tokens.swift`.
struct JSONReader {
  /// A container that is open while its content is read.
  struct Frame {
    /// The node of the container.
    var node: Int

    /// Whether it is an object.
    var isObject: Bool

    /// The number of members or elements so far, with the one being read.
    var count = 0

    /// Whether a member's or element's value is being read just now.
    var isInside = false

    /// The node of the newest key.
    var key = 0

    /// The bracket that ends the container.
    var closer: UInt8 { UInt8(ascii: isObject ? "}" : "]") }
  }

  /// The text.
  let bytes: [UInt8]

  /// The number of bytes read.
  var offset = 0

  /// The open containers from the outside in, at most `JSONDocument.maximumDepth`.
  var frames: [Frame] = []

  /// The values and keys read so far.
  var nodes: [JSONDocument.Node] = []

  /// Creates a reader at the beginning of a text.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The byte to be read next, or nil at the end.
  var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// Reads the whole text.
  mutating func read() throws(JSONError) -> [JSONDocument.Node] {
    guard bytes.count <= JSONDocument.maximumSize else {
      throw JSONError(
        .tooLarge, "the text has \(bytes.count) bytes, more than \(JSONDocument.maximumSize)",
        at: .init(line: 1, column: 1), pointer: "")
    }
    try refuseForeignEncoding()
    // A value takes a byte and, but for the root, a bracket or a separator beside it.
    nodes.reserveCapacity(bytes.count / 2 + 1)
    skipWhiteSpace()
    try readValue()
    while !frames.isEmpty { try readContent() }
    skipWhiteSpace()
    guard offset == bytes.count else { throw unexpected("expected the end of the text") }
    return nodes
  }

  /// Reads the next member or element of the innermost container, or its end.
  private mutating func readContent() throws(JSONError) {
    let top = frames.count - 1
    frames[top].isInside = false
    let frame = frames[top]
    skipWhiteSpace()
    if byte == frame.closer { return try close(frame) }
    if frame.count > 0 {
      let comma = offset
      guard byte == UInt8(ascii: ",") else {
        throw unexpected("expected ',' or '\(Unicode.Scalar(frame.closer))'", .separator)
      }
      offset += 1
      skipWhiteSpace()
      if byte == frame.closer {
        throw error(
          .syntax, "found a comma before '\(Unicode.Scalar(frame.closer))'", at: comma,
          hint: "remove the comma")
      }
    }
    if frame.isObject {
      guard byte == UInt8(ascii: "\"") else {
        throw unexpected(frame.count > 0 ? "expected a key" : "expected a key or '}'", .key)
      }
      frames[top].key = nodes.count
      try readString()
      skipWhiteSpace()
      guard byte == UInt8(ascii: ":") else { throw unexpected("expected ':' after the key") }
      offset += 1
      skipWhiteSpace()
    }
    frames[top].count += 1
    frames[top].isInside = true
    try readValue()
  }

  /// Reads a value; of a container only the beginning.
  private mutating func readValue() throws(JSONError) {
    switch byte {
    case UInt8(ascii: "{"): try open(isObject: true)
    case UInt8(ascii: "["): try open(isObject: false)
    case UInt8(ascii: "\""): try readString()
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): try readNumber()
    default: try readLiteral()
    }
  }

  private mutating func open(isObject: Bool) throws(JSONError) {
    guard frames.count < JSONDocument.maximumDepth else {
      throw error(
        .tooDeep, "more than \(JSONDocument.maximumDepth) containers inside each other",
        at: offset)
    }
    frames.append(Frame(node: nodes.count, isObject: isObject))
    append(from: offset, to: 0)
    offset += 1
  }

  private mutating func close(_ frame: Frame) throws(JSONError) {
    nodes[frame.node].end = UInt32(truncatingIfNeeded: nodes.count)
    if frame.isObject, frame.count > 1 { try refuseDuplicateKeys(of: frame) }
    offset += 1
    frames.removeLast()
  }

  /// Adds a node; offsets fit because the text is no larger than `JSONDocument.maximumSize`.
  mutating func append(from start: Int, to end: Int) {
    nodes.append(
      .init(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end)))
  }

  mutating func skipWhiteSpace() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }
}
