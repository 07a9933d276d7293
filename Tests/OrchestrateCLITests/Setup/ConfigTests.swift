import Foundation
import OrchestrateCLI
import TestSupport
import Testing

@Suite("The configuration, as a person uses it")
struct ConfigTests {
  /// A stage whose person has a home of their own.
  private func stage(_ person: String? = nil, repository: String? = nil) throws -> Stage {
    var stage = try Plain.stage()
    stage.environment["HOME"] = stage.scratch.absolute("home")
    if let person { try stage.scratch.write("home/.config/orchestrate/config.json", person) }
    if let repository { try stage.scratch.write(".orchestrate.json", repository) }
    return stage
  }

  @Test("show tells every key, with --origin where it comes from")
  func show() throws {
    var stage = try stage(
      #"{"by": "Ana", "waiting_hours": 1}"#, repository: #"{"waiting_hours": 2}"#)
    stage.environment["ORCHESTRATE_OPEN"] = "true"
    let path = stage.scratch.absolute("home/.config/orchestrate/config.json")
    #expect(
      stage.done("config show --origin --no-input").output == """
        by             Ana                                           \(path):1
        depth          (the workflow's default, else standard)       default
        editor         ($VISUAL, $EDITOR, else the system's opener)  default
        no_input       true                                          option --no-input
        notify         (nobody is told)                              default
        open           true                                          environment ORCHESTRATE_OPEN
        waiting_hours  2                                             .orchestrate.json:1

        repository's file: .orchestrate.json
        person's file: \(path)

        """)
    #expect(!stage.done("config show").output.contains("default  default"))
    stage.environment["XDG_CONFIG_HOME"] = stage.scratch.absolute("xdg")
    #expect(stage.done("config show").output.contains("by             (git's user.name)"))
    stage.environment["XDG_CONFIG_HOME"] = "relative"
    #expect(stage.done("config get by").output == "Ana\n")
  }

  @Test(
    "get prints one value; 2 where there is none; an unknown key is refused with what was meant")
  func get() throws {
    let stage = try stage(#"{"notify": ["say", "it is {gate}"]}"#)
    #expect(stage.done("config get waiting_hours").output == "24\n")
    #expect(stage.done("config get notify").output == "say 'it is {gate}'\n")
    let none = stage.run("config get by")
    #expect(none.status == .negative && none.output == "")
    try stage.refuses("config get dept", saying: ["did you mean 'depth'?"])
  }

  @Test("The configuration is told also where no repository is")
  func anywhere() throws {
    let scratch = try Scratch()
    let stage = Stage(scratch: scratch)
    #expect(stage.run("config get waiting_hours").output == "24\n")
    try stage.refuses("config init", saying: ["is in no repository"])
  }

  @Test("validate tells all problems at once, also of a program that is missing")
  func validate() throws {
    var stage = try stage(#"{"notify": ["no-such-program"]}"#, repository: #"{"dept": "deep"}"#)
    stage.environment["ORCHESTRATE_OPEN"] = "maybe"
    let answer = stage.run("config validate")
    #expect(answer.status == .negative)
    let path = stage.scratch.absolute("home/.config/orchestrate/config.json")
    #expect(
      answer.output == """
        .orchestrate.json:1:2: unknown key 'dept'
          hint: did you mean 'depth'?
        ORCHESTRATE_OPEN: 'maybe' is no value of 'open'
          hint: it needs true or false
        \(path):1: notify: the program 'no-such-program' was not found
          hint: install it, or name another program

        """)
    stage.environment["ORCHESTRATE_OPEN"] = nil
    try stage.scratch.remove(".orchestrate.json")
    try stage.scratch.write("home/.config/orchestrate/config.json", #"{"notify": ["true"]}"#)
    #expect(stage.done("config validate").output == "the configuration holds\n")
  }

  @Test("A configuration that cannot be read refuses what changes a run, and nothing that looks")
  func broken() throws {
    let stage = try stage()
    stage.done(Plain.start)
    try stage.scratch.write(".orchestrate.json", #"{"notify": ["touch", "pwned"]}"#)
    try stage.refuses(
      "gate start --gate G1",
      saying: [".orchestrate.json:1:2: 'notify' cannot stand in a repository's file"])
    try stage.refuses("gate start --gate G1 --skip-doctor", saying: ["'notify' cannot stand"])
    try stage.refuses("config show", saying: ["'notify' cannot stand"])
    for line in ["verify", "run list", "run show", "next", "report", "inspect"] { stage.done(line) }
    #expect(!stage.scratch.exists("pwned"))
    try stage.scratch.remove(".orchestrate.json")
    try stage.scratch.link(".orchestrate.json", to: "/etc/hosts")
    try stage.refuses("gate start --gate G1", saying: ["symbolic link"])
  }

  @Test("verify answers the same whatever the configuration says")
  func verify() throws {
    let stage = try stage()
    stage.done(Plain.start)
    let before = stage.done("verify --json")
    try stage.scratch.write(".orchestrate.json", "no JSON at all")
    try stage.scratch.write("home/.config/orchestrate/config.json", #"{"editor": 3}"#)
    let after = stage.done("verify --json")
    #expect(before.output == after.output && after.messages == before.messages)
  }

  @Test("The name and the depth of the configuration come into the record, after what was typed")
  func use() throws {
    let stage = try stage(#"{"by": "Ana Duarte"}"#, repository: #"{"depth": "deep"}"#)
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    stage.done("gate fail --gate G1 --reason no")
    #expect(try stage.scratch.text("\(stage.record)/RUN.json").contains(#""depth": "deep""#))
    let attempt = "\(stage.record)/gates/G1/attempt"
    #expect(try stage.scratch.text("\(attempt)-1.json").contains(#""actor": "Ana Duarte""#))
    stage.done("gate start --gate G1")
    stage.done("gate fail --gate G1 --reason no --by Bo")
    #expect(try stage.scratch.text("\(attempt)-2.json").contains(#""actor": "Bo""#))
    stage.done("run complete --status CANCELED")
    stage.done(Plain.start + " --depth quick")
    #expect(try stage.scratch.text("\(stage.record)/RUN.json").contains(#""depth": "quick""#))
  }

  @Test("no_input makes the pipeline wait elsewhere though a person is there")
  func noInput() throws {
    let stage = try stage(#"{"no_input": true}"#)
    let answer = stage.run(Plain.pipeline, typed: [Typed("q")])
    #expect(answer.status == .waiting && answer.output.contains("waiting: G1"))
  }

  @Test("init writes a file once, and says with --dry-run what it would write")
  func initialise() throws {
    let stage = try stage()
    let dry = stage.done("config init --dry-run")
    #expect(dry.output.hasPrefix("would create .orchestrate.json\n\n{\n  \"$schema\": "))
    #expect(!stage.scratch.exists(".orchestrate.json"))
    #expect(stage.done("config init").output == "created .orchestrate.json\n")
    #expect(stage.done("config validate").output == "the configuration holds\n")
    try stage.scratch.write(".orchestrate.json", "{}")
    #expect(stage.done("config init").output == "kept .orchestrate.json\n")
    #expect(try stage.scratch.text(".orchestrate.json") == "{}")
    let path = "home/.config/orchestrate/config.json"
    try FileManager.default.createDirectory(
      atPath: stage.scratch.absolute("home"), withIntermediateDirectories: true)
    stage.done("config init --person --dry-run")
    #expect(!stage.scratch.exists(path))
    #expect(
      stage.done("config init --person").output == "created \(stage.scratch.absolute(path))\n")
    #expect(try stage.scratch.text(path).contains(#"  "waiting_hours": 24"#))
    #expect(stage.done("config init --person").output.hasPrefix("kept "))
    try stage.scratch.remove(".orchestrate.json")
    try stage.scratch.link(".orchestrate.json", to: "elsewhere.json")
    try stage.refuses("config init", saying: ["a symbolic link"])
  }

  @Test("Neither HOME nor XDG_CONFIG_HOME: the person's file is nowhere")
  func homeless() throws {
    var stage = try stage()
    stage.environment["HOME"] = nil
    #expect(stage.done("config show").output.contains("person's file: nowhere"))
    try stage.refuses("config init --person", saying: ["neither XDG_CONFIG_HOME nor HOME"])
  }

  @Test("The person's file may be reached through links, which are the person's own")
  func links() throws {
    let stage = try stage()
    try stage.scratch.write("dotfiles/orchestrate.json", #"{"by": "Ana"}"#)
    try stage.scratch.write("home/.config/orchestrate/keep", "")
    try stage.scratch.link(
      "home/.config/orchestrate/config.json",
      to: stage.scratch.absolute("dotfiles/orchestrate.json"))
    #expect(stage.done("config get by").output == "Ana\n")
  }
}
