import Text

/// A module that a file imports, as the file writes it, and where.
struct ModuleImport {
  let name: [UInt8]
  let offset: Int

  /// Says whether the name leads on from the folder of its file, as `..web` and `./web` do.
  var isRelative: Bool { name.first == UInt8(ascii: ".") }

  var text: String { String(decoding: name, as: UTF8.self) }

  /// The parts of the name; of a relative one those of the path that it leads to, from the root of the repository.
  ///
  /// Nil where it leads out of the repository.
  func segments(from file: RepositoryPath) -> [[UInt8]]? {
    guard isRelative else { return Self.parts(of: name) }
    var path = (file.parent?.segments ?? []).map { Array($0.utf8) }
    if name.contains(UInt8(ascii: "/")) {
      for part in name.split(separator: UInt8(ascii: "/")) {
        switch part {
        case [0x2E]: break
        case [0x2E, 0x2E]: if path.popLast() == nil { return nil }
        default: path.append(Array(part))
        }
      }
      return path
    }
    // One dot is the folder of the file, each further one the folder around it.
    let dots = name.prefix { $0 == 0x2E }.count
    guard dots - 1 <= path.count else { return nil }
    path.removeLast(dots - 1)
    return path + Self.parts(of: Array(name.dropFirst(dots)))
  }

  /// What stands between the signs that part the names of modules: `.`, `/` and `::`.
  static func parts(of name: [UInt8]) -> [[UInt8]] {
    name.split { isSeparator($0) }.map(Array.init)
  }

  static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ":")
  }
}

/// A list of modules, each of which stands for itself and for all that lies below it.
struct ModuleList {
  let names: [String]

  /// Says whether a module is on the list; a relative one is by the path that it leads to, read from any folder around its file.
  func covers(_ module: ModuleImport, from file: RepositoryPath) -> Bool {
    guard module.isRelative else { return names.contains { Self.covers($0, module.name) } }
    guard let path = module.segments(from: file) else { return false }
    // Whatever it is read from holds both the file and what it imports.
    let folders = zip(file.segments.dropLast(), path).prefix { $0.utf8.elementsEqual($1) }.count
    return names.contains { name in
      let parts = ModuleImport.parts(of: Array(name.utf8))
      if parts.isEmpty { return true }
      return (0...folders).contains { path.dropFirst($0).starts(with: parts) }
    }
  }

  private static func covers(_ listed: String, _ name: [UInt8]) -> Bool {
    guard name.starts(with: listed.utf8) else { return false }
    let rest = name.dropFirst(listed.utf8.count)
    return rest.first.map(ModuleImport.isSeparator) ?? true
  }
}
