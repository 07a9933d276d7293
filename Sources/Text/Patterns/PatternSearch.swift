/// Finds all matches of a program in a text, in time linear in the text.
///
/// A search from left to right may read far to learn that a first choice fails, report a short
/// match of the second, and read as far again from its end: `[^z]*z|a` takes quadratic time so.
/// Here the text is read from its end first, which tells at each place from which instructions a
/// match can be reached (``ReachabilityAutomaton``). Then one walk from left to right takes, at
/// each place, the preferred instruction of these: it never fails and never turns back. The method
/// is that of Frisch and Cardelli, "Greedy Regular Expression Matching" (2004).
///
/// The text is cut into chunks so as not to keep a state for every place: the first reading keeps
/// one state per chunk, and only chunks in which a match is under way or begins are read again.
struct PatternSearch {
  private let text: [UInt8]
  private let excluded: [Range<Int>]
  private var classes: ScalarClasses
  private var automaton: ReachabilityAutomaton
  private var chunk = Chunk()
  /// The excluded range that the next scalar to the left may touch, -1 for none.
  private var exclusion: Int

  private var found: [Range<Int>] = []
  /// Where the match under way began and the instruction it has come to; nil when none is.
  private var underWay: (start: Int, instruction: Int)?
  private var scalarsRead = 0

  /// The places of a stretch of text, from its right end to its left.
  private struct Chunk {
    var places: [Int] = []
    var states: [Int] = []
    static let length = 1_024
  }

  /// What the first reading keeps of a chunk.
  private struct Mark {
    let end: Int
    let set: [UInt64]
    let exclusion: Int
    let canStart: Bool
  }

  init(_ program: PatternProgram, in text: [UInt8], excluding: [Range<Int>]) {
    self.text = text
    excluded = excluding.filter { !$0.isEmpty }
    exclusion = excluded.count - 1
    classes = ScalarClasses(program)
    automaton = ReachabilityAutomaton(program, kindCount: classes.kindCount)
  }

  /// The scalars read and the instructions looked at so far.
  var steps: Int { scalarsRead + automaton.steps }

  /// Returns the matches from left to right; to be asked once.
  ///
  /// - Parameters:
  ///   - limit: The number of matches after which to stop.
  ///   - budget: The steps beyond which to give up, looked at after each chunk.
  /// - Returns: Their ranges in the text.
  /// - Throws: That the budget did not do.
  mutating func matches(limit: Int, budget: Int) throws(PatternOverrun) -> [Range<Int>] {
    guard limit > 0, !text.isEmpty else { return [] }
    for mark in try marks(budget: budget).reversed() {
      guard mark.canStart || underWay != nil else { continue }
      exclusion = mark.exclusion
      let state = automaton.trim(keeping: automaton.state(of: mark.set))
      _ = read(from: mark.end, state: state, keepsPlaces: true)
      walkChunk(limit: limit)
      if found.count >= limit { break }
      guard steps <= budget else { throw PatternOverrun(budget: budget) }
    }
    return found
  }
}

// MARK: - From right to left

extension PatternSearch {
  /// Reads the whole text and returns its chunks, the last first.
  private mutating func marks(budget: Int) throws(PatternOverrun) -> [Mark] {
    var marks: [Mark] = []
    var end = text.count
    let last = scalar(endingAt: end)
    var state = automaton.end(before: classes.kinds[last.scalarClass])
    while end > 0 {
      state = automaton.trim(keeping: state)
      let set = automaton.set(of: state)
      let exclusionAtEnd = exclusion
      let next = read(from: end, state: state, keepsPlaces: false)
      marks.append(
        Mark(end: end, set: set, exclusion: exclusionAtEnd, canStart: next.canStart))
      (end, state) = (next.place, next.state)
      guard steps <= budget else { throw PatternOverrun(budget: budget) }
    }
    return marks
  }

  /// Reads a chunk to the left of a place.
  ///
  /// - Returns: The place and the state where it begins, and whether a match can begin in it.
  private mutating func read(
    from end: Int, state: Int, keepsPlaces: Bool
  ) -> (place: Int, state: Int, canStart: Bool) {
    if keepsPlaces {
      chunk.places = [end]
      chunk.states = [state]
    }
    var canStart = false
    var place = end
    var state = state
    let stop = max(0, end - Chunk.length)
    var scalar = scalar(endingAt: place)
    while place > stop {
      place = scalar.start
      let scalarClass = scalar.scalarClass
      var before = ScalarClasses.Kind.lineBreak.rawValue
      if place > 0 {
        scalar = self.scalar(endingAt: place)
        before = classes.kinds[scalar.scalarClass]
      }
      state =
        automaton.knownState(leftOf: state, taking: scalarClass, before: before)
        ?? automaton.makeState(
          leftOf: state, taking: scalarClass, before: before, classes: classes)
      scalarsRead += 1
      if keepsPlaces {
        chunk.places.append(place)
        chunk.states.append(state)
      }
      canStart = canStart || automaton.starts[state] >= 0
    }
    return (place, state, canStart)
  }

  /// Reads the scalar that ends at a place above 0, a CRLF as one line feed.
  @inline(__always)
  private mutating func scalar(endingAt end: Int) -> (start: Int, scalarClass: Int) {
    let byte = text[end - 1]
    var start = end - 1
    var value = Unicode.Scalar(byte)
    if byte >= 0x80 {
      (start, value) = PatternSearch.longScalar(text, endingAt: end)
    } else if byte == 0x0A, start > 0, text[start - 1] == 0x0D {
      start -= 1
    }
    if exclusion >= 0, isExcluded(start..<end) {
      return (start, classes.number(ofExcluded: value))
    }
    return (start, classes.number(of: value))
  }

  /// Decodes a scalar of more than one byte; a byte that belongs to none is U+FFFD.
  private static func longScalar(
    _ text: [UInt8], endingAt end: Int
  ) -> (start: Int, value: Unicode.Scalar) {
    var bits: UInt32 = 0
    for length in 1...4 where end - length >= 0 {
      let byte = text[end - length]
      guard byte & 0xC0 != 0x80 else {
        bits |= UInt32(byte & 0x3F) << UInt32(6 * (length - 1))
        continue
      }
      let lead: (mark: UInt8, mask: UInt8) =
        switch length {
        case 2: (0xC0, 0xE0)
        case 3: (0xE0, 0xF0)
        case 4: (0xF0, 0xF8)
        default: (0xFF, 0x00)
        }
      guard byte & lead.mask == lead.mark else { break }
      bits |= UInt32(byte & ~lead.mask) << UInt32(6 * (length - 1))
      if let value = Unicode.Scalar(bits) { return (end - length, value) }
      break
    }
    return (end - 1, "\u{FFFD}")
  }

  private mutating func isExcluded(_ range: Range<Int>) -> Bool {
    while exclusion >= 0, excluded[exclusion].lowerBound >= range.upperBound { exclusion -= 1 }
    return exclusion >= 0 && excluded[exclusion].upperBound > range.lowerBound
  }
}

// MARK: - From left to right

extension PatternSearch {
  /// Walks through the chunk last read.
  ///
  /// Its right end belongs to the next chunk, but for the end of the text.
  ///
  /// - Parameter limit: The number of matches after which to stop.
  private mutating func walkChunk(limit: Int) {
    var index = chunk.places.count - 1
    while index >= 0 {
      let place = chunk.places[index]
      let state = chunk.states[index]
      if let match = underWay, index > 0 || place == text.count {
        if let taking = automaton.preferred(from: match.instruction, in: state, mayEnd: true) {
          underWay = (match.start, taking + 1)
        } else {
          found.append(match.start..<place)
          underWay = nil
          if found.count >= limit { return }
        }
      }
      if underWay == nil, index > 0, automaton.starts[state] >= 0 {
        underWay = (place, automaton.starts[state] + 1)
      }
      index -= 1
    }
  }
}
