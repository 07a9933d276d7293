import JSONDocument
import RecordSamples
import Records
import Reports
import Testing
import Verification

/// A text that is shown in the log of the tests by its numbers.
struct HostileText: Sendable, CustomTestStringConvertible {
  let text: String

  var testDescription: String {
    let shown = text.unicodeScalars.prefix(40).map { $0.escaped(asASCII: true) }.joined()
    return "'\(shown)'"
  }
}

/// What a hostile record may hold goes through every format of `verify`.
@Suite("Hostile text in findings")
struct HostileFindingTests {
  static let payloads =
    (Payloads.all + [
      Payloads.line, "::error::x", "  ::add-mask::a", "\t::error::", "\u{A0}\u{3000}::error::",
      "a%0A::add-mask::a\n::error::", "a\r::error::", "##[error]x", "###[group]x",
      "##vso[task.complete]", "x ##[add-mask]y", "]]>", "<img src=x onerror=1>", "<!-- -->",
      "@mention", "#123", "org/repo#1", "GH-1", "[click](https://example.org)",
      "[a\\](https://example.org)", "![i](https://example.org)", "<https://example.org>",
      "https://example.org", "www.example.org", "me@example.org", "`code` ``two`` ```",
      "` @mention `", "| a | b |", "a\\|@mention", "a\\\\|@mention", "`|` @mention", "\\", "\\`",
      "{0} {{", "&amp; &#64;mention", "\u{FFFE}\u{FFFF}", "'\"><x y=\"", "../../etc/passwd",
      "/etc/passwd", "//host/x", "a:b,c", " ", "  x  ", "\t", "-", "| --- |", "\n\n# Title\n- x",
      "</testsuite>", "&lt;", "\u{1F916}é漢", String(repeating: "`", count: 600),
      String(repeating: "\\|", count: 400),
    ]).map(HostileText.init)

  /// The payload in each field of a finding on its own, and in all that is beside findings.
  static func report(_ text: String, _ id: FindingID) -> VerificationReport {
    func finding(_ field: Int) -> VerificationFinding {
      func value(_ number: Int) -> String? { field == number ? text : nil }
      return VerificationFinding(
        id, path: value(0) ?? "a.md", run: value(1), message: value(2) ?? "m",
        expected: value(3), found: value(4), recordedBy: value(5), next: value(6))
    }
    let base = VerificationReport.Base(revision: text, commit: text)
    let run = VerificationReport.Run(
      id: text, status: .running, workflow: text, artifactPath: text, waitingAt: nil)
    return .sample((0..<7).map(finding), runs: [run], since: base, contractsFrom: base)
  }

  private static func lines(_ text: String) -> [String] {
    text.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("No format lets through what moves, colours, reorders or hides", arguments: payloads)
  func nothingHarmful(payload: HostileText) {
    let text = payload.text
    for id in [FindingID.recordDigest, .cannotCheck, .changed, .lfsPointer] {
      let report = Self.report(text, id)
      for format in ReportFormat.allCases {
        let page = rendered(report, as: format)
        #expect(Set(Payloads.harmful(page)).isSubset(of: ["\n"]), "\(format)")
      }
    }
  }

  @Test("No line gives a host a command that is not ours", arguments: payloads)
  func noCommand(payload: HostileText) throws {
    let text = payload.text
    let report = Self.report(text, .recordDigest)
    for format in ReportFormat.allCases {
      for line in Self.lines(rendered(report, as: format)) {
        let bare = String.UnicodeScalarView(
          line.unicodeScalars.drop { $0.properties.isWhitespace })
        if String(bare).utf8.starts(with: "::".utf8) {
          #expect(format == .github)
          // Two properties before the title have no sign that ends them.
          let shape = /::error file=[^,:]+,line=1,title=record-digest::[^\r\n]*/
          #expect(try shape.wholeMatch(in: line) != nil, "\(line)")
        }
        #expect(try /##[A-Za-z]*\[/.firstMatch(in: line) == nil, "\(line)")
      }
    }
    let commands = Self.lines(rendered(report, as: .github)).filter { $0.hasPrefix("::") }
    #expect(commands.count == 7)
  }

  @Test("XML and JSON stay what they are", arguments: payloads)
  func parses(payload: HostileText) throws {
    let text = payload.text
    for id in [FindingID.recordDigest, .cannotCheck, .changed] {
      let report = Self.report(text, id)
      let xml = try ParsedXML(rendered(report, as: .junit))
      // The repository, the run of the report, and the run that the payload names, which is the same.
      #expect(try xml.count("/testsuites/testsuite") == 2)
      #expect(
        try xml.count("//*")
          == xml.count(
            "//testsuites | //testsuite | //testcase | //failure | //error | //skipped | //system-out"
          ))
      let sarif = try JSONValue(reading: rendered(report, as: .sarif))
      #expect(sarif["runs", "0", "results"].elements.count == 7)
      for result in sarif["runs", "0", "results"].elements {
        let uri = try #require(
          result["locations", "0", "physicalLocation", "artifactLocation", "uri"].text)
        #expect(try /(%[0-9A-F]{2}|[A-Za-z0-9._~\/-])+/.wholeMatch(in: uri) != nil)
        #expect(!uri.hasPrefix("/") && !uri.split(separator: "/").contains(".."))
      }
      #expect(try JSONValue(reading: rendered(report, as: .gitlab)).elements.count == 7)
      let json = try JSONValue(reading: rendered(report, as: .json))
      #expect(json["findings"].elements.count == 7)
      #expect(json["runs", "0", "workflow"] == .string(text))
      #expect(json["findings"].elements.contains { $0["message"] == .string(text) })
      #expect(json["findings"].elements.contains { $0["path"] == .string(text) })
    }
  }

  @Test("In Markdown nothing of it stands outside a code span", arguments: payloads)
  func markdown(payload: HostileText) throws {
    let text = payload.text
    let page = rendered(Self.report(text, .recordDigest), as: .markdown)
    let lines = Self.lines(page)
    #expect(lines.filter { $0.hasPrefix("| fail ") }.count == 7)
    for line in lines {
      guard !line.hasPrefix("### ") else { continue }
      let cells = line.hasPrefix("|") ? GFM.cells(of: line) : [line]
      if line.hasPrefix("| fail ") { #expect(cells.count == 5, "\(line)") }
      for cell in cells {
        let outside = GFM.outsideCode(cell).replacing("<br>", with: "").replacing("**", with: "")
        #expect(try /[A-Za-z0-9 ,.:;()–-]*/.wholeMatch(in: outside) != nil, "\(line)")
        for word in ["mention", "example", "://", "etc", "GH"] {
          #expect(!outside.contains(word), "\(line)")
        }
      }
    }
  }
}

/// As much of GitHub Flavored Markdown as a table with code spans has.
enum GFM {
  /// The cells of a row (GFM 4.10): a backslash takes what follows it along, and before a bar it goes away.
  static func cells(of row: String) -> [String] {
    var cells: [String.UnicodeScalarView] = [String.UnicodeScalarView()]
    var isEscaped = false
    for scalar in row.unicodeScalars {
      if isEscaped {
        if scalar == "|" { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(scalar)
        isEscaped = false
      } else if scalar == "|" {
        cells.append(String.UnicodeScalarView())
      } else {
        cells[cells.count - 1].append(scalar)
        isEscaped = scalar == "\\"
      }
    }
    return cells.dropFirst().dropLast().map { String($0) }
  }

  /// The text without its code spans (CommonMark 0.31, 6.1).
  static func outsideCode(_ text: String) -> String {
    var rest = Array(text.unicodeScalars)[...]
    var outside = String.UnicodeScalarView()
    while let first = rest.first {
      guard first == "`" else {
        outside.append(first)
        rest.removeFirst()
        continue
      }
      let fence = rest.prefix { $0 == "`" }.count
      rest.removeFirst(fence)
      var probe = rest
      var isClosed = false
      while !probe.isEmpty {
        probe = probe.drop { $0 != "`" }
        let run = probe.prefix { $0 == "`" }.count
        probe.removeFirst(run)
        if run == fence {
          isClosed = true
          break
        }
      }
      if isClosed {
        rest = probe
      } else {
        outside.append(contentsOf: String(repeating: "`", count: fence).unicodeScalars)
      }
    }
    return String(outside)
  }
}
