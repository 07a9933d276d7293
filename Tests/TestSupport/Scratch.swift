package import Foundation

/// A folder of its own for one test, a git repository where asked for; it goes away with the value.
package final class Scratch: Sendable {
  /// Absolute, without links on the way.
  package let path: String
  /// What must not go away before this does.
  private let keeper: (any Sendable & AnyObject)?

  package init() throws {
    let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    let url = parent.appending(component: "orchestrate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    path = url.path(percentEncoded: false)
    keeper = nil
  }

  /// The whole of a small disk.
  package init(on disk: SmallDisk) {
    path = disk.path
    keeper = disk
  }

  deinit { if keeper == nil { try? FileManager.default.removeItem(atPath: path) } }

  package func absolute(_ relative: String) -> String {
    relative.isEmpty ? path : "\(path)/\(relative)"
  }

  /// Copies a file or folder into the scratch folder, over what stands there.
  package func copy(_ source: URL, to relative: String) throws {
    let target = URL(filePath: absolute(relative))
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(
      atPath: source.path(percentEncoded: false), isDirectory: &isFolder)
    guard isFolder.boolValue else {
      try write(relative, Data(contentsOf: source))
      return
    }
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    for name in try FileManager.default.contentsOfDirectory(
      atPath: source.path(percentEncoded: false))
    {
      try copy(
        source.appending(component: name), to: relative.isEmpty ? name : "\(relative)/\(name)")
    }
  }

  package func write(_ relative: String, _ text: String) throws {
    try write(relative, Data(text.utf8))
  }

  package func write(_ relative: String, _ data: Data) throws {
    let url = URL(filePath: absolute(relative))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  package func text(_ relative: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: absolute(relative))), as: UTF8.self)
  }

  package func exists(_ relative: String) -> Bool {
    FileManager.default.fileExists(atPath: absolute(relative))
  }

  package func remove(_ relative: String) throws {
    try FileManager.default.removeItem(atPath: absolute(relative))
  }

  package func link(_ relative: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: absolute(relative), withDestinationPath: target)
  }

  /// Every file below a folder with its text, by its path from there.
  package func tree(_ relative: String) throws -> [String: String] {
    var files: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: absolute(relative)) {
      var isFolder: ObjCBool = false
      let path = relative.isEmpty ? name : "\(relative)/\(name)"
      guard FileManager.default.fileExists(atPath: absolute(path), isDirectory: &isFolder),
        !isFolder.boolValue
      else { continue }
      files[name] = try text(path)
    }
    return files
  }

  /// A number that another file at the same path would not have.
  package func identity(_ relative: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: absolute(relative))
    return (attributes[.systemFileNumber] as? Int) ?? 0
  }

  package func names(_ relative: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: absolute(relative)).sorted()
  }
}

/// What a program answered.
package struct Ran: Sendable {
  package let status: Int32
  package let output: String
  package let messages: String
}

extension Scratch {
  /// The environment that tests give to programs: nothing of the person's, fixed dates for git.
  package static let environment = [
    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
    "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_AUTHOR_DATE": "2026-01-19T14:25:00Z",
    "GIT_COMMITTER_DATE": "2026-01-19T14:25:00Z",
  ]

  /// Runs a program in the scratch folder and waits for it; standard input is empty.
  package func run(
    _ words: [String], in relative: String = "", environment: [String: String] = [:]
  ) throws -> Ran {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(filePath: absolute(relative))
    process.environment = Self.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: however much is printed, nothing can block.
    let answers = FileManager.default.temporaryDirectory.appending(
      component: "answer-\(UUID().uuidString)")
    let files = ["out", "err"].map { answers.appendingPathExtension($0) }
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    let signal = process.terminationReason == .uncaughtSignal ? 128 : 0
    return Ran(
      status: process.terminationStatus + Int32(signal), output: texts[0], messages: texts[1])
  }

  /// Runs git, which must succeed.
  @discardableResult
  package func git(_ words: String...) throws -> String {
    let ran = try run(["git"] + words)
    guard ran.status == 0 else { throw Failed(what: "git \(words): \(ran.messages)") }
    return ran.output
  }

  /// Makes the folder a git repository of one person with all its files committed.
  package func makeRepository(message: String = "Begin") throws {
    try git("init", "-q", "-b", "main")
    try git("config", "user.name", "Ana Duarte")
    try git("config", "user.email", "ana@example.org")
    try git("add", ".")
    try git("commit", "-qm", message)
  }

  /// A step of a test that did not succeed.
  package struct Failed: Error, CustomStringConvertible {
    let what: String
    package init(what: String) { self.what = what }
    package var description: String { what }
  }
}
