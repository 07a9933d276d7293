import JSONDocument
import Testing
import Text

@Suite("Decoding from a document")
struct CursorTests {
  private static let text = """
    {
      "name": "G2 \\u212a",
      "max": 12,
      "ordered": true,
      "agent": null,
      "validations": [
        {"type": "min_sources", "a/b": [0, -1.0, [], {}]}
      ]
    }
    """

  private static let members = ["name", "max", "ordered", "agent", "validations", "id"]

  private func root(_ text: String = Self.text) throws(JSONError) -> JSONCursor {
    try JSONDocument(parsing: Array(text.utf8)).root
  }

  private func refusal<Value>(_ body: () throws(JSONError) -> Value) -> JSONError? {
    do throws(JSONError) {
      _ = try body()
      return nil
    } catch {
      return error
    }
  }

  @Test("Each type has an accessor, and a missing or null member is nil where the format allows it")
  func accessors() throws {
    let object = try root().object(members: Self.members)
    #expect(try object.required("name").string() == "G2 \u{212A}")
    #expect(try object.required("max").integer() == 12)
    #expect(try object.required("ordered").bool())
    #expect(try object.required("agent").isNull)
    #expect(try object.required("agent").nonNull?.string() == nil)
    #expect(object.optional("id") == nil)
    #expect(try object.optional("max")?.integer(in: 1...12) == 12)
    let rules = try object.required("validations").array().map { (rule) throws(JSONError) in
      try rule.object(members: ["type", "a/b"]).required("type").string()
    }
    #expect(rules == ["min_sources"])
    #expect(object.members.map { $0.key.value } == Self.members.dropLast().map { .string($0) })
    #expect(try root("[]").array().isEmpty)
    #expect(try !root("[[]]").array().isEmpty)
  }

  @Test("A value knows its place and its pointer, a key those of its value")
  func places() throws {
    let rule = try #require(root().object().required("validations").array().first { _ in true })
    #expect(rule.position == TextPosition(line: 7, column: 5))
    #expect(rule.pointer.description == "/validations/0")
    let last = try #require(rule.object().members.reversed().first)
    #expect(last.key.position == TextPosition(line: 7, column: 29))
    #expect(last.key.pointer.description == "/validations/0/a~1b")
    #expect(try last.value.array().map(\.pointer.description).last == "/validations/0/a~1b/3")
    #expect(try root().pointer.description == "")
  }

  struct WrongType: Sendable, CustomTestStringConvertible {
    let found: String
    let words: String
    var testDescription: String { found }
  }

  @Test(
    "A value of another type is named for what it is",
    arguments: [
      WrongType(found: "{}", words: "an object"), WrongType(found: "[]", words: "an array"),
      WrongType(found: "\"\"", words: "a string"), WrongType(found: "null", words: "null"),
      WrongType(found: "true", words: "true"), WrongType(found: "false", words: "false"),
      WrongType(found: "-1", words: "a number"),
    ])
  func wrongType(_ example: WrongType) throws {
    let value = try root("{\"a\":\n [\(example.found)]}").object().required("a").array()
      .first { _ in true }
    let cursor = try #require(value)
    let attempts: [(expected: String, error: JSONError?)] = [
      ("an object", refusal { () throws(JSONError) in try cursor.object() }),
      ("an array", refusal { () throws(JSONError) in try cursor.array() }),
      ("a string", refusal { () throws(JSONError) in try cursor.string() }),
      ("true or false", refusal { () throws(JSONError) in try cursor.bool() }),
      ("an integer", refusal { () throws(JSONError) in try cursor.integer() }),
    ]
    for (expected, error) in attempts {
      guard let error else {
        #expect(expected.contains(example.words) || example.words == "a number")
        continue
      }
      #expect(
        error
          == JSONError(
            .wrongType, "expected \(expected), found \(example.words)",
            at: TextPosition(line: 2, column: 3), pointer: "/a/0"))
    }
    #expect(attempts.count { $0.error == nil } == (example.words == "null" ? 0 : 1))
  }

  struct Integer: Sendable, CustomTestStringConvertible {
    let text: String
    let what: String?
    var hint: String?
    var testDescription: String { text }
  }

  @Test(
    "Only a plain integer in range is an integer",
    arguments: [
      Integer(text: "0", what: nil), Integer(text: "-5", what: nil), Integer(text: "9", what: nil),
      Integer(text: "10", what: "expected an integer from -5 to 9, found 10"),
      Integer(text: "-6", what: "expected an integer from -5 to 9, found -6"),
      Integer(
        text: "1.0", what: "expected an integer, found '1.0'",
        hint: "write it without fraction and exponent"),
      Integer(
        text: "1e2", what: "expected an integer, found '1e2'",
        hint: "write it without fraction and exponent"),
      Integer(text: "-0", what: "expected an integer, found '-0'", hint: "write 0"),
      Integer(
        text: "9007199254740992",
        what: "the integer '9007199254740992' is beyond ±9007199254740991"),
      Integer(
        text: "-9007199254740992",
        what: "the integer '-9007199254740992' is beyond ±9007199254740991"),
      Integer(
        text: "99999999999999999999",
        what: "the integer '99999999999999999999' is beyond ±9007199254740991"),
    ])
  func integer(_ example: Integer) throws {
    let cursor = try root(example.text)
    let error = refusal { () throws(JSONError) in try cursor.integer(in: -5...9) }
    #expect(error?.what == example.what)
    #expect(error?.hint == example.hint)
  }

  @Test("The safe bounds themselves are integers, and words for a range fit it")
  func bounds() throws {
    #expect(try root("9007199254740991").integer() == 9_007_199_254_740_991)
    #expect(try root("-9007199254740991").integer() == -9_007_199_254_740_991)
    let zero = try root("0")
    #expect(
      refusal { () throws(JSONError) in
        try zero.integer(in: 1...JSONCursor.safeIntegers.upperBound)
      }?.what == "expected an integer of at least 1, found 0")
    #expect(
      refusal { () throws(JSONError) in try zero.integer(in: 1...1) }?.what
        == "expected an integer equal to 1, found 0")
    #expect(
      refusal { () throws(JSONError) in try zero.integer(in: 1...(.max)) }?.what
        == "expected an integer of at least 1, found 0")
  }

  @Test("An unknown key is refused at its place, with the nearest known one or all of them")
  func unknownKeys() throws {
    let cursor = try root("{\"gate\": \"G1\",\n \"requred_outputs\": []}")
    let known = ["gate", "required_outputs"]
    #expect(
      refusal { () throws(JSONError) in try cursor.object(members: known) }
        == JSONError(
          .unknownKey, "unknown key 'requred_outputs'", at: TextPosition(line: 2, column: 2),
          pointer: "/requred_outputs", hint: "did you mean 'required_outputs'?"))
    let other = try root("{\"zebra\": 1}")
    #expect(
      refusal { () throws(JSONError) in try other.object(members: known) }?.hint
        == "known are 'gate', 'required_outputs'")
    let twin = try root("{\"e\u{301}\": 1}")
    #expect(refusal { () throws(JSONError) in try twin.object(members: ["\u{E9}"]) } != nil)
    let long = try root("{\"\(String(repeating: "é", count: 121))\": 1}")
    #expect(
      refusal { () throws(JSONError) in try long.object(members: known) }?.what
        == "unknown key '\(String(repeating: "é", count: 120))…'")
  }

  @Test("A missing key is an error of its object")
  func missingKey() throws {
    let object = try root(" {\"a\": {}}").object().required("a").object()
    #expect(
      refusal { () throws(JSONError) in try object.required("gate") }
        == JSONError(
          .missingKey, "missing key 'gate'", at: TextPosition(line: 1, column: 8), pointer: "/a"))
    let twin = try root("{\"e\u{301}\": 1}").object()
    #expect(twin.optional("\u{E9}") == nil)
    #expect(twin.optional("e\u{301}") != nil)
  }

  private enum Severity: String, CaseIterable { case fail, warn, Kelvin }

  @Test("A word is one of the format's, compared as bytes")
  func choices() throws {
    #expect(try root("\"warn\"").choice("severity", of: Severity.self) == .warn)
    #expect(try root(#""\u0077arn""#).choice("severity", among: ["fail", "warn"]) == "warn")
    let typo = try root("\"wran\"")
    #expect(
      refusal { () throws(JSONError) in try typo.choice("severity", of: Severity.self) }
        == JSONError(
          .invalid, "unknown severity 'wran'", at: TextPosition(line: 1, column: 1), pointer: "",
          hint: "did you mean 'warn'?"))
    let kelvin = try root(#""\u212Aelvin""#)
    #expect(try kelvin.string() == "Kelvin")
    #expect(
      refusal { () throws(JSONError) in try kelvin.choice("severity", of: Severity.self) } != nil)
  }

  @Test("A format's own error stands at the value")
  func ownError() throws {
    let cursor = try root().object().required("max")
    #expect(
      cursor.error("more than the gates", hint: "write 2")
        == JSONError(
          .invalid, "more than the gates", at: TextPosition(line: 3, column: 10), pointer: "/max",
          hint: "write 2"))
  }

  struct Pointer: Sendable, CustomTestStringConvertible {
    let text: String
    let value: JSONValue?
    var testDescription: String { text }
  }

  @Test(
    "A pointer leads to a value as in RFC 6901",
    arguments: [
      Pointer(text: "/foo/0", value: .string("bar")), Pointer(text: "/", value: .integer(0)),
      Pointer(text: "/a~1b", value: .integer(1)), Pointer(text: "/c%d", value: .integer(2)),
      Pointer(text: "/m~0n", value: .integer(8)), Pointer(text: "/ ", value: .integer(7)),
      Pointer(text: "/k\"l", value: .integer(6)), Pointer(text: "/foo/1", value: .string("baz")),
      Pointer(text: "/foo/2", value: nil), Pointer(text: "/foo/-", value: nil),
      Pointer(text: "/foo/00", value: nil), Pointer(text: "/foo/+1", value: nil),
      Pointer(text: "/foo/-0", value: nil), Pointer(text: "/foo/99999999999999999999", value: nil),
      Pointer(text: "/foo/0/x", value: nil), Pointer(text: "/nothing", value: nil),
      Pointer(text: "/m~01", value: nil),
    ])
  func pointer(_ example: Pointer) throws {
    let text = ##"{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "k\"l": 6, " ": 7, "m~n": 8}"##
    let pointer = try #require(JSONPointer(parsing: example.text))
    #expect(pointer.description == example.text)
    let found = try root(text).descendant(at: pointer)
    #expect(found?.value == example.value)
    if let found { #expect(found.pointer.description == example.text) }
  }

  @Test("What is no pointer is not read as one", arguments: ["a", "#/a", "/~", "/~2", "/a~/b"])
  func noPointer(text: String) {
    #expect(JSONPointer(parsing: text) == nil)
  }

  @Test("The empty pointer leads to the value itself")
  func emptyPointer() throws {
    let pointer = try #require(JSONPointer(parsing: ""))
    #expect(try root("[1]").descendant(at: pointer)?.value == .array([.integer(1)]))
  }

  @Test("Every node's pointer leads back to it", arguments: 1...50)
  func pointersLeadBack(seed: UInt64) throws {
    var random = Seeded(state: seed)
    let bytes = JSONWriter.write(.random(depth: 5, using: &random))
    let root = try JSONDocument(parsing: bytes).root
    var open = [root]
    while let cursor = open.popLast() {
      let again = try #require(root.descendant(at: cursor.pointer))
      #expect(again.position == cursor.position)
      #expect(again.value == cursor.value)
      if let elements = try? cursor.array() { open += elements }
      if let object = try? cursor.object() { open += object.members.map(\.value) }
    }
  }
}
