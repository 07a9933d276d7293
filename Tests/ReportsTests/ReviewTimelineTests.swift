import RecordSamples
import Records
@testable import Reports
import Testing
@testable import Verification

@Suite("The timeline keeps to the forms of Mermaid's gantt charts that hosts draw")
struct ReviewTimelineTests {
  /// One line of a chart, in the forms that Mermaid's documentation has, with no character in a name that its lexer takes.
  private func isLegal(_ line: String) -> Bool {
    let name = #/[\p{L}\p{Mn}\p{Mc}\p{Nd}.\- ]+/#
    let moment = #/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/#
    switch line {
    case "gantt", "  dateFormat YYYY-MM-DD HH:mm:ss", "  axisFormat %H:%M",
      "  axisFormat %Y-%m-%d", "  todayMarker off":
      return true
    default: break
    }
    if let section = line.wholeMatch(of: #/  section ([a-zTZ0-9_-]+)/#) {
      return !section.output.1.isEmpty
    }
    guard let colon = line.firstIndex(of: ":") else { return false }
    let (label, data) = (line[..<colon], line[line.index(after: colon)...])
    guard
      label.hasPrefix("    PASS ") || label.hasPrefix("    FAIL ") || label.hasPrefix("    OPEN "),
      label.wholeMatch(of: name) != nil
    else { return false }
    let parts = data.split(separator: ", ", omittingEmptySubsequences: false)
    return parts.count == 3 && ["done", "crit", "active"].contains(String(parts[0]))
      && parts.dropFirst().allSatisfy { $0.wholeMatch(of: moment) != nil } && parts[1] < parts[2]
  }

  @Test("Every line is of a known form", arguments: ReviewPayloadTests.markup + Payloads.all)
  func forms(_ payload: String) throws {
    let lines = ReviewTimeline.lines(try ReviewSamples.hostile(payload).report.runs)
    #expect(lines.count == 8)
    for line in lines { #expect(isLegal(line), "\(line)") }
    #expect(lines.count { $0.hasPrefix("  section ") } == 1)
  }

  @Test("The example's chart is of known forms, and an axis of days has dates")
  func sample() throws {
    let lines = ReviewTimeline.lines(try ReviewSamples.everything().runs)
    for line in lines { #expect(isLegal(line), "\(line)") }
    #expect(lines.contains("  axisFormat %H:%M"))
    #expect(lines.contains { $0.hasPrefix("    OPEN G1 Intake attempt 1 :active, ") })
    let start = Instant.sampleStart.later(by: 3 * 86_400_000)
    let later = try Story.mended(.sample(at: start, number: 1), at: start).record
    let days = ReviewTimeline.lines(
      [try Story.mended().record, later].map { ReviewSamples.review($0) })
    #expect(days.contains("  axisFormat %Y-%m-%d"))
    #expect(Set(days.filter { $0.hasPrefix("  section ") }).count == 2)
  }

  @Test("A run without attempts is not drawn, and more than sixty attempts are counted")
  func bounds() throws {
    let empty = ReviewSamples.review(try Story(.sample()).record)
    #expect(ReviewTimeline.lines([empty]).isEmpty)
    let runs = try (0..<20).map { number in
      ReviewSamples.review(try Story.mended(.sample(number: UInt32(number))).record)
    }
    #expect(ReviewTimeline.lines(runs).count { $0.contains(" :") } == 60)
    #expect(ReviewTimeline.left(out: runs) == 20)
  }
}
