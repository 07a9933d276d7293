import JSONDocument
@testable import OrchestrateCLI
import Records
import TestSupport
import Testing

@Suite("run diff")
struct RunDiffTests {
  /// A run that failed once and was mended, and one that passed at once.
  private func stage() throws -> Stage {
    var stage = try Plain.stage()
    try stage.scratch.write("out/one.md", "TODO\n")
    try stage.scratch.write("out/two.md", "two\n")
    #expect(stage.run(Plain.pipeline + " --no-pause", numbers: [0x111111]).status == .negative)
    try stage.scratch.write("out/one.md", "one\n")
    stage.done("run resume --no-pause")
    stage.clock = { Instant(milliseconds: 1_768_933_012_481 + Int64($0) * 1000) ?? .epoch }
    #expect(stage.run(Plain.pipeline + " --no-pause", numbers: [0x222222]).status == .done)
    return stage
  }

  @Test("What failed first and how it was mended is a difference, and a difference is an answer")
  func mended() throws {
    let stage = try stage()
    let answer = stage.done("run diff 111111 latest")
    #expect(
      answer.output == """
        A  run_20260119T143012Z_s_111111
        B  run_20260120T181701Z_s_222222

        G1 First
          attempts: 2, 1 failed → 1
          A  failed first in attempt 1, rule_failed
               R2 not_contains out/one.md:1:1: "TODO" matches TODO; met in attempt 2
             passed in attempt 2; changed: out/one.md
          B  no attempt failed

        """)
  }

  @Test("A run has no differences from itself, however it is named")
  func itself() throws {
    let stage = try stage()
    for name in ["s", "latest", "222222", stage.run] {
      #expect(stage.done("run diff latest \(name)").output.contains("\n\nno differences\n"))
    }
    let object = try stage.done("run diff s latest --json").object()
    #expect(try object.required("differs").bool() == false)
  }

  @Test("A name that fits two runs, or none, is refused with what fits")
  func names() throws {
    let stage = try stage()
    try stage.refuses("run diff _s_ latest", saying: ["'_s_' fits 2 runs"])
    try stage.refuses("run diff latest nothing", saying: ["unknown run 'nothing'"])
    try stage.refuses("run diff latest", saying: ["B"])
  }

  @Test("A record that cannot be read is refused by its path")
  func unreadable() throws {
    let stage = try stage()
    let path = "\(stage.record)/RUN.json"
    try stage.scratch.write(path, stage.scratch.text(path).replacing("PASSED", with: "FAILED"))
    try stage.refuses("run diff latest 111111", saying: [path, "git restore"])
  }
}
