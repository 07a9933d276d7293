import JSONDocument

/// Reads a list of works in CSL JSON, the form in which citation managers hand works over: an array of objects.
enum CSLReader {
  /// Returns the works that can be told apart, by their offsets.
  ///
  /// A member of another type than CSL gives it is passed over; what is no array of objects is an error.
  static func entries(_ source: [UInt8]) throws(JSONError) -> [FoundEntry] {
    var entries: [FoundEntry] = []
    for item in try JSONDocument(parsing: source).root.array() {
      _ = try item.object()
      // Values rather than cursors: a cursor that is not of the type asked for searches the whole text for its pointer.
      if let entry = work(item.value).entry(at: item.offset) { entries.append(entry) }
    }
    return entries
  }

  private static func work(_ item: JSONValue) -> CitedWork {
    var work = CitedWork()
    work.key = text(member("id", of: item))
    work.doi = text(member("DOI", of: item))
    work.isbn = text(member("ISBN", of: item))
    work.url = text(member("URL", of: item))
    work.title = text(member("title", of: item))
    work.author = name(first(of: member("author", of: item) ?? member("editor", of: item)))
    work.date = date(member("issued", of: item))
    let number = text(member("number", of: item))
    if number.utf8.prefix(6).map(lowercased).elementsEqual("arxiv:".utf8) {
      work.arXiv = String(decoding: number.utf8.dropFirst(6), as: UTF8.self)
    }
    return work
  }

  private static func name(_ name: JSONValue?) -> String {
    let family = text(member("family", of: name))
    return family.isEmpty ? text(member("literal", of: name)) : family
  }

  private static func date(_ issued: JSONValue?) -> String {
    if let year = first(of: first(of: member("date-parts", of: issued))) { return text(year) }
    let raw = text(member("raw", of: issued) ?? member("literal", of: issued))
    return raw.isEmpty ? text(issued) : raw
  }

  /// A text or a whole number, else nothing.
  private static func text(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text):
      String(decoding: text.utf8.prefix(CitedWork.longestField), as: UTF8.self)
    case .integer(let number): String(number)
    default: ""
    }
  }

  private static func member(_ key: String, of value: JSONValue?) -> JSONValue? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  private static func first(of value: JSONValue?) -> JSONValue? {
    guard case .array(let elements) = value else { return nil }
    return elements.first
  }
}
