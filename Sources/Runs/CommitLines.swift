package import Records
import Text

/// The two lines that commit a passed gate; the tool itself never commits.
package struct CommitLines: Sendable {
  package let add: String
  package let commit: String

  /// The lines for a standing attempt.
  package init(_ attempt: Attempt, in record: RunRecord) {
    let header = record.header
    let outputs = attempt.outputs(in: header).map {
      PathTemplate.filed($0.path, in: header.workflow.artifactPath)
    }
    let paths = [RunPaths(header.id).record, attempt.contract.path] + outputs
    add = "git add " + paths.map(Self.quoted).joined(separator: " ")
    let name = record.state.gate(attempt.key.gate)?.name ?? ""
    commit =
      "git commit -m " + Self.quoted("Pass \(attempt.key.gate) \(name) of \(header.workflow.slug)")
  }

  /// Both as one command line.
  package var line: String { "\(add) && \(commit)" }

  /// A word as a POSIX shell reads it back.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x2B, 0x2C, 0x40, 0x25:
        true
      default: false
      }
    }
    if isPlain { return word }
    var quoted: [UInt8] = [0x27]
    for byte in word.utf8 { quoted += byte == 0x27 ? Array("'\\''".utf8) : [byte] }
    return String(decoding: quoted + [0x27], as: UTF8.self)
  }
}
