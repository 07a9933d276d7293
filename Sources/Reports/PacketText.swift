import Contracts
import Digests
import Records
package import Runs
import Text

/// The prompt packet as text that pastes as it is: no colour, no boxes, no time, not its own digest.
package struct PacketText: Sendable {
  /// The most lines before the task, but for a person's reason, which is never cut.
  private static let linesBeforeTask = 60

  package let lines: [String]
  /// The number of lines above `## Task`.
  package let linesAboveTask: Int

  package init(_ packet: Packet) {
    var cap = Finding.limit
    var head = Self.head(packet, findingsPerRule: cap)
    while head.count > Self.linesBeforeTask, cap > 1 {
      cap -= 1
      head = Self.head(packet, findingsPerRule: cap)
    }
    linesAboveTask = head.count
    lines = head + Self.body(packet)
  }

  /// The bytes of `prompt.txt`.
  package var bytes: [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

  private static func head(_ packet: Packet, findingsPerRule: Int) -> [String] {
    let header = packet.header
    let run = header.id
    let gate = packet.key.gate
    let agent = packet.agent.map { " · agent: \($0)" } ?? ""
    let mend = packet.lastFailure.map { mendFirst($0, packet, findingsPerRule) } ?? []
    return [
      "# \(gate) \(packet.gateName) · \(header.workflow.slug) · attempt \(packet.key.number)",
      "",
      "run: \(run) · depth: \(header.depth.rawValue)\(agent)",
      "workflow: \(header.workflow.name), version \(header.workflow.version) · sha256 \(header.workflow.sha256)",
      "contract: \(packet.contract.path) · sha256 \(packet.contract.sha256)",
    ].map(Visible.line) + [
      "",
      "## For you",
      "",
      "1. Give this whole page to whoever does the work, in the root of the repository: an agent, or yourself.",
      "2. Below: \(mend.isEmpty ? "" : "first what failed and what to keep, then ")"
        + "the task, what to read, where to write, and every rule that will be checked.",
      "3. Check as often as you like; nothing is recorded: \(RunCommand.check(run, gate))",
      "4. When it is done, press Enter where the pipeline waits, or: \(RunCommand.finish(run, gate))",
      "5. To stop, just stop; the attempt stays open. To come back, any day: \(RunCommand.resume(run))",
      "",
    ] + mend
  }

  private static func mendFirst(
    _ failure: Packet.LastFailure, _ packet: Packet, _ findingsPerRule: Int
  ) -> [String] {
    switch failure {
    case .person(let number, let words):
      return ["## Mend first: attempt \(number) was failed by a person", ""]
        + Visible.lines(of: words).map { $0.isEmpty ? ">" : "> \($0)" } + [""]
    case .worker(let number, let words):
      return ["## Mend first: attempt \(number) ended before its rules were run", ""]
        + Visible.lines(of: words).map { $0.isEmpty ? ">" : "> \($0)" } + [""]
    case .rules(let number, let rules):
      let errors = rules.filter { $0.validation.error != nil }
      let unmet = rules.filter { !$0.validation.pass && $0.validation.error == nil }
      let failed = unmet.filter { $0.validation.severity == .fail }
      let warned = unmet.filter { $0.validation.severity == .warn }
      let kept = rules.filter(\.validation.pass)
      let stuck = errors.isEmpty ? "" : ", \(errors.count) could not run"
      let warnings = warned.isEmpty ? "" : ", with \(Count.warnings(warned.count))"
      var lines = [
        "## Mend first: attempt \(number) failed \(failed.count) of \(Count.rules(rules.count))\(stuck)\(warnings)",
        "",
      ]
      for rule in failed + errors + warned {
        lines += mend(rule, packet, findingsPerRule)
      }
      if !kept.isEmpty {
        lines += ["", "Keep what passed:", ""]
        lines += kept.map {
          Visible.line("- \($0.validation.id) \($0.validation.type) · \($0.path)")
        }
      }
      return lines + [""]
    }
  }

  private static func mend(
    _ rule: Packet.RuleThen, _ packet: Packet, _ findingsPerRule: Int
  ) -> [String] {
    let validation = rule.validation
    let title = "- \(validation.severity.rawValue) \(validation.id) \(validation.type) · "
    let facts = [
      validation.expected.map { "  expected: \($0)" }, validation.found.map { "  found: \($0)" },
      validation.error.map { "  could not run: \($0)" },
    ].compactMap(\.self).map(Visible.line)
    if rule.findings.isEmpty { return [Visible.line(title + rule.path)] + facts }
    var lines: [String] = []
    for (finding, fix) in rule.findings.prefix(findingsPerRule) {
      lines += [title + Place.text(finding), "  \(finding.message)"].map(Visible.line) + facts
      lines.append(Visible.line("  fix: \(fix)"))
    }
    let more = rule.findings.count - findingsPerRule
    if more > 0 {
      lines.append(
        "  and \(more) more: \(RunCommand.check(packet.header.id, packet.key.gate))")
    }
    return lines
  }

  private static func body(_ packet: Packet) -> [String] {
    let run = packet.header.id
    let gate = packet.key.gate
    return ["## Task", ""] + Visible.lines(of: packet.task) + [""]
      + readFirst(packet)
      + ["## Write here, and nowhere else", ""]
      + packet.outputs.map { "- \(file($0))" }
      + (packet.outputs.isEmpty ? ["- (no file is required)"] : [])
      + [
        "",
        "Everything else stays as it is: what earlier gates passed, the contracts, and all of orchestration/.",
        "",
      ] + topic(packet)
      + [
        "## Accepted when", "",
        "Every rule of the contract, with what a check says of it on the files as they are today:",
        "",
      ] + packet.rules.flatMap(accepted)
      + [
        "", "## Check yourself", "", RunCommand.check(run, gate), "",
        "It writes nothing. Status 0: every rule is met. Status 2: not yet, with file, line and fix. "
          + "Anything else: it could not check.",
        "When it answers 0, say so to the person who gave you this page. Closing the gate is theirs.",
      ]
  }

  private static func readFirst(_ packet: Packet) -> [String] {
    guard !packet.inputs.isEmpty else {
      let start = packet.topic == nil ? "" : " Start from the topic below."
      return ["## Read first", "", "Nothing has passed before this gate.\(start)", ""]
    }
    return [
      "## Read first", "",
      "Read these from disk, even if you have seen them before: a person may have edited them.", "",
    ] + packet.inputs.map { "- \(file($0))" } + [""]
  }

  private static func topic(_ packet: Packet) -> [String] {
    guard let topic = packet.topic else { return [] }
    let isSame = packet.header.promptFile.map { $0.sha256 == topic.file.sha256 } ?? true
    let state = isSame ? "" : " · changed since the run began"
    return [
      "## Topic", "", Visible.line("From \(topic.file.path)\(state) · sha256 \(topic.file.sha256)"),
      "",
    ]
      + Visible.lines(of: topic.text).map { $0.isEmpty ? ">" : "> \($0)" } + [""]
  }

  private static func file(_ file: Packet.File) -> String {
    let state =
      switch file.state {
      case .same(let since): "same since \(since)"
      case .changed(let since): "changed since \(since)"
      case .new(let since): "new since \(since)"
      case .there: "already there"
      case .missing: "missing"
      }
    let digest = file.sha256.map { " · sha256 \($0)" } ?? ""
    return Visible.line("\(file.path) · \(state)\(digest)")
  }

  private static func accepted(_ rule: Packet.RuleToday) -> [String] {
    let today =
      switch rule.outcome {
      case .pass: "pass"
      case .fail: rule.isWarning ? "warn" : "fail"
      case .error: "could not run"
      case .claimed: "run when the gate is checked"
      }
    let found = rule.found.map { ", \($0)" } ?? ""
    let warning = rule.isWarning ? " · a warning, never a failure" : ""
    return [Visible.line("- \(rule.id) \(rule.type) · today: \(today)\(found)\(warning)")]
      + rule.lines.map { Visible.line("  \($0)") }
  }
}
