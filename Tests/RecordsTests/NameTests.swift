import RecordSamples
import Records
import Testing

@Suite("Names in records")
struct NameTests {
  private static let long = String(repeating: "a", count: 64)

  @Test(
    "A slug is lower-case letters, digits and hyphens, beginning with a letter or digit",
    arguments: ["a", "0", "the-word-robot", "a-", "a--b", "9lives", NameTests.long])
  func slugs(text: String) throws {
    let slug = try #require(Slug(text))
    #expect(slug.description.utf8.elementsEqual(text.utf8))
  }

  @Test(
    "What is no slug is refused",
    arguments: [
      "", "-a", "A", "a_b", "a b", "a.b", "a/b", "é", "a\u{301}", "a\n", "\u{212A}", "a\0", "１",
      "{slug}", NameTests.long + "a",
    ])
  func noSlugs(text: String) { #expect(Slug(text) == nil) }

  @Test(
    "A gate is a capital letter with letters and digits behind it",
    arguments: ["G", "G1", "Z9", "Draft", "GATE", "Aa0", "ABCDEFGHIJKLMNOP"])
  func gates(text: String) throws {
    let gate = try #require(GateID(text))
    #expect(gate.description.utf8.elementsEqual(text.utf8))
  }

  @Test(
    "What is no name of a gate is refused",
    arguments: [
      "", "g1", "1G", "G-1", "G_1", "G 1", "G1\n", "É1", "G\u{301}", "\u{212A}1", "G.1", "G/1",
      "ABCDEFGHIJKLMNOPQ",
    ])
  func noGates(text: String) { #expect(GateID(text) == nil) }

  @Test(
    "A run id is its moment, its slug and six hexadecimal digits",
    arguments: [
      "run_20260119T143012Z_the-word-robot_ab12cd", "run_20240229T235959Z_a_000000",
      "run_00010101T000000Z_9_ffffff", "run_99991231T235959Z_\(NameTests.long)_0a0b0c",
    ])
  func runIDs(text: String) throws {
    let id = try #require(RunID(text))
    #expect(id.description.utf8.elementsEqual(text.utf8))
    #expect(text.utf8.split(separator: 0x5F)[2].elementsEqual(id.slug.description.utf8))
  }

  @Test(
    "What is no run id is refused",
    arguments: [
      "", "run", "run_20260119T143012Z_a", "run_20260119T143012Z_a_ab12c",
      "run_20260119T143012Z_a_ab12cde", "run_20260119T143012Z_a_AB12CD",
      "run_20260119T143012Z_a_ab12cg", "run_20260230T143012Z_a_ab12cd",
      "run_20260119T240000Z_a_ab12cd", "run_20260119T143060Z_a_ab12cd",
      "run_00000119T143012Z_a_ab12cd", "run_20260119t143012z_a_ab12cd",
      "run_20260119T143012_a_ab12cd", "run_20260119T143012Z__ab12cd",
      "run_20260119T143012Z_-a_ab12cd", "run_20260119T143012Z_a_b_ab12cd",
      "Run_20260119T143012Z_a_ab12cd", "inv_20260119T143012Z_a_ab12cd",
      " run_20260119T143012Z_a_ab12cd", "run_20260119T143012Z_a_ab12cd\n",
      "run_20260119T143012Z_../x_ab12cd", "run_20260119T143012Z_\(NameTests.long)a_ab12cd",
    ])
  func noRunIDs(text: String) { #expect(RunID(text) == nil) }

  @Test("A new run id holds its moment cut to seconds and the low 24 bits of the number")
  func newRunID() throws {
    let slug = Slug.named("a-b")
    let moment = try #require(Instant("2026-01-19T14:30:12.999Z"))
    let table: [(UInt32, String)] = [
      (0, "000000"), (0xab, "0000ab"), (0xFF_FFFF, "ffffff"), (0xFFAB_12CD, "ab12cd"),
    ]
    for (number, digits) in table {
      let id = RunID(startedAt: moment, slug: slug, number: number)
      #expect(id.description == "run_20260119T143012Z_a-b_\(digits)")
      #expect(RunID(id.description) == id)
    }
  }

  @Test("Run ids are ordered by their moment first")
  func order() {
    let ids = [
      "run_20251231T235959Z_z_ffffff", "run_20260119T143012Z_a_000001",
      "run_20260119T143012Z_a_000002", "run_20260119T143012Z_b_000000",
    ].map(RunID.named)
    #expect(ids.reversed().sorted() == ids)
  }

  @Test(
    "An invocation id is its milliseconds and four hexadecimal digits",
    arguments: ["inv_1705673460000_abc1", "inv_0_0000", "inv_253402300799999_ffff"])
  func invocationIDs(text: String) throws {
    let id = try #require(InvocationID(text))
    #expect(id.description.utf8.elementsEqual(text.utf8))
    #expect(text.utf8.split(separator: 0x5F)[1].elementsEqual("\(id.at.milliseconds)".utf8))
  }

  @Test(
    "What is no invocation id is refused",
    arguments: [
      "", "inv", "inv_1_abc", "inv_1_abcde", "inv_1_ABCD", "inv_01_abcd", "inv_+1_abcd",
      "inv_1.5_abcd", "inv__abcd", "inv_ 1_abcd", "inv_1_abcd_", "run_1_abcd", "inv_１_abcd",
      "inv_253402300800000_abcd", "inv_99999999999999999999_abcd", "inv_1_abcd\n", "inv_-0_abcd",
    ])
  func noInvocationIDs(text: String) { #expect(InvocationID(text) == nil) }

  @Test("A new invocation id holds its moment and the low 16 bits of the number")
  func newInvocationID() throws {
    let moment = try #require(Instant("2026-01-19T14:47:35.090Z"))
    let id = InvocationID(at: moment, number: 0xFFFF_5d0a)
    #expect(id.description == "inv_1768834055090_5d0a")
    #expect(id.at == moment)
    #expect(InvocationID(id.description) == id)
    #expect(InvocationID(at: moment, number: 1).description == "inv_1768834055090_0001")
  }
}
