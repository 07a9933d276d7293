package import Records
package import Text

/// What opens a run.
package struct RunStart: Sendable {
  package let workflow: Workflow
  package let slug: Slug
  package let artifactPath: RepositoryPath
  package let depth: Depth
  package let promptFile: FileReference?
  package let key: String?

  package init(
    workflow: Workflow, slug: Slug, artifactPath: RepositoryPath, depth: Depth,
    promptFile: FileReference?, key: String?
  ) {
    self.workflow = workflow
    self.slug = slug
    self.artifactPath = artifactPath
    self.depth = depth
    self.promptFile = promptFile
    self.key = key
  }

  /// The record of the new run; `number` makes its id unique and `commit` is HEAD.
  package func record(at instant: Instant, number: UInt32, commit: String?) throws(RecordError)
    -> RunRecord
  {
    let header = RunHeader(
      id: RunID(startedAt: instant, slug: slug, number: number),
      workflow: RunHeader.Workflow(
        name: workflow.name, version: workflow.version, slug: slug, artifactPath: artifactPath,
        sha256: workflow.sha256),
      depth: depth, recorder: .current, commit: commit, promptFile: promptFile,
      gates: workflow.gates.map { RunHeader.Gate(id: $0.id, name: $0.name) })
    let started = Event(seq: 1, at: instant, key: key, fact: .runStarted)
    return try RunRecord(header: header, events: [started], attempts: [:])
  }

  /// Says whether a run that used the same key was asked for in the same way.
  package func isSameRequest(as header: RunHeader) -> Bool {
    header.workflow.name.utf8.elementsEqual(workflow.name.utf8) && header.workflow.slug == slug
      && header.workflow.artifactPath == artifactPath && header.depth == depth
      && header.promptFile?.path == promptFile?.path
  }
}
