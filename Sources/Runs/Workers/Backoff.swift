/// How long to wait before a gate is tried again: longer each time, up to a bound, and not at the same moment as others.
package struct Backoff: Sendable, Equatable {
  /// The first wait, in milliseconds.
  package var initial = 1000
  /// What each wait is multiplied with for the next.
  package var factor = 2
  /// The longest wait before the jitter, in milliseconds.
  package var maximum = 60_000
  /// How far a wait may be from its length in either direction, in percent.
  package var jitter = 20
  /// What the jitter is made from.
  package var seed = 0

  package init() {}

  /// The wait after a number of failed tries, from 1; the same for the same gate, seed and number.
  package func wait(after tries: Int, gate: String) -> Duration {
    var length = min(initial, maximum)
    for _ in 1..<max(1, min(tries, 64)) where length < maximum {
      length = min(maximum, length * factor)
    }
    let span = length * jitter / 100
    guard span > 0 else { return .milliseconds(length) }
    let chance = Self.mixed(
      gate.utf8.reduce(UInt64(bitPattern: Int64(seed))) {
        Self.mixed($0 ^ UInt64($1))
      } &+ UInt64(tries))
    return .milliseconds(length - span + Int(chance % UInt64(2 * span + 1)))
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood, 2014): each bit of the input changes half of the output's.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
