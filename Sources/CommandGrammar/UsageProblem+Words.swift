import Text

/// The words of every usage error, in one place.
extension UsageProblem {
  /// Where an error happened, as far as its hint needs to know.
  struct Place {
    let program: String
    /// The words of the command or noun, as far as they are known.
    let path: [String]
    /// The names of options that would have been right there, in the order of help.
    let names: [String]
    /// The placeholder of the command's first operand, when it has any.
    let operand: String?

    /// The line that shows the help of the place.
    var help: String { "see: \(command) --help" }

    /// The words of the command, as typed.
    var command: String { ([program] + path).joined(separator: " ") }
  }

  /// The kind of problem as a stable kebab-case word, for programs.
  package var id: String {
    switch self {
    case .noCommand: "no-command"
    case .unknownCommand: "unknown-command"
    case .noVerb: "no-verb"
    case .unknownTopic: "unknown-topic"
    case .unknownOption: "unknown-option"
    case .missingValue, .optionAsValue: "missing-value"
    case .valueOfFlag: "unexpected-value"
    case .repeated: "repeated-option"
    case .emptyValue, .refusedValue: "bad-value"
    case .unexpectedOperand: "unexpected-argument"
    case .missing: "missing-argument"
    case .versionOfCommand: "unknown-option"
    case .other: "bad-arguments"
    }
  }

  /// What is wrong: lower case, one line, no full stop.
  var message: String {
    switch self {
    case .noCommand: "no command was given"
    case .unknownCommand(let words, _): "unknown command '\(words)'"
    case .noVerb(let noun, let verbs): "'\(noun)' needs a verb: \(verbs.listed("or"))"
    case .unknownTopic(let words, _): "no help for '\(words)'"
    case .unknownOption(let name, let whole):
      name.begins(with: "--") || whole.isSame(as: name)
        ? "unknown option '\(name)'" : "unknown option '\(name)' in '\(whole)'"
    case .missingValue(_, let name): "option '\(name)' needs a value"
    case .optionAsValue(_, let name, let value):
      "option '\(name)' needs a value, but '\(value)' follows"
    case .valueOfFlag(let name): "option '\(name)' takes no value"
    case .repeated(let argument): "option '\(argument.name)' is given more than once"
    case .emptyValue(let argument, _): "\(argument.noun) has an empty value"
    case .refusedValue(let argument, let value, let refusal, let source):
      "\(source.subject(of: argument)) needs \(refusal.needs), not '\(value)'"
    case .unexpectedOperand(let text, _): "unexpected argument '\(text)'"
    case .missing(let arguments, let command, let verbs, _):
      "'\(command)' needs \(Self.needed(arguments, verbs))"
    case .versionOfCommand: "option '--version' stands without a command"
    case .other(let message, _): message
    }
  }

  private static func needed(_ arguments: [ArgumentDeclaration], _ verbs: [String]) -> String {
    let names = arguments.map(\.name).listed("and")
    return verbs.isEmpty ? names : "\(names), or a verb: \(verbs.listed("or"))"
  }

  /// What to type instead.
  func hint(at place: Place) -> String {
    switch self {
    case .noCommand: return place.help
    case .unknownCommand(_, let meant):
      return didYouMean(meant) + place.help
    case .noVerb: return place.help
    case .unknownTopic(_, let meant):
      return didYouMean(meant.map { [$0] } ?? []) + "see: \(place.program) help"
    case .unknownOption(let name, let whole):
      return hint(forUnknown: name, in: whole, at: place)
    case .missingValue(let argument, _): return "write: \(argument.spelling)"
    case .optionAsValue(let argument, let name, let value):
      let attached = name.begins(with: "--") ? "\(name)=\(value)" : name + value
      return "write: \(argument.spelling); or \(attached) if that is the value"
    case .valueOfFlag(let name): return "write: \(name)"
    case .repeated(let argument): return "keep one: \(argument.spelling)"
    case .emptyValue(let argument, .environment), .refusedValue(let argument, _, _, .environment):
      return "write \(argument.spelling), or unset \(argument.environment ?? argument.name)"
    case .emptyValue(let argument, _): return "write: \(argument.spelling)"
    case .refusedValue(_, _, let refusal, _):
      return didYouMean(refusal.nearest.map { [$0] } ?? []) + place.help
    case .unexpectedOperand(let text, let meant):
      return hint(forUnexpected: text, meant: meant, at: place)
    case .missing(let arguments, _, _, let meant):
      let other = meant.map { didYouMean(["\(place.program) \($0)"]) + "else " } ?? ""
      return other + "add: " + arguments.map(\.spelling).joined(separator: " ")
    case .versionOfCommand: return "write: \(place.program) --version"
    case .other(_, let hint): return hint
    }
  }

  private func hint(forUnknown name: String, in whole: String, at place: Place) -> String {
    let long = place.names.filter { $0.begins(with: "--") }
    if let meant = Self.name(nearest: name, whole, among: long) {
      return didYouMean([meant]) + place.help
    }
    guard let operand = place.operand else { return place.help }
    return "put -- before a value of \(operand) that begins with '-'; \(place.help)"
  }

  /// The long name that was most likely meant: `--slugg`, `-slug`, or one word of it as in `--path` for `--artifact-path`.
  private static func name(nearest name: String, _ whole: String, among long: [String]) -> String? {
    if name.begins(with: "--") {
      if let nearest = Spelling.closest(to: name, among: long) { return nearest }
      let typed = Array(name.utf8.dropFirst(2))
      let holding = long.filter { candidate in
        !typed.isEmpty
          && candidate.utf8.dropFirst(2).split(separator: UInt8(ascii: "-"))
            .contains { $0.elementsEqual(typed) }
      }
      return holding.count == 1 ? holding.first : nil
    }
    let wanted = "-" + whole
    return whole.columns > 2 ? long.first { $0.isSame(as: wanted) } : nil
  }

  private func hint(forUnexpected text: String, meant: String?, at place: Place) -> String {
    if let meant { return didYouMean(["\(place.program) \(meant)"]) + place.help }
    // Word processors turn "--" into one long dash.
    let dashes: Set<Unicode.Scalar> = [
      "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}",
    ]
    let bare = text.unicodeScalars.drop { dashes.contains($0) || $0 == "-" }
    if bare.count < text.unicodeScalars.count {
      return "options begin with '--': write --\(String(bare)); \(place.help)"
    }
    return place.help
  }

  private func didYouMean(_ words: [String]) -> String {
    words.isEmpty ? "" : "did you mean \(words.map { "'\($0)'" }.listed("or"))? "
  }
}

extension ParsedArguments.Source {
  fileprivate func subject(of argument: ArgumentDeclaration) -> String {
    guard self == .environment, let variable = argument.environment else { return argument.noun }
    return "the environment's \(variable)"
  }
}
