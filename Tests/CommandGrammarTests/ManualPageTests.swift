import CommandGrammar
import TestSupport
import Testing

@Suite("The manual page")
struct ManualPageTests {
  @Test("It stands as committed")
  func golden() throws {
    guard case .help(let page) = try Sample.grammar.parse(["help", "--man"]) else {
      Issue.record("no help")
      return
    }
    #expect(GoldenFile.difference(of: page, from: "orchestrate.1") == nil)
  }

  @Test(
    "It is one page, of the whole program", arguments: [["run"], ["gate", "finish"], ["nothing"]])
  func noTopic(_ words: [String]) throws {
    let error = try #require(throws: UsageError.self) {
      try Sample.grammar.parse(["help"] + words + ["--man"])
    }
    #expect(error.message == "the manual page is one for all commands")
    #expect(error.hint == "write: orchestrate help --man")
  }

  @Test("No text is read as a macro, an escape or a quote")
  func escapes() throws {
    let grammar = Grammar(
      program: "tool", abstract: "Op \"x\" \\fB No",
      commands: [
        CommandDeclaration(
          ["go"], group: "Pp", abstract: ".Sh NAME", discussion: ["'br it -C is \u{E9}"],
          arguments: [Option<String>.required("--to", "Op", help: "the \\n place")],
          examples: [Example("tool go --to 'a~b'", ".It goes")])
      ], groups: ["Pp"], manual: Manual(version: "1", date: "January 1, 2026", description: ["."]))
    let page = try #require(grammar.manualPage())
    let lines = page.split(separator: "\n").map(String.init)
    for line in [
      ".Nd \\&Op \\&\\(dqx\\(dq \\&\\efB \\&No", ".Ss \\&Pp", "\\&.Sh NAME.",
      "\\(aqbr it \\-C is \\[u00E9]",
      ".Fl \\&\\-to Ar \\&Op", "The \\en place (required).", "tool go \\-\\-to \\(aqa\\(tib\\(aq",
      "\\&.It goes:", "\\&.",
    ] { #expect(lines.contains(line), "\(line)") }
  }
}
