import Foundation
import Testing

@testable import Host

@Suite("Reading blobs")
struct BlobReaderTests {
  private static let missing = String(repeating: "1", count: 40)

  @Test("Several questions to one git give each blob in its place")
  func severalQuestions() throws {
    let repository = try TemporaryRepository()
    let texts = ["one", "", "two\nlines\n", "\0\n"]
    let ids = try texts.map { try repository.blob($0) }
    let reader = BlobReader(repository.open())
    #expect(try reader.contents(of: ids) == texts.map { Array($0.utf8) })
    #expect(try reader.contents(of: []) == [])
    #expect(try reader.contents(of: [ids[2], Self.missing, ids[2]])[2] == Array(texts[2].utf8))
    var events: [String] = []
    try reader.read([ids[0], Self.missing, ids[1]]) { index, event in
      switch event {
      case .missing: events.append("\(index) missing")
      case .start(let bytes): events.append("\(index) start \(bytes)")
      case .piece(let piece): events.append("\(index) \(String(decoding: piece, as: UTF8.self))")
      case .end: events.append("\(index) end")
      }
    }
    #expect(
      events == ["0 start 3", "0 one", "0 end", "1 missing", "2 start 0", "2 end"])
    reader.close()
    #expect(try reader.contents(of: [ids[0]]) == [Array("one".utf8)])
  }

  @Test("What is no blob is missing, and what is no id is refused")
  func otherObjects() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("a", "one")
    let head = try repository.commitAll()
    let tree = try repository.line("rev-parse", "HEAD^{tree}")
    let blob = try repository.line("rev-parse", "HEAD:a")
    let reader = BlobReader(repository.open())
    let ids = [head, tree, blob, Self.missing]
    try reader.read([head, tree]) { _, event in
      guard case .missing = event else {
        Issue.record("only a blob has contents")
        return
      }
    }
    #expect(try reader.contents(of: ids) == [nil, nil, Array("one".utf8), nil])
    #expect(try repository.open().sizes(of: ids) == [nil, nil, 3, nil])
    for id in ["HEAD:a", "", "\(blob)\n\(blob)", String(blob.dropLast()), blob.uppercased()] {
      #expect(throws: GitError.unsafeArgument(id)) { try reader.contents(of: [id]) }
      #expect(throws: GitError.unsafeArgument(id)) { try repository.open().sizes(of: [id]) }
    }
  }

  @Test("All together stay within the limit, or it is an error and the reader goes on")
  func limit() throws {
    let repository = try TemporaryRepository()
    let (long, short) = (try repository.blob("12345"), try repository.blob("1"))
    let reader = BlobReader(repository.open())
    #expect(try reader.contents(of: [long, short], limit: 6).count == 2)
    #expect(throws: GitError.tooMuchOutput(limit: 5)) {
      try reader.contents(of: [long, short], limit: 5)
    }
    #expect(try reader.contents(of: [short], limit: .max) == [[0x31]])
  }

  @Test("Many questions at once and many answers do not wait for each other")
  func longExchange() throws {
    let repository = try TemporaryRepository()
    let text = String(repeating: "x", count: 1000)
    let blob = try repository.blob(text)
    let ids = (0..<20_000).map { $0 % 7 == 3 ? Self.missing : blob }
    let reader = BlobReader(repository.open())
    for _ in 0..<2 {
      var bytes = 0
      var missing = 0
      var next = 0
      try reader.read(ids) { index, event in
        switch event {
        case .missing: missing += 1
        case .start: break
        case .piece(let piece): bytes += piece.count
        case .end: break
        }
        if index == next { next += 1 }
      }
      #expect(missing == ids.count(where: { $0 == Self.missing }))
      #expect(bytes == 1000 * (ids.count - missing))
      #expect(next == ids.count)
    }
    let sizes = try repository.open().sizes(of: ids)
    #expect(sizes == ids.map { $0 == blob ? 1000 : nil })
  }

  @Test("A blob of 50 MB comes in small pieces")
  func largeBlob() throws {
    let repository = try TemporaryRepository()
    let size = 50_000_000
    let file = repository.tree.absolute(".git/large")
    #expect(FileManager.default.createFile(atPath: file, contents: Data()))
    #expect(truncate(file, off_t(size)) == 0)
    let id = try repository.line("hash-object", "-w", ".git/large")
    var (total, largest) = (0, 0)
    try BlobReader(repository.open()).read([id]) { _, event in
      guard case .piece(let piece) = event else { return }
      total += piece.count
      largest = max(largest, piece.count)
    }
    #expect(total == size)
    #expect(largest <= 1 << 20)
  }

  @Test("A partial clone's blobs are missing, those it has are read, and none is fetched")
  func partialClone() throws {
    let origin = try TemporaryRepository()
    try origin.tree.write("a", "one")
    try origin.tree.write("b", "two")
    try origin.commitAll()
    try origin.git("config", "uploadpack.allowFilter", "true")
    let clone = try origin.clone("--no-checkout", "--filter=blob:none")
    let ids = [
      try origin.line("rev-parse", "HEAD:a"), try origin.line("rev-parse", "HEAD:b"),
      Self.missing,
    ]
    #expect(try clone.sizes(of: ids) == [nil, nil, nil])
    // The repository gets one of them, as a checkout of a part would do.
    try origin.tree.write("two", "two")
    try origin.git("-C", "clone", "hash-object", "-w", "../two")
    let reader = BlobReader(clone)
    let two = Array("two".utf8)
    #expect(try reader.contents(of: ids) == [nil, two, nil])
    #expect(try reader.contents(of: ids + [ids[1]]) == [nil, two, nil, two])
    #expect(try reader.contents(of: [ids[1]]) == [two])
    #expect(try clone.sizes(of: ids) == [nil, 3, nil])
    #expect(try clone.commit(named: ids[0]) == nil)
    #expect(throws: GitError.self) { try clone.blob("a", at: "HEAD") }
  }

  @Test("A damaged object is an error, not a missing one", arguments: [0, 12, 4000])
  func damagedObject(_ kept: Int) throws {
    let repository = try TemporaryRepository()
    var random = SystemRandomNumberGenerator()
    let text = (0..<20_000).map { _ in String(random.next() as UInt8) }.joined()
    let (good, bad) = (try repository.blob("good"), try repository.blob(text))
    let path = repository.tree.absolute(".git/objects/\(bad.prefix(2))/\(bad.dropFirst(2))")
    #expect(chmod(path, 0o644) == 0)
    #expect(truncate(path, off_t(kept)) == 0)
    let reader = BlobReader(repository.open())
    #expect(throws: GitError.self) { try reader.contents(of: [good, bad, good]) }
    #expect(try reader.contents(of: [good]) == [Array("good".utf8)])
  }

  @Test("Closing it, or letting it go, leaves no process behind")
  func noZombie() throws {
    let repository = try TemporaryRepository()
    let blob = try repository.blob("text")
    for _ in 0..<3 {
      let reader = BlobReader(repository.open())
      _ = try reader.contents(of: [blob])
    }
    let stream = try repository.open().start(["cat-file", "--batch"], input: [])
    stream.send(Array("\(blob)\n".utf8))
    #expect(try stream.field(endingWith: 10) == Array("\(blob) blob 4".utf8))
    stream.stop()
    stream.stop()
  }

  @Test("Outside of a repository it says so")
  func outside() throws {
    let outside = try TemporaryTree()
    let git = Git(root: outside.path, environment: TemporaryRepository.environment())
    #expect(throws: GitError.notARepository) { try BlobReader(git).contents(of: [Self.missing]) }
    #expect(throws: GitError.notARepository) { try git.sizes(of: [Self.missing]) }
  }
}
