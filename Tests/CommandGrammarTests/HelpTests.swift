import CommandGrammar
import TestSupport
import Testing

@Suite("Help")
struct HelpTests {
  struct Page: Sendable, CustomTestStringConvertible {
    let typed: [String]
    let file: String
    var testDescription: String { typed.joined(separator: " ") }
  }

  @Test(
    "Each page stands as committed",
    arguments: [
      Page(typed: ["--help"], file: "help.txt"),
      Page(typed: ["run", "--help"], file: "help-run.txt"),
      Page(typed: ["run", "start", "--help"], file: "help-run-start.txt"),
      Page(typed: ["run", "list", "--help"], file: "help-run-list.txt"),
      Page(typed: ["gate", "--help"], file: "help-gate.txt"),
      Page(typed: ["gate", "finish", "--help"], file: "help-gate-finish.txt"),
      Page(typed: ["invocation", "record", "--help"], file: "help-invocation-record.txt"),
      Page(typed: ["help", "records"], file: "help-records.txt"),
    ])
  func golden(_ page: Page) throws {
    guard case .help(let text) = try Sample.grammar.parse(page.typed) else {
      Issue.record("no help")
      return
    }
    #expect(GoldenFile.difference(of: text, from: page.file) == nil)
  }

  @Test("The first screen of the bare program stands as committed")
  func bareProgram() throws {
    let error = try #require(throws: UsageError.self) { try Sample.grammar.parse([]) }
    #expect(GoldenFile.difference(of: try #require(error.usage), from: "no-command.txt") == nil)
  }

  @Test("Both spellings and the command help show the same page")
  func samePage() throws {
    let page = try Sample.grammar.parse(["run", "start", "--help"])
    #expect(try Sample.grammar.parse(["-h", "run", "start"]) == page)
    #expect(try Sample.grammar.parse(["help", "run", "start"]) == page)
  }

  @Test("No line is wider than asked, down to 40 columns", arguments: [40, 60, 80, 132])
  func width(_ width: Int) {
    for command in Sample.grammar.commands {
      let text = Sample.grammar.help(for: command.path, width: width)
      for line in text.split(separator: "\n") where line.split(separator: " ").count > 2 {
        #expect(line.count <= width, "\(line)")
      }
    }
    #expect(Sample.grammar.help(width: .min) == Sample.grammar.help(width: 40))
    #expect(Sample.grammar.help(width: .max).contains("\n"))
  }

  @Test("A hidden command is parsed and explained, but not listed")
  func hidden() throws {
    let grammar = Grammar(
      program: "tool", abstract: "do",
      commands: [
        CommandDeclaration(["go"], group: "All", abstract: "go", examples: []),
        CommandDeclaration(
          ["secret"], group: "All", abstract: "hide", examples: [], isHidden: true),
      ], groups: ["All"])
    #expect(!grammar.help().contains("secret"))
    #expect(grammar.help(for: ["secret"]).contains("hide"))
    guard case .command(1, _) = try grammar.parse(["secret"]) else {
      Issue.record("not parsed")
      return
    }
  }

  struct Line: Sendable {
    let line: String
    let arguments: [String]?
  }

  @Test(
    "An example is split as a shell would split it",
    arguments: [
      Line(line: "tool a  b", arguments: ["a", "b"]),
      Line(line: "tool 'a b' \"c 'd\" e\\ f", arguments: ["a b", "c 'd", "e f"]),
      Line(line: "tool --x='$1' ''", arguments: ["--x=$1", ""]),
      Line(line: "tool", arguments: []),
      Line(line: "", arguments: nil),
      Line(line: "tool 'open", arguments: nil),
      Line(line: "tool $HOME", arguments: nil),
      Line(line: "tool \"$HOME\"", arguments: nil),
      Line(line: "tool | cat", arguments: nil),
      Line(line: "tool \\", arguments: nil),
    ])
  func examples(_ example: Line) {
    #expect(Example(example.line, "").arguments == example.arguments)
  }
}
