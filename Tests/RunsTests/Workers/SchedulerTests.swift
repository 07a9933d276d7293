import RecordSamples
import Records
import Runs
import Testing

@Suite("Which gates can be begun")
struct SchedulerTests {
  private static func gates(_ list: [(String, [String])], alone: Set<String> = []) -> [Scheduler
    .Gate]
  {
    list.map {
      Scheduler.Gate(
        id: .named($0), needs: $1.map { .named($0) }, isAlone: alone.contains($0))
    }
  }

  private static let diamond = gates([
    ("G1", []), ("G2", ["G1"]), ("G3", ["G1"]), ("G4", ["G2", "G3"]), ("G5", []),
  ])

  private func starts(
    _ gates: [Scheduler.Gate], limit: Int, _ progress: [String: Scheduler.Progress],
    at now: Duration = .zero
  ) -> [String] {
    var all = Dictionary(
      gates.map { ($0.id, Scheduler.Progress.due(.zero)) }, uniquingKeysWith: { a, _ in a })
    for (name, value) in progress { all[.named(name)] = value }
    return Scheduler(gates: gates, limit: limit).starts(all, at: now).map(\.description)
  }

  @Test(
    "Those whose needs have passed, in order, as many as may go on",
    arguments: [
      (8, [:], ["G1", "G5"]), (1, [:], ["G1"]), (1, ["G1": .running], []),
      (2, ["G1": .running], ["G5"]),
      (8, ["G1": .passed], ["G2", "G3", "G5"]), (2, ["G1": .passed], ["G2", "G3"]),
      (8, ["G1": .passed, "G2": .passed, "G3": .running], ["G5"]),
      (8, ["G1": .passed, "G2": .passed, "G3": .passed, "G5": .running], ["G4"]),
      // What failed stops what needs it, and nothing else.
      (8, ["G1": .passed, "G2": .stopped], ["G3", "G5"]), (8, ["G1": .stopped], ["G5"]),
    ] as [(Int, [String: Scheduler.Progress], [String])])
  func starts(_ limit: Int, _ progress: [String: Scheduler.Progress], _ expected: [String]) {
    #expect(starts(Self.diamond, limit: limit, progress) == expected)
  }

  @Test("A gate that waits is passed over until its moment, which is told")
  func waiting() {
    let progress: [GateID: Scheduler.Progress] = [
      .named("G1"): .due(.seconds(5)), .named("G5"): .due(.seconds(9)),
      .named("G2"): .due(.seconds(1)), .named("G3"): .due(.zero), .named("G4"): .due(.zero),
    ]
    let scheduler = Scheduler(gates: Self.diamond, limit: 8)
    #expect(scheduler.starts(progress, at: .seconds(4)) == [])
    #expect(scheduler.nextMoment(progress, after: .seconds(4)) == .seconds(5))
    #expect(scheduler.starts(progress, at: .seconds(5)) == [.named("G1")])
    #expect(scheduler.nextMoment(progress, after: .seconds(5)) == .seconds(9))
    #expect(scheduler.nextMoment(progress, after: .seconds(9)) == nil)
  }

  @Test(
    "One that must be alone waits for the others, holds back those behind it, and then is alone")
  func alone() {
    let gates = Self.gates([("G1", []), ("G2", []), ("G3", [])], alone: ["G2"])
    #expect(starts(gates, limit: 8, [:]) == ["G1"])
    #expect(starts(gates, limit: 8, ["G1": .running]) == [])
    #expect(starts(gates, limit: 8, ["G1": .passed]) == ["G2"])
    #expect(starts(gates, limit: 8, ["G1": .passed, "G2": .running]) == [])
    #expect(starts(gates, limit: 8, ["G1": .passed, "G2": .stopped]) == ["G3"])
  }
}
