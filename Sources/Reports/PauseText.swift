package import Records
import Runs
import Text

/// What a terminal shows where the pipeline waits.
package enum PauseText {
  /// The most lines of the packet that are shown.
  private static let packetLines = 40

  /// Where the run stands, what changed, and the beginning of the packet.
  package static func page(
    _ record: RunRecord, _ key: AttemptKey, packetPath: String, packet: PacketText, recap: String?
  ) -> [String] {
    var lines = RunText.overview(record) + [""]
    if let recap { lines += [Visible.line(recap), ""] }
    lines += ["Packet: \(packetPath)", ""]
    var head = packet.lines.prefix(min(packet.linesAboveTask, packetLines))
    while let last = head.last, last.isEmpty { head.removeLast() }
    lines += head.map { $0.isEmpty ? "" : "  \($0)" }
    return lines + ["", "  (\(packet.lines.count - head.count) more lines)"]
  }

  /// What the letters do.
  package static func menu(gateName: String, _ key: AttemptKey) -> String {
    """
    \(Visible.line("\(key.gate) \(gateName)")), attempt \(key.number), is open. Nothing is recorded until you press Enter.

      Enter  validate and record
      c      check only
      o      open the packet
      f      fail it, with a reason
      q      stop here; the attempt stays open


    """
  }

  /// The question; the cursor stays behind it.
  package static let question = "Enter, c, o, f or q: "

  /// One line on how long an attempt has been open and what has changed meanwhile; `changed` is nil where that is not known.
  package static func recap(_ open: RunState.Open, now: Instant, changed: [String]?) -> String {
    let opened =
      "Attempt \(open.key.number) has been open for \(DurationWords.age(now.milliseconds - open.at.milliseconds))"
    guard let changed else { return opened + "." }
    return "\(opened); since then \(Self.changed(changed, none: "no file has changed"))"
  }

  private static func changed(_ names: [String], none: String) -> String {
    guard !names.isEmpty else { return none + "." }
    return names.joined(separator: ", ") + (names.count == 1 ? " has" : " have") + " changed."
  }

  /// One line on what became of the outputs since the last attempt.
  package static func recap(_ last: Attempt, changed: [String], in header: RunHeader) -> String {
    let ended = last.status == .pass ? "passed" : "failed"
    let since = "Since attempt \(last.key.number) \(ended): "
    let names = changed.map { PathTemplate.filed($0, in: header.workflow.artifactPath) }
    return since + Self.changed(names, none: "no output has changed")
  }
}
