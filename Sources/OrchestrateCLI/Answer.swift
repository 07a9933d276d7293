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
  /// Whether the object is printed also without `--json`.
  let isObject: Bool

  init(_ status: ExitStatus = .done, lines: [String], _ members: JSONValue = [:]) {
    self.init(status, lines, members)
  }

  /// A report for a person, which a terminal shows in colours.
  init(_ status: ExitStatus = .done, report lines: [String], _ members: JSONValue = [:]) {
    self.init(status, lines, members, isReport: true)
  }

  /// An object for a program, whether or not it typed `--json`.
  init(_ status: ExitStatus, json members: JSONValue) {
    self.init(status, [], members, isObject: true)
  }

  private init(
    _ status: ExitStatus, _ lines: [String], _ members: JSONValue, isReport: Bool = false,
    isObject: Bool = false
  ) {
    self.status = status
    self.lines = lines
    self.isReport = isReport
    self.isObject = isObject
    if case .object(let list) = members { self.members = list } else { self.members = [] }
  }

  /// A text whose lines all end, to be printed as it is.
  init(_ status: ExitStatus = .done, text: String, _ members: JSONValue) {
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    self.init(status, lines: lines.map { String(decoding: $0, as: UTF8.self) }, members)
  }
}
