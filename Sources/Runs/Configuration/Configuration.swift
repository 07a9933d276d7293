package import Text

/// What holds for one call: each key with its value and where that comes from.
///
/// An option wins over the environment, the environment over the repository's file, that over the person's, and all over what
/// holds by default.
package struct Configuration: Sendable {
  /// Where a value comes from.
  package enum Origin: Sendable, Equatable {
    case option(String)
    case environment(String)
    case repository(path: String, line: Int)
    case person(path: String, line: Int)
    case standard
  }

  /// A key with what holds for it; without a value where the default is none of its own.
  package struct Entry: Sendable, Equatable {
    package let setting: Setting
    package let value: SettingValue?
    package let origin: Origin
  }

  /// All keys, in the order of their names.
  package let entries: [Entry]

  /// What holds where nothing is set anywhere.
  package static let standard = Configuration(
    options: [:], environment: [:], repository: nil, person: nil)

  /// Puts together what was found; `options` are those that were typed, by the key that they stand for.
  package init(
    options: [Setting: (name: String, value: SettingValue)],
    environment: [Setting: SettingValue],
    repository: ConfigurationFile?, person: ConfigurationFile?
  ) {
    entries = Setting.allCases.map { setting in
      if let option = options[setting] {
        Entry(setting: setting, value: option.value, origin: .option(option.name))
      } else if let value = environment[setting] {
        Entry(setting: setting, value: value, origin: .environment(setting.variable))
      } else if let repository, let found = repository.values[setting] {
        Entry(
          setting: setting, value: found.value,
          origin: .repository(path: repository.path, line: found.line))
      } else if let person, let found = person.values[setting] {
        Entry(
          setting: setting, value: found.value,
          origin: .person(path: person.path, line: found.line))
      } else {
        Entry(setting: setting, value: setting.standard, origin: .standard)
      }
    }
  }
}

// MARK: The values

extension Configuration {
  package func value(of setting: Setting) -> SettingValue? {
    entries.first { $0.setting == setting }?.value
  }

  package var by: String? {
    guard case .text(let name)? = value(of: .by) else { return nil }
    return name
  }

  package var depth: Depth? {
    guard case .text(let word)? = value(of: .depth) else { return nil }
    return Depth(rawValue: word)
  }

  package var editor: [String]? { words(.editor) }

  package var notify: [String]? { words(.notify) }

  package var neverAsks: Bool { value(of: .noInput) == .flag(true) }

  package var opensPackets: Bool { value(of: .open) == .flag(true) }

  /// After how many hours an open attempt waits long.
  package var waitingHours: Int {
    guard case .number(let hours)? = value(of: .waitingHours) else { return 24 }
    return hours
  }

  private func words(_ setting: Setting) -> [String]? {
    guard case .words(let words)? = value(of: setting) else { return nil }
    return words
  }
}

extension Configuration.Origin {
  /// The origin in words: "option --by", "environment ORCHESTRATE_BY", ".orchestrate.json:3", "default".
  package var words: String {
    switch self {
    case .option(let name): "option \(name)"
    case .environment(let variable): "environment \(variable)"
    case .repository(let path, let line), .person(let path, let line): "\(path):\(line)"
    case .standard: "default"
    }
  }

  /// One word for programs.
  package var word: String {
    switch self {
    case .option: "option"
    case .environment: "environment"
    case .repository: "repository"
    case .person: "person"
    case .standard: "default"
    }
  }
}
