import Foundation
import OrchestrateCLI
import Records
import TestSupport
import Testing

@Suite("One whole run, byte for byte")
struct GoldenRunTests {
  private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden/the-first-bug")
  private static let run = "run_20260119T143012Z_the-first-bug_7c1e40"

  /// The moments of the ten events, in order.
  private static let moments = [
    "2026-01-19T14:30:12.481Z", "2026-01-19T14:30:12.502Z", "2026-01-19T14:47:35.090Z",
    "2026-01-19T14:52:03.917Z", "2026-01-19T14:52:03.941Z", "2026-01-19T17:20:44.105Z",
    "2026-01-20T08:05:30.660Z", "2026-01-20T08:31:12.804Z", "2026-01-20T08:36:58.233Z",
    "2026-01-20T08:36:58.251Z",
  ]

  private func stage() throws -> Stage {
    let scratch = try Scratch()
    for name in [".gitattributes", ".gitignore", "orchestration/gates", "topics", "workflows"] {
      try scratch.copy(Self.golden.appending(path: name), to: name)
    }
    try scratch.makeRepository(message: "Add the two-gates workflow and a topic")
    return Stage(
      scratch: scratch,
      clock: { Instant(Self.moments[min($0, Self.moments.count - 1)]) ?? .epoch })
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: Self.golden.appending(path: name)), as: UTF8.self)
  }

  @Test("The run of the design's example comes out as it stands there")
  func wholeRun() throws {
    let stage = try stage()
    let scratch = stage.scratch
    let logs = "orchestration/runs/\(Self.run)/logs"
    let record = "orchestration/runs/\(Self.run)/record"

    let first = stage.run(
      "run two-gates --slug the-first-bug --artifact-path essays/the-first-bug "
        + "--prompt-file topics/the-first-bug.md",
      typed: [
        Typed("") {
          #expect(
            try scratch.text("\(logs)/gates/G1/prompt.txt") == text("packets/G1-attempt-1.txt"))
          try scratch.copy(
            Self.golden.appending(path: "essays/the-first-bug/intake"),
            to: "essays/the-first-bug/intake")
          let recorded = stage.run(
            "invocation record --gate G1 --agent intake-editor", numbers: [0x5d0a])
          #expect(recorded.output == "inv_1768834055090_5d0a\n")
        },
        Typed("q"),
      ],
      numbers: [0x7c1e40])
    #expect(first.status == .waiting)
    #expect(first.output.hasPrefix("PASS G1 Intake, attempt 1: 3 of 3 rules met\n"))
    #expect(try scratch.text("\(logs)/gates/G2/prompt.txt") == text("packets/G2-attempt-1.txt"))

    try scratch.copy(Self.golden.appending(path: "old/G2-attempt-1/essays"), to: "essays")
    let failed = stage.run("gate finish --gate G2")
    #expect(failed.status == .negative)
    #expect(try failed.output == text("finding.txt"))

    let second = stage.run(
      "run resume",
      typed: [
        Typed("") {
          #expect(
            try scratch.text("\(logs)/gates/G2/prompt.txt") == text("packets/G2-attempt-2.txt"))
          #expect(try scratch.text("\(record)/RUN.json") == text("RUN-open.json"))
          try scratch.copy(Self.golden.appending(path: "essays"), to: "essays")
          _ = stage.run("invocation record --gate G2 --agent researcher", numbers: [0xe91c])
        }
      ])
    #expect(second.status == .done)
    #expect(try second.messages.hasPrefix(String(text("pause.txt").dropLast()) + " "))

    let wanted = Self.golden.appending(path: record)
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: wanted.path(percentEncoded: false))
    let files = names.filter { $0.hasSuffix(".json") }
    #expect(Set(try scratch.tree(record).keys) == Set(files))
    for name in files {
      #expect(try scratch.text("\(record)/\(name)") == text("\(record)/\(name)"), "\(name)")
    }
  }
}
