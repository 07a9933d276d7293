import Foundation
import TestSupport

/// Programs that not every machine has; a test that needs one names it where it is skipped.
enum Tool {
  static let faketime = answers(["faketime", "2020-01-01 00:00:00", "true"])
  static let python = answers(["python3", "-c", "import json, os, resource"])
  static let isRoot = geteuid() == 0

  private static func answers(_ words: [String]) -> Bool {
    guard let scratch = try? Scratch() else { return false }
    return (try? scratch.run(words))?.status == 0
  }
}
