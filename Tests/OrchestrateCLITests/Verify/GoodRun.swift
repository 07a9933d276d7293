import Foundation
import JSONDocument
import OrchestrateCLI
import RecordSamples
import Records
import Synchronization
import TestSupport
import Testing
import Verification

/// A repository with one committed run that is in order, for a test to plant a fault in.
///
/// The tag `good` names its last commit; before it the artifacts stood as the failed attempt found them.
struct GoodRun {
  static let id = "run_20260119T143012Z_the-first-bug_7c1e40"
  static let record = "orchestration/runs/\(id)/record"
  static let runFile = "\(record)/RUN.json"
  static let essay = "essays/the-first-bug"
  static let contract = "orchestration/gates/contracts/G2.contract.json"
  static let workflow = "workflows/two-gates/workflow.json"
  static let intake = AttemptKey(gate: .named("G1"), number: 1)
  static let failed = AttemptKey(gate: .named("G2"), number: 1)
  static let passed = AttemptKey(gate: .named("G2"), number: 2)

  static func path(_ key: AttemptKey) -> String { "\(record)/\(key.record)" }

  private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Golden/the-first-bug").standardizedFileURL

  /// Made once; every test works on a copy.
  private static let template = Result { try made() }

  private static func made() throws -> Scratch {
    let scratch = try Scratch()
    for name in [".gitattributes", ".gitignore", "orchestration/gates", "topics", "workflows"] {
      try scratch.copy(golden.appending(path: name), to: name)
    }
    try scratch.makeRepository(message: "Add the two-gates workflow and a topic")
    try scratch.copy(golden.appending(path: "\(essay)/intake"), to: "\(essay)/intake")
    try scratch.copy(golden.appending(path: "old/G2-attempt-1/essays"), to: "essays")
    try scratch.git("add", "-A")
    try scratch.git("commit", "-qm", "Research, first try")
    try scratch.copy(golden.appending(path: essay), to: essay)
    try scratch.copy(golden.appending(path: record), to: record)
    try scratch.git("add", "-A")
    try scratch.git("commit", "-qm", "Pass")
    try scratch.git("tag", "good")
    return scratch
  }

  let stage: Stage
  var scratch: Scratch { stage.scratch }

  init() throws {
    let scratch = try Scratch()
    let ran = try scratch.run(["cp", "-R", "\(Self.template.get().path)/.", scratch.path])
    #expect(ran.status == 0, "\(ran.messages)")
    // Each look at the clock is a second later, in whichever run.
    let looks = Looks()
    stage = Stage(scratch: scratch, clock: { _ in looks.next() })
  }

  func commit(_ message: String = "Change") throws {
    try scratch.git("add", "-A")
    try scratch.git("commit", "-qm", message)
  }

  /// Replaces a text in a file, which must have it.
  func edit(_ path: String, _ old: String, _ new: String) throws {
    let text = try scratch.text(path)
    #expect(text.contains(old), "\(path) has no \(old)")
    try scratch.write(path, text.replacing(old, with: new))
  }

  /// The files of the record.
  func files() throws -> RecordFiles {
    var attempts: [AttemptKey: [UInt8]] = [:]
    for (name, text) in try scratch.tree(Self.record) {
      if let key = AttemptKey(record: Array(name.utf8)) { attempts[key] = Array(text.utf8) }
    }
    return RecordFiles(run: Array(try scratch.text(Self.runFile).utf8), attempts: attempts)
  }

  /// Puts other files in place of the record's.
  func put(_ files: RecordFiles) throws {
    try scratch.remove(Self.record)
    try scratch.write(Self.runFile, Data(files.run))
    for (key, bytes) in files.attempts { try scratch.write(Self.path(key), Data(bytes)) }
  }

  /// Rewrites the record with all that follows from an edit made right.
  func forge(_ edit: (inout Forger) -> Void) throws {
    var forger = try Forger(files())
    edit(&forger)
    let forged = try #require(forger.consistent, "the edit leaves no history that could be")
    try put(forged)
    try commit("Forge")
  }

  /// Rewrites the record with only digests and seal made right.
  func patch(_ edit: (inout Forger) -> Void) throws {
    var forger = try Forger(files())
    edit(&forger)
    try put(forger.patched)
    try commit("Patch")
  }

  /// A second run of the workflow on a copy of the essay, committed; the path of its record.
  @discardableResult
  func secondRun() throws -> String {
    let before = Set(try scratch.names("orchestration/runs"))
    let ran = try scratch.run(["cp", "-R", Self.essay, "essays/second"])
    #expect(ran.status == 0)
    stage.done("run two-gates --slug second --artifact-path essays/second --no-pause")
    try commit("Second")
    let new = try scratch.names("orchestration/runs").first { !before.contains($0) }
    return "orchestration/runs/\(try #require(new))/record"
  }
}

/// A clock that moves on by a second with each look.
private final class Looks: Sendable {
  private let count = Mutex<Int64>(0)

  func next() -> Instant {
    count.withLock { count in
      count += 1
      return Instant(milliseconds: 1_769_000_000_000 + count * 1000) ?? .epoch
    }
  }
}

/// A finding as the tool told it.
struct Told: Sendable, CustomStringConvertible {
  let id: String
  let level: String
  let path: String
  let line: Int?
  let run: String?
  let attempt: String?
  let message: String
  let expected: String?
  let found: String?
  let recordedBy: String?
  let next: String?

  var description: String { "\(level)[\(id)] \(path): \(message)" }

  /// The findings of an answer of `verify --json`.
  static func all(in answer: Stage.Answer) throws -> [Told] {
    try answer.object().required("findings").array().map { cursor in
      let object = try cursor.object()
      func text(_ key: String) throws -> String? { try object.required(key).nonNull?.string() }
      return Told(
        id: try text("id") ?? "", level: try text("level") ?? "", path: try text("path") ?? "",
        line: try object.required("line").nonNull?.integer(in: 1...1_000_000),
        run: try text("run"), attempt: try text("gate"), message: try text("message") ?? "",
        expected: try text("expected"), found: try text("found"),
        recordedBy: try text("recorded_by"), next: try text("next"))
    }
  }

  init(
    id: String, level: String, path: String, line: Int?, run: String?, attempt: String?,
    message: String, expected: String?, found: String?, recordedBy: String?, next: String?
  ) {
    self.id = id
    self.level = level
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
}
