extension Git {
  /// Names all files of a commit, in one call of git and in memory that does not grow with their number.
  ///
  /// - Parameters:
  ///   - commit: Its id.
  ///   - folders: The folders, or files, to look at, from the top of the repository and byte for byte; all when empty. What is not
  ///     there gives nothing.
  ///   - visit: Gets each path from the top, what stands there, and the object's id; in the order of the paths' bytes.
  /// - Throws: As `run` does, and `unsafeArgument` for what is no id or no folder.
  package func tree(
    of commit: String, under folders: [String] = [],
    _ visit: (_ path: [UInt8], _ mode: GitFileMode, _ id: String) -> Void
  ) throws(GitError) {
    let stream = try start(
      ["--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree"]
        + (try Self.selection(commit, folders)))
    while let head = try stream.field(endingWith: UInt8(ascii: "\t")) {
      let path = try stream.requiredField(endingWith: 0)
      let parts = head.split(separator: 32, omittingEmptySubsequences: false)
      guard parts.count == 3, let mode = GitFileMode(parts[0]), Self.isObjectID(parts[2]) else {
        throw .unexpectedAnswer
      }
      visit(path, mode, String(decoding: parts[2], as: UTF8.self))
    }
    try stream.finish()
  }

  /// Names every version of every file that a commit's history has, in one call of git and in memory that does not grow with it.
  ///
  /// Versions on side branches and those made in merges are among them, and the same one may come several times. Links and
  /// submodules are left out. A shallow clone has the versions of its part of history, a partial clone all of them.
  ///
  /// - Parameters:
  ///   - commit: Its id.
  ///   - folders: As for `tree`; a short list, as all of it goes into one command.
  ///   - visit: Gets each path from the top with a blob that stood there, newest commits first.
  /// - Throws: As `run` does, and `unsafeArgument` for what is no id or no folder.
  package func history(
    of commit: String, under folders: [String] = [],
    _ visit: (_ path: [UInt8], _ blob: String) -> Void
  ) throws(GitError) {
    let configuration = [
      // Newer versions take the meaning of -m from the first. The others may be set to what ends or bends the answer.
      "log.diffMerges=separate", "log.date=default", "log.mailmap=false", "diff.relative=false",
    ]
    let stream = try start(
      ["--literal-pathspecs"] + configuration.flatMap { ["-c", $0] }
        + ["log", "--format=", "--root", "-m", "--full-history", "--no-follow", "--no-decorate"]
        + Self.rawDifference + (try Self.selection(commit, folders)))
    while let change = try RawChange.next(in: stream) {
      guard let id = change.id, change.mode == .file || change.mode == .executable else { continue }
      visit(change.path, id)
    }
    try stream.finish()
  }

  /// Names the tracked files that differ between a commit and the working tree or the index.
  ///
  /// A file whose contents are the same may be among them when its time has changed since git looked last. Files that git does
  /// not track are not.
  ///
  /// - Parameter commit: Its id.
  /// - Returns: Paths from the top, in the order of their bytes.
  /// - Throws: As `run` does, and `unsafeArgument` for what is no id.
  package func changes(since commit: String) throws(GitError) -> [[UInt8]] {
    try changedFiles(since: commit).map(\.path)
  }

  /// As `changes`, with the blob that the commit has where the time of a file is all that git has looked at; nil elsewhere.
  func changedFiles(since commit: String) throws(GitError) -> [(path: [UInt8], unsure: String?)] {
    let stream = try start(
      try withoutFilters() + ["diff-index"] + Self.rawDifference
        + (try Self.selection(commit, [])))
    var files: [(path: [UInt8], unsure: String?)] = []
    while let change = try RawChange.next(in: stream) {
      files.append((change.path, change.id == nil ? change.before : nil))
    }
    try stream.finish()
    return files
  }

  /// Names the files below some folders that git tracks, and those that it does not track and is not told to ignore, in one call of git.
  ///
  /// - Parameter folders: As for `tree`.
  /// - Returns: Paths from the top, in no order; one may come several times.
  /// - Throws: As `run` does, and `unsafeArgument` for what is no folder.
  package func files(under folders: [String]) throws(GitError) -> [[UInt8]] {
    let stream = try start(
      ["--literal-pathspecs", "ls-files", "-z", "--full-name", "--cached", "--others"]
        + ["--exclude-standard", "--"] + (try Self.checked(folders)))
    var paths: [[UInt8]] = []
    while let path = try stream.field(endingWith: 0) { paths.append(path) }
    try stream.finish()
    return paths
  }

  /// Names the files below a folder that git tracks, in one call of git.
  ///
  /// - Parameter folder: As for `tree`.
  /// - Returns: Paths from the top, in no order.
  /// - Throws: As `run` does, and `unsafeArgument` for what is no folder.
  package func tracked(below folder: String) throws(GitError) -> [[UInt8]] {
    let answer = try run(
      ["--literal-pathspecs", "ls-files", "-z", "--full-name", "--cached", "--"]
        + (try Self.checked([folder])))
    guard answer.status == 0 else { throw answer.failure }
    return answer.output.split(separator: 0).map(Array.init)
  }

  /// Finds those of some paths that git is told to ignore, tracked or not, in one call of git.
  ///
  /// - Parameter paths: From the top of the repository; nothing need stand there.
  /// - Returns: The bytes of those that are ignored. One that leads out of the repository or through a link never is.
  /// - Throws: As `run` does.
  package func ignored(_ paths: [String]) throws(GitError) -> Set<[UInt8]> {
    // The beginning keeps a colon from being read as magic.
    let beginning = Array("./".utf8)
    var question: [UInt8] = []
    for path in try withoutLinks(paths) { question += beginning + path + [0] }
    guard !question.isEmpty else { return [] }
    let stream = try start(["check-ignore", "-z", "--stdin", "--no-index"], input: question)
    stream.endInput()
    var ignored: Set<[UInt8]> = []
    while let path = try stream.field(endingWith: 0) {
      guard path.starts(with: beginning) else { throw .unexpectedAnswer }
      ignored.insert(Array(path.dropFirst(beginning.count)))
    }
    try stream.finish(knowing: [0, 1])
    return ignored
  }

  /// The paths that lead through no link: git takes all of a question for lost where one does.
  private func withoutLinks(_ paths: [String]) throws(GitError) -> [[UInt8]] {
    let folder: Folder
    do {
      folder = try Folder(root: root)
    } catch {
      throw .couldNotRun(error.reason)
    }
    var isFree: [ArraySlice<[UInt8]>: Bool] = [:]
    return paths.map { Array($0.utf8) }.filter { path in
      guard let segments = PathSegments(path)?.all, !segments.isEmpty else { return false }
      let parent = segments.dropLast()
      if let known = isFree[parent] { return known }
      let answer = folder.isFreeOfLinks(parent)
      isFree[parent] = answer
      return answer
    }
  }

  /// The options for differences that hold whatever is configured, and start nothing.
  private static let rawDifference = [
    "--raw", "-z", "--no-abbrev", "--no-renames", "--no-color", "--no-ext-diff", "--no-textconv",
    "--ignore-submodules=all", "-O/dev/null",
  ]

  /// The words that end a command: a commit and the folders below which to look.
  private static func selection(
    _ commit: String, _ folders: [String]
  ) throws(GitError) -> [String] {
    try checkIDs([commit])
    return [commit, "--"] + (try checked(folders))
  }

  private static func checked(_ folders: [String]) throws(GitError) -> [String] {
    for folder in folders {
      guard let segments = PathSegments(Array(folder.utf8))?.all, !segments.isEmpty else {
        throw .unsafeArgument(folder)
      }
    }
    return folders
  }

  /// Options that turn off the programs through which git would read a file to compare it.
  ///
  /// Git asks them about files that were written in the moment when the index was, and a planted configuration names any program.
  func withoutFilters() throws(GitError) -> [String] {
    let answer = try run(["config", "--null", "--name-only", "--get-regexp", #"^filter\."#])
    guard answer.status != 1 else { return [] }
    guard answer.status == 0 else { throw answer.failure }
    var options: [String] = []
    var seen: Set<[UInt8]> = []
    for key in answer.output.split(separator: 0) {
      let dot = UInt8(ascii: ".")
      guard let end = key.lastIndex(of: dot), let start = key.firstIndex(of: dot), start < end,
        seen.insert(Array(key[..<end])).inserted
      else { continue }
      // On the command line an equals sign would end the name, and another name be turned off.
      guard let name = String(validating: key[..<end], as: UTF8.self), !name.utf8.contains(0x3D)
      else { throw .unsafeArgument(String(decoding: key, as: UTF8.self)) }
      options += ["-c", "\(name).clean=", "-c", "\(name).process=", "-c", "\(name).required=false"]
    }
    return options
  }
}

extension Folder {
  /// Whether no folder on a way is a link; missing ones are none.
  fileprivate func isFreeOfLinks(_ segments: ArraySlice<[UInt8]>) -> Bool {
    do throws(SystemError) {
      _ = try openFolder(segments)
      return true
    } catch {
      return error.kind == .missing
    }
  }
}
