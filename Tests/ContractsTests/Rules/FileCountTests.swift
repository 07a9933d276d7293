import Contracts
import JSONDocument
import Testing
import Text

@Suite("file_count")
struct FileCountTests {
  private static let path = "\"path\": \"{artifact_path}/n/*.md\""

  private static func check(
    _ members: String, files count: Int, at depth: Depth = .standard
  ) throws -> Evaluation.Result {
    let names = (0..<count).map { "essays/robot/n/\(100 + $0).md" }
    let files = MemoryArtifacts(
      Dictionary(uniqueKeysWithValues: names.map { ($0, .bytes([])) }))
    return try #require(
      try ContractText.evaluate(
        "\"type\": \"file_count\", \(path), \(members)", in: files, at: depth
      ).results.first)
  }

  @Test(
    "A number within the limits is enough, also of empty files",
    arguments: [
      ("\"min\": 1", 1), ("\"min\": 2", 3), ("\"max\": 2", 0), ("\"max\": 2", 2), ("\"max\": 0", 0),
      ("\"min\": 2, \"max\": 3", 2), ("\"min\": 2, \"max\": 2", 2),
    ])
  func within(members: String, count: Int) throws {
    let result = try Self.check(members, files: count)
    #expect(result.outcome == .pass)
    #expect(result.found == (count == 1 ? "1 file" : "\(count) files"))
    #expect(result.findings.isEmpty)
  }

  @Test(
    "Too few and too many are found at the pattern, with both numbers",
    arguments: [
      ("\"min\": 1", 0, "0 files, need at least 1", "write 1 more file that matches"),
      ("\"min\": 3", 1, "1 file, need at least 3", "write 2 more files that match"),
      (
        "\"max\": 2", 3, "3 files, allowed at most 2",
        "take 1 file away, or move what belongs elsewhere"
      ),
      (
        "\"min\": 1, \"max\": 2", 5, "5 files, allowed at most 2",
        "take 3 files away, or move what belongs elsewhere"
      ),
      (
        "\"max\": 0", 2, "2 files, allowed at most 0",
        "take 2 files away, or move what belongs elsewhere"
      ),
    ])
  func outside(members: String, count: Int, message: String, fix: String) throws {
    let result = try Self.check(members, files: count)
    #expect(result.outcome == .fail)
    #expect(result.lines == ["essays/robot/n/*.md: \(message)"])
    #expect(result.fixes == [fix])
  }

  @Test("Both numbers may differ by depth, and none may be asked for at one")
  func depths() throws {
    let rule =
      "\"min\": { \"quick\": 0, \"standard\": 2, \"deep\": 4 }, "
      + "\"max\": { \"quick\": 1, \"standard\": 3, \"deep\": 4 }"
    for (depth, numbers) in [(Depth.quick, 0...1), (.standard, 2...3), (.deep, 4...4)] {
      for count in 0...5 {
        let outcome = try Self.check(rule, files: count, at: depth).outcome
        #expect(outcome == (numbers.contains(count) ? .pass : .fail), "\(count) at \(depth)")
      }
    }
    #expect(try Self.check(rule, files: 0).expected == "2 to 3 files")
    #expect(try Self.check(rule, files: 0, at: .deep).expected == "4 files")
    let contract = try ContractText.load(
      ContractText.contract(rules: ["\"type\": \"file_count\", \(Self.path), \(rule)"]))
    #expect(
      contract.rules[0].kind.sentence(about: "n/*.md", at: .deep)
        == "n/*.md matches 4 files at depth deep")
  }

  @Test("It counts any bytes, asks for no text, and records each file that it counted")
  func anyBytes() throws {
    let files = MemoryArtifacts([
      "n/a.png": .bytes([0xFF]), "n/b.png": .tooLong(1 << 30), "n/.c.png": "hidden", "n/d.md": "x",
    ])
    let evaluation = try ContractText.evaluate(
      "\"type\": \"file_count\", \"path\": \"n/*.png\", \"min\": 2, \"max\": 2", in: files)
    #expect(evaluation.results[0].outcome == .pass)
    #expect(evaluation.artifacts.map(\.path.text) == ["n/a.png", "n/b.png"])
    #expect(files.read.isEmpty)
  }

  @Test("What cannot be listed is an error of the rule")
  func listing() throws {
    let files = MemoryArtifacts([:], listingFailure: "more than 10000 files match")
    let result = try ContractText.evaluate(
      "\"type\": \"file_count\", \(Self.path), \"max\": 9", in: files
    ).results[0]
    #expect(result.outcome == .error("more than 10000 files match"))
  }

  private static func bad(
    _ name: String, _ members: String, _ what: String, _ hint: String? = nil
  ) -> BadContract {
    .rule(name, "\"type\": \"file_count\", \"path\": \"n/*.md\", \(members)", what, hint)
  }

  @Test(
    "Bad parameters are refused with their place",
    arguments: [
      .wholeRule(
        "no number", "\"type\": \"file_count\", \"path\": \"n/*.md\"",
        "missing \"min\" or \"max\"", "write \"min\": 3, \"max\": 5, or both"),
      .wholeRule(
        "nothing demanded", "\"type\": \"file_count\", \"path\": \"n/*.md\", \"min\": 0",
        "the rule demands nothing", "write \"min\": 3, \"max\": 5, or both"),
      .rule(
        "one file", "\"type\": \"file_count\", \"path\": ▸\"a.md\", \"min\": 1",
        "'a.md' is one file, and file_count counts the files of a pattern",
        "write a pattern, for example 'notes/*.md', or ask for the file by file_exists"),
      bad(
        "allow_empty", "\"min\": 1, \"allow_empty\": ▸true",
        "\"allow_empty\" has no meaning where the files are counted",
        "take it out; without \"min\", no file is enough"),
      bad("negative", "\"min\": ▸-1", "expected an integer from 0 to 10000, found -1"),
      bad("too great", "\"max\": ▸10001", "expected an integer from 0 to 10000, found 10001"),
      bad("a text", "\"max\": ▸\"3\"", "expected an integer, found a string"),
      bad(
        "crossed", "\"min\": 3, \"max\": ▸2", "\"max\" is 2, below \"min\", which is 3",
        "swap them, or take one of them out"),
      bad(
        "crossed at one depth",
        "\"min\": { \"quick\": 1, \"standard\": 2, \"deep\": 9 }, \"max\": ▸5",
        "\"max\" is 5, below \"min\", which is 9 at depth deep",
        "swap them, or take one of them out"),
    ] as [BadContract])
  func refused(bad: BadContract) { BadContractTests.expect(bad) }
}
