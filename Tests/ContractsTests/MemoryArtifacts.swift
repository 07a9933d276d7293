import Contracts
import Digests
import Text

/// Files that are only in memory, with a count of how often each was opened.
final class MemoryArtifacts: ArtifactSource {
  enum Entry: ExpressibleByStringLiteral {
    case bytes([UInt8])
    case notRegular(String)
    case unreadable(String)
    /// A file of so many bytes whose text is too long to be kept.
    case tooLong(Int)

    init(stringLiteral text: String) { self = .bytes(Array(text.utf8)) }
  }

  private let entries: [String: Entry]
  private let listingFailure: String?
  private(set) var opened: [String: Int] = [:]
  /// The paths whose contents were asked for.
  private(set) var read: Set<String> = []

  init(_ entries: [String: Entry], listingFailure: String? = nil) {
    self.entries = entries
    self.listingFailure = listingFailure
  }

  func artifact(at path: RepositoryPath, keepingContents: Bool) -> Artifact {
    opened[path.text, default: 0] += 1
    if keepingContents { read.insert(path.text) }
    return Artifact(path: path, state: state(of: path, keepingContents: keepingContents))
  }

  private func state(of path: RepositoryPath, keepingContents: Bool) -> Artifact.State {
    let digest = SHA256.digest(of: [])
    switch entries[path.text] {
    case nil: return .missing
    case .notRegular(let kind): return .notRegular(kind)
    case .unreadable(let why): return .unreadable(why)
    case .tooLong(let count):
      return .file(Artifact.File(sha256: digest, count: count, contents: nil))
    case .bytes(let bytes):
      let contents = keepingContents ? bytes : nil
      return .file(Artifact.File(sha256: digest, count: bytes.count, contents: contents))
    }
  }

  func files(matching pattern: String) throws(ArtifactSourceError) -> [RepositoryPath] {
    if let listingFailure { throw ArtifactSourceError(what: listingFailure) }
    let glob = Glob(pattern)
    return entries.keys.filter { glob.matches(Array($0.utf8)) }
      .compactMap { try? RepositoryPath($0) }.sorted()
  }
}
