import CommandGrammar
import JSONDocument
import Reports
import Runs

/// `config get`: the value of one key.
struct ConfigGet: ToolCommand {
  static let key = Operand<Setting>.required("<key>", help: "the key")
  static let declaration = CommandDeclaration(
    ["config", "get"], group: "Set up", abstract: "print the value of one key",
    arguments: [key],
    examples: [Example("orchestrate config get waiting_hours", "print one value")],
    exitStatuses: [
      ExitStatusRow(2, meaning: "the key is set nowhere and has no default of its own")
    ])

  private let key: Setting

  init(_ arguments: ParsedArguments) { key = arguments[Self.key] }

  func answer(_ call: Call) throws -> Answer {
    let shelf = ConfigurationShelf(call, root: try call.rootIfAny())
    let value = try shelf.configuration().value(of: key)
    return Answer(
      value == nil ? .negative : .done, lines: [value?.text].compactMap(\.self).map(Visible.line),
      ["key": .string(key.rawValue), "value": value?.json ?? .null])
  }
}

extension Setting: ArgumentValue {}
