import JSONDocument

/// Reads a list of works in CSL JSON, the form in which citation managers hand works over: an array of objects.
enum CSLReader {
  /// Returns the works that can be told apart, by their offsets.
  ///
  /// A member of another type than CSL gives it is passed over; what is no array of objects is an error.
  static func entries(_ source: [UInt8]) throws(JSONError) -> [FoundEntry] {
    var entries: [FoundEntry] = []
    for item in try JSONDocument(parsing: source).root.array() {
      if let entry = work(try item.object()).entry(at: item.offset) { entries.append(entry) }
    }
    return entries
  }

  private static func work(_ item: JSONObject) -> CitedWork {
    var work = CitedWork()
    work.key = text(item.optional("id"))
    work.doi = text(item.optional("DOI"))
    work.isbn = text(item.optional("ISBN"))
    work.url = text(item.optional("URL"))
    work.title = text(item.optional("title"))
    work.author = name(item.optional("author") ?? item.optional("editor"))
    work.date = date(item.optional("issued"))
    let number = text(item.optional("number"))
    if number.utf8.prefix(6).map(lowercased).elementsEqual("arxiv:".utf8) {
      work.arXiv = String(decoding: number.utf8.dropFirst(6), as: UTF8.self)
    }
    return work
  }

  /// A text or a whole number, else nothing.
  private static func text(_ cursor: JSONCursor?) -> String {
    guard let cursor else { return "" }
    if let text = try? cursor.string() {
      return String(decoding: text.utf8.prefix(CitedWork.longestField), as: UTF8.self)
    }
    return (try? cursor.integer()).map(String.init) ?? ""
  }

  private static func name(_ names: JSONCursor?) -> String {
    guard let first = elements(names).first, let name = try? first.object() else { return "" }
    let family = text(name.optional("family"))
    return family.isEmpty ? text(name.optional("literal")) : family
  }

  private static func date(_ issued: JSONCursor?) -> String {
    guard let date = try? issued?.object() else { return text(issued) }
    let parts = elements(elements(date.optional("date-parts")).first)
    if let year = parts.first { return text(year) }
    let raw = text(date.optional("raw"))
    return raw.isEmpty ? text(date.optional("literal")) : raw
  }

  /// The first elements of an array, for what is none no elements.
  private static func elements(_ cursor: JSONCursor?) -> [JSONCursor] {
    guard let array = try? cursor?.array() else { return [] }
    return Array(array.prefix(1))
  }
}
