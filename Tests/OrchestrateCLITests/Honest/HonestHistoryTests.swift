import OrchestrateCLI
import Records
import Testing

/// More than a hundred histories by the chance of seeds; with `EVERY_STEP` in the environment each step of them is verified.
@Suite("Honest histories give no false alarm")
struct HonestHistoryTests {
  /// A seed; every second history has a workflow that covers its essays.
  struct Case: Sendable, CustomTestStringConvertible {
    let seed: UInt64
    var testDescription: String { "seed \(seed)" }

    func writer() throws -> HonestWriter { try HonestWriter(seed: seed, covers: seed % 2 == 0) }
  }

  static func cases(_ seeds: ClosedRange<UInt64>) -> [Case] { seeds.map { Case(seed: $0) } }

  @Test(
    "One essay, with failures, edits after passing, gates done again",
    arguments: cases(1...36))
  func oneEssay(_ history: Case) throws {
    let writer = try history.writer()
    try writer.write("essays/a", habit: writer.habit())
    let first = try writer.git("rev-list", "--max-parents=0", "HEAD").prefix { $0 != "\n" }
    try writer.verifyAsPullRequest(to: String(first))
  }

  @Test(
    "A run that is canceled or left open, and another one on the essay", arguments: cases(101...114)
  )
  func otherEndings(_ history: Case) throws {
    let writer = try history.writer()
    try writer.write(
      "essays/a", habit: writer.habit(), ending: writer.any(of: [.canceled, .open]))
    try writer.writePlainly("essays/b")
    try writer.write("essays/a", habit: writer.habit())
    try writer.verify("--since", "HEAD~1")
  }

  @Test(
    "Several runs on one essay, while contracts are raised", arguments: cases(201...224))
  func severalRuns(_ history: Case) throws {
    let writer = try history.writer()
    try writer.writePlainly("essays/a")
    if writer.isLuck(oneIn: 2) { try writer.raiseContract() }
    if writer.isLuck(oneIn: 2) { try writer.editReadme() }
    try writer.git("branch", "base")
    try writer.write("essays/a", habit: writer.habit())
    try writer.verifyAsPullRequest(to: "base")
  }

  @Test("A record of a tool with newer rules cannot be checked, one with older rules holds")
  func otherRules() throws {
    let stage = try Tale.stage()
    try stage.writeEssay()
    let run = stage.passEssay()
    // None today: the rules are the first.
    for rules in 1..<Recorder.rules {
      try stage.pretend(rules: rules, of: run)
      #expect(try stage.verify().status == .done)
    }
    try stage.pretend(rules: Recorder.rules + 1, of: run)
    let verified = try stage.verify("--strict")
    #expect(verified.status == .unavailable, "\(verified.words)")
    #expect(verified.ids == ["newer-rules"], "\(verified.words)")
  }

  @Test("Branches that are merged, squashed or rebased", arguments: cases(301...332))
  func branches(_ history: Case) throws {
    let writer = try history.writer()
    try writer.writePlainly("essays/a")
    if writer.isLuck(oneIn: 2) { try writer.raiseContract() }
    try writer.git("checkout", "-qb", "other")
    try writer.write(
      writer.isLuck(oneIn: 3) ? "essays/a" : "essays/b", habit: writer.habit())
    try writer.verifyAsPullRequest(to: "main")
    let isMainAhead = writer.isLuck(oneIn: 2)
    if isMainAhead {
      try writer.git("checkout", "-q", "main")
      if writer.isLuck(oneIn: 2) {
        try writer.writePlainly("essays/c")
      } else {
        try writer.editReadme()
      }
      try writer.git("checkout", "-q", "other")
      // Behind main: only what is the branch's own is held to it.
      try writer.verifyAsPullRequest(to: "main")
    }
    try join(writer, isMainAhead)
    try writer.verify("--strict", "--since", "other", "--contracts-from", "main")
  }

  private func join(_ writer: HonestWriter, _ isMainAhead: Bool) throws {
    switch writer.any(of: ["merge", "merge main first", "squash", "rebase"]) {
    case "merge":
      try writer.git("checkout", "-q", "main")
      let option = isMainAhead || writer.isLuck(oneIn: 2) ? "--no-ff" : "--ff-only"
      try writer.git("merge", "-q", option, "-m", "Merge", "other")
    case "merge main first":
      try writer.git("merge", "-q", "-m", "Merge main", "main")
      try writer.verifyAsPullRequest(to: "main")
      try writer.git("checkout", "-q", "main")
      try writer.git("merge", "-q", "other")
    case "squash":
      try writer.git("checkout", "-q", "main")
      try writer.git("merge", "-q", "--squash", "other")
      try writer.verify()
      try writer.git("commit", "-qm", "Squash")
      try writer.git("branch", "-qD", "other")
      try writer.git("branch", "other", "HEAD~1")
    default:
      try writer.git("rebase", "-q", "main")
      try writer.verifyAsPullRequest(to: "main")
      try writer.git("checkout", "-q", "main")
      try writer.git("merge", "-q", "--ff-only", "other")
    }
    try writer.verify()
  }
}
