import TestSupport
import Testing

/// One call of a command at which a test lets something happen.
struct Point: Sendable {
  let call: Strace.Call

  var name: String { call.name }

  /// What strace is told: the same call of the same command comes as the same number.
  func injection(_ what: String) -> String { "\(call.name):\(what):when=\(call.number)" }

  /// Whether the call changes what is on the disk, or brings it there.
  var changes: Bool {
    switch name {
    case "mkdirat", "linkat", "renameat", "renameat2", "unlinkat", "fsync", "fchmod", "write": true
    case "openat": call.arguments.contains("O_CREAT")
    default: false
    }
  }

  /// Whether it is made for a file, and not for talking to git.
  var isForFile: Bool {
    !call.arguments.contains("<socket:") && !call.arguments.contains("<pipe:")
  }

  /// Whether it looks at an output of a gate.
  var isForOutput: Bool { call.arguments.contains(#//out/|/out>, "/#) }

  /// Whether it concerns a standard stream.
  var isStream: Bool { ["0<", "1<", "2<"].contains { call.arguments.hasPrefix($0) } }

  /// The calls that a command makes for files, from the first that reaches into the repository.
  ///
  /// What the loader does before that is the same for every program.
  static func all(in calls: [Strace.Call], of scratch: Scratch) -> [Point] {
    guard
      let first = calls.firstIndex(where: {
        $0.name != "execve" && $0.name != "readlink" && $0.arguments.contains("\"\(scratch.path)")
      })
    else { return [] }
    return calls[first...].filter { $0.process == calls[first].process && $0.name != "mmap" }
      .map { Point(call: $0) }
  }

  /// All points in a full sweep, else every third name of a call, of those that change something so many.
  ///
  /// Commands that follow on each other have other names, so that all together have every one.
  static func chosen(from points: [Point], of command: Changing, changing: Int) -> [Point] {
    guard !Sweep.isFull else { return points }
    var groups: [(name: String, points: [Point])] = []
    for point in points {
      let name = point.name + (point.changes ? " changing" : "")
      let number = name.utf8.reduce(command.place) { $0 + Int($1) }
      guard number.isMultiple(of: 3) else { continue }
      if let index = groups.firstIndex(where: { $0.name == name }) {
        groups[index].points.append(point)
      } else {
        groups.append((name, [point]))
      }
    }
    return groups.flatMap { group in
      Sweep.chosen(group.points, atMost: group.points[0].changes ? changing : 1)
    }
  }
}

extension Ground {
  /// The calls of a command for files; it is run from the kept state, and what it does stays.
  func points(
    of command: Changing, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [Point] {
    let (ran, calls) = try scratch.traced(command.words, calls: "%file,%desc")
    #expect(ran.status == command.status, "\(ran.messages)", sourceLocation: sourceLocation)
    let points = Point.all(in: calls, of: scratch)
    #expect(points.contains { $0.name == "fsync" }, sourceLocation: sourceLocation)
    return points
  }

  /// Expects that the records verify and that git is shown no file but theirs.
  func expectSound(_ when: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let verified = try scratch.orchestrate("verify")
    #expect(
      verified.status == 0, "\(when): \(verified.output)\(verified.messages)",
      sourceLocation: sourceLocation)
    let shown = try scratch.git("status", "--porcelain", "-uall")
    for line in shown.split(separator: "\n") {
      let isRecord =
        line.wholeMatch(
          of:
            #/\?\? orchestration/runs/run_\w+T\w+Z_[a-z]_\w+/record/(RUN|gates/G\d/attempt-\d+)\.json/#
        )
        != nil
      #expect(isRecord, "\(when): git shows \(line)", sourceLocation: sourceLocation)
    }
  }

  /// All that is below the folder of runs, but for what differs each time; temporary names are all the same.
  func state() throws -> [String: String] {
    guard scratch.exists(Self.runs) else { return [:] }
    var state: [String: String] = [:]
    for (path, text) in try scratch.tree(Self.runs) {
      let name = Self.timeless(path).replacing(#/\.tmp-\d+-[0-9a-f]{16}/#, with: "temporary")
      state[name] = name.contains("/record/") ? Self.timeless(text) : "\(text.utf8.count)"
    }
    return state
  }

  /// Types the command once more and expects that everything is then as if nothing had been in its way.
  func expectRepeat(
    of command: Changing, gives after: [String: String], _ when: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let ran = try scratch.run(command.words)
    #expect(
      ran.status == command.status, "\(when): \(ran.output)\(ran.messages)",
      sourceLocation: sourceLocation)
    let isSame = try story() == after
    #expect(isSame, "\(when)", sourceLocation: sourceLocation)
    try expectSound("\(when), repeated", sourceLocation: sourceLocation)
  }
}
