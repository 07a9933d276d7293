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
  var lastWorkflow: (bytes: [UInt8], workflow: Workflow)?
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

// MARK: Who acts

extension Session {
  /// Who acts: `--by`, else the configuration's name, else git's user.name, else nobody.
  func actor(_ channel: Actor.Channel) -> Actor {
    if let by = by ?? configuration.by { return Actor(name: by, channel: channel) }
    // A git that cannot answer leaves the name out; it is a courtesy, not a proof.
    return Actor(name: userName.flatMap { OneLine($0)?.text }, channel: channel)
  }
}

// MARK: Records

extension Session {
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

  /// A run's record as this process read or wrote it last: for deciding what to ask for, never for writing.
  func known(_ run: RunID) throws -> RunRecord {
    if let lastRead, lastRead.run == run { return lastRead.record }
    return try load(run)
  }

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

  /// Who holds a lock, as the file beside it says.
  func holder() -> [UInt8] {
    JSONWriter.write([
      "command": .string(command), "pid": .integer(Int64(Folder.processID)),
      "since": .string(now().description),
    ])
  }

  /// The same in words.
  func holderWords(_ bytes: [UInt8]?) -> String {
    guard let bytes, let note = try? JSONDocument(parsing: bytes).root.object(),
      let command = try? note.required("command").string(),
      let process = try? note.required("pid").integer(),
      let since = try? note.required("since").string()
    else { return "another command" }
    return "'\(command)' (process \(process), since \(since))"
  }
}
