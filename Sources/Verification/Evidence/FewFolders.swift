import Text

/// A few folders that hold many paths, to be named to git, whose search takes time in proportion to their number.
enum FewFolders {
  private static let most = 16

  /// At most sixteen folders, or files of the root, that hold all paths; none stands for the whole repository.
  static func holding(_ paths: some Collection<RepositoryPath>) -> [String] {
    let ways = paths.map(\.segments)
    var depth = ways.map { $0.count - 1 }.max() ?? 0
    while depth > 0 {
      let folders = Set(
        ways.map { way in way.prefix(max(1, min(depth, way.count - 1))).joined(separator: "/") })
      if folders.count <= most { return folders.sorted() }
      depth -= 1
    }
    return []
  }
}
