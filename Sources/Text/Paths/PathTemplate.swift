/// A path as a contract writes it: literal text and the five variables of a run, perhaps with `*`, `?` and `**`.
package struct PathTemplate: Sendable, Hashable, CustomStringConvertible {
  /// The variables that a path or a prompt may name.
  package enum Variable: String, Sendable, CaseIterable {
    case slug
    case artifactPath = "artifact_path"
    case depth
    case runID = "run_id"
    case gate
  }

  /// The values of the variables in one run and gate.
  package struct Values: Sendable {
    package let slug: String
    package let artifactPath: RepositoryPath
    package let depth: Depth
    package let runID: String
    package let gate: String

    package init(
      slug: String, artifactPath: RepositoryPath, depth: Depth, runID: String, gate: String
    ) {
      self.slug = slug
      self.artifactPath = artifactPath
      self.depth = depth
      self.runID = runID
      self.gate = gate
    }

    package subscript(_ variable: Variable) -> String {
      switch variable {
      case .slug: slug
      case .artifactPath: artifactPath.text
      case .depth: depth.rawValue
      case .runID: runID
      case .gate: gate
      }
    }
  }

  /// Why a template is refused.
  package enum Problem: Error, Sendable, Equatable {
    case unknownVariable(String)
    case path(PathError)
  }

  private enum Piece: Sendable, Hashable {
    case text(String)
    case variable(Variable)
  }

  package let text: String
  private let pieces: [Piece]

  package var description: String { text }

  /// Says whether the path names files by a pattern.
  package var isGlob: Bool { text.utf8.contains { $0 == 0x2A || $0 == 0x3F } }

  /// Reads a template; the variables are replaced by harmless names to hold the rest to the path grammar.
  package init(_ text: String) throws(Problem) {
    self.text = text
    pieces = try Self.pieces(of: text)
    let sample = Self.joined(pieces) { $0.rawValue }
    do { try PathGrammar.check(sample, allowing: .globs) } catch {
      throw .path(PathError(path: text, rule: error.rule))
    }
  }

  /// The path with its variables filled in.
  package func filled(_ values: Values) throws(PathError) -> String {
    let path = Self.joined(pieces) { values[$0] }
    try PathGrammar.check(path, allowing: .globs)
    return path
  }

  package static func == (a: PathTemplate, b: PathTemplate) -> Bool {
    a.text.utf8.elementsEqual(b.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(utf8Of: text)
  }

  /// A prompt's text with the five variables filled in and every other brace as it stands.
  package static func fill(_ prompt: String, _ values: Values) -> String {
    var result: [UInt8] = []
    var rest = Array(prompt.utf8)[...]
    while let brace = rest.firstIndex(of: 0x7B) {
      result += rest[..<brace]
      let variable = Variable.allCases.first {
        rest[brace...].starts(with: "{\($0.rawValue)}".utf8)
      }
      if let variable {
        result += values[variable].utf8
        rest = rest[(brace + variable.rawValue.utf8.count + 2)...]
      } else {
        result.append(0x7B)
        rest = rest[(brace + 1)...]
      }
    }
    return String(decoding: result + rest, as: UTF8.self)
  }

  /// A path as records keep it: below the artifact path with the variable, any other as it is.
  package static func recorded(_ path: RepositoryPath, in artifactPath: RepositoryPath) -> String {
    guard let rest = path.remainder(below: artifactPath) else {
      return path == artifactPath ? "{artifact_path}" : path.text
    }
    return "{artifact_path}/" + rest
  }

  /// Says whether a template is below the artifact path, without another variable or a pattern: what a record keeps as it is.
  package static func isRecorded(_ template: String) -> Bool {
    let prefix = "{artifact_path}/".utf8
    return template.utf8.starts(with: prefix)
      && !template.utf8.dropFirst(prefix.count).contains { $0 == 0x7B || $0 == 0x2A || $0 == 0x3F }
  }

  /// The path in the repository of a path as records keep it.
  package static func filed(_ recorded: String, in artifactPath: RepositoryPath) -> String {
    let variable = "{artifact_path}"
    guard recorded.utf8.starts(with: variable.utf8) else { return recorded }
    return artifactPath.text
      + String(decoding: recorded.utf8.dropFirst(variable.utf8.count), as: UTF8.self)
  }

  private static func pieces(of text: String) throws(Problem) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Array(text.utf8)[...]
    while let open = rest.firstIndex(of: 0x7B), let close = rest[open...].firstIndex(of: 0x7D) {
      if open > rest.startIndex {
        pieces.append(.text(String(decoding: rest[..<open], as: UTF8.self)))
      }
      let name = String(decoding: rest[(open + 1)..<close], as: UTF8.self)
      guard let variable = Variable(rawValue: name) else { throw .unknownVariable(name) }
      pieces.append(.variable(variable))
      rest = rest[(close + 1)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(decoding: rest, as: UTF8.self))) }
    return pieces
  }

  private static func joined(_ pieces: [Piece], _ value: (Variable) -> String) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .variable(let variable): value(variable)
      }
    }.joined()
  }
}
