extension Grammar {
  /// The manual page of section 1 in the mdoc language; nil without a `Manual`.
  ///
  /// The sections stand in the order of mdoc(7); the source keeps to its habits, such as a new line for each sentence.
  package func manualPage() -> String? {
    manual.map { ManualPage(grammar: self, manual: $0).text }
  }
}

/// One manual page on its way from declarations to mdoc.
private struct ManualPage {
  let grammar: Grammar
  let manual: Manual

  var text: String {
    (head + description + commands + options + topics + environment + files + statuses + examples
      + seeAlso).map { $0 + "\n" }.joined()
  }

  private var listed: [CommandDeclaration] { grammar.commands.filter { !$0.isHidden } }

  private var head: [String] {
    let title = grammar.program.uppercased()
    var lines = [
      ".\\\" Made by '\(grammar.program) help --man'.", ".Dd \(manual.date)", ".Dt \(title) 1",
      ".Os \(Mdoc.argument("\(grammar.program) \(manual.version)"))", ".Sh NAME",
      ".Nm \(Mdoc.argument(grammar.program))", ".Nd \(Mdoc.inline(grammar.abstract))",
      ".Sh SYNOPSIS",
    ]
    for command in listed {
      lines += [".Nm", ".Cm \(Mdoc.words(command.path))"]
      lines += (command.operands + command.options).map(Self.usage)
    }
    return lines
  }

  private var description: [String] {
    [".Sh DESCRIPTION"] + Self.paragraphs(manual.description)
  }

  private var commands: [String] {
    let groups = grammar.groups.flatMap { group in
      [".Ss \(Mdoc.inline(group))", ".Bl -tag -width Ds"]
        + listed.filter { $0.group.isSame(as: group) }.flatMap(command) + [".El"]
    }
    return [".Sh COMMANDS"] + groups
  }

  private func command(_ command: CommandDeclaration) -> [String] {
    let operands = command.operands.map { " " + Self.macro($0) }.joined()
    var lines = [".It Cm \(Mdoc.words(command.path))\(operands)"]
    lines += Mdoc.text(Self.sentence(command.abstract))
    for paragraph in command.discussion { lines += [".Pp"] + Mdoc.text(paragraph) }
    lines += list(command.operands + command.options)
    if !command.exitStatuses.isEmpty {
      lines +=
        [".Pp", "Exit statuses:"] + Self.table(command.exitStatuses.map(Self.row), tag: nil)
    }
    return lines
  }

  private var options: [String] {
    [".Sh OPTIONS"] + Mdoc.text("Every command takes these, before or behind its own words.")
      + list(grammar.common)
  }

  private func list(_ arguments: [ArgumentDeclaration]) -> [String] {
    guard !arguments.isEmpty else { return [] }
    let rows = arguments.flatMap { argument in
      [".It \(Self.macro(argument, withShort: true))"]
        + Mdoc.text(Self.sentence(Grammar.explained(argument)))
    }
    return [".Bl -tag -width Ds"] + rows + [".El"]
  }

  private var topics: [String] {
    guard !grammar.topics.isEmpty else { return [] }
    return [".Sh TOPICS"]
      + grammar.topics.flatMap { topic in
        [".Ss \(Mdoc.inline("\(topic.name): \(topic.abstract)"))"]
          + Self.paragraphs(topic.paragraphs)
      }
  }

  private var environment: [String] {
    var rows: [Manual.Row] = []
    for argument in grammar.common + listed.flatMap(\.options) {
      guard let variable = argument.environment,
        !rows.contains(where: { $0.name.isSame(as: variable) })
      else { continue }
      rows.append(
        Manual.Row(variable, "the value of \(argument.name) where that is not given"))
    }
    return section("ENVIRONMENT", rows + manual.environment, tag: "Ev")
  }

  private var files: [String] { section("FILES", manual.files, tag: "Pa") }

  private var statuses: [String] {
    section("EXIT STATUS", grammar.exitStatuses.map(Self.row), tag: nil)
  }

  private var examples: [String] {
    let all = grammar.examples + listed.flatMap(\.examples)
    var seen: [String] = []
    var lines: [String] = []
    for example in all where !seen.holds(example.line) {
      seen.append(example.line)
      lines += lines.isEmpty ? [] : [".Pp"]
      lines += Mdoc.text(Self.capitalised(example.purpose) + ":")
      lines +=
        [".Bd -literal -offset indent"] + grammar.lines(of: example).map(Mdoc.literal) + [".Ed"]
    }
    return lines.isEmpty ? [] : [".Sh EXAMPLES"] + lines
  }

  private var seeAlso: [String] {
    guard !manual.seeAlso.isEmpty else { return [] }
    let last = manual.seeAlso.count - 1
    return [".Sh SEE ALSO"]
      + manual.seeAlso.enumerated().map { index, name in
        ".Xr \(name) 1" + (index < last ? " ," : "")
      }
  }

  // MARK: Parts

  private func section(_ title: String, _ rows: [Manual.Row], tag: String?) -> [String] {
    rows.isEmpty ? [] : [".Sh \(title)"] + Self.table(rows, tag: tag)
  }

  private static func table(_ rows: [Manual.Row], tag: String?) -> [String] {
    [".Bl -tag -width Ds"]
      + rows.flatMap { row in
        [".It \(tag.map { $0 + " " } ?? "")\(Mdoc.argument(row.name))"]
          + Mdoc.text(sentence(row.meaning))
      } + [".El"]
  }

  private static func row(_ status: ExitStatusRow) -> Manual.Row {
    Manual.Row(status.statuses.map { String($0) }.joined(separator: ", "), status.meaning)
  }

  private static func usage(_ argument: ArgumentDeclaration) -> String {
    switch argument.presence {
    case .required:
      let macro = macro(argument)
      return "." + macro
    case .list: return ".Op \(macro(argument)) ..."
    case .optional, .defaulted: return ".Op \(macro(argument))"
    }
  }

  /// An argument in macros: `Fl \-slug Ar S`, `Ar workflow`.
  private static func macro(_ argument: ArgumentDeclaration, withShort: Bool = false) -> String {
    let value = argument.valueName.map { name in
      // A placeholder is set in its own face, without brackets.
      let bare = name.unicodeScalars.filter { $0 != "<" && $0 != ">" }
      return "Ar \(Mdoc.argument(String(String.UnicodeScalarView(bare))))"
    }
    guard argument.form != .operand else { return value ?? "" }
    let names = withShort ? argument.names : [argument.name]
    return names.map { name in
      let flag = "Fl \(Mdoc.argument(String(Substring(name.utf8.dropFirst()))))"
      return [flag, value].compactMap(\.self).joined(separator: " ")
    }.joined(separator: " , ")
  }

  private static func paragraphs(_ texts: [String]) -> [String] {
    texts.enumerated().flatMap { index, text in (index > 0 ? [".Pp"] : []) + Mdoc.text(text) }
  }

  private static func sentence(_ text: String) -> String { capitalised(text) + "." }

  private static func capitalised(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, first.isASCII else { return text }
    return "\(first)".uppercased() + String(Substring(text.unicodeScalars.dropFirst()))
  }
}

/// Plain text as mdoc source, whatever it holds.
private enum Mdoc {
  /// Lines of running text: a new one for each sentence, and of at most 78 columns where words allow it.
  static func text(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in TextLayout.words(of: text) {
      let next = escaped(word, isLiteral: word.utf8.first == UInt8(ascii: "-"))
      if !line.isEmpty, line.columns + 1 + next.columns > 78 {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? guarded(next) : " " + next
      if let last = word.utf8.last, ".?!".utf8.contains(last) {
        lines.append(line)
        line = ""
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// The rest of a line of running text behind a macro that takes all of it.
  static func inline(_ text: String) -> String {
    TextLayout.words(of: text).map { argument($0, isLiteral: false) }.joined(separator: " ")
  }

  /// A line that is to be typed as it stands.
  static func literal(_ line: String) -> String { guarded(escaped(line, isLiteral: true)) }

  /// Words as arguments of one macro.
  static func words(_ words: [String]) -> String {
    words.map { argument($0) }.joined(separator: " ")
  }

  /// A text as one argument of a macro, never a macro itself.
  static func argument(_ text: String, isLiteral: Bool = true) -> String {
    let body = escaped(text, isLiteral: isLiteral)
    // Names of macros have two or three letters; single marks are set apart as punctuation.
    let word = text.columns <= 3 ? "\\&" + body : body
    return text.utf8.contains(UInt8(ascii: " ")) ? "\"\(word)\"" : word
  }

  /// A line that begins like a macro, made a line of text.
  private static func guarded(_ line: String) -> String {
    line.begins(with: ".") ? "\\&" + line : line
  }

  /// Escapes what roff would read or set otherwise; in what is literal, every hyphen is a minus sign that can be copied.
  private static func escaped(_ text: String, isLiteral: Bool) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\e"
      case "\"": "\\(dq"
      case "'": "\\(aq"
      case "`": "\\(ga"
      case "^": "\\(ha"
      case "~": "\\(ti"
      case "-": isLiteral ? "\\-" : "-"
      default: scalar.isASCII ? "\(scalar)" : "\\[u\(hex(scalar))]"
      }
    }.joined()
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
