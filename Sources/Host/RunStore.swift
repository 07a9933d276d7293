package import Records
import Runs

/// The files of runs on disk: read in one go, written durably under the run's lock.
package struct RunStore: Sendable {
  static let recordLimit = 8 << 20
  package static let entryLimit = 100_000

  package let root: Folder

  package init(root: Folder) { self.root = root }

  /// The runs that have a record, the oldest first.
  package func runs() throws(FileError) -> [RunID] {
    let entries: [FolderEntry]
    do { entries = try root.list(RunPaths.runs, limit: Self.entryLimit) } catch {
      if error.kind == .missing { return [] }
      throw error
    }
    var runs: [RunID] = []
    for entry in entries where entry.kind == .folder {
      guard let name = String(validating: entry.name, as: UTF8.self), let id = RunID(name) else {
        continue
      }
      // One that cannot be looked at is a run all the same; reading it will say why.
      if (try? root.status(of: RunPaths(id).runFile)) != .missing { runs.append(id) }
    }
    return runs.sorted()
  }

  /// The bytes of a run's record, or nil where there is no such run.
  ///
  /// An attempt file that the shelf holds, and that has not been touched since, is not read again: it is written once.
  package func files(of run: RunID, shelf: AttemptShelf? = nil) throws(FileError) -> RecordFiles? {
    let paths = RunPaths(run)
    let bytes: [UInt8]
    do { bytes = try root.read(paths.runFile, limit: Self.recordLimit) } catch {
      if error.kind == .missing { return nil }
      throw error
    }
    var attempts: [AttemptKey: [UInt8]] = [:]
    for gate in try list(paths.record + "/gates") where gate.kind == .folder {
      guard let name = String(validating: gate.name, as: UTF8.self), let id = GateID(name) else {
        continue
      }
      try readAttempts(of: id, paths, shelf, into: &attempts)
    }
    return RecordFiles(run: bytes, attempts: attempts)
  }

  private func readAttempts(
    of gate: GateID, _ paths: RunPaths, _ shelf: AttemptShelf?,
    into attempts: inout [AttemptKey: [UInt8]]
  ) throws(FileError) {
    let path = paths.record + "/gates/\(gate)"
    let folder = try? root.folder(path)
    let entries =
      if let here = try? folder?.list("", limit: Self.entryLimit) { here } else { try list(path) }
    for entry in entries {
      guard let key = AttemptKey(record: Array("gates/\(gate)/".utf8) + entry.name) else {
        continue
      }
      let name = String(decoding: entry.name, as: UTF8.self)
      let stamp = shelf == nil ? nil : folder?.stamp(of: name)
      let bytes =
        if let known = shelf?.bytes(of: paths.run, key, stamp) { known } else {
          try root.read(paths.attempt(key), limit: Self.recordLimit)
        }
      attempts[key] = bytes
      if let shelf, let stamp { shelf.put(bytes, of: paths.run, key, stamp) }
    }
  }

  private func list(_ path: String) throws(FileError) -> [FolderEntry] {
    do { return try root.list(path, limit: Self.entryLimit) } catch {
      if error.kind == .missing { return [] }
      throw error
    }
  }

  /// The names of all folders of runs, in the order of their bytes; a name that is not UTF-8 is left out.
  ///
  /// A link with the name of a run is among them, so that it is told: what it leads to is never looked at.
  package func names() throws(FileError) -> [String] {
    do {
      return try root.list(RunPaths.runs, limit: Self.entryLimit).compactMap { entry in
        String(validating: entry.name, as: UTF8.self).flatMap { name in
          entry.kind == .folder || (entry.kind == .link && RunID(name) != nil) ? name : nil
        }
      }
    } catch {
      if error.kind == .missing { return [] }
      throw error
    }
  }

  /// Takes the lock of the folder of all runs, under which a run is looked for by its key and created.
  package func lockRuns() throws(FileError) -> Lock {
    try root.createFolders(RunPaths.runs)
    return try root.lock(RunPaths.runs)
  }

  /// Writes the record of a new run.
  package func create(_ record: RunRecord) throws(FileError) {
    let paths = RunPaths(record.header.id)
    try root.createFolders(paths.temporary)
    try root.writeNew(paths.runFile, record.encoded(), temporary: paths.temporary)
  }

  /// Takes the lock of a run; `holder` is noted for whoever waits for it.
  package func lock(_ run: RunID, holder: [UInt8]) throws(FileError) -> Lock {
    let paths = RunPaths(run)
    return try root.lock(
      paths.folder,
      whenHeld: {
        // Only a courtesy to the one who waits: without it the lock is as good.
        try? root.writeDisposable(paths.holder, holder, temporary: paths.temporary)
      })
  }

  /// Takes the lock under which one command alone has a run's workers in hand; `holder` is noted for whoever comes second.
  package func lockWorkers(of run: RunID, holder: [UInt8]) throws(FileError) -> Lock {
    let paths = RunPaths(run)
    try root.createFolders(paths.temporary)
    return try root.lock(
      paths.logs, patience: .zero,
      whenHeld: { try? root.writeDisposable(paths.driver, holder, temporary: paths.temporary) })
  }

  /// What the command that has a run's workers in hand noted of itself.
  package func driver(of run: RunID) -> [UInt8]? {
    try? root.read(RunPaths(run).driver, limit: 4096)
  }

  /// Writes a file of the run's logs that may be lost with the power.
  package func writeNote(_ path: String, _ bytes: [UInt8], of run: RunID) throws(FileError) {
    try root.writeDisposable(path, bytes, temporary: RunPaths(run).temporary)
  }

  /// Adds a line to a file of the run's logs.
  package func appendLog(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    try root.append(path, bytes)
  }

  /// What the holder of a run's lock noted of itself.
  package func holder(of run: RunID) -> [UInt8]? {
    try? root.read(RunPaths(run).holder, limit: 4096)
  }

  /// Publishes the attempts that were closed, the first first, then RUN.json.
  ///
  /// To be called under the lock.
  package func write(
    _ record: [UInt8], of run: RunID, closed: [(key: AttemptKey, bytes: [UInt8])]
  ) throws(FileError) {
    let paths = RunPaths(run)
    root.removeStale(in: paths.temporary)
    var written: [String] = []
    do {
      for (key, bytes) in closed {
        try root.writeNew(paths.attempt(key), bytes, temporary: paths.temporary)
        written.append(paths.attempt(key))
      }
      try root.replace(paths.runFile, record, temporary: paths.temporary)
    } catch {
      // Whoever reads would take the attempts as closed, and nobody has been told that they are.
      if let old = try? root.read(paths.runFile, limit: Self.recordLimit), old != record {
        for path in written.reversed() { root.removeSilently(path) }
      }
      throw error
    }
  }

  /// Brings to the disk what a command that was killed may have written without that: the names of a record's files.
  package func sync(_ record: RunRecord) throws(FileError) {
    let paths = RunPaths(record.header.id)
    for gate in Set(record.attempts.keys.map(\.gate)) {
      try root.sync("\(paths.record)/gates/\(gate)")
    }
    try root.sync(paths.record)
  }

  /// Writes a file of the run's logs, which git ignores.
  package func writeLog(_ path: String, _ bytes: [UInt8], of run: RunID) throws(FileError) {
    try root.replace(path, bytes, temporary: RunPaths(run).temporary)
  }

  /// Writes a file of the run's logs that is made afresh from the record at will, without waiting for the disk.
  package func writeDerived(_ path: String, _ bytes: [UInt8], of run: RunID) throws(FileError) {
    try root.writeDisposable(path, bytes, temporary: RunPaths(run).temporary)
  }
}
