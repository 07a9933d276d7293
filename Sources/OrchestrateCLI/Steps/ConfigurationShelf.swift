import CommandGrammar
import Host
import JSONDocument
import Runs

/// The configuration that a call finds: options, environment, the repository's file, the person's file.
struct ConfigurationShelf {
  /// The file of the person, or nil where nothing says where it belongs.
  let person: PersonalFile?
  private let call: Call
  private let root: RepositoryRoot?

  /// `root` is the repository, or nil where the call is in none.
  init(_ call: Call, root: RepositoryRoot?) {
    self.call = call
    self.root = root
    person = PersonalFile(environment: call.surroundings.environment)
  }

  /// What holds for the call.
  func configuration() throws -> Configuration {
    Configuration(
      options: options, environment: try variables(), repository: try repositoryFile(),
      person: try personalFile())
  }

  /// The repository's file, or nil where there is none.
  func repositoryFile() throws -> ConfigurationFile? {
    guard let root else { return nil }
    let path = ConfigurationFile.repositoryPath
    let bytes: [UInt8]
    do { bytes = try Folder(root: root.path).read(path, limit: JSONDocument.maximumSize) } catch {
      if error.kind == .missing { return nil }
      throw error
    }
    return try ConfigurationFile(bytes, path: path, scope: .repository)
  }

  /// The person's file, or nil where there is none.
  func personalFile() throws -> ConfigurationFile? {
    guard let person, let bytes = try person.read(limit: JSONDocument.maximumSize) else {
      return nil
    }
    let file = try ConfigurationFile(bytes, path: person.path, scope: .person)
    // Who can write it chooses what is run for the person.
    if person.isWritableByAnyone, file.values.keys.contains(where: { $0.form == .command }) {
      throw SessionError.openToAll(person.path)
    }
    return file
  }

  /// The keys that the environment sets; an empty variable counts as unset.
  func variables() throws -> [Setting: SettingValue] {
    var values: [Setting: SettingValue] = [:]
    for setting in Setting.allCases {
      guard let text = call.surroundings.environment[setting.variable], !text.utf8.isEmpty else {
        continue
      }
      guard let value = setting.value(ofVariable: text) else {
        throw SessionError.badValue(
          option: setting.variable, what: "'\(text)' is no value of '\(setting.rawValue)'",
          hint: "it needs \(setting.needs)")
      }
      values[setting] = value
    }
    return values
  }

  private var options: [Setting: (name: String, value: SettingValue)] {
    var options: [Setting: (name: String, value: SettingValue)] = [:]
    if call.arguments.source(of: Common.by) == .commandLine, let name = call.arguments[Common.by] {
      options[.by] = ("--by", .text(name))
    }
    if call.arguments[Common.noInput] { options[.noInput] = ("--no-input", .flag(true)) }
    if call.arguments.source(of: Shared.open) == .commandLine {
      options[.open] = ("--open", .flag(true))
    }
    return options
  }
}
