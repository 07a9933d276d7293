import Foundation

/// strace(1), with which tests see every system call of the program and tamper with one of them.
package enum Strace {
  /// Whether it is here and may watch what it starts.
  package static let isPossible: Bool = {
    let words = ["strace", "-qq", "-o", "/dev/null", "true"]
    return (try? Scratch().run(words))?.status == 0
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

  /// What stands before the program: calls of git are not counted, of all threads of the program they are.
  fileprivate static func words(_ options: [String], into file: String) -> [String] {
    ["strace", "-f", "-b", "execve", "-qq", "-y", "-o", file] + options
  }

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
  /// Runs a program and answers its calls of the given kinds too, in the words of strace's `trace=`.
  package func traced(
    _ words: [String], calls: String, options: [String] = []
  ) throws -> (ran: Ran, calls: [Strace.Call]) {
    let file = FileManager.default.temporaryDirectory.appending(
      component: "trace-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let path = file.path(percentEncoded: false)
    let ran = try run(Strace.words(["-e", "trace=\(calls)"] + options, into: path) + words)
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    return (ran, Strace.calls(in: text))
  }

  /// Runs a program with one call of it tampered with, in the words of strace's `inject=`.
  ///
  /// `before` are words that start strace, such as those of env(1).
  package func injected(
    _ words: [String], _ injection: String, before: [String] = []
  ) throws -> Ran {
    // Only a call that is traced can be tampered with.
    let name = injection.prefix { $0 != ":" }
    let options = ["-e", "trace=\(name)", "-e", "inject=\(injection)"]
    // What was tampered with may wait for ever; whoever looks for the status then finds another one.
    let limit = ["timeout", "--foreground", "--kill-after=1", "60"]
    return try run(before + limit + Strace.words(options, into: "/dev/null") + words)
  }
}
