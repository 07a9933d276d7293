extension Attempt {
  /// What in this attempt contradicts the history that names it, or nil.
  func contradiction(
    to open: RunState.Open, finished: Event.GateFinished, event: Event, previous: Previous?,
    header: RunHeader
  ) -> RecordError? {
    func error(_ what: String, _ kind: RecordError.Kind = .attempt) -> RecordError {
      RecordError(record: finished.record, kind: kind, what: what)
    }
    if runID != header.id { return error("it belongs to another run, \(runID)", .foreign) }
    if key != open.key {
      return error("it says that it is attempt \(key.number) of \(key.gate)", .foreign)
    }
    if status != finished.status { return error("its status differs from the event's") }
    if verdict.reasonCode != finished.reasonCode {
      return error("its reason code differs from the event's")
    }
    if (status == .pass) != (verdict.reasonCode.verdict == .pass) {
      return error("its verdict contradicts its status")
    }
    if startedAt != open.at { return error("its started_at differs from the event's") }
    if finishedAt != event.at { return error("its finished_at differs from the event's") }
    if !requestKey.isIdentical(to: event.key) { return error("its key differs from the event's") }
    if !agent.isIdentical(to: open.started.agent) {
      return error("its agent differs from the event's")
    }
    if prompt != open.started.prompt { return error("its prompt differs from the event's") }
    if invocationIDs != open.invocationIDs {
      return error("its invocation_ids differ from the events'")
    }
    if inputs != open.inputs { return error("its inputs differ from the event's and the index") }
    if self.previous != previous {
      return error("its previous attempt is not the one that closed before it", .chain)
    }
    return nil
  }
}

extension String? {
  /// Compares bytes; `==` would hold two spellings of one accented letter to be the same.
  fileprivate func isIdentical(to other: String?) -> Bool {
    switch (self, other) {
    case (nil, nil): true
    case (let a?, let b?): a.utf8.elementsEqual(b.utf8)
    default: false
    }
  }
}
