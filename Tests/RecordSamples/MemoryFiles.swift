package import Contracts
import Digests
package import Text

/// Files that stand in memory, for rules to look at.
package struct MemoryFiles: ArtifactSource, Sendable {
  package var states: [String: Artifact.State] = [:]

  package init(_ texts: [String: String] = [:]) {
    for (path, text) in texts { self[path] = text }
  }

  /// The text of a file; nil takes it away.
  package subscript(path: String) -> String? {
    get { nil }
    set {
      states[path] = newValue.map { text in
        let bytes = Array(text.utf8)
        return .file(
          Artifact.File(sha256: SHA256.digest(of: bytes), count: bytes.count, contents: bytes))
      }
    }
  }

  package func artifact(at path: RepositoryPath, keepingContents: Bool) -> Artifact {
    Artifact(path: path, state: states[path.text] ?? .missing)
  }

  package func files(matching pattern: String) throws(ArtifactSourceError) -> [RepositoryPath] {
    []
  }
}

extension Contract {
  /// Reads a contract of G1 that the test knows to be good.
  package static func sample(
    gate: String = "G1", outputs: String = #""{artifact_path}/a.md""#, rules: String = ""
  ) -> Contract {
    let text = """
      {
        "gate": "\(gate)", "name": "Sample",
        "required_outputs": [\(outputs)],
        "validations": [\(rules)]
      }
      """
    guard
      let contract = try? Contract(
        Array(text.utf8), path: .named("orchestration/gates/contracts/\(gate).contract.json"))
    else { preconditionFailure("no contract: \(text)") }
    return contract
  }
}
