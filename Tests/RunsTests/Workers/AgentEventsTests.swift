import JSONDocument
import Runs
import Testing

@Suite("An agent's stream of events")
struct AgentEventsTests {
  private func events(_ lines: [(at: Int, line: String)]) -> AgentEvents {
    var events = AgentEvents()
    for (at, line) in lines { events.read(Array((line + "\n").utf8), at: at) }
    events.finish(at: lines.last?.at ?? 0)
    return events
  }

  @Test("Messages with tools: commands with their durations, the last words, the agent's own time")
  func messages() {
    let events = events([
      (0, #"{"type":"system","subtype":"init"}"#),
      (
        10,
        #"{"type":"assistant","message":{"content":[{"type":"text","text":"I look."},{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls -l"}}]}}"#
      ),
      (
        250,
        #"{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","is_error":true}]}}"#
      ),
      (300, #"{"type":"result","subtype":"success","duration_ms":290,"result":"All done."}"#),
      (301, "not json"), (302, #"{"type":"new thing"}"#), (303, ""), (304, #"{"type": 1, }"#),
    ])
    #expect(
      events.commands == [
        AgentEvents.Command(text: "ls -l", milliseconds: 240, status: nil, isError: true)
      ])
    #expect(events.lastMessage == "All done.")
    #expect(events.reportedMilliseconds == 290)
    #expect(events.lines == 4)
    #expect(events.unknownLines == 3)
  }

  @Test("Items that are started and completed, with exit statuses")
  func items() {
    let events = events([
      (0, #"{"type":"thread.started","thread_id":"x"}"#),
      (
        5,
        #"{"type":"item.started","item":{"id":"i1","type":"command_execution","command":"swift build","status":"in_progress"}}"#
      ),
      (
        65,
        #"{"type":"item.completed","item":{"id":"i1","type":"command_execution","command":"swift build","exit_code":1}}"#
      ),
      (
        70,
        #"{"type":"item.completed","item":{"id":"i2","type":"agent_message","text":"It fails."}}"#
      ),
    ])
    #expect(
      events.commands == [
        AgentEvents.Command(text: "swift build", milliseconds: 60, status: 1, isError: true)
      ])
    #expect(events.lastMessage == "It fails.")
    #expect(events.unknownLines == 0)
  }

  @Test("Lines may come in any pieces, the last without its end")
  func pieces() {
    let line = #"{"type":"result","result":"é done"}"#
    var events = AgentEvents()
    for byte in line.utf8 { events.read([byte], at: 1) }
    events.finish(at: 1)
    #expect(events.lastMessage == "é done")
  }

  @Test("Memory has a bound whatever comes")
  func bounds() {
    var events = AgentEvents()
    events.read([UInt8](repeating: 0x7B, count: 3 << 20) + [0x0A], at: 0)
    #expect(events.unknownLines == 1)
    for index in 0..<(AgentEvents.commandLimit + 5) {
      let line =
        #"{"type":"item.started","item":{"id":"i\#(index)","type":"command_execution","command":"c"}}"#
      events.read(Array((line + "\n").utf8), at: index)
    }
    #expect(events.commands.count == AgentEvents.commandLimit)
    #expect(events.commandCount == AgentEvents.commandLimit + 5)
    let text = String(repeating: "é", count: 5000)
    events.read(Array(#"{"type":"result","result":"\#(text)"}"#.utf8) + [0x0A], at: 0)
    #expect((events.lastMessage?.utf8.count ?? 0) <= AgentEvents.textLimit)
  }
}
