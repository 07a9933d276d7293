/// Help as plain text; every text ends with a newline.
extension Grammar {
  /// The help of the program (no words), of a noun or of a command.
  ///
  /// - Parameters:
  ///   - path: The words of a command or noun; unknown words give the program's help.
  ///   - width: The columns of a line, at least 40.
  /// - Returns: The text, lines of at most `width` columns where words allow it.
  package func help(for path: [String] = [], width: Int = 80) -> String {
    let width = max(40, width)
    if let index = index(of: path) { return commandHelp(commands[index], width) }
    return path.isEmpty || !isKnown(path) ? programHelp(width) : nounHelp(path, width)
  }

  /// The page of a topic.
  package func help(on topic: HelpTopic, width: Int = 80) -> String {
    let width = max(40, width)
    let title = TextLayout.paragraph("\(topic.name) - \(topic.abstract)", width: width)
    return page(
      [title] + topic.paragraphs.map { TextLayout.paragraph($0, width: width) })
  }

  /// The usage lines of a command: "usage: orchestrate run start --slug S [--depth DEPTH]".
  package func usage(of command: CommandDeclaration, width: Int = 80) -> String {
    page([usageLines(command, "usage: ", max(40, width))])
  }

  /// The first screen of a program called without a command.
  func shortHelp(width: Int) -> String {
    let width = max(40, width)
    return page([programUsage("usage: "), examplesSection("Begin with:", examples, width)])
  }

  /// The verbs of a noun, for the error that one is missing.
  func verbTable(of path: [String], width: Int) -> String {
    page([verbSection(path, max(40, width))])
  }

  // MARK: Pages

  private func programHelp(_ width: Int) -> String {
    let listed = commands.filter { !$0.isHidden }
    let rows = listed.map { command in
      (command.name + command.operands.map { " " + $0.usage }.joined(), command.abstract)
    }
    let column = TextLayout.column(of: rows, width: width)
    let sections = groups.map { group in
      section(
        "\(group):", zip(listed, rows).filter { $0.0.group.isSame(as: group) }.map(\.1), width,
        column: column)
    }
    return page(
      [TextLayout.paragraph("\(program) - \(abstract)", width: width)] + [programUsage("Usage: ")]
        + [examplesSection("Begin with:", examples, width)] + sections
        + [
          section("Common options:", common.map(row), width),
          section("Topics:", topics.map { ("help \($0.name)", $0.abstract) }, width),
          section("Exit statuses:", exitStatuses.map(row), width),
        ])
  }

  private func nounHelp(_ path: [String], _ width: Int) -> String {
    let name = ([program] + path).joined(separator: " ")
    return page([
      TextLayout.paragraph("\(name) - \(abstract(of: path))", width: width),
      TextLayout.wrap(["Usage: \(name)", "<verb>", "[<option>...]"], width: width, indent: 11),
      verbSection(path, width), commonSection(width),
    ])
  }

  private func commandHelp(_ command: CommandDeclaration, _ width: Int) -> String {
    let name = "\(program) \(command.name)"
    var headings: [String] = []
    for option in command.options {
      let heading = option.section ?? "Options"
      if !headings.holds(heading) { headings.append(heading) }
    }
    let options = headings.map { heading in
      section(
        "\(heading):",
        command.options.filter { ($0.section ?? "Options").isSame(as: heading) }.map(row), width)
    }
    return page(
      [TextLayout.paragraph("\(name) - \(command.abstract)", width: width)]
        + [usageLines(command, "Usage: ", width)]
        + command.discussion.map { TextLayout.paragraph($0, width: width) }
        + [examplesSection("Examples:", command.examples, width)]
        + [section("Arguments:", command.operands.map(row), width)] + options
        + [verbSection(command.path, width), commonSection(width)]
        + [section("Exit statuses:", command.exitStatuses.map(row), width)])
  }

  // MARK: Sections

  /// Joins sections with an empty line between; empty ones are left out.
  private func page(_ sections: [[String]]) -> String {
    sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  private func section(
    _ title: String, _ rows: [(String, String)], _ width: Int, column: Int? = nil
  ) -> [String] {
    rows.isEmpty ? [] : [title] + TextLayout.table(rows, width: width, column: column)
  }

  private func programUsage(_ label: String) -> [String] {
    let indent = TextLayout.spaces(label.columns)
    return [
      "\(label)\(program) <command> [<option>...]", "\(indent)\(program) help [<topic>...]",
    ]
  }

  private func usageLines(_ command: CommandDeclaration, _ label: String, _ width: Int) -> [String]
  {
    let arguments = (command.operands + command.options).map(\.usage)
    return TextLayout.wrap(
      ["\(label)\(program) \(command.name)"] + arguments, width: width, indent: label.columns + 4)
  }

  private func examplesSection(_ title: String, _ examples: [Example], _ width: Int) -> [String] {
    guard !examples.isEmpty else { return [] }
    let blocks = examples.map { example in
      TextLayout.wrap(
        ["#"] + TextLayout.words(of: example.purpose), width: width, first: "  ", indent: 2)
        + lines(of: example, width: width, first: "  ")
    }
    return [title] + blocks.flatMap(\.self)
  }

  /// An example as it is typed, on several lines where it is wider than the width.
  func lines(of example: Example, width: Int = 72, first: String = "") -> [String] {
    TextLayout.wrap(
      Self.chunks(of: example, within: width - 8), width: width, first: first,
      indent: first.columns + 4, continuation: " \\")
  }

  /// The words of an example as they are written; an option and its value stay together where they fit.
  private static func chunks(of example: Example, within width: Int) -> [String] {
    var chunks: [String] = []
    for word in example.words?.map(\.written) ?? TextLayout.words(of: example.line) {
      if let last = chunks.last, last.begins(with: "-"), !last.utf8.contains(UInt8(ascii: " ")),
        !last.utf8.contains(UInt8(ascii: "=")), !word.begins(with: "-"),
        last.columns + word.columns < width
      {
        chunks[chunks.count - 1] = "\(last) \(word)"
      } else {
        chunks.append(word)
      }
    }
    return chunks
  }

  private func verbSection(_ path: [String], _ width: Int) -> [String] {
    let rows = words(after: path).map { word in
      let longer = path + [word]
      return (longer.joined(separator: " "), abstract(of: longer))
    }
    return section("Verbs:", rows, width)
  }

  private func commonSection(_ width: Int) -> [String] {
    let names = commonOfCommands.map { $0.short ?? $0.spelling }
    let words = names.dropLast().map { $0 + "," } + names.suffix(1)
    return TextLayout.paragraph(
      "Common options, explained by '\(program) --help':", width: width)
      + TextLayout.wrap(words, width: width, first: "  ", indent: 2)
  }

  private func row(_ argument: ArgumentDeclaration) -> (String, String) {
    let short = argument.short.map { $0 + ", " } ?? ""
    return (short + argument.spelling, Self.explained(argument))
  }

  /// What an argument means, with its choices, its default and its variable in brackets.
  static func explained(_ argument: ArgumentDeclaration) -> String {
    var notes: [String] = []
    if case .choice(let choices) = argument.kind { notes.append(choices.listed("or")) }
    switch argument.presence {
    case .required: if argument.form == .option { notes.append("required") }
    case .optional(let otherwise?): notes.append("default: \(otherwise)")
    case .defaulted(let value): notes.append("default: \(value)")
    case .optional, .list: break
    }
    if let variable = argument.environment { notes.append("environment: \(variable)") }
    return argument.help + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))")
  }

  private func row(_ status: ExitStatusRow) -> (String, String) {
    (status.statuses.map { String($0) }.joined(separator: ", "), status.meaning)
  }
}
