import Digests
import Foundation
import TestSupport

extension Stage {
  /// Makes the record of a run one that a tool with other rules wrote, whose answers were the same.
  func pretend(rules: Int, of run: String) throws {
    let folder = "orchestration/runs/\(run)/record"
    let originals = try scratch.tree(folder)
    var files = originals
    func sha256(_ text: String) -> String { SHA256.digest(of: Array(text.utf8)).hex }
    // The attempts name the one before them, so the first that closed comes first.
    let names = files.keys.filter { $0 != "RUN.json" }.sorted { a, b in
      place(of: a, in: files["RUN.json"]) < place(of: b, in: files["RUN.json"])
    }
    for name in names {
      guard let original = originals[name], let text = files[name] else { continue }
      let other = text.replacing(/"rules": [0-9]+/, with: "\"rules\": \(rules)")
      files[name] = other
      for each in files.keys {
        files[each] = files[each]?.replacing(sha256(original), with: sha256(other))
      }
    }
    let zeros = String(repeating: "0", count: 64)
    let open = files["RUN.json"]?.replacing(
      /"seal": "[0-9a-f]{64}"/, with: "\"seal\": \"\(zeros)\"")
    files["RUN.json"] = open.map {
      $0.replacing("\"seal\": \"\(zeros)\"", with: "\"seal\": \"\(sha256($0))\"")
    }
    for (name, text) in files { try scratch.write("\(folder)/\(name)", text) }
  }

  /// Where the last event of a RUN.json stands that names an attempt.
  private func place(of attempt: String, in run: String?) -> Int {
    let place = run?.range(of: attempt, options: .backwards)?.lowerBound
    return place?.utf16Offset(in: run ?? "") ?? 0
  }
}
