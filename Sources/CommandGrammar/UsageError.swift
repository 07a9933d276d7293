/// A command line that cannot be understood; nothing was done.
package struct UsageError: Error, Sendable {
  /// What is wrong, with its evidence; `problem.id` names its kind.
  package let problem: UsageProblem
  /// What is wrong in words: lower case, one line, no full stop, untrusted text as it was typed.
  package let message: String
  /// What to type instead.
  package let hint: String
  /// Lines that show the right shape, for standard error; nil where they would not help.
  package let usage: String?
  /// The common options as far as they could be read, so that the error itself can follow `--json` or `--no-color`.
  package let common: ParsedArguments
}

/// The ways in which a command line can be wrong, with the evidence.
package enum UsageProblem: Sendable {
  /// No command at all.
  case noCommand
  /// Words that name no command, with what was most likely meant.
  case unknownCommand(String, meant: [String])
  /// A noun without a verb, with the verbs.
  case noVerb(String, verbs: [String])
  /// Words after `help` that name neither command nor topic.
  case unknownTopic(String, meant: String?)
  /// A name that the command does not have, and the whole argument in which it stood.
  case unknownOption(String, whole: String)
  /// An option at the end of the line or before another.
  case missingValue(ArgumentDeclaration, name: String)
  /// An option whose value looks like the next option.
  case optionAsValue(ArgumentDeclaration, name: String, value: String)
  /// `--flag=value`.
  case valueOfFlag(String)
  /// A second value for an option that has one.
  case repeated(ArgumentDeclaration)
  /// An empty text where the type has no empty value.
  case emptyValue(ArgumentDeclaration, ParsedArguments.Source)
  /// A text that is no value of the argument's type.
  case refusedValue(ArgumentDeclaration, String, ValueRefusal, ParsedArguments.Source)
  /// A word too many, with the command that was most likely meant.
  case unexpectedOperand(String, meant: String?)
  /// All required arguments that were left out; the verbs if one could stand instead, or the command that was most likely
  /// meant when an operand looks like a mistyped verb.
  case missing([ArgumentDeclaration], command: String, verbs: [String], meant: String?)
  /// `--version` beside a command.
  case versionOfCommand
  /// What the command itself found wrong.
  case other(message: String, hint: String)
}

extension ParsedArguments {
  /// Makes the error of a command whose arguments are each right but do not fit together.
  ///
  /// - Parameters:
  ///   - message: What is wrong: lower case, one line, no full stop, untrusted text in single quotes.
  ///   - hint: What to type instead.
  /// - Returns: The error to throw.
  package func refused(_ message: String, hint: String) -> UsageError {
    UsageError(
      problem: .other(message: message, hint: hint), message: message, hint: hint, usage: nil,
      common: self)
  }
}
