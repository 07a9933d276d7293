#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The answer of a running git, read in its parts while it comes, so that memory does not grow with it.
final class GitStream {
  /// The most bytes of one field; longer than any path that a file system takes.
  private static let fieldLimit = 1 << 20

  private let process: RunningProcess
  /// What has come and was not read yet.
  private var piece = UnsafeRawBufferPointer(start: nil, count: 0)

  init(_ process: RunningProcess) { self.process = process }

  /// Adds to what git reads; it is written while the answer is waited for.
  func send(_ bytes: [UInt8]) { process.send(bytes) }

  /// Closes what git reads.
  func endInput() { process.endInput() }

  /// The next byte, which stays to be read; nil at the end.
  func peek() throws(GitError) -> UInt8? {
    while piece.isEmpty {
      do {
        guard let next = try process.next() else { return nil }
        piece = next
      } catch {
        throw Git.error(error)
      }
    }
    return piece[piece.startIndex]
  }

  /// Drops bytes that have come already.
  func skip(_ count: Int) {
    piece = UnsafeRawBufferPointer(rebasing: piece.dropFirst(count))
  }

  /// Reads what stands before the next such byte, and that byte.
  ///
  /// - Returns: What stood before it, or nil at the end of the answer; of a field of more than 1 MiB only the beginning, as no path of a
  ///   file is that long, nor anything else that is asked for.
  /// - Throws: What made git fail, for a field that is cut off too.
  func field(endingWith last: UInt8) throws(GitError) -> [UInt8]? {
    guard try peek() != nil else { return nil }
    var field: [UInt8] = []
    while try peek() != nil {
      let length = length(before: last)
      let part = UnsafeRawBufferPointer(rebasing: piece.prefix(length ?? piece.count))
      // What a hostile commit names must not end the search.
      field.append(contentsOf: part.prefix(Self.fieldLimit - field.count))
      skip(part.count + (length == nil ? 0 : 1))
      if length != nil { return field }
    }
    throw failure()
  }

  /// How many of the bytes that have come stand before a byte; nil where it has not come.
  private func length(before byte: UInt8) -> Int? {
    guard let start = piece.baseAddress, let place = memchr(start, Int32(byte), piece.count) else {
      return nil
    }
    return UnsafeRawPointer(place) - start
  }

  /// Reads a field, where the answer must not end.
  func requiredField(endingWith last: UInt8) throws(GitError) -> [UInt8] {
    guard let field = try field(endingWith: last) else { throw failure() }
    return field
  }

  /// Reads that many bytes, and hands them on in pieces that stand for the call alone.
  func read(_ count: Int, _ body: (UnsafeRawBufferPointer) -> Void) throws(GitError) {
    var rest = count
    while rest > 0 {
      guard try peek() != nil else { throw failure() }
      let part = UnsafeRawBufferPointer(rebasing: piece.prefix(rest))
      body(part)
      rest -= part.count
      skip(part.count)
    }
  }

  /// Takes the end of the answer.
  ///
  /// - Parameter known: The statuses that are no failure.
  /// - Throws: `unexpectedAnswer` where more comes, and the failure that any other status amounts to.
  func finish(knowing known: Set<Int32> = [0]) throws(GitError) {
    guard try peek() == nil else { throw .unexpectedAnswer }
    let status = try status()
    guard known.contains(status) else { throw failure(status) }
  }

  /// What git complained about without ending; to be asked when all that was asked for has come.
  func complaint() throws(GitError) -> GitError? {
    do {
      try process.receiveMessages()
    } catch {
      throw Git.error(error)
    }
    let error = process.messages.split(separator: 10).first { $0.starts(with: "error: ".utf8) }
    return error.map { .failed(status: 0, message: String(decoding: $0, as: UTF8.self)) }
  }

  /// Ends git, whatever it is doing.
  func stop() { _ = try? process.stop() }

  /// Why an answer ended too early.
  private func failure() -> GitError {
    do throws(GitError) {
      let status = try status()
      return status == 0 ? .unexpectedAnswer : failure(status)
    } catch {
      return error
    }
  }

  private func failure(_ status: Int32) -> GitError {
    Git.Answer(status: status, output: [], messages: process.messages).failure
  }

  private func status() throws(GitError) -> Int32 {
    let end: ChildProcess.End
    do {
      end = try process.wait()
    } catch {
      throw Git.error(error)
    }
    return try Git.status(of: end, messages: process.messages, limit: 0)
  }
}
