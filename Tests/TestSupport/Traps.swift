import Foundation

/// What a hostile repository would have git run, if it were let: whatever runs leaves a file.
package struct Traps {
  /// Variables that would do the same.
  package let environment: [String: String]
  private let scratch: Scratch
  private static let names = ["canary", "canary2", "canary3"]

  /// A command of a shell that springs the trap.
  package static func touch(in scratch: Scratch) -> String {
    "touch '\(scratch.absolute(names[0]))'"
  }

  /// Lays them in the configuration, the hooks and the attributes of a repository.
  package init(in scratch: Scratch) throws {
    self.scratch = scratch
    let touch = Self.touch(in: scratch)
    let evil = scratch.absolute("evil")
    environment = [
      "GIT_EXTERNAL_DIFF": evil, "GIT_SSH_COMMAND": evil, "GIT_PAGER": evil, "PAGER": evil,
      "GIT_EDITOR": evil, "GIT_ASKPASS": evil, "GIT_TRACE": scratch.absolute(Self.names[2]),
    ]
    try scratch.write("evil", "#!/bin/sh\n\(touch)\ncat\n")
    for (key, value) in [
      ("core.fsmonitor", evil), ("core.hooksPath", scratch.absolute("hooks")), ("core.pager", evil),
      ("core.editor", evil), ("core.sshCommand", evil), ("core.askPass", evil),
      ("diff.external", evil), ("diff.evil.textconv", evil), ("diff.evil.command", evil),
      ("filter.evil.clean", evil), ("filter.evil.smudge", evil), ("filter.evil.required", "true"),
      ("filter.other.process", evil), ("alias.log", "!\(touch)"), ("alias.cat-file", "!\(touch)"),
      ("alias.rev-parse", "!\(touch)"), ("gpg.program", evil), ("log.showSignature", "true"),
      ("credential.helper", "!\(touch)"), ("pager.log", evil), ("interactive.diffFilter", evil),
      ("uploadpack.packObjectsHook", evil), ("remote.origin.url", "ext::\(evil)"),
      ("remote.origin.promisor", "true"), ("extensions.partialClone", "origin"),
      ("trace2.eventTarget", scratch.absolute(Self.names[1])),
    ] { try scratch.git("config", key, value) }
    var programs = ["evil"]
    for hook in ["post-index-change", "reference-transaction", "pre-commit", "fsmonitor-watchman"] {
      for folder in ["hooks", ".git/hooks"] {
        try scratch.write("\(folder)/\(hook)", "#!/bin/sh\n\(touch)\n")
        programs.append("\(folder)/\(hook)")
      }
    }
    for program in programs {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: scratch.absolute(program))
    }
    try scratch.write(
      ".gitattributes", "*.md diff=evil filter=evil\n*.json filter=other diff=evil\n")
  }

  /// The files that tell of a trap that was sprung.
  package var sprung: [String] { Self.names.filter(scratch.exists) }

  /// Whether git itself, asked without care, springs one.
  package func spring() throws -> Bool {
    _ = try scratch.run(["git", "status"])
    return scratch.exists(Self.names[0])
  }
}
