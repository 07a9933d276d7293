import Contracts
import Digests
import Host
import JSONDocument
import Records
import Reports
import Runs
import Text

/// `gate check --hook`: tells an agent that wants to stop whether its gate is met.
struct StopHook {
  let session: Session
  let run: String?
  let gate: String?

  /// Status 2 with the reasons on standard error where the agent should go on; 0 where it may stop.
  func answer() throws -> Answer {
    guard let (record, gate) = try openAttempt() else { return Answer(lines: []) }
    let answer = try session.check(gate, in: record)
    guard answer.status == .negative else { return Answer(answer.status, lines: []) }
    session.frame.show(answer.lines.joined(separator: "\n") + "\n")
    let seen = try fingerprint(gate, in: record)
    if lastSeen(gate, of: record.header.id) == seen {
      session.frame.show("No file has changed since the last time, so this hook lets go.\n")
      return Answer(lines: [])
    }
    try session.store.writeLog(
      path(gate, of: record.header.id), Array(seen.hex.utf8), of: record.header.id)
    return Answer(.negative, lines: [])
  }

  /// The attempt that the agent works on; nil where none is open and there is nothing to hold it to.
  private func openAttempt() throws -> (RunRecord, GateID)? {
    let selected: RunID
    do { selected = try session.selectRun(run) } catch let refusal as Refusal {
      if run != nil { throw refusal }
      return nil
    }
    let record = try session.load(selected)
    guard gate != nil || record.state.open.count == 1 else { return nil }
    let gate = try record.gate(named: gate)
    return record.state.openAttempt(of: gate).map { _ in (record, gate) }
  }

  /// A digest over the contract and all that its rules looked at.
  private func fingerprint(_ gate: GateID, in record: RunRecord) throws -> Digest {
    let contract = try session.contract(of: gate, in: record)
    let evaluation = session.evaluation(of: contract, gate: gate, in: record)
    let files = evaluation.artifacts.map { artifact in
      let path = PathTemplate.recorded(artifact.path, in: record.header.workflow.artifactPath)
      return "\(path) \(artifact.sha256?.hex ?? "-")\n"
    }
    return SHA256.digest(of: Array((contract.sha256.hex + "\n" + files.joined()).utf8))
  }

  private func lastSeen(_ gate: GateID, of run: RunID) -> Digest? {
    guard let bytes = try? session.folder.read(path(gate, of: run), limit: 64) else { return nil }
    return Digest(hex: String(decoding: bytes, as: UTF8.self))
  }

  private func path(_ gate: GateID, of run: RunID) -> String {
    "\(RunPaths(run).logs)/gates/\(gate)/hook.txt"
  }
}
