import RecordSamples
import Records
import Runs
import Testing

@Suite("Which run is meant")
struct RunSelectionTests {
  private static let old = RunID.named("run_20250101T000000Z_robot_aaaaaa")
  private static let middle = RunID.named("run_20260101T000000Z_robot-2_aaaabb")
  private static let new = RunID.named("run_20260201T000000Z_robot_abcdef")
  private static let odd = RunID.named("run_20250601T000000Z_latest_0a0a0a")
  private static let runs = [middle, new, odd, old]

  @Test(
    "A run is named by its id, its slug, 'latest' or a part that fits no other",
    arguments: [
      ("run_20250101T000000Z_robot_aaaaaa", old), ("robot", new), ("robot-2", middle),
      ("latest", new), ("aaaaaa", old), ("aaaabb", middle), ("20260201", new), ("2025010", old),
      ("_latest_", odd), ("abcdef", new), ("robot_a", nil), ("aaaa", nil), ("run_", nil),
      ("2026", nil), ("", nil), ("Robot", nil), ("rob*", nil), ("robt", nil),
      ("run_20250101T000000Z_robot_aaaaaa ", nil),
    ] as [(String, RunID?)])
  func named(text: String, run: RunID?) {
    #expect((try? RunSelection.named(text, among: Self.runs)) == run)
    #expect((try? RunSelection.named(text, among: Self.runs.reversed())) == run)
  }

  @Test("A part that fits several names them, the oldest first")
  func ambiguous() throws {
    let error = #expect(throws: Refusal.self) { try RunSelection.named("aaaa", among: Self.runs) }
    guard case .ambiguousRun("aaaa", let fitting) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fitting == [Self.old, Self.middle])
    #expect(error?.message.contains("2 runs") ?? false)
  }

  @Test(
    "An unknown name gets the nearest one",
    arguments: [
      ("robott", "robot" as String?), ("roboter-2000", nil),
      ("run_20260201T000000Z_robot_abcdee", "run_20260201T000000Z_robot_abcdef"),
    ])
  func suggestion(text: String, near: String?) throws {
    let error = #expect(throws: Refusal.self) { try RunSelection.named(text, among: Self.runs) }
    guard case .unknownRun(text, let found) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == near)
  }

  @Test("Where there is no run, nothing can be named")
  func none() {
    for text in ["latest", "robot", ""] {
      let error = #expect(throws: Refusal.self) { try RunSelection.named(text, among: []) }
      guard case .noRuns = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  /// A run by its place in `runs` from old to new, and what is meant where none is named.
  @Test(
    "Without a name it is the only RUNNING run, else the only one not final",
    arguments: [
      ([.running], 0, 0), ([.failed], 0, 0), ([.running, .failed], 0, 0),
      ([.failed, .running, .failed], 1, 1), ([.passed, .failed, .canceled], 1, 1),
      ([.running, .running], nil, 1), ([.failed, .failed, .passed], nil, 2),
      ([.passed], nil, 0), ([.canceled, .passed], nil, 1), ([nil], nil, 0),
      ([.running, nil], 0, 0), ([nil, .failed, nil], 1, 1), ([.passed, nil], nil, 1),
      ([], nil, nil),
    ] as [([RunStatus?], Int?, Int?)])
  func unnamed(statuses: [RunStatus?], strict: Int?, orLatest: Int?) {
    let ids = [Self.old, Self.middle, Self.new]
    let runs = zip(ids, statuses).map { RunSelection.Candidate(id: $0, status: $1) }
    for runs in [runs, runs.reversed()] {
      #expect((try? RunSelection.unnamed(among: runs, fallback: .refuse)) == strict.map { ids[$0] })
      #expect(
        (try? RunSelection.unnamed(among: runs, fallback: .latest)) == orLatest.map { ids[$0] })
    }
  }

  @Test("Of several open runs the RUNNING ones are named, else the FAILED ones")
  func several() {
    func refusal(_ statuses: [RunStatus]) -> Refusal? {
      let runs = zip([Self.new, Self.middle, Self.old], statuses)
      do throws(Refusal) {
        _ = try RunSelection.unnamed(
          among: runs.map { RunSelection.Candidate(id: $0, status: $1) }, fallback: .refuse)
        return nil
      } catch { return error }
    }
    guard case .severalRuns(let running) = refusal([.running, .running, .failed]) else {
      Issue.record("another answer")
      return
    }
    #expect(running == [Self.middle, Self.new].map(\.description))
    guard case .severalRuns(let failed) = refusal([.failed, .passed, .failed]) else {
      Issue.record("another answer")
      return
    }
    #expect(failed == [Self.old, Self.new].map(\.description))
    guard case .noOpenRun(Self.new) = refusal([.passed, .canceled, .passed]) else {
      Issue.record("another answer")
      return
    }
  }
}
