import CommandGrammar
import TestSupport
import Testing

@Suite("Completions")
struct CompletionTests {
  @Test("Each script stands as committed", arguments: Shell.allCases)
  func golden(_ shell: Shell) throws {
    #expect(
      GoldenFile.difference(
        of: Sample.grammar.completion(for: shell, values: ["completion-values"]),
        from: "completion.\(shell.rawValue)") == nil)
  }

  @Test("Words, choices and help that a shell would read are quoted", arguments: Shell.allCases)
  func quoting(_ shell: Shell) {
    let hostile = "a'$(touch pwned)`touch pwned`\\"
    let grammar = Grammar(
      program: "tool", abstract: "do",
      commands: [
        CommandDeclaration(
          ["go"], group: "All", abstract: hostile,
          arguments: [
            Option<String>.optional("--to", hostile, kind: .choice([hostile]), help: hostile)
          ],
          examples: [])
      ], groups: ["All"])
    let script = grammar.completion(for: shell, values: ["names"])
    let quoted =
      shell == .fish
      ? "'a\\'$(touch pwned)`touch pwned`\\\\'" : "a'\\''$(touch pwned)`touch pwned`\\"
    #expect(script.contains(quoted))
    // Nowhere does it stand as it is.
    #expect(!script.contains("\(hostile)\n") && !script.contains("(\(hostile))"))
  }

  @Test("What is hidden is not offered, and names of an unknown kind are not asked for")
  func hidden() {
    let script = Sample.grammar.completion(for: .bash, values: ["completion-values"])
    #expect(!script.contains("completion-values)"))
    let without = Sample.grammar.completion(for: .bash, values: ["nothing"])
    #expect(!without.contains("_orchestrate_names run"))
    #expect(without.contains("_orchestrate_offer quick standard deep"))
  }
}
