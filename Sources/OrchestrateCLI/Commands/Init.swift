import CommandGrammar
import Host
import JSONDocument
import Reports
import Runs

/// `init`: sets a repository up for gated runs; nothing that is there is overwritten.
struct Init: ToolCommand {
  static let workflow = Option<StarterWorkflow>.optional(
    "--workflow", "W", otherwise: "visual-essay, where there is no workflow yet",
    help: "the workflow to begin with")
  static let declaration = CommandDeclaration(
    ["init"], group: "Set up", abstract: "set a repository up for gated runs",
    discussion: [
      "Writes the folders orchestration/ and workflows/<name>/ with contracts, prompts and the schemas that editors complete by, and adds the lines of .gitignore and .gitattributes that runs need. A file that is there stays as it is, so it may be repeated.",
      "The root is the folder that holds .git; without git it is the folder itself.",
    ],
    arguments: [workflow, Shared.dryRun],
    examples: [
      Example("orchestrate init --dry-run", "see what would be written"),
      Example("orchestrate init --workflow blank", "begin with a workflow of one gate"),
    ])

  private let workflow: StarterWorkflow?
  private let isDry: Bool

  init(_ arguments: ParsedArguments) {
    workflow = arguments[Self.workflow]
    isDry = arguments[Shared.dryRun]
  }

  func answer(_ call: Call) throws -> Answer {
    let found = try call.rootIfAny()
    let path = try found?.path ?? call.start()
    let folder = try Folder(root: path)
    let workflow = try workflow ?? (hasWorkflow(folder) ? nil : .visualEssay)
    var present: [String: [UInt8]] = [:]
    for file in SetupPlan.paths(workflow) where try !folder.isFree(file) {
      present[file] = try folder.read(file, limit: JSONDocument.maximumSize)
    }
    let plan = try SetupPlan(workflow, present: present)
    if !isDry { try write(plan, in: folder) }
    let next = workflow.map {
      "orchestrate run \($0.rawValue) --slug my-first --artifact-path essays/my-first"
    }
    let notes =
      found?.hasGit == true
      ? [] : ["note: there is no git here; 'git init' lets you commit the records"]
    return Answer(
      report: SetupText.lines(plan, root: path, isDry: isDry) + notes
        + [next.map { "next: \($0)" } ?? "next: orchestrate doctor"],
      [
        "root": .string(path), "workflow": workflow.map { .string($0.rawValue) } ?? .null,
        "dry_run": .bool(isDry),
        "files": .array(
          plan.steps.map {
            [
              "path": .string($0.path), "action": .string($0.action.rawValue),
              "lines": .array($0.lines.map(JSONValue.string)),
            ]
          }),
        "next": .string(next ?? "orchestrate doctor"),
      ])
  }

  /// Whether there is a workflow, so that none needs to be chosen.
  private func hasWorkflow(_ folder: Folder) throws(FileError) -> Bool {
    do {
      return try folder.list("workflows", limit: 10_000).contains { entry in
        guard entry.kind == .folder, let name = String(validating: entry.name, as: UTF8.self) else {
          return false
        }
        return (try? folder.status(of: "workflows/\(name)/workflow.json")).map { $0 != .missing }
          ?? false
      }
    } catch {
      if error.kind == .missing { return false }
      throw error
    }
  }

  private func write(_ plan: SetupPlan, in folder: Folder) throws(FileError) {
    for step in plan.steps {
      switch step.action {
      case .create: try folder.writeNew(step.path, step.bytes)
      case .add: try folder.replace(step.path, step.bytes)
      case .same, .keep: break
      }
    }
  }
}

extension StarterWorkflow: ArgumentValue {}
