import CommandGrammar
import Host
import JSONDocument
import Reports
import Runs

/// `config show`: what holds for each key, and where it comes from.
struct ConfigShow: ToolCommand {
  static let origin = Flag("--origin", help: "say where each value comes from")
  static let declaration = CommandDeclaration(
    ["config", "show"], group: "Set up", abstract: "show what is configured, key by key",
    discussion: [
      "An option wins over the environment, the environment over the repository's .orchestrate.json, that over the person's own file. 'orchestrate help configuration' explains each key."
    ],
    arguments: [origin],
    examples: [
      Example("orchestrate config show", "see what holds"),
      Example("orchestrate config show --origin", "see where it comes from"),
    ])

  private let showsOrigin: Bool

  init(_ arguments: ParsedArguments) { showsOrigin = arguments[Self.origin] }

  func answer(_ call: Call) throws -> Answer {
    let shelf = ConfigurationShelf(call, root: try call.rootIfAny())
    let configuration = try shelf.configuration()
    return Answer(
      lines: ConfigurationText.lines(
        configuration, showsOrigin: showsOrigin, personalPath: shelf.person?.path),
      [
        "settings": .array(
          configuration.entries.map { entry in
            [
              "key": .string(entry.setting.rawValue), "value": entry.value?.json ?? .null,
              "origin": .string(entry.origin.word), "place": .string(entry.origin.words),
            ]
          }),
        "person_file": shelf.person.map { .string($0.path) } ?? .null,
      ])
  }
}
