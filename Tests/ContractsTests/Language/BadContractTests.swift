import Contracts
import JSONDocument
import Testing
import Text

@Suite("Contracts that are refused when they are read")
struct BadContractTests {
  private static func expect(_ bad: BadContract) { bad.expectRefused() }

  @Test("What is no strict JSON", arguments: BadContract.strictness)
  func strictnessRefused(bad: BadContract) { Self.expect(bad) }

  @Test("The members of a contract", arguments: BadContract.members)
  func membersRefused(bad: BadContract) { Self.expect(bad) }

  @Test("Paths", arguments: BadContract.paths)
  func pathsRefused(bad: BadContract) { Self.expect(bad) }

  @Test("The members that every rule has", arguments: BadContract.rules)
  func rulesRefused(bad: BadContract) { Self.expect(bad) }

  @Test("Numbers", arguments: BadContract.numbers)
  func numbersRefused(bad: BadContract) { Self.expect(bad) }

  @Test("Headings", arguments: BadContract.headings)
  func headingsRefused(bad: BadContract) { Self.expect(bad) }

  @Test("Patterns and phrases", arguments: BadContract.patterns)
  func patternsRefused(bad: BadContract) { Self.expect(bad) }

  @Test("A file of 9 MiB is refused for its size")
  func tooLarge() throws {
    let error = #expect(throws: DocumentError.self) {
      try ContractText.load([UInt8](repeating: 0x20, count: 9 << 20))
    }
    #expect(error?.error.kind == .tooLarge)
    #expect(error?.error.position == TextPosition(line: 1, column: 1))
  }
}
