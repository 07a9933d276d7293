import Host
import Runs

// MARK: Files that others should not read or write

extension Doctor {
  private static let secretNames = [
    ".env", ".env.local", ".netrc", "credentials.json", "secrets.json",
  ]
  private static let secretEndings = [".pem", ".key"].map { Array($0.utf8) }

  /// Files that hold secrets by their name, and the person's configuration, which says what is run.
  var secretChecks: [Diagnosis] {
    var found: [Diagnosis] = []
    if let person = PersonalFile(environment: call.surroundings.environment),
      person.isWritableByAnyone
    {
      found.append(
        .failure(
          "secrets", "\(person.path) can be written by anybody on this machine",
          mend: "chmod go-w \(ShellWord.quoted(person.path))",
          cure: Diagnosis.Cure(what: "take the right to write \(person.path) from others") {
            try person.protect()
          }))
    }
    for entry in (try? folder.list("", limit: 10_000)) ?? [] where entry.kind == .regular {
      guard let name = String(validating: entry.name, as: UTF8.self),
        Self.secretNames.contains(where: { $0.utf8.elementsEqual(entry.name) })
          || Self.secretEndings.contains(where: { entry.name.suffix($0.count).elementsEqual($0) }),
        folder.isOpenToOthers(name)
      else { continue }
      found.append(
        .warning(
          "secrets", "\(name) can be read by others on this machine",
          mend: "chmod go= \(ShellWord.quoted(name))",
          cure: Diagnosis.Cure(what: "leave \(name) to its owner") { try folder.protect(name) }))
    }
    return found.isEmpty ? [.ok("secrets", "no secret is open to others")] : found
  }
}
