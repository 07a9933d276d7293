import Foundation
import Testing

@Suite("The sources keep to the architecture")
struct ArchitectureTests {
  /// The targets from the top down; each may import only those that stand below it.
  private static let order = [
    "orchestrate", "OrchestrateCLI", "CommandGrammar", "Host", "Reports", "Verification", "Runs",
    "Contracts", "Records", "JSONDocument", "Text", "Digests", "CDigests",
  ]

  /// What each target may import beyond the standard library.
  private static let allowed: [String: Set<String>] = [
    "orchestrate": ["OrchestrateCLI", "Host"],
    "OrchestrateCLI": [
      "CommandGrammar", "Host", "Reports", "Verification", "Runs", "Contracts", "Records", "Text",
      "Digests", "JSONDocument",
    ],
    "CommandGrammar": ["Text"],
    "Host": ["Runs", "Verification", "Contracts", "Records", "Text", "Digests"],
    "Reports": [
      "Verification", "Runs", "Contracts", "Records", "Text", "Digests", "JSONDocument",
    ],
    "Verification": ["Runs", "Contracts", "Records", "Text", "Digests", "JSONDocument"],
    "Runs": ["Contracts", "Records", "Text", "Digests", "JSONDocument"],
    "Contracts": ["Text", "Digests", "JSONDocument"],
    "Records": ["Text", "Digests", "JSONDocument"],
    "JSONDocument": ["Text"],
    "Text": [],
    "Digests": ["CDigests"],
  ]

  /// The targets that touch the system.
  private static let effects: Set = ["orchestrate", "OrchestrateCLI", "Host"]

  /// The modules of the system, for `Host` alone; `Digests` uses CryptoKit where there is one.
  private static let system: [String: Set<String>] = [
    "Host": ["Darwin", "Glibc", "Musl", "Synchronization"], "Digests": ["CryptoKit"],
  ]

  private static let files = (try? SourceFile.all()) ?? []

  @Test("There are sources to look at")
  func thereAreSources() {
    #expect(Self.files.count > 150)
    #expect(Set(Self.files.map(\.target)).isSubset(of: Self.order))
  }

  @Test("Each file imports what its target may use, and nothing else", arguments: files)
  func importsStandBelow(_ file: SourceFile) {
    let position = Self.order.firstIndex(of: file.target) ?? 0
    for module in Set(file.imports).subtracting(["Swift"]) {
      if Self.system[file.target]?.contains(module) == true { continue }
      #expect(
        Self.allowed[file.target]?.contains(module) == true, "\(file.path) imports \(module)")
      #expect(
        Self.order.firstIndex(of: module).map { $0 > position } == true,
        "\(file.path) imports \(module), which stands above it")
    }
  }

  @Test("The gates of verify-code know the same targets, and what each may import")
  func gatesForCode() throws {
    func rules(_ gate: String) throws -> [[String: Any]] {
      let path = "orchestration/gates/contracts/\(gate).contract.json"
      let data = try Data(contentsOf: SourceFile.root.appending(path: path))
      let contract = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      return try #require(contract["validations"] as? [[String: Any]])
    }
    let swift = Self.order.filter {
      !$0.hasPrefix("C") || $0.dropFirst().first?.isLowercase == true
    }
    let layers = try rules("V3")
    #expect(layers.compactMap { $0["id"] as? String } == swift)
    for layer in layers {
      let name = try #require(layer["id"] as? String)
      #expect(layer["path"] as? String == "{artifact_path}/\(name)/**/*.swift")
      let allowed = Self.allowed[name, default: []].union(Self.system[name, default: []])
      #expect(
        Set(try #require(layer["allowed"] as? [String])).subtracting(["Swift"]) == allowed,
        "\(name)")
    }
    let alone = try rules("V8").compactMap { $0["id"] as? String }
    #expect(alone == ["build"] + Array(swift.dropFirst()))
  }

  /// What no line of the sources may have, with the targets in which it may stand all the same.
  private static let banned: [(pattern: String, why: String, except: Set<String>)] = [
    (#"(^|[^\w.])(print|debugPrint|dump)\("#, "prints past the sinks", ["OrchestrateCLI"]),
    (#"(^|[^\w.])(exit|abort|_exit)\("#, "ends the process", ["Host"]),
    (#"(^|\W)fatalError\("#, "traps", []),
    (#"(^|\W)try!"#, "traps", []),
    (#"(^|\W)as!"#, "traps", []),
    (#"(^|\W)unsafeBitCast\("#, "is unsafe", []),
    (#"[\w)\]"]!(?!=)"#, "unwraps by force", []),
    (#"@testable"#, "reaches past an interface", []),
  ]

  @Test("No line prints, ends the process, traps or unwraps by force", arguments: files)
  func nothingBanned(_ file: SourceFile) throws {
    let faults = try Self.faults(in: file.lines, of: file.target)
    #expect(faults == [], "\(file.path)")
  }

  private static func faults(in lines: [String], of target: String) throws -> [String] {
    try banned.filter { !$0.except.contains(target) }.flatMap { pattern, why, _ in
      let expression = try Regex(pattern)
      return lines.enumerated().filter { $0.element.contains(expression) }
        .map { "\($0.offset + 1): \(why): \($0.element)" }
    }
  }

  @Test(
    "What is banned is found, and what looks like it is not",
    arguments: [
      ("print(text)", true), ("  exit(1)", true), ("fatalError()", true), ("try! f()", true),
      ("x as! Y", true),
      ("let a = b!", true), ("f()!.g", true), ("a[0]!", true),
      ("frame.print(text)", false), ("a != b", false), ("if !a", false), ("try? f()", false),
      ("[!a]", false),
    ])
  func ban(_ line: String, _ isFault: Bool) throws {
    #expect(try Self.faults(in: [line], of: "Text").isEmpty != isFault)
  }

  @Test("A pure target asks for no clock, chance, environment or file", arguments: files)
  func isPure(_ file: SourceFile) throws {
    guard !Self.effects.contains(file.target) else { return }
    let expression = try Regex(
      #"(^|\W)(FileManager|ProcessInfo|FileHandle|Process\(|Date\(|Clock\b|getenv|environ\b|CommandLine\.|\.random\(|SystemRandomNumberGenerator|Task\s*\{|DispatchQueue)"#
    )
    for (index, line) in file.lines.enumerated() where line.contains(expression) {
      Issue.record("\(file.path):\(index + 1): an effect in a pure target: \(line)")
    }
  }

  @Test("Only the composition root reads the live surroundings")
  func liveSurroundings() {
    for file in Self.files where file.lines.contains(where: { $0.contains("Surroundings.live") }) {
      #expect(file.target == "orchestrate", "\(file.path)")
    }
  }

  @Test("Comments and texts are no code")
  func scanner() {
    let text = ##"""
      let a = "print(\(b(1)) exit(" // fatalError(
      /* try! /* as! */ exit( */ let c = #"\(x) "quoted" \#(d)"#
      """##
    #expect(
      SourceFile.code(of: text) == [##"let a = "(b(1))" "##, ##" let c = "(d)""##])
  }
}
