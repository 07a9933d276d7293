/// The shells that completions are made for.
package enum Shell: String, CaseIterable, ArgumentValue {
  case bash, zsh, fish
}

extension Grammar {
  /// The completion script of a shell, to be sourced or installed by its user; it ends with a newline.
  ///
  /// Words, options and choices stand in the script. Names that only the program can list come from the command `values`, whose
  /// first operand takes the kinds of names that it knows: the script runs `<program> <values> <kind>`, with the options
  /// that the command itself declares and the common ones that name a folder as far as they were typed, and reads one name
  /// per line. Such names may come from a hostile repository: the scripts take none but `[A-Za-z0-9][A-Za-z0-9._-]*`, and
  /// nothing that is completed is evaluated.
  ///
  /// - Parameters:
  ///   - shell: The shell.
  ///   - values: The words of the command that lists names.
  /// - Returns: The whole text of the script.
  package func completion(for shell: Shell, values: [String]) -> String {
    let plan = CompletionPlan(self, values: values)
    return switch shell {
    case .bash: BashCompletion(plan).script
    case .zsh: ZshCompletion(plan).script
    case .fish: FishCompletion(plan).script
    }
  }
}
