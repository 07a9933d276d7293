import JSONDocument

/// What a command answers: lines for a person, members for a program, and the exit status.
struct Answer {
  let status: ExitStatus
  /// Standard output without `--json`.
  let lines: [String]
  /// What follows `command` and `status` in the object of `--json`.
  let members: [JSONMember]
  /// Whether the lines may be coloured for a person; packets, scripts and names never are.
  let isReport: Bool

  init(_ status: ExitStatus = .done, lines: [String], _ members: JSONValue = [:]) {
    self.init(status, lines: lines, members, isReport: false)
  }

  /// A report for a person, which a terminal shows in colours.
  init(_ status: ExitStatus = .done, report lines: [String], _ members: JSONValue = [:]) {
    self.init(status, lines: lines, members, isReport: true)
  }

  private init(_ status: ExitStatus, lines: [String], _ members: JSONValue, isReport: Bool) {
    self.status = status
    self.lines = lines
    self.isReport = isReport
    if case .object(let list) = members { self.members = list } else { self.members = [] }
  }

  /// A text whose lines all end, to be printed as it is.
  init(text: String, _ members: JSONValue) {
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    self.init(lines: lines.map { String(decoding: $0, as: UTF8.self) }, members)
  }
}
