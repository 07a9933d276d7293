import Foundation

/// How far tests go through a long list of points: all of it at night, a fixed part of it elsewhere.
package enum Sweep {
  /// Whether `ORCHESTRATE_SWEEP` is `full`, as `Tests/sweeps --full` sets it.
  package static let isFull = ProcessInfo.processInfo.environment["ORCHESTRATE_SWEEP"] == "full"

  /// All points in a full sweep, else at most so many at even distances, always the same ones.
  package static func chosen<Point>(_ points: [Point], atMost count: Int) -> [Point] {
    guard !isFull, points.count > count, count > 0 else { return points }
    return (0..<count).map { points[($0 * points.count + points.count / 2) / count] }
  }
}
