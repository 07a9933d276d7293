/// Splits the arguments of a process into words and options, knowing only which options there are and which take a value.
///
/// The rules are those of GNU `getopt_long` without abbreviations: options stand anywhere, `--` ends them, `-` is a word,
/// `-qv` is `-q -v`, `-Cdir` is `-C dir`. Every option means the same shape in all commands, so that words and values can be
/// told apart before the command is known.
struct Lexer {
  /// An argument that is no option.
  struct Word: Equatable {
    let text: String
    /// The index among the arguments.
    let position: Int
    /// Whether it stands after `--`, where nothing names a command.
    let isOperand: Bool
  }

  /// A mention of an option or flag.
  struct Mention {
    let argument: ArgumentDeclaration
    /// The name as it was typed.
    let name: String
    /// The value; empty for a flag.
    let value: String
    let position: Int
  }

  /// Something that is wrong whatever the command is.
  struct Fault {
    let problem: UsageProblem
    let position: Int
  }

  private let known: [ArgumentDeclaration]
  private(set) var words: [Word] = []
  private(set) var mentions: [Mention] = []
  private(set) var faults: [Fault] = []

  /// Reads all arguments.
  ///
  /// - Parameters:
  ///   - arguments: What follows the program's name.
  ///   - known: The options and flags of all commands.
  init(_ arguments: [String], known: [ArgumentDeclaration]) {
    self.known = known
    var rest = arguments.enumerated().makeIterator()
    var pending = rest.next()
    var isEnded = false
    while let (position, text) = pending {
      pending = rest.next()
      var usesNext = false
      if isEnded || !text.begins(with: "-") || text.isSame(as: "-") {
        words.append(Word(text: text, position: position, isOperand: isEnded))
      } else if text.isSame(as: "--") {
        isEnded = true
      } else if text.begins(with: "--") {
        usesNext = readLong(text, position, next: pending?.element)
      } else {
        usesNext = readShort(text, position, next: pending?.element)
      }
      if usesNext { pending = rest.next() }
    }
  }

  private func declaration(of name: String) -> ArgumentDeclaration? {
    known.first { $0.isNamed(name) }
  }

  /// Reads `--name` or `--name=value`; tells whether the next argument is the value.
  private mutating func readLong(_ text: String, _ position: Int, next: String?) -> Bool {
    let bytes = text.utf8
    let equals = bytes.firstIndex(of: UInt8(ascii: "="))
    let name = String(Substring(bytes[..<(equals ?? bytes.endIndex)]))
    let attached = equals.map { String(Substring(bytes[bytes.index(after: $0)...])) }
    guard let argument = declaration(of: name) else {
      faults.append(Fault(problem: .unknownOption(name, whole: text), position: position))
      return false
    }
    guard argument.form == .option else {
      if attached == nil {
        mentions.append(Mention(argument: argument, name: name, value: "", position: position))
      } else {
        faults.append(Fault(problem: .valueOfFlag(name), position: position))
      }
      return false
    }
    return read(argument, name, attached, next, position)
  }

  /// Reads `-q`, `-qv`, `-Cdir`, `-C dir`; tells whether the next argument is the value.
  private mutating func readShort(_ text: String, _ position: Int, next: String?) -> Bool {
    var letters = text.unicodeScalars.dropFirst()
    while let letter = letters.popFirst() {
      let name = "-\(letter)"
      guard let argument = declaration(of: name) else {
        // What follows an unknown letter may be its value, so nothing more can be read from it.
        faults.append(Fault(problem: .unknownOption(name, whole: text), position: position))
        return false
      }
      if argument.form == .option {
        let attached = letters.isEmpty ? nil : String(Substring(letters))
        return read(argument, name, attached, next, position)
      }
      mentions.append(Mention(argument: argument, name: name, value: "", position: position))
    }
    return false
  }

  private mutating func read(
    _ argument: ArgumentDeclaration, _ name: String, _ attached: String?, _ next: String?,
    _ position: Int
  ) -> Bool {
    if let attached {
      mentions.append(Mention(argument: argument, name: name, value: attached, position: position))
      return false
    }
    guard let next else {
      faults.append(Fault(problem: .missingValue(argument, name: name), position: position))
      return false
    }
    guard !looksLikeOption(next) else {
      faults.append(
        Fault(problem: .optionAsValue(argument, name: name, value: next), position: position))
      return false
    }
    mentions.append(Mention(argument: argument, name: name, value: next, position: position))
    return true
  }

  /// Tells whether a value is nearly certainly a forgotten value followed by the next option.
  private func looksLikeOption(_ text: String) -> Bool {
    text.begins(with: "--") || (text.columns == 2 && declaration(of: text) != nil)
  }
}
