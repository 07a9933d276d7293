import CommandGrammar
import Testing

@Suite("Values of arguments")
struct ArgumentValueTests {
  struct Number: Sendable, CustomTestStringConvertible {
    let text: String
    let value: Int?
    var testDescription: String { "'\(text)' is \(value.map { String($0) } ?? "no number")" }
  }

  @Test(
    "A whole number is digits with an optional minus sign",
    arguments: [
      Number(text: "0", value: 0), Number(text: "-12", value: -12), Number(text: "007", value: 7),
      Number(text: "9223372036854775807", value: .max),
      Number(text: "9223372036854775808", value: nil), Number(text: "+5", value: nil),
      Number(text: "-", value: nil), Number(text: "", value: nil), Number(text: "1e3", value: nil),
      Number(text: "\u{0663}", value: nil), Number(text: "1\u{301}", value: nil),
    ])
  func numbers(_ number: Number) throws {
    guard let value = number.value else {
      let refusal = try #require(throws: ValueRefusal.self) { try Int(argument: number.text) }
      #expect(refusal.needs == "a whole number")
      return
    }
    #expect(try Int(argument: number.text) == value)
  }

  @Test("A choice is one of the words, byte for byte, and knows what was meant")
  func choices() throws {
    #expect(try Sample.Depth(argument: "deep") == .deep)
    #expect(Sample.Depth.kind == .choice(["quick", "standard", "deep"]))
    let refusal = try #require(throws: ValueRefusal.self) { try Sample.Depth(argument: "Deep") }
    #expect(refusal == ValueRefusal(needs: "quick, standard or deep", nearest: "deep"))
  }

  /// A text whose empty value means something.
  struct Note: ArgumentValue {
    static let allowsEmpty = true
    let argumentText: String

    init(argument: String) { argumentText = argument }
  }

  @Test("The empty text is a value only where its type says so")
  func empty() throws {
    let note = Option<Note>.required("--note", "T", help: "a note")
    let name = Option<String>.required("--name", "N", help: "a name")
    let grammar = Grammar(
      program: "tool", abstract: "do",
      commands: [
        CommandDeclaration(
          ["go"], group: "All", abstract: "go", arguments: [note, name], examples: [])
      ], groups: ["All"])
    guard case .command(0, let arguments) = try grammar.parse(["go", "--note=", "--name", "n"])
    else {
      Issue.record("no command")
      return
    }
    #expect(arguments[note].argumentText.isEmpty)
    #expect(throws: UsageError.self) { try grammar.parse(["go", "--note=", "--name", ""]) }
  }

  @Test("What completions need stands in the declarations")
  func declared() {
    let run = Sample.RunStart.declaration.arguments.map { ($0.name, $0.kind) }
    #expect(
      run.map(\.0) == ["--workflow", "--slug", "--artifact-path", "--depth", "--prompt-file"])
    #expect(
      run.map(\.1) == [
        .name(of: "workflow"), .text, .folder, .choice(["quick", "standard", "deep"]), .file,
      ])
  }
}
