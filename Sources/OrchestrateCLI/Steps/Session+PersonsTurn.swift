import Host
import Records
import Reports
import Runs

extension Session {
  /// Tells the person that it is their turn, by the command of their own configuration; without one, nobody is told.
  ///
  /// The run waits whatever becomes of the command, so a failure is only said.
  func tellPerson(_ record: RunRecord, gate: GateID, packet: String? = nil) {
    guard let words = configuration.notify else { return }
    let turn = PersonsTurn(record, gate: gate, packet: packet.map { "\(root.path)/\($0)" } ?? "")
    let environment = surroundings.environment
    let call = turn.call(words, environment: Array(environment.keys))
    let runner = ProcessRunner(
      root: folder, path: root.path, environment: environment, holdsSignalsBack: false)
    do {
      guard case .ended(_, let result) = try runner.finish(call) else { return }
      if result.end != .exited(0) {
        frame.say("note: notify: \(Visible.line(result.end.words(about: call.name)))")
      }
    } catch { frame.say("note: notify: \(Visible.line(error.what))") }
  }
}
