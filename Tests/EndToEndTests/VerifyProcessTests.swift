#if os(Linux)
import Foundation
import TestSupport
import Testing

/// What `verify` does to the machine, as strace sees it.
@Suite("Verify, as the system sees it")
struct VerifyProcessTests {
  /// A repository of so many runs, of which every second one has a file that was edited after it passed.
  private func repository(runs: Int) throws -> Scratch {
    let scratch = try Scratch.small()
    for number in 1...runs {
      try scratch.passEssay("e\(number)")
      try scratch.git("add", "-A")
      try scratch.git("commit", "-qm", "Pass e\(number)")
    }
    for number in stride(from: 1, through: runs, by: 2) {
      try scratch.write("essays/e\(number)/one.md", "edited \(number)\n")
    }
    try scratch.git("commit", "-qam", "Edit")
    return scratch
  }

  @Test(
    "It starts git alone, as often for twelve runs as for two, and opens nothing for writing",
    .enabled(if: Strace.isPossible, "needs strace(1)"))
  func processes() throws {
    let (small, large) = (try repository(runs: 2), try repository(runs: 12))
    for options in [
      [], ["--strict", "--since", "HEAD~1", "--contracts-from", "HEAD~1"], ["--run", "e1"],
    ] {
      let few = try Trace(of: ["verify"] + options, in: small)
      let many = try Trace(of: ["verify"] + options, in: large)
      for trace in [few, many] {
        #expect(trace.programs.allSatisfy { $0.hasSuffix("/git") }, "\(trace.programs)")
        #expect(trace.writes == [])
      }
      #expect(few.commands == many.commands, "\(options)")
      if !options.contains("--contracts-from") {
        #expect(many.commands.count { $0 == "log" } == 1, "\(many.commands)")
        #expect(many.commands.count { $0 == "cat-file --batch" } == 1, "\(many.commands)")
      }
    }
  }

  @Test("What the repository names is never run")
  func canary() throws {
    let scratch = try repository(runs: 2)
    let traps = try Traps(in: scratch)
    let touch = Traps.touch(in: scratch)
    try scratch.write(
      "orchestration/gates/contracts/G1.contract.json",
      Small.contract(pattern: "$(\(touch))`\(touch)`; \(touch)"))
    try scratch.write("essays/e2/one.md", "$(\(touch))\n")
    for format in ["text", "json", "github", "junit", "sarif", "gitlab", "markdown"] {
      for options in [[], ["--strict", "--since", "HEAD~1", "--contracts-from", "HEAD~1"]] {
        let ran = try scratch.run(
          [Binary.path, "verify", "--format", format] + options,
          environment: traps.environment)
        #expect([0, 2, 20].contains(ran.status), "\(ran.messages)")
        #expect(!ran.output.isEmpty, "\(ran.messages)")
      }
    }
    #expect(traps.sprung == [])
    // The trap works: git itself would have sprung it.
    #expect(try traps.spring())
  }

  @Test("Each format has the same bytes whatever the folder, the time zone and the locale")
  func sameBytes() throws {
    let scratch = try repository(runs: 3)
    let copy = try Scratch()
    try copy.copy(URL(filePath: scratch.path), to: "")
    for format in ["text", "json", "github", "junit", "sarif", "gitlab", "markdown"] {
      let words = [Binary.path, "verify", "--format", format, "--since", "HEAD~2", "-v"]
      let plain = try scratch.run(words)
      #expect(plain.status == 0 && !plain.output.isEmpty, "\(plain.messages)")
      let others = [
        try scratch.run(words), try scratch.run(words, in: "essays/e1"), try copy.run(words),
        try scratch.run(words, environment: ["TZ": "Asia/Kolkata", "LC_ALL": "tr_TR.UTF-8"]),
        try scratch.run(
          words, environment: ["TZ": "America/St_Johns", "LC_ALL": "C", "COLUMNS": "20"]),
      ]
      for other in others { #expect(other.output == plain.output, "\(format)") }
    }
  }

  @Test(
    "Another person's tree that nobody can write verifies with the same words",
    .enabled(if: geteuid() == 0, "only root may become another person"))
  func readOnly() throws {
    let scratch = try repository(runs: 2)
    let words = [Binary.path, "verify", "--strict", "--since", "HEAD~2"]
    let own = try scratch.run(words)
    // The scratch folder's parent and the program must be open to others.
    _ = try scratch.run(["chmod", "-R", "a+rX,a-w", scratch.path])
    defer { _ = try? scratch.run(["chmod", "-R", "u+w", scratch.path]) }
    let program = try Scratch()
    _ = try program.run(["cp", Binary.path, program.path])
    _ = try program.run(["chmod", "-R", "a+rX", program.path])
    let other = try scratch.run(
      [
        "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
        "\(program.path)/orchestrate",
      ] + words.dropFirst())
    try #require(other.status != 127 && other.status != 126, "\(other.messages)")
    #expect(other.status == own.status, "\(other.messages)")
    #expect(other.output == own.output)
    #expect(other.messages == own.messages)
  }
}

/// What a traced command did.
private struct Trace {
  /// The programs that were started after the first.
  let programs: [String]
  /// The subcommands of git, with the mode of `cat-file`, in alphabetical order.
  let commands: [String]
  /// What was opened to be written or changed.
  let writes: [String]

  init(of words: [String], in scratch: Scratch) throws {
    let folder = try Scratch()
    let ran = try scratch.strace(
      [
        "-s", "4096", "-o", folder.absolute("trace"), "-e",
        "trace=execve,open,openat,creat,mkdir,mkdirat,unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,utimensat",
      ], [Binary.path] + words)
    guard [0, 2].contains(ran.status) else { throw Scratch.Failed(what: ran.messages) }
    let lines = try folder.text("trace").split(separator: "\n").map { line in
      line.drop { $0.isNumber }.drop { $0 == " " }
    }
    let starts = lines.filter { $0.hasPrefix("execve(") && $0.hasSuffix("= 0") }.dropFirst()
    programs = starts.compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
    commands = starts.map { line in
      let all = line.split(separator: "[").dropFirst().first.map(String.init) ?? ""
      let arguments = all.split(separator: "\"").map(String.init).filter { $0 != ", " }
      let known = [
        "log", "cat-file", "ls-tree", "rev-parse", "config", "diff-index", "merge-base",
        "check-ignore",
      ]
      let command = arguments.first { known.contains($0) } ?? all
      guard command == "cat-file" else { return command }
      return "cat-file " + (arguments.first { $0.hasPrefix("--batch") } ?? "")
    }.sorted()
    writes = lines.filter { line in
      let isOpen = line.hasPrefix("open")
      let isChange =
        !isOpen && !line.hasPrefix("execve") && line.contains("(") && !line.hasPrefix("+")
        && !line.hasPrefix("-") && !line.hasPrefix("<")
      let isWrite = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"].contains {
        line.contains($0)
      }
      return (isChange || (isOpen && isWrite)) && !line.contains("\"/dev/null\"")
    }.map(String.init)
  }
}

/// A workflow of one gate.
enum Small {
  static func contract(pattern: String) -> String {
    """
    {
      "gate": "G1",
      "name": "One",
      "required_outputs": ["{artifact_path}/one.md"],
      "validations": [
        { "type": "not_contains", "path": "{artifact_path}/one.md", "phrases": ["\(pattern)"] }
      ]
    }

    """
  }
}

extension Scratch {
  /// A repository with a workflow of one gate.
  fileprivate static func small() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "workflows/small/workflow.json",
      """
      {
        "name": "small",
        "version": "1",
        "gates": [{ "gate": "G1", "name": "One", "prompt": "prompts/G1.md" }]
      }

      """)
    try scratch.write("workflows/small/prompts/G1.md", "Write {artifact_path}/one.md.\n")
    try scratch.write(
      "orchestration/gates/contracts/G1.contract.json", Small.contract(pattern: "TODO"))
    try scratch.write(".gitignore", "orchestration/runs/*/logs/\n")
    try scratch.write(".gitattributes", "orchestration/runs/** -text\n")
    try scratch.makeRepository()
    return scratch
  }

  fileprivate func passEssay(_ slug: String) throws {
    try write("essays/\(slug)/one.md", "one \(slug)\n")
    let ran = try orchestrate(
      "run", "small", "--slug", slug, "--artifact-path", "essays/\(slug)", "--no-pause")
    guard ran.status == 0 else { throw Failed(what: ran.messages + ran.output) }
  }
}
#endif
