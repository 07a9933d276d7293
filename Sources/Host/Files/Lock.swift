#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The exclusive lock on a folder, held until it is released or its process ends, however that happens.
///
/// It is `flock` on the open folder: nothing is written, nothing can be left behind.
package final class Lock: Sendable {
  private let descriptor: Descriptor

  /// The open folder; a program that keeps it open keeps the lock where this process ends without having released it.
  var number: Int32 { descriptor.number }

  fileprivate init(_ descriptor: consuming Descriptor) {
    self.descriptor = descriptor
  }

  deinit {
    release()
  }

  /// Lets the next one have it; releasing twice does no harm.
  ///
  /// To be called in a `defer`, as an object may otherwise end with its last use.
  package func release() {
    // Said outright: a program being started at this moment may hold a copy of the descriptor for an instant.
    _ = flock(descriptor.number, LOCK_UN)
  }
}

extension Folder {
  /// Takes the lock on a folder, waiting a little when another process has it.
  ///
  /// - Parameters:
  ///   - path: The folder to lock, relative to this one.
  ///   - patience: How long to wait in all.
  ///   - pause: Waits that long; a test gives its own.
  ///   - whenHeld: Is called once when the lock is held, for whoever notes down the holder.
  /// - Returns: The lock, held.
  /// - Throws: `locked` when it was not to be had in that time.
  package func lock(
    _ path: String, patience: Duration = .seconds(2),
    pause: (Duration) -> Void = Folder.sleep, whenHeld: () -> Void = {}
  ) throws(FileError) -> Lock {
    do {
      let folder = try openFolder(try segments(of: path, .lock)[...])
      let isHeld = try folder.lock(patience: patience, pause: pause)
      guard isHeld else { throw FileError(.lock, path, .locked, code: EWOULDBLOCK) }
      whenHeld()
      return Lock(folder)
    } catch {
      throw Self.wrapped(error, .lock, path)
    }
  }

  /// Whether another process has the lock on a folder at this moment; nil where that cannot be seen.
  package func isLocked(_ path: String) -> Bool? {
    guard let folder = try? openFolder(segments(of: path, .lock)[...]) else { return nil }
    // A shared lock, let go at once: two that look do not see each other.
    guard flock(folder.number, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
    _ = flock(folder.number, LOCK_UN)
    return false
  }

  /// Lets this thread sleep, for as long as asked or until a signal comes.
  package static func sleep(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    nanosleep(&time, nil)
  }
}

extension Descriptor {
  /// Asks for the lock again and again, at growing intervals, and says whether it was given in time.
  fileprivate func lock(
    patience: Duration, pause: (Duration) -> Void
  ) throws(SystemError) -> Bool {
    var waited = Duration.zero
    var next = Duration.milliseconds(1)
    while try !lockNow() {
      guard waited < patience else { return false }
      let length = min(next, patience - waited)
      pause(length)
      waited += length
      next = min(next * 2, .milliseconds(50))
    }
    return true
  }

  private func lockNow() throws(SystemError) -> Bool {
    do {
      _ = try restarting { flock(number, LOCK_EX | LOCK_NB) }
      return true
    } catch let error where error.code == EWOULDBLOCK {
      return false
    }
  }
}
