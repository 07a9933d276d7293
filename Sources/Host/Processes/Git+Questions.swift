/// An object that git found.
package struct GitObject: Sendable, Hashable {
  /// Its id, 40 or 64 lower-case hexadecimal digits.
  package let id: String
  /// `blob`, `tree`, `commit` or `tag`.
  package let type: String
  /// The length of its contents in bytes.
  package let bytes: Int
}

extension Git {
  /// The commit that is checked out, or nil on a branch without one and where there is no repository.
  package func head() throws(GitError) -> String? {
    let answer: Answer
    do {
      answer = try run(["rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD"])
    } catch .notARepository {
      return nil
    }
    guard answer.status != 1 else { return nil }
    guard answer.status == 0 else { throw answer.failure }
    let id = Array(answer.output.dropLast())
    guard Self.isObjectID(id) else { throw .unexpectedAnswer }
    return String(decoding: id, as: UTF8.self)
  }

  /// The person's name as git knows it, or nil when it does not.
  package func userName() throws(GitError) -> String? {
    let answer = try run(["config", "--null", "--get", "user.name"])
    switch answer.status {
    case 0:
      let name = String(decoding: answer.output.prefix { $0 != 0 }, as: UTF8.self)
      return name.isEmpty ? nil : name
    case 1: return nil
    default: throw answer.failure
    }
  }

  /// Looks up objects by name, all in one call of git.
  ///
  /// - Parameter names: As git takes them, such as `HEAD` or `HEAD:README.md`, with no line break.
  /// - Returns: For each name its object, or nil when there is none.
  /// - Throws: As `run` does, and `unsafeArgument` for a name that cannot be asked for.
  package func objects(_ names: [String]) throws(GitError) -> [GitObject?] {
    var reader = BatchReader(try batch(names, "--batch-check", limit: 64 << 20))
    var found: [GitObject?] = []
    for name in names { found.append(try reader.header(for: name)) }
    return found
  }

  /// Reads the contents of blobs by name, all in one call of git.
  ///
  /// - Parameters:
  ///   - names: As for `objects`.
  ///   - limit: The most bytes that all of them together may have.
  /// - Returns: For each name the bytes of its blob, or nil when there is none.
  /// - Throws: As `objects` does, and `tooMuchOutput` beyond the limit.
  package func blobs(_ names: [String], limit: Int = 64 << 20) throws(GitError) -> [[UInt8]?] {
    var reader = BatchReader(try batch(names, "--batch", limit: limit))
    var found: [[UInt8]?] = []
    for name in names {
      guard let object = try reader.header(for: name) else {
        found.append(nil)
        continue
      }
      let contents = try reader.contents(of: object)
      found.append(object.type == "blob" ? contents : nil)
    }
    return found
  }

  /// Reads one file as it is at a revision.
  ///
  /// - Parameters:
  ///   - path: From the top of the repository.
  ///   - revision: Such as `HEAD`.
  ///   - limit: The most bytes that it may have.
  /// - Returns: Its bytes, or nil when it is not there.
  /// - Throws: As `blobs` does.
  package func blob(
    _ path: String, at revision: String, limit: Int = 64 << 20
  ) throws(GitError) -> [UInt8]? {
    try blobs(["\(revision):\(path)"], limit: limit)[0]
  }

  static func isObjectID(_ bytes: some Collection<UInt8>) -> Bool {
    (bytes.count == 40 || bytes.count == 64)
      && bytes.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }

  private func batch(_ names: [String], _ mode: String, limit: Int) throws(GitError) -> [UInt8] {
    guard !names.isEmpty else { return [] }
    var input: [UInt8] = []
    for name in names {
      guard !name.isEmpty, !name.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else {
        throw .unsafeArgument(name)
      }
      input += Array(name.utf8) + [10]
    }
    let answer = try run(["cat-file", mode], input: input, limit: limit)
    guard answer.status == 0 else { throw answer.failure }
    return answer.output
  }
}

extension Git.Answer {
  /// The error that this answer amounts to, with the first line that git said.
  package var failure: GitError {
    let line = messages.prefix { $0 != 10 && $0 != 13 }
    return .failed(status: status, message: String(decoding: line, as: UTF8.self))
  }
}

extension GitObject {
  /// Reads a line of `git cat-file --batch`: `<id> <type> <size>`, or what was asked and why there is none.
  static func inBatch(
    _ line: some Collection<UInt8>, asked name: String
  ) throws(GitError) -> GitObject? {
    let asked = Array(name.utf8)
    for reason in [" missing", " ambiguous"] where line.elementsEqual(asked + Array(reason.utf8)) {
      return nil
    }
    let parts = line.split(separator: 32, omittingEmptySubsequences: false)
    guard parts.count == 3, Git.isObjectID(parts[0]),
      let size = Int(String(decoding: parts[2], as: UTF8.self)), size >= 0
    else { throw .unexpectedAnswer }
    return GitObject(
      id: String(decoding: parts[0], as: UTF8.self),
      type: String(decoding: parts[1], as: UTF8.self),
      bytes: size)
  }
}

/// Reads what `git cat-file --batch` has written.
private struct BatchReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads the line that answers one name; nil when git has no such object.
  mutating func header(for name: String) throws(GitError) -> GitObject? {
    guard let end = bytes[position...].firstIndex(of: 10) else { throw .unexpectedAnswer }
    let line = bytes[position..<end]
    position = end + 1
    return try GitObject.inBatch(line, asked: name)
  }

  /// Reads the contents that follow a header, and the line break after them.
  mutating func contents(of object: GitObject) throws(GitError) -> [UInt8] {
    guard object.bytes < bytes.count - position, bytes[position + object.bytes] == 10 else {
      throw .unexpectedAnswer
    }
    let contents = Array(bytes[position..<position + object.bytes])
    position += object.bytes + 1
    return contents
  }
}
