import RecordSamples
import Records
import Testing

@Suite("Moments")
struct InstantTests {
  @Test(
    "A moment is read to the millisecond",
    arguments: [
      ("1970-01-01T00:00:00.000Z", 0), ("1969-12-31T23:59:59.999Z", -1),
      ("2026-01-19T14:30:12.481Z", 1_768_833_012_481),
      ("2000-02-29T00:00:00.000Z", 951_782_400_000),
      ("2024-02-29T23:59:59.999Z", 1_709_251_199_999),
      ("2400-02-29T00:00:00.000Z", 13_574_563_200_000),
      ("1900-03-01T00:00:00.000Z", -2_203_891_200_000),
      ("0001-01-01T00:00:00.000Z", -62_135_596_800_000),
      ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
      ("2038-01-19T03:14:08.000Z", 2_147_483_648_000),
    ] as [(String, Int64)])
  func reading(text: String, milliseconds: Int64) {
    #expect(Instant(text)?.milliseconds == milliseconds)
    #expect(Instant(milliseconds: milliseconds)?.description == text)
  }

  @Test(
    "Any other spelling, and a day or time that does not exist, is refused",
    arguments: [
      "", "2026-01-19", "2026-01-19T14:30:12Z", "2026-01-19T14:30:12.48Z",
      "2026-01-19T14:30:12.4810Z", "2026-01-19t14:30:12.481Z", "2026-01-19T14:30:12.481z",
      "2026-01-19 14:30:12.481Z", "2026-01-19T14:30:12.481+00:00", "2026-01-19T14:30:12.481",
      "2026-01-19T14:30:12,481Z", "2026-02-29T00:00:00.000Z", "2026-02-30T00:00:00.000Z",
      "1900-02-29T00:00:00.000Z", "2100-02-29T00:00:00.000Z", "2024-02-30T00:00:00.000Z",
      "2026-04-31T00:00:00.000Z", "2026-06-31T00:00:00.000Z", "2026-09-31T00:00:00.000Z",
      "2026-11-31T00:00:00.000Z", "2026-01-32T00:00:00.000Z", "2026-01-00T00:00:00.000Z",
      "2026-00-19T00:00:00.000Z", "2026-13-19T00:00:00.000Z", "2026-01-19T24:00:00.000Z",
      "2026-01-19T14:60:12.481Z", "2026-01-19T14:30:60.481Z", "0000-01-01T00:00:00.000Z",
      "10000-01-01T00:00:00.000Z", "-001-01-01T00:00:00.000Z", "2026-1-19T14:30:12.4810Z",
      "２026-01-19T14:30:12.481Z", "2026-01-19T14:30:12.481Z\n", " 2026-01-19T14:30:12.481Z",
      "yyyy-mm-ddThh:ii:ss.fffZ", "2026-01-19T14:3o:12.481Z",
    ])
  func refused(text: String) { #expect(Instant(text) == nil) }

  @Test(
    "The form of run ids is as strict",
    arguments: [
      "20260119T143012", "20260119t143012Z", "20260119T143012z", "20260230T143012Z",
      "20260119T240000Z", "20260119T146012Z", "20260119T143060Z", "00000119T143012Z",
      "20260119T143012.481Z", "2026-01-19T14:30:12Z", "",
    ])
  func compactRefused(text: String) { #expect(Instant(compact: text) == nil) }

  @Test("The form of run ids is the moment cut to seconds, also before 1970")
  func compact() throws {
    for (milliseconds, text) in [
      (1_768_833_012_481, "20260119T143012Z"), (1_768_833_012_999, "20260119T143012Z"),
      (-1, "19691231T235959Z"), (-62_135_596_800_000, "00010101T000000Z"),
    ] as [(Int64, String)] {
      let moment = try #require(Instant(milliseconds: milliseconds))
      #expect(moment.compact == text)
      let cut = try #require(Instant(compact: text))
      #expect(cut <= moment && moment.milliseconds - cut.milliseconds < 1000)
    }
  }

  @Test("Outside the years 1 to 9999 there is no moment")
  func range() {
    for milliseconds in [-62_135_596_800_001, 253_402_300_800_000, Int64.min, Int64.max] {
      #expect(Instant(milliseconds: milliseconds) == nil)
    }
  }

  @Test("The ends of each year and of each February have their dates, from the year 1 to 9999")
  func everyYear() {
    var wrong: [String] = []
    var days: Int64 = 0
    for year in 1...9999 {
      let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
      let february: Int64 = isLeap ? 29 : 28
      let dates: [(Int64, Int)] = [
        (0, 101), (30, 131), (31, 201), (30 + february, 200 + Int(february)), (31 + february, 301),
        (336 + february, 1231),
      ]
      for (offset, date) in dates {
        let moment = Instant(milliseconds: -62_135_596_800_000 + (days + offset) * 86_400_000)
        let digits = Array((moment?.compact ?? "").utf8).prefix(8)
        if digits.reduce(0, { $0 * 10 + Int($1) - 0x30 }) != year * 10_000 + date {
          wrong.append("\(year) \(date): \(moment?.description ?? "none")")
        }
      }
      days += 337 + february
    }
    #expect(wrong == [])
    #expect(days == 3_652_059)
  }

  @Test("Writing and reading a moment gives the same moment")
  func roundTrip() throws {
    var numbers = SeededNumbers(seed: 2026)
    for _ in 0..<20_000 {
      let milliseconds = Int64.random(
        in: -62_135_596_800_000...253_402_300_799_999, using: &numbers)
      let moment = try #require(Instant(milliseconds: milliseconds))
      #expect(Instant(moment.description) == moment)
      #expect(
        Instant(compact: moment.compact)?.milliseconds
          == moment.milliseconds - ((moment.milliseconds % 1000 + 1000) % 1000))
    }
  }
}
