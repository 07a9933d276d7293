/// A moment in UTC, to the millisecond, in the years 1 to 9999.
///
/// Written as RFC 3339 with three digits of a second and `Z`; no other spelling is read.
package struct Instant: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package let milliseconds: Int64

  /// 1970-01-01T00:00:00.000Z.
  package static let epoch = Instant(checked: 0)

  private init(checked milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Fails outside the years 1 to 9999.
  package init?(milliseconds: Int64) {
    guard (-62_135_596_800_000...253_402_300_799_999).contains(milliseconds) else { return nil }
    self.milliseconds = milliseconds
  }

  /// Reads `2026-01-19T14:30:12.481Z`.
  package init?(_ text: String) {
    self.init(Array(text.utf8), shape: "yyyy-mm-ddThh:ii:ss.fffZ")
  }

  /// Reads the form that run ids hold, `20260119T143012Z`.
  package init?(compact text: String) {
    self.init(Array(text.utf8), shape: "yyyymmddThhiissZ")
  }

  package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

  package var description: String { written("yyyy-mm-ddThh:ii:ss.fffZ") }

  /// The moment cut to seconds, as run ids hold it.
  package var compact: String { written("yyyymmddThhiissZ") }

  /// In a shape, lower-case letters stand for the digits of a field and all else for itself.
  private init?(_ bytes: [UInt8], shape: String) {
    let shape = Array(shape.utf8)
    guard bytes.count == shape.count else { return nil }
    var fields = Fields()
    for (byte, place) in zip(bytes, shape) {
      if Self.isField(place) {
        guard (0x30...0x39).contains(byte) else { return nil }
        fields[place] = fields[place] * 10 + Int64(byte - 0x30)
      } else if byte != place {
        return nil
      }
    }
    func field(_ letter: Unicode.Scalar) -> Int64 { fields[UInt8(ascii: letter)] }
    let (year, month, day) = (field("y"), field("m"), field("d"))
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    guard (1...Self.days(inMonth: month, of: year)).contains(day) else { return nil }
    guard field("h") < 24, field("i") < 60, field("s") < 60 else { return nil }
    let seconds = field("h") * 3600 + field("i") * 60 + field("s")
    let days = Self.days(toYear: year, month: month) + day - 1
    self.init(milliseconds: (days * 86_400 + seconds) * 1000 + field("f"))
  }

  private func written(_ shape: String) -> String {
    let (days, rest) = milliseconds.dividedWithFloor(by: 86_400_000)
    // 400 Gregorian years have 146,097 days; the estimate is never late by more than one year.
    var year = (days + 719_162) * 400 / 146_097 + 1
    if Self.days(toYear: year, month: 1) > days { year -= 1 }
    if Self.days(toYear: year + 1, month: 1) <= days { year += 1 }
    var month: Int64 = 12
    while month > 1, Self.days(toYear: year, month: month) > days { month -= 1 }
    let day = days - Self.days(toYear: year, month: month) + 1
    var digits = Fields()
    digits[UInt8(ascii: "y")] = year
    digits[UInt8(ascii: "m")] = month
    digits[UInt8(ascii: "d")] = day
    digits[UInt8(ascii: "h")] = rest / 3_600_000
    digits[UInt8(ascii: "i")] = rest / 60_000 % 60
    digits[UInt8(ascii: "s")] = rest / 1000 % 60
    digits[UInt8(ascii: "f")] = rest % 1000
    var bytes = Array(shape.utf8)
    for index in bytes.indices.reversed() where Self.isField(bytes[index]) {
      let letter = bytes[index]
      let value = digits[letter]
      bytes[index] = 0x30 + UInt8(value % 10)
      digits[letter] = value / 10
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A number for each lower-case letter.
  private struct Fields {
    private var values = [Int64](repeating: 0, count: 26)

    subscript(letter: UInt8) -> Int64 {
      get { values[Int(letter - UInt8(ascii: "a"))] }
      set { values[Int(letter - UInt8(ascii: "a"))] = newValue }
    }
  }

  private static func isField(_ place: UInt8) -> Bool { (0x61...0x7A).contains(place) }

  private static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 1970-01-01 to the first of a month in the proleptic Gregorian calendar.
  private static func days(toYear year: Int64, month: Int64) -> Int64 {
    let before = year - 1
    let years = before * 365 + before / 4 - before / 100 + before / 400
    let months = (1..<month).reduce(0) { $0 + days(inMonth: $1, of: year) }
    return years + months - 719_162
  }
}

extension Int64 {
  fileprivate func dividedWithFloor(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
