package import JSONDocument

extension Attempt {
  private static let members = [
    "schema", "run_id", "gate", "attempt", "status", "verdict", "started_at", "finished_at",
    "recorder", "agent", "finished_by", "key", "invocation_ids", "contract", "prompt", "previous",
    "inputs", "required_outputs", "artifacts", "validations", "failure_reason",
  ]

  /// Reads an attempt's file; its members must be those of the format, whatever their order.
  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let cursor = try JSONDocument(parsing: bytes).root
    try cursor.object().required("schema").schema()
    let object = try cursor.object(members: Self.members)
    let recorder = try object.required("recorder").object(members: ["name", "version", "rules"])
    self.init(
      runID: try object.required("run_id").runID(),
      key: AttemptKey(
        gate: try object.required("gate").gateID(), number: try object.required("attempt").count()),
      status: try object.required("status").word(of: AttemptStatus.self),
      verdict: try Self.verdict(object.required("verdict")),
      startedAt: try object.required("started_at").instant(),
      finishedAt: try object.required("finished_at").instant(),
      recorder: Recorder(
        name: try recorder.required("name").string(),
        version: try recorder.required("version").string()),
      rules: try recorder.required("rules").count(), agent: try object.nullable("agent")?.string(),
      finishedBy: try object.required("finished_by").actor(),
      requestKey: try object.nullable("key")?.string(),
      invocationIDs: try object.required("invocation_ids").elements { cursor throws(JSONError) in
        try cursor.invocationID()
      },
      contract: try object.required("contract").fileReference(),
      prompt: try object.required("prompt").promptFact(),
      previous: try Self.previous(object.nullable("previous")),
      inputs: try object.required("inputs").elements { cursor throws(JSONError) in
        try cursor.fileFact()
      },
      requiredOutputs: try object.required("required_outputs").elements {
        cursor throws(JSONError) in
        try cursor.string()
      },
      artifacts: try object.required("artifacts").elements(Self.artifact),
      validations: try object.required("validations").elements(Self.validation),
      failureReason: try object.nullable("failure_reason")?.string())
  }

  private static func verdict(_ cursor: JSONCursor) throws(JSONError) -> Verdict {
    let object = try cursor.object(members: ["class", "reason_code", "next_action"])
    let verdict = Verdict(
      reasonCode: try object.required("reason_code").word(of: Verdict.ReasonCode.self),
      nextAction: try object.required("next_action").string())
    let named = try object.required("class")
    if try named.word(of: Verdict.Class.self) != verdict.reasonCode.verdict {
      throw named.error("it contradicts the reason code", hint: nil)
    }
    return verdict
  }

  private static func previous(_ cursor: JSONCursor?) throws(JSONError) -> Previous? {
    guard let object = try cursor?.object(members: ["record", "sha256"]) else { return nil }
    return Previous(
      record: try object.required("record").string(), sha256: try object.required("sha256").digest()
    )
  }

  private static func artifact(_ cursor: JSONCursor) throws(JSONError) -> Artifact {
    let object = try cursor.object(members: ["path", "sha256", "bytes", "exists"])
    return Artifact(file: try object.fileFact(), exists: try object.required("exists").bool())
  }

  private static func validation(_ cursor: JSONCursor) throws(JSONError) -> Validation {
    let object = try cursor.object(members: [
      "id", "type", "path", "pass", "severity", "expected", "found", "error", "findings",
    ])
    return Validation(
      id: try object.required("id").string(), type: try object.required("type").string(),
      path: try object.required("path").string(), pass: try object.required("pass").bool(),
      severity: try object.required("severity").word(of: Validation.Severity.self),
      expected: try object.nullable("expected")?.string(),
      found: try object.nullable("found")?.string(),
      error: try object.nullable("error")?.string(),
      findings: try object.required("findings").elements(finding))
  }

  private static func finding(_ cursor: JSONCursor) throws(JSONError) -> Finding {
    let object = try cursor.object(members: ["path", "line", "column", "message"])
    return Finding(
      path: try object.required("path").string(), line: try object.nullable("line")?.count(),
      column: try object.nullable("column")?.count(),
      message: try object.required("message").string())
  }
}
