package import JSONDocument
import Text

/// One file of the configuration, read strictly: an unknown key or value is an error with its place.
package struct ConfigurationFile: Sendable {
  /// Whose file it is.
  package enum Scope: Sendable { case repository, person }

  /// Where the repository's file stands.
  package static let repositoryPath = ".orchestrate.json"

  package let path: String
  /// What is set, with the line of each value.
  package let values: [Setting: (value: SettingValue, line: Int)]

  package init(_ bytes: [UInt8], path: String, scope: Scope) throws(DocumentError) {
    do throws(JSONError) {
      values = try Self.values(JSONDocument(parsing: bytes).root, scope)
    } catch {
      throw DocumentError(path: path, error: error)
    }
    self.path = path
  }

  private static func values(
    _ root: JSONCursor, _ scope: Scope
  ) throws(JSONError) -> [Setting: (value: SettingValue, line: Int)] {
    let object = try root.object(members: ["$schema"] + Setting.allCases.map(\.rawValue))
    if let schema = object.optional("$schema") { _ = try schema.string() }
    var values: [Setting: (value: SettingValue, line: Int)] = [:]
    for member in object.members {
      guard let setting = Setting(rawValue: try member.key.string()) else { continue }
      if scope == .repository, setting.isPersonal {
        throw member.key.error(
          "'\(setting.rawValue)' cannot stand in a repository's file, which comes from anyone",
          hint: setting.personalHint)
      }
      values[setting] = (try setting.value(member.value), member.value.position.line)
    }
    return values
  }
}

extension Setting {
  fileprivate var personalHint: String {
    let what = form == .command ? "a command may stand" : "it may stand"
    return "\(what) in the person's configuration only; 'orchestrate config show' names the file"
  }

  /// Reads the value of a file.
  fileprivate func value(_ cursor: JSONCursor) throws(JSONError) -> SettingValue {
    switch form {
    case .line:
      guard let line = OneLine(try cursor.string()) else {
        throw cursor.error("expected one line of 1 to 128 characters")
      }
      return .text(line.text)
    case .choice(let words): return .text(try cursor.choice(rawValue, among: words))
    case .flag: return .flag(try cursor.bool())
    case .number(let range): return .number(try cursor.integer(in: range))
    case .command:
      var words: [String] = []
      for word in try cursor.array(atMost: 100) { words.append(try word.string()) }
      guard let program = words.first, !program.utf8.isEmpty else {
        throw cursor.error(
          "expected the program and its arguments", hint: "write for example [\"code\", \"--wait\"]"
        )
      }
      guard program.utf8.first == 0x2F || !program.utf8.contains(0x2F) else {
        throw cursor.error(
          "'\(program)' would be another program in each repository",
          hint: "write a name that PATH knows, or an absolute path")
      }
      guard words.allSatisfy({ !$0.utf8.contains(0) && $0.utf8.count <= 4096 }) else {
        throw cursor.error("a word of a command has at most 4 KiB and no U+0000")
      }
      return .words(words)
    }
  }

  /// Reads the value of an environment variable, whose words are parted by blanks; nil where it is none.
  package func value(ofVariable text: String) -> SettingValue? {
    switch form {
    case .line: return OneLine(text).map { .text($0.text) }
    case .choice(let words):
      return words.first { $0.utf8.elementsEqual(text.utf8) }.map(SettingValue.text)
    case .flag:
      switch Array(text.utf8) {
      case Array("true".utf8), Array("1".utf8): return .flag(true)
      case Array("false".utf8), Array("0".utf8): return .flag(false)
      default: return nil
      }
    case .number(let range): return Int(text).flatMap { range.contains($0) ? .number($0) : nil }
    case .command:
      let words = text.utf8.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      guard let program = words.first?.utf8, program.first == 0x2F || !program.contains(0x2F) else {
        return nil
      }
      return .words(words)
    }
  }

  /// What a value must be, fit to follow "needs".
  package var needs: String {
    switch form {
    case .line: "one line of at most 128 characters"
    case .choice(let words): words.joined(separator: ", ")
    case .flag: "true or false"
    case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .command:
      "a program, by a name that PATH knows or an absolute path, and its arguments parted by blanks"
    }
  }
}
