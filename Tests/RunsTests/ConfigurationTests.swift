import JSONDocument
import Runs
import Testing
import Text

@Suite("The configuration")
struct ConfigurationTests {
  private static func file(
    _ text: String, _ scope: ConfigurationFile.Scope = .person
  ) throws -> ConfigurationFile {
    try ConfigurationFile(Array(text.utf8), path: "here", scope: scope)
  }

  @Test("Every key of the person's file is read")
  func everyKey() throws {
    let file = try Self.file(
      """
      {"$schema": "s", "by": "Ana Duarte", "depth": "deep", "editor": ["code", "--wait"],
       "no_input": true, "notify": ["/bin/tell", "{run_id}"], "open": true, "waiting_hours": 3}
      """)
    #expect(file.values.count == Setting.allCases.count)
    let all = Configuration(options: [:], environment: [:], repository: nil, person: file)
    #expect(all.by == "Ana Duarte" && all.depth == .deep && all.editor == ["code", "--wait"])
    #expect(all.neverAsks && all.opensPackets && all.waitingHours == 3)
    #expect(all.notify == ["/bin/tell", "{run_id}"])
    #expect(all.entries.first?.origin == .person(path: "here", line: 1))
    #expect(all.entries.last?.origin == .person(path: "here", line: 2))
  }

  /// Sources from the weakest to the strongest, each with the depth that it says.
  @Test(
    "An option wins over the environment, that over the repository, that over the person, that over the default",
    arguments: 0...4)
  func precedence(_ sources: Int) throws {
    let configuration = Configuration(
      options: sources > 3 ? [.waitingHours: ("--x", .number(4))] : [:],
      environment: sources > 2 ? [.waitingHours: .number(3)] : [:],
      repository: sources > 1 ? try Self.file(#"{"waiting_hours": 2}"#, .repository) : nil,
      person: sources > 0 ? try Self.file(#"{"waiting_hours": 1}"#) : nil)
    #expect(configuration.waitingHours == (sources == 0 ? 24 : sources))
    let words = [
      "default", "here:1", "here:1", "environment ORCHESTRATE_WAITING_HOURS", "option --x",
    ]
    #expect(configuration.entries.last?.origin.words == words[sources])
    let word = ["default", "person", "repository", "environment", "option"]
    #expect(configuration.entries.last?.origin.word == word[sources])
  }

  @Test(
    "A repository's file may neither start a program nor speak for a person",
    arguments: Setting.allCases)
  func personal(_ setting: Setting) throws {
    let values: [Setting: String] = [
      .by: #""A""#, .depth: #""deep""#, .editor: #"["a"]"#, .noInput: "true", .notify: #"["a"]"#,
      .open: "true", .waitingHours: "1",
    ]
    let text = #"{"\#(setting.rawValue)": \#(try #require(values[setting]))}"#
    _ = try Self.file(text)
    guard setting.isPersonal else {
      _ = try Self.file(text, .repository)
      return
    }
    let error = #expect(throws: DocumentError.self) { try Self.file(text, .repository) }
    #expect(error?.error.what.contains("cannot stand in a repository's file") == true)
    #expect(error?.error.hint?.contains("the person's configuration only") == true)
  }

  @Test("What may start a program is personal")
  func commands() {
    for setting in Setting.allCases where setting.form == .command { #expect(setting.isPersonal) }
    #expect(Setting.allCases.filter { !$0.isPersonal } == [.depth, .waitingHours])
  }

  @Test(
    "What is wrong is an error with its place and a hint",
    arguments: [
      (#"{"dept": "deep"}"#, 2, "unknown key 'dept'", "did you mean 'depth'?"),
      (#"{"depth": "depp"}"#, 11, "unknown depth 'depp'", "did you mean 'deep'?"),
      (#"{"open": "yes"}"#, 10, "expected true or false", ""),
      (#"{"waiting_hours": 0}"#, 19, "from 1 to 8760", ""),
      (#"{"notify": "say"}"#, 12, "expected an array", ""),
      (#"{"notify": []}"#, 12, "expected the program and its arguments", "write for example"),
      (#"{"notify": ["./tell"]}"#, 12, "another program in each repository", "an absolute path"),
      (#"{"by": "a\nb"}"#, 8, "expected one line", ""),
      (#"{"open": true, "open": true}"#, 16, "'open'", ""),
      (#"[]"#, 1, "expected an object", ""),
    ])
  func wrong(_ text: String, _ column: Int, _ what: String, _ hint: String) {
    let error = #expect(throws: DocumentError.self) { try Self.file(text) }
    #expect(error?.path == "here" && error?.error.column == column)
    #expect(error?.error.what.contains(what) == true, "\(error?.error.what ?? "")")
    #expect(hint == "" || error?.error.hint?.contains(hint) == true)
  }

  @Test(
    "A variable is read by the form of its key",
    arguments: [
      (Setting.open, "1", SettingValue.flag(true)), (.open, "false", .flag(false)),
      (.open, "yes", nil), (.waitingHours, "12", .number(12)), (.waitingHours, "0", nil),
      (.notify, " say  hello ", .words(["say", "hello"])), (.notify, " ", nil),
      (.notify, "./say", nil), (.depth, "quick", .text("quick")), (.depth, "quik", nil),
      (.by, "Ana", .text("Ana")), (.by, "a\nb", nil),
    ] as [(Setting, String, SettingValue?)])
  func variables(_ setting: Setting, _ text: String, _ value: SettingValue?) {
    #expect(setting.value(ofVariable: text) == value)
    #expect(setting.needs != "")
  }
}
