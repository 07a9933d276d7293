import Text

extension JSONReader {
  /// Refuses an object in which a key stands twice.
  ///
  /// A few keys are compared with each other. More are found in an open-addressed table of their nodes, so that time grows with
  /// their number and the seeded hash of the standard library keeps chosen keys from colliding.
  mutating func refuseDuplicateKeys(of frame: Frame) throws(JSONError) {
    if frame.count <= Self.fewKeys, areDistinct(keysOf: frame) { return }
    var capacity = 4
    while capacity < frame.count * 2 { capacity *= 2 }
    // The root is never a key, so its number 0 marks a free place.
    var table = [UInt32](repeating: 0, count: capacity)
    var node = frame.node + 1
    while node < nodes.count {
      let key = content(of: node)
      var place = key.hashValue & (capacity - 1)
      while table[place] != 0 {
        let earlier = Int(table[place])
        if content(of: earlier) == key {
          frames[frames.count - 1].isInside = true
          frames[frames.count - 1].key = node
          let line = position(at: Int(nodes[earlier].start)).line
          throw error(
            .duplicateKey,
            "the key \(quoted(String(decoding: key, as: UTF8.self))) stands twice in one object",
            at: Int(nodes[node].start), hint: "it stands first on line \(line)")
        }
        place = (place + 1) & (capacity - 1)
      }
      table[place] = UInt32(truncatingIfNeeded: node)
      node = next(after: node + 1)
    }
  }

  private static let fewKeys = 24

  /// Tells whether a few keys differ in their bytes as they are written, none with an escape.
  private func areDistinct(keysOf frame: Frame) -> Bool {
    var keys: [Range<Int>] = []
    keys.reserveCapacity(frame.count)
    var node = frame.node + 1
    while node < nodes.count {
      let key = Int(nodes[node].start) + 1..<Int(nodes[node].end) - 1
      if bytes[key].contains(UInt8(ascii: "\\")) { return false }
      for earlier in keys
      where earlier.count == key.count && bytes[earlier] == bytes[key] {
        return false
      }
      keys.append(key)
      node = next(after: node + 1)
    }
    return true
  }

  private func content(of node: Int) -> ArraySlice<UInt8> {
    unescaped(bytes[Int(nodes[node].start) + 1..<Int(nodes[node].end) - 1])
  }

  private func next(after node: Int) -> Int {
    let mark = bytes[Int(nodes[node].start)]
    return mark == UInt8(ascii: "{") || mark == UInt8(ascii: "[") ? Int(nodes[node].end) : node + 1
  }
}
