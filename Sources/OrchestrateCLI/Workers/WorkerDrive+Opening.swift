import Host
import Records
import Reports
import Runs

extension WorkerDrive {
  /// Opens attempts in one go and starts the first command of each, or sees to those that are open.
  mutating func begin(
    _ ids: [GateID], _ tally: inout WorkTally, key: inout String?
  ) throws {
    let record = try session.known(run)
    var jobs: [GateJob] = []
    var ended: [Ended] = []
    var fresh: [(gate: Workflow.Gate, rules: GatePolicy, before: FilesSeen?)] = []
    for id in ids {
      guard let gate = workflow.gate(id), let rules = try session.rules(for: id, in: workflow)
      else { continue }
      let before = gate.limits.isAny ? try session.filesSeen() : nil
      guard let open = record.state.openAttempt(of: id) else {
        fresh.append((gate, rules, before))
        continue
      }
      let seen = try session.workSeen(open.key, of: run)
      if seen.isBegun || seen.isDone {
        ended.append(
          Ended(key: open.key, job: nil, failure: seen.isDone ? nil : .unseenEnd))
      } else {
        let opened = try session.packetOfOpenAttempt(open, in: record)
        jobs.append(GateJob(key: opened.key, gate: gate, rules: rules, before: before))
      }
    }
    if !fresh.isEmpty {
      let opened = try session.openGates(fresh.map(\.gate.id), of: run, agent: nil, key: key)
      key = nil
      for (opened, plan) in zip(opened, fresh) {
        for warning in opened.warnings { session.frame.say(warning) }
        jobs.append(
          GateJob(key: opened.key, gate: plan.gate, rules: plan.rules, before: plan.before))
      }
    }
    try close(ended, &tally)
    for job in jobs { try start(job) }
  }

  mutating func start(_ job: GateJob) throws {
    guard let (part, command) = job.current else { return }
    let paths = RunPaths(run)
    let header = try session.known(run).header
    let packet = paths.packet(job.key.gate)
    let call = try command.call(
      header.values(for: job.key.gate), packetPath: "\(session.root.path)/\(packet)",
      packetFile: packet, logs: paths.workerLogs(job.key, part),
      timeout: job.rules.timeout(of: command))
    lastNumber += 1
    jobs[lastNumber] = job
    let what = part == .worker ? "" : "\(part.rawValue), "
    session.frame.say(
      "\(job.key.gate) \(job.gate.name), attempt \(job.key.number): \(what)\(Visible.line(command.name))"
    )
    try runner.start(call, as: lastNumber)
  }
}
