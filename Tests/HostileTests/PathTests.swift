import Foundation
import JSONDocument
import RecordSamples
import Records
import TestSupport
import Testing

/// Each place that takes a path gets every hostile one; strace sees that nothing outside is opened.
@Suite("No hostile path leads outside", .enabled(if: Strace.isPossible, "needs strace(1)"))
struct PathTests {
  @Test("There are many of them")
  func count() { #expect(Set(HostilePaths.all.map { Array($0.utf8) }).count >= 150) }

  /// Runs a line once for each item, which is `$item`; every time it must end with 10.
  private func expectRefused(
    _ line: String, _ items: [String], in scratch: Scratch,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let list = try Scratch()
    try list.write("items", Data(items.flatMap { Array($0.utf8) + [0] }))
    let traced = try Traced(
      """
      exec 3< '\(list.absolute("items"))'
      while IFS= read -r -d '' item <&3; do
        \(line) > answer.txt 2> messages.txt < /dev/null 3<&-
        status=$?
        [ $status = 10 ] || { printf '%q %s\n' "$item" $status; cat answer.txt messages.txt; }
        IFS= read -r -d '' messages < messages.txt
        [[ $'\\n'$messages == *$'\\norchestrate: error: '* ]] || printf '%q has no error\n' "$item"
        [[ $messages == *[$'\\001'-$'\\010'$'\\013'-$'\\037'$'\\177']* ]] && printf '%q is raw\n' "$item"
        [ -s answer.txt ] && printf '%q has an answer\n' "$item"
      done
      """, in: scratch)
    #expect(traced.ran.status != 127, sourceLocation: sourceLocation)
    #expect(traced.ran.output == "", "\(traced.ran.messages)", sourceLocation: sourceLocation)
    let outside = traced.outside(of: scratch).filter { !$0.hasPrefix(list.path) }
    #expect(outside == [], sourceLocation: sourceLocation)
    #expect(!scratch.exists("orchestration/runs"), sourceLocation: sourceLocation)
  }

  @Test("As --artifact-path and as --prompt-file")
  func options() throws {
    let scratch = try Plain.repository()
    // A slash at the end is how shells complete a folder, and is taken.
    let items = HostilePaths.arguments.filter { !["a/", "a//", "./"].contains($0) }
    try expectRefused(
      #"orchestrate run start --workflow plain --slug s "--artifact-path=$item""#, items,
      in: scratch)
    try expectRefused(
      #"orchestrate run start --workflow plain --slug s --artifact-path out "--prompt-file=$item""#,
      HostilePaths.arguments, in: scratch)
  }

  private static let memberNames = ["required_outputs", "path", "sources", "contract", "prompt"]

  @Test("As a member of a contract or a workflow", arguments: memberNames)
  func members(_ member: String) throws {
    let scratch = try Plain.repository()
    let files = try Scratch()
    var items: [String] = []
    // What a pattern is allowed in is no hostile path there.
    let globs = ["*", "**", "a/*", "a?b", "out/**/x", "?", "$(x)*"]
    for (number, path) in HostilePaths.all.enumerated() {
      // All of them in each member is for the sweep; by default each path stands in one.
      let place = number % Self.memberNames.count
      guard Sweep.isFull || Self.memberNames[place] == member else { continue }
      if member == "path", globs.contains(path) { continue }
      let quoted = String(decoding: JSONWriter.write(.string(path)), as: UTF8.self)
        .trimmingCharacters(in: .newlines)
      let file: String
      switch member {
      case "required_outputs":
        file = #"{"gate": "G1", "name": "First", "required_outputs": [\#(quoted)]}"#
      case "path":
        file = Plain.contract(
          "G1", output: nil, rules: [#"{"type": "file_exists", "path": \#(quoted)}"#])
      case "sources":
        file = Plain.contract(
          "G1", output: nil,
          rules: [#"{"type": "citations_paired", "path": "out/a", "sources": \#(quoted)}"#])
      default:
        let old = member == "prompt" ? #""prompt": "prompts/G1.md""# : #""agent": "writer""#
        file = Plain.workflow.replacing(old, with: #""\#(member)": \#(quoted)"#)
      }
      try files.write("\(number)", file)
      items.append(files.absolute("\(number)"))
    }
    let isWorkflow = ["contract", "prompt"].contains(member)
    let target = isWorkflow ? Plain.workflowPath : Plain.contractPath("G1")
    let copy = try Scratch()
    try copy.copy(URL(filePath: scratch.path), to: "")
    // The files are copied by a program of the system, whose reading is not the tool's.
    for (number, item) in items.enumerated() {
      try copy.copy(URL(filePath: item), to: "files/\(number)")
    }
    try expectRefused(
      "cp \"files/$item\" \(target); \(Plain.start)", items.indices.map(String.init), in: copy)
  }

  @Test("In a committed record whose digests, chain and seal are right, verify names each")
  func records() throws {
    let scratch = try Plain.repository()
    try scratch.done("orchestrate run plain --slug s --artifact-path out --no-pause")
    let honest = scratch.run
    var attempts: [AttemptKey: [UInt8]] = [:]
    for (name, text) in try scratch.tree(scratch.record) {
      if let key = AttemptKey(record: Array(name.utf8)) { attempts[key] = Array(text.utf8) }
    }
    let run = Array(try scratch.text("\(scratch.record)/RUN.json").utf8)
    let first = try #require(AttemptKey(record: Array("gates/G1/attempt-1.json".utf8)))
    let places = [
      "/artifacts/0/path", "/contract/path", "/required_outputs/0", "/validations/0/path",
    ]
    let headers = ["/workflow/artifact_path", "/prompt_file"]
    var planted: [String] = []
    for (number, path) in HostilePaths.all.enumerated() {
      for (place, pointer) in (places + headers).enumerated() {
        guard Sweep.isFull || number % (places + headers).count == place else { continue }
        var forger = try Forger(RecordFiles(run: run, attempts: attempts))
        let id = "run_20260101T000000Z_s_\(String(format: "%06x", planted.count))"
        forger.run = forger.run.setting("/run_id", .string(id))
        for key in attempts.keys { forger.set(key, "/run_id", .string(id)) }
        if pointer == "/prompt_file" {
          forger.run = forger.run.setting(
            pointer,
            ["path": .string(path), "sha256": .string(String(repeating: "0", count: 64))])
        } else if headers.contains(pointer) {
          forger.run = forger.run.setting(pointer, .string(path))
        } else {
          forger.set(first, pointer, .string(path))
        }
        let files = forger.patched
        let folder = "orchestration/runs/\(id)/record"
        try scratch.write("\(folder)/RUN.json", Data(files.run))
        for (key, bytes) in files.attempts {
          try scratch.write("\(folder)/\(key.record)", Data(bytes))
        }
        planted.append(id)
      }
    }
    try scratch.git("add", "-A")
    try scratch.git("commit", "-qm", "Forge")
    let traced = try Traced("orchestrate verify --json", in: scratch)
    #expect(traced.ran.status == 2, "\(traced.ran.messages)")
    #expect(traced.outside(of: scratch) == [])
    let findings = try JSONDocument(parsing: Array(traced.ran.output.utf8)).root.object()
      .required("findings").array()
    var failed: Set<String> = []
    for finding in findings {
      let object = try finding.object()
      guard try object.required("level").string() == "fail" else { continue }
      if let run = try object.required("run").nonNull?.string() { failed.insert(run) }
      for id in planted where try object.required("path").string().contains(id) {
        failed.insert(id)
      }
    }
    #expect(planted.filter { !failed.contains($0) } == [])
    #expect(!failed.contains(honest))
    for line in ["run list", "report", "run show --run \(planted[0])", "next --run \(planted[0])"] {
      let traced = try Traced("orchestrate \(line)", in: scratch)
      #expect([0, 10].contains(traced.ran.status), "\(line): \(traced.ran.messages)")
      #expect(traced.outside(of: scratch) == [], "\(line)")
    }
  }
}
