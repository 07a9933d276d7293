/// What each side of a merge had added to a RUN.json in which git left its markers.
package struct MergeSides: Sendable {
  /// One side: its name as the marker has it, and its events behind those that both have.
  package struct Side: Sendable {
    package let name: String
    package let added: [Event]
  }

  package let ours: Side
  package let theirs: Side

  /// Reads both sides; nil where one of them is no RUN.json, as after a merge that was half mended by hand.
  package init?(_ bytes: [UInt8]) {
    var kept: (ours: [UInt8], theirs: [UInt8]) = ([], [])
    var names: (ours: String?, theirs: String?)
    var part = Part.both
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      switch Part(marker: line) {
      case let marked?:
        if marked == .ours { names.ours = Self.name(line) }
        if marked == .both { names.theirs = Self.name(line) }
        part = marked
      case nil:
        if part == .both || part == .ours { kept.ours += line + [0x0A] }
        if part == .both || part == .theirs { kept.theirs += line + [0x0A] }
      }
    }
    guard let first = names.ours, let second = names.theirs,
      let a = try? RunFile(decoding: kept.ours).events,
      let b = try? RunFile(decoding: kept.theirs).events
    else { return nil }
    let common = zip(a, b).prefix { $0 == $1 }.count
    ours = Side(name: first, added: Array(a.dropFirst(common)))
    theirs = Side(name: second, added: Array(b.dropFirst(common)))
  }

  /// What the lines behind a marker belong to.
  private enum Part {
    case both, ours, base, theirs

    init?(marker line: ArraySlice<UInt8>) {
      guard let mark = line.first, line.prefix(7).count == 7,
        line.prefix(7).allSatisfy({ $0 == mark }),
        line.count == 7 || line.dropFirst(7).first == 0x20
      else { return nil }
      switch mark {
      case UInt8(ascii: "<"): self = .ours
      case UInt8(ascii: "|"): self = .base
      case UInt8(ascii: "="): self = .theirs
      case UInt8(ascii: ">"): self = .both
      default: return nil
      }
    }
  }

  private static func name(_ marker: ArraySlice<UInt8>) -> String {
    let name = String(decoding: marker.dropFirst(8).filter { $0 != 0x0D }, as: UTF8.self)
    return String(String.UnicodeScalarView(name.unicodeScalars.prefix(120)))
  }
}

extension MergeSides: CustomStringConvertible {
  package var description: String { "\(Self.words(ours)); \(Self.words(theirs))" }

  private static func words(_ side: Side) -> String {
    let shown = side.added.prefix(5).map(\.summary).joined(separator: ", ")
    let rest = side.added.count > 5 ? " and \(side.added.count - 5) more" : ""
    return "\(side.name) added \(shown.isEmpty ? "nothing" : shown)\(rest)"
  }
}

extension Event {
  /// The event in a few words, such as `event 5 gate_finished G2 attempt 1 PASS`.
  fileprivate var summary: String {
    let words =
      switch fact {
      case .runStarted: ""
      case .gateStarted(let started): " \(started.gate) attempt \(started.attempt)"
      case .invocationRecorded(let invocation): " \(invocation.gate) by \(invocation.agent)"
      case .gateFinished(let finished):
        " \(finished.gate) attempt \(finished.attempt) \(finished.status.rawValue)"
      case .runFinished(let finished): " \(finished.status.rawValue)"
      }
    return "event \(seq) \(fact.type)\(words)"
  }
}
