import JSONDocument
import Text

/// The members of a rule in a contract, read in the ways that rules need.
package struct RuleMembers {
  private let object: JSONObject
  /// The files that the rule is about.
  let path: PathTemplate

  init(_ object: JSONObject, path: PathTemplate) {
    self.object = object
    self.path = path
  }

  func has(_ name: String) -> Bool { object.optional(name) != nil }

  /// The error of a rule as a whole.
  func error(_ what: String, hint: String?) -> JSONError { object.cursor.error(what, hint: hint) }

  /// The error of one member.
  func error(at name: String, _ what: String, hint: String?) -> JSONError {
    (object.optional(name) ?? object.cursor).error(what, hint: hint)
  }

  /// The text of a heading, where it is given.
  func optionalHeading(_ name: String) throws(JSONError) -> String? {
    try object.optional(name)?.headingText(mayHaveLevel: false)
  }

  /// The path of one file, where it is given.
  func optionalFile(_ name: String) throws(JSONError) -> PathTemplate? {
    guard let cursor = object.optional(name) else { return nil }
    let template = try ContractReader.template(cursor)
    if template.isGlob {
      throw cursor.error(
        "'\(template)' is a pattern, and \"\(name)\" is one file", hint: "name the file itself")
    }
    return template
  }

  /// A positive whole number, the same at every depth or one for each.
  func count(_ name: String, in range: ClosedRange<Int>) throws(JSONError) -> PerDepth {
    try PerDepth(object.required(name), in: range)
  }

  func optionalCount(_ name: String, in range: ClosedRange<Int>) throws(JSONError) -> PerDepth? {
    guard let cursor = object.optional(name) else { return nil }
    return try PerDepth(cursor, in: range)
  }

  /// A whole number, where it is given.
  func optionalInteger(_ name: String, in range: ClosedRange<Int>) throws(JSONError) -> Int? {
    try object.optional(name)?.integer(in: range)
  }

  func flag(_ name: String) throws(JSONError) -> Bool {
    try object.optional(name)?.bool() ?? false
  }

  /// One of a few words; the first is the default.
  func choice(_ name: String, of choices: [String]) throws(JSONError) -> String {
    guard let cursor = object.optional(name) else { return choices.first ?? "" }
    return try cursor.choice(name, among: choices)
  }

  /// A list of phrases, at least one, none twice, each with what messages call it.
  func phrases(
    _ name: String, ignoringCase: Bool
  ) throws(JSONError) -> [(sought: String, pattern: Pattern)] {
    var phrases: [(sought: String, pattern: Pattern)] = []
    for element in try elements(name) {
      let phrase = try element.line()
      let sought = "\"\(phrase)\""
      if phrases.contains(where: { $0.sought.utf8.elementsEqual(sought.utf8) }) {
        throw element.error("'\(phrase)' is listed twice", hint: "take one of them out")
      }
      do { phrases.append((sought, try Pattern(phrase: phrase, ignoringCase: ignoringCase))) } catch
      {
        throw element.error(error.what, hint: error.hint)
      }
    }
    return phrases
  }

  /// The texts of a list, at least one, none twice, each of one line and with its place.
  func texts(_ name: String) throws(JSONError) -> [(text: String, cursor: JSONCursor)] {
    var texts: [(text: String, cursor: JSONCursor)] = []
    var known: Set<[UInt8]> = []
    for element in try elements(name) {
      let text = try element.line()
      if !known.insert(Array(text.utf8)).inserted {
        throw element.error("'\(text)' is listed twice", hint: "take one of them out")
      }
      texts.append((text, element))
    }
    return texts
  }

  /// The names of modules, where they are given.
  func optionalModules(
    _ name: String, mayBeEmpty: Bool
  ) throws(JSONError) -> ModuleList? {
    guard let cursor = object.optional(name) else { return nil }
    if mayBeEmpty, try cursor.array().isEmpty { return ModuleList(names: []) }
    var names: [String] = []
    for (text, cursor) in try texts(name) {
      if text.unicodeScalars.contains(where: \.properties.isWhitespace) {
        throw cursor.error("'\(text)' is no name of a module", hint: "write each name by itself")
      }
      names.append(text)
    }
    return ModuleList(names: names)
  }

  /// The elements of a list that must not be empty.
  func elements(_ name: String) throws(JSONError) -> [JSONCursor] {
    let cursor = try object.required(name)
    let elements = try cursor.array(atMost: ContractReader.listLimit)
    if elements.isEmpty {
      throw cursor.error("the list is empty", hint: "name at least one, or take the rule out")
    }
    return elements
  }

  /// A pattern of the contract language, refused with its place where it is wrong.
  func pattern(_ name: String, ignoringCase: Bool) throws(JSONError) -> (
    source: String, pattern: Pattern
  ) {
    let cursor = try object.required(name)
    let source = try cursor.line(allowingBlank: true)
    let pattern: Pattern
    do { pattern = try Pattern(source, ignoringCase: ignoringCase) } catch {
      throw cursor.error(
        "\(error.what), at character \(error.offset + 1) of the pattern", hint: error.hint)
    }
    if pattern.matchesEmpty {
      throw cursor.error(
        "the pattern matches where there is no text",
        hint: "ask for at least one character, for example with + in place of *")
    }
    return (source, pattern)
  }
}

/// A whole number, the same at every depth or one for each.
package struct PerDepth: Sendable, Equatable {
  private let numbers: [Depth: Int]
  /// Says whether the contract gives a number for each depth.
  let varies: Bool

  init(_ cursor: JSONCursor, in range: ClosedRange<Int>) throws(JSONError) {
    var numbers: [Depth: Int] = [:]
    varies = cursor.isObject
    if varies {
      let object = try cursor.object(members: Depth.allCases.map(\.rawValue))
      for depth in Depth.allCases {
        numbers[depth] = try object.required(depth.rawValue).integer(in: range)
      }
    } else {
      let number = try cursor.integer(in: range)
      for depth in Depth.allCases { numbers[depth] = number }
    }
    self.numbers = numbers
  }

  func number(at depth: Depth) -> Int { numbers[depth] ?? 0 }

  /// "at depth standard" where the number is one of three, to be put behind it.
  func suffix(at depth: Depth) -> String { varies ? " at depth \(depth.rawValue)" : "" }
}

extension JSONCursor {
  /// A string of one line with something in it, which may be white space alone only where that is said.
  func line(allowingBlank: Bool = false) throws(JSONError) -> String {
    let text = try string()
    let scalars = text.unicodeScalars
    if scalars.isEmpty || !allowingBlank && scalars.allSatisfy(\.properties.isWhitespace) {
      throw error("the text is empty")
    }
    if scalars.contains(where: Self.breaksLine) {
      throw error("the text has a control character or line break", hint: "write it in one line")
    }
    return text
  }

  /// The text of a heading, white space collapsed; one with its `#` would match nothing and is not what its author meant.
  func headingText(mayHaveLevel: Bool) throws(JSONError) -> String {
    let text = Markdown.collapsingWhiteSpace(try line())
    let marks = text.utf8.prefix { $0 == 0x23 }.count
    if (1...6).contains(marks), text.utf8.dropFirst(marks).first == 0x20 {
      throw error(
        "'\(text)' is written with its '#'",
        hint: "write the text alone"
          + (mayHaveLevel
            ? ", or {\"text\": …, \"level\": \(marks)} to ask for the level too" : ""))
    }
    return text
  }

  private static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
  }

  /// Says whether the value is an object.
  var isObject: Bool { (try? object()) != nil }
}
