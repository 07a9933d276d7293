/// Finds the word that a person most likely meant.
package enum Spelling {
  /// Returns the known word nearest to a mistyped one, or nil when none is near enough to be worth naming.
  ///
  /// Distance counts insertions, deletions, substitutions and swaps of neighbours (optimal string alignment) over Unicode
  /// scalars, ASCII case ignored. Near enough is a third of the longer word, at least 1; of equals the first listed wins.
  ///
  /// - Parameters:
  ///   - word: What was typed; beyond 64 scalars nothing is near.
  ///   - known: The words that would have been right, in the order of preference.
  /// - Returns: One element of `known`, as it stands there.
  package static func closest(to word: String, among known: [String]) -> String? {
    let typed = folded(word)
    guard !typed.isEmpty, typed.count <= 64 else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in known {
      let wanted = folded(candidate)
      let limit = max(1, max(typed.count, wanted.count) / 3)
      let distance = distance(typed, wanted)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  private static func folded(_ word: String) -> [UInt32] {
    word.unicodeScalars.map { (65...90).contains($0.value) ? $0.value + 32 : $0.value }
  }

  private static func distance(_ a: [UInt32], _ b: [UInt32]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
