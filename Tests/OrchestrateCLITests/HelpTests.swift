import CommandGrammar
import Foundation
@testable import OrchestrateCLI
import TestSupport
import Testing

@Suite("Help")
struct HelpTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden/help")

  @Test("The grammar has no fault")
  func faults() {
    #expect(CommandList.grammar.faults().map { "\($0)" } == [])
  }

  /// Every word sequence that has a help page: the program, nouns and commands.
  static let pages: [[String]] =
    [[]] + CommandList.grammar.nouns.map(\.path) + CommandList.grammar.commands.map(\.path)

  @Test("Each page is the committed one; RECORD_GOLDEN=1 rewrites it and fails", arguments: pages)
  func page(_ path: [String]) throws {
    let stage = Stage(scratch: try Scratch())
    let answer = stage.run(path + ["--help"])
    #expect(answer.status == .done)
    #expect(answer.messages == "")
    #expect(stage.run(path + ["-h"]).output == answer.output)
    if path != ["help"] { #expect(stage.run(["help"] + path).output == answer.output) }
    for line in answer.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    let name = (path.isEmpty ? ["orchestrate"] : path).joined(separator: "-")
    #expect(GoldenFile.difference(of: answer.output, from: "help/\(name).txt") == nil)
  }

  @Test("No committed page is left over")
  func leftOver() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Self.golden.path(percentEncoded: false))
    #expect(names.count == Self.pages.count + Self.topics.count)
  }

  static let topics = CommandList.grammar.topics.map(\.name)

  @Test("Each topic is the committed one, and the commands in it are there", arguments: topics)
  func topic(_ name: String) throws {
    let stage = Stage(scratch: try Scratch())
    let answer = stage.run(["help", name])
    #expect(answer.status == .done && answer.messages == "")
    for line in answer.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    let text = answer.output.replacing("\n", with: " ")
    for quoted in text.matches(of: /'orchestrate ([a-z ]+?) ?(?:[-<A-Z][^']*)?'/) {
      let words = quoted.1.split(separator: " ").map(String.init)
      #expect(
        stage.run(["help"] + (words.first == "help" ? Array(words.dropFirst()) : words)).status
          == .done, "\(quoted.0)")
    }
    #expect(GoldenFile.difference(of: answer.output, from: "help/topic-\(name).txt") == nil)
  }

  /// An example with the statuses that it may answer.
  struct Sample: Sendable, CustomTestStringConvertible {
    let command: String
    let line: String
    let words: [String]
    let statuses: [Int]

    var testDescription: String { line }
  }

  static let samples: [Sample] =
    CommandList.grammar.commands.flatMap { command in
      command.examples.map {
        Sample(
          command: command.name, line: $0.line, words: $0.arguments ?? [],
          statuses: command.exitStatuses.reduce(into: [0]) { $0 += $1.statuses })
      }
    }
    + CommandList.grammar.examples.map {
      Sample(command: "", line: $0.line, words: $0.arguments ?? [], statuses: [0, 3])
    }

  /// What is done before an example of a command, so that it finds what it speaks of.
  private func prepare(_ stage: Stage, for sample: Sample) {
    let start =
      "run start --workflow visual-essay --slug robot --artifact-path essays/robot"
    func pass(_ gate: String) {
      stage.done("gate start --gate \(gate)")
      stage.done("gate finish --gate \(gate)")
    }
    switch sample.command {
    case "run", "run start", "help": break
    case "run complete":
      stage.done(start)
      for gate in ["G1", "G2", "G3"] { pass(gate) }
    case "gate finish", "gate fail", "gate packet", "gate check", "invocation record":
      stage.done(start)
      for gate in ["G1", "G2"] where sample.words.contains(gate) {
        stage.done("gate start --gate \(gate)")
      }
    default:
      if sample.words.first == "next" || !sample.command.isEmpty { stage.done(start) }
    }
  }

  @Test("Every example works where it is typed as it stands", arguments: samples)
  func example(_ sample: Sample) throws {
    let scratch = try Scratch()
    for name in ["workflows", "orchestration/gates", ".gitignore", ".gitattributes"] {
      try scratch.copy(Self.root.appending(path: name), to: name)
    }
    try scratch.copy(
      Self.root.appending(path: "workflows/visual-essay/example/the-word-robot"), to: "essays/robot"
    )
    try scratch.makeRepository()
    try scratch.git("update-ref", "refs/remotes/origin/main", "HEAD")
    let stage = Stage(scratch: scratch)
    prepare(stage, for: sample)
    #expect(!sample.words.isEmpty)
    let answer = stage.run(sample.words)
    #expect(
      sample.statuses.contains(Int(answer.status.rawValue)),
      "\(answer.status): \(answer.output)\(answer.messages)")
    #expect(!answer.output.isEmpty)
  }

  @Test("Every command has an example")
  func examples() {
    for command in CommandList.grammar.commands { #expect(!command.examples.isEmpty) }
  }
}
