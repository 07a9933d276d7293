import Foundation

/// Processes that a test has started, found by a text that only they have on their command line.
package enum Survivors {
  /// The numbers of those that stay, once those that were made to end are gone; nobody outlives many looks.
  package static func remaining(_ mark: String) throws -> [String] {
    for _ in 0..<1000 { if try found(mark).isEmpty { return [] } }
    return try found(mark)
  }

  /// The numbers of those that there are.
  package static func found(_ mark: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
      guard Int(name) != nil,
        let words = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
      else { return false }
      return String(decoding: words, as: UTF8.self).contains(mark)
    }
  }
}
