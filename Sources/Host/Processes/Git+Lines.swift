extension Git {
  /// Counts the lines that differ between a commit and the working tree, file by file; one without lines is left out.
  ///
  /// Files that git does not track are not counted.
  package func lineCounts(since commit: String) throws(GitError) -> [String: Int] {
    try Self.checkIDs([commit])
    let stream = try start(
      try withoutFilters()
        + ["diff-index", "--numstat", "-z", "--no-renames", "--no-ext-diff", "--no-textconv"]
        + ["--ignore-submodules=all", commit, "--"])
    var counts: [String: Int] = [:]
    // `added TAB removed TAB path NUL`, with hyphens in place of numbers where the file has no lines.
    while let added = try stream.field(endingWith: UInt8(ascii: "\t")) {
      let removed = try stream.requiredField(endingWith: UInt8(ascii: "\t"))
      let path = try stream.requiredField(endingWith: 0)
      if let added = Int(String(decoding: added, as: UTF8.self)),
        let removed = Int(String(decoding: removed, as: UTF8.self))
      {
        counts[String(decoding: path, as: UTF8.self)] = added + removed
      }
    }
    try stream.finish()
    return counts
  }
}

extension Folder {
  /// The number of line breaks of a file of at most 64 MiB; nil for anything else.
  package func lineCount(of path: String) -> Int? {
    (try? read(path, limit: 64 << 20))?.count { $0 == 0x0A }
  }
}
