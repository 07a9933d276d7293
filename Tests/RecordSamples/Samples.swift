package import Digests
package import Records
package import Text

extension Instant {
  /// The start of the runs that tests make.
  package static let sampleStart = Instant(milliseconds: 1_768_833_012_481) ?? .epoch

  package func later(by milliseconds: Int64) -> Instant {
    Instant(milliseconds: self.milliseconds + milliseconds) ?? .epoch
  }
}

extension GateID {
  /// Reads a name that the test knows to be one.
  package static func named(_ text: String) -> GateID {
    guard let gate = GateID(text) else { preconditionFailure("no gate: \(text)") }
    return gate
  }
}

extension Slug {
  /// Reads a slug that the test knows to be one.
  package static func named(_ text: String) -> Slug {
    guard let slug = Slug(text) else { preconditionFailure("no slug: \(text)") }
    return slug
  }
}

extension RunID {
  /// Reads an id that the test knows to be one.
  package static func named(_ text: String) -> RunID {
    guard let id = RunID(text) else { preconditionFailure("no run id: \(text)") }
    return id
  }
}

extension RepositoryPath {
  /// Reads a path that the test knows to be one.
  package static func named(_ text: String) -> RepositoryPath {
    guard let path = try? RepositoryPath(text) else { preconditionFailure("no path: \(text)") }
    return path
  }
}

extension Digest {
  /// The digest of a text.
  package static func sample(_ text: String) -> Digest { SHA256.digest(of: Array(text.utf8)) }
}

extension FileFact {
  /// A file that holds a text.
  package static func sample(_ path: String, _ text: String) -> FileFact {
    FileFact(path: path, sha256: .sample(text), bytes: text.utf8.count)
  }

  /// A file that is not there.
  package static func gone(_ path: String) -> FileFact {
    FileFact(path: path, sha256: nil, bytes: nil)
  }
}

extension FileReference {
  package static func sample(_ path: String) -> FileReference {
    FileReference(path: path, sha256: .sample(path))
  }
}

extension Actor {
  package static let ana = Actor(name: "Ana Duarte", channel: .command)
}

extension Attempt.Validation {
  package static func sample(
    _ id: String, type: String = "file_exists", path: String = "{artifact_path}/a.md",
    pass: Bool = true, severity: Severity = .fail, found: String? = nil, error: String? = nil,
    findings: [Attempt.Finding] = []
  ) -> Attempt.Validation {
    Attempt.Validation(
      id: id, type: type, path: path, pass: pass, severity: severity, expected: "a file",
      found: found, error: error, findings: findings)
  }
}

extension RunHeader {
  /// A header with as many gates as there are names.
  package static func sample(
    slug: String = "the-word-robot", gates: [String] = ["Intake", "Research"],
    artifactPath: String = "essays/the-word-robot", workflow: String = "two-gates",
    version: String = "1", commit: String? = nil, promptFile: FileReference? = nil,
    at start: Instant = .sampleStart, number: UInt32 = 0xab12cd
  ) -> RunHeader {
    RunHeader(
      id: RunID(startedAt: start, slug: .named(slug), number: number),
      workflow: Workflow(
        name: workflow, version: version, slug: .named(slug), artifactPath: .named(artifactPath),
        sha256: .sample("workflow")),
      depth: .standard, recorder: .current, commit: commit, promptFile: promptFile,
      gates: gates.enumerated().map { Gate(id: .named("G\($0 + 1)"), name: $1) })
  }
}

/// Numbers in a fixed order that looks like chance (SplitMix64), so that every run of a test sees the same ones.
package struct SeededNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
