import Digests
import JSONDocument
import Records

/// One record file as facts, a line each: what `git diff` compares in its place.
///
/// It says what the file says, derived members too, and believes none of it: whether that holds is for `verify` to find. A
/// digest is cut to 12 digits; the last section has that of the whole file, so no change of a byte stays out of sight. More
/// events only add lines at the end of their sections. Same bytes, same lines.
package struct RecordText: Sendable {
  /// What the file turned out to be.
  package enum Kind: String, Sendable {
    case run, attempt
    /// No record of this format: half a merge, another schema, broken or foreign text.
    case text
  }

  package let kind: Kind
  package let lines: [String]

  /// Reads a file as RUN.json or as an attempt, told apart by what it holds; any other file is shown as it stands, escaped.
  package init(_ bytes: [UInt8]) {
    let lines: [String]
    if let read = try? Self.run(bytes) {
      (kind, lines) = (.run, read)
    } else if let attempt = try? Attempt(decoding: bytes) {
      (kind, lines) = (.attempt, Self.lines(of: attempt, bytes))
    } else {
      kind = .text
      // Cut at LF alone, so that a CR shows, and shows where it went.
      var cut = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      if cut.last?.isEmpty == true { cut.removeLast() }
      lines = cut.map { String(decoding: $0, as: UTF8.self) }
    }
    self.lines = lines.map(Visible.line)
  }

  /// A title with its facts below it, indented, so that git names the section above each hunk; none where there is no fact.
  static func section(_ title: String, _ facts: [String]) -> [String] {
    facts.isEmpty ? [] : [title] + facts.map { "  \($0)" }
  }

  /// The digest of the whole file and, where it speaks against it, how the file is written.
  static func file(_ bytes: [UInt8], notes: [String]) -> [String] {
    section("File", ["sha256: \(short(SHA256.digest(of: bytes)))"] + notes)
  }

  static func short(_ digest: Digest) -> String {
    String(decoding: digest.hexDigits[..<12], as: UTF8.self)
  }

  static func text(_ fact: FileReference) -> String { "\(fact.path) (\(short(fact.sha256)))" }

  static func text(_ fact: FileFact) -> String {
    guard let digest = fact.sha256 else {
      return "\(fact.path): no digest" + (fact.bytes.map { ", \(count($0))" } ?? "")
    }
    return "\(fact.path): \(short(digest)), " + (fact.bytes.map(count) ?? "no length")
  }

  static func text(_ actor: Actor) -> String {
    "\(actor.name.map { "'\($0)'" } ?? "nobody named") (\(actor.channel.rawValue))"
  }

  static func count(_ bytes: Int) -> String { bytes == 1 ? "1 byte" : "\(bytes) bytes" }
}
