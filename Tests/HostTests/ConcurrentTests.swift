import Synchronization
import Testing

@testable import Host

@Suite("Working on several processors")
struct ConcurrentTests {
  @Test(
    "Every index is worked on once, and the results are in order",
    arguments: [0, 1, 2, 3, 1000], [1, 2, 7, 64])
  func order(_ count: Int, _ workers: Int) {
    let calls = Atomic(0)
    let results = Concurrent.map(count: count, workers: workers) { index in
      calls.wrappingAdd(1, ordering: .relaxed)
      return "\(index)"
    }
    #expect(results == (0..<count).map(String.init))
    #expect(calls.load(ordering: .relaxed) == count)
  }

  @Test("Two pieces of work that wait for each other are worked on at the same time")
  func together() {
    let arrived = Atomic(0)
    let results = Concurrent.map(count: 2, workers: 2) { index in
      arrived.wrappingAdd(1, ordering: .sequentiallyConsistent)
      while arrived.load(ordering: .sequentiallyConsistent) < 2 {}
      return index
    }
    #expect(results == [0, 1])
  }

  @Test("There is stack enough for deep recursion on every thread")
  func stack() {
    let depths = Concurrent.map(count: 8, workers: 4) { _ in Self.depth(4000) }
    #expect(depths == [Int](repeating: 4000, count: 8))
  }

  /// Uses some 1 KiB of stack for each level.
  private static func depth(_ rest: Int) -> Int {
    guard rest > 0 else { return 0 }
    return withUnsafeTemporaryAllocation(byteCount: 1000, alignment: 8) { bytes in
      bytes[0] = UInt8(truncatingIfNeeded: rest)
      return 1 + depth(rest - 1)
    }
  }

  @Test("Nothing that it was given is held afterwards")
  func release() {
    final class Token: Sendable {}
    weak var token: Token?
    do {
      let held = Token()
      token = held
      _ = Concurrent.map(count: 100, workers: 4) { _ in held }
    }
    #expect(token == nil)
  }
}
