import Foundation
import Synchronization

/// The processors that tests may use, of which strace and what it watches are given one.
///
/// On one processor the two take turns; on two, each call wakes the other one, which takes several times as long.
enum Processor {
  /// Their numbers, or none where taskset(1) cannot choose one.
  private static let all: [String] = {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let list = status.firstMatch(of: #/Cpus_allowed_list:\s*([\d,-]+)/#)?.1
    else { return [] }
    let numbers = list.split(separator: ",").flatMap { range in
      let ends = range.split(separator: "-").compactMap { Int($0) }
      return Array((ends.first ?? 0)...(ends.last ?? 0)).map(String.init)
    }
    let isPossible = numbers.first.map { number in
      (try? Scratch().run(["taskset", "-c", number, "true"]))?.status == 0
    }
    return isPossible == true ? numbers : []
  }()

  /// How many programs each of them was given to and still has.
  private static let users = Mutex(all.map { _ in 0 })

  /// Hands over the words that start a program on the processor which has the fewest of them.
  static func withQuietest<Result>(_ body: ([String]) throws -> Result) rethrows -> Result {
    let chosen = users.withLock { users in
      let index = users.indices.min { users[$0] < users[$1] }
      if let index { users[index] += 1 }
      return index
    }
    guard let chosen else { return try body([]) }
    defer { users.withLock { $0[chosen] -= 1 } }
    return try body(["taskset", "-c", all[chosen]])
  }
}
