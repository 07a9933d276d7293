package import JSONDocument
package import Text

/// No mark of something still to be written, but for texts that are allowed.
package struct NoPlaceholders: RuleKind {
  package static let name = "no_placeholders"
  package static let parameters = ["allow"]

  /// What is looked for.
  ///
  /// Capitals only, for "todo" is a word of Spanish, and in brackets what stands for something else without.
  private static let source = [
    #"\b(?:TODO|TBD|FIXME)\b"#,
    #"\b(?:[Ll]orem|LOREM)\s+(?:[Ii]psum|IPSUM)\b"#,
    #"\[NEEDS\b[^\[\]\r\n]*\]?"#,
    #"\[(?:TBC|TK|\?\?\?)\]"#,
    #"\{\{\s?\p{L}[\w.-]*\w\s?\}\}"#,
    #"\{\p{L}[\w.-]*\w\}"#,
  ].joined(separator: "|")

  private let pattern: Pattern
  private let allowed: [(sought: String, pattern: Pattern)]

  package init(_ members: RuleMembers) throws(JSONError) {
    do { pattern = try Pattern(Self.source) } catch {
      throw members.error(error.what, hint: error.hint)
    }
    allowed = members.has("allow") ? try members.phrases("allow", ignoringCase: false) : []
  }

  package func expected(at depth: Depth) -> String {
    let exceptions = allowed.map(\.sought).joined(separator: ", ")
    return "no placeholder" + (allowed.isEmpty ? "" : " but \(exceptions)")
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    "\(path) has \(expected(at: depth)) outside code and comments"
  }

  package var explanation: String? {
    "Placeholders are TODO, TBD, FIXME, lorem ipsum, [NEEDS …], [TBC], [TK], [???] and {unfilled}."
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    var count = 0
    var findings: [Finding] = []
    for file in files {
      let ranges: [Range<Int>]
      do { ranges = try placeholders(in: file.text) } catch {
        return Answer(error: "\(file.path): \(error)")
      }
      count += ranges.count
      findings += ranges.prefix(Finding.limit - min(Finding.limit, findings.count)).map { range in
        file.finding(
          at: range.lowerBound, "\(Finding.quoted(file.text.string(range))) is a placeholder")
      }
    }
    let found =
      switch count {
      case 0: "no placeholder"
      case 1: "1 placeholder"
      default: "\(count) placeholders"
      }
    return Answer(pass: findings.isEmpty, found: found, findings: findings)
  }

  package func fix(for message: String, found: String?) -> String { "fill it in or take it out" }
}

extension NoPlaceholders {
  private func placeholders(in text: CheckedFile.Text) throws(PatternOverrun) -> [Range<Int>] {
    let excluded = Self.excluded(text.markdown)
    var addresses = AddressReader(text.bytes)
    var found = try pattern.matches(in: text.bytes, excluding: excluded).filter { range in
      switch text.bytes[range.lowerBound] {
      case UInt8(ascii: "{"): Self.isUnfilled(range, in: text.bytes)
      case UInt8(ascii: "["): true
      default:
        !addresses.isInAddress(range.lowerBound) && !Self.isFileName(range, in: text.bytes)
      }
    }
    for (_, phrase) in allowed where !found.isEmpty {
      let fine = try phrase.matches(in: text.bytes, excluding: excluded)
      var next = 0
      found.removeAll { range in
        while next < fine.count, fine[next].upperBound < range.upperBound { next += 1 }
        return next < fine.count && fine[next].lowerBound <= range.lowerBound
      }
    }
    return found
  }

  /// Code and comments; front matter shows as a page's title and summary, so it is looked at.
  private static func excluded(_ markdown: Markdown) -> [Range<Int>] {
    var ranges = markdown.notProse.filter { $0 != markdown.frontMatter }
    for block in markdown.blocks where block.kind == .htmlBlock(condition: 1) {
      ranges.append(block.range)
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    var merged: [Range<Int>] = []
    for range in ranges {
      if let last = merged.last, range.lowerBound < last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  /// Whether a word in braces is no part of a formula, of an attribute or of a role before code.
  private static func isUnfilled(_ range: Range<Int>, in text: [UInt8]) -> Bool {
    if range.upperBound < text.count, text[range.upperBound] == UInt8(ascii: "`") { return false }
    guard range.lowerBound > 0 else { return true }
    switch text[range.lowerBound - 1] {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: return false
    case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "}"),
      UInt8(ascii: ")"), UInt8(ascii: "]"):
      return false
    default: return true
    }
  }

  /// Whether the word begins the name of a file, as in "TODO.md".
  private static func isFileName(_ range: Range<Int>, in text: [UInt8]) -> Bool {
    let after = text[range.upperBound...].prefix(2)
    return after.count == 2 && after.first == UInt8(ascii: ".")
      && after.last.map { (0x61...0x7A).contains($0) } == true
  }
}

/// Tells which places of a text stand in a web address, asked from left to right.
private struct AddressReader {
  private let text: [UInt8]
  private var index = 0
  private var isInside = false

  init(_ text: [UInt8]) { self.text = text }

  mutating func isInAddress(_ place: Int) -> Bool {
    while index < place {
      switch text[index] {
      case 0...0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): isInside = false
      case UInt8(ascii: ":"):
        if text[index...].starts(with: "://".utf8) { isInside = true }
      default: break
      }
      index += 1
    }
    return isInside
  }
}
