import Foundation
import OrchestrateCLI
import TestSupport
import Testing
import Verification

@Suite("Faults planted in a repository that was in order")
struct PlantedTests {
  /// No record of rules older than the first can be, so that a test of the library stands for it.
  private static let elsewhere: Set<FindingID> = [.rulesChanged]

  @Test("Every finding has a fault that is planted", arguments: FindingID.allCases)
  func complete(_ id: FindingID) {
    #expect(Self.elsewhere.contains(id) || Planted.all.contains { $0.id == id })
  }

  @Test(
    "The untouched repository has no finding",
    arguments: [
      "", "--strict", "--since good", "--strict --since good --contracts-from good",
      "--run \(GoodRun.id)",
    ])
  func untouched(_ arguments: String) throws {
    let good = try GoodRun()
    let answer = good.stage.run("verify --json \(arguments)")
    #expect(answer.status == .done)
    #expect(try Told.all(in: answer).map(\.description) == [])
  }

  @Test("It is found, by its name, with what helps to mend it", arguments: Planted.all)
  func found(_ planted: Planted) throws {
    let good = try GoodRun()
    try planted.plant(good)
    let line = "verify --json \(planted.arguments)"
    let answer = good.stage.run(line, in: planted.folder)
    let all = try Told.all(in: answer)
    #expect(answer.status == planted.status, "\(all)")
    guard
      let told = all.first(where: { $0.id == planted.id.rawValue && $0.path == planted.path })
    else {
      Issue.record("not told: \(all)")
      return
    }
    let isStrict = planted.arguments.contains("--strict")
    #expect(told.level == planted.id.level(isStrict: isStrict).rawValue)
    #expect(!told.message.isEmpty)
    let details: [(Planted.Details, Bool)] = [
      (.expected, told.expected != nil), (.found, told.found != nil),
      (.recordedBy, told.recordedBy != nil), (.next, !(told.next ?? "").isEmpty),
      (.attempt, told.attempt != nil), (.line, told.line != nil),
    ]
    for (detail, isThere) in details where planted.details.contains(detail) {
      #expect(isThere, "detail \(detail.rawValue) of \(told)")
    }
    try follow(told, of: planted, in: good)
  }

  @Test("A record with CRLF is told as that, and as nothing else")
  func lineEndings() throws {
    let good = try GoodRun()
    for path in [GoodRun.runFile, GoodRun.path(GoodRun.passed)] {
      try good.scratch.write(
        path, good.scratch.text(path).replacing("\n", with: "\r\n"))
    }
    let all = try Told.all(in: good.stage.run("verify --json --run \(GoodRun.id)"))
    #expect(all.map(\.id) == ["line-endings", "line-endings"])
  }

  /// Types the next command.
  private func follow(_ told: Told, of planted: Planted, in good: GoodRun) throws {
    guard planted.cure != .untried else { return }
    let next = try #require(told.next)
    if next.hasPrefix("orchestrate ") {
      let answer = good.stage.run(String(next.dropFirst(12)), in: planted.folder)
      #expect(answer.status != .refused, "\(next): \(answer.messages)")
    } else {
      let folder = good.scratch.absolute(planted.folder)
      let ran = try good.scratch.shell("cd '\(folder)' && \(next)")
      #expect(ran.status == 0, "\(next): \(ran.messages)")
      if next.hasPrefix("git log") {
        #expect(!ran.output.isEmpty, "\(next) shows nothing")
      }
    }
    guard planted.cure == .mends else { return }
    let after = try Told.all(
      in: good.stage.run("verify --json \(planted.arguments)", in: planted.folder))
    #expect(
      !after.contains { $0.id == planted.id.rawValue && $0.path == planted.path },
      "\(next) mends nothing: \(after)")
  }
}
