extension HistorySource {
  /// Reads whole blobs, each of at most so many bytes; nil for one that is longer or not at hand.
  package func contents(of blobs: [String], limit: Int) throws(EvidenceError) -> [[UInt8]?] {
    var contents = [[UInt8]?](repeating: nil, count: blobs.count)
    var current: [UInt8] = []
    var count = 0
    try unsafe read(blobs) { _, bytes in
      count += bytes.count
      if count <= limit { unsafe current.append(contentsOf: bytes) }
    } done: { index in
      contents[index] = count <= limit ? current : nil
      current = []
      count = 0
    }
    return contents
  }
}
