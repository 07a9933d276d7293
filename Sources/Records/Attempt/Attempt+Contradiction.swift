extension Attempt {
  /// What in this attempt contradicts the history that names it, or nil.
  func contradiction(
    to open: RunState.Open, finished: Event.GateFinished, event: Event, previous: Previous?,
    header: RunHeader
  ) -> String? {
    if runID != header.id { return "it belongs to another run, \(runID)" }
    if key != open.key { return "it says that it is attempt \(key.number) of \(key.gate)" }
    if status != finished.status { return "its status differs from the event's" }
    if verdict.reasonCode != finished.reasonCode {
      return "its reason code differs from the event's"
    }
    if (status == .pass) != (verdict.reasonCode.verdict == .pass) {
      return "its verdict contradicts its status"
    }
    if startedAt != open.at { return "its started_at differs from the event's" }
    if finishedAt != event.at { return "its finished_at differs from the event's" }
    if !requestKey.isIdentical(to: event.key) { return "its key differs from the event's" }
    if !agent.isIdentical(to: open.started.agent) { return "its agent differs from the event's" }
    if prompt != open.started.prompt { return "its prompt differs from the event's" }
    if invocationIDs != open.invocationIDs { return "its invocation_ids differ from the events'" }
    if inputs != open.inputs { return "its inputs differ from the event's and the index" }
    if self.previous != previous {
      return "its previous attempt is not the one that closed before it"
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
