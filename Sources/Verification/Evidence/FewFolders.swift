import Text

/// A few folders that hold many paths, to be named to git, whose search takes time in proportion to their number.
enum FewFolders {
  private static let most = 16

  /// At most sixteen folders, or files of the root, that hold all paths; none stands for the whole repository.
  static func holding(_ paths: some Collection<RepositoryPath>) -> [String] {
    var folders: [String] = []
    for depth in 1... {
      var deeper: Set<[UInt8]> = []
      var isDeepest = true
      for path in paths {
        let bytes = path.text.utf8
        // A file of the root is named itself, and so is one that ends above the depth: its folder is.
        let slashes = bytes.indices.lazy.filter { bytes[$0] == 0x2F }
        let ends = Array(slashes.prefix(depth))
        if ends.count == depth { isDeepest = false }
        deeper.insert(Array(bytes[..<(ends.last ?? bytes.endIndex)]))
        if deeper.count > most { return folders }
      }
      folders = deeper.map { String(decoding: $0, as: UTF8.self) }.sorted()
      if isDeepest { return folders }
    }
    return folders
  }
}
