import Text

/// A JSON text that was read strictly, with the place of every value.
///
/// Values stay in the bytes they were read from; eight bytes beside them lead to each. So the
/// largest text of the smallest values takes about five times its size.
package struct JSONDocument: Sendable {
  /// What was read, in one place, so that a cursor to it is cheap to copy.
  private final class Storage: Sendable {
    let bytes: [UInt8]
    let nodes: [Node]

    init(bytes: [UInt8], nodes: [Node]) {
      self.bytes = bytes
      self.nodes = nodes
    }
  }

  /// The most bytes that a text may have: 8 MiB.
  package static let maximumSize = 8 << 20

  /// The most containers that may stand inside each other.
  package static let maximumDepth = 64

  private let storage: Storage

  /// The text.
  var bytes: [UInt8] { storage.bytes }

  /// The values of the text in its order, keys before their values, a container before its content.
  var nodes: [Node] { storage.nodes }

  /// Reads a text by RFC 8259, with nothing added and nothing left open.
  ///
  /// Refused beyond its grammar: a byte order mark, bytes that are not UTF-8, a key that stands twice
  /// in one object (compared as bytes, without escapes), an escape of half a surrogate pair, and
  /// what exceeds `maximumSize` or `maximumDepth`. Numbers may have any size and precision.
  ///
  /// - Parameter bytes: The whole text.
  /// - Throws: The first reason why it is not such a text.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    var reader = JSONReader(bytes)
    storage = Storage(bytes: bytes, nodes: try reader.read())
  }

  /// The value that the text is.
  package var root: JSONCursor { JSONCursor(document: self, node: 0) }
}

extension JSONDocument {
  /// A value or a key in the text; what it is, its first byte tells.
  struct Node: Sendable {
    /// The offset of its first byte.
    var start: UInt32

    /// The offset after its last byte; of a container the number of the node after its content.
    var end: UInt32
  }

  /// Returns the number of the node that follows a value and all that it contains.
  func next(after node: Int) -> Int {
    isContainer(node) ? Int(nodes[node].end) : node + 1
  }

  /// Returns the first byte of a node.
  func mark(of node: Int) -> UInt8 { bytes[Int(nodes[node].start)] }

  /// Tells whether a node is an object or an array.
  func isContainer(_ node: Int) -> Bool {
    let mark = mark(of: node)
    return mark == UInt8(ascii: "{") || mark == UInt8(ascii: "[")
  }

  /// Returns the text of a number or a literal as it is written.
  func token(_ node: Int) -> String {
    String(decoding: bytes[Int(nodes[node].start)..<Int(nodes[node].end)], as: UTF8.self)
  }

  /// Returns the bytes of a string or a key without quotes and escapes.
  func content(of node: Int) -> ArraySlice<UInt8> {
    unescaped(bytes[Int(nodes[node].start) + 1..<Int(nodes[node].end) - 1])
  }

  /// Tells whether a string or a key, without quotes and escapes, has the bytes of a text that needs no escapes.
  func isText(of node: Int, _ text: String) -> Bool {
    let raw = Int(nodes[node].start) + 1..<Int(nodes[node].end) - 1
    // An escape takes more bytes than what it stands for.
    guard raw.count == text.utf8.count else {
      return raw.count > text.utf8.count && content(of: node).elementsEqual(text.utf8)
    }
    return bytes[raw].isIdentical(to: text)
  }

  /// Returns the node of the value that stands under a key in an object; nil where none does.
  func value(under key: String, of object: Int) -> Int? {
    // Looked up for every member of every record: what is read is held once for all of them.
    let (bytes, nodes) = (storage.bytes, storage.nodes)
    var key = key
    return key.withUTF8 { key in
      var node = object + 1
      let end = Int(nodes[object].end)
      while node < end {
        let start = Int(nodes[node].start) + 1
        let count = Int(nodes[node].end) - 1 - start
        // An escape takes more bytes than what it stands for.
        let isThis =
          if count == key.count {
            key.indices.allSatisfy { unsafe bytes[start + $0] == key[$0] }
          } else if count > key.count {
            unsafe content(of: node).elementsEqual(key)
          } else {
            false
          }
        if isThis { return node + 1 }
        let mark = bytes[Int(nodes[node + 1].start)]
        let isContainer = mark == UInt8(ascii: "{") || mark == UInt8(ascii: "[")
        node = isContainer ? Int(nodes[node + 1].end) : node + 2
      }
      return nil
    }
  }

  /// Returns a string or a key without quotes and escapes.
  func text(of node: Int) -> String { String(decoding: content(of: node), as: UTF8.self) }

  /// Returns the place of a node's first byte.
  func position(of node: Int) -> TextPosition {
    LineIndex(bytes).position(at: Int(nodes[node].start))
  }

  /// Returns the pointer to a value, or for a key to the value under it.
  func pointer(to target: Int) -> JSONPointer {
    var tokens: [String] = []
    var container = 0
    descent: while container < target {
      let isObject = mark(of: container) == UInt8(ascii: "{")
      var child = container + 1
      var index = 0
      while child < next(after: container) {
        let value = isObject ? child + 1 : child
        if target < next(after: value) {
          tokens.append(isObject ? text(of: child) : String(index))
          container = value
          continue descent
        }
        child = next(after: value)
        index += 1
      }
      break
    }
    return JSONPointer(tokens)
  }

  /// Builds the value of a node; its depth is bounded by `maximumDepth`.
  func value(of node: Int) -> JSONValue {
    switch mark(of: node) {
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "t"): return .bool(true)
    case UInt8(ascii: "f"): return .bool(false)
    case UInt8(ascii: "\""): return .string(text(of: node))
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      var child = node + 1
      while child < next(after: node) {
        elements.append(value(of: child))
        child = next(after: child)
      }
      return .array(elements)
    case UInt8(ascii: "{"):
      var members: [JSONMember] = []
      var child = node + 1
      while child < next(after: node) {
        members.append(JSONMember(text(of: child), value(of: child + 1)))
        child = next(after: child + 1)
      }
      return .object(members)
    default:
      let token = token(node)
      guard let integer = plainInteger(token) else { return .number(token) }
      return .integer(integer)
    }
  }
}

/// Returns the integer that a number's text stands for, or nil for `-0` and what is none or too big.
func plainInteger(_ token: String) -> Int64? {
  guard let integer = Int64(token), integer != 0 || token.utf8.count == 1 else { return nil }
  return integer
}

extension ArraySlice<UInt8> {
  /// Tells whether these are the bytes of a text that has as many.
  fileprivate func isIdentical(to text: String) -> Bool {
    let answer = unsafe text.utf8.withContiguousStorageIfAvailable { other in
      for offset in 0..<count where unsafe self[startIndex + offset] != other[offset] {
        return false
      }
      return true
    }
    return answer ?? elementsEqual(text.utf8)
  }
}
