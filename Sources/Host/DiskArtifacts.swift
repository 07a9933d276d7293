package import Contracts
package import Text

/// Artifacts as they are in the working tree, each opened once and never through a link.
package struct DiskArtifacts: ArtifactSource {
  private static let matchLimit = 10_000
  private static let entryLimit = 1_000_000

  private let root: Folder

  package init(root: Folder) { self.root = root }

  package func artifact(at path: RepositoryPath, keepingContents: Bool) -> Artifact {
    Artifact(path: path, state: state(of: path, keepingContents: keepingContents))
  }

  private func state(of path: RepositoryPath, keepingContents: Bool) -> Artifact.State {
    do {
      let file = try root.digest(path.text, keepingUpTo: keepingContents ? Artifact.textLimit : nil)
      return .file(Artifact.File(sha256: file.digest, count: file.bytes, contents: file.contents))
    } catch {
      switch error.kind {
      case .missing, .notAFolder: return .missing
      case .notRegular(let kind): return .notRegular(kind.description)
      case .linkOnTheWay: return .notRegular("behind a symbolic link")
      default: return .unreadable(error.reason)
      }
    }
  }

  package func files(matching pattern: String) throws(ArtifactSourceError) -> [RepositoryPath] {
    // What is no regular file is no match: a pattern asks for files, and links are not followed.
    try paths(matching: pattern, kind: .regular, plural: "files") {
      path throws(ArtifactSourceError) in try recordable(path)
    }
  }

  /// The folders that match a pattern, in byte order; a name that no record can hold is passed over.
  ///
  /// Links are not followed. Throws where more than 10,000 match or a folder cannot be read.
  package func folders(matching pattern: String) throws(ArtifactSourceError) -> [RepositoryPath] {
    try paths(matching: pattern, kind: .folder, plural: "folders") { Self.repositoryPath($0) }
  }

  /// What matches a pattern and is of a kind, in byte order, but for what turns out to have no path.
  private func paths(
    matching pattern: String, kind: FileKind, plural: String,
    _ path: ([UInt8]) throws(ArtifactSourceError) -> RepositoryPath?
  ) throws(ArtifactSourceError) -> [RepositoryPath] {
    let glob = Glob(pattern)
    var paths: [RepositoryPath] = []
    var seen = 0
    var folders: [(path: [UInt8], walk: Glob.Walk)] = [([], glob.start)]
    while let folder = folders.popLast() {
      let entries = try entries(of: folder.path, onlyName: glob.onlyName(after: folder.walk))
      seen += entries.count
      if seen > Self.entryLimit {
        throw ArtifactSourceError(
          what: "'\(pattern)' leads through more than \(Self.entryLimit) files")
      }
      for entry in entries {
        let walk = glob.step(folder.walk, into: entry.name)
        let name = folder.path.isEmpty ? entry.name : folder.path + [0x2F] + entry.name
        if entry.kind == .folder, !walk.isOver { folders.append((name, walk)) }
        guard entry.kind == kind, glob.isMatch(walk), let match = try path(name) else { continue }
        paths.append(match)
        if paths.count > Self.matchLimit {
          throw ArtifactSourceError(
            what: "'\(pattern)' matches more than \(Self.matchLimit) \(plural)")
        }
      }
    }
    return paths.sorted()
  }

  /// What a folder holds, or the one entry of it that matters; nothing where there is no such folder.
  private func entries(
    of folder: [UInt8], onlyName name: [UInt8]?
  ) throws(ArtifactSourceError) -> [FolderEntry] {
    // Only names that a pattern went through come here, and a folder that is not UTF-8 cannot hold a match.
    guard let path = String(validating: folder, as: UTF8.self) else { return [] }
    do throws(FileError) {
      guard let name else { return try root.list(path, limit: Self.entryLimit) }
      let below = String(decoding: folder.isEmpty ? name : folder + [0x2F] + name, as: UTF8.self)
      switch try root.status(of: below) {
      case .missing: return []
      case .regular: return [FolderEntry(name: name, kind: .regular)]
      case .other(let kind): return [FolderEntry(name: name, kind: kind)]
      }
    } catch {
      switch error.kind {
      case .missing, .notAFolder, .linkOnTheWay: return []
      default: throw ArtifactSourceError(what: error.description)
      }
    }
  }

  private func recordable(_ path: [UInt8]) throws(ArtifactSourceError) -> RepositoryPath {
    if let path = Self.repositoryPath(path) { return path }
    let name = String(decoding: path, as: UTF8.self)
    throw ArtifactSourceError(what: "'\(name)' has a name that no record can hold; rename it")
  }

  private static func repositoryPath(_ path: [UInt8]) -> RepositoryPath? {
    String(validating: path, as: UTF8.self).flatMap { try? RepositoryPath($0) }
  }
}
