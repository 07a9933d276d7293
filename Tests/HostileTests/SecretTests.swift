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
}
