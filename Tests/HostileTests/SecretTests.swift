import TestSupport
import Testing

@Suite("What must stay secret gets into no record")
struct SecretTests {
  @Test("Neither the environment, nor a packet, nor the output of an agent")
  func canary() throws {
    let canary = "canary-7f3a91c2"
    let scratch = try Plain.repository()
    try scratch.write("workflows/plain/prompts/G1.md", "The key is \(canary)-packet.\n")
    try scratch.write("topic.md", "\(canary)-prompt-file\n")
    let environment = [
      "AWS_SECRET_ACCESS_KEY": "\(canary)-environment", "GIT_TOKEN": "\(canary)-token",
      "PASSWORD": "\(canary)-password",
    ]
    let ran = try scratch.shell(
      """
      set -e
      \(Plain.start) --prompt-file topic.md
      orchestrate gate start --gate G1
      logs=$(echo orchestration/runs/*/logs)
      grep -q '\(canary)-packet' "$logs/gates/G1/prompt.txt"
      mkdir -p "$logs/invocations"
      echo '\(canary)-output' > "$logs/invocations/inv_1705673460000_abc1.txt"
      orchestrate invocation record --gate G1 --agent writer
      orchestrate gate finish --gate G1
      orchestrate run resume --no-pause
      orchestrate verify
      """, environment: environment)
    #expect(ran.status == 0, "\(ran.output)\(ran.messages)")
    for (name, text) in try scratch.tree(scratch.record) {
      #expect(!text.contains(canary), "\(name)")
      for word in [scratch.path, "/nonexistent", "AWS_SECRET"] { #expect(!text.contains(word)) }
    }
    // What git would commit is the record and nothing of the logs.
    try scratch.git("add", "-A")
    #expect(!(try scratch.git("diff", "--cached", "HEAD", "--", "orchestration").contains(canary)))
  }

  @Test("Nor what a worker is given, says, is named and fails with")
  func worker() throws {
    let canary = "canary-5d20e8b6"
    let scratch = try Plain.repository()
    let command =
      #"["sh", "-c", "echo $TOKEN-output; echo $TOKEN-error >&2; exit 7", "$TOKEN-name"]"#
    let worker = #""agent": "writer", "worker": {"command": \#(command), "env": ["TOKEN"]}"#
    try scratch.write(
      Plain.workflowPath, Plain.workflow.replacing(#""agent": "writer""#, with: worker))
    try scratch.git("commit", "-qam", "Let a worker write")
    let line = "orchestrate run plain --slug s --artifact-path out --no-pause"
    let ran = try scratch.shell(line, environment: ["TOKEN": canary])
    #expect(ran.status == 2, "\(ran.output)\(ran.messages)")
    let logs = try scratch.tree("orchestration/runs/\(scratch.run)/logs").values.joined()
    #expect(logs.contains("\(canary)-output") && logs.contains("\(canary)-error"))
    let record = try scratch.tree(scratch.record)
    #expect(record.values.contains { $0.contains("worker_exit_nonzero") })
    for (name, text) in record { #expect(!text.contains(canary), "\(name)") }
    for text in [ran.output, ran.messages, try scratch.done("orchestrate run show").output] {
      #expect(!text.contains(canary))
    }
    try scratch.git("add", "-A")
    #expect(!(try scratch.git("diff", "--cached", "HEAD", "--", "orchestration").contains(canary)))
  }
}
