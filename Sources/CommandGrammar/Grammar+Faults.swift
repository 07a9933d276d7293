extension Grammar {
  /// Finds what is wrong in the declarations: names, words, examples and help that do not fit together.
  ///
  /// - Returns: All mistakes in the order of the declarations; none when the grammar is sound.
  package func faults() -> [GrammarFault] {
    var faults = commands.enumerated().flatMap { self.faults(in: $1, at: $0) }
    faults += self.faults(inNames: common, of: program)
    for argument in common where argument.isRequired || argument.form == .operand {
      faults.append(GrammarFault(place: argument.name, mistake: "is common and cannot be left out"))
    }
    faults += faultsAcrossCommands() + faultsInNouns() + faultsInTables()
    for text in [help()] + nouns.map({ help(for: $0.path) }) {
      faults += self.faults(inWidthOf: text)
    }
    return faults
  }

  // MARK: One command

  private func faults(in command: CommandDeclaration, at index: Int) -> [GrammarFault] {
    var mistakes: [String] = []
    if command.path.isEmpty || !command.path.allSatisfy(Self.isName) {
      mistakes.append("has a path that is not lower-case words")
    }
    if self.index(of: command.path) != index { mistakes.append("is declared twice") }
    if !groups.holds(command.group) { mistakes.append("has the unknown group '\(command.group)'") }
    mistakes += Self.mistakes(inAbstract: command.abstract)
    mistakes += command.discussion.compactMap { $0.isEmpty ? "has an empty paragraph" : nil }
    if command.examples.isEmpty { mistakes.append("has no example") }
    mistakes += command.examples.flatMap { self.mistakes(in: $0, of: index) }
    let known = exitStatuses.flatMap(\.statuses)
    for status in command.exitStatuses.flatMap(\.statuses) where !known.contains(status) {
      mistakes.append("has the unknown exit status \(status)")
    }
    mistakes += Self.mistakes(inOperands: command.operands)
    let text = help(for: command.path)
    let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
    for name in command.options.flatMap(\.names) + command.operands.map(\.name)
    where !lines.contains(where: { TextLayout.words(of: $0).first?.begins(with: name) == true })
      && !lines.contains(where: { $0.begins(with: "  -") && TextLayout.words(of: $0).holds(name) })
    {
      mistakes.append("does not show \(name) in its help")
    }
    return mistakes.map { GrammarFault(place: command.name, mistake: $0) }
      + faults(inNames: command.arguments + commonOfCommands, of: command.name)
      + faults(inWidthOf: text)
  }

  private func mistakes(in example: Example, of index: Int) -> [String] {
    var mistakes = Self.mistakes(in: example.purpose, of: "example '\(example.line)'")
    guard let words = example.words, let arguments = example.arguments else {
      return mistakes + ["example '\(example.line)' is no plain command line"]
    }
    if words.first?.value.isSame(as: program) != true {
      mistakes.append("example '\(example.line)' does not begin with \(program)")
    }
    do throws(UsageError) {
      switch try parse(arguments) {
      case .command(index, _): break
      case .help where commands[index].path.isSame(as: ["help"]): break
      default: mistakes.append("example '\(example.line)' is another command")
      }
    } catch {
      mistakes.append("example '\(example.line)' is refused: \(error.message)")
    }
    return mistakes
  }

  private static func mistakes(inOperands operands: [ArgumentDeclaration]) -> [String] {
    var mistakes: [String] = []
    for (operand, next) in zip(operands, operands.dropFirst()) {
      if operand.presence == .list {
        mistakes.append("has \(next.name) after the list \(operand.name)")
      }
      if !operand.isRequired, next.isRequired {
        mistakes.append("has the required \(next.name) after \(operand.name)")
      }
    }
    return mistakes
  }

  // MARK: Arguments

  private func faults(inNames arguments: [ArgumentDeclaration], of place: String) -> [GrammarFault]
  {
    var seen: [String] = []
    var faults: [GrammarFault] = []
    for argument in arguments {
      var mistakes: [String] = []
      for name in argument.form == .operand ? [argument.name] : argument.names {
        if seen.holds(name) { mistakes.append("is declared twice") }
        seen.append(name)
      }
      if !Self.isWellNamed(argument) { mistakes.append("is not well named") }
      mistakes += Self.mistakes(in: argument.help, of: "help")
      if let heading = argument.section, heading.isEmpty || heading.utf8.last == UInt8(ascii: ":") {
        mistakes.append("has a section that is no heading")
      }
      if let variable = argument.environment, !Self.isVariable(variable) {
        mistakes.append("has the malformed environment variable '\(variable)'")
      }
      if case .choice(let choices) = argument.kind, choices.isEmpty || choices.holds("") {
        mistakes.append("has an empty list of choices, or an empty choice")
      }
      faults += mistakes.map { GrammarFault(place: "\(place) \(argument.name)", mistake: $0) }
    }
    return faults
  }

  private static func isWellNamed(_ argument: ArgumentDeclaration) -> Bool {
    let isShort = { (name: String) in name.utf8.count == 2 && Self.isLetter(name.utf8.last ?? 0) }
    let values = argument.valueName.map { !$0.isEmpty && !$0.utf8.contains(UInt8(ascii: " ")) }
    if argument.form == .operand {
      return values == true && !argument.name.begins(with: "-")
    }
    let isLong =
      argument.name.begins(with: "--") && argument.name.utf8.count > 3
      && isName(String(Substring(argument.name.utf8.dropFirst(2))))
    let isFirst = isLong || (argument.name.begins(with: "-") && isShort(argument.name))
    let isSecond = argument.short.map { isLong && $0.begins(with: "-") && isShort($0) }
    return isFirst && isSecond != false && values != false
  }

  // MARK: Across commands

  /// One name means one shape everywhere, or words could not be told from values before the command is known.
  private func faultsAcrossCommands() -> [GrammarFault] {
    var first: [ArgumentDeclaration] = common
    var faults: [GrammarFault] = []
    for command in commands {
      for argument in command.options {
        let place = "\(command.name) \(argument.name)"
        for other in first where other.names.contains(where: argument.names.holds) {
          if other.form != argument.form {
            faults.append(
              GrammarFault(place: place, mistake: "takes a value in one command and not in another")
            )
          } else if !other.name.isSame(as: argument.name) {
            faults.append(
              GrammarFault(place: place, mistake: "has the letter that \(other.name) has elsewhere")
            )
          }
        }
        first.append(argument)
      }
    }
    let variables = first.filter { $0.environment != nil }
    for (index, argument) in variables.enumerated() {
      for other in variables[..<index]
      where other.environment == argument.environment && !other.name.isSame(as: argument.name) {
        faults.append(
          GrammarFault(place: argument.name, mistake: "has the variable that \(other.name) has"))
      }
    }
    return faults
  }

  private func faultsInNouns() -> [GrammarFault] {
    var faults: [GrammarFault] = []
    for (index, noun) in nouns.enumerated() {
      var mistakes = Self.mistakes(inAbstract: noun.abstract)
      if words(after: noun.path, hidden: true).isEmpty { mistakes.append("has no verbs") }
      if self.index(of: noun.path) != nil { mistakes.append("is declared as noun and as command") }
      if nouns[..<index].contains(where: { $0.path.isSame(as: noun.path) }) {
        mistakes.append("is declared twice")
      }
      let name = noun.path.joined(separator: " ")
      faults += mistakes.map { GrammarFault(place: name, mistake: $0) }
    }
    for command in commands {
      for length in command.path.indices.dropFirst() {
        let path = Array(command.path[..<length])
        guard self.index(of: path) == nil, !nouns.contains(where: { $0.path.isSame(as: path) })
        else { continue }
        let fault = GrammarFault(
          place: path.joined(separator: " "), mistake: "is neither declared as noun nor as command")
        if !faults.contains(fault) { faults.append(fault) }
      }
    }
    return faults
  }

  private func faultsInTables() -> [GrammarFault] {
    var mistakes = Self.mistakes(inAbstract: abstract)
    for group in groups
    where !commands.contains(where: { $0.group.isSame(as: group) && !$0.isHidden }) {
      mistakes.append("has the empty group '\(group)'")
    }
    var seen: Set<Int> = []
    for row in exitStatuses {
      mistakes += Self.mistakes(in: row.meaning, of: "exit status")
      for status in row.statuses where !seen.insert(status).inserted || !(0...255).contains(status)
      {
        mistakes.append("has the exit status \(status) twice or out of range")
      }
    }
    for example in examples {
      mistakes += Self.mistakes(in: example.purpose, of: "example '\(example.line)'")
      if let arguments = example.arguments, (try? parse(arguments)) != nil { continue }
      mistakes.append("has the example '\(example.line)', which is refused")
    }
    if index(of: ["help"]) != nil, manual == nil { mistakes.append("has no manual page") }
    for (index, topic) in topics.enumerated() {
      mistakes += Self.mistakes(inAbstract: topic.abstract)
      if !Self.isName(topic.name) || isKnown([topic.name])
        || topics[..<index].contains(where: { $0.name.isSame(as: topic.name) })
      {
        mistakes.append("has the topic '\(topic.name)', which is malformed or taken")
      }
    }
    return mistakes.map { GrammarFault(place: program, mistake: $0) }
  }

  // MARK: Words

  private static func mistakes(inAbstract text: String) -> [String] {
    mistakes(in: text, of: "abstract")
      + (text.columns > 60 ? ["has an abstract of more than 60 columns"] : [])
  }

  private static func mistakes(in text: String, of part: String) -> [String] {
    if text.isEmpty { return ["has an empty \(part)"] }
    var mistakes: [String] = []
    if text.utf8.last == UInt8(ascii: ".") { mistakes.append("has a full stop after its \(part)") }
    if text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7f }) {
      mistakes.append("has more than plain ASCII in its \(part)")
    }
    return mistakes
  }

  private func faults(inWidthOf text: String) -> [GrammarFault] {
    text.utf8.split(separator: UInt8(ascii: "\n")).filter { $0.count > 80 }.map {
      GrammarFault(place: "help", mistake: "has a line of more than 80 columns: \(Substring($0))")
    }
  }

  private static func isName(_ word: String) -> Bool {
    guard let first = word.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
      word.utf8.last != UInt8(ascii: "-")
    else { return false }
    return word.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isVariable(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: "_")
      }
  }
}
