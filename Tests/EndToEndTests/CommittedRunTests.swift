import Foundation
import TestSupport
import Testing

@Suite("The run of the example that is committed here")
struct CommittedRunTests {
  @Test("The tool reads it, every gate passed, and the artifacts are still those that passed")
  func committedRun() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let scratch = try Scratch()
    for name in ["orchestration", "workflows", ".gitignore"] {
      try scratch.copy(root.appending(path: name), to: name)
    }
    let shown = try scratch.orchestrate("run", "show", "--run", "the-word-robot")
    #expect(shown.status == 0, "\(shown.messages)")
    #expect(shown.output.contains("PASSED · depth standard · \(Scratch.example)"))
    let artifacts = shown.output.split(separator: "\n").filter { $0.hasSuffix(" attempt 1") }
    #expect(artifacts.count == 5)
    #expect(artifacts.allSatisfy { $0.hasPrefix("  same  \(Scratch.example)/") })
  }
}
