/// All commands of a program, the one source of its parsing, help and completions.
package struct Grammar: Sendable {
  /// The program's name as it is typed.
  package let program: String
  /// One line on what the program does, without a full stop.
  package let abstract: String
  /// The commands; a parsed command is named by its index here.
  package let commands: [CommandDeclaration]
  /// The words that group commands and are no command by themselves.
  package let nouns: [Noun]
  /// The headings of the list of all commands, in order.
  package let groups: [String]
  /// The options that every command takes, with `--help` and `--version` at the end.
  package let common: [ArgumentDeclaration]
  /// Command lines to begin with, for the program's own help.
  package let examples: [Example]
  /// What the exit statuses mean.
  package let exitStatuses: [ExitStatusRow]
  /// Pages of help that belong to no command.
  package let topics: [HelpTopic]
  /// What the manual page says beyond the declarations; nil where there is none.
  package let manual: Manual?

  /// Puts the declarations of a program together; `faults()` tells whether they fit.
  ///
  /// - Parameters:
  ///   - program: The program's name as it is typed.
  ///   - abstract: One line on what it does.
  ///   - commands: The commands, in the order in which help lists them.
  ///   - nouns: The words that group commands and are no command by themselves.
  ///   - groups: The headings of the list of all commands, in order.
  ///   - common: The options that every command takes; all of them may be left out.
  ///   - examples: Command lines to begin with.
  ///   - exitStatuses: What the exit statuses mean.
  ///   - topics: Pages of help that belong to no command.
  ///   - manual: What the manual page says beyond the declarations; a program with `helpCommand` needs it.
  package init(
    program: String, abstract: String, commands: [CommandDeclaration], nouns: [Noun] = [],
    groups: [String], common: [any DeclaredArgument] = [], examples: [Example] = [],
    exitStatuses: [ExitStatusRow] = [], topics: [HelpTopic] = [], manual: Manual? = nil
  ) {
    self.program = program
    self.abstract = abstract
    self.commands = commands
    self.nouns = nouns
    self.groups = groups
    self.common = common.map(\.declaration) + [Self.help.declaration, Self.version.declaration]
    self.examples = examples
    self.exitStatuses = exitStatuses
    self.topics = topics
    self.manual = manual
  }
}

extension Grammar {
  /// Asks for help in place of the command; it wins over every error.
  package static let help = Flag(
    "--help", short: "-h", help: "show help on the program or on one command, and do nothing")

  /// Asks for the program's version; it stands without a command.
  package static let version = Flag("--version", help: "show the version, and do nothing")

  /// Declares the command `help [<topic>...] [--man]`, which the parser answers itself, so that its index is never given
  /// back.
  ///
  /// - Parameters:
  ///   - group: The heading in the list of all commands.
  ///   - examples: Command lines that work.
  /// - Returns: The declaration, to be listed among the commands.
  package static func helpCommand(group: String, examples: [Example]) -> CommandDeclaration {
    CommandDeclaration(
      ["help"], group: group, abstract: "explain a command or a topic",
      arguments: [helpTopics, manualPage], examples: examples)
  }

  static let manualPage = Flag("--man", help: "print the manual page of all commands, in mdoc")

  static let helpTopics = Operand<String>.list(
    "<topic>", kind: .name(of: "topic"), help: "the words of a command, or a topic")

  /// The index of the command with exactly this path.
  package func index(of path: [String]) -> Int? {
    commands.firstIndex { $0.path.isSame(as: path) }
  }

  /// The common options that a command shows: all but `--version`.
  var commonOfCommands: [ArgumentDeclaration] {
    common.filter { !$0.name.isSame(as: Self.version.declaration.name) }
  }

  /// Tells whether some command's path begins with these words.
  func isKnown(_ path: [String]) -> Bool {
    commands.contains { $0.path.starts(with: path) { $0.isSame(as: $1) } }
  }

  /// The words that may follow a path, each once, in the order of the commands; hidden commands only when asked for.
  func words(after path: [String], hidden: Bool = false) -> [String] {
    var words: [String] = []
    for command in commands where hidden || !command.isHidden {
      guard command.path.count > path.count,
        command.path.starts(with: path, by: { $0.isSame(as: $1) })
      else { continue }
      let word = command.path[path.count]
      if !words.holds(word) { words.append(word) }
    }
    return words
  }

  /// The line that stands for a path in lists: the command's abstract, else the noun's.
  func abstract(of path: [String]) -> String {
    if let index = index(of: path) { return commands[index].abstract }
    return nouns.first { $0.path.isSame(as: path) }?.abstract ?? ""
  }
}
