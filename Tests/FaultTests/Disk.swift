import Foundation
import TestSupport

/// A model of what a disk holds while a command runs, and of what is left of it when the power goes.
///
/// A file's bytes are safe once it is synced, a name once its folder is (POSIX promises no more than that).
struct Disk {
  private struct File {
    var bytes: [UInt8]
    var synced: [UInt8]?
  }

  private struct Folder {
    var now: [String: Entry] = [:]
    var synced: [String: Entry] = [:]

    mutating func sync() { synced = now }
  }

  private enum Entry: Equatable {
    case file(Int)
    case folder
  }

  private var files: [File] = []
  private var folders: [String: Folder] = [:]
  private let root: String

  /// What the disk holds after power came back: files by their paths, folders with nil.
  typealias Content = [String: [UInt8]?]

  /// Takes what stands in a folder as synced.
  init(_ folder: String) throws {
    root = folder
    folders[root] = Folder()
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
      let path = "\(folder)/\(name)"
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      if isFolder.boolValue {
        folders[path] = Folder()
        set(path, .folder)
      } else {
        let bytes = Array(try Data(contentsOf: URL(filePath: path)))
        files.append(File(bytes: bytes, synced: bytes))
        set(path, .file(files.count - 1))
      }
    }
    for path in Array(folders.keys) { folders[path]?.sync() }
  }

  private mutating func set(_ path: String, _ entry: Entry?) {
    let (folder, name) = Self.split(path)
    folders[folder]?.now[name] = entry
  }

  private func entry(_ path: String) -> Entry? {
    let (folder, name) = Self.split(path)
    return folders[folder]?.now[name]
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    let cut = path.lastIndex(of: "/") ?? path.startIndex
    return (String(path[..<cut]), String(path[cut...].dropFirst()))
  }

  /// Does what a call did; says whether it changed anything.
  mutating func apply(_ call: Strace.Call) -> Bool {
    guard call.succeeded, call.arguments.contains(root) else { return false }
    let paths = Self.paths(
      in: call.arguments, named: call.name != "write" && call.name != "fsync")
    guard let first = paths.first else { return false }
    switch call.name {
    case "mkdirat":
      folders[first] = Folder()
      set(first, .folder)
    case "openat":
      guard call.arguments.contains("O_CREAT") else { return false }
      files.append(File(bytes: []))
      set(first, .file(files.count - 1))
    case "write":
      guard case .file(let number) = entry(first) else { return false }
      files[number].bytes += Self.text(in: call.arguments)
    case "fsync":
      if folders[first] != nil {
        folders[first]?.sync()
      } else if case .file(let number) = entry(first) {
        files[number].synced = files[number].bytes
      }
    case "linkat", "renameat":
      guard paths.count == 2 else { return false }
      set(paths[1], entry(first))
      if call.name == "renameat" { set(first, nil) }
    case "unlinkat": set(first, nil)
    default: return false
    }
    return true
  }

  /// The calls that the model knows, in the words of strace.
  static let calls = "mkdirat,openat,write,fsync,linkat,renameat,unlinkat"

  /// What strace must be told so that it writes all bytes down.
  static let options = ["-s", "1000000"]
}

extension Disk {
  /// What may be left when the power goes now.
  ///
  /// The first is the least that is promised: only what was synced, names and bytes.
  func afterPowerLoss() -> [Content] {
    let all = Set(folders.keys)
    let unsynced = all.filter { folders[$0]?.now != folders[$0]?.synced }
    var contents = [
      content(named: [], bytes: { $0.synced ?? [] }),
      content(named: [], bytes: { $0.bytes }),
      content(named: all, bytes: { $0.synced ?? Array(repeating: 0, count: $0.bytes.count) }),
      content(named: all, bytes: { $0.synced ?? [] }),
    ]
    // Names reach the disk in any order.
    for folder in unsynced.sorted() {
      contents.append(content(named: [folder], bytes: { $0.synced ?? [] }))
      contents.append(content(named: all.subtracting([folder]), bytes: { $0.synced ?? [] }))
    }
    return contents
  }

  /// What stands there when the names of some folders came through, and of the others only the synced ones.
  private func content(named: Set<String>, bytes: (File) -> [UInt8]) -> Content {
    var content: Content = [:]
    func walk(_ folder: String) {
      guard let names = folders[folder] else { return }
      for (name, entry) in named.contains(folder) ? names.now : names.synced {
        let path = "\(folder)/\(name)"
        switch entry {
        case .file(let number): content[path] = .some(bytes(files[number]))
        case .folder:
          content[path] = .some(nil)
          walk(path)
        }
      }
    }
    walk(root)
    return content
  }

  /// Puts a content in the place of what stands in the folder.
  func restore(_ content: Content) throws {
    let manager = FileManager.default
    for name in try manager.contentsOfDirectory(atPath: root) {
      try manager.removeItem(atPath: "\(root)/\(name)")
    }
    for (path, bytes) in content.sorted(by: { $0.key < $1.key }) {
      if let bytes {
        try Data(bytes).write(to: URL(filePath: path))
      } else {
        try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
      }
    }
  }
}

extension Disk {
  /// The paths that a call names: each open folder with the name behind it, or the open file alone.
  private static func paths(in arguments: String, named: Bool) -> [String] {
    guard named else {
      return arguments.firstMatch(of: #/^\d+<([^>]*)>/#).map { [String($0.output.1)] } ?? []
    }
    return arguments.matches(of: #/\d+<([^>]*)>, "([^"]*)"/#).map {
      "\($0.output.1)/\($0.output.2)"
    }
  }

  /// The bytes of the one string of a call, which strace writes as C does.
  private static func text(in arguments: String) -> [UInt8] {
    guard let start = arguments.firstIndex(of: "\""), let end = arguments.lastIndex(of: "\"")
    else { return [] }
    let escaped = Array(arguments[start..<end].utf8.dropFirst())
    var bytes: [UInt8] = []
    var index = 0
    while index < escaped.count {
      guard escaped[index] == UInt8(ascii: "\\"), index + 1 < escaped.count else {
        bytes.append(escaped[index])
        index += 1
        continue
      }
      let digits = escaped[(index + 1)...].prefix(3).prefix { (0x30...0x37).contains($0) }
      if !digits.isEmpty {
        bytes.append(UInt8(digits.reduce(0) { $0 * 8 + Int($1 - 0x30) }))
        index += 1 + digits.count
      } else {
        let known: [UInt8: UInt8] = [0x6E: 10, 0x74: 9, 0x72: 13, 0x76: 11, 0x66: 12]
        bytes.append(known[escaped[index + 1]] ?? escaped[index + 1])
        index += 2
      }
    }
    return bytes
  }
}
