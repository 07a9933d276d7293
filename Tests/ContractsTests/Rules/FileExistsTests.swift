import Contracts
import Testing
import Text

@Suite("file_exists")
struct FileExistsTests {
  @Test("A file with something in it meets the rule, an empty one does not")
  func notEmpty() throws {
    let full = try ContractText.check("\"type\": \"file_exists\"", "x")
    #expect(full.outcome == .pass)
    #expect(full.found == "1 byte")
    #expect(full.findings.isEmpty)
    let empty = try ContractText.check("\"type\": \"file_exists\"", "")
    #expect(empty.outcome == .fail)
    #expect(empty.lines == ["a.md: the file is empty"])
    #expect(empty.found == "0 bytes")
    #expect(empty.fixes == ["write the file"])
  }

  @Test(
    "min_bytes counts bytes, not letters", arguments: [("ééé", true), ("éé", false), ("", false)])
  func minimum(text: String, isMet: Bool) throws {
    let result = try ContractText.check("\"type\": \"file_exists\", \"min_bytes\": 6", text)
    #expect(result.outcome == (isMet ? .pass : .fail))
    #expect(result.found == "\(text.utf8.count) bytes")
  }

  @Test("min_bytes may differ by depth, and the finding says both numbers")
  func depths() throws {
    let rule =
      "\"type\": \"file_exists\", \"min_bytes\": { \"quick\": 2, \"standard\": 4, \"deep\": 8 }"
    #expect(try ContractText.check(rule, "four", at: .quick).outcome == .pass)
    #expect(try ContractText.check(rule, "four").outcome == .pass)
    let short = try ContractText.check(rule, "four", at: .deep)
    #expect(short.lines == ["a.md: 4 bytes, need at least 8"])
    #expect(short.fixes == ["write more"])
    #expect(short.expected == "a regular file of at least 8 bytes")
  }

  @Test("It judges any bytes, and never asks for the text")
  func anyBytes() throws {
    let files = MemoryArtifacts(["a.md": .bytes([0xFF, 0x00]), "b.bin": .tooLong(1 << 30)])
    let evaluation = try ContractText.evaluate(
      outputs: ["a.md", "b.bin"], "\"type\": \"file_exists\", \"path\": \"*\"", in: files)
    #expect(evaluation.results.allSatisfy { $0.outcome == .pass })
    #expect(files.read.isEmpty)
  }

  @Test("Of several files each short one is named")
  func several() throws {
    let files = MemoryArtifacts(["n/a.md": "long enough", "n/b.md": "short", "n/c.md": ""])
    let result = try ContractText.evaluate(
      "\"type\": \"file_exists\", \"path\": \"n/*.md\", \"min_bytes\": 8", in: files
    ).results[0]
    #expect(result.outcome == .fail)
    #expect(result.found == "3 files, 2 too short")
    #expect(result.lines == ["n/b.md: 5 bytes, need at least 8", "n/c.md: the file is empty"])
    #expect(result.fixes == ["write more", "write the file"])
  }
}
