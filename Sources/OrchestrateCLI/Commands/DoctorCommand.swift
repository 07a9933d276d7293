import CommandGrammar
import JSONDocument
import Reports
import Runs

/// `doctor`: looks the repository over and says how to mend what is wrong.
struct DoctorCommand: ToolCommand {
  static let fix = Flag("--fix", help: "mend what is safe to mend: lines, schemas, modes of files")
  static let declaration = CommandDeclaration(
    ["doctor"], group: "Set up", abstract: "look the repository over, and say how to mend it",
    discussion: [
      "Looks at git, folders, workflows, contracts, policy, configuration, schemas, the lines of .gitignore and .gitattributes, records, locks, attempts that wait long, the clock, the disk, the programs of workers, and who may read secrets. Nothing is written without --fix."
    ],
    arguments: [fix, Shared.dryRun],
    examples: [
      Example("orchestrate doctor", "see whether all is well"),
      Example("orchestrate doctor --fix --dry-run", "see what would be mended"),
    ],
    exitStatuses: [
      ExitStatusRow(0, meaning: "nothing fails; there may be warnings"),
      ExitStatusRow(2, meaning: "something fails"),
      ExitStatusRow(20, meaning: "nothing fails, and something could not be looked at"),
    ])

  private let mends: Bool
  private let isDry: Bool

  init(_ arguments: ParsedArguments) {
    mends = arguments[Self.fix]
    isDry = arguments[Shared.dryRun]
  }

  func answer(_ call: Call) throws -> Answer {
    let doctor = try Doctor(call)
    var found = doctor.examine()
    let cures = (mends ? found.compactMap(\.cure) : []).filter { isDry || done($0, call.frame) }
    if !cures.isEmpty, !isDry { found = doctor.examine() }
    let status: ExitStatus =
      found.contains { $0.level == .failure }
      ? .negative : found.contains { $0.level == .unknown } ? .unavailable : .done
    let cured = cures.map { "\(isDry ? "would mend" : "mended"): \($0.what)" }
    return Answer(
      status, report: cured.map(Visible.line) + Self.lines(found),
      [
        "mended": .array(cures.map { .string($0.what) }), "dry_run": .bool(isDry),
        "checks": .array(
          found.map {
            [
              "check": .string($0.check), "level": .string($0.level.rawValue),
              "message": .string($0.what), "mend": .string($0.mend),
              "fixable": .bool($0.cure != nil),
            ]
          }),
      ])
  }

  /// Mends one thing; what cannot be mended now is said, and is found again.
  private func done(_ cure: Diagnosis.Cure, _ frame: Frame) -> Bool {
    do {
      try cure.act()
      return true
    } catch {
      frame.say("note: could not \(Visible.line(cure.what)): \(Visible.line(Failure(error).line))")
      return false
    }
  }

  /// A line for each finding, what is well first, then what is not with the way to mend it, then how many there are.
  private static func lines(_ found: [Diagnosis]) -> [String] {
    let width = found.map(\.check.utf8.count).max() ?? 0
    func line(_ one: Diagnosis) -> String {
      let mark = one.level == .ok ? "ok" : "\(one.level.rawValue):"
      return Visible.line("\(mark) \(RunText.padded(one.check, width))  \(one.what)")
    }
    let well = found.filter { $0.level == .ok }
    let rest = found.filter { $0.level != .ok }
    let details = rest.flatMap { [line($0), Visible.line("  mend: \($0.mend)")] }
    guard !rest.isEmpty else {
      return well.map(line) + ["", "all is well: \(Count.of(found.count, "check"))"]
    }
    func count(_ level: Diagnosis.Level, _ noun: String) -> String? {
      let number = rest.count { $0.level == level }
      return number == 0 ? nil : Count.of(number, noun)
    }
    let unknown = rest.count { $0.level == .unknown }
    let counts = [
      count(.failure, "failure"), count(.warning, "warning"),
      unknown == 0 ? nil : "\(unknown) could not be looked at",
    ].compactMap(\.self).joined(separator: ", ")
    let curable = rest.count { $0.cure != nil }
    let fix = curable == 0 ? "" : "; \(curable) can be mended with: orchestrate doctor --fix"
    return well.map(line) + [""] + details + ["", counts + fix]
  }
}
