import Text

/// The values of a command's arguments, checked against their declarations.
package struct ParsedArguments: Equatable, Sendable {
  /// Where a value comes from; the earlier wins.
  package enum Source: Equatable, Sendable {
    /// It was typed.
    case commandLine
    /// It stands in the argument's environment variable.
    case environment
    /// It was left out.
    case absent
  }

  /// The words that name the command; none when no command was found.
  package let path: [String]
  /// The commands that continue the path by one word, such as "run list" for `run`.
  package let verbs: [String]
  /// The texts of every declared argument by its name; none for one that was left out.
  let texts: [String: [String]]
  /// The names whose texts come from the environment.
  let fromEnvironment: Set<String>
}

extension ParsedArguments {
  /// The value of an argument.
  ///
  /// - Precondition: The command declares the argument, or it is a common one. Each command's examples, parsed in a test and
  ///   handed to its `init`, prove it; input cannot break it, because the parser has read every text by its declaration.
  package subscript<Argument: DeclaredArgument>(argument: Argument) -> Argument.Value {
    let declaration = argument.declaration
    guard let texts = texts[declaration.name],
      let value = try? argument.value(of: texts)
    else { preconditionFailure("'\(declaration.name)' is not declared by '\(path)'") }
    return value
  }

  /// Where the value of an argument comes from.
  package func source(of argument: some DeclaredArgument) -> Source {
    let name = argument.declaration.name
    if fromEnvironment.contains(name) { return .environment }
    return texts[name]?.isEmpty == false ? .commandLine : .absent
  }

  /// Returns the command that was most likely meant by an operand, as in `run lsit`.
  ///
  /// - Parameter operand: The text that named nothing known.
  /// - Returns: A command such as "run list", or nil when none is near.
  package func command(meantBy operand: String) -> String? {
    let prefix = path.map { $0 + " " }.joined()
    let words = verbs.map { String(Substring($0.utf8.dropFirst(prefix.utf8.count))) }
    return Spelling.closest(to: operand, among: words).map { prefix + $0 }
  }
}
