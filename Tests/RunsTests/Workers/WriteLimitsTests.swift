import Runs
import Testing

@Suite("What a worker may change")
struct WriteLimitsTests {
  private static let changes = [
    ChangedFile(path: "out/one.md", lines: 100), ChangedFile(path: "src/a.swift", lines: 3),
    ChangedFile(path: "src/b.png", lines: nil),
  ]

  @Test(
    "Required outputs are not counted, but forbidden where a pattern says so",
    arguments: [
      (WriteLimits.none, nil), (WriteLimits(files: 2, lines: 3, forbidden: ["Tests/**"]), nil),
      (
        WriteLimits(files: 1, lines: nil, forbidden: []),
        "it changed 2 files beside its outputs, and may change 1: src/a.swift, src/b.png"
      ),
      (
        WriteLimits(files: nil, lines: 2, forbidden: []),
        "it changed 3 lines beside its outputs, and may change 2: src/a.swift, src/b.png"
      ),
      (
        WriteLimits(files: nil, lines: nil, forbidden: ["out/*"]),
        "it changed what is forbidden: out/one.md"
      ),
    ])
  func excess(_ limits: WriteLimits, _ words: String?) {
    #expect(limits.excess(Self.changes, outputs: ["out/one.md"]) == words)
  }
}
