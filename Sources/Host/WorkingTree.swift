package import Contracts
import Synchronization
package import Text
package import Verification

/// The working tree as a verification reads it.
package struct WorkingTree: EvidenceSource {
  private let root: Folder
  private let store: RunStore
  private let artifacts: DiskArtifacts
  private let unreadable = Unreadable()

  package init(root: Folder) {
    self.root = root
    store = RunStore(root: root)
    artifacts = DiskArtifacts(root: root)
  }

  package func runs() throws(EvidenceError) -> [String] {
    do { return try store.names() } catch {
      throw EvidenceError(what: error.description, cure: "make the folder readable")
    }
  }

  package func folder(of run: String) -> RunFolder {
    let folder = store.folder(of: run)
    for entry in folder.entries {
      guard case .unreadable(let why) = entry.content else { continue }
      unreadable.note("\(folder.record)/\(String(decoding: entry.path, as: UTF8.self))", why)
    }
    return folder
  }

  package func files(at paths: [RepositoryPath]) -> [Artifact.State] {
    let states = states(of: paths)
    for (path, state) in zip(paths, states) {
      if case .unreadable(let why) = state { unreadable.note(path.text, why) }
    }
    return states
  }

  package func unread() -> [(path: String, why: String)] { unreadable.all }

  private func states(of paths: [RepositoryPath]) -> [Artifact.State] {
    // Files of one folder, and folders of one folder, are most often asked for together, and then need but one way to it.
    var near: [(folder: RepositoryPath, open: Folder)] = []
    return paths.map { path in
      guard let parent = path.parent, let name = path.name else {
        return artifacts.artifact(at: path, keepingContents: true).state
      }
      // Without a way to the folder, the whole path tells what is in it.
      guard let folder = folder(parent, &near) else {
        return artifacts.artifact(at: path, keepingContents: true).state
      }
      return DiskArtifacts(root: folder).artifact(at: name, keepingContents: true).state
    }
  }

  /// A folder, opened from the nearest of those on the way that are open, which it joins; nil where there is none.
  private func folder(
    _ path: RepositoryPath, _ near: inout [(folder: RepositoryPath, open: Folder)]
  ) -> Folder? {
    while let last = near.last, last.folder != path, path.remainder(below: last.folder) == nil {
      near.removeLast()
    }
    if let last = near.last, last.folder == path { return last.open }
    guard let parent = path.parent, let name = path.name else {
      return open(path, path.text, in: root, &near)
    }
    guard let above = folder(parent, &near) else { return nil }
    return open(path, name.text, in: above, &near)
  }

  private func open(
    _ path: RepositoryPath, _ name: String, in folder: Folder,
    _ near: inout [(folder: RepositoryPath, open: Folder)]
  ) -> Folder? {
    guard let open = try? folder.folder(name) else { return nil }
    near.append((path, open))
    // However deep a hostile commit goes, few descriptors are in use.
    if near.count > 16 { near.removeFirst() }
    return open
  }

  package func files(matching pattern: String) throws(EvidenceError) -> [RepositoryPath] {
    do { return try artifacts.files(matching: pattern) } catch { throw Self.error(error) }
  }

  package func folders(matching pattern: String) throws(EvidenceError) -> [FolderMatch] {
    do {
      return try artifacts.folders(matching: pattern).map {
        FolderMatch(name: $0.name, path: $0.path)
      }
    } catch {
      throw Self.error(error)
    }
  }

  private static func error(_ error: ArtifactSourceError) -> EvidenceError {
    EvidenceError(what: error.what, cure: "narrow the pattern")
  }

  package func concurrently<Answer: Sendable>(
    _ count: Int, _ work: @Sendable (Int) -> Answer
  ) -> [Answer] {
    Concurrent.map(count: count, work)
  }
}

/// What could not be read, with the first reason; any thread may add to it.
private final class Unreadable: Sendable {
  private let reasons = Mutex([String: String]())

  func note(_ path: String, _ why: String) {
    reasons.withLock { reasons in
      if reasons[path] == nil { reasons[path] = why }
    }
  }

  var all: [(path: String, why: String)] {
    reasons.withLock { $0.map { (path: $0.key, why: $0.value) } }
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }
}
