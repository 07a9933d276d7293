/// Reads blobs by id from one git that stays open, however many questions there are.
///
/// Nothing is ever fetched: what a partial clone does not have is missing. To be used by one thread at a time.
package final class BlobReader {
  /// What comes of one blob: `missing` alone, or `start`, its bytes in pieces, and `end`.
  package enum Event {
    /// There is no such object, or it is no blob.
    case missing
    /// Its length in bytes.
    case start(bytes: Int)
    /// The next bytes, which stand for the call alone; never none.
    case piece(UnsafeRawBufferPointer)
    /// All bytes have come.
    case end
  }

  private let git: Git
  private let hasContents: Bool
  private var stream: GitStream?
  /// What git was found not to have, once it gave up on an object.
  private var absent: Set<String> = []

  /// Prepares for reading; git is started with the first question.
  package convenience init(_ git: Git) { self.init(git, hasContents: true) }

  /// Prepares for reading, of lengths alone where contents are not wanted.
  fileprivate init(_ git: Git, hasContents: Bool) {
    self.git = git
    self.hasContents = hasContents
  }

  deinit { close() }

  /// Ends git; a later question starts it again.
  package func close() {
    stream?.stop()
    stream = nil
  }

  /// Reads blobs, each in pieces so that the longest needs no more memory than the shortest.
  ///
  /// - Parameters:
  ///   - ids: Whole object ids, best many at once; the same one may come several times.
  ///   - visit: Gets each id's place in the list, in ascending order, and what comes of its blob.
  /// - Throws: `unsafeArgument` for what is no id, and what keeps git from answering.
  package func read(
    _ ids: [String], _ visit: (_ index: Int, _ event: Event) -> Void
  ) throws(GitError) {
    try Git.checkIDs(ids)
    var progress = Progress()
    do {
      try read(ids, &progress, visit)
    } catch {
      close()
      // Git ends at an object that it would have to fetch. Which ones these are is asked in a way that fetches nothing.
      guard case .failed = error, !progress.isInside, progress.index < ids.count else {
        throw error
      }
      absent.formUnion(try git.absent(among: ids[progress.index...]))
      do {
        try read(ids, &progress, visit)
      } catch {
        close()
        throw error
      }
    }
  }

  /// Reads the whole contents of blobs.
  ///
  /// - Parameters:
  ///   - ids: As for `read`.
  ///   - limit: The most bytes that all of them together may have.
  /// - Returns: For each id the bytes, or nil where there is no such blob.
  /// - Throws: As `read` does, and `tooMuchOutput` beyond the limit.
  package func contents(
    of ids: [String], limit: Int = 64 << 20
  ) throws(GitError) -> [[UInt8]?] {
    var found = [[UInt8]?](repeating: nil, count: ids.count)
    var rest = limit
    var isTooMuch = false
    try read(ids) { index, event in
      switch event {
      case .start(let bytes):
        isTooMuch = isTooMuch || bytes > rest
        guard !isTooMuch else { return }
        rest -= bytes
        found[index] = []
        found[index]?.reserveCapacity(bytes)
      case .piece(let piece) where !isTooMuch: found[index]?.append(contentsOf: piece)
      case .piece, .missing, .end: break
      }
    }
    guard !isTooMuch else { throw .tooMuchOutput(limit: limit) }
    return found
  }

  /// How far a question has been answered.
  private struct Progress {
    var index = 0
    /// Whether the blob at the index has begun.
    var isInside = false
    /// Whether git has said of any object that it is missing.
    var isIncomplete = false
  }

  private func read(
    _ ids: [String], _ progress: inout Progress, _ visit: (Int, Event) -> Void
  ) throws(GitError) {
    let asked = ids[progress.index...].filter { !absent.contains($0) }
    if !asked.isEmpty {
      var question: [UInt8] = []
      for id in asked {
        question += id.utf8
        question.append(10)
      }
      if let stream {
        stream.send(question)
      } else {
        // Lengths are asked for in one question, so that git need not write each by itself.
        let mode = hasContents ? ["--batch"] : ["--batch-check", "--buffer"]
        let started = try git.start(["cat-file"] + mode, input: question)
        if !hasContents { started.endInput() }
        stream = started
      }
    }
    while progress.index < ids.count {
      try readNext(ids[progress.index], &progress, visit)
      progress.index += 1
    }
    // Git calls a damaged object missing as well, but not without a word.
    if progress.isIncomplete, let complaint = try stream?.complaint() {
      close()
      throw complaint
    }
  }

  private func readNext(
    _ id: String, _ progress: inout Progress, _ visit: (Int, Event) -> Void
  ) throws(GitError) {
    let index = progress.index
    guard let stream, !absent.contains(id) else { return visit(index, .missing) }
    guard let object = try stream.object(named: id) else {
      progress.isIncomplete = true
      return visit(index, .missing)
    }
    progress.isInside = true
    let isBlob = object.type == "blob"
    visit(index, isBlob ? .start(bytes: object.bytes) : .missing)
    if hasContents {
      try stream.read(object.bytes) { if isBlob { visit(index, .piece($0)) } }
      guard try stream.requiredField(endingWith: 10).isEmpty else { throw .unexpectedAnswer }
    }
    if isBlob { visit(index, .end) }
    progress.isInside = false
  }
}

extension Git {
  /// Asks for the lengths of blobs, in one call of git.
  ///
  /// - Parameter ids: Whole object ids.
  /// - Returns: For each id the length in bytes, or nil where there is no such blob.
  /// - Throws: As `BlobReader.read` does.
  package func sizes(of ids: [String]) throws(GitError) -> [Int?] {
    let reader = BlobReader(self, hasContents: false)
    defer { reader.close() }
    var sizes = [Int?](repeating: nil, count: ids.count)
    try reader.read(ids) { index, event in
      if case .start(let bytes) = event { sizes[index] = bytes }
    }
    return sizes
  }

  /// Those of some objects that the repository does not have, asked for in a way that fetches none.
  fileprivate func absent(among ids: ArraySlice<String>) throws(GitError) -> Set<String> {
    var rest = Set(ids)
    let stream = try start([
      "cat-file", "--batch-all-objects", "--unordered", "--buffer", "--batch-check=%(objectname)",
    ])
    while let id = try stream.field(endingWith: 10) {
      rest.remove(String(decoding: id, as: UTF8.self))
    }
    try stream.finish()
    return rest
  }
}

extension GitStream {
  /// Reads the line that answers one name; nil when git has no such object.
  fileprivate func object(named name: String) throws(GitError) -> GitObject? {
    try GitObject.inBatch(try requiredField(endingWith: 10), asked: name)
  }
}
