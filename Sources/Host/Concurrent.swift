import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Work on several processors at once, without a runtime of its own.
package enum Concurrent {
  /// As much stack as a main thread has: what runs here reads documents by recursion.
  private static let stackSize = 8 << 20

  /// The number of processors that are online.
  package static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Makes one value for each index, on several threads, and waits for all of them.
  ///
  /// Each thread takes the next index that is left, so that a long piece of work holds up no other. The calling thread
  /// takes its share; with one worker, and where no thread is to be had, it does all.
  ///
  /// - Parameters:
  ///   - count: The number of values.
  ///   - workers: The most threads, the calling one among them.
  ///   - body: Makes the value of an index; called once for each.
  /// - Returns: The values in the order of the indices.
  package static func map<Value: Sendable>(
    count: Int, workers: Int = processors, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    guard count > 1, workers > 1 else { return (0..<max(0, count)).map(body) }
    return withoutActuallyEscaping(body) { body in
      [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
        // Each index is written by the one thread that took it, and read after all threads have ended.
        nonisolated(unsafe) let values = buffer
        let next = Counter()
        let work = Work {
          while true {
            let index = next.take()
            guard index < count else { return }
            values.initializeElement(at: index, to: body(index))
          }
        }
        let threads = (1..<min(workers, count)).compactMap { _ in thread(for: work) }
        work.run()
        for thread in threads { pthread_join(thread, nil) }
        initialized = count
      }
    }
  }

  /// Starts a thread, or says that the system has none left.
  private static func thread(for work: Work) -> pthread_t? {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return nil }
    let context = Unmanaged.passRetained(work)
    #if canImport(Darwin)
    var thread: pthread_t?
    #else
    var thread = pthread_t()
    #endif
    let result = pthread_create(&thread, &attributes, runWork, context.toOpaque())
    guard result == 0 else {
      context.release()
      return nil
    }
    return thread
  }
}

/// The next index that no thread has taken.
private final class Counter: Sendable {
  private let next = Atomic(0)

  func take() -> Int { next.wrappingAdd(1, ordering: .relaxed).oldValue }
}

/// What all threads do.
private final class Work: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

#if canImport(Darwin)
private func runWork(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
  return nil
}
#else
private func runWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
  return nil
}
#endif
