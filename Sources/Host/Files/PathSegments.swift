/// A relative path cut into its segments, each of them safe to hand to the system.
///
/// Callers have already parsed their paths; this is the second wall, and it judges bytes alone.
struct PathSegments {
  let all: [[UInt8]]

  /// Cuts a path at `/`; nil when it is absolute or has an empty, `.` or `..` segment or a NUL.
  ///
  /// The empty path has no segments and means the folder itself.
  init?(_ path: [UInt8]) {
    guard !path.isEmpty else {
      all = []
      return
    }
    var segments: [[UInt8]] = []
    for segment in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      let dot = UInt8(ascii: ".")
      let isDots = segment.count <= 2 && segment.allSatisfy { $0 == dot }
      guard !segment.isEmpty, !isDots, !segment.contains(0) else { return nil }
      segments.append(Array(segment))
    }
    all = segments
  }
}
