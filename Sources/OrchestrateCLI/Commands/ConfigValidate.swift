import CommandGrammar
import Host
import JSONDocument
import Reports
import Runs

/// `config validate`: both files and the environment, with every problem at once.
struct ConfigValidate: ToolCommand {
  static let declaration = CommandDeclaration(
    ["config", "validate"], group: "Set up",
    abstract: "check the configuration; nothing is written",
    examples: [Example("orchestrate config validate", "check both files and the environment")],
    exitStatuses: [
      ExitStatusRow(0, meaning: "all of it holds"),
      ExitStatusRow(2, meaning: "a key or value is wrong, or a program is missing"),
    ])

  init(_ arguments: ParsedArguments) {}

  func answer(_ call: Call) throws -> Answer {
    let root = try call.rootIfAny()
    let problems = try ConfigurationCheck(call, root: root).problems()
    let shown = problems.flatMap { problem in
      [Visible.line(problem.line)]
        + (problem.hint.isEmpty ? [] : ["  hint: \(Visible.line(problem.hint))"])
    }
    return Answer(
      problems.isEmpty ? .done : .negative,
      lines: problems.isEmpty ? ["the configuration holds"] : shown,
      [
        "problems": .array(
          problems.map {
            [
              "path": $0.path.map { .string($0) } ?? .null, "message": .string($0.message),
              "hint": .string($0.hint),
            ]
          })
      ])
  }
}
