import CommandGrammar
import Digests
import Host
import Records
import Runs
import Text

/// What a person said of a run to be opened; what is left out comes from the workflow's defaults.
struct RunRequest {
  let workflow: String
  let slug: Slug?
  let artifactPath: String?
  let depth: Depth?
  let promptFile: String?
}

extension Session {
  /// What a request means in this repository; everything that the run will need is loaded and checked.
  func plan(_ request: RunRequest, command: String? = nil) throws -> RunStart {
    let workflow = try workflow(request.workflow, command: command)
    guard let slug = request.slug ?? workflow.defaults.slug else {
      throw SessionError.badValue(
        option: "--slug", what: "it is missing, and the workflow has no default",
        hint: "add --slug S, a short name such as the-word-robot")
    }
    let artifactPath = try artifactPath(request.artifactPath, workflow)
    var promptFile: FileReference?
    if let file = request.promptFile {
      let path = try path(file, option: "--prompt-file")
      let text = try text(path, role: "the prompt file")
      promptFile = FileReference(path: path.text, sha256: SHA256.digest(of: Array(text.utf8)))
    }
    _ = try policy()
    for gate in workflow.gates {
      _ = try contract(of: gate)
      _ = try text(gate.prompt, role: "the prompt of \(gate.id)")
    }
    return RunStart(
      workflow: workflow, slug: slug, artifactPath: artifactPath,
      depth: request.depth ?? configuration.depth ?? workflow.defaults.depth ?? .standard,
      promptFile: promptFile, key: key
    )
  }

  /// Opens a run, or finds the one that the same `--key` opened.
  func start(_ plan: RunStart) throws -> RunRecord {
    guard let key else { return try create(plan) }
    // Two that come with one key at the same time must not both find none.
    let lock = try store.lockRuns()
    defer { lock.release() }
    guard let record = try recordStarted(withKey: key) else { return try create(plan) }
    guard plan.isSameRequest(as: record.header) else {
      throw Refusal.keyUsed(key, for: "run \(record.header.id)")
    }
    try store.sync(record)
    return record
  }

  private func create(_ plan: RunStart) throws -> RunRecord {
    let record = try plan.record(at: now(), number: surroundings.random(), commit: head())
    try store.create(record)
    frame.explain("wrote: \(RunPaths(record.header.id).runFile)")
    return record
  }

  /// The newest run of a workflow over an artifact path that is not final.
  func unfinishedRun(_ plan: RunStart) throws -> RunRecord? {
    try store.runs().reversed().lazy.compactMap { try? self.load($0) }.first { record in
      !record.state.status.isFinal && record.header.workflow.artifactPath == plan.artifactPath
        && record.header.workflow.name.utf8.elementsEqual(plan.workflow.name.utf8)
    }
  }

  /// The run that a key opened.
  func recordStarted(withKey key: String) throws -> RunRecord? {
    try store.runs().lazy.compactMap { try? self.load($0) }.first { record in
      record.events.first?.key.map { $0.utf8.elementsEqual(key.utf8) } ?? false
    }
  }

  private func artifactPath(_ text: String?, _ workflow: Workflow) throws -> RepositoryPath {
    guard let text else {
      if let path = workflow.defaults.artifactPath { return path }
      throw SessionError.badValue(
        option: "--artifact-path", what: "it is missing, and the workflow has no default",
        hint: "add --artifact-path PATH, the folder that the outputs go to")
    }
    let path = try path(text, option: "--artifact-path")
    if let first = path.segments.first, first.lowercased() == "orchestration" {
      throw SessionError.badValue(
        option: "--artifact-path", what: "'\(path)' lies where records and contracts are",
        hint: "name a folder of its own, for example essays/robot")
    }
    for count in 1..<max(1, path.segments.count) {
      let parent = path.segments.prefix(count).joined(separator: "/")
      switch try folder.status(of: parent) {
      case .missing: return path
      case .other(.folder): continue
      case .regular:
        throw SessionError.badValue(
          option: "--artifact-path", what: "'\(parent)' is a file, not a folder",
          hint: "name a folder of its own, for example essays/robot")
      case .other(let kind):
        throw SessionError.badValue(
          option: "--artifact-path", what: "'\(parent)' is \(kind), not a folder",
          hint: "name a folder of its own, for example essays/robot")
      }
    }
    switch try folder.status(of: path.text) {
    case .missing, .other(.folder): return path
    case .regular:
      throw SessionError.badValue(
        option: "--artifact-path", what: "'\(path)' is a file", hint: "name the folder around it")
    case .other(let kind):
      throw SessionError.badValue(
        option: "--artifact-path", what: "'\(path)' is \(kind)", hint: "name a folder")
    }
  }

  /// A path as it was typed, from the root; where only the reading from the working directory exists, the hint says so.
  func path(_ text: String, option: String) throws -> RepositoryPath {
    // A shell completes folders with a slash behind them.
    let trimmed =
      text.utf8.count > 1 && text.utf8.last == 0x2F ? String(text.utf8.dropLast()) ?? text : text
    do {
      let path = try RepositoryPath(trimmed)
      if try folder.status(of: path.text) == .missing, let other = pathFromWorkingDirectory(trimmed)
      {
        throw SessionError.badValue(
          option: option, what: "'\(trimmed)' is missing; paths begin at the root, \(root.path)",
          hint: "write \(other)")
      }
      return path
    } catch let error as PathError {
      let other = pathFromWorkingDirectory(trimmed)
      throw SessionError.badValue(
        option: option, what: error.description, hint: other.map { "write \($0)" } ?? error.hint)
    }
  }

  /// What the text names from the working directory, as a path from the root, where something stands there.
  private func pathFromWorkingDirectory(_ text: String) -> String? {
    let working = surroundings.workingDirectory
    let absolute = text.utf8.first == 0x2F ? text : working + "/" + text
    var segments: [String] = []
    for part in absolute.utf8.split(separator: 0x2F) {
      let name = String(decoding: part, as: UTF8.self)
      if name == ".." { _ = segments.popLast() } else if name != "." { segments.append(name) }
    }
    let whole = "/" + segments.joined(separator: "/")
    let prefix = root.path == "/" ? "/" : root.path + "/"
    guard whole.utf8.starts(with: prefix.utf8) else { return nil }
    let rest = String(decoding: whole.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    guard !rest.utf8.elementsEqual(text.utf8), let path = try? RepositoryPath(rest),
      let status = try? folder.status(of: path.text), status != .missing
    else { return nil }
    return path.text
  }
}
