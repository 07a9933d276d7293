/// The folder of the records, which no rule may judge: a record that vouches for a record changes while it is written.
package enum RecordsFolder {
  /// Says whether a path or pattern begins with the folder, in capitals or not, as some file systems read it.
  package static func holds(_ path: String) -> Bool {
    let segments = path.utf8.split(separator: 0x2F, maxSplits: 2, omittingEmptySubsequences: false)
    guard segments.count >= 2 else { return false }
    return isSame(segments[0], "orchestration") && isSame(segments[1], "runs")
  }

  static func refusal(_ path: String) -> String { "'\(path)' lies where the records are" }

  private static func isSame(_ segment: Substring.UTF8View, _ name: String) -> Bool {
    segment.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }.elementsEqual(name.utf8)
  }
}
