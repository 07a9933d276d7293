import JSONDocument
import Records
import Text

/// Reads `workflow.json`.
struct WorkflowReader {
  private static let members = [
    "$schema", "name", "version", "covers", "enforce_order", "defaults", "concurrency", "gates",
  ]
  private static let gateMembers = [
    "gate", "name", "contract", "prompt", "agent", "max_attempts", "needs", "worker", "prepare",
    "finish", "diff_budget", "forbidden_paths",
  ]
  /// The most gates, and the most patterns of `covers`.
  private static let listLimit = 1_000
  /// The verbs of `run`, which a workflow's name would hide.
  private static let reserved = [
    "start", "list", "show", "complete", "resume", "diff", "bottlenecks",
  ]

  let version: String
  let covers: [String]
  let enforcesOrder: Bool
  let defaults: Workflow.Defaults
  let concurrency: Concurrency?
  let namesNeeds: Bool
  let gates: [Workflow.Gate]

  init(_ bytes: [UInt8], folder: String) throws(JSONError) {
    let workflow = try JSONDocument(parsing: bytes).root.object(members: Self.members)
    if let schema = workflow.optional("$schema") { _ = try schema.string() }
    let name = try workflow.required("name")
    guard try name.string().utf8.elementsEqual(folder.utf8) else {
      throw name.error(
        "the name differs from the folder's, '\(folder)'", hint: "write \"name\": \"\(folder)\"")
    }
    guard Slug(folder) != nil else {
      throw name.error("'\(folder)' is no name of a workflow", hint: "use \(Slug.grammar)")
    }
    guard !Self.reserved.contains(folder) else {
      throw name.error(
        "'\(folder)' is a command of 'orchestrate run'", hint: "rename the workflow and its folder")
    }
    version = try workflow.required("version").line(atMost: 64)
    var covers: [String] = []
    if let patterns = try workflow.optional("covers")?.array(atMost: Self.listLimit) {
      for cursor in patterns { covers.append(try Self.pattern(cursor)) }
    }
    self.covers = covers
    enforcesOrder = try workflow.optional("enforce_order")?.bool() ?? false
    defaults = try Self.defaults(workflow.optional("defaults"))
    concurrency = try workflow.optional("concurrency")?.choice(
      "concurrency", of: Concurrency.self)
    let list = try workflow.required("gates")
    let needs = try Self.needs(
      list, order: enforcesOrder ? workflow.optional("enforce_order") : nil)
    var namesNeeds = false
    var gates: [Workflow.Gate] = []
    for cursor in try list.array(atMost: Self.listLimit) {
      if try cursor.object().optional("needs") != nil { namesNeeds = true }
      let gate = try Self.gate(cursor, folder: folder, needs: needs[gates.count])
      // A gate is a folder of records, and some file systems read G1a and G1A as one.
      if let same = gates.first(where: { Self.isSame($0.id, gate.id) }) {
        throw try cursor.object().required("gate").error(
          same.id == gate.id
            ? "gate \(gate.id) is listed twice"
            : "gate \(gate.id) differs from \(same.id) in capitals alone",
          hint: "give each gate its own name")
      }
      gates.append(gate)
    }
    if gates.isEmpty { throw list.error("the workflow has no gate", hint: "add at least one") }
    self.gates = gates
    self.namesNeeds = namesNeeds
  }

  /// What each gate needs; `order` is `enforce_order` where it is set, which goes by the order of the gates alone.
  private static func needs(_ list: JSONCursor, order: JSONCursor?) throws(JSONError) -> [[GateID]]
  {
    var nodes: [GateGraph.Node] = []
    for cursor in try list.array(atMost: listLimit) {
      let object = try cursor.object(members: gateMembers)
      let needs = object.optional("needs")
      if let order, needs != nil {
        throw order.error(
          "the order is enforced, and gates name what they need", hint: "leave one of them out")
      }
      nodes.append(GateGraph.Node(id: try id(object), needs: needs))
    }
    return try GateGraph.needs(of: nodes)
  }

  private static func id(_ gate: JSONObject) throws(JSONError) -> GateID {
    let name = try gate.required("gate")
    guard let id = GateID(try name.string()) else {
      throw name.error("'\(try name.string())' is no name of a gate", hint: "use \(GateID.grammar)")
    }
    return id
  }

  private static func gate(
    _ cursor: JSONCursor, folder: String, needs: [GateID]
  ) throws(JSONError) -> Workflow.Gate {
    let object = try cursor.object(members: gateMembers)
    let id = try id(object)
    let worker = try object.optional("worker").map(WorkerReader.command)
    for name in ["prepare", "finish", "diff_budget", "forbidden_paths"] where worker == nil {
      if object.optional(name) != nil {
        throw cursor.error(
          "\(id) has '\(name)', and no worker that it is for", hint: "give it a worker")
      }
    }
    let named = object.optional("contract")
    let contract =
      if let named { try named.repositoryPath() } else {
        try cursor.path("orchestration/gates/contracts/\(id).contract.json")
      }
    return Workflow.Gate(
      id: id, name: try object.required("name").line(atMost: 128),
      contract: contract,
      prompt: try prompt(object.required("prompt"), folder: folder),
      agent: try object.optional("agent")?.line(atMost: 128),
      maxAttempts: try object.optional("max_attempts")?.integer(in: 1...1000), worker: worker,
      prepare: try object.optional("prepare").map(WorkerReader.command),
      finish: try object.optional("finish").map(WorkerReader.command),
      limits: try WorkerReader.limits(
        budget: object.optional("diff_budget"), forbidden: object.optional("forbidden_paths")),
      needs: needs)
  }

  private static func isSame(_ a: GateID, _ b: GateID) -> Bool {
    a.description.lowercased().utf8.elementsEqual(b.description.lowercased().utf8)
  }

  private static func prompt(
    _ cursor: JSONCursor, folder: String
  ) throws(JSONError) -> RepositoryPath {
    let text = try cursor.string()
    do { _ = try RepositoryPath(text) } catch {
      switch error.rule {
      case .empty, .absolute, .emptySegment, .dotSegment, .parentSegment:
        throw cursor.error(
          error.description, hint: "write the path from the workflow's folder: prompts/G1.md")
      default: throw cursor.error(error.description, hint: error.hint)
      }
    }
    return try cursor.path("workflows/\(folder)/\(text)")
  }

  private static func defaults(_ cursor: JSONCursor?) throws(JSONError) -> Workflow.Defaults {
    guard let cursor else { return Workflow.Defaults(slug: nil, artifactPath: nil, depth: nil) }
    let object = try cursor.object(members: ["slug", "artifact_path", "depth"])
    var slug: Slug?
    if let cursor = object.optional("slug") {
      slug = Slug(try cursor.string())
      if slug == nil {
        throw cursor.error("'\(try cursor.string())' is no slug", hint: "use \(Slug.grammar)")
      }
    }
    return Workflow.Defaults(
      slug: slug, artifactPath: try object.optional("artifact_path")?.repositoryPath(),
      depth: try object.optional("depth")?.choice("depth", of: Depth.self))
  }

  private static func pattern(_ cursor: JSONCursor) throws(JSONError) -> String {
    let text = try cursor.string()
    guard !text.utf8.contains(0x7B) else {
      throw cursor.error("a variable has no value here", hint: "write a pattern such as essays/*")
    }
    do { return try PathTemplate(text).text } catch {
      guard case .path(let error) = error else { return text }
      throw cursor.error(error.description, hint: error.hint)
    }
  }
}

extension JSONCursor {
  /// A line of text with something in it and without control characters.
  fileprivate func line(atMost limit: Int) throws(JSONError) -> String {
    let text = try string()
    guard let line = OneLine(text, limit: limit) else {
      throw error("expected one line of 1 to \(limit) characters")
    }
    return line.text
  }

  fileprivate func repositoryPath() throws(JSONError) -> RepositoryPath { try path(string()) }

  fileprivate func path(_ text: String) throws(JSONError) -> RepositoryPath {
    do { return try RepositoryPath(text) } catch {
      throw self.error(error.description, hint: error.hint)
    }
  }
}
