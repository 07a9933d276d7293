import Text

/// What a worker may change beside the required outputs of its gate, as git tells it.
package struct WriteLimits: Sendable, Hashable {
  /// The most other files that it may change; nil for no bound.
  package let files: Int?
  /// The most lines that it may add and take away in other files; nil for no bound.
  package let lines: Int?
  /// Patterns of paths that it may not change at all, required outputs or not.
  package let forbidden: [String]

  package init(files: Int?, lines: Int?, forbidden: [String]) {
    self.files = files
    self.lines = lines
    self.forbidden = forbidden
  }

  package static let none = WriteLimits(files: nil, lines: nil, forbidden: [])

  /// Says whether anything is bounded, so that git must be asked.
  package var isAny: Bool { self != .none }
}

/// A file that changed while a worker ran.
package struct ChangedFile: Sendable, Equatable {
  package let path: String
  /// Lines that were added and taken away; nil for what has no lines.
  package let lines: Int?

  package init(path: String, lines: Int?) {
    self.path = path
    self.lines = lines
  }
}

extension WriteLimits {
  /// What was changed beyond the limits, in words, or nil; `outputs` are the gate's required outputs.
  package func excess(_ changes: [ChangedFile], outputs: [String]) -> String? {
    let globs = forbidden.map { Glob($0) }
    let touched = changes.filter { change in
      globs.contains { $0.matches(Array(change.path.utf8)) }
    }
    if !touched.isEmpty { return "it changed what is forbidden: \(Self.names(touched))" }
    let others = changes.filter { change in
      !outputs.contains { $0.utf8.elementsEqual(change.path.utf8) }
    }
    if let files, others.count > files {
      return
        "it changed \(Count.of(others.count, "file")) beside its outputs, and may change \(files): "
        + Self.names(others)
    }
    let sum = others.reduce(0) { $0 + ($1.lines ?? 0) }
    if let lines, sum > lines {
      return
        "it changed \(Count.of(sum, "line")) beside its outputs, and may change \(lines): "
        + Self.names(others)
    }
    return nil
  }

  private static func names(_ changes: [ChangedFile]) -> String {
    let names = changes.prefix(3).map(\.path).joined(separator: ", ")
    return changes.count > 3 ? "\(names) and \(changes.count - 3) more" : names
  }
}
