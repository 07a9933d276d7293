import Foundation
import TestSupport

/// What a line of a shell did, with what strace saw of it and of all that it started.
struct Traced {
  let ran: Ran
  /// The paths that were opened, links resolved, as the kernel names them.
  let opened: Set<String>
  /// The argument lists of the programs that were started.
  let started: [[String]]
  /// The calls that made a socket by which others can be reached; a pair between the tool and git is none.
  let sockets: [String]

  /// Runs a line in which `orchestrate` is the program.
  init(
    _ line: String, in scratch: Scratch, environment: [String: String] = [:], options: [String] = []
  ) throws {
    let folder = try Scratch()
    let program = "orchestrate() { '\(Binary.path)' \"$@\"; }\n"
    ran = try scratch.strace(
      [
        // Only the calls that are traced stop the program.
        "--seccomp-bpf", "-y", "-s", "8192", "-o", folder.absolute("trace"),
        "-e", "trace=execve,open,openat,openat2,creat,socket", "-e", "signal=none",
      ] + options, ["bash", "-c", program + line],
      // Without it bash itself looks up the person in /etc/passwd.
      environment: ["SHELL": "/bin/sh"].merging(environment) { $1 })
    var opened: Set<String> = []
    var started: [[String]] = []
    var sockets: [String] = []
    for line in try Self.lines(folder.absolute("trace")) {
      let call = line.drop { $0.isNumber }.drop { $0 == " " }
      if call.hasPrefix("execve("), call.hasSuffix(" = 0") {
        started.append(Self.arguments(call))
      } else if call.hasPrefix("socket(") {
        sockets.append(String(call))
      } else if let result = call.range(of: ") = ", options: .backwards),
        let start = call[result.upperBound...].firstIndex(of: "<"), call.hasSuffix(">")
      {
        opened.insert(String(call[call.index(after: start)...].dropLast()))
      }
    }
    self.opened = opened
    self.started = started
    self.sockets = sockets
  }

  /// The lines, those joined again that another process's line came between.
  private static func lines(_ path: String) throws -> [String] {
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    var pending: [Substring: Substring] = [:]
    var lines: [String] = []
    for line in text.split(separator: "\n") {
      let process = line.prefix { $0.isNumber }
      if line.hasSuffix("<unfinished ...>") {
        pending[process] = line.dropLast("<unfinished ...>".count)
      } else if let resumed = line.range(of: " resumed>"), line.contains("<... ") {
        lines.append(
          String(pending.removeValue(forKey: process) ?? "") + line[resumed.upperBound...])
      } else {
        lines.append(String(line))
      }
    }
    return lines
  }

  private static func arguments(_ call: Substring) -> [String] {
    guard let open = call.firstIndex(of: "["), let close = call.range(of: "], ") else { return [] }
    return call[call.index(after: open)..<close.lowerBound].components(separatedBy: "\", \"")
      .map { $0.trimmingCharacters(in: ["\""]) }
  }

  /// What was opened that is neither in the folder nor a part of the system that every program opens.
  func outside(of scratch: Scratch) -> [String] {
    let system = [
      "/usr/", "/lib", "/opt/", "/proc/", "/sys/", "/dev/null", "/dev/tty", "/dev/urandom",
      "/etc/ld.so", "/etc/locale", "/etc/nsswitch.conf", "/etc/localtime",
      "/etc/ssl/", "/etc/selinux", "pipe:", "anon_inode:",
    ]
    let folder = URL(filePath: Binary.path).deletingLastPathComponent().path(percentEncoded: false)
    return opened.filter { path in
      !(path == scratch.path || path.hasPrefix(scratch.path + "/") || path.hasPrefix(folder)
        || system.contains(where: path.hasPrefix))
    }.sorted()
  }
}
