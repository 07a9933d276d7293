/// A pattern for paths: `*` and `?` stop at `/`, and `**` is any number of whole segments.
///
/// `*` stands for any scalars of a name, also none, `?` for one Unicode scalar; `**` is special as a whole segment and means
/// `*` twice elsewhere. It stands for zero or more segments, so that `a/**` matches `a` too. A name that begins with a dot is
/// matched only where the pattern's segment begins with one, never by `**`. Everything else stands for itself, byte for byte.
/// Matching takes time in proportion to the lengths of pattern and path multiplied, never more.
package struct Glob: Sendable, Equatable {
  /// What stands between two `/`.
  package enum Segment: Sendable, Equatable {
    /// A name without `*` and `?`.
    case literal([UInt8])
    /// A name with `*` or `?`.
    case wildcard([UInt8])
    /// `**`
    case anyDepth
  }

  /// The pattern, split at each `/`; never empty.
  package let segments: [Segment]

  /// Reads a pattern; every text is one.
  package init(_ pattern: String) {
    segments = Array(pattern.utf8).split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
    )
    .map { segment in
      if segment.elementsEqual("**".utf8) { return .anyDepth }
      let isLiteral = !segment.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
      return isLiteral ? .literal(Array(segment)) : .wildcard(Array(segment))
    }
  }

  /// Whether the pattern names just one path.
  package var isLiteral: Bool {
    segments.allSatisfy { if case .literal = $0 { true } else { false } }
  }

  /// Returns whether the pattern matches a whole path, which is split at each `/`.
  package func matches(_ path: [UInt8]) -> Bool {
    var walk = start
    for name in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      walk = step(walk, into: name)
      if walk.isOver { return false }
    }
    return isMatch(walk)
  }
}

extension Glob {
  /// How far a walk down a tree of folders has got in the pattern.
  package struct Walk: Sendable, Equatable {
    /// The segments that may come next, in ascending order; the count of all segments stands for the end.
    fileprivate(set) var positions: [Int] = []

    /// Whether nothing here or below can match.
    package var isOver: Bool { positions.isEmpty }
  }

  /// The walk at the root, before any name.
  package var start: Walk {
    var walk = Walk()
    enter(0, &walk)
    return walk
  }

  /// Returns the walk after going from a folder to the entry with the name.
  package func step(_ walk: Walk, into name: some Collection<UInt8>) -> Walk {
    var next = Walk()
    for position in walk.positions where position < segments.count {
      guard segments[position].matches(name) else { continue }
      if case .anyDepth = segments[position] {
        enter(position, &next)
      } else {
        enter(position + 1, &next)
      }
    }
    return next
  }

  /// Returns whether the path walked so far matches the whole pattern.
  package func isMatch(_ walk: Walk) -> Bool { walk.positions.last == segments.count }

  /// The one name that the walk can go on with, or nil where the folder must be listed to know.
  package func onlyName(after walk: Walk) -> [UInt8]? {
    guard walk.positions.count == 1, let position = walk.positions.first,
      position < segments.count, case .literal(let name) = segments[position]
    else { return nil }
    return name
  }

  /// Adds a position, and those behind it that are reached without a name.
  private func enter(_ position: Int, _ walk: inout Walk) {
    var position = position
    while (walk.positions.last ?? -1) < position {
      walk.positions.append(position)
      guard position < segments.count, case .anyDepth = segments[position] else { return }
      position += 1
    }
  }
}

extension Glob.Segment {
  /// Returns whether the segment matches one name, `**` any that has no leading dot.
  package func matches(_ name: some Collection<UInt8>) -> Bool {
    let isHidden = name.first == UInt8(ascii: ".")
    switch self {
    case .literal(let literal):
      return literal.elementsEqual(name)
    case .anyDepth:
      return !isHidden && !name.isEmpty
    case .wildcard(let pattern):
      if isHidden, pattern.first != UInt8(ascii: ".") { return false }
      return !name.isEmpty && Self.matches(pattern, Array(name))
    }
  }

  /// Matches from left to right; on a mismatch only the last `*` need take in one scalar more.
  private static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
    var (place, index) = (0, 0)
    var star: (place: Int, index: Int)?
    while index < name.count || place < pattern.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        place += 1
        star = (place, index)
      } else if place < pattern.count, index < name.count, pattern[place] == UInt8(ascii: "?") {
        place += 1
        index = scalarEnd(name, index)
      } else if place < pattern.count, index < name.count, pattern[place] == name[index] {
        place += 1
        index += 1
      } else if let last = star, last.index < name.count {
        place = last.place
        index = scalarEnd(name, last.index)
        star = (place, index)
      } else {
        return false
      }
    }
    return true
  }

  /// The index after the scalar at an index; a byte that begins none counts as one.
  private static func scalarEnd(_ name: [UInt8], _ index: Int) -> Int {
    var end = index + 1
    guard (0xC0...0xF7).contains(name[index]) else { return end }
    while end < name.count, end < index + 4, name[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }
}
