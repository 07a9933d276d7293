import CommandGrammar
import Contracts
import Digests
import Host
import JSONDocument
import Records
import Runs
import Text

/// One command at work in one repository: what was asked of it in general, and how it reaches files, git and the person.
final class Session {
  let surroundings: Surroundings
  let frame: Frame
  let root: RepositoryRoot
  let folder: Folder
  let store: RunStore
  let artifacts: DiskArtifacts
  let key: String?
  private let by: String?
  private let asks: Bool
  private let command: String
  let git: Git?
  /// What holds for a command that changes something; the others read no configuration.
  var configuration = Configuration.standard
  /// Whether a command that changes something may still say what is likely to go wrong.
  var warnsAhead = false
  private let shelf = AttemptShelf()
  /// The workflow that was read last, so that the same bytes are not read twice.
  private var lastWorkflow: (bytes: [UInt8], workflow: Workflow)?
  /// The policy, once it was read.
  var policyRead: Policy?
  /// Git's name of the person, asked for once.
  private lazy var userName = (try? git?.userName()).flatMap { $0 }
  /// The record that was read last, so that the same bytes are not read twice.
  private var lastRead: (run: RunID, files: RecordFiles, record: RunRecord, whole: [UInt8])?

  init(_ call: Call) throws {
    let arguments = call.arguments
    surroundings = call.surroundings
    frame = call.frame
    command = arguments.path.joined(separator: " ")
    by = try Self.line(arguments[Common.by], of: "--by")
    key = try Self.line(arguments[Common.key], of: "--key")
    asks = !arguments[Common.noInput] && !frame.printsJSON
    root = try call.root()
    frame.explain("repository: \(root.path)")
    folder = try Folder(root: root.path)
    guard case .other(.folder) = try folder.status(of: "orchestration") else {
      throw SessionError.notSetUp(root.path)
    }
    store = RunStore(root: folder)
    artifacts = DiskArtifacts(root: folder)
    git = root.hasGit ? Git(root: root.path, environment: surroundings.environment) : nil
  }

  /// The person, where one can be asked.
  var terminal: (any Terminal)? {
    asks && !configuration.neverAsks ? surroundings.terminal : nil
  }

  /// The moment.
  func now() -> Instant { surroundings.now() }

  private static func line(_ text: String?, of option: String) throws(SessionError) -> String? {
    guard let text else { return nil }
    guard let line = OneLine(text) else {
      throw .badValue(
        option: option, what: "it must be one line of at most 128 characters",
        hint: "leave out line breaks and control characters")
    }
    return line.text
  }
}

// MARK: Who and where

extension Session {
  /// Who acts: `--by`, else the configuration's name, else git's user.name, else nobody.
  func actor(_ channel: Actor.Channel) -> Actor {
    if let by = by ?? configuration.by { return Actor(name: by, channel: channel) }
    // A git that cannot answer leaves the name out; it is a courtesy, not a proof.
    return Actor(name: userName.flatMap { OneLine($0)?.text }, channel: channel)
  }

  /// HEAD, or nil without git or commit.
  func head() -> String? { (try? git?.head()).flatMap { $0 } }

  /// What HEAD does not have of a record; nothing where git cannot be asked, which is said.
  ///
  /// A standing attempt is there when its file is, and each of its outputs in the length that passed.
  func uncommitted(_ record: RunRecord) -> Uncommitted {
    guard let git else { return .none }
    let paths = RunPaths(record.header.id)
    let standing = record.state.gates.compactMap { $0.standing.flatMap { record.attempts[$0] } }
    var names = ["HEAD:" + paths.runFile]
    for closed in standing {
      names.append("HEAD:" + paths.attempt(closed.attempt.key))
      names += closed.outputs.map {
        "HEAD:" + PathTemplate.filed($0.path, in: record.header.workflow.artifactPath)
      }
    }
    let objects: [GitObject?]
    let runFile: [UInt8]?
    do {
      objects = try git.objects(names)
      runFile = record.state.status.isFinal ? try git.blobs([names[0]])[0] : nil
    } catch {
      frame.say("note: whether the record is committed is not known: \(error)")
      return .none
    }
    var rest = objects.dropFirst()
    var missing: [AttemptKey] = []
    var overtaken: [AttemptKey] = []
    for closed in standing {
      let hasFile = rest.popFirst().flatMap(\.self) != nil
      let hasOutputs = closed.outputs.map { rest.popFirst().flatMap(\.self)?.bytes == $0.bytes }
      let outputs = glance(at: closed.outputs, in: record.header)
      let isOther = zip(outputs, closed.outputs).contains { $0 != nil && $0 != $1 }
      if !hasOutputs.allSatisfy(\.self), isOther {
        overtaken.append(closed.attempt.key)
        if !hasFile { missing.append(closed.attempt.key) }
      } else if !hasFile || !hasOutputs.allSatisfy(\.self) {
        missing.append(closed.attempt.key)
      }
    }
    return Uncommitted(
      attempts: missing, runFile: record.state.status.isFinal && runFile != record.encoded(),
      overtaken: overtaken)
  }

  /// The lines that commit a pass; nil without git.
  func commitLines(_ attempt: Attempt, in record: RunRecord) -> CommitLines? {
    git == nil ? nil : CommitLines([attempt], in: record, from: wayToRoot)
  }

  /// The way from the working directory to the root, as git's -C takes it; nil where they are the same.
  var wayToRoot: String? {
    guard let working = RepositoryRoot.real(surroundings.workingDirectory), working != root.path
    else {
      return nil
    }
    let prefix = root.path == "/" ? "/" : root.path + "/"
    guard working.utf8.starts(with: prefix.utf8) else { return root.path }
    let depth = working.utf8.dropFirst(prefix.utf8.count).count { $0 == 0x2F } + 1
    return Array(repeating: "..", count: depth).joined(separator: "/")
  }
}

// MARK: Reading

extension Session {
  /// The run that is meant; left out, the one that the same `--key` changed before, else the only open one.
  ///
  /// `fallback` is for commands that only look. A run that cannot be read may be the one that is meant, so no other is taken for
  /// it but by those.
  func selectRun(
    _ text: String?, fallback: RunSelection.Fallback = .refuse
  ) throws -> RunID {
    let runs = try store.runs()
    if let text { return try RunSelection.named(text, among: runs) }
    let records = try runs.map { id in (id: id, record: try recordOrLegacy(id, fallback)) }
    if let key, let again = records.last(where: { $0.record?.event(withKey: key) != nil }) {
      return again.id
    }
    let candidates = records.map {
      RunSelection.Candidate(id: $0.id, status: $0.record?.state.status)
    }
    let run = try RunSelection.unnamed(among: candidates, fallback: fallback)
    frame.explain("run: \(run)")
    return run
  }

  /// The record of a run; nil where it is an earlier runner's, or where a look may pass over what cannot be read.
  private func recordOrLegacy(
    _ run: RunID, _ fallback: RunSelection.Fallback
  ) throws -> RunRecord? {
    do { return try load(run) } catch {
      if fallback == .latest { return nil }
      if case .legacy? = (error as? RunRecordError)?.reason { return nil }
      throw error
    }
  }

  /// The gate that is meant; left out, that of the event that the same `--key` wrote, else of the only open attempt.
  func selectGate(_ text: String?, in record: RunRecord) throws(Refusal) -> GateID {
    if text == nil, let key, case .gateFinished(let again)? = record.event(withKey: key)?.fact {
      return again.gate
    }
    return try record.gate(named: text)
  }

  /// A run's record, held to its own rules.
  func load(_ run: RunID) throws -> RunRecord {
    guard let files = try store.files(of: run, shelf: shelf) else {
      throw Refusal.unknownRun(run.description, near: nil)
    }
    if let lastRead, lastRead.run == run, lastRead.files == files { return lastRead.record }
    do {
      let record = try RunRecord(reading: files)
      guard record.header.id == run else {
        throw UnreadableRecord.contradiction(
          RecordError(record: "RUN.json", what: "it belongs to another run, \(record.header.id)"))
      }
      lastRead = (run, files, record, record.encoded())
      return record
    } catch let error as UnreadableRecord {
      guard case .mergeConflict = error else { throw RunRecordError(run: run, reason: error) }
      throw RunRecordError(run: run, reason: error, sides: sidesOfMerge(in: run))
    }
  }

  /// The workflow of a name; `command` is what was perhaps meant instead.
  func workflow(_ name: String, command: String? = nil) throws -> Workflow {
    let path = try? Workflow.path(of: name)
    guard let path, !name.utf8.contains(0x2F), try folder.status(of: path.text) != .missing else {
      let known = try workflowNames()
      throw SessionError.unknownWorkflow(
        name, near: Spelling.closest(to: name, among: known), command: command)
    }
    let bytes = try read(path, role: "the workflow")
    if let lastWorkflow, lastWorkflow.workflow.path == path, lastWorkflow.bytes == bytes {
      return lastWorkflow.workflow
    }
    let workflow = try Workflow(bytes, name: name, path: path)
    lastWorkflow = (bytes, workflow)
    return workflow
  }

  /// A run's record as this process read or wrote it last: for deciding what to ask for, never for writing.
  func known(_ run: RunID) throws -> RunRecord {
    if let lastRead, lastRead.run == run { return lastRead.record }
    return try load(run)
  }

  private func workflowNames() throws -> [String] {
    guard let entries = try? folder.list("workflows", limit: 10_000) else { return [] }
    return entries.filter { $0.kind == .folder }.map { String(decoding: $0.name, as: UTF8.self) }
  }

  /// The contract of a gate, refused where it is written for another.
  func contract(of gate: Workflow.Gate) throws -> Contract {
    let bytes = try read(gate.contract, role: "the contract of \(gate.id)")
    let contract = try Contract(bytes, path: gate.contract)
    guard contract.gate.utf8.elementsEqual(gate.id.description.utf8) else {
      throw SessionError.otherGate(
        contract: gate.contract.text, line: contract.gateLine, gate: contract.gate, wanted: gate.id)
    }
    return contract
  }

  /// A text that must be there.
  func text(_ path: RepositoryPath, role: String) throws -> String {
    let bytes = try read(path, role: role)
    if let offset = String.firstInvalidUTF8(in: bytes) {
      let place = LineIndex(bytes).position(at: offset)
      throw SessionError.notText(path.text, line: place.line, column: place.column)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A file that must be there, of at most 8 MiB.
  func read(_ path: RepositoryPath, role: String) throws -> [UInt8] {
    do { return try folder.read(path.text, limit: JSONDocument.maximumSize) } catch {
      if error.kind == .missing { throw SessionError.missingFile(path.text, role: role) }
      throw error
    }
  }

  /// Files as they are now, in the spelling of records; throws where one could not be read.
  func today(
    _ files: [FileFact], in header: RunHeader
  ) throws(UnreadableArtifact) -> [FileFact] {
    try FilesToday(artifacts, header).facts(files)
  }

  /// The same for one who only looks, with nil for what could not be read.
  func glance(at files: [FileFact], in header: RunHeader) -> [FileFact?] {
    FilesToday(artifacts, header).glance(at: files)
  }
}

// MARK: Writing

extension Session {
  /// Changes a run under its lock: re-reads the record, asks for the change, writes it.
  ///
  /// The change gives the new record and the bytes of the attempts that it closes.
  func update(
    _ run: RunID,
    _ change: (RunRecord) throws -> (RunRecord, closed: [(key: AttemptKey, bytes: [UInt8])])
  ) throws -> RunRecord {
    let lock: Lock
    do { lock = try store.lock(run, holder: holder()) } catch {
      guard error.kind == .locked else { throw error }
      throw SessionError.held(run, holder: holderWords(store.holder(of: run)))
    }
    defer { lock.release() }
    let current = try load(run)
    warnOfClock(before: current)
    let (onDisk, whole) = (lastRead?.files.run, lastRead?.whole)
    let (record, closed) = try change(current)
    let bytes = record.encoded()
    // A repeat of what was done already changes nothing, not even a file's date.
    if closed.isEmpty, onDisk == bytes {
      try store.sync(record)
      return record
    }
    // An attempt that a crash kept from being named must be on the disk before it is.
    if onDisk != whole { try store.sync(current) }
    try store.write(bytes, of: run, closed: closed)
    remember(record, bytes, closed)
    for key in closed.map(\.key) { frame.explain("wrote: \(RunPaths(run).attempt(key))") }
    frame.explain("wrote: \(RunPaths(run).runFile)")
    return record
  }

  /// The event that the same `--key` wrote before, brought to the disk with all that it speaks of.
  ///
  /// The command that wrote it may have been killed before it could answer. To be called without the lock.
  func eventOfRepeat(_ key: String?, in record: RunRecord) throws -> Event? {
    guard let key, let event = record.event(withKey: key) else { return nil }
    _ = try load(record.header.id)
    if lastRead?.files.run == record.encoded() {
      try store.sync(record)
    } else {
      _ = try update(record.header.id) { ($0, closed: []) }
    }
    return event
  }

  /// Keeps what was just written, so that the next reading need only find it unchanged.
  private func remember(
    _ record: RunRecord, _ bytes: [UInt8], _ closed: [(key: AttemptKey, bytes: [UInt8])]
  ) {
    guard let lastRead, lastRead.run == record.header.id else { return }
    var attempts = lastRead.files.attempts
    for (key, bytes) in closed { attempts[key] = bytes }
    self.lastRead = (
      record.header.id, RecordFiles(run: bytes, attempts: attempts), record, bytes
    )
  }

  func holder() -> [UInt8] {
    JSONWriter.write([
      "command": .string(command), "pid": .integer(Int64(Folder.processID)),
      "since": .string(now().description),
    ])
  }

  func holderWords(_ bytes: [UInt8]?) -> String {
    guard let bytes, let note = try? JSONDocument(parsing: bytes).root.object(),
      let command = try? note.required("command").string(),
      let process = try? note.required("pid").integer(),
      let since = try? note.required("since").string()
    else { return "another command" }
    return "'\(command)' (process \(process), since \(since))"
  }
}
