import Text

/// What a command line asks for.
package enum Request: Equatable, Sendable {
  /// To print this help on standard output, with status 0.
  case help(String)
  /// To print the version; the common options come along for `--json`.
  case version(ParsedArguments)
  /// To do the command with this index in `Grammar.commands`.
  case command(Int, ParsedArguments)
}

extension Grammar {
  /// Reads a command line.
  ///
  /// Help wins over every error but an unknown first word; then the first thing wrong from left to right is the error, and
  /// what is missing comes last, all at once.
  ///
  /// - Parameters:
  ///   - arguments: What follows the program's name, not trusted.
  ///   - environment: The process's environment; empty values count as unset.
  ///   - width: The columns of help and usage, at least 40.
  /// - Returns: What is asked for, with every value checked against its declaration.
  /// - Throws: `UsageError`.
  package func parse(
    _ arguments: [String], environment: [String: String] = [:], width: Int = 80
  ) throws(UsageError) -> Request {
    let lexer = Lexer(arguments, known: known)
    let line = CommandLine(grammar: self, lexer: lexer, environment: environment, width: width)
    return try line.request()
  }

  /// The options and flags of all commands; a name that several have means the same in each.
  private var known: [ArgumentDeclaration] { common + commands.flatMap(\.options) }
}

/// One command line on its way from words to a request.
private struct CommandLine {
  let grammar: Grammar
  let lexer: Lexer
  let environment: [String: String]
  let width: Int
  /// The longest beginning of the words that names a command or noun.
  let path: [String]
  /// The words after it.
  let rest: ArraySlice<Lexer.Word>

  init(grammar: Grammar, lexer: Lexer, environment: [String: String], width: Int) {
    self.grammar = grammar
    self.lexer = lexer
    self.environment = environment
    self.width = width
    var path: [String] = []
    var rest = lexer.words[...]
    while let word = rest.first, !word.isOperand, grammar.isKnown(path + [word.text]) {
      path.append(word.text)
      rest.removeFirst()
    }
    self.path = path
    self.rest = rest
  }

  func request() throws(UsageError) -> Request {
    if has(Grammar.help) {
      // Only the very first word cannot be explained: there is no help for what does not exist.
      if path.isEmpty, let word = rest.first, !word.isOperand { throw unknownCommand(word) }
      return .help(grammar.help(for: path, width: width))
    }
    guard let index = grammar.index(of: path) else { return try requestWithoutCommand() }
    let command = grammar.commands[index]
    let values = try values(of: command)
    guard command.path.isSame(as: ["help"]) else { return .command(index, values) }
    return .help(try page(for: values))
  }

  private func has(_ flag: Flag) -> Bool {
    lexer.mentions.contains { $0.argument.name.isSame(as: flag.declaration.name) }
  }

  // MARK: Without a command

  private func requestWithoutCommand() throws(UsageError) -> Request {
    let word = rest.first
    if let fault = firstFault(before: word?.position) { throw error(fault.problem) }
    if let word, !word.isOperand { throw unknownCommand(word) }
    guard path.isEmpty else {
      throw error(
        .noVerb(path.joined(separator: " "), verbs: grammar.words(after: path)),
        usage: grammar.verbTable(of: path, width: width))
    }
    if has(Grammar.version) { return .version(common) }
    throw error(.noCommand, usage: grammar.shortHelp(width: width))
  }

  private func unknownCommand(_ word: Lexer.Word) -> UsageError {
    let prefix = path.map { $0 + " " }.joined()
    let words = grammar.words(after: path)
    var meant: [String] = []
    if let near = Spelling.closest(to: word.text, among: words) {
      meant = [prefix + near]
    } else if path.isEmpty {
      // A verb without its noun.
      meant = words.flatMap { noun in
        grammar.words(after: [noun]).filter { $0.isSame(as: word.text) }.map { "\(noun) \($0)" }
      }
    }
    return error(.unknownCommand(prefix + word.text, meant: meant))
  }

  private func page(for values: ParsedArguments) throws(UsageError) -> String {
    let topics = values[Grammar.helpTopics]
    guard values[Grammar.manualPage] else { return try page(for: topics) }
    guard topics.isEmpty, let page = grammar.manualPage() else {
      throw values.refused(
        "the manual page is one for all commands", hint: "write: \(grammar.program) help --man")
    }
    return page
  }

  private func page(for topics: [String]) throws(UsageError) -> String {
    if topics.isEmpty || grammar.isKnown(topics) { return grammar.help(for: topics, width: width) }
    if topics.count == 1, let topic = grammar.topics.first(where: { $0.name.isSame(as: topics[0]) })
    {
      return grammar.help(on: topic, width: width)
    }
    let name = topics.joined(separator: " ")
    let names =
      grammar.commands.filter { !$0.isHidden }.map(\.name)
      + grammar.nouns.map { $0.path.joined(separator: " ") }
      + grammar.topics.map(\.name)
    throw error(.unknownTopic(name, meant: Spelling.closest(to: name, among: names)))
  }

  // MARK: Of a command

  private func values(of command: CommandDeclaration) throws(UsageError) -> ParsedArguments {
    var faults = lexer.faults
    let declared = grammar.commonOfCommands + command.arguments
    var texts: [String: [String]] = [:]
    for argument in declared { texts[argument.name] = [] }
    for mention in lexer.mentions {
      guard let argument = declared.first(where: { $0.name.isSame(as: mention.argument.name) })
      else {
        faults.append(Lexer.Fault(problem: unknownOption(mention), position: mention.position))
        continue
      }
      if argument.form == .option, texts[argument.name]?.isEmpty == false {
        faults.append(Lexer.Fault(problem: .repeated(argument), position: mention.position))
      } else if let problem = problem(with: mention.value, of: argument, from: .commandLine) {
        faults.append(Lexer.Fault(problem: problem, position: mention.position))
      }
      texts[argument.name] = [mention.value]
    }
    var operands = command.operands[...]
    for word in rest {
      guard let operand = operands.first else {
        faults.append(
          Lexer.Fault(problem: .unexpectedOperand(word.text, meant: meant), position: word.position)
        )
        break
      }
      if let problem = problem(with: word.text, of: operand, from: .commandLine) {
        faults.append(Lexer.Fault(problem: problem, position: word.position))
      }
      texts[operand.name, default: []].append(word.text)
      if operand.presence != .list { operands.removeFirst() }
    }
    if let fault = faults.min(by: { $0.position < $1.position }) { throw error(fault.problem) }
    let fromEnvironment = try readEnvironment(for: declared, into: &texts)
    let missing = command.arguments.filter { $0.isRequired && texts[$0.name]?.isEmpty != false }
    guard missing.isEmpty else {
      let verbs =
        rest.isEmpty && operands.first?.isRequired == true ? grammar.words(after: path) : []
      throw error(
        .missing(missing, command: command.name, verbs: verbs, meant: meant),
        usage: grammar.usage(of: command, width: width))
    }
    return ParsedArguments(
      path: path, verbs: verbs, texts: texts, fromEnvironment: fromEnvironment)
  }

  private func unknownOption(_ mention: Lexer.Mention) -> UsageProblem {
    mention.argument.name.isSame(as: Grammar.version.declaration.name)
      ? .versionOfCommand : .unknownOption(mention.name, whole: mention.name)
  }

  /// The command that was meant when the word after a noun that is itself a command is a mistyped verb.
  private var meant: String? {
    guard let word = rest.first, !word.isOperand else { return nil }
    return Spelling.closest(to: word.text, among: grammar.words(after: path))
      .map { (path + [$0]).joined(separator: " ") }
  }

  private var verbs: [String] {
    grammar.words(after: path).map { (path + [$0]).joined(separator: " ") }
  }

  private func problem(
    with text: String, of argument: ArgumentDeclaration, from source: ParsedArguments.Source
  ) -> UsageProblem? {
    guard argument.allowsEmpty || !text.isEmpty else { return .emptyValue(argument, source) }
    do throws(ValueRefusal) {
      try argument.check(text)
      return nil
    } catch {
      return .refusedValue(argument, text, error, source)
    }
  }

  private func readEnvironment(
    for declared: [ArgumentDeclaration], into texts: inout [String: [String]]
  ) throws(UsageError) -> Set<String> {
    var names: Set<String> = []
    for argument in declared where texts[argument.name]?.isEmpty == true {
      guard let variable = argument.environment, let text = environment[variable], !text.isEmpty
      else { continue }
      if let problem = problem(with: text, of: argument, from: .environment) {
        throw error(problem)
      }
      texts[argument.name] = [text]
      names.insert(argument.name)
    }
    return names
  }

  // MARK: Errors

  private func firstFault(before position: Int?) -> Lexer.Fault? {
    lexer.faults.filter { $0.position < position ?? .max }.min { $0.position < $1.position }
  }

  private func error(_ problem: UsageProblem, usage: String? = nil) -> UsageError {
    let command = grammar.index(of: path).map { grammar.commands[$0] }
    let options =
      (command?.options
        ?? grammar.commands.filter { $0.path.starts(with: path, by: { $0.isSame(as: $1) }) }
        .flatMap(\.options))
      + grammar.commonOfCommands
    let place = UsageProblem.Place(
      program: grammar.program, path: path, names: options.flatMap(\.names),
      operand: command?.operands.first?.name)
    return UsageError(
      problem: problem, message: problem.message, hint: problem.hint(at: place), usage: usage,
      common: common)
  }

  /// The common options as far as they can be read: what is wrong counts as left out, of several values the first counts.
  private var common: ParsedArguments {
    var texts: [String: [String]] = [:]
    var names: Set<String> = []
    for argument in grammar.common {
      let mention = lexer.mentions.first {
        $0.argument.name.isSame(as: argument.name)
          && problem(with: $0.value, of: argument, from: .commandLine) == nil
      }
      texts[argument.name] = mention.map { [$0.value] } ?? []
      guard mention == nil, let variable = argument.environment, let text = environment[variable],
        !text.isEmpty, problem(with: text, of: argument, from: .environment) == nil
      else { continue }
      texts[argument.name] = [text]
      names.insert(argument.name)
    }
    return ParsedArguments(path: path, verbs: [], texts: texts, fromEnvironment: names)
  }
}
