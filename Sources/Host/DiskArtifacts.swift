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
      case _ where error.isAbsence: return .missing
      case .notRegular(let kind): return .notRegular(kind.description)
      case .linkOnTheWay: return .notRegular("behind a symbolic link")
      default: return .unreadable(error.reason)
      }
    }
  }

  package func files(matching pattern: String) throws(ArtifactSourceError) -> [RepositoryPath] {
    var files: [RepositoryPath] = []
    // What is no regular file is no match: a pattern asks for files, and links are not followed.
    for match in try matches(of: pattern, plural: "files", isWanted: { $1 == .regular }) {
      files.append(try recordable(match))
    }
    return files
  }

  /// The folders that match a pattern, in byte order; without a path those that no record can hold, and links that lead to
  /// a folder which matches or may hold a match.
  ///
  /// Links are not followed further. Throws where more than 10,000 match or a folder cannot be read.
  package func folders(
    matching pattern: String
  ) throws(ArtifactSourceError) -> [(name: String, path: RepositoryPath?)] {
    var links: Set<[UInt8]> = []
    let matches = try matches(of: pattern, plural: "folders") {
      (path, kind) throws(ArtifactSourceError) in
      guard kind == .link else { return kind == .folder }
      do throws(FileError) {
        guard try root.leadsToFolder(path) else { return false }
      } catch { throw ArtifactSourceError(what: error.description) }
      links.insert(path)
      return true
    }
    return matches.map { match in
      let path = links.contains(match) ? nil : Self.repositoryPath(match)
      return (String(decoding: match, as: UTF8.self), path)
    }
  }

  /// What matches a pattern and is wanted, in byte order.
  private func matches(
    of pattern: String, plural: String,
    isWanted: ([UInt8], FileKind) throws(ArtifactSourceError) -> Bool
  ) throws(ArtifactSourceError) -> [[UInt8]] {
    let glob = Glob(pattern)
    var paths: [[UInt8]] = []
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
        let path = folder.path.isEmpty ? entry.name : folder.path + [0x2F] + entry.name
        if entry.kind == .folder, !walk.isOver { folders.append((path, walk)) }
        // What lies behind a link cannot be seen, so the link stands for it.
        let mayMatch = glob.isMatch(walk) || (entry.kind == .link && !walk.isOver)
        guard mayMatch, !path.isEmpty, try isWanted(path, entry.kind) else { continue }
        paths.append(path)
        if paths.count > Self.matchLimit {
          throw ArtifactSourceError(
            what: "'\(pattern)' matches more than \(Self.matchLimit) \(plural)")
        }
      }
    }
    return paths.sorted { $0.lexicographicallyPrecedes($1) }
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
