/// How many gates may be worked on at the same time.
package enum Concurrency: String, Sendable, CaseIterable {
  case sequential = "SEQUENTIAL"
  case low = "LOW"
  case medium = "MEDIUM"
  case high = "HIGH"

  /// The most gates at the same time.
  package var gates: Int {
    switch self {
    case .sequential: 1
    case .low: 2
    case .medium: 4
    case .high: 8
    }
  }
}
