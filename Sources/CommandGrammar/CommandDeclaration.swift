/// A command as a type: what it declares, and how it is made from what was typed.
package protocol Command: Sendable {
  /// The command's place, words and arguments.
  static var declaration: CommandDeclaration { get }

  /// Takes over what was typed.
  ///
  /// - Parameter arguments: The values of the arguments that `declaration` lists and of the common ones.
  /// - Throws: `UsageError` for what no single argument can know, such as two options that exclude each other.
  init(_ arguments: ParsedArguments) throws(UsageError)
}

/// The one declaration of a command, from which parsing, help, completions and manual page are made.
package struct CommandDeclaration: Sendable {
  /// The words that name the command: `["run", "start"]`.
  package let path: [String]
  /// The heading under which the list of all commands shows it.
  package let group: String
  /// One line of at most 60 columns, without a full stop.
  package let abstract: String
  /// Paragraphs for the command's own help.
  package let discussion: [String]
  /// Its own arguments, in the order of help; operands in the order of the command line.
  package let arguments: [ArgumentDeclaration]
  /// Command lines that work, each with what it does.
  package let examples: [Example]
  /// The exit statuses that say something special here.
  package let exitStatuses: [ExitStatusRow]
  /// Whether the lists of commands leave it out.
  package let isHidden: Bool

  /// Declares a command.
  ///
  /// - Parameters:
  ///   - path: The words that name it; a path that other commands continue is a command as well as a noun.
  ///   - group: The heading in the list of all commands, one of the grammar's.
  ///   - abstract: One line of at most 60 columns, without a full stop.
  ///   - discussion: Paragraphs for its own help.
  ///   - arguments: Its options, flags and operands, without the common ones.
  ///   - examples: Command lines that work; at least one.
  ///   - exitStatuses: Statuses that say something special here.
  ///   - isHidden: Whether lists of commands leave it out.
  package init(
    _ path: [String], group: String, abstract: String, discussion: [String] = [],
    arguments: [any DeclaredArgument] = [], examples: [Example],
    exitStatuses: [ExitStatusRow] = [], isHidden: Bool = false
  ) {
    self.path = path
    self.group = group
    self.abstract = abstract
    self.discussion = discussion
    self.arguments = arguments.map(\.declaration)
    self.examples = examples
    self.exitStatuses = exitStatuses
    self.isHidden = isHidden
  }
}

extension CommandDeclaration {
  /// The words of the path with spaces between: "run start".
  package var name: String { path.joined(separator: " ") }

  /// The arguments without a name, in the order of the command line.
  package var operands: [ArgumentDeclaration] { arguments.filter { $0.form == .operand } }

  /// The arguments with a name, in the order of help.
  package var options: [ArgumentDeclaration] { arguments.filter { $0.form != .operand } }
}

/// A word that only groups commands, such as `gate` in `gate start`.
package struct Noun: Sendable {
  /// The words that name it.
  package let path: [String]
  /// One line of at most 60 columns, without a full stop.
  package let abstract: String

  /// Declares a noun that is no command by itself.
  package init(_ path: [String], abstract: String) {
    self.path = path
    self.abstract = abstract
  }
}

/// An exit status, or several, with what it means.
package struct ExitStatusRow: Equatable, Sendable {
  /// The statuses, 0 to 255.
  package let statuses: [Int]
  /// What they mean, without a full stop.
  package let meaning: String

  /// Makes a row of the table of exit statuses.
  package init(_ statuses: Int..., meaning: String) {
    self.statuses = statuses
    self.meaning = meaning
  }
}

/// A page of help that belongs to no command.
package struct HelpTopic: Sendable {
  /// The word that `help` takes.
  package let name: String
  /// One line of at most 60 columns, without a full stop.
  package let abstract: String
  /// The page; each paragraph is wrapped.
  package let paragraphs: [String]

  /// Declares a page of help.
  package init(_ name: String, abstract: String, paragraphs: [String]) {
    self.name = name
    self.abstract = abstract
    self.paragraphs = paragraphs
  }
}
