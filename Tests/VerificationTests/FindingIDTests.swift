import Testing
import Verification

@Suite("The kinds of findings")
struct FindingIDTests {
  @Test(
    "Each has a name in kebab case, a meaning and a cure of one sentence",
    arguments: FindingID.allCases)
  func words(_ id: FindingID) {
    #expect(id.rawValue.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D })
    for sentence in [id.meaning, id.cure] {
      #expect(sentence.first?.isUppercase == true)
      #expect(sentence.last == ".")
      #expect(!sentence.contains("\n"))
    }
  }

  @Test("Strictness raises warnings of evidence and trust to failures, and nothing else")
  func strictness() {
    let raised = FindingID.allCases.filter { $0.level(isStrict: true) != $0.level(isStrict: false) }
    #expect(
      raised == [.changed, .moved, .lfsPointer, .notJudged, .rulesChanged, .contractOutdated])
    // The rules of a file of which only the pointer is here cannot be run again.
    #expect(FindingID.lfsPointer.level(isStrict: true) == .cannotCheck)
    for id in raised where id != .lfsPointer {
      #expect(id.level(isStrict: false) == .warning)
      #expect(id.level(isStrict: true) == .failure)
    }
  }
}
