package import Records

/// The commands that the tool prints for a person to type, with the full run id.
package enum RunCommand {
  package static func resume(_ run: RunID) -> String { "orchestrate run resume --run \(run)" }
  package static func show(_ run: RunID) -> String { "orchestrate run show --run \(run)" }
  package static func complete(_ run: RunID) -> String { "orchestrate run complete --run \(run)" }

  package static func check(_ run: RunID, _ gate: GateID) -> String {
    "orchestrate gate check --run \(run) --gate \(gate)"
  }

  package static func finish(_ run: RunID, _ gate: GateID) -> String {
    "orchestrate gate finish --run \(run) --gate \(gate)"
  }

  package static func start(_ run: RunID, _ gate: GateID) -> String {
    "orchestrate gate start --run \(run) --gate \(gate)"
  }
}

/// Numbers that agree with their nouns.
package enum Count {
  package static func rules(_ number: Int) -> String { of(number, "rule") }
  package static func warnings(_ number: Int) -> String { of(number, "warning") }

  /// "1 rule", "2 rules".
  package static func of(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
