import Foundation
import TestSupport
import Testing

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What stands where a regular file should be.
enum FileKind: String, CaseIterable, Sendable {
  case fifo, socket, device, folder, link, sparse

  /// The length of the sparse file; a build for debugging takes long to read the longer one.
  static let length = Sweep.isFull ? 2 << 30 : 80 << 20

  /// Puts one in place of what stands there.
  func put(_ relative: String, in scratch: Scratch) throws {
    if scratch.exists(relative) { try scratch.remove(relative) }
    let path = scratch.absolute(relative)
    switch self {
    case .fifo: try #require(mkfifo(path, 0o644) == 0)
    case .device: _ = try scratch.done("mknod '\(path)' c 1 5")
    case .folder: try scratch.write("\(relative)/inner", "inner\n")
    case .link: try scratch.link(relative, to: "/dev/zero")
    case .sparse: _ = try scratch.done("truncate -s \(Self.length) '\(path)'")
    case .socket:
      try scratch.done(
        "python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' '\(relative)'"
      )
    }
  }

  /// Whether it can be made here.
  var isPossible: Bool {
    switch self {
    case .device: Tool.isRoot
    case .socket: Tool.python
    default: true
    }
  }
}

/// A command that would wait for ever is ended by `timeout` with 124, which is no status of ours.
@Suite(
  "What is no regular file, or has no end, is answered at once and in little memory",
  .enabled(if: Tool.python, "python3 is not here"))
struct FileKindTests {
  private func expect(
    _ words: [String], _ statuses: Set<Int32>, in scratch: Scratch, saying text: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let measured = try Measured([Binary.path] + words, in: scratch)
    let ran = measured.ran
    #expect(
      statuses.contains(ran.status), "\(words): \(ran.status)\n\(ran.output)\(ran.messages)",
      sourceLocation: sourceLocation)
    #expect(measured.megabytes < 64, "\(words)", sourceLocation: sourceLocation)
    if let text {
      #expect(
        (ran.output + ran.messages).contains(text), "\(words): \(ran.output)\(ran.messages)",
        sourceLocation: sourceLocation)
    }
  }

  @Test("As an artifact", arguments: FileKind.allCases.filter(\.isPossible))
  func artifact(_ kind: FileKind) throws {
    let scratch = try Plain.repository()
    let output = "{artifact_path}/sub/one.md"
    try scratch.write(Plain.contractPath("G1"), Plain.contract("G1", output: output))
    try scratch.done("\(Plain.start) && orchestrate gate start --gate G1")
    try kind.put("out/sub/one.md", in: scratch)
    // A long file is hashed, whatever its length; what is no file fails the rule unopened.
    let status: Int32 = kind == .sparse ? 0 : 2
    try expect(["gate", "check"], [status], in: scratch)
    try expect(["gate", "packet"], [0], in: scratch)
    try expect(["gate", "finish"], [status], in: scratch)
    try expect(["verify"], [0, 2], in: scratch)
  }

  @Test("As a text that a rule reads", arguments: FileKind.allCases.filter(\.isPossible))
  func text(_ kind: FileKind) throws {
    let scratch = try Plain.repository()
    try scratch.done("\(Plain.start) && orchestrate gate start --gate G1")
    try kind.put("out/sub/one.md", in: scratch)
    let isLong = kind == .sparse
    try expect(
      ["gate", "check"], [isLong ? 20 : 2], in: scratch,
      saying: isLong ? "\(FileKind.length) bytes, and a rule reads at most" : nil)
    try expect(["gate", "finish"], [isLong ? 20 : 2], in: scratch)
  }

  @Test(
    "As a contract, a workflow or a prompt", arguments: FileKind.allCases.filter(\.isPossible))
  func definition(_ kind: FileKind) throws {
    for path in [Plain.contractPath("G1"), Plain.workflowPath, "workflows/plain/prompts/G1.md"] {
      let scratch = try Plain.repository()
      try kind.put(path, in: scratch)
      let start = Plain.start.split(separator: " ").dropFirst().map(String.init)
      try expect(start, [10], in: scratch)
      #expect(!scratch.exists("orchestration/runs"))
    }
  }

  @Test("As a file of the record", arguments: FileKind.allCases.filter(\.isPossible))
  func record(_ kind: FileKind) throws {
    let names = ["RUN.json", "gates/G1/attempt-1.json", "gates/G1", "more"]
    let place = FileKind.allCases.firstIndex(of: kind) ?? 0
    // Each kind in each place is for the sweep; by default it stands in every other one.
    for (number, name) in names.enumerated() where Sweep.isFull || (number + place) % 2 == 0 {
      let scratch = try Plain.repository()
      try scratch.done("orchestrate run plain --slug s --artifact-path out --no-pause")
      try kind.put("\(scratch.record)/\(name)", in: scratch)
      let read: Set<Int32> = name == "more" ? [0, 10] : [10]
      try expect(["run", "show"], read, in: scratch)
      try expect(["verify"], [2], in: scratch)
      try expect(["run", "list"], [0], in: scratch)
      try expect(["report"], [0], in: scratch)
    }
  }
}
