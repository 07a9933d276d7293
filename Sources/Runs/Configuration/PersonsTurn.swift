package import Records

/// That it is a person's turn in a run: what the person's own command is told.
package struct PersonsTurn: Sendable {
  /// How long the command may take.
  private static let timeout = Duration.seconds(10)

  private let values: [(name: String, text: String)]

  /// `packet` is the absolute path of the packet, empty where there is none.
  package init(_ record: RunRecord, gate: GateID, packet: String) {
    let name = record.state.gate(gate)?.name ?? ""
    let slug = record.header.workflow.slug
    values = [
      ("run_id", record.header.id.description), ("gate", gate.description), ("packet", packet),
      ("message", "\(gate) \(name) of \(slug) waits for you"),
    ]
  }

  /// The call of a command whose words have variables; it gets the variables of the environment that are named.
  package func call(_ words: [String], environment: [String]) -> WorkerCall {
    WorkerCall(
      name: words.first ?? "", words: words.map { Variables.fill($0, values) }, folder: nil,
      environment: environment, input: nil, timeout: Self.timeout, logs: nil)
  }
}
