import JSONDocument
import Testing

@Suite("The one writer")
struct WriterTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let value: JSONValue
    let text: String
    var testDescription: String { text }
  }

  @Test(
    "A container that holds no non-empty container stands on one line",
    arguments: [
      Shape(value: .null, text: "null\n"),
      Shape(value: .array([]), text: "[]\n"),
      Shape(value: .object([]), text: "{}\n"),
      Shape(value: .array([.array([]), .object([])]), text: "[[], {}]\n"),
      Shape(
        value: .object([.init("path", .string("a/b")), .init("sha256", .null)]),
        text: #"{"path": "a/b", "sha256": null}"# + "\n"),
      Shape(
        value: .object([
          .init("n", .integer(-3)), .init("list", .array([.bool(true), .bool(false)])),
        ]), text: "{\n  \"n\": -3,\n  \"list\": [true, false]\n}\n"),
      Shape(
        value: .array([.array([.array([.integer(1)])]), .integer(2)]),
        text: "[\n  [\n    [1]\n  ],\n  2\n]\n"),
      Shape(value: .array([.object([.init("", .array([]))])]), text: "[\n  {\"\": []}\n]\n"),
      Shape(value: .integer(.min), text: "-9223372036854775808\n"),
      Shape(value: .number("-1.50E+3"), text: "-1.50E+3\n"),
    ])
  func shapes(_ shape: Shape) {
    #expect(String(decoding: JSONWriter.write(shape.value), as: UTF8.self) == shape.text)
  }

  @Test("Only the quote, the backslash and C0 controls are escaped, as in RFC 8785")
  func escapes() {
    let text = "\u{0}\u{1}\u{8}\t\n\u{B}\u{C}\r\u{F}\u{1F} \"/\\\u{7F}\u{80}\u{2028}é😀"
    let expected =
      #""\u0000\u0001\b\t\n\u000b\f\r\u000f\u001f \"/\\"# + "\u{7F}\u{80}\u{2028}é😀\"\n"
    #expect(JSONWriter.write(.string(text)) == Array(expected.utf8))
    #expect(
      JSONWriter.write(.object([.init("\n", .string("\n"))])) == Array("{\"\\n\": \"\\n\"}\n".utf8))
  }

  @Test("What the writer wrote reads as the same value", arguments: 1...200)
  func roundTrip(seed: UInt64) throws {
    var random = Seeded(state: seed)
    let value = JSONValue.random(depth: 6, using: &random)
    let bytes = JSONWriter.write(value)
    let again = try JSONDocument(parsing: bytes).root.value
    #expect(again == value)
    #expect(JSONWriter.write(again) == bytes)
  }

  @Test("A record's bytes come back as they were")
  func record() throws {
    let text = """
      {
        "schema": 1,
        "workflow": {"name": "two-gates", "slug": "the-first-bug", "sha256": null},
        "gates": [
          {
            "gate": "G1",
            "attempts": [
              {"attempt": 1, "status": "PASS", "record": "gates/G1/attempt-1.json"}
            ]
          }
        ],
        "invocations": [],
        "events": [
          {"seq": 1, "at": "2026-01-19T14:30:12.481Z", "type": "run_started"},
          {
            "seq": 2,
            "type": "gate_started",
            "contract": {"path": "G1.contract.json", "bytes": 3088}
          }
        ]
      }

      """
    let document = try JSONDocument(parsing: Array(text.utf8))
    #expect(String(decoding: JSONWriter.write(document.root.value), as: UTF8.self) == text)
  }
}

/// A generator whose numbers follow from its seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension JSONValue {
  static func random(depth: Int, using random: inout Seeded) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
    case 0: .null
    case 1: .bool(.random(using: &random))
    case 2: .integer(.random(in: .min ... .max, using: &random))
    case 3: .number(["-0", "1.0", "1e400", "9223372036854775808"].randomElement(using: &random)!)
    case 4, 5: .string(text(using: &random))
    case 6:
      .array(
        (0..<Int.random(in: 0..<5, using: &random)).map { _ in
          self.random(depth: depth - 1, using: &random)
        })
    default:
      .object(
        (0..<Int.random(in: 0..<5, using: &random)).map { index in
          JSONMember(
            text(using: &random) + "\(index)", self.random(depth: depth - 1, using: &random))
        })
    }
  }

  private static func text(using random: inout Seeded) -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<8, using: &random) {
      let limit: UInt32 = [0x20, 0x80, 0x800, 0x11_0000].randomElement(using: &random)!
      if let scalar = Unicode.Scalar(.random(in: 0..<limit, using: &random)) {
        scalars.append(scalar)
      }
    }
    return String(scalars)
  }
}
