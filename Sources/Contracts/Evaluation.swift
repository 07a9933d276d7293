package import Text

/// What a contract says of the files as they are: an answer for each rule, and every file that was looked at.
package struct Evaluation: Sendable {
  /// The answer of one rule.
  package struct Result: Sendable {
    /// Pass, fail, or could not run: the last is never a pass and never the writer's fault.
    package enum Outcome: Sendable, Equatable {
      case pass, fail
      case error(String)
      /// It has a program run, and none may be run here.
      case claimed
    }

    package let rule: Rule
    package let outcome: Outcome
    package let expected: String
    package let found: String?
    package let findings: [Finding]
  }

  package let results: [Result]
  /// Every required output and every file that a rule looked for, sorted by path.
  package let artifacts: [Artifact]

  /// Judges the files by a contract, in the place of one run and gate.
  ///
  /// Each file is opened once, through the source. Without `checks` no program is run, and the rules that want one are `claimed`.
  package init(
    of contract: Contract, values: PathTemplate.Values, source: some ArtifactSource,
    checks: (any CheckRunner)? = nil
  ) {
    let files = FileTable(source: source)
    var plans: [RulePlan] = []
    for rule in contract.rules {
      let plan = RulePlan(rule, values: values, source: source)
      files.note(plan.paths, Reading(rule.kind))
      plans.append(plan)
    }
    files.keepsEveryText = contract.rules.contains { Swift.type(of: $0.kind).looksFurther }
    let context = RuleContext(values: values, look: files.look, checks: checks)
    // What is wrong with a file as a whole is said once, by the first of those that show first: fails before warnings.
    var said: Set<RepositoryPath> = []
    var answers: [Int: Result] = [:]
    for severity in [Rule.Severity.fail, .warn] {
      for (index, plan) in plans.enumerated() where plan.rule.severity == severity {
        answers[index] = plan.result(files, in: context, said: &said)
      }
    }
    results = plans.indices.compactMap { answers[$0] }
    artifacts = files.artifacts
  }
}

/// What the rules want of a file, the most that one of them does.
private enum Reading: Int, Comparable {
  case none, bytes, markdown

  init(_ kind: some RuleKind) {
    self = !Swift.type(of: kind).readsText ? .none : kind.readsMarkdown ? .markdown : .bytes
  }

  static func < (a: Reading, b: Reading) -> Bool { a.rawValue < b.rawValue }
}

/// The files of an evaluation, each opened once, when it is first needed.
private final class FileTable<Source: ArtifactSource> {
  private let source: Source
  private var readings: [RepositoryPath: Reading] = [:]
  private var opened: [RepositoryPath: (artifact: Artifact, text: CheckedFile.Text?)] = [:]
  /// Set where a rule may come to any file by way of another, and then wants its text.
  var keepsEveryText = false

  init(source: Source) { self.source = source }

  func note(_ paths: [RepositoryPath], _ reading: Reading) {
    for path in paths { readings[path] = max(reading, readings[path] ?? .none) }
  }

  /// Every file that was looked for, sorted by path.
  var artifacts: [Artifact] { opened.values.map(\.artifact).sorted { $0.path < $1.path } }

  /// The file, opened where it was not yet.
  func open(_ path: RepositoryPath) -> (artifact: Artifact, text: CheckedFile.Text?) {
    if let file = opened[path] { return file }
    let reading = keepsEveryText ? .markdown : readings[path] ?? .none
    let keeps = reading > .none
    let artifact = source.artifact(at: path, keepingContents: keeps)
    var text: CheckedFile.Text?
    if keeps, case .file(let file) = artifact.state, let bytes = file.contents,
      String.firstInvalidUTF8(in: bytes) == nil
    {
      text = CheckedFile.Text(bytes, isMarkdown: reading == .markdown)
    }
    opened[path] = (artifact, text)
    return (artifact, text)
  }

  /// What a rule sees of a file that it comes to by way of another.
  func look(_ path: RepositoryPath) -> RuleContext.Sight {
    let (artifact, text) = open(path)
    switch artifact.state {
    case .missing: return .missing
    case .notRegular(let kind): return .other(kind)
    case .unreadable(let why): return .unreadable(why)
    case .file(let file): return .file(CheckedFile(path: path, count: file.count, text: text))
    }
  }
}

extension Finding {
  /// Whether it is more than what is wrong with a whole file, or says that for the first time.
  fileprivate func isNew(to said: inout Set<RepositoryPath>) -> Bool {
    guard position == nil, FileProblem.fix(for: message) != nil,
      let path = try? RepositoryPath(path)
    else { return true }
    return said.insert(path).inserted
  }
}

/// A rule with the files that it looks at.
private struct RulePlan {
  let rule: Rule
  let paths: [RepositoryPath]
  /// The path with its variables filled in, also where it is a pattern.
  private let filled: String
  private let listingError: String?

  init(_ rule: Rule, values: PathTemplate.Values, source: some ArtifactSource) {
    self.rule = rule
    var paths: [RepositoryPath] = []
    var filled = rule.path.text
    var problem: String?
    do {
      filled = try rule.path.filled(values)
      if RecordsFolder.holds(filled) {
        problem = RecordsFolder.refusal(filled)
      } else if rule.path.isGlob {
        paths = try source.files(matching: filled).filter { !RecordsFolder.holds($0.text) }
      } else {
        paths = [try RepositoryPath(filled)]
      }
    } catch let error as PathError {
      problem = error.description
    } catch let error as ArtifactSourceError {
      problem = error.what
    } catch {
      problem = "\(error)"
    }
    self.paths = paths
    self.filled = filled
    listingError = problem
  }

  func result<Source>(
    _ files: FileTable<Source>, in context: RuleContext, said: inout Set<RepositoryPath>
  ) -> Evaluation.Result {
    let depth = context.values.depth
    if let listingError { return result(.error(listingError), depth, found: nil, []) }
    if paths.isEmpty, !Swift.type(of: rule.kind).judgesNoMatch { return resultOfNoMatch(depth) }
    var good: [CheckedFile] = []
    var problems: [(path: RepositoryPath, problem: FileProblem)] = []
    var error: String?
    for path in paths {
      switch judge(path, files) {
      case .good(let file): good.append(file)
      case .problem(let problem): problems.append((path, problem))
      // The files after it are opened all the same, for all that the rule looks for is recorded.
      case .error(let what): error = error ?? what
      }
    }
    if let error { return result(.error(error), depth, found: nil, []) }
    var findings = problems.filter { said.insert($0.path).inserted }.map {
      Finding(path: $0.path.text, position: $0.problem.position, message: $0.problem.message)
    }
    guard problems.isEmpty || !good.isEmpty else {
      let found =
        problems.count == 1
        ? problems.first?.problem.found : "\(problems.count) files could not be judged"
      return result(.fail, depth, found: found, findings)
    }
    if rule.isClaimed, context.checks == nil { return result(.claimed, depth, found: nil, []) }
    var context = context
    context.rule = rule.id
    let answer = rule.kind.check(good, in: context)
    if let error = answer.error { return result(.error(error), depth, found: nil, []) }
    findings += answer.findings.filter { $0.isNew(to: &said) }
    let found =
      problems.isEmpty ? answer.found : "\(answer.found); \(problems.count) could not be judged"
    return result(answer.pass && problems.isEmpty ? .pass : .fail, depth, found: found, findings)
  }

  private enum Judged {
    case good(CheckedFile)
    case problem(FileProblem)
    case error(String)
  }

  private func judge<Source>(_ path: RepositoryPath, _ files: FileTable<Source>) -> Judged {
    let (artifact, text) = files.open(path)
    switch artifact.state {
    case .missing: return .problem(.missing)
    case .notRegular(let kind): return .problem(.notRegular(kind))
    case .unreadable(let why): return .error("\(path): \(why)")
    case .file(let file):
      guard Swift.type(of: rule.kind).readsText else {
        return .good(CheckedFile(path: path, count: file.count, text: nil))
      }
      if let text {
        return .good(CheckedFile(path: path, count: file.count, text: text))
      }
      guard let bytes = file.contents else {
        return .error(
          "\(path): \(file.count) bytes, and a rule reads at most \(Artifact.textLimit) of a text")
      }
      let offset = String.firstInvalidUTF8(in: bytes) ?? 0
      return .problem(.notUTF8(at: LineIndex(bytes).position(at: offset)))
    }
  }

  private func resultOfNoMatch(_ depth: Depth) -> Evaluation.Result {
    let problem = FileProblem.noMatch
    if rule.allowsEmpty { return result(.pass, depth, found: problem.found, []) }
    let finding = Finding(path: filled, position: nil, message: problem.message)
    return result(.fail, depth, found: problem.found, [finding])
  }

  private func result(
    _ outcome: Evaluation.Result.Outcome, _ depth: Depth, found: String?, _ findings: [Finding]
  ) -> Evaluation.Result {
    Evaluation.Result(
      rule: rule, outcome: outcome, expected: rule.kind.expected(at: depth), found: found,
      findings: Array(findings.prefix(Finding.limit)))
  }
}
