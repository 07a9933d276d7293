package import Records
import Text

/// Which run a command means.
package enum RunSelection {
  /// What selection needs to know of a run; the status is nil where its record cannot be read.
  package struct Candidate: Sendable {
    package let id: RunID
    package let status: RunStatus?

    package init(id: RunID, status: RunStatus?) {
      self.id = id
      self.status = status
    }
  }

  /// What a command does where no run is named and none alone is open.
  package enum Fallback: Sendable {
    case refuse, latestWhereNoneIsOpen, latest
  }

  /// Finds the run that a person names: an id, a slug (its newest run), `latest`, or a unique part of an id.
  package static func named(_ text: String, among runs: [RunID]) throws(Refusal) -> RunID {
    if let id = runs.first(where: { $0.description.utf8.elementsEqual(text.utf8) }) { return id }
    guard let newest = runs.max() else { throw .noRuns }
    if text.utf8.elementsEqual("latest".utf8) { return newest }
    if let slug = Slug(text), let run = runs.filter({ $0.slug == slug }).max() { return run }
    let part = Array(text.utf8)
    let fitting = part.isEmpty ? [] : runs.filter { Array($0.description.utf8).contains(part) }
    if let only = fitting.first, fitting.count == 1 { return only }
    guard fitting.isEmpty else { throw .ambiguousRun(text, fitting.sorted()) }
    let words = Array(Set(runs.map(\.slug.description))).sorted() + runs.map(\.description)
    throw .unknownRun(text, near: Spelling.closest(to: text, among: words))
  }

  /// Finds the run that is meant where none is named: the only RUNNING one, else the only one not final.
  ///
  /// `fallback` says where the newest run may stand in for a refusal.
  package static func unnamed(
    among runs: [Candidate], fallback: Fallback
  ) throws(Refusal) -> RunID {
    let running = runs.filter { $0.status == .running }
    if let only = running.first, running.count == 1 { return only.id }
    let open = runs.filter { $0.status.map { !$0.isFinal } ?? false }
    if let only = open.first, open.count == 1 { return only.id }
    guard let newest = runs.map(\.id).max() else { throw .noRuns }
    if fallback == .latest { return newest }
    guard !open.isEmpty else {
      if fallback == .latestWhereNoneIsOpen { return newest }
      throw .noOpenRun(newest: newest)
    }
    let several = running.count > 1 ? running : open
    throw .severalRuns(several.map(\.id).sorted().map(\.description))
  }
}

extension [UInt8] {
  fileprivate func contains(_ part: [UInt8]) -> Bool {
    guard part.count <= count else { return false }
    return (0...(count - part.count)).contains { self[$0..<($0 + part.count)].elementsEqual(part) }
  }
}
