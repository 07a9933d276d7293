package import Records
import Runs

/// What the folder of a run was found to hold, as one look saw it.
package struct RunFolder: Sendable {
  /// One file or folder below `record/`.
  package struct Entry: Sendable {
    /// What it is.
    package enum Content: Sendable {
      /// A regular file that may be part of a record, with its bytes.
      case file([UInt8])
      /// A file of more bytes than a record file may have.
      case tooLarge
      /// A regular file in a place where a record has none.
      case stray
      /// No regular file: "a symbolic link", "an empty folder" …
      case other(String)
      /// A folder of more entries than any record has: no fault of the disk, but of who put them there.
      case crowded(limit: Int)
      /// It could not be read; the words say why.
      case unreadable(String)
    }

    /// From `record/`, as the disk has it, which need not be UTF-8.
    package let path: [UInt8]
    /// Which file of a record it is by its path; nil for what is none.
    package let part: Part?
    package let content: Content

    package init(path: [UInt8], part: Part? = nil, content: Content) {
      self.path = path
      self.part = part
      self.content = content
    }
  }

  /// A file that a record has.
  package enum Part: Sendable, Hashable {
    case run
    case attempt(AttemptKey)

    /// Reads a path from `record/`.
    package init?(path: [UInt8]) {
      if path.elementsEqual("RUN.json".utf8) {
        self = .run
      } else if let key = AttemptKey(record: path) {
        self = .attempt(key)
      } else {
        return nil
      }
    }
  }

  /// The folder's name in `orchestration/runs`.
  package let name: String
  /// What stands below `record/`, in the order of the paths' bytes; empty folders are left out.
  package let entries: [Entry]
  /// The path of a link, or a file, that stands in the place of a folder on the way; it is not followed.
  let obstacle: String?
  /// The paths of what could not be read, without a slash at the end; the empty one is all of it.
  private let unreadable: [[UInt8]]

  package init(name: String, entries: [Entry], obstacle: String? = nil) {
    self.name = name
    self.entries = entries
    self.obstacle = obstacle
    unreadable = entries.compactMap { entry in
      guard case .unreadable = entry.content else { return nil }
      return entry.path.last == 0x2F ? entry.path.dropLast() : entry.path
    }
  }

  /// Says whether what stands at a path is not known, as it could not be read, or a folder on the way to it.
  func isUnknown(_ path: [UInt8]) -> Bool {
    unreadable.contains { $0.isEmpty || path == $0 || path.starts(with: $0 + [0x2F]) }
  }

  /// Where the record stands in the repository.
  package var record: String { "\(RunPaths.runs)/\(name)/record" }

  /// The bytes of RUN.json and of the attempts; nil where anything else stands there, or a file could not be read.
  var recordFiles: (run: [UInt8], attempts: [AttemptKey: [UInt8]])? {
    var run: [UInt8]?
    var attempts: [AttemptKey: [UInt8]] = [:]
    for entry in entries where !Self.isLitter(entry.path) {
      guard case .file(let bytes) = entry.content else { return nil }
      switch entry.part {
      case .run: run = bytes
      case .attempt(let key): attempts[key] = bytes
      case nil: return nil
      }
    }
    return run.map { ($0, attempts) }
  }

  /// The attempts of some keys, as their files hold them; what cannot be read is left out.
  func attempts(_ keys: [AttemptKey]) -> [Attempt] {
    entries.compactMap { entry in
      guard case .attempt(let key) = entry.part, keys.contains(key),
        case .file(let bytes) = entry.content
      else { return nil }
      return try? Attempt(decoding: bytes)
    }
  }

  /// Says whether a name is one that systems and editors leave behind, which no record minds.
  static func isLitter(_ path: [UInt8]) -> Bool {
    let name = path.split(separator: 0x2F).last.map(Array.init) ?? []
    if [".DS_Store", "Thumbs.db", "desktop.ini"].contains(where: { name.elementsEqual($0.utf8) }) {
      return true
    }
    return name.last == UInt8(ascii: "~") || name.starts(with: "._".utf8)
      || (name.first == UInt8(ascii: ".") && name.suffix(4).elementsEqual(".swp".utf8))
  }
}
