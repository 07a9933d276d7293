import Runs

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// One output of a running command: a pipe that is read as soon as something comes, kept up to a bound, counted beyond it.
final class Drain {
  /// The most bytes of an output that are kept in a file.
  static let keptLimit = 16 << 20

  /// The end that is read; negative once closed.
  private(set) var ours: Int32
  /// The end that the command writes to; negative once closed here.
  private(set) var theirs: Int32
  private var log: LogFile?
  private(set) var count = 0
  private var last: [UInt8] = []

  init(_ log: consuming LogFile?) throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    // All programs are started by the thread that is here, so that none can inherit an end before it is marked.
    guard pipe(&ends) == 0 else { throw .last }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (ours, theirs) = (ends[0], ends[1])
    self.log = log
    guard fcntl(ours, F_SETFL, O_NONBLOCK) == 0 else { throw .last }
  }

  deinit {
    closeOurs()
    closeTheirs()
  }

  func closeOurs() {
    if ours >= 0 { _ = close(ours) }
    ours = -1
  }

  func closeTheirs() {
    if theirs >= 0 { _ = close(theirs) }
    theirs = -1
  }

  /// The last bytes that came.
  var tail: [UInt8] { Array(last.suffix(WorkerResult.tailLimit)) }

  /// What went wrong with keeping, or nil.
  var problem: String? { log?.problem }

  /// Reads once what is there, and closes at the end; says whether more may be there already.
  ///
  /// `take` gets the bytes that are also kept in the file.
  func read(
    with buffer: UnsafeMutableRawBufferPointer, _ take: (UnsafeRawBufferPointer) -> Void = { _ in }
  ) -> Bool {
    guard ours >= 0 else { return false }
    let got = platformRead(ours, buffer)
    guard got > 0 else {
      // Interrupted or nothing there: it is asked for again. Any other error is as good as the end.
      if got == 0 || ![EAGAIN, EWOULDBLOCK, EINTR].contains(errno) { closeOurs() }
      return false
    }
    let piece = UnsafeRawBufferPointer(rebasing: buffer[..<got])
    let room = max(0, Self.keptLimit - count)
    if room > 0 { take(UnsafeRawBufferPointer(rebasing: piece.prefix(room))) }
    count += got
    log?.write(piece)
    last.append(contentsOf: piece)
    if last.count > 4 * WorkerResult.tailLimit {
      last.removeFirst(last.count - WorkerResult.tailLimit)
    }
    return true
  }
}

// Inside `Drain` the name means its own method.
private func platformRead(_ number: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(number, buffer.baseAddress, buffer.count)
}
