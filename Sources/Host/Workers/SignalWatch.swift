import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The last signal that asked this process to stop while it was watched for, or 0.
private let caught = Atomic<Int32>(0)

/// Holds back the signals that end this process, so that workers can be ended first; what was set before comes back with `end`.
final class SignalWatch {
  private typealias Handler = @convention(c) (Int32) -> Void

  private static var signals: [Int32] { [SIGINT, SIGTERM, SIGHUP] }

  private let before: [(signal: Int32, handler: Handler?)]

  /// Begins to watch; a signal that is ignored stays ignored, as under `nohup`.
  init() {
    caught.store(0, ordering: .relaxed)
    var before: [(signal: Int32, handler: Handler?)] = []
    for number in Self.signals {
      let old = signal(number) { caught.store($0, ordering: .relaxed) }
      if Self.isIgnored(old) { signal(number, SIG_IGN) } else { before.append((number, old)) }
    }
    self.before = before
  }

  deinit {
    for (number, handler) in before { signal(number, handler) }
  }

  /// Takes the signal that has come, or nil.
  func take() -> Int32? {
    let number = caught.exchange(0, ordering: .relaxed)
    return number == 0 ? nil : number
  }

  private static func isIgnored(_ handler: Handler?) -> Bool {
    withUnsafeBytes(of: handler) { handler in
      withUnsafeBytes(of: SIG_IGN) { handler.elementsEqual($0) }
    }
  }
}

extension Surroundings {
  /// Ends this process by a signal, as if nothing had held it back.
  static func die(by number: Int32) {
    signal(number, SIG_DFL)
    raise(number)
  }
}
