/// An argument that a command declares: an `Option`, a `Flag` or an `Operand`.
package protocol DeclaredArgument: Sendable {
  /// What `ParsedArguments` gives back for the argument.
  associatedtype Value: Sendable

  /// All that parsing, help, completions and manual page know about the argument.
  var declaration: ArgumentDeclaration { get }

  /// Reads the texts that were given for the argument.
  ///
  /// - Parameter texts: The values in order, none when the argument was left out; one empty text per mention of a flag.
  /// - Returns: The value, or nil when the argument is required and was left out.
  /// - Throws: `ValueRefusal` when a text is no value of the type.
  func value(of texts: [String]) throws(ValueRefusal) -> Value?
}

/// All that parsing, help, completions and manual page know about one argument.
package struct ArgumentDeclaration: Sendable {
  /// The three shapes of arguments.
  package enum Form: Equatable, Sendable {
    /// A name and a value: `--slug S`.
    case option
    /// A name alone: `--json`.
    case flag
    /// A value alone, known by its place: `<workflow>`.
    case operand
  }

  /// What happens when the argument is left out.
  package enum Presence: Equatable, Sendable {
    /// Leaving it out is an error.
    case required
    /// Leaving it out gives nil; the text says in help what then holds, such as "the newest run".
    case optional(otherwise: String?)
    /// Leaving it out gives this value, as a person would type it.
    case defaulted(String)
    /// It may be given any number of times.
    case list
  }

  /// The shape.
  package let form: Form
  /// The option's or flag's name with its dashes (`--slug`, `-C`), the operand's value name.
  package let name: String
  /// The one-letter name with its dash, when there is one beside `name`.
  package let short: String?
  /// The placeholder of the value in help (`NAME`, `<workflow>`); nil for a flag.
  package let valueName: String?
  /// What the value names.
  package let kind: ValueKind
  /// One sentence, without a full stop.
  package let help: String
  /// The heading in help under which the argument stands, when not the usual one.
  package let section: String?
  /// The environment variable that gives the value when the command line does not.
  package let environment: String?
  /// What happens when it is left out.
  package let presence: Presence

  /// Whether the empty text is a value.
  let allowsEmpty: Bool
  /// Throws when a text is no value of the argument.
  let check: @Sendable (String) throws(ValueRefusal) -> Void
}

extension ArgumentDeclaration {
  /// The names that stand on a command line, the short one first; none for an operand.
  package var names: [String] { form == .operand ? [] : [short, name].compactMap(\.self) }

  /// Tells whether an option or flag has this name, dashes included.
  func isNamed(_ text: String) -> Bool {
    form != .operand && (name.isSame(as: text) || short?.isSame(as: text) == true)
  }

  /// Whether the argument must be given.
  package var isRequired: Bool { presence == .required }

  /// The argument as it is typed, without brackets: `--slug S`, `--json`, `<workflow>`.
  package var spelling: String {
    guard form == .option, let valueName else { return name }
    return "\(name) \(valueName)"
  }

  /// The argument as the usage line shows it: `[--depth DEPTH]`, `[<topic>...]`.
  package var usage: String {
    switch presence {
    case .required: spelling
    case .list: "[\(spelling)...]"
    case .optional, .defaulted: "[\(spelling)]"
    }
  }

  /// The argument as an error names it: "option '--slug'", "<workflow>".
  var noun: String { form == .operand ? name : "option '\(name)'" }
}
