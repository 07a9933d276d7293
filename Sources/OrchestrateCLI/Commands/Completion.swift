import CommandGrammar
import JSONDocument

/// `completion`: prints the completion script of a shell.
struct Completion: ToolCommand {
  static let shell = Operand<Shell>.required("<shell>", help: "the shell to print it for")
  static let declaration = CommandDeclaration(
    ["completion"], group: "Learn", abstract: "print the completions of a shell",
    discussion: [
      "bash: write them to ~/.local/share/bash-completion/completions/orchestrate, or source them from ~/.bashrc.",
      "zsh: write them to a file _orchestrate in a folder of fpath, before compinit.",
      "fish: write them to ~/.config/fish/completions/orchestrate.fish.",
    ],
    arguments: [shell],
    examples: [
      Example("orchestrate completion bash", "print them for bash"),
      Example("orchestrate completion zsh", "print them for zsh"),
    ])

  private let shell: Shell

  init(_ arguments: ParsedArguments) { shell = arguments[Self.shell] }

  func answer(_ call: Call) throws -> Answer {
    let script = CommandList.grammar.completion(
      for: shell, values: CompletionValues.declaration.path)
    return Answer(
      text: script, ["shell": .string(shell.rawValue), "script": .string(script)])
  }
}
