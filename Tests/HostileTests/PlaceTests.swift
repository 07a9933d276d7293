import TestSupport
import Testing

/// A whole run, with every command, in places that are unlike the one where the tool was made.
@Suite("Time and place change no answer")
struct PlaceTests {
  struct Place: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var environment: [String: String] = [:]
    /// What stands before the program, with `$n` for the number of the command.
    var before = ""
    var isPossible = true
  }

  static let places = [
    Place(testDescription: "TZ far ahead", environment: ["TZ": "Pacific/Kiritimati"]),
    Place(testDescription: "TZ that is none", environment: ["TZ": "../../etc/passwd"]),
    Place(
      testDescription: "Turkish",
      environment: ["LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"]),
    Place(testDescription: "LC_ALL=C", environment: ["LC_ALL": "C", "LANG": "C"]),
    Place(testDescription: "narrow", environment: ["COLUMNS": "20", "LINES": "3"]),
    Place(testDescription: "without HOME", before: "env -u HOME -u LANG -u LC_ALL"),
    Place(
      testDescription: "clock that goes back", before: "faketime -f \"-$((n * 5))h\"",
      isPossible: Tool.faketime),
    Place(
      testDescription: "clock that jumps",
      before: "faketime -f \"$(printf %+d $((n % 2 * 40 - 20)))y\"",
      isPossible: Tool.faketime),
  ].filter(\.isPossible)

  @Test("A whole run, and the same bytes where they are due", arguments: places)
  func wholeRun(_ place: Place) throws {
    let scratch = try Plain.repository()
    let ran = try scratch.shell(
      """
      n=0
      tool() {
        want=$1; shift; n=$((n + 1))
        \(place.before) '\(Binary.path)' "$@" > answer.txt 2> messages.txt < /dev/null
        status=$?
        [ $status = $want ] || { echo "$* ended with $status"; cat answer.txt messages.txt; }
      }
      tool 0 run start --workflow plain --slug s --artifact-path out
      tool 0 gate start --gate G1
      tool 0 gate packet
      tool 0 invocation record --gate G1 --agent writer
      tool 0 gate check
      tool 0 gate finish
      tool 0 run show
      tool 0 next
      tool 0 gate start --gate G2
      tool 0 gate fail --gate G2 --reason 'not yet'
      tool 3 run resume
      tool 0 run resume --no-pause
      tool 0 run list
      git add -A; git commit -qm Pass
      tool 0 verify --strict
      tool 0 report
      tool 0 run diff latest latest
      tool 0 show-record orchestration/runs/*/record/RUN.json
      tool 10 run show --run nothing
      rm answer.txt messages.txt
      """, environment: place.environment)
    #expect(ran.output == "", "\(ran.messages)")
    for line in [
      "verify --strict --format json", "verify --format markdown", "run show", "run list",
      "report --format markdown", "gate packet --run latest --gate G1", "next", "help gate finish",
      "completion bash",
    ] {
      let plain = try scratch.shell("orchestrate \(line)")
      let other = try scratch.shell("orchestrate \(line)", environment: place.environment)
      #expect(plain.status == 0, "\(line): \(plain.messages)")
      // Help is as wide as the terminal.
      if place.testDescription == "narrow", line.hasPrefix("help") { continue }
      #expect(other.output == plain.output, "\(line)")
    }
  }

  /// Every command of a run of which nothing is wrong.
  private static let everyCommand = """
    set -e
    \(Plain.start)
    orchestrate gate start --gate G1
    orchestrate gate packet
    orchestrate invocation record --gate G1 --agent writer
    orchestrate gate check
    orchestrate gate finish
    orchestrate run resume --no-pause
    git add -A; git commit -qm Pass
    orchestrate verify --strict
    orchestrate run show; orchestrate run list; orchestrate next; orchestrate report
    orchestrate run diff latest latest
    orchestrate show-record orchestration/runs/*/record/RUN.json
    """

  @Test("Names equal but for case, side by side")
  func cases() throws {
    let scratch = try Plain.repository()
    for name in ["a.md", "A.md", "İ.md", "i.md"] {
      try scratch.write("out/sub/\(name)", "\(name)\n")
    }
    let rule = #"{ "type": "file_count", "path": "{artifact_path}/sub/*.md", "min": 6 }"#
    try scratch.write(
      Plain.contractPath("G1"),
      Plain.contract("G1", output: "{artifact_path}/sub/A.md", rules: [rule]))
    try scratch.git("add", "-A")
    try scratch.git("commit", "-qm", "Name twins")
    try scratch.done(Self.everyCommand)
  }

  /// The same letter in Unicode's composed and decomposed form; Swift holds them for equal, file systems and git do not.
  private static let (composed, decomposed) = ("out/sub/\u{E9}.md", "out/sub/e\u{301}.md")

  /// A repository with both names committed, of which the gate wants the composed one; the other one would fail it.
  private func twins() throws -> Scratch {
    let scratch = try Plain.repository()
    try scratch.write(Self.composed, "composed\n")
    try scratch.write(Self.decomposed, "TODO decomposed\n")
    try scratch.write(
      Plain.contractPath("G1"),
      Plain.contract("G1", output: Self.composed, rules: [Plain.noTODO(Self.composed)]))
    try scratch.git("add", "-A")
    try scratch.git("commit", "-qm", "Name twins")
    let names = try scratch.git("-c", "core.quotePath=false", "ls-files", "out/sub")
    for name in [Self.composed, Self.decomposed] {
      try #require(names.split(separator: "\n").contains { $0.utf8.elementsEqual(name.utf8) })
    }
    return scratch
  }

  @Test(
    "Names equal but for their Unicode form, side by side, are two files of which one is judged")
  func forms() throws {
    let scratch = try twins()
    try scratch.done(Self.everyCommand)
    let digest = try scratch.done("printf 'composed\\n' | sha256sum").output.prefix(64)
    let attempt = try scratch.text("\(scratch.record)/gates/G1/attempt-1.json")
    #expect(attempt.contains(digest))
    #expect(!attempt.unicodeScalars.contains("\u{301}"))

    // A change of the one that was not judged is none.
    try scratch.write(Self.decomposed, "TODO more\n")
    try scratch.git("commit", "-qam", "Change the other")
    try scratch.done("orchestrate verify --strict")
    try scratch.write(Self.composed, "changed\n")
    #expect(try scratch.orchestrate("verify", "--strict").status == 2)
  }

  @Test("Where only the decomposed name is left, the composed one is missing")
  func decomposedAlone() throws {
    let scratch = try twins()
    try scratch.remove(Self.composed)
    try scratch.write(Self.decomposed, "decomposed\n")
    try scratch.done("\(Plain.start) && orchestrate gate start --gate G1")
    let ran = try scratch.orchestrate("gate", "finish")
    #expect(ran.status == 2)
    #expect(ran.output.contains("the file is missing"), "\(ran.output)")
  }

  @Test("A glob that meets the decomposed name says that no record can hold it")
  func decomposedInGlob() throws {
    let scratch = try twins()
    let rule = #"{ "type": "file_count", "path": "{artifact_path}/sub/*.md", "min": 1 }"#
    try scratch.write(Plain.contractPath("G1"), Plain.contract("G1", output: nil, rules: [rule]))
    try scratch.done("\(Plain.start) && orchestrate gate start --gate G1")
    let ran = try scratch.orchestrate("gate", "finish")
    #expect(ran.status == 20)
    #expect(ran.messages.contains("has a name that no record can hold; rename it"))
    #expect(!scratch.exists("\(scratch.record)/gates"))
  }

  @Test("A run begun and ended in a checkout with CRLF verifies there and in one without")
  func lineEndings() throws {
    let origin = try Plain.repository()
    let crlf = try Scratch()
    try crlf.git("clone", "-q", "-c", "core.autocrlf=true", origin.path, ".")
    try crlf.git("config", "user.name", "Ana Duarte")
    try crlf.git("config", "user.email", "ana@example.org")
    #expect(try crlf.text("out/sub/one.md").utf8.contains(0x0D))
    try crlf.done("orchestrate run plain --slug s --artifact-path out --no-pause")
    try crlf.git("add", "-A")
    try crlf.git("commit", "-qm", "Pass")
    let there = try crlf.done("orchestrate verify")
    #expect(there.status == 0)
    let plain = try Scratch()
    try plain.git("clone", "-q", crlf.path, ".")
    #expect(try !plain.text("out/sub/one.md").utf8.contains(0x0D))
    try plain.done("orchestrate verify")
  }
}
