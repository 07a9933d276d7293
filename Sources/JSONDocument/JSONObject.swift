/// An object of a document, for looking up its members.
package struct JSONObject: Sendable {
  /// The object as a value, for its place and for errors about the whole.
  package let cursor: JSONCursor

  /// The members in the order of the text.
  package var members: JSONMembers {
    JSONMembers(document: cursor.document, container: cursor.node)
  }

  /// Returns the value under a key, or nil where the key is missing; null is a value.
  ///
  /// It goes through the members, so look up often only where the format bounds their number.
  package func optional(_ key: String) -> JSONCursor? {
    cursor.document.value(under: key, of: cursor.node).map {
      JSONCursor(document: cursor.document, node: $0)
    }
  }

  /// Returns the value under a key.
  ///
  /// - Throws: `missingKey` at the object where the key is missing.
  package func required(_ key: String) throws(JSONError) -> JSONCursor {
    guard let value = optional(key) else {
      throw cursor.error(.missingKey, "missing key '\(key)'")
    }
    return value
  }
}

/// The members of an object in the order of the text.
package struct JSONMembers: Sequence, IteratorProtocol, Sendable {
  private let document: JSONDocument
  private var upcoming: Int
  private let end: Int

  /// Creates the members of the object that a node is.
  init(document: JSONDocument, container: Int) {
    self.document = document
    upcoming = container + 1
    end = document.next(after: container)
  }

  package mutating func next() -> (key: JSONCursor, value: JSONCursor)? {
    guard upcoming < end else { return nil }
    let key = JSONCursor(document: document, node: upcoming)
    let value = JSONCursor(document: document, node: upcoming + 1)
    upcoming = document.next(after: value.node)
    return (key, value)
  }
}

/// The elements of an array in the order of the text.
package struct JSONElements: Sequence, IteratorProtocol, Sendable {
  private let document: JSONDocument
  private var upcoming: Int
  private let end: Int

  /// Creates the elements of the array that a node is.
  init(document: JSONDocument, container: Int) {
    self.document = document
    upcoming = container + 1
    end = document.next(after: container)
  }

  /// Whether there are no elements left.
  package var isEmpty: Bool { upcoming == end }

  package mutating func next() -> JSONCursor? {
    guard upcoming < end else { return nil }
    let element = JSONCursor(document: document, node: upcoming)
    upcoming = document.next(after: upcoming)
    return element
  }
}
