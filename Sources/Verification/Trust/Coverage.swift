import Records
import Runs
import Text

/// Whether every folder that a workflow covers has a passed run that vouches for it.
///
/// The cheapest forgery is not to run the tool at all.
struct Coverage {
  private let runs: [RunInspection]
  /// The places of the runs over each artifact path, in order.
  private let byPath: [RepositoryPath: [Int]]
  /// What became of the claims of each run that the working tree does not simply bear out.
  private let answers: [String: [Evidence.Answer]]

  init(_ runs: [RunInspection], _ evidence: Evidence) {
    self.runs = runs
    var byPath: [RepositoryPath: [Int]] = [:]
    for (place, run) in runs.enumerated() {
      if let path = run.saidHeader?.workflow.artifactPath {
        byPath[path, default: []].append(place)
      }
    }
    self.byPath = byPath
    // A file to which the artifact links is not what the run vouches for.
    let named = evidence.answers.filter { $0.claim.isNamed }
    answers = Dictionary(grouping: named) { $0.claim.run }.mapValues { $0.map(\.answer) }
  }

  /// The patterns of each workflow: of the working tree, and of a trusted revision together with it.
  func findings(
    _ workflows: [String: [Workflow]], in source: some EvidenceSource
  ) -> [VerificationFinding] {
    var findings: [VerificationFinding] = []
    for (name, versions) in workflows.sorted(by: {
      $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }) {
      var folders: Set<FolderMatch> = []
      for pattern in Set(versions.flatMap(\.covers)) {
        do throws(EvidenceError) {
          folders.formUnion(try source.folders(matching: pattern))
        } catch {
          findings.append(
            VerificationFinding(
              .cannotCheck, path: versions.first?.path.text ?? name, run: nil,
              message: "which folders it covers is not known: \(error.what)", next: error.cure))
        }
      }
      let sorted = folders.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      findings += sorted.compactMap { folder in
        folder.path.map { finding($0, of: name) } ?? Self.unrecordable(folder.name, of: name)
      }
    }
    return findings
  }

  private static func unrecordable(_ name: String, of workflow: String) -> VerificationFinding {
    VerificationFinding(
      .uncovered, path: name, run: nil,
      message:
        "no run of \(workflow) can vouch for this: it is a link, or its name is none that a record can hold",
      expected: "a folder with a name that every system can hold", found: "a link, or another name",
      next: "git log --oneline -- \(ShellWord.quoted(name))")
  }

  private func finding(_ folder: RepositoryPath, of workflow: String) -> VerificationFinding? {
    let candidates = byPath[folder, default: []].map { runs[$0] }.filter { run in
      run.saidHeader?.workflow.name.utf8.elementsEqual(workflow.utf8) == true
    }
    func isCovering(_ run: RunInspection) -> Bool {
      run.summary.status == .passed && run.recordHolds
        && answers[run.name, default: []].allSatisfy(\.isBorneOut)
    }
    if candidates.contains(where: isCovering) { return nil }
    let passed = candidates.filter { $0.summary.status == .passed && $0.recordHolds }
    // Where the bytes are not at hand, that is said of the file; the folder may well be covered.
    let mayCover = passed.contains { run in
      answers[run.name, default: []].allSatisfy { $0.isOpen || $0.isBorneOut }
    }
    if mayCover { return nil }
    // One that is not finished is gone on with; else the passed one says most.
    let open = candidates.last { $0.recordHolds && $0.summary.status?.isFinal == false }
    let newest = open ?? passed.last ?? candidates.last
    return VerificationFinding(
      .uncovered, path: folder.text, run: nil,
      message: "no passed run of \(workflow) vouches for this folder as it is",
      expected: "a PASSED run of \(workflow) whose files are as they passed",
      found: newest.map { words($0) } ?? noRun, next: next(folder, workflow, newest)
    ).unlessAnotherRunVouches
  }

  private var noRun: String {
    runs.allSatisfy { $0.saidHeader != nil } ? "no run" : "no run that can be read"
  }

  private func words(_ run: RunInspection) -> String {
    guard let status = run.summary.status, run.recordHolds else {
      return "\(run.name), whose record does not hold"
    }
    if status == .passed { return "\(run.name), and files have changed since it passed" }
    let gate = run.summary.waitingAt.map { " at \($0)" } ?? ""
    return "\(run.name), which is \(status.rawValue)\(gate)"
  }

  private func next(
    _ folder: RepositoryPath, _ workflow: String, _ run: RunInspection?
  ) -> String {
    if let run, !run.recordHolds {
      return "orchestrate verify --run \(ShellWord.quoted(run.name))"
    }
    if let run, let id = run.header?.id, run.summary.status?.isFinal == false {
      return RunCommand.resume(id)
    }
    let slug = folder.segments.last.flatMap(Slug.init)?.description ?? "SLUG"
    return "orchestrate run \(workflow) --slug \(slug) --artifact-path "
      + ShellWord.quoted(folder.text)
  }
}
