import Contracts
import Digests
import JSONDocument
import Records
import Runs
import Synchronization
import Text
import Verification

/// A working tree and its commits, held in memory, so that hundreds of them can be verified in seconds.
struct MemoryRepository: EvidenceSource, HistorySource {
  /// What stands at a path.
  enum Entry: Sendable, Equatable {
    case file([UInt8])
    case link
    /// A folder with nothing in it.
    case folder
  }

  /// The working tree by path.
  var work: [String: Entry] = [:]
  /// Those of them that the disk does not give back; a folder of a record has a slash at its end.
  var unreadable: Set<String> = []
  /// Those of these that were asked for.
  private let unreadAsked = Asked()
  /// The trees of the commits in one line, the oldest first; each by path with the names of its blobs. A commit is named by its number.
  private(set) var commits: [[String: String]] = []
  private var blobs: [String: [UInt8]] = [:]

  /// The files of the working tree become a commit.
  mutating func commit() {
    var tree: [String: String] = [:]
    for case (let path, .file(let bytes)) in work {
      let name = SHA256.digest(of: bytes).hex
      tree[path] = name
      blobs[name] = bytes
    }
    commits.append(tree)
  }

  /// The files of a record, in place of those that stood there.
  mutating func put(_ files: RecordFiles, in run: String) {
    let folder = "\(RunPaths.runs)/\(run)/record/"
    work = work.filter { !$0.key.hasPrefix(folder) }
    work[folder + "RUN.json"] = .file(files.run)
    for (key, bytes) in files.attempts { work[folder + key.record] = .file(bytes) }
  }

  /// A file as a commit has it.
  func bytes(at path: String, in commit: Int) -> [UInt8]? {
    commits[commit][path].flatMap { blobs[$0] }
  }

  // MARK: The working tree

  func runs() throws(EvidenceError) -> [String] {
    let prefix = RunPaths.runs + "/"
    let names = work.keys.filter { $0.hasPrefix(prefix) }
      .compactMap { $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init) }
    return Set(names).sorted()
  }

  func folder(of run: String) -> RunFolder {
    let prefix = "\(RunPaths.runs)/\(run)/record/"
    let closed = unreadable.filter { $0.hasPrefix(prefix) && $0.hasSuffix("/") }
    let files = work.filter { file in
      file.key.hasPrefix(prefix) && !closed.contains { file.key.hasPrefix($0) }
    }
    for path in closed.union(unreadable.intersection(files.keys)) { unreadAsked.note(path) }
    let folders = closed.map { path in
      RunFolder.Entry(
        path: Array(path.utf8.dropFirst(prefix.utf8.count)),
        content: .unreadable("permission denied"))
    }
    let entries = files.map { path, entry in
      let path = Array(path.utf8.dropFirst(prefix.utf8.count))
      let part = RunFolder.Part(path: path)
      let content: RunFolder.Entry.Content =
        switch entry {
        case _ where unreadable.contains(prefix + String(decoding: path, as: UTF8.self)):
          .unreadable("permission denied")
        case .file(let bytes): part == nil ? .stray : .file(bytes)
        case .link: .other("a symbolic link")
        case .folder: .other("a folder")
        }
      return RunFolder.Entry(path: path, part: part, content: content)
    }
    return RunFolder(
      name: run, entries: (entries + folders).sorted { $0.path.lexicographicallyPrecedes($1.path) })
  }

  func files(at paths: [RepositoryPath]) -> [Artifact.State] {
    paths.map { path in
      if unreadable.contains(path.text) { unreadAsked.note(path.text) }
      return switch work[path.text] {
      case .some where unreadable.contains(path.text): .unreadable("permission denied")
      case .file(let bytes):
        .file(
          Artifact.File(sha256: SHA256.digest(of: bytes), count: bytes.count, contents: bytes))
      case .link: .notRegular("a symbolic link")
      case .folder: .notRegular("a folder")
      case nil: .missing
      }
    }
  }

  func files(matching pattern: String) throws(EvidenceError) -> [RepositoryPath] {
    let glob = Glob(pattern)
    return work.compactMap { path, entry in
      guard case .file = entry, glob.matches(Array(path.utf8)) else { return nil }
      return try? RepositoryPath(path)
    }.sorted()
  }

  func folders(matching pattern: String) throws(EvidenceError) -> [FolderMatch] {
    let glob = Glob(pattern)
    var folders: Set<String> = []
    for path in work.keys {
      let segments = path.split(separator: "/")
      for count in segments.indices { folders.insert(segments[..<count].joined(separator: "/")) }
    }
    return folders.filter { glob.matches(Array($0.utf8)) }.sorted()
      .map { FolderMatch(name: $0, path: try? RepositoryPath($0)) }
  }

  func unread() -> [(path: String, why: String)] {
    unreadAsked.all.map { ($0, "permission denied") }
  }

  func concurrently<Answer: Sendable>(
    _ count: Int, _ work: @Sendable (Int) -> Answer
  ) -> [Answer] {
    (0..<count).map(work)
  }

  // MARK: The history

  func facts() throws(EvidenceError) -> HistoryFacts {
    HistoryFacts(
      head: commits.isEmpty ? nil : "\(commits.count - 1)", isShallow: false, isPartial: false)
  }

  func tree(
    of commit: String, under folders: [String], _ visit: ([UInt8], String) -> Void
  ) throws(EvidenceError) {
    guard let index = Int(commit), commits.indices.contains(index) else { return }
    for (path, name) in commits[index] where Self.lies(path, under: folders) {
      visit(Array(path.utf8), name)
    }
  }

  func versions(
    in commit: String, under folders: [String], _ visit: ([UInt8], String) -> Void
  ) throws(EvidenceError) {
    for index in (0...(Int(commit) ?? 0)).reversed() {
      try tree(of: "\(index)", under: folders, visit)
    }
  }

  func sizes(of blobs: [String]) throws(EvidenceError) -> [Int?] { blobs.map { blob($0)?.count } }

  func read(
    _ blobs: [String], piece: (Int, UnsafeRawBufferPointer) -> Void, done: (Int) -> Void
  ) throws(EvidenceError) {
    for (index, name) in blobs.enumerated() {
      guard let bytes = blob(name) else { continue }
      bytes.withUnsafeBytes { piece(index, $0) }
      done(index)
    }
  }

  func changes(since commit: String) throws(EvidenceError) -> [[UInt8]] {
    guard let index = Int(commit), commits.indices.contains(index) else { return [] }
    let then = commits[index]
    return Set(then.keys).union(work.keys).filter { path in
      then[path].flatMap { blobs[$0] }.map { Entry.file($0) } != work[path]
    }.map { Array($0.utf8) }
  }

  func files(under folders: [String]) throws(EvidenceError) -> [[UInt8]] {
    work.keys.filter { Self.lies($0, under: folders) }.sorted().map { Array($0.utf8) }
  }

  func ignored(among paths: [String]) throws(EvidenceError) -> Set<[UInt8]> { [] }

  private func blob(_ name: String) -> [UInt8]? { blobs[name] }

  private static func lies(_ path: String, under folders: [String]) -> Bool {
    folders.isEmpty || folders.contains { path == $0 || path.hasPrefix($0 + "/") }
  }
}

/// Paths that were asked for, by any thread.
private final class Asked: Sendable {
  private let paths = Mutex(Set<String>())

  func note(_ path: String) { paths.withLock { _ = $0.insert(path) } }

  var all: [String] { paths.withLock { $0.sorted() } }
}
