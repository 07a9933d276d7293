import Contracts
import JSONDocument
import Testing
import Text

/// A contract that is refused; `▸` marks the place that the error names.
struct BadContract: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let text: String
  let what: String
  let hint: String?

  init(_ name: String, _ text: String, _ what: String, _ hint: String? = nil) {
    testDescription = name
    self.text = text
    self.what = what
    self.hint = hint
  }

  /// A contract with one rule, whose members are given.
  static func rule(
    _ name: String, _ members: String, _ what: String, _ hint: String? = nil
  ) -> BadContract {
    BadContract(name, ContractText.contract(rules: [members]), what, hint)
  }

  /// The same, where the error is that of the rule as a whole.
  static func wholeRule(
    _ name: String, _ members: String, _ what: String, _ hint: String? = nil
  ) -> BadContract {
    let text = ContractText.contract(rules: [members]).replacing("    { ", with: "    ▸{ ")
    return BadContract(name, text, what, hint)
  }

  /// A contract with the required outputs given, in JSON.
  static func outputs(
    _ name: String, _ outputs: String, _ what: String, _ hint: String? = nil
  ) -> BadContract {
    let text = "{ \"gate\": \"G1\", \"name\": \"Probe\",\n  \"required_outputs\": \(outputs) }"
    return BadContract(name, text, what, hint)
  }

  var bytes: [UInt8] { Array(String(text.unicodeScalars.filter { $0 != "▸" }).utf8) }

  /// Expects that the contract is refused with these words at this place.
  func expectRefused(sourceLocation: SourceLocation = #_sourceLocation) {
    let error = #expect(throws: DocumentError.self, sourceLocation: sourceLocation) {
      try ContractText.load(bytes)
    }
    guard let error else { return }
    #expect(error.path == ContractText.path, sourceLocation: sourceLocation)
    #expect(error.error.what == what, sourceLocation: sourceLocation)
    #expect(error.error.hint == hint, sourceLocation: sourceLocation)
    #expect(error.error.position == position, sourceLocation: sourceLocation)
  }

  var position: TextPosition {
    let before = text.unicodeScalars.prefix { $0 != "▸" }
    let line = before.split(separator: "\n", omittingEmptySubsequences: false)
    return TextPosition(line: line.count, column: (line.last?.count ?? 0) + 1)
  }
}

extension BadContract {
  private static let ruleKeys =
    "'type', 'path', 'id', 'severity', 'hint', 'allow_empty'"
  private static let rootHint =
    "write the path from the root of the repository, for example essays/robot"
  private static let safeHint =
    "rename it; letters, digits, '-', '_' and '.' are safe on every system"
  private static let recordsHint = "name a file outside orchestration/runs"
  private static func minimum(
    _ name: String, _ value: String, _ what: String, _ hint: String? = nil
  )
    -> BadContract
  {
    .rule(name, "\"type\": \"min_sources\", \"path\": \"a.md\", \"min\": \(value)", what, hint)
  }
  private static func heading(
    _ name: String, _ value: String, _ what: String, _ hint: String? = nil
  )
    -> BadContract
  {
    .rule(
      name, "\"type\": \"contains_headings\", \"path\": \"a.md\", \"headings\": \(value)", what,
      hint)
  }
  private static let listHint = "name at least one, or take the rule out"
  private static func search(
    _ name: String, _ members: String, _ what: String, _ hint: String? = nil
  )
    -> BadContract
  {
    .rule(name, "\"type\": \"not_contains\", \"path\": \"a.md\", \(members)", what, hint)
  }
  private static func place(_ character: Int) -> String {
    ", at character \(character) of the pattern"
  }
  private static let eitherHint =
    "write \"phrases\": [\"…\"] for plain words, or \"pattern\": \"…\" for a pattern"
  private static let emptyHint =
    "ask for at least one character, for example with + in place of *"

  static let strictness: [BadContract] = [
    BadContract("empty file", "▸", "expected a value, found the end of the text"),
    BadContract("null", "▸null", "expected an object, found null"),
    BadContract("array", "▸[]", "expected an object, found an array"),
    BadContract("empty object", "▸{}", "missing key 'gate'"),
    BadContract(
      "byte order mark", "▸\u{FEFF}{}", "found a byte order mark",
      "save the file as UTF-8 without one"),
    BadContract(
      "comment", "{\n  ▸// the gate\n  \"gate\": \"G1\" }",
      "expected a key or '}', found '/'", "JSON has no comments"),
    BadContract(
      "comma before ]",
      "{ \"gate\": \"G1\", \"name\": \"P\", \"required_outputs\": [\"a.md\"▸,] }",
      "found a comma before ']'", "remove the comma"),
    BadContract(
      "comma before }", "{ \"gate\": \"G1\", \"name\": \"P\"▸,\n}",
      "found a comma before '}'", "remove the comma"),
    BadContract(
      "key twice", "{ \"gate\": \"G1\", \"name\": \"P\",\n  ▸\"gate\": \"G2\" }",
      "the key 'gate' stands twice in one object", "it stands first on line 1"),
    BadContract(
      "key twice, once escaped", "{ \"gate\": \"G1\", ▸\"g\\u0061te\": \"G2\" }",
      "the key 'gate' stands twice in one object", "it stands first on line 1"),
  ]

  static let members: [BadContract] = [
    BadContract(
      "unknown key", "{ \"gate\": \"G1\", \"name\": \"P\", ▸\"required_output\": [] }",
      "unknown key 'required_output'", "did you mean 'required_outputs'?"),
    BadContract(
      "unknown key behind wide letters",
      "{ \"gate\": \"G1\", \"name\": \"Прóба 🜂\", ▸\"rules\": [] }", "unknown key 'rules'",
      "known are '$schema', 'gate', 'name', 'required_outputs', 'validations'"),
    BadContract(
      "more outputs than a list has",
      "{ \"gate\": \"G1\", \"name\": \"P\", \"required_outputs\": ["
        + (1...1_000).map { "\"f\($0)\", " }.joined() + "▸\"more\"] }",
      "the list has more than 1000 elements"),
    BadContract(
      "more phrases than a list has",
      ContractText.contract(rules: [
        "\"type\": \"contains\", \"path\": \"a\", \"phrases\": ["
          + (1...1_000).map { "\"p\($0)\", " }.joined() + "▸\"more\"]"
      ]),
      "the list has more than 1000 elements"),
    BadContract("no name", "▸{ \"gate\": \"G1\" }", "missing key 'name'"),
    BadContract(
      "no outputs", "▸{ \"gate\": \"G1\", \"name\": \"P\" }", "missing key 'required_outputs'"),
    BadContract("gate is a number", "{ \"gate\": ▸1 }", "expected a string, found a number"),
    BadContract("gate is empty", "{ \"gate\": ▸\"\" }", "the text is empty"),
    BadContract(
      "name with a line break", "{ \"gate\": \"G1\", \"name\": ▸\"a\\nb\" }",
      "the text has a control character or line break", "write it in one line"),
    BadContract(
      "schema is no text", "{ \"$schema\": ▸7, \"gate\": \"G1\" }",
      "expected a string, found a number"),
    BadContract(
      "nothing demanded",
      "{ \"gate\": \"G1\", \"name\": \"P\", \"required_outputs\": ▸[], \"validations\": [] }",
      "the contract demands nothing", "name at least one required output or rule"),
    BadContract(
      "rules are no list",
      "{ \"gate\": \"G1\", \"name\": \"P\", \"required_outputs\": [], \"validations\": ▸{} }",
      "expected an array, found an object"),
    .rule(
      "rule is no object",
      "\"type\": \"file_exists\", \"path\": \"a.md\" }, ▸\"min_sources\", {",
      "expected an object, found a string"),
    .outputs("outputs are a text", "▸\"a.md\"", "expected an array, found a string"),
    .outputs("output is a number", "[▸1]", "expected a string, found a number"),
    .outputs(
      "output by a pattern", "[\"a.md\", ▸\"notes/*.md\"]",
      "'notes/*.md' is a pattern, and a required output is one file",
      "ask for the pattern in a file_exists rule under \"validations\""),
    .outputs(
      "output twice", "[\"a.md\", \"b.md\",\n ▸\"a.md\"]", "'a.md' is listed twice",
      "take one of them out"),
  ]

  static let paths: [BadContract] = [
    .outputs("empty", "[▸\"\"]", "the path is empty", rootHint),
    .outputs("absolute", "[▸\"/etc/passwd\"]", "'/etc/passwd' is absolute", rootHint),
    .outputs(
      "parent", "[▸\"{artifact_path}/../other.md\"]",
      "'{artifact_path}/../other.md' has a '..' segment", rootHint),
    .outputs("dot", "[▸\"./a.md\"]", "'./a.md' has a '.' segment", rootHint),
    .outputs("empty segment", "[▸\"a//b.md\"]", "'a//b.md' has an empty segment", rootHint),
    .outputs(
      "backslash", "[▸\"a\\\\b.md\"]", "'a\\b.md' has a backslash", "write '/' between folders"),
    .outputs("colon", "[▸\"C:a.md\"]", "'C:a.md' has a colon", safeHint),
    .outputs(
      "control character", "[▸\"a\\u0007.md\"]", "'a\u{7}.md' has a control character", safeHint),
    .outputs(
      "git's folder", "[▸\".git/config\"]", "'.git/config' leads into git's own folder",
      "choose a folder outside .git"),
    .outputs(
      "unknown variable", "[▸\"{artefact_path}/a.md\"]", "unknown variable '{artefact_path}'",
      "did you mean 'artifact_path'?"),
    .outputs(
      "variable of another kind", "[▸\"{user}/a.md\"]", "unknown variable '{user}'",
      "known are 'slug', 'artifact_path', 'depth', 'run_id', 'gate'"),
    .outputs(
      "brace alone", "[▸\"{slug/a.md\"]",
      "'{slug/a.md' has a '{' or '}', which a name may not have",
      safeHint),
    .outputs(
      "records", "[▸\"orchestration/runs/x/record/RUN.json\"]",
      "'orchestration/runs/x/record/RUN.json' lies where the records are", recordsHint),
    .outputs(
      "the folder of records", "[▸\"orchestration/runs\"]",
      "'orchestration/runs' lies where the records are", recordsHint),
    .outputs(
      "records in other letters", "[▸\"Orchestration/RUNS/x.md\"]",
      "'Orchestration/RUNS/x.md' lies where the records are", recordsHint),
    .rule(
      "records by a pattern",
      "\"type\": \"file_exists\", \"path\": ▸\"orchestration/runs/**/*.json\"",
      "'orchestration/runs/**/*.json' lies where the records are", recordsHint),
    .rule(
      "absolute in a rule", "\"type\": \"file_exists\", \"path\": ▸\"/etc/*.md\"",
      "'/etc/*.md' is absolute", rootHint),
    .wholeRule("missing", "\"type\": \"file_exists\"", "missing key 'path'"),
  ]

  static let rules: [BadContract] = [
    .wholeRule("no type", "", "missing key 'type'"),
    .rule(
      "unknown type", "\"type\": ▸\"min_source\", \"path\": \"a.md\"",
      "unknown rule type 'min_source'", "did you mean 'min_sources'?"),
    .rule(
      "type of nobody", "\"type\": ▸\"spell_check\", \"path\": \"a.md\"",
      "unknown rule type 'spell_check'",
      "known are \(RuleRegistry.kinds.map { "'\($0.name)'" }.joined(separator: ", "))"),
    .rule(
      "type in capitals", "\"type\": ▸\"FILE_EXISTS\", \"path\": \"a.md\"",
      "unknown rule type 'FILE_EXISTS'", "did you mean 'file_exists'?"),
    .rule(
      "unknown severity",
      "\"type\": \"file_exists\", \"path\": \"a.md\", \"severity\": ▸\"warning\"",
      "unknown severity 'warning'", "known are 'fail', 'warn'"),
    .rule(
      "severity error",
      "\"type\": \"file_exists\", \"path\": \"a.md\", \"severity\": ▸\"failed\"",
      "unknown severity 'failed'", "did you mean 'fail'?"),
    .rule(
      "severity true", "\"type\": \"file_exists\", \"path\": \"a.md\", \"severity\": ▸true",
      "expected a string, found true"),
    .rule(
      "unknown parameter", "\"type\": \"min_sources\", \"path\": \"a.md\", ▸\"mim\": 3",
      "unknown key 'mim'", "did you mean 'min'?"),
    .rule(
      "parameter of another rule",
      "\"type\": \"min_sources\", \"path\": \"a.md\", \"min\": 3, ▸\"ordered\": true",
      "unknown key 'ordered'", "known are \(ruleKeys), 'min'"),
    .rule(
      "id of the counted form", "\"type\": \"file_exists\", \"path\": \"a.md\", \"id\": ▸\"R3\"",
      "ids of the form 'R3' are given by number", "choose a name, for example 'sources'"),
    .rule(
      "id with a space", "\"type\": \"file_exists\", \"path\": \"a.md\", \"id\": ▸\"my rule\"",
      "'my rule' is no id", "use letters, digits, '-', '_' and '.', at most 64"),
    .rule(
      "empty id", "\"type\": \"file_exists\", \"path\": \"a.md\", \"id\": ▸\"\"",
      "'' is no id", "use letters, digits, '-', '_' and '.', at most 64"),
    .rule(
      "id twice",
      "\"type\": \"file_exists\", \"path\": \"a.md\", \"id\": \"x\" },\n"
        + "{ \"type\": \"file_exists\", \"path\": \"b.md\", \"id\": ▸\"x\"",
      "the id 'x' is used twice", "give each rule its own id"),
    .rule(
      "empty hint", "\"type\": \"file_exists\", \"path\": \"a.md\", \"hint\": ▸\"\"",
      "the text is empty"),
    .rule(
      "allow_empty without a pattern",
      "\"type\": \"file_exists\", \"path\": ▸\"a.md\", \"allow_empty\": true",
      "\"allow_empty\" is for a pattern, and 'a.md' is one file", "take \"allow_empty\" out"),
    .rule(
      "allow_empty as a word",
      "\"type\": \"file_exists\", \"path\": \"*.md\", \"allow_empty\": ▸\"yes\"",
      "expected true or false, found a string"),
  ]

  static let numbers: [BadContract] = [
    .wholeRule("missing", "\"type\": \"min_sources\", \"path\": \"a.md\"", "missing key 'min'"),
    minimum("negative", "▸-1", "expected an integer from 1 to 100000, found -1"),
    minimum("zero", "▸0", "expected an integer from 1 to 100000, found 0"),
    minimum("too great", "▸100001", "expected an integer from 1 to 100000, found 100001"),
    minimum(
      "beyond every reader", "▸99999999999999999999",
      "the integer '99999999999999999999' is beyond ±9007199254740991"),
    minimum(
      "a fraction", "▸2.5", "expected an integer, found '2.5'",
      "write it without fraction and exponent"),
    minimum("a text", "▸\"3\"", "expected an integer, found a string"),
    minimum(
      "depth missing", "▸{ \"quick\": 3, \"standard\": 6 }", "missing key 'deep'"),
    minimum(
      "depth misspelt", "{ \"quick\": 3, ▸\"standart\": 6, \"deep\": 9 }",
      "unknown key 'standart'", "did you mean 'standard'?"),
    minimum(
      "depth with zero", "{ \"quick\": ▸0, \"standard\": 6, \"deep\": 9 }",
      "expected an integer from 1 to 100000, found 0"),
    .rule(
      "no bytes", "\"type\": \"file_exists\", \"path\": \"a.md\", \"min_bytes\": ▸0",
      "expected an integer from 1 to 1099511627776, found 0"),
    .rule(
      "fewer than no matches",
      "\"type\": \"not_contains\", \"path\": \"a.md\", \"pattern\": \"x\", \"max\": ▸-1",
      "expected an integer from 0 to 1000000, found -1"),
  ]

  static let headings: [BadContract] = [
    heading("empty list", "▸[]", "the list is empty", listHint),
    heading("a text", "▸\"Summary\"", "expected an array, found a string"),
    heading("empty text", "[\"Summary\", ▸\"\"]", "the text is empty"),
    heading("white space", "[▸\"  \"]", "the text is empty"),
    heading(
      "white space with a level", "[{ \"text\": ▸\" \", \"level\": 2 }]", "the text is empty"),
    heading("no level", "[▸{ \"text\": \"Summary\" }]", "missing key 'level'"),
    heading(
      "level 7", "[{ \"text\": \"Summary\", \"level\": ▸7 }]",
      "expected an integer from 1 to 6, found 7"),
    heading(
      "unknown key", "[{ ▸\"title\": \"Summary\", \"level\": 2 }]", "unknown key 'title'",
      "known are 'text', 'level'"),
    heading(
      "twice but for white space", "[\"Open questions\", ▸\"Open  questions \"]",
      "\"Open questions\" is listed twice", "take one of them out"),
    .rule(
      "heading with its marks",
      "\"type\": \"contains_headings\", \"path\": \"a.md\", \"headings\": [▸\"## Summary\"]",
      "'## Summary' is written with its '#'",
      "write the text alone, or {\"text\": …, \"level\": 2} to ask for the level too"),
    heading("null", "[▸null]", "expected a string, found null"),
  ]

  static let patterns: [BadContract] = [
    search("empty phrases", "\"phrases\": ▸[]", "the list is empty", listHint),
    search("empty phrase", "\"phrases\": [▸\"\"]", "the text is empty"),
    search("phrase of white space", "\"phrases\": [▸\" \"]", "the text is empty"),
    search(
      "phrase twice", "\"phrases\": [\"a b\", ▸\"a b\"]", "'a b' is listed twice",
      "take one of them out"),
    search("phrases as a text", "\"phrases\": ▸\"TODO\"", "expected an array, found a string"),
    search(
      "phrase with a line break", "\"phrases\": [▸\"a\\nb\"]",
      "the text has a control character or line break", "write it in one line"),
    search("empty pattern", "\"pattern\": ▸\"\"", "the text is empty"),
    search("pattern is a list", "\"pattern\": ▸[\"x\"]", "expected a string, found an array"),
    search(
      "matches nothing", "\"pattern\": ▸\"a*\"",
      "the pattern matches where there is no text", emptyHint),
    search(
      "an empty alternative", "\"pattern\": ▸\"TODO|\"",
      "the pattern matches where there is no text", emptyHint),
    search(
      "only a place", "\"pattern\": ▸\"^\"", "the pattern matches where there is no text",
      emptyHint),
    search(
      "back-reference", "\"pattern\": ▸\"(\\\\w+) \\\\1\"",
      "back-reference '\\1' is not supported" + place(7), "write out what the group stands for"),
    search(
      "look-ahead behind wide letters", "\"pattern\": ▸\"é🜂(?=x)\"",
      "look-ahead '(?=' is not supported" + place(3),
      "match the text that follows too, or use a second rule"),
    search(
      "group not closed", "\"pattern\": ▸\"a(b\"", "'(' is not closed" + place(2),
      "close it with ')', or write '\\(' for the character itself"),
    search(
      "variable in a pattern", "\"pattern\": ▸\"x{slug}\"",
      "'{' is no repetition here" + place(2),
      "write '\\{' for the character itself, or '{2}', '{2,}' or '{2,5}' to repeat"),
    .wholeRule(
      "pattern and phrases",
      "\"type\": \"not_contains\", \"path\": \"a.md\", \"pattern\": \"x\", \"phrases\": [\"y\"]",
      "\"pattern\" and \"phrases\" cannot both be given", eitherHint),
    .wholeRule(
      "neither pattern nor phrases", "\"type\": \"not_contains\", \"path\": \"a.md\", \"max\": 3",
      "missing \"pattern\" or \"phrases\"", eitherHint),
    search(
      "unknown scope", "\"phrases\": [\"x\"], \"scope\": ▸\"al\"", "unknown scope 'al'",
      "did you mean 'all'?"),
    search(
      "ignore_case as a number", "\"phrases\": [\"x\"], \"ignore_case\": ▸1",
      "expected true or false, found a number"),
  ]
}
