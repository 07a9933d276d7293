import JSONDocument

/// A configuration file to begin with.
package enum ConfigurationStarter {
  /// The bytes of the file, a line for each key that may stand there and has a default of its own.
  package static func bytes(_ scope: ConfigurationFile.Scope) -> [UInt8] {
    var members: [(key: String, value: JSONValue)] = []
    if scope == .repository {
      members.append(("$schema", .string("orchestration/schemas/config.schema.json")))
    }
    for setting in Setting.allCases where scope == .person || !setting.isPersonal {
      if let value = setting.standard { members.append((setting.rawValue, value.json)) }
    }
    let lines = members.map { member in
      let value = JSONWriter.write(member.value).filter { $0 != 0x0A }
      return "  \"\(member.key)\": \(String(decoding: value, as: UTF8.self))"
    }
    return Array("{\n\(lines.joined(separator: ",\n"))\n}\n".utf8)
  }
}
