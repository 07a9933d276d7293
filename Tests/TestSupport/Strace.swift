import Foundation

/// strace(1), with which tests see every system call of the program and tamper with one of them.
package enum Strace {
  /// Whether it is here and may watch what it starts.
  package static let isPossible: Bool = {
    (try? Scratch().strace(["-o", "/dev/null"], ["true"]))?.status == 0
  }()

  /// A call of the program itself, or of what it starts before that becomes git.
  package struct Call: Sendable {
    package let process: String
    package let name: String
    /// What stands in the parentheses; a descriptor is followed by `<its path>`.
    package let arguments: String
    /// What stands behind the equals sign, or empty where the call never came back.
    package let result: String
    /// Which call of this name it is in its process, from 1, as an injection counts.
    package let number: Int

    package var succeeded: Bool { result.first?.isNumber == true }
  }

  /// What it is told where calls are counted: not those of git, but those of all threads of the program.
  fileprivate static let counting = ["-b", "execve", "-y"]

  /// Reads what strace wrote, in the order of the calls.
  package static func calls(in text: String) -> [Call] {
    var numbers: [String: Int] = [:]
    return text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let open = parts[1].firstIndex(of: "(") else { return nil }
      let rest = parts[1].drop { $0 == " " }
      let name = String(rest[..<open])
      guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
        return nil
      }
      let process = String(parts[0])
      numbers["\(process) \(name)", default: 0] += 1
      let body = rest[open...].dropFirst()
      let end = body.range(of: ") ", options: .backwards)
      let result = end.flatMap { range in
        body[range.upperBound...].range(of: "= ").map { body[$0.upperBound...] }
      }
      return Call(
        process: process, name: name, arguments: String(end.map { body[..<$0.lowerBound] } ?? body),
        result: String(result ?? ""), number: numbers["\(process) \(name)"] ?? 0)
    }
  }
}

extension Scratch {
  /// Runs a program under strace, which is told the options; `before` are words that start strace, such as those of env(1).
  package func strace(
    _ options: [String], _ words: [String], before: [String] = [],
    environment: [String: String] = [:]
  ) throws -> Ran {
    try Processor.withQuietest { processor in
      try run(
        processor + before + ["strace", "-f", "-qq"] + options + words, environment: environment)
    }
  }

  /// Runs a program and answers its calls of the given kinds too, in the words of strace's `trace=`.
  package func traced(
    _ words: [String], calls: String, options: [String] = []
  ) throws -> (ran: Ran, calls: [Strace.Call]) {
    let file = FileManager.default.temporaryDirectory.appending(
      component: "trace-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let path = file.path(percentEncoded: false)
    let ran = try strace(Strace.counting + ["-o", path, "-e", "trace=\(calls)"] + options, words)
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    return (ran, Strace.calls(in: text))
  }

  /// Runs a program with one call of it tampered with, in the words of strace's `inject=`.
  package func injected(
    _ words: [String], _ injection: String, before: [String] = []
  ) throws -> Ran {
    // Only a call that is traced can be tampered with.
    let name = injection.prefix { $0 != ":" }
    let options = ["-o", "/dev/null", "-e", "trace=\(name)", "-e", "inject=\(injection)"]
    // What was tampered with may wait for ever; whoever looks for the status then finds another one.
    let limit = ["timeout", "--foreground", "--kill-after=1", "60"]
    return try strace(Strace.counting + options, words, before: before + limit)
  }
}
