/// Matches runs of `*` and `_`: CommonMark 0.31 section 6.2 and the procedure in its appendix.
struct EmphasisStack {
  /// A run of one mark, and whether it may begin or end emphasis by what stands beside it.
  struct Run {
    let mark: UInt8
    let length: Int
    let token: Int
    let canOpen: Bool
    let canClose: Bool
    var left: Int
    var before = -1
    var after = -1

    init(_ bytes: [UInt8], _ range: Range<Int>, token: Int) {
      mark = bytes[range.lowerBound]
      length = range.count
      left = range.count
      self.token = token
      let previous = Neighbour(Run.scalar(before: range.lowerBound, in: bytes))
      let next = Neighbour(Run.scalar(at: range.upperBound, in: bytes))
      let isLeft = next != .space && (next != .punctuation || previous != .other)
      let isRight = previous != .space && (previous != .punctuation || next != .other)
      if mark == UInt8(ascii: "_") {
        canOpen = isLeft && (!isRight || previous == .punctuation)
        canClose = isRight && (!isLeft || next == .punctuation)
      } else {
        canOpen = isLeft
        canClose = isRight
      }
    }

    private static func scalar(before index: Int, in bytes: [UInt8]) -> Unicode.Scalar? {
      guard index > 0 else { return nil }
      var start = index - 1
      while start > 0, start > index - 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
      return String(decoding: bytes[start..<index], as: UTF8.self).unicodeScalars.last
    }

    private static func scalar(at index: Int, in bytes: [UInt8]) -> Unicode.Scalar? {
      guard index < bytes.count else { return nil }
      let end = min(bytes.count, index + 4)
      return String(decoding: bytes[index..<end], as: UTF8.self).unicodeScalars.first
    }
  }

  private enum Neighbour {
    case space, punctuation, other

    init(_ scalar: Unicode.Scalar?) {
      guard let scalar else {
        self = .space
        return
      }
      if scalar.isASCII {
        let byte = UInt8(truncatingIfNeeded: scalar.value)
        self =
          Markdown.isWhiteSpace(byte)
          ? .space : Markdown.isPunctuation(byte) ? .punctuation : .other
        return
      }
      switch scalar.properties.generalCategory {
      case .spaceSeparator: self = .space
      case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
        .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
        .modifierSymbol, .otherSymbol:
        self = .punctuation
      default: self = .other
      }
    }
  }

  /// All runs not thrown away; those still in play are linked by `before` and `after`.
  private var runs: [Run] = []
  private var last = -1

  /// The number of runs met so far.
  var height: Int { runs.count }

  mutating func push(_ run: Run) {
    var run = run
    run.before = last
    if last >= 0 { runs[last].after = runs.count }
    last = runs.count
    runs.append(run)
  }

  /// Matches the runs at or above a height, takes the matched marks off their tokens, and throws the runs away.
  mutating func match(above height: Int, tokens: inout [Inlines.Token]) {
    guard runs.count > height else { return }
    /// For each kind of closing run, the run below which no opening one is to be found.
    var bottoms = Array(repeating: height - 1, count: 12)
    var closer = height
    while closer >= 0, closer < runs.count {
      guard runs[closer].canClose else {
        closer = runs[closer].after
        continue
      }
      let kind =
        (runs[closer].mark == UInt8(ascii: "*") ? 0 : 6) + (runs[closer].canOpen ? 3 : 0)
        + runs[closer].length % 3
      var opener = runs[closer].before
      while opener > bottoms[kind], !fits(opener, closer) { opener = runs[opener].before }
      if opener > bottoms[kind] {
        let used = runs[opener].left >= 2 && runs[closer].left >= 2 ? 2 : 1
        use(used, of: opener, &tokens)
        use(used, of: closer, &tokens)
        runs[opener].after = closer
        runs[closer].before = opener
        if runs[opener].left == 0 { unlink(opener) }
        if runs[closer].left == 0 {
          let next = runs[closer].after
          unlink(closer)
          closer = next
        }
      } else {
        bottoms[kind] = runs[closer].before
        let next = runs[closer].after
        if !runs[closer].canOpen { unlink(closer) }
        closer = next
      }
    }
    // What is left below `height` is linked as it was: the first run above it knew the last one below.
    last = runs[height].before
    if last >= 0 { runs[last].after = -1 }
    runs.removeLast(runs.count - height)
  }

  private func fits(_ opener: Int, _ closer: Int) -> Bool {
    let (opening, closing) = (runs[opener], runs[closer])
    guard opening.mark == closing.mark, opening.canOpen else { return false }
    // The rule of three: 9 and 10 of CommonMark 0.31 section 6.2.
    let isMixed = opening.canClose || closing.canOpen
    return !isMixed || (opening.length + closing.length) % 3 != 0
      || (opening.length % 3 == 0 && closing.length % 3 == 0)
  }

  private mutating func use(_ count: Int, of run: Int, _ tokens: inout [Inlines.Token]) {
    runs[run].left -= count
    let start = tokens[runs[run].token].range.lowerBound
    tokens[runs[run].token].range = start..<(start + runs[run].left)
  }

  private mutating func unlink(_ run: Int) {
    let (before, after) = (runs[run].before, runs[run].after)
    if before >= 0 { runs[before].after = after }
    if after >= 0 { runs[after].before = before }
  }
}
