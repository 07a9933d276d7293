import Testing
import Text

@Suite("Did you mean")
struct SpellingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let typed: String
    let meant: String?
    var testDescription: String { "'\(typed)' means \(meant ?? "nothing we know")" }
  }

  @Test(
    "The nearest known word is offered, and nothing when none is near",
    arguments: [
      Case(typed: "min_source", meant: "min_sources"),
      Case(typed: "contains_heading", meant: "contains_headings"),
      Case(typed: "Contians", meant: "contains"),
      Case(typed: "not-contains", meant: "not_contains"),
      Case(typed: "zebra", meant: nil),
      Case(typed: "", meant: nil),
      Case(typed: String(repeating: "x", count: 5000), meant: nil),
    ])
  func closest(_ example: Case) {
    let known = ["file_exists", "min_sources", "contains_headings", "contains", "not_contains"]
    #expect(Spelling.closest(to: example.typed, among: known) == example.meant)
  }

  @Test("Of two equally near words the first listed wins")
  func ties() {
    #expect(Spelling.closest(to: "gate", among: ["date", "late"]) == "date")
  }
}
