import Text

/// The places in files that the output of a program names, as compilers and test runners write them: `path:line:column: words`.
struct OutputPlaces {
  /// Each place once, in the order of the output; warnings only where nothing graver is told.
  let findings: [Finding]

  /// The most names that are looked for on disk.
  private static let mostNames = 1_000

  /// Reads the lines of an output.
  ///
  /// A name without a folder is one of `files` where a single one of them has it.
  init(in lines: [String], files: [CheckedFile], isFile: @escaping (RepositoryPath) -> Bool) {
    var names = Names(files: files, isFile: isFile, left: Self.mostNames)
    var seen: Set<[UInt8]> = []
    var grave: [Finding] = []
    var warnings: [Finding] = []
    for line in lines {
      guard let finding = Self.finding(Array(line.utf8), &names) else { continue }
      let words = Array(finding.message.utf8)
      guard !["note:", "remark:"].contains(where: { words.starts(with: $0.utf8) }),
        seen.insert(Array(line.utf8)).inserted
      else { continue }
      if words.starts(with: "warning:".utf8) {
        warnings.append(finding)
      } else {
        grave.append(finding)
      }
    }
    findings = grave.isEmpty ? warnings : grave
  }

  /// What the first place of a line says: the words behind it, or the whole line where there are none.
  private static func finding(_ line: [UInt8], _ names: inout Names) -> Finding? {
    var index = 0
    while let colon = line[index...].firstIndex(of: UInt8(ascii: ":")) {
      index = colon + 1
      guard let (number, end) = Self.number(line, from: colon + 1) else { continue }
      let start = line[..<colon].lastIndex(where: isBoundary).map { $0 + 1 } ?? 0
      guard let path = names.path(line[start..<colon]) else { continue }
      var rest = end
      var column = 1
      if rest < line.count, line[rest] == UInt8(ascii: ":"),
        let (number, end) = Self.number(line, from: rest + 1)
      {
        column = max(1, number)
        rest = end
      }
      let words = line[rest...].drop { $0 == UInt8(ascii: ":") || $0 == 0x20 }
      let message = String(decoding: words.isEmpty ? line[...] : words, as: UTF8.self)
      return Finding(
        path: path.text, position: TextPosition(line: max(1, number), column: column),
        message: Finding.cut(message))
    }
    return nil
  }

  /// A number of at most seven digits, with the index behind it.
  private static func number(_ line: [UInt8], from start: Int) -> (Int, end: Int)? {
    let digits = line[start...].prefix { (0x30...0x39).contains($0) }
    guard !digits.isEmpty, digits.count <= 7,
      let number = Int(String(decoding: digits, as: UTF8.self))
    else { return nil }
    return (number, digits.endIndex)
  }

  private static func isBoundary(_ byte: UInt8) -> Bool {
    byte <= 0x20 || "\"'`(<[,=".utf8.contains(byte)
  }
}

/// Finds the files that names in an output mean.
private struct Names {
  private let isFile: (RepositoryPath) -> Bool
  private var left: Int
  private var known: [[UInt8]: RepositoryPath?] = [:]
  /// The files by their last segment; nil where several have it.
  private var byName: [[UInt8]: RepositoryPath?] = [:]

  init(files: [CheckedFile], isFile: @escaping (RepositoryPath) -> Bool, left: Int) {
    self.isFile = isFile
    self.left = left
    for path in files.map(\.path) {
      guard let name = path.segments.last.map({ Array($0.utf8) }) else { continue }
      byName[name] = byName[name] == nil ? .some(path) : .some(nil)
    }
  }

  mutating func path(_ name: ArraySlice<UInt8>) -> RepositoryPath? {
    var name = name
    while name.starts(with: "./".utf8) { name = name.dropFirst(2) }
    let key = Array(name)
    if let path = known[key] { return path }
    guard !key.isEmpty, left > 0 else { return nil }
    left -= 1
    var path = String(validating: key, as: UTF8.self).flatMap { try? RepositoryPath($0) }
    if let whole = path, !isFile(whole) { path = byName[key] ?? nil }
    known[key] = .some(path)
    return path
  }
}
