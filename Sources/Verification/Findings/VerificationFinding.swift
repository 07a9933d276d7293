package import Records
import Runs

/// One place where the repository does not bear out what a record says.
package struct VerificationFinding: Sendable, Equatable {
  package let id: FindingID
  package private(set) var level: FindingID.Level
  /// The file or folder concerned, from the root; may hold any text that a hostile record has.
  package let path: String
  /// From 1; nil where the finding has no place.
  package let line: Int?
  /// The folder name of the run concerned, or nil.
  package let run: String?
  package let attempt: AttemptKey?
  package let message: String
  /// A digest or a few words, or nil.
  package let expected: String?
  package let found: String?
  /// Which attempt or event recorded what was expected, or nil.
  package let recordedBy: String?
  /// The command to type next.
  package private(set) var next: String?
  /// Says whether another run may tell otherwise, as one that vouches for the file as it is now.
  private var restsOnOtherRuns = false

  package init(
    _ id: FindingID, isStrict: Bool = false, path: String, line: Int? = nil, run: String?,
    attempt: AttemptKey? = nil, message: String, expected: String? = nil, found: String? = nil,
    recordedBy: String? = nil, next: String? = nil
  ) {
    self.id = id
    level = id.level(isStrict: isStrict)
    self.path = path
    self.line = line
    self.run = run
    self.attempt = attempt
    self.message = message
    self.expected = expected
    self.found = found
    self.recordedBy = recordedBy
    self.next = next
  }

  /// A file or folder that the disk does not give back.
  static func unreadable(_ path: String, _ why: String, run: String?) -> VerificationFinding {
    VerificationFinding(
      .cannotCheck, path: path, run: run, message: "it cannot be read: \(why)",
      next: "ls -ld -- \(ShellWord.quoted(path))")
  }

  /// Says whether its next command puts the record back as the commit has it.
  var isRestorable: Bool { id.topic == .record && next == run.map(Self.restoring) }

  /// The command that shows what was changed in the record of a run, and puts it back.
  static func restoring(_ run: String) -> String {
    let record = ShellWord.quoted("\(RunPaths.runs)/\(run)/record")
    return "git diff HEAD -- \(record) && git restore --source=HEAD -- \(record)"
  }

  /// The same with another command to type next.
  func next(_ command: String) -> VerificationFinding {
    var copy = self
    copy.next = command
    return copy
  }

  /// The same, said to be one that another run may explain.
  var unlessAnotherRunVouches: VerificationFinding {
    var copy = self
    copy.restsOnOtherRuns = true
    return copy
  }

  /// The same where the record of a run could not be read: what may be explained by one cannot be checked.
  var doubted: VerificationFinding {
    guard restsOnOtherRuns, level == .failure else { return self }
    var copy = self
    copy.level = .cannotCheck
    return copy
  }

  package static func == (a: Self, b: Self) -> Bool {
    func same(_ a: String?, _ b: String?) -> Bool {
      switch (a, b) {
      case (nil, nil): true
      case (let a?, let b?): a.utf8.elementsEqual(b.utf8)
      default: false
      }
    }
    return a.id == b.id && a.level == b.level && a.line == b.line && a.attempt == b.attempt
      && same(a.path, b.path) && same(a.run, b.run) && same(a.message, b.message)
      && same(a.expected, b.expected) && same(a.found, b.found)
      && same(a.recordedBy, b.recordedBy) && same(a.next, b.next)
  }
}

extension VerificationFinding: Comparable {
  /// The gravest first, then by run, path, line, id and message, so that every report has one order; what is of no run comes last, as it
  /// most often follows from the rest.
  package static func < (a: Self, b: Self) -> Bool {
    if a.level != b.level { return a.level < b.level }
    for (x, y) in [(a.run ?? "~", b.run ?? "~"), (a.path, b.path)]
    where !x.utf8.elementsEqual(y.utf8) {
      return x.utf8.lexicographicallyPrecedes(y.utf8)
    }
    if a.line != b.line { return (a.line ?? 0) < (b.line ?? 0) }
    if a.id != b.id { return a.id.rawValue.utf8.lexicographicallyPrecedes(b.id.rawValue.utf8) }
    return a.message.utf8.lexicographicallyPrecedes(b.message.utf8)
  }
}
