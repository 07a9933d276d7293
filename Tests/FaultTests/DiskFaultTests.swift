import Foundation
import TestSupport
import Testing

@Suite("Disk faults", .timeLimit(.minutes(60)))
struct DiskFaultTests {
  /// What each call may answer; the first is tried where only one is.
  private static let faults = [
    "openat": ["EIO", "ENOSPC", "EDQUOT", "EACCES", "EROFS", "EMFILE", "ESTALE"],
    "mkdirat": ["ENOSPC", "EDQUOT", "EROFS", "EIO"], "write": ["ENOSPC", "EDQUOT", "EIO"],
    "fsync": ["EIO", "ENOSPC", "EDQUOT"], "close": ["EIO", "ENOSPC", "EDQUOT"],
    "renameat": ["EIO", "ENOSPC", "EROFS", "EXDEV"],
    "linkat": ["EIO", "EDQUOT", "EMLINK", "EXDEV"],
    "unlinkat": ["EIO", "EACCES"], "read": ["EIO", "ESTALE"],
    "newfstatat": ["EIO", "EACCES", "ESTALE"],
    "getdents64": ["EIO"], "flock": ["ENOLCK"], "fchmod": ["EPERM"],
  ]

  @Test(
    "A call that fails is 20 with the file named and the old state whole, or harms nothing",
    .enabled(if: Strace.isPossible, "needs strace(1)"), arguments: Changing.all)
  func failing(_ command: Changing) throws {
    let ground = try Ground(before: command)
    let points = try ground.points(of: command).filter {
      $0.isForFile && Self.faults[$0.name] != nil
    }
    let after = try ground.story()
    try ground.reset()
    let before = try ground.records()
    var seen: Set<[String: String]> = []
    for (index, point) in Point.chosen(from: points, of: command, changing: 1).enumerated() {
      let errors = Self.faults[point.name] ?? []
      // What only looks is answered to in one way at each call, and in another at the next.
      for error in Sweep.isFull && point.changes ? errors : [errors[index % errors.count]] {
        try ground.reset()
        let when = "\(error) at \(point.name) \(point.call.number), \(point.call.arguments)"
        let ran = try ground.scratch.injected(command.words, point.injection("error=\(error)"))
        if point.name != "fsync", ran.status == command.status, try ground.story() == after {
          continue
        }
        #expect(ran.status == 20, "\(when): \(ran.status) \(ran.output)\(ran.messages)")
        expectNamed(ran, when, root: ground.scratch.path)
        let isOld = try ground.records() == before
        if command.isOneStep {
          let isSame = try point.isStream ? ground.story() == after : isOld
          #expect(isSame, "\(when)")
          #expect(ran.output == "", "\(when)")
        }
        let isNew = try seen.insert(ground.state()).inserted
        if isNew || !isOld { try ground.expectSound(when) }
        if isNew { try ground.expectRepeat(of: command, gives: after, when) }
      }
    }
  }

  /// Expects one line that says what could not be done and where, and one that says what to do.
  private func expectNamed(_ ran: Ran, _ when: String, root: String) {
    let names = [
      root, "orchestration", ".orchestrate.json", "workflows", "out/", "'out'", "standard output",
      "lock", "git",
    ]
    let lines = ran.messages.split(separator: "\n").drop { !$0.hasPrefix("orchestrate: error: ") }
    let isNamed = lines.first.map { line in names.contains { line.contains($0) } } == true
    #expect(
      isNamed && lines.dropFirst().first?.hasPrefix("hint: ") == true, "\(when): \(ran.messages)")
  }

  @Test(
    "An output that cannot be read is 20 and named, and its attempt stays open",
    .enabled(if: Strace.isPossible, "needs strace(1)"),
    arguments: Changing.all.filter(\.closes), ["openat", "read"])
  func unreadable(_ command: Changing, _ call: String) throws {
    let ground = try Ground(before: command)
    let points = try ground.points(of: command).filter { $0.name == call && $0.isForOutput }
    let after = try ground.story()
    try ground.reset()
    let before = try ground.records()
    #expect(!points.isEmpty)
    for point in Sweep.chosen(points, atMost: 2) {
      try ground.reset()
      let when = "EIO at \(call) \(point.call.number), \(point.call.arguments)"
      let ran = try ground.scratch.injected(command.words, point.injection("error=EIO"))
      // A pipeline looks at what passed once more when all is done.
      if !command.isOneStep, ran.status == command.status, try ground.story() == after { continue }
      #expect(ran.status == 20, "\(when): \(ran.output)\(ran.messages)")
      #expect(ran.messages.contains("error: out/") || ran.messages.contains("'out/"), "\(when)")
      expectNamed(ran, when, root: ground.scratch.path)
      if command.isOneStep { #expect(try ground.records() == before, "\(when)") }
      try ground.expectSound(when)
      try ground.expectRepeat(of: command, gives: after, when)
    }
  }

  @Test(
    "An interrupted call is made again", .enabled(if: Strace.isPossible, "needs strace(1)"),
    arguments: Changing.all)
  func interrupted(_ command: Changing) throws {
    let ground = try Ground(before: command)
    let names: Set = ["openat", "read", "write", "fsync", "close", "flock", "renameat", "linkat"]
    let points = try ground.points(of: command).filter { $0.isForFile && names.contains($0.name) }
    let after = try ground.story()
    for point in Point.chosen(from: points, of: command, changing: 1) {
      try ground.reset()
      let ran = try ground.scratch.injected(command.words, point.injection("error=EINTR"))
      let when = "EINTR at \(point.name) \(point.call.number), \(point.call.arguments)"
      #expect(ran.status == command.status, "\(when): \(ran.messages)")
      let isSame = try ground.story() == after
      #expect(isSame, "\(when)")
    }
  }

  @Test(
    "A file that may not grow is written short and then not at all, and the old one stays",
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit"), "needs prlimit(1)"),
    arguments: Changing.all)
  func limited(_ command: Changing) throws {
    let ground = try Ground(before: command)
    try ground.reset()
    let before = try ground.records()
    _ = try ground.scratch.run(command.words)
    let after = try ground.story()
    for size in Sweep.chosen(Array(stride(from: 0, through: 4096, by: 64)), atMost: 2) {
      try ground.reset()
      let ran = try ground.scratch.run(["prlimit", "--fsize=\(size)"] + command.words)
      let when = "files of at most \(size) bytes"
      #expect([20, command.status].contains(ran.status), "\(when): \(ran.messages)")
      if ran.status == 20, command.isOneStep {
        let isSame = try ground.records() == before
        #expect(isSame, "\(when)")
      }
      try ground.expectSound(when)
      try ground.expectRepeat(of: command, gives: after, when)
    }
  }

  /// How a file system becomes full.
  enum Shortage: String, CaseIterable { case pages, inodes }

  @Test(
    "A file system that is full, of bytes or of files, is 20 and keeps the old state",
    .enabled(if: SmallDisk.isPossible, "needs the right to mount a tmpfs"),
    arguments: Shortage.allCases)
  func full(_ shortage: Shortage) throws {
    let chosen = Sweep.isFull ? Changing.all : [Changing.all[0], Changing.all[2], Changing.all[9]]
    for command in chosen {
      let ground = try Ground(before: command)
      try ground.reset()
      let before = try ground.records()
      _ = try ground.scratch.run(command.words)
      let after = try ground.story()
      try ground.reset()
      for free in Sweep.chosen(Array(0...12), atMost: 4) {
        let disk = try SmallDisk(options: "size=8m,nr_inodes=2000")
        try disk.copy(ground.scratch)
        let fill =
          shortage == .pages
          ? "f=$(df --output=avail -k . | tail -1); dd if=/dev/zero of=fill bs=1k count=$((f - \(free * 4))) 2>/dev/null"
          : "f=$(df --output=iavail . | tail -1); mkdir -p fill; i=\(free + 1); while [ $i -lt $f ]; do : > fill/$i; i=$((i + 1)); done"
        let inside = try Ground(at: disk)
        _ = try inside.scratch.shell(fill)
        let when = "\(command.line), \(free) \(shortage.rawValue) free"
        let ran = try inside.scratch.run(command.words)
        #expect([20, command.status].contains(ran.status), "\(when): \(ran.messages)")
        if ran.status == 20 {
          #expect(ran.messages.contains("no space left on device"), "\(when): \(ran.messages)")
          if command.isOneStep {
            let isSame = try inside.records() == before
            #expect(isSame, "\(when)")
          }
        }
        #expect(free > 0 || ran.status == 20, "\(when): nothing was too full")
        _ = try inside.scratch.run(["rm", "-rf", "fill"])
        try inside.expectSound(when)
        try inside.expectRepeat(of: command, gives: after, when)
      }
    }
  }
}
