/// What must be known of a repository before its history can prove that something was never there.
package struct GitFacts: Sendable, Hashable {
  /// The commit that is checked out; nil on a branch without one.
  package let head: String?
  /// Whether history was cut when it was fetched.
  package let isShallow: Bool
  /// Whether contents were left out when it was fetched.
  package let isPartial: Bool

  package init(head: String?, isShallow: Bool, isPartial: Bool) {
    self.head = head
    self.isShallow = isShallow
    self.isPartial = isPartial
  }
}

extension Git {
  /// Looks at the repository as a whole, in two calls of git.
  ///
  /// - Throws: As `run` does; `notARepository` outside of one.
  package func facts() throws(GitError) -> GitFacts {
    // With --revs-only a HEAD without commits is left out of the answer.
    let revisions = try run(["rev-parse", "--is-shallow-repository", "--revs-only", "HEAD"])
    guard revisions.status == 0 else { throw revisions.failure }
    let lines = revisions.output.split(separator: 10)
    guard let first = lines.first, let isShallow = Self.boolean(first), lines.count <= 2,
      lines.dropFirst().allSatisfy(Self.isObjectID)
    else { throw .unexpectedAnswer }
    return GitFacts(
      head: lines.dropFirst().first.map { String(decoding: $0, as: UTF8.self) },
      isShallow: isShallow, isPartial: try isPartial())
  }

  /// Finds the commit that a revision names, such as a branch, a tag or part of an id.
  ///
  /// - Returns: The commit's id, or nil where it names none, also for text that cannot name one.
  /// - Throws: As `run` does.
  package func commit(named revision: String) throws(GitError) -> String? {
    // No revision begins with a hyphen, which would make it an option.
    let isName = !revision.utf8.isEmpty && !revision.utf8.contains { $0 < 32 || $0 == 127 }
    guard isName, revision.utf8.first != UInt8(ascii: "-") else { return nil }
    let answer = try run(["rev-parse", "--verify", "--quiet", "\(revision)^{commit}"])
    switch answer.status {
    case 0: return Self.onlyID(of: answer)
    case 1: return nil
    // Some say no without a word. A partial clone must not fetch an object to see what it is; a commit it would have.
    case 128 where answer.messages.isEmpty || answer.isAboutMissingObject: return nil
    default: throw answer.failure
    }
  }

  /// Says whether a revision names several things, of which git would silently take one: a tag and a branch of one name.
  ///
  /// - Throws: As `run` does.
  package func isAmbiguous(_ revision: String) throws(GitError) -> Bool {
    let answer = try run([
      "-c", "core.warnAmbiguousRefs=true", "rev-parse", "--verify", "\(revision)^{commit}",
    ])
    return answer.messages.split(separator: 10).contains { line in
      line.starts(with: "warning: refname ".utf8)
        && line.reversed().starts(with: "is ambiguous.".utf8.reversed())
    }
  }

  /// The commits, each the first parent of another from HEAD on, that changed something in a folder; newest first.
  ///
  /// - Throws: As `run` does.
  package func commits(changing folder: String) throws(GitError) -> [String] {
    let answer = try run([
      "--literal-pathspecs", "rev-list", "--first-parent", "--max-count=100", "HEAD", "--", folder,
    ])
    guard answer.status == 0 else { throw answer.failure }
    let lines = answer.output.split(separator: 10)
    guard lines.allSatisfy(Self.isObjectID) else { throw .unexpectedAnswer }
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Finds where two commits parted.
  ///
  /// - Parameters:
  ///   - a: The id of a commit.
  ///   - b: The id of another.
  /// - Returns: The best common ancestors, several where branches were merged crosswise, none where there is none in the history
  ///   that is at hand; in the order of their ids.
  /// - Throws: As `run` does, and `unsafeArgument` for what is no id.
  package func mergeBases(_ a: String, _ b: String) throws(GitError) -> [String] {
    try Self.checkIDs([a, b])
    let answer = try run(["merge-base", "--all", a, b])
    switch answer.status {
    case 0:
      let lines = answer.output.split(separator: 10)
      guard !lines.isEmpty, lines.allSatisfy(Self.isObjectID) else { throw .unexpectedAnswer }
      return lines.map { String(decoding: $0, as: UTF8.self) }.sorted()
    case 1: return []
    default: throw answer.failure
    }
  }

  /// Refuses what is no whole object id, and so could be read as an option or as something else.
  static func checkIDs(_ ids: [String]) throws(GitError) {
    for id in ids where !isObjectID(Array(id.utf8)) { throw .unsafeArgument(id) }
  }

  private func isPartial() throws(GitError) -> Bool {
    let answer = try run([
      "config", "--null", "--get-regexp", #"^(extensions\.partialclone|remote\..*\.promisor)$"#,
    ])
    guard answer.status != 1 else { return false }
    guard answer.status == 0 else { throw answer.failure }
    return answer.output.split(separator: 0).contains { entry in
      // The name, then a line break and the value unless it has none.
      guard let end = entry.firstIndex(of: 10) else { return true }
      let isRemote = entry.starts(with: "remote.".utf8)
      return !isRemote || Self.boolean(entry[(end + 1)...]) != false
    }
  }

  /// Reads a truth value as git's configuration has it.
  private static func boolean(_ text: some Collection<UInt8>) -> Bool? {
    switch String(decoding: text, as: UTF8.self).lowercased() {
    case "true", "yes", "on", "1": true
    case "false", "no", "off", "0", "": false
    default: nil
    }
  }

  /// The id that is all of an answer.
  private static func onlyID(of answer: Answer) -> String? {
    guard answer.output.last == 10, isObjectID(answer.output.dropLast()) else { return nil }
    return String(decoding: answer.output.dropLast(), as: UTF8.self)
  }
}

extension Git.Answer {
  /// Whether git gave up on an object that a partial clone has left out.
  fileprivate var isAboutMissingObject: Bool {
    messages.split(separator: 10).contains { line in
      line.starts(with: "fatal: could not fetch ".utf8)
    }
  }
}
