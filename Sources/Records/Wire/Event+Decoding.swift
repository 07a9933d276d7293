import JSONDocument

extension Event {
  private static let common = ["seq", "at", "type", "key"]

  /// Reads an event; it may have the members of its type alone.
  init(decoding cursor: JSONCursor) throws(JSONError) {
    let type = try cursor.object().required("type")
    let (members, read) = try Self.reader(type)
    let object = try cursor.object(members: Self.common + members)
    self.init(
      seq: try object.required("seq").count(), at: try object.required("at").instant(),
      key: try object.optional("key")?.string(), fact: try read(object))
  }

  private typealias Reader = (members: [String], read: (JSONObject) throws(JSONError) -> Fact)

  private static func reader(_ type: JSONCursor) throws(JSONError) -> Reader {
    let word = try type.string()
    switch word {
    case "run_started": return ([], { (_) throws(JSONError) in .runStarted })
    case "gate_started":
      return (["gate", "attempt", "agent", "contract", "prompt", "inputs", "before"], gateStarted)
    case "invocation_recorded": return (["id", "gate", "attempt", "agent", "status"], invocation)
    case "gate_finished":
      return (["gate", "attempt", "status", "reason_code", "record", "sha256"], gateFinished)
    case "run_finished": return (["status", "by", "reason"], runFinished)
    default: throw type.error("unknown event type '\(word)'", hint: nil)
    }
  }

  private static func gateStarted(_ object: JSONObject) throws(JSONError) -> Fact {
    .gateStarted(
      GateStarted(
        gate: try object.required("gate").gateID(), attempt: try object.required("attempt").count(),
        agent: try object.optional("agent")?.string(),
        contract: try object.required("contract").fileReference(),
        prompt: try object.required("prompt").promptFact(),
        inputs: try object.optional("inputs")?.elements { cursor throws(JSONError) in
          try cursor.fileFact()
        } ?? [],
        before: try object.optional("before")?.elements { cursor throws(JSONError) in
          try cursor.gateID()
        } ?? []))
  }

  private static func invocation(_ object: JSONObject) throws(JSONError) -> Fact {
    .invocationRecorded(
      InvocationRecorded(
        id: try object.required("id").invocationID(), gate: try object.required("gate").gateID(),
        attempt: try object.optional("attempt")?.count(),
        agent: try object.required("agent").string(),
        status: try object.required("status").word(of: InvocationStatus.self)))
  }

  private static func gateFinished(_ object: JSONObject) throws(JSONError) -> Fact {
    let finished = GateFinished(
      gate: try object.required("gate").gateID(), attempt: try object.required("attempt").count(),
      status: try object.required("status").word(of: AttemptStatus.self),
      reasonCode: try object.required("reason_code").word(of: Verdict.ReasonCode.self),
      sha256: try object.required("sha256").digest())
    let record = try object.required("record")
    if !(try record.string().utf8.elementsEqual(finished.record.utf8)) {
      throw record.error("expected '\(finished.record)'", hint: nil)
    }
    return .gateFinished(finished)
  }

  private static func runFinished(_ object: JSONObject) throws(JSONError) -> Fact {
    .runFinished(
      RunFinished(
        status: try object.required("status").word(of: RunStatus.self),
        by: try object.required("by").actor(), reason: try object.optional("reason")?.string()))
  }
}
