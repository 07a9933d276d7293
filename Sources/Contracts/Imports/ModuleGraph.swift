import Text

/// Which modules of a folder import which, where each entry of the folder is a module.
struct ModuleGraph {
  /// An import that leads back to where it came from.
  struct Cycle {
    let file: CheckedFile
    let offset: Int
    /// The modules from the one that is imported back to itself.
    let modules: [[UInt8]]

    var text: String {
      modules.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " → ")
    }
  }

  private let folder: [[UInt8]]
  private var modules: Set<[UInt8]> = []
  /// The first place at which a module imports another.
  private var places: [[UInt8]: [[UInt8]: (file: CheckedFile, offset: Int)]] = [:]

  /// A graph of the modules to which the files belong.
  init(in folder: RepositoryPath, files: [CheckedFile]) {
    self.folder = folder.segments.map { Array($0.utf8) }
    modules = Set(files.compactMap { module(of: $0.path) })
  }

  /// Takes in an import, where it leads from one module to another.
  mutating func add(_ used: ModuleImport, in file: CheckedFile) {
    guard let from = module(of: file.path), let to = module(used, in: file.path), from != to,
      places[from]?[to] == nil
    else { return }
    places[from, default: [:]][to] = (file, used.offset)
  }

  /// The imports that close a cycle; without them there is none.
  ///
  /// The modules are gone through in byte order, each once, along the imports that have not been followed yet.
  func cycles() -> [Cycle] {
    var cycles: [Cycle] = []
    var finished: Set<[UInt8]> = []
    for start in sorted(places.keys) where !finished.contains(start) {
      var path = [start]
      var rest = [sorted(places[start, default: [:]].keys)[...]]
      while let module = path.last, let level = rest.indices.last {
        guard let next = rest[level].popFirst() else {
          finished.insert(module)
          path.removeLast()
          rest.removeLast()
          continue
        }
        if let first = path.firstIndex(of: next), let place = places[module]?[next] {
          cycles.append(
            Cycle(file: place.file, offset: place.offset, modules: path[first...] + [next]))
        } else if !finished.contains(next) {
          path.append(next)
          rest.append(sorted(places[next, default: [:]].keys)[...])
        }
      }
    }
    return cycles
  }

  private func sorted(_ modules: some Sequence<[UInt8]>) -> [[UInt8]] {
    modules.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The module that a file belongs to: the entry of the folder that holds it, a file without what follows its first dot.
  private func module(of file: RepositoryPath) -> [UInt8]? {
    let segments = file.segments.map { Array($0.utf8) }
    guard segments.starts(with: folder), segments.count > folder.count else { return nil }
    return Self.stem(segments[folder.count])
  }

  /// The module of the folder that an import names, by as much of the folder's path as the name begins with.
  private func module(_ used: ModuleImport, in file: RepositoryPath) -> [UInt8]? {
    guard let segments = used.segments(from: file) else { return nil }
    let prefixes = used.isRelative ? [folder.count] : Array((0...folder.count).reversed())
    for count in prefixes
    where segments.count > count && segments.starts(with: folder.suffix(count)) {
      let name = used.isRelative ? Self.stem(segments[count]) : segments[count]
      if modules.contains(name) { return name }
    }
    return nil
  }

  private static func stem(_ name: [UInt8]) -> [UInt8] {
    let stem = name.prefix { $0 != UInt8(ascii: ".") }
    return stem.isEmpty ? name : Array(stem)
  }
}
