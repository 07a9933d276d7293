import JSONDocument
import Testing
import Text

@Suite("The strict reader")
struct ReaderTests {
  struct Number: Sendable, CustomTestStringConvertible {
    let text: String
    let value: JSONValue
    var testDescription: String { text }
    init(_ text: String, _ value: JSONValue? = nil) {
      self.text = text
      self.value = value ?? .number(text)
    }
  }

  @Test(
    "A plain integer of 64 bits is an integer, any other number keeps its text",
    arguments: [
      Number("0", .integer(0)), Number("-1", .integer(-1)), Number("10", .integer(10)),
      Number("9223372036854775807", .integer(.max)), Number("-9223372036854775808", .integer(.min)),
      Number("9223372036854775808"), Number("-9223372036854775809"), Number("-0"), Number("1.0"),
      Number("0.0"), Number("-0.5"), Number("1e2"), Number("1E+2"), Number("1e-2"), Number("0e0"),
      Number("1" + String(repeating: "0", count: 400)),
    ])
  func number(_ number: Number) throws {
    #expect(try read(number.text) == number.value)
    #expect(try read("[\(number.text)]") == .array([number.value]))
  }

  struct Failure: Sendable, CustomTestStringConvertible {
    let text: String
    let kind: JSONError.Kind
    let line: Int
    let column: Int
    let pointer: String
    let what: String
    let hint: String?
    var testDescription: String { text }

    init(
      _ text: String, _ line: Int, _ column: Int, _ pointer: String, _ what: String,
      hint: String? = nil, kind: JSONError.Kind = .syntax
    ) {
      self.text = text
      self.kind = kind
      self.line = line
      self.column = column
      self.pointer = pointer
      self.what = what
      self.hint = hint
    }
  }

  @Test(
    "An error has the place, the pointer, what was found and what would be right",
    arguments: [
      Failure("", 1, 1, "", "expected a value, found the end of the text"),
      Failure(
        "{\n  \"a\": [1, 2,]\n}", 2, 13, "/a", "found a comma before ']'",
        hint: "remove the comma"),
      Failure(
        #"{"a": {"b": [1, {"c~/d": x}]}}"#, 1, 26, "/a/b/1/c~0~1d",
        "expected a value, found 'x'"),
      Failure(
        "[true,\r\n True]", 2, 2, "/1", "expected a value, found 'True'",
        hint: "did you mean 'true'?"),
      Failure(
        "[1\r\"é\"]", 2, 1, "", #"expected ',' or ']', found '"'"#,
        hint: "write a comma before it"),
      Failure("[\"é😀\", ?]", 1, 8, "/1", "expected a value, found '?'"),
      Failure("[truefalse]", 1, 2, "/0", "expected a value, found 'truefalse'"),
      Failure(
        "{\n\"a\": [\n1", 3, 2, "/a", "expected ',' or ']', found the end of the text",
        hint: "the '[' on line 2 is not closed"),
      Failure(
        "{a: 1}", 1, 2, "", "expected a key or '}', found 'a'",
        hint: "write keys in double quotes"),
      Failure("{\"a\" 1}", 1, 6, "", "expected ':' after the key, found '1'"),
      Failure(
        "{'a': 1}", 1, 2, "", "expected a key or '}', found '''",
        hint: "write texts in double quotes"),
      Failure(
        "[“a”]", 1, 2, "/0", "expected a value, found '“' (U+201C)",
        hint: "write texts in straight double quotes"),
      Failure("[\u{A0}1]", 1, 2, "/0", "expected a value, found '\u{A0}' (U+00A0)"),
      Failure(
        "[\n// one\n1]", 2, 1, "/0", "expected a value, found '/'", hint: "JSON has no comments"),
      Failure("{} {}", 1, 4, "", "expected the end of the text, found '{'"),
      Failure("[- 1]", 1, 3, "/0", "expected a digit, found a space"),
      Failure(
        "[-01]", 1, 2, "/0", "found a number with a zero before it",
        hint: "remove the zeros before it"),
      Failure(
        "[\"a\nb\"]", 1, 4, "/0", "found a line break in a string", hint: "write '\\n'"),
      Failure(
        "[\"a\u{1F}\"]", 1, 4, "/0", "found the control character 0x1f in a string",
        hint: "write '\\u001f'"),
      Failure(
        #"{"k": "C:\dir"}"#, 1, 10, "/k", #"unknown escape '\d'"#,
        hint: #"write '\\' for a backslash"#),
      Failure(
        "\n\"abc", 2, 5, "", "expected '\"' at the end of the string, found the end of the text",
        hint: "the string begins on line 2"),
      Failure(
        #"["\uD83Dx"]"#, 1, 3, "/0", #"the escape '\uD83D' is half of a surrogate pair"#,
        hint: "write the character itself"),
      Failure(
        #"["\uDE00\uD83D"]"#, 1, 3, "/0", #"the escape '\uDE00' is half of a surrogate pair"#,
        hint: "write the character itself"),
      Failure(
        #"["\uDE00\uDE00"]"#, 1, 3, "/0", #"the escape '\uDE00' is half of a surrogate pair"#,
        hint: "write the character itself"),
      Failure(
        "\u{FEFF}{}", 1, 1, "", "found a byte order mark",
        hint: "save the file as UTF-8 without one", kind: .encoding),
      Failure(
        "{\n<<<<<<< HEAD\n", 2, 1, "", "found '<<<<<<< HEAD', a merge-conflict marker",
        kind: .mergeConflict),
      Failure(
        "{\"a\": 1,\n=======\n", 2, 1, "", "found '=======', a merge-conflict marker",
        kind: .mergeConflict),
    ])
  func failure(_ failure: Failure) throws {
    let error = try #require(refusal(of: Array(failure.text.utf8)))
    #expect(
      error
        == JSONError(
          failure.kind, failure.what, at: TextPosition(line: failure.line, column: failure.column),
          pointer: failure.pointer, hint: failure.hint))
  }

  @Test(
    "Only well-formed UTF-8 is read, at each bound of its table",
    arguments: [
      (bytes: [0x7F], isRead: true), (bytes: [0x80], isRead: false), (bytes: [0xBF], isRead: false),
      (bytes: [0xC1, 0xBF], isRead: false), (bytes: [0xC2, 0x80], isRead: true),
      (bytes: [0xC2, 0x7F], isRead: false), (bytes: [0xC2, 0xC0], isRead: false),
      (bytes: [0xE0, 0x9F, 0xBF], isRead: false), (bytes: [0xE0, 0xA0, 0x80], isRead: true),
      (bytes: [0xED, 0x9F, 0xBF], isRead: true), (bytes: [0xED, 0xA0, 0x80], isRead: false),
      (bytes: [0xEF, 0xBF, 0xBF], isRead: true), (bytes: [0xEF, 0xBF], isRead: false),
      (bytes: [0xE1, 0x80, 0x7F], isRead: false), (bytes: [0xF0, 0x8F, 0xBF, 0xBF], isRead: false),
      (bytes: [0xF0, 0x90, 0x80, 0x80], isRead: true),
      (bytes: [0xF4, 0x8F, 0xBF, 0xBF], isRead: true),
      (bytes: [0xF4, 0x90, 0x80, 0x80], isRead: false),
      (bytes: [0xF1, 0x80, 0x80], isRead: false), (bytes: [0xF5, 0x80, 0x80, 0x80], isRead: false),
      (bytes: [0xFE], isRead: false), (bytes: [0xFF], isRead: false),
    ] as [(bytes: [UInt8], isRead: Bool)])
  func encoding(bytes: [UInt8], isRead: Bool) {
    let text = Array("[\"".utf8) + bytes + Array("\"]".utf8)
    let error = refusal(of: text)
    #expect((error == nil) == isRead)
    if let error {
      #expect(error.kind == .encoding)
      #expect(error.position == TextPosition(line: 1, column: 3))
    }
    // The text may also end in the middle of a scalar.
    for length in 1..<max(1, bytes.count) {
      #expect(refusal(of: Array("\"".utf8) + bytes.prefix(length)) != nil)
    }
  }

  @Test("Escapes are resolved, also to U+0000 and beyond the basic plane")
  func escapes() throws {
    #expect(
      try read(#""\"\\\/\b\f\n\r\t\u0000\u00e9\uD83D\uDE00\uFFFF\uDBFF\uDFFF""#)
        == .string("\"\\/\u{8}\u{C}\n\r\t\u{0}é😀\u{FFFF}\u{10FFFF}"))
  }

  @Test("64 containers may stand inside each other, 65 not", arguments: ["[]", #"{"":}"#])
  func depth(shape: String) {
    let open = shape.dropLast()
    func nested(_ depth: Int) -> [UInt8] {
      let inner = shape.hasPrefix("{") ? "0" : ""
      return Array(
        (String(repeating: String(open), count: depth) + inner
          + String(repeating: String(shape.suffix(1)), count: depth)).utf8)
    }
    #expect(refusal(of: nested(64)) == nil)
    let error = refusal(of: nested(65))
    #expect(error?.kind == .tooDeep)
    #expect(error?.column == 64 * open.utf8.count + 1)
    #expect(refusal(of: Array(String(repeating: "[", count: 200_000).utf8))?.kind == .tooDeep)
  }

  @Test("8 MiB are read, a byte more is not looked at", arguments: [-1, 0, 1])
  func size(excess: Int) {
    let count = JSONDocument.maximumSize + excess
    let text = "\"" + String(repeating: "x", count: count - 2) + "\""
    #expect(refusal(of: Array(text.utf8))?.kind == (excess > 0 ? .tooLarge : nil))
    #expect(JSONDocument.maximumSize == 8_388_608)
  }

  @Test(
    "A key stands once in its object, whatever its spelling",
    arguments: [
      #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"\u0061":3}"#, #"{"\u0061":1,"\u0061":2}"#, #"{"":1,"":2}"#,
      #"{"é":1,"\u00e9":2}"#, #"{"😀":1,"\ud83d\ude00":2}"#, #"{"/":1,"\/":2}"#,
      #"[{"x":{"a":[],"c":{},"a":null}}]"#,
    ])
  func duplicates(text: String) {
    #expect(refusal(of: Array(text.utf8))?.kind == .duplicateKey)
  }

  @Test(
    "Keys that only look or sort alike are different keys",
    arguments: [
      #"{"\u00e9":1,"e\u0301":2}"#, "{\"\u{E9}\":1,\"e\u{301}\":2}", #"{"K":1,"\u212a":2}"#,
      #"{"a":1,"A":2,"a ":3,"a\u0000":4}"#, #"[{"a":1},{"a":1}]"#, #"{"a":{"a":{"a":1}}}"#,
      #"{"a":"a","b":"a"}"#,
    ])
  func distinct(text: String) {
    #expect(refusal(of: Array(text.utf8)) == nil)
  }

  @Test("The second of two equal keys is the error, with its pointer and the line of the first")
  func duplicatePlace() {
    let text = "[{\n \"a/b\": 1,\n \"c\": {\"x\": 0},\n \"a\\/b\": 2,\n \"c\": 3}]"
    #expect(
      refusal(of: Array(text.utf8))
        == JSONError(
          .duplicateKey, "the key 'a/b' stands twice in one object",
          at: TextPosition(line: 4, column: 2), pointer: "/0/a~1b",
          hint: "it stands first on line 2"))
  }

  @Test("An object of very many keys is read, and its one duplicate found")
  func manyKeys() {
    let members = (0..<50_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
    #expect(refusal(of: Array("{\(members)}".utf8)) == nil)
    let error = refusal(of: Array("{\(members),\"k\\u0039\":0}".utf8))
    #expect(error?.kind == .duplicateKey)
    #expect(error?.pointer == "/k9")
  }

  @Test("Each cut of a text is refused, and no cut traps")
  func truncation() {
    let text = Array(#"{"a": [true, -1.5e+3, "\ud83d\ude00é\n", {}], "b": null}"#.utf8)
    for length in 0..<text.count {
      #expect(refusal(of: Array(text.prefix(length))) != nil, "\(length) bytes")
    }
    #expect(refusal(of: text) == nil)
  }

  private func read(_ text: String) throws(JSONError) -> JSONValue {
    try JSONDocument(parsing: Array(text.utf8)).root.value
  }

  private func refusal(of bytes: [UInt8]) -> JSONError? {
    do throws(JSONError) {
      _ = try JSONDocument(parsing: bytes)
      return nil
    } catch {
      return error
    }
  }
}
