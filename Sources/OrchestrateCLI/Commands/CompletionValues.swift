import CommandGrammar
import Host
import JSONDocument
import Records
import Runs
import Text

/// `completion-values`: the names that a completion script asks for, one per line.
///
/// A shell asks while a person is typing, so it starts no program, looks at few records, and has no errors: what cannot be
/// read is left out. Each name is of a strict grammar, so no name of a hostile repository can hold what a shell would read.
struct CompletionValues: ToolCommand {
  enum Kind: String, CaseIterable, ArgumentValue { case run, gate, workflow }

  static let kind = Operand<Kind>.required("<kind>", help: "which names to list")
  static let declaration = CommandDeclaration(
    ["completion-values"], group: "Learn", abstract: "list names for a completion script",
    arguments: [kind, Shared.run],
    examples: [Example("orchestrate completion-values run", "list the runs and their slugs")],
    isHidden: true)

  /// The most records that are read for the names of gates, the newest first.
  private static let records = 16
  private static let limit = 10_000

  private let kind: Kind
  private let run: String?

  init(_ arguments: ParsedArguments) {
    kind = arguments[Self.kind]
    run = arguments[Shared.run]
  }

  func answer(_ call: Call) -> Answer {
    let names = (try? call.session()).map(names) ?? []
    return Answer(lines: names, ["values": .array(names.map { .string($0) })])
  }

  private func names(in session: Session) -> [String] {
    switch kind {
    case .run:
      let runs = ((try? session.store.runs()) ?? []).reversed().prefix(Self.limit)
      let slugs = Self.unique(runs.map(\.slug.description))
      return (runs.isEmpty ? [] : ["latest"]) + slugs + runs.map(\.description)
    case .gate: return gates(in: session)
    case .workflow: return Self.workflows(in: session)
    }
  }

  /// The gates of the run that is meant, else of the unfinished ones, else of all workflows.
  private func gates(in session: Session) -> [String] {
    let runs = (try? session.store.runs()) ?? []
    if let run {
      guard let id = try? RunSelection.named(run, among: runs),
        let record = try? session.load(id)
      else { return [] }
      return record.state.gates.map(\.id.description)
    }
    let records = runs.reversed().prefix(Self.records).compactMap { try? session.load($0) }
    let open = records.filter { !$0.state.status.isFinal }
    if !open.isEmpty { return Self.unique(open.flatMap { $0.state.gates.map(\.id.description) }) }
    let workflows = Self.workflows(in: session).prefix(Self.records)
    return Self.unique(
      workflows.compactMap { try? session.workflow($0) }.flatMap { $0.gates.map(\.id.description) })
  }

  private static func workflows(in session: Session) -> [String] {
    let entries = (try? session.folder.list("workflows", limit: limit)) ?? []
    return entries.compactMap { entry in
      guard entry.kind == .folder, let name = String(validating: entry.name, as: UTF8.self),
        Slug(name) != nil, let path = try? Workflow.path(of: name),
        case .regular? = try? session.folder.status(of: path.text)
      else { return nil }
      return name
    }
  }

  /// Each name once, in the order in which it first stands; all of them are ASCII.
  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
