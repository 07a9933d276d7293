/// What completions need of a grammar, the same for every shell.
struct CompletionPlan {
  /// What stands behind an argument.
  enum Source: Equatable {
    case nothing
    case words([String])
    case files
    case folders
    /// Names of one kind, which the program lists.
    case names(String)
    /// The words of commands, and topics.
    case topics
  }

  /// The program itself, a noun or a command: where on the line completion stands.
  struct Place {
    let path: [String]
    /// The words that may follow, each with its abstract.
    let words: [(word: String, abstract: String)]
    /// Its options, the common ones included.
    let options: [ArgumentDeclaration]
    let operands: [ArgumentDeclaration]

    /// The words of the path with spaces between; empty for the program.
    var name: String { path.joined(separator: " ") }
  }

  let program: String
  /// The words of the command that lists names.
  let values: [String]
  /// The options that are handed on to it.
  let context: [ArgumentDeclaration]
  /// The program, then every noun and command in order, each before its verbs.
  let places: [Place]
  /// The words that `help` takes beside commands.
  let topics: [(word: String, abstract: String)]
  private let kinds: [String]

  init(_ grammar: Grammar, values: [String]) {
    program = grammar.program
    self.values = values
    let lister = grammar.index(of: values).map { grammar.commands[$0] }
    if case .choice(let kinds)? = lister?.operands.first?.kind {
      self.kinds = kinds
    } else {
      kinds = []
    }
    context =
      (lister?.options ?? []).filter { $0.form == .option }
      + grammar.common.filter { $0.form == .option && $0.kind == .folder }
    topics = grammar.topics.map { ($0.name, $0.abstract) }
    var places = [Self.place([], in: grammar)]
    var index = 0
    while index < places.count {
      let path = places[index].path
      let longer = places[index].words.map { Self.place(path + [$0.word], in: grammar) }
      places.insert(contentsOf: longer, at: index + 1)
      index += 1
    }
    self.places = places
  }

  private static func place(_ path: [String], in grammar: Grammar) -> Place {
    let command = grammar.index(of: path).map { grammar.commands[$0] }
    let common = path.isEmpty ? grammar.common : grammar.commonOfCommands
    return Place(
      path: path,
      words: grammar.words(after: path).map { ($0, grammar.abstract(of: path + [$0])) },
      options: (command?.options ?? []) + common, operands: command?.operands ?? [])
  }

  func source(of argument: ArgumentDeclaration) -> Source {
    switch argument.kind {
    case .text, .number: .nothing
    case .file: .files
    case .folder: .folders
    case .choice(let words): .words(words)
    case .name(of: "topic"): .topics
    case .name(let kind): kinds.holds(kind) ? .names(kind) : .nothing
    }
  }

  /// The names of all options that take a value, each once.
  var namesWithValue: [String] {
    var names: [String] = []
    for name in places.flatMap(\.options).filter({ $0.form == .option }).flatMap(\.names)
    where !names.holds(name) { names.append(name) }
    return names
  }

  /// The program's name as a part of the names of shell functions.
  var identifier: String {
    String(
      String.UnicodeScalarView(
        program.unicodeScalars.map { scalar in
          switch scalar {
          case "a"..."z", "A"..."Z", "0"..."9": scalar
          default: "_"
          }
        }))
  }
}

/// Text as one word of a shell's language, whatever it holds.
enum ShellWord {
  /// In single quotes, as POSIX shells and zsh read it; a word of harmless characters stays bare.
  static func posix(_ text: String) -> String { quoted(text) { $0 == "'" ? "'\\''" : nil } }

  /// In single quotes, as fish reads it, where a backslash escapes itself and the quote.
  static func fish(_ text: String) -> String {
    quoted(text) { $0 == "'" || $0 == "\\" ? "\\\($0)" : nil }
  }

  private static func quoted(_ text: String, escape: (Unicode.Scalar) -> String?) -> String {
    let isBare = !text.isEmpty && text.utf8.allSatisfy(isHarmless)
    return isBare ? text : "'\(text.unicodeScalars.map { escape($0) ?? "\($0)" }.joined())'"
  }

  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }
}
