import Foundation
import TestSupport
import Testing

@Suite("Many writers", .timeLimit(.minutes(20)))
struct ManyWritersTests {
  private func count(_ text: String, in record: String) -> Int {
    record.components(separatedBy: text).count - 1
  }

  private func run(of ground: Ground) throws -> String {
    let name = try #require(ground.scratch.names(Ground.runs).first)
    return "\(Ground.runs)/\(name)/record"
  }

  @Test("Eight processes with fifty commands each number what they did without a loss or a gap")
  func eight() throws {
    let ground = try Ground(["run start --workflow plain --slug s --artifact-path out"])
    let rounds = Sweep.isFull ? 50 : 12
    // Each says what it did; what others stood in the way of is no loss.
    let ran = try ground.scratch.shell(
      """
      worker() {
        for i in $(seq \(rounds)); do
          case $(( (i + $1) % 4 )) in
            0) words='gate start --gate G1' ;;
            1) words='gate fail --gate G1 --reason no' ;;
            2) words="gate start --gate G2" ;;
            *) words="invocation record --gate G1 --agent a$1-$i" ;;
          esac
          status=20
          while [ $status = 20 ]; do
            status=0
            orchestrate $words > /dev/null 2>> messages.txt || status=$?
          done
          echo "$status $words"
        done
      }
      for n in 1 2 3 4 5 6 7 8; do worker $n > answers-$n.txt & done
      wait
      cat answers-*.txt
      """)
    let answers = ran.output.split(separator: "\n")
    #expect(answers.count == 8 * rounds)
    for answer in answers {
      #expect(answer.hasPrefix("0 ") || answer.hasPrefix("10 "), "\(answer)")
    }
    let record = try ground.scratch.text(run(of: ground) + "/RUN.json")
    for (words, type) in [
      ("gate start", "gate_started"), ("gate fail", "gate_finished"),
      ("invocation record", "invocation_recorded"),
    ] {
      let done = answers.count { $0.hasPrefix("0 \(words)") }
      #expect(count("\"type\": \"\(type)\"", in: record) == done, "\(words)")
      #expect(done > 0, "\(words)")
    }
    let events = count("\"seq\": ", in: record)
    for number in 1...events { #expect(count("\"seq\": \(number),", in: record) == 1) }
    let attempts = answers.count { $0.hasPrefix("0 gate fail") }
    if attempts > 0 {
      let names = try ground.scratch.names(run(of: ground) + "/gates/G1")
      #expect(Set(names) == Set((1...attempts).map { "attempt-\($0).json" }))
    }
    let verified = try ground.scratch.orchestrate("verify")
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test("An attempt that was closed and opened anew meanwhile is 20, and stays as it is")
  func meanwhile() throws {
    let ground = try Ground([
      "run start --workflow plain --slug s --artifact-path out", "gate start --gate G1",
    ])
    let path = Scratch.environment["PATH"] ?? ""
    // It is asked for the person's name when the outputs are judged and the lock is not yet taken.
    try ground.scratch.write(
      ".git/bin/git",
      """
      #!/bin/sh
      PATH='\(path)'
      case "$*" in *user.name*)
        if mkdir '\(ground.scratch.absolute(".git/once"))' 2> /dev/null; then
          '\(Binary.path)' gate fail --gate G1 --reason no > /dev/null &&
          '\(Binary.path)' gate start --gate G1 > /dev/null
        fi ;;
      esac
      exec git "$@"
      """)
    _ = try ground.scratch.run(["chmod", "+x", ".git/bin/git"])
    let ran = try ground.scratch.run(
      Changing.words("gate finish --gate G1"),
      environment: ["PATH": ground.scratch.absolute(".git/bin") + ":" + path])
    #expect(ran.status == 20, "\(ran.output)\(ran.messages)")
    #expect(ran.output == "")
    #expect(ran.messages.contains("was changed by another command meanwhile"), "\(ran.messages)")
    #expect(try ground.scratch.names(run(of: ground) + "/gates/G1") == ["attempt-1.json"])
    let finished = try ground.scratch.orchestrate("gate", "finish")
    #expect(finished.status == 0, "\(finished.messages)")
    #expect(finished.output.contains("attempt 2"), "\(finished.output)")
    try ground.expectSound("after the repeat")
  }

  @Test("Of two processes that race for one attempt, one has it, round after round")
  func race() throws {
    let ground = try Ground(["run start --workflow plain --slug s --artifact-path out"])
    let rounds = Sweep.isFull ? 200 : 15
    let ran = try ground.scratch.shell(
      """
      both() {
        orchestrate "$@" > one.txt 2>&1 & first=$!
        orchestrate "$@" > other.txt 2>&1 & second=$!
        a=0; wait $first || a=$?
        b=0; wait $second || b=$?
        printf '%s %s ' $a $b
      }
      for i in $(seq \(rounds)); do
        both gate start --gate G1
        both gate fail --gate G1 --reason no
        echo
      done
      sha256sum orchestration/runs/*/record/gates/G1/* > sums.txt
      """)
    let lines = ran.output.split(separator: "\n")
    #expect(lines.count == rounds)
    for line in lines {
      let statuses = line.split(separator: " ").compactMap { Int($0) }
      // The one that comes second is refused; where it comes after the end of the other's race, it is too.
      #expect(statuses.count == 4 && statuses[0...1].contains(0) && statuses[2...3].contains(0))
      #expect(statuses.allSatisfy { [0, 10, 20].contains($0) }, "\(line)")
      #expect(statuses[0] + statuses[1] != 0 && statuses[2] + statuses[3] != 0, "\(line)")
    }
    let names = try ground.scratch.names(run(of: ground) + "/gates/G1")
    #expect(Set(names) == Set((1...rounds).map { "attempt-\($0).json" }))
    let verified = try ground.scratch.orchestrate("verify")
    #expect(verified.status == 0, "\(verified.output)")
  }
}
