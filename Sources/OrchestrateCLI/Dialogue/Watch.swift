import Contracts
import Host
import Records
import Reports
import Runs
import Text

/// `gate check --watch`: checks again whenever a file that the rules look at has changed, until all are met.
struct Watch {
  private static let interval = Duration.milliseconds(500)

  let session: Session
  let gate: GateID
  let record: RunRecord

  /// Ends when every rule is met, or with Ctrl-C.
  func run() throws -> Answer {
    var (contract, evaluation) = try check()
    let first = GateReport(check: evaluation, of: gate, in: record, contract: contract)
    if !first.passes {
      try session.frame.print(GateText(first, commit: nil, next: nil).lines)
      session.frame.say("\nWatching the files that the rules look at. Ctrl-C ends it.")
    }
    while !evaluation.isMet {
      let seen = stamps(contract, evaluation)
      repeat { session.surroundings.wait(Self.interval) } while stamps(contract, evaluation) == seen
      let before = evaluation
      // A file that is being written may be seen half; the next look sees the rest.
      do { (contract, evaluation) = try check() } catch {
        session.frame.say("cannot check now: \(Failure(error).line)")
        continue
      }
      try session.frame.print(WatchText.delta(from: before, to: evaluation, gate: gate))
    }
    return try session.check(gate, in: session.load(record.header.id))
  }

  private func check() throws -> (Contract, Evaluation) {
    let contract = try session.contract(of: gate, in: record)
    return (contract, session.judgement(of: contract, gate: gate, in: record))
  }

  /// What a change of the contract, of a file or of the files that a pattern matches would alter.
  private func stamps(_ contract: Contract, _ evaluation: Evaluation) -> [String: FileStamp?] {
    var stamps = [contract.path.text: session.folder.stamp(of: contract.path.text)]
    for artifact in evaluation.artifacts {
      stamps[artifact.path.text] = session.folder.stamp(of: artifact.path.text)
    }
    let values = record.header.values(for: gate)
    for rule in contract.rules where rule.path.isGlob {
      guard let pattern = try? rule.path.filled(values) else { continue }
      for path in (try? session.artifacts.files(matching: pattern)) ?? [] {
        stamps[path.text] = session.folder.stamp(of: path.text)
      }
    }
    return stamps
  }
}
