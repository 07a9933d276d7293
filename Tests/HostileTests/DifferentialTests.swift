import Foundation
import JSONDocument
import TestSupport
import Testing

/// The strict reader beside another parser, on texts that nobody chose.
///
/// Python's parser is the other one, made strict where JSON leaves it free: keys twice are refused by a hook, and so are `NaN`
/// and halves of surrogate pairs. Foundation's parser is no measure here: it takes commas at the end, and keys twice.
@Suite(
  "The reader and another parser take the same texts, and read the same values",
  .enabled(if: Tool.python, "python3 is not here"))
struct DifferentialTests {
  private static let seeds = [
    #"{"a": [1, -0.5e3, "\u00e9\n", null, true, false, {}], "b": {"c": []}}"#,
    #"[0, -0, 1E+2, 123456789012345678901234567890, "\ud83d\ude00", "\"\\\/\b\f\n\r\t"]"#,
    #"{"é": "漢字 😀", "e\u0301": 2, "": {"": [[[]]]}}"#, "\"\u{2028}\"", "[\r\n\t 1 ,2 ]",
    #"{"schema": 1, "gates": [{"gate": "G1", "attempts": [{"n": 1}]}], "seal": "00ff"}"#,
  ]

  private static let pieces: [[UInt8]] =
    [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "0", "1", "-", "+", ".", "e", "E", "null", "true",
      "\\u", "\\ud800", "\\udc00", "d83d", " ", "\n", "\r", "\t", "\"a\":", "\u{FEFF}", "\0", "//",
      "é",
      "\u{7F}", "1e", "01", "NaN", "Infinity", "'",
    ].map { Array($0.utf8) } + [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ]

  /// Numbers that come alike each time (SplitMix64).
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static func texts(_ count: Int) -> [[UInt8]] {
    var generator = Generator(state: 20_260_119)
    return (0..<count).map { number in
      var text = Array(seeds[number % seeds.count].utf8)
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        let start = Int.random(in: 0...text.count, using: &generator)
        let end = min(text.count, start + Int.random(in: 0...3, using: &generator))
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: text.removeSubrange(start..<end)
        case 1: text.insert(contentsOf: text[start..<end], at: start)
        default:
          text.replaceSubrange(
            start..<(Bool.random(using: &generator) ? end : start),
            with: pieces.randomElement(using: &generator) ?? [])
        }
      }
      return text
    }
  }

  @Test("Over mutated texts")
  func mutated() throws {
    let texts = Self.texts(Sweep.isFull ? 400_000 : 20_000)
    let scratch = try Scratch()
    try scratch.write(
      "texts", texts.map { Data($0).base64EncodedString() }.joined(separator: "\n"))
    try scratch.write("read.py", Self.python)
    let ran = try scratch.run(["python3", "read.py", "texts"])
    #expect(ran.status == 0, "\(ran.messages)")
    let answers = ran.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    try #require(answers.count == texts.count)
    var taken = 0
    for (text, answer) in zip(texts, answers) {
      let ours = (try? JSONDocument(parsing: text).root.value).map(Self.form) ?? "refused"
      if ours != "refused" { taken += 1 }
      #expect(ours == answer, "\(String(decoding: text, as: UTF8.self).debugDescription)")
    }
    // Both kinds are tried.
    #expect(taken > texts.count / 10 && taken < texts.count * 9 / 10)
  }

  /// A value as the script below writes it: numbers as they were written, texts as their bytes in hexadecimal.
  private static func form(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let integer): "\(integer)"
    case .number(let text): text
    case .string(let text): hexadecimal(text)
    case .array(let elements): "[" + elements.map(form).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\(hexadecimal($0.key)):\(form($0.value))" }.joined(separator: ",") + "}"
    }
  }

  private static func hexadecimal(_ text: String) -> String {
    "x" + text.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  private static let python = #"""
    import base64, json, sys

    class Number:
        def __init__(self, text): self.text = text

    def pairs(members):
        keys = [key for key, _ in members]
        if len(set(keys)) != len(keys): raise ValueError("a key twice")
        return dict(members)

    def constant(name): raise ValueError(name)

    def form(value):
        if value is None: return "null"
        if value is True: return "true"
        if value is False: return "false"
        if isinstance(value, Number): return value.text
        if isinstance(value, str): return "x" + value.encode("utf-8").hex()
        if isinstance(value, list): return "[" + ",".join(map(form, value)) + "]"
        return "{" + ",".join(form(k) + ":" + form(v) for k, v in value.items()) + "}"

    for line in open(sys.argv[1]):
        try:
            text = base64.b64decode(line).decode("utf-8")
            value = json.loads(
                text, object_pairs_hook=pairs, parse_constant=constant,
                parse_int=Number, parse_float=Number)
            print(form(value))
        except ValueError:
            print("refused")
    """#
}
