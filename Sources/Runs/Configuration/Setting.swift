package import JSONDocument
import Text

/// A key of the configuration: the one declaration that reading, schema, help and `config show` come from.
package enum Setting: String, CaseIterable, Sendable {
  case by
  case depth
  case editor
  case noInput = "no_input"
  case notify
  case open
  case waitingHours = "waiting_hours"

  /// What the values of a key are.
  package enum Form: Sendable, Equatable {
    /// One line of text.
    case line
    case choice([String])
    case flag
    case number(ClosedRange<Int>)
    /// A program and its arguments, which no shell reads.
    case command
  }

  package var form: Form {
    switch self {
    case .by: .line
    case .depth: .choice(Depth.allCases.map(\.rawValue))
    case .editor, .notify: .command
    case .noInput, .open: .flag
    case .waitingHours: .number(1...8760)
    }
  }

  /// Whether it may stand in a person's own configuration only.
  ///
  /// A repository's file comes with a pull request from anyone, so it may neither start a program nor speak for a person.
  package var isPersonal: Bool {
    switch self {
    case .depth, .waitingHours: false
    case .by, .editor, .noInput, .notify, .open: true
    }
  }

  /// What holds where it is set nowhere; nil where that is no value of its own.
  package var standard: SettingValue? {
    switch self {
    case .by, .depth, .editor, .notify: nil
    case .noInput, .open: .flag(false)
    case .waitingHours: .number(24)
    }
  }

  /// What holds where it is set nowhere, in words.
  package var otherwise: String {
    switch self {
    case .by: "git's user.name"
    case .depth: "the workflow's default, else standard"
    case .editor: "$VISUAL, $EDITOR, else the system's opener"
    case .notify: "nobody is told"
    case .noInput, .open, .waitingHours: standard?.text ?? ""
    }
  }

  /// One sentence on what it does, without a full stop.
  package var help: String {
    switch self {
    case .by: "who decides, as the record names them"
    case .depth: "how much the gates ask for"
    case .editor: "the program and its arguments that open a packet, whose path comes last"
    case .noInput: "never ask, as if there were no terminal"
    case .notify:
      "the program and its arguments that are run when it is a person's turn; {run_id}, {gate}, {packet} and {message} are filled in"
    case .open: "open the packet by itself at each pause"
    case .waitingHours: "after how many hours doctor says that an open attempt waits long"
    }
  }

  /// The environment variable that wins over the files.
  package var variable: String {
    "ORCHESTRATE_"
      + String(decoding: rawValue.utf8.map { $0 == 0x5F ? $0 : $0 - 32 }, as: UTF8.self)
  }
}

/// A value of a key.
package enum SettingValue: Sendable, Equatable {
  case text(String)
  case flag(Bool)
  case number(Int)
  case words([String])

  package var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .flag(let flag): .bool(flag)
    case .number(let number): .integer(Int64(number))
    case .words(let words): .array(words.map(JSONValue.string))
    }
  }

  /// The value on one line; a command as a shell would read it.
  package var text: String {
    switch self {
    case .text(let text): text
    case .flag(let flag): flag ? "true" : "false"
    case .number(let number): "\(number)"
    case .words(let words): words.map(ShellWord.quoted).joined(separator: " ")
    }
  }
}
