import Runs

/// How long something took, for a person: two units at most, the rest cut off.
package enum DurationWords {
  private static let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1000, "s")]

  /// "340 ms", "1.2 s", "12 s", "4 min 10 s", "2 h 5 min".
  static func text(_ milliseconds: Int) -> String {
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    if milliseconds < 10_000 {
      return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    }
    guard let first = units.firstIndex(where: { milliseconds >= $0.0 }) else { return "" }
    let (size, unit) = units[first]
    let whole = "\(milliseconds / size) \(unit)"
    guard first + 1 < units.count else { return whole }
    let (smaller, next) = units[first + 1]
    let rest = milliseconds % size / smaller
    return rest > 0 ? "\(whole) \(rest) \(next)" : whole
  }

  /// A length of time in its largest unit: "less than a minute", "5 minutes", "3 days".
  package static func age(_ milliseconds: Int64) -> String {
    let minutes = max(0, milliseconds / 60_000)
    switch minutes {
    case 0: return "less than a minute"
    case ..<120: return Count.of(Int(minutes), "minute")
    case ..<2880: return Count.of(Int(minutes / 60), "hour")
    default: return Count.of(Int(minutes / 1440), "day")
    }
  }
}
