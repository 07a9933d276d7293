import TestSupport
import Testing

/// A repository whose configuration, hooks, attributes and branch are made to have something run.
@Suite(
  "Whatever a repository says, git alone is started, with its safe options, and no network is used",
  .enabled(if: Strace.isPossible, "needs strace(1)"))
struct RepositoryTests {
  private static let branch = "--upload-pack=x"

  /// Those that look, and those that write, in an order in which each has something to do.
  private static let lines = [
    "verify --strict --since HEAD~1 --contracts-from HEAD~1", "run list", "run show", "report",
    "report --since HEAD~1 --format markdown", "next", "run bottlenecks", "inspect --run s",
    "run diff latest latest", "run list --status RUNNING --since 2026-01-01", "init --dry-run",
    "doctor", "config show --origin", "config get by", "config validate", "config init --dry-run",
    "run start --workflow plain --slug t --artifact-path out", "next --run t",
    "gate start --run t --gate G1", "gate check --run t", "gate packet --run t", "run show --run t",
    "invocation record --run t --gate G1 --agent a", "gate finish --run t",
    "gate start --run t --gate G2", "gate fail --run t --gate G2 --reason no",
    "run resume --run t --no-pause", "run complete --run t --status CANCELED", "next --run s",
    "run plain --slug u --artifact-path out --no-pause", "verify", "completion bash",
    "show-record orchestration/runs/*_s_*/record/RUN.json", "init --workflow blank", "doctor --fix",
    "config init",
    // As git itself would take them for options.
    "verify --since=\(branch)", "verify --contracts-from=\(branch)", "report --since=\(branch)",
    "verify --since=--output=canary", "verify --contracts-from=--help", "report --since=-Ocanary",
    "verify --since 'ext::evil'", "verify --since '@{upstream}'",
  ]

  @Test("Every command")
  func everyCommand() throws {
    let scratch = try Plain.repository()
    try scratch.done("orchestrate run plain --slug s --artifact-path out --no-pause")
    try scratch.git("add", "-A")
    try scratch.git("commit", "-qm", "Pass")
    for ref in ["refs/heads", "refs/tags", "refs/remotes/origin"] {
      try scratch.git("update-ref", "\(ref)/\(Self.branch)", "HEAD")
    }
    try scratch.git("symbolic-ref", "HEAD", "refs/heads/\(Self.branch)")
    let traps = try Traps(in: scratch)
    // To git they look changed, so that it would ask the filters.
    try scratch.write("out/sub/one.md", "one\n")
    try scratch.write("\(scratch.record)/RUN.json", try scratch.text("\(scratch.record)/RUN.json"))

    var subcommands: Set<String> = []
    for line in Self.lines {
      let traced = try Traced(
        "orchestrate \(line) < /dev/null", in: scratch, environment: traps.environment)
      #expect([0, 2, 3, 10, 20].contains(traced.ran.status), "\(line): \(traced.ran.messages)")
      for words in traced.started where words[0] != "bash" && words[0] != Binary.path {
        #expect(words[0].split(separator: "/").last == "git", "\(line): \(words)")
        #expect(Array(words.dropFirst().prefix(Self.safe(scratch).count)) == Self.safe(scratch))
        subcommands.insert(Self.subcommand(words.dropFirst(1 + Self.safe(scratch).count)))
      }
      #expect(traced.outside(of: scratch) == [], "\(line)")
      // Nobody is asked and nobody is listened to: no host can send an event.
      #expect(traced.sockets == [], "\(line)")
      #expect(traps.sprung == [], "\(line)")
    }
    #expect(
      subcommands.subtracting([
        "cat-file", "check-ignore", "config", "diff-index", "log", "ls-files", "ls-tree",
        "merge-base", "rev-parse",
      ]) == [])
    #expect(subcommands.contains("log") && subcommands.contains("cat-file"))
    // The traps work, and a socket would be seen.
    #expect(try !Traced("exec 3<> /dev/tcp/127.0.0.1/9", in: scratch).sockets.isEmpty)
    #expect(try traps.spring())
  }

  /// The first word behind the options that come before a subcommand.
  private static func subcommand(_ words: ArraySlice<String>) -> String {
    var words = words
    while let first = words.first, first.hasPrefix("-") {
      words = words.dropFirst(first == "-c" ? 2 : 1)
    }
    return words.first ?? ""
  }

  private static func safe(_ scratch: Scratch) -> [String] {
    [
      "-C", scratch.path, "--no-pager", "-c", "safe.directory=\(scratch.path)",
      "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c",
      "log.showSignature=false",
      "-c", "protocol.allow=never",
    ]
  }
}
