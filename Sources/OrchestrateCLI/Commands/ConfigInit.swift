import CommandGrammar
import Host
import JSONDocument
import Reports
import Runs

/// `config init`: a file to begin with, for the repository or for the person.
struct ConfigInit: ToolCommand {
  static let person = Flag("--person", help: "write the person's own file")
  static let declaration = CommandDeclaration(
    ["config", "init"], group: "Set up", abstract: "write a configuration file to begin with",
    discussion: [
      "Writes .orchestrate.json in the root of the repository, or with --person the file that 'config show' names, with the defaults. A file that is there stays as it is."
    ],
    arguments: [person, Shared.dryRun],
    examples: [
      Example("orchestrate config init --dry-run", "see what would be written"),
      Example("orchestrate config init", "begin the repository's file"),
    ])

  private let isPersonal: Bool
  private let isDry: Bool

  init(_ arguments: ParsedArguments) {
    isPersonal = arguments[Self.person]
    isDry = arguments[Shared.dryRun]
  }

  func answer(_ call: Call) throws -> Answer {
    let bytes = ConfigurationStarter.bytes(isPersonal ? .person : .repository)
    let (path, isNew) = try isPersonal ? writePersonal(bytes, call) : writeShared(bytes, call)
    let word = isNew ? (isDry ? "would create" : "created") : "kept"
    let shown =
      isDry && isNew ? [""] + Visible.lines(of: String(decoding: bytes, as: UTF8.self)) : []
    return Answer(
      lines: [Visible.line("\(word) \(path)")] + shown,
      [
        "path": .string(path), "action": .string(isNew ? "created" : "kept"),
        "dry_run": .bool(isDry),
      ])
  }

  private func writeShared(_ bytes: [UInt8], _ call: Call) throws -> (String, Bool) {
    let path = ConfigurationFile.repositoryPath
    let folder = try Folder(root: try call.root().path)
    guard try folder.isFree(path) else { return (path, false) }
    if !isDry { try folder.writeNew(path, bytes) }
    return (path, true)
  }

  private func writePersonal(_ bytes: [UInt8], _ call: Call) throws -> (String, Bool) {
    guard let file = PersonalFile(environment: call.surroundings.environment) else {
      throw SessionError.badValue(
        option: "--person", what: "neither XDG_CONFIG_HOME nor HOME says where the file belongs",
        hint: "set HOME to your home folder")
    }
    guard try file.read(limit: JSONDocument.maximumSize) == nil else { return (file.path, false) }
    if !isDry { try file.writeNew(bytes) }
    return (file.path, true)
  }
}
