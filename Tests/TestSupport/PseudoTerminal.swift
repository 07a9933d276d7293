import Foundation

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A program in a real pseudo-terminal, made by script(1): what is typed goes through the terminal's line discipline.
package final class PseudoTerminal {
  /// Where script(1) is, or nil.
  package static let script = ["/usr/bin/script", "/bin/script"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var seen = ""
  /// How much of what was seen a test has asked for already.
  private var position = 0

  /// Starts a command line of a shell in which `orchestrate` is the program.
  package init(_ line: String, in scratch: Scratch) throws {
    // Whoever runs the tests may ignore these signals, and what is ignored is inherited.
    let program = "env --default-signal=INT,TERM,HUP,QUIT '\(Binary.path)' "
    let command =
      "cd '\(scratch.path)' && exec "
      + line.replacing("orchestrate ", with: program, maxReplacements: 1)
    process.executableURL = URL(filePath: Self.script ?? "/usr/bin/script")
    process.arguments = ["-qefc", command, "/dev/null"]
    process.environment = Scratch.environment.merging(["TERM": "dumb", "SHELL": "/bin/sh"]) { $1 }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Else this process would hold the pipe open, and its end would never come.
    try output.fileHandleForWriting.close()
  }

  deinit { if process.isRunning { process.terminate() } }

  /// What was asked for did not come before the program ended.
  package struct Missing: Error, CustomStringConvertible {
    let text: String
    let seen: String
    package var description: String { "'\(text)' did not come; the terminal shows:\n\(seen)" }
  }

  /// Reads on until the text stands there, and answers all that came up to its end.
  @discardableResult
  package func expect(_ text: String) throws -> String {
    while true {
      let rest = String(decoding: Array(seen.utf8).dropFirst(position), as: UTF8.self)
      if let range = rest.range(of: text) {
        let shown = String(rest[..<range.upperBound])
        position += shown.utf8.count
        return shown
      }
      guard try read() else { throw Missing(text: text, seen: rest) }
    }
  }

  /// Reads once; false at the end, or where nothing has come for half a minute.
  private func read() throws -> Bool {
    var waiting = pollfd(
      fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, 30_000) > 0 else {
      process.terminate()
      return false
    }
    let data = output.fileHandleForReading.availableData
    seen += String(decoding: data, as: UTF8.self).replacing("\r\n", with: "\n")
    return !data.isEmpty
  }

  package func type(_ text: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
  }

  /// Reads to the end; the status is as a shell sees it, 128 and the signal where one ended the program.
  package func end() throws -> (status: Int32, shown: String) {
    while try read() {}
    process.waitUntilExit()
    return (
      process.terminationStatus,
      String(decoding: Array(seen.utf8).dropFirst(position), as: UTF8.self)
    )
  }

  /// Takes the terminal away at once; nothing tells the program but the terminal itself.
  package func vanish() {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Takes the terminal away, as closing its window does.
  package func close() {
    process.terminate()
    process.waitUntilExit()
  }
}
