package import JSONDocument
import Text

/// What RUN.json itself says: the fixed members and the events; what it derives is not read but made again.
package struct RunFile: Sendable {
  private static let members = [
    "schema", "run_id", "workflow", "depth", "status", "started_at", "finished_at", "recorder",
    "commit", "prompt_file", "gates", "invocations", "artifacts_index", "validations", "events",
    "seal",
  ]

  package let header: RunHeader
  package let events: [Event]

  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let cursor = try JSONDocument(parsing: bytes).root
    try cursor.object().required("schema").schema()
    let object = try cursor.object(members: Self.members)
    for member in Self.members { _ = try object.required(member) }
    header = try Self.header(object)
    events = try object.required("events").elements { cursor throws(JSONError) in
      try Event(decoding: cursor)
    }
  }

  /// The members that are fixed when a run starts.
  static func header(_ object: JSONObject) throws(JSONError) -> RunHeader {
    let workflow = try object.required("workflow").object(members: [
      "name", "version", "slug", "artifact_path", "sha256",
    ])
    let slug = try workflow.required("slug")
    guard let slugValue = Slug(try slug.string()) else {
      throw slug.error("expected a slug: \(Slug.grammar)")
    }
    let recorder = try object.required("recorder").object(members: ["name", "version"])
    let gates = try object.required("gates")
    let list = try gates.elements { cursor throws(JSONError) in try gate(cursor) }
    if list.isEmpty { throw gates.error("a run has at least one gate") }
    if Set(list.map(\.id)).count != list.count { throw gates.error("a gate is listed twice") }
    return RunHeader(
      id: try object.required("run_id").runID(),
      workflow: RunHeader.Workflow(
        name: try workflow.required("name").string(),
        version: try workflow.required("version").string(), slug: slugValue,
        artifactPath: try workflow.required("artifact_path").repositoryPath(),
        sha256: try workflow.required("sha256").digest()),
      depth: try object.required("depth").word(of: Depth.self),
      recorder: Recorder(
        name: try recorder.required("name").string(),
        version: try recorder.required("version").string()),
      commit: try object.nullable("commit")?.commit(),
      promptFile: try object.nullable("prompt_file")?.fileReference(), gates: list)
  }

  private static func gate(_ cursor: JSONCursor) throws(JSONError) -> RunHeader.Gate {
    let object = try cursor.object(members: ["gate", "name", "status", "attempts"])
    return RunHeader.Gate(
      id: try object.required("gate").gateID(), name: try object.required("name").string())
  }
}
