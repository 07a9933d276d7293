import Foundation
import TestSupport
import Testing

@Suite("The gates for code, on this package")
struct VerifyCodeTests {
  /// A fault that is planted in the sources, and the line that tells it.
  struct Fault: Sendable, CustomTestStringConvertible {
    let gate: String
    let file: String
    /// Added at the end of the file.
    let line: String
    /// What follows `path:line:`.
    let told: String

    var testDescription: String { "\(gate): \(line)" }
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test(
    "A fault is told with its file and line",
    arguments: [
      Fault(
        gate: "V2", file: "Sources/Text/Glob.swift", line: "import Glibc",
        told: "8: fail[V2/system-modules imports] imports Glibc, which is forbidden here"),
      Fault(
        gate: "V2", file: "Sources/Runs/ShellWord.swift", line: "let home = getenv(name)",
        told: "12: fail[V2/effects not_contains] \"getenv\" matches"),
      Fault(
        gate: "V3", file: "Sources/Contracts/Rule.swift", line: "import Records",
        told: "8: fail[V3/Contracts imports] imports Records, which is not allowed here"),
      Fault(
        gate: "V5", file: "Sources/Runs/Packet.swift",
        line: "extension Packet: @unchecked Sendable {}",
        told: "19: fail[V5/no-unchecked not_contains] \"@unchecked Sendable\" matches"),
      Fault(
        gate: "V6", file: "Sources/Text/Glob.swift", line: "let isIn = path.hasPrefix(folder)",
        told: "16: fail[V6/paths-and-lines not_contains] \".hasPrefix(\" matches"),
      Fault(
        gate: "V7", file: "Sources/Text/Glob.swift", line: "import Contracts",
        told: "8: fail[V7/targets imports] this import closes a cycle: Contracts → Text → Contracts"
      ),
      Fault(
        gate: "V9", file: "Sources/Runs/Packet.swift", line: "let api_key = \"0123456789abcdef\"",
        told:
          "5: fail[V9/secrets-in-sources not_contains] \"api_key = \"0123456789abcdef\"\" matches"),
      Fault(
        gate: "V9", file: "Sources/Runs/Packet.swift",
        line: "let a = b.withUnsafeBytes { $0.count }",
        told: "10: fail[V9/unsafe-pointers not_contains] \".withUnsafeBytes\" matches"),
    ])
  func fault(fault: Fault) throws {
    let scratch = try Scratch()
    // The whole package is judged by the same gates in CI; here the file, and one that imports Text, are enough.
    for name in [
      "orchestration/gates", "workflows/verify-code", "Sources/Contracts/Contract.swift",
      fault.file,
    ] {
      try scratch.copy(Self.root.appending(path: name), to: name)
    }
    let text = try scratch.text(fault.file)
    try scratch.makeRepository()
    #expect(try scratch.orchestrate("run", "start", "--workflow", "verify-code").status == 0)
    func told() throws -> Bool {
      let checked = try scratch.orchestrate("gate", "check", "--gate", fault.gate)
      let line = text.utf8.count { $0 == 0x0A } + 1
      let isTold = checked.output.contains("\(fault.file):\(line):\(fault.told)")
      // Rules of folders that are missing here may not be met either.
      if isTold { #expect(checked.status == 2) }
      return isTold
    }
    try scratch.write(fault.file, text + fault.line + "\n")
    #expect(try told())
    // What the sources have now is no fault; that most of them are missing here is.
    try scratch.write(fault.file, text + "\n")
    #expect(try !told())
  }
}
