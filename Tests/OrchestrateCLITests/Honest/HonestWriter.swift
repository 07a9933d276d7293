import Foundation
import OrchestrateCLI
import RecordSamples
import TestSupport
import Testing

/// A person who works with the tool and git as people do, by chance, and verifies after every step.
///
/// What the person knows to be wrong for now is kept in `lost` and `uncovered`; any other failure is a false alarm.
final class HonestWriter {
  /// When the person commits.
  enum Habit: CaseIterable {
    /// By the two lines that the tool prints after each pass.
    case eachPass
    /// Everything at once when the run is over.
    case atTheEnd
    /// Everything whenever it comes to mind.
    case anyTime
  }

  let stage: Stage
  private var chance: SeededNumbers
  private var glances: SeededNumbers
  private let clock = RisingClock()
  private let hasCoverage: Bool
  /// What was done, to be read where something fails.
  private(set) var story: [String] = []
  /// Files that passed, were not committed, and have been edited since: their bytes are gone.
  private var lost: Set<String> = []
  /// Essays without a passed run that vouches for them as they are.
  private var uncovered: Set<String> = []
  private var contractLevel = 0

  init(seed: UInt64, covers: Bool) throws {
    chance = SeededNumbers(seed: seed)
    glances = SeededNumbers(seed: ~seed)
    hasCoverage = covers
    stage = try Tale.stage(covers: covers, clock: clock)
  }

  // MARK: Chance

  func isLuck(oneIn count: UInt64) -> Bool { chance.next() % count == 0 }

  func any<Element>(of elements: [Element]) -> Element {
    elements[Int(chance.next() % UInt64(elements.count))]
  }

  func habit() -> Habit { any(of: Habit.allCases) }

  private func words() -> String {
    any(of: ["rain", "a lamp", "the sea", "Ω and ü", "two words"]) + " \(chance.next() % 100_000)"
  }

  // MARK: The tool and git

  func note(_ step: String) { story.append(step) }

  @discardableResult
  func tool(_ line: String, expecting statuses: [OrchestrateCLI.ExitStatus] = [.done])
    -> Stage.Answer
  {
    note(line)
    let key = isLuck(oneIn: 6) ? ["--key", "k\(chance.next())"] : []
    let number = UInt32(truncatingIfNeeded: chance.next())
    let answer = stage.run(line.split(separator: " ").map(String.init) + key, numbers: [number])
    #expect(statuses.contains(answer.status), "\(answer.messages)\n\(told)")
    return answer
  }

  @discardableResult
  func git(_ words: String...) throws -> String {
    note("git " + words.joined(separator: " "))
    let ran = try stage.scratch.run(["git"] + words)
    #expect(ran.status == 0, "\(ran.messages)\n\(told)")
    return ran.output
  }

  func commitAll(_ message: String) throws {
    try git("add", "-A")
    if try stage.scratch.run(["git", "diff", "--cached", "--quiet"]).status != 0 {
      try git("commit", "-qm", message)
    }
  }

  private func write(_ path: String, _ text: String) throws {
    note("write \(path)")
    try stage.scratch.write(path, text)
  }

  var told: String { story.joined(separator: "\n") }

  // MARK: Verifying

  /// Verifies, and expects no failure but those that are known to be true.
  @discardableResult
  func verify(_ options: String...) throws -> Verified {
    let answer = stage.run(["verify", "--format", "json"] + options)
    let verified = try Verified(answer)
    let surprises = verified.failures.filter { finding in
      switch finding.id {
      case "unwitnessed": !lost.contains(finding.path)
      case "uncovered": !uncovered.contains(finding.path)
      default: true
      }
    }
    #expect(surprises == [], "verify \(options):\n\(verified.words)\n\(told)")
    let isClean = verified.failures.isEmpty
    #expect(
      verified.status == (isClean ? .done : .negative),
      "verify \(options):\n\(verified.words)\n\(told)")
    return verified
  }

  /// Verifies in the middle of the work, as often as the machine has time for it: always where `EVERY_STEP` is set.
  private func glance() throws {
    // A chance of its own, so that looking changes nothing of the history.
    if glances.next() % 8 == 0 || Self.isThorough { try verify() }
  }

  private static let isThorough = ProcessInfo.processInfo.environment["EVERY_STEP"] != nil

  /// Verifies as a pull request does, where all is finished and committed.
  func verifyAsPullRequest(to base: String) throws {
    #expect(lost.isEmpty && uncovered.isEmpty, "\(told)")
    try verify("--strict", "--since", base, "--contracts-from", base)
  }

  // MARK: An essay

  /// How a run ends.
  enum Ending: CaseIterable { case passed, canceled, open }

  /// Takes an essay through a run; nothing is left uncommitted.
  func write(
    _ essay: String, habit: Habit, ending: Ending = .passed, files: Set<String> = ["one", "two"]
  ) throws {
    let slug = String(essay.split(separator: "/").last ?? "a")
    let depth = any(of: ["quick", "standard", "deep"])
    if hasCoverage { uncovered.insert(essay) }
    // However often the clock is set back within a run, the next one is later.
    clock.move(bySeconds: 600)
    let start = tool(
      "run start --workflow tale --slug \(slug) --artifact-path \(essay) --depth \(depth)")
    let id = start.output.split(separator: "\n").first.map(String.init) ?? ""
    try glance()
    try pass("G1", of: essay, id, habit, edits: files.contains("one"))
    if ending != .passed, isLuck(oneIn: 2) { return try end(id, essay, ending) }
    try pass("G2", of: essay, id, habit, edits: files.contains("two"))
    if files.contains("one"), isLuck(oneIn: 3) { try redo("G1", of: essay, id, habit) }
    if files.contains("two"), isLuck(oneIn: 3) { try redo("G2", of: essay, id, habit) }
    try end(id, essay, ending)
  }

  private func end(_ id: String, _ essay: String, _ ending: Ending) throws {
    switch ending {
    case .passed:
      tool("run complete --run \(id)")
      uncovered.remove(essay)
    case .canceled:
      if isLuck(oneIn: 2) { tool("gate start --run \(id) --gate G1") }
      tool("run complete --run \(id) --status CANCELED --reason enough")
      // A canceled run vouches for nothing.
      lost = lost.filter { !$0.hasPrefix(essay + "/") }
      try write("\(essay)/one.md", Tale.first(words()))
      try glance()
    case .open:
      if isLuck(oneIn: 2) { tool("run complete --run \(id) --status FAILED") }
    }
    try glance()
    try commitAll("Record the run of \(essay)")
    try verify()
  }

  /// Works at a gate until it passes.
  private func pass(
    _ gate: String, of essay: String, _ id: String, _ habit: Habit, edits: Bool
  ) throws {
    for round in 0... {
      let isGood = round == 3 || !isLuck(oneIn: 3)
      if edits || round > 0 { try writeOutput(of: gate, essay, isGood: isGood || !edits) }
      if isLuck(oneIn: 4) {
        tool("gate check --run \(id) --gate \(gate)", expecting: [.done, .negative])
      }
      if isLuck(oneIn: 5) { clock.move(bySeconds: -30) }
      tool("gate start --run \(id) --gate \(gate)")
      try glance()
      if isLuck(oneIn: 3) {
        tool("invocation record --run \(id) --gate \(gate) --agent writer")
        try glance()
      }
      if isLuck(oneIn: 8) {
        tool("gate fail --run \(id) --gate \(gate) --reason later")
        try glance()
        continue
      }
      let answer = tool("gate finish --run \(id) --gate \(gate)", expecting: [.done, .negative])
      let isPass = answer.status == .done
      #expect(isPass || !isGood, "\(answer.output)\n\(told)")
      if isPass { lost = lost.filter { !isJudged($0, by: gate, of: essay) } }
      try glance()
      if habit == .anyTime, isLuck(oneIn: 2) { try commitAll("Save the work") }
      guard isPass else {
        if isLuck(oneIn: 3) {
          tool("run resume --run \(id) --no-input", expecting: [.waiting]);
          tool("gate fail --run \(id) --reason stop")
        }
        continue
      }
      if habit == .eachPass { try commitAsTold(answer) }
      try glance()
      return
    }
  }

  private func isJudged(_ path: String, by gate: String, of essay: String) -> Bool {
    gate == "G1"
      ? ["one.md", "notes.md"].contains { path == "\(essay)/\($0)" } : path.hasPrefix(essay + "/")
  }

  /// Runs the two lines that the tool printed.
  private func commitAsTold(_ answer: Stage.Answer) throws {
    let lines = answer.output.split(separator: "\n").map { $0.drop { $0 == " " } }.filter {
      $0.hasPrefix("git ")
    }
    #expect(lines.count == 2, "\(answer.output)")
    for line in lines {
      note(String(line))
      let ran = try stage.scratch.run(["bash", "-c", String(line)])
      #expect(ran.status == 0, "\(ran.messages)\(ran.output)\n\(told)")
    }
  }

  private func writeOutput(of gate: String, _ essay: String, isGood: Bool) throws {
    let text = words()
    if gate == "G1" {
      let flaw = any(of: ["TODO", "[a hole](hole.md)", "[no heading](notes.md#nothing)"])
      if !stage.scratch.exists("\(essay)/notes.md") {
        try write("\(essay)/notes.md", Tale.notes(text))
      }
      try change("\(essay)/one.md", Tale.first(isGood ? text : "\(text) \(flaw)"))
    } else {
      try change("\(essay)/notes.md", isGood ? Tale.notes(text) : "No heading. \(text)\n")
      try change("\(essay)/two.md", Tale.second(isLuck(oneIn: 4) ? "TBD" : text))
      if isLuck(oneIn: 4) { try change("\(essay)/sources/s.md", "A source of \(text).\n") }
    }
  }

  /// Writes over a file; where its bytes have passed and were not committed, they are lost.
  private func change(_ path: String, _ text: String) throws {
    if stage.scratch.exists(path), try stage.scratch.text(path) != text,
      try !stage.scratch.run(["git", "status", "--porcelain", "--", path]).output.isEmpty
    {
      lost.insert(path)
    }
    try write(path, text)
  }

  /// Edits what has passed, sees it, and has it judged again.
  private func redo(_ gate: String, of essay: String, _ id: String, _ habit: Habit) throws {
    try change(
      "\(essay)/\(gate == "G1" ? "one" : "two").md",
      gate == "G1" ? Tale.first(words()) : Tale.second(words()))
    try glance()
    try pass(gate, of: essay, id, habit, edits: isLuck(oneIn: 2))
    // What was judged later must be judged again.
    if gate == "G1" { try pass("G2", of: essay, id, habit, edits: isLuck(oneIn: 2)) }
  }

  /// Takes an essay through a run without a detour, and commits all at once.
  func writePlainly(_ essay: String) throws {
    note("pass \(essay) plainly")
    try stage.writeEssay(essay, words: words())
    let number = UInt32(truncatingIfNeeded: chance.next())
    let slug = String(essay.split(separator: "/").last ?? "a")
    stage.passEssay(essay, slug: slug, number: number)
    try commitAll("Pass \(essay)")
    clock.move(bySeconds: 600)
    try glance()
  }

  // MARK: Around the essays

  /// Raises the contract of G1, in a commit of its own.
  func raiseContract() throws {
    contractLevel += 1
    try write(Tale.firstContractPath, Tale.firstContract(contractLevel))
    try glance()
    try commitAll("Raise the contract of G1")
    try glance()
  }

  /// Edits a file that essays link to and that no gate is about.
  func editReadme() throws {
    try write("README.md", "# Essays\n\nSome of them, and \(words()).\n")
    try glance()
    try commitAll("Edit the README")
    try glance()
  }
}
