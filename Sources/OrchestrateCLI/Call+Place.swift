import CommandGrammar
import Host

// MARK: Where a call is about

extension Call {
  /// The folder that the repository is looked for from.
  func start() throws -> String {
    let folder = arguments[Common.folder]
    let working = surroundings.workingDirectory
    let start = folder.map { $0.utf8.first == 0x2F ? $0 : working + "/" + $0 } ?? working
    guard try RepositoryRoot.isFolder(start) else { throw SessionError.noFolder(folder ?? start) }
    return start
  }

  /// The repository that the call is about, set up or not.
  func root() throws -> RepositoryRoot {
    guard let root = try RepositoryRoot.find(from: try start()) else {
      throw SessionError.noRepository(arguments[Common.folder] ?? surroundings.workingDirectory)
    }
    return root
  }

  /// The same, or nil where the call is in no repository.
  func rootIfAny() throws -> RepositoryRoot? { try RepositoryRoot.find(from: start()) }
}
