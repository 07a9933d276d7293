import CommandGrammar
import Testing

@Suite("Faults of a grammar")
struct GrammarFaultTests {
  @Test("A sound grammar has none")
  func sound() {
    #expect(Sample.grammar.faults() == [])
  }

  @Test("The arguments of every example make their command")
  func examplesMakeCommands() throws {
    for (index, type) in Sample.commands.enumerated() {
      for example in type.declaration.examples {
        let request = try Sample.grammar.parse(try #require(example.arguments))
        guard case .command(index, let arguments) = request else {
          Issue.record("'\(example.line)' is another command")
          continue
        }
        _ = try type.init(arguments)
      }
    }
  }

  /// A planted mistake, and the sentence that must name it.
  struct Planted: Sendable, CustomTestStringConvertible {
    let fault: String
    let grammar: Grammar
    var testDescription: String { fault }
  }

  private static let example = Example("tool go", "go there")

  private static func tool(
    _ arguments: [any DeclaredArgument] = [], path: [String] = ["go"],
    abstract: String = "go there",
    group: String = "All", examples: [Example] = [example], statuses: [ExitStatusRow] = [],
    more: [CommandDeclaration] = [], nouns: [Noun] = [], groups: [String] = ["All"],
    common: [any DeclaredArgument] = [], topics: [HelpTopic] = [],
    table: [ExitStatusRow] = [ExitStatusRow(0, meaning: "done")]
  ) -> Grammar {
    let command = CommandDeclaration(
      path, group: group, abstract: abstract, arguments: arguments, examples: examples,
      exitStatuses: statuses)
    return Grammar(
      program: "tool", abstract: "do things", commands: [command] + more, nouns: nouns,
      groups: groups, common: common, exitStatuses: table, topics: topics)
  }

  private static func other(
    _ arguments: [any DeclaredArgument], path: [String] = ["stay"]
  ) -> CommandDeclaration {
    CommandDeclaration(
      path, group: "All", abstract: "stay here", arguments: arguments,
      examples: [Example("tool \(path.joined(separator: " "))", "stay")])
  }

  private static func option(
    _ name: String, _ valueName: String = "X", short: String? = nil, environment: String? = nil,
    help: String = "a thing"
  ) -> Option<String?> {
    Option<String>.optional(name, valueName, short: short, environment: environment, help: help)
  }

  static let planted: [Planted] = [
    Planted(fault: "go is declared twice", grammar: tool(more: [other([], path: ["go"])])),
    Planted(
      fault: "go --x-y is declared twice",
      grammar: tool([option("--x-y"), Flag("--x-y", help: "y")])),
    Planted(
      fault: "go --help is declared twice", grammar: tool([Flag("--help", help: "other help")])),
    Planted(
      fault: "go --help is declared twice",
      grammar: tool([Flag("--hot", short: "-h", help: "heat")])
    ),
    Planted(
      fault: "go X is declared twice",
      grammar: tool([
        Operand<String>.optional("X", help: "one"), Operand<String>.optional("X", help: "two"),
      ])),
    Planted(fault: "go --Slug is not well named", grammar: tool([option("--Slug")])),
    Planted(fault: "go slug is not well named", grammar: tool([option("slug")])),
    Planted(fault: "go --slug is not well named", grammar: tool([option("--slug", short: "-sl")])),
    Planted(fault: "go --slug is not well named", grammar: tool([option("--slug", "TWO WORDS")])),
    Planted(fault: "go --slug has an empty help", grammar: tool([option("--slug", help: "")])),
    Planted(
      fault: "go --slug has a full stop after its help",
      grammar: tool([option("--slug", help: "Slug.")])),
    Planted(
      fault: "go --slug has more than plain ASCII in its help",
      grammar: tool([option("--slug", help: "a\nb")])),
    Planted(
      fault: "go --slug has the malformed environment variable 'tool_slug'",
      grammar: tool([option("--slug", environment: "tool_slug")])),
    Planted(fault: "go has a path that is not lower-case words", grammar: tool(path: ["Go"])),
    Planted(fault: "go has the unknown group 'None'", grammar: tool(group: "None")),
    Planted(fault: "tool has the empty group 'Empty'", grammar: tool(groups: ["All", "Empty"])),
    Planted(fault: "go has an empty abstract", grammar: tool(abstract: "")),
    Planted(fault: "go has a full stop after its abstract", grammar: tool(abstract: "go.")),
    Planted(
      fault: "go has an abstract of more than 60 columns",
      grammar: tool(abstract: String(repeating: "a ", count: 31))),
    Planted(fault: "go has no example", grammar: tool(examples: [])),
    Planted(
      fault: "go example 'tool go --slug' is refused: unknown option '--slug'",
      grammar: tool(examples: [Example("tool go --slug", "x")])),
    Planted(
      fault: "go has an empty example 'tool go'", grammar: tool(examples: [Example("tool go", "")])),
    Planted(
      fault: "go example 'loot go' does not begin with tool",
      grammar: tool(examples: [Example("loot go", "x")])),
    Planted(
      fault: "go example 'tool stay' is another command",
      grammar: tool(examples: [Example("tool stay", "x")], more: [other([])])),
    Planted(
      fault: "go example 'tool go | cat' is no plain command line",
      grammar: tool(examples: [Example("tool go | cat", "x")])),
    Planted(
      fault: "go has the unknown exit status 7",
      grammar: tool(statuses: [ExitStatusRow(7, meaning: "x")])),
    Planted(
      fault: "tool has the exit status 0 twice or out of range",
      grammar: tool(table: [ExitStatusRow(0, 0, meaning: "x")])),
    Planted(
      fault: "go has the required B after A",
      grammar: tool([
        Operand<String>.optional("A", help: "one"), Operand<String>.required("B", help: "two"),
      ])),
    Planted(
      fault: "go has B after the list A",
      grammar: tool([
        Operand<String>.list("A", help: "one"), Operand<String>.optional("B", help: "two"),
      ])),
    Planted(
      fault: "--must is common and cannot be left out",
      grammar: tool(common: [Option<String>.required("--must", "X", help: "must")])),
    Planted(
      fault: "stay --thing takes a value in one command and not in another",
      grammar: tool([option("--thing")], more: [other([Flag("--thing", help: "thing")])])),
    Planted(
      fault: "stay --file has the letter that --force has elsewhere",
      grammar: tool(
        [Flag("--force", short: "-f", help: "x")],
        more: [other([Flag("--file", short: "-f", help: "x")])])),
    Planted(
      fault: "--b has the variable that --a has",
      grammar: tool([option("--a", environment: "T"), option("--b", environment: "T")])),
    Planted(
      fault: "do is neither declared as noun nor as command",
      grammar: tool(more: [other([], path: ["do", "stay"])])),
    Planted(
      fault: "nothing has no verbs", grammar: tool(nouns: [Noun(["nothing"], abstract: "x")])),
    Planted(
      fault: "go is declared as noun and as command",
      grammar: tool(nouns: [Noun(["go"], abstract: "x")])),
    Planted(
      fault: "tool has the topic 'go', which is malformed or taken",
      grammar: tool(topics: [HelpTopic("go", abstract: "x", paragraphs: [])])),
  ]

  @Test("Every planted fault is found", arguments: planted)
  func found(_ planted: Planted) {
    let faults = planted.grammar.faults().map(\.description)
    #expect(faults.map { $0.lowercased() }.contains(planted.fault.lowercased()), "\(faults)")
  }
}
