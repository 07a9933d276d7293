import Foundation
import Records
import Reports
import Testing
import Verification

#if canImport(FoundationXML)
import FoundationXML
#endif

/// A report as XML, read by a parser that is not ours.
struct ParsedXML {
  private let document: XMLDocument

  init(_ text: String) throws { document = try XMLDocument(data: Data(text.utf8)) }

  func count(_ path: String) throws -> Int { try document.nodes(forXPath: path).count }

  func texts(_ path: String) throws -> [String] {
    try document.nodes(forXPath: path).map { $0.stringValue ?? "" }
  }
}

@Suite("JUnit reports")
struct JUnitReportTests {
  @Test("Counts are those of the cases, in each suite and in all")
  func counts() throws {
    let xml = try ParsedXML(JUnitReport.text(of: .whole))
    for (name, path) in [
      ("tests", "testcase"), ("failures", "testcase[failure]"), ("errors", "testcase[error]"),
    ] {
      let suites = try xml.texts("/testsuites/testsuite/@\(name)").compactMap { Int($0) }
      let actual = try (1...suites.count).map {
        try xml.count("/testsuites/testsuite[\($0)]/\(path)")
      }
      #expect(suites == actual, "\(name)")
      #expect(try xml.texts("/testsuites/@\(name)") == ["\(suites.reduce(0, +))"])
    }
    #expect(try xml.texts("//testsuite/@skipped") == ["0", "0", "3", "3", "3"])
    #expect(try xml.count("//testcase[skipped]") == 9)
    #expect(
      try xml.texts("//testsuite/@name") == [
        "repository", "run_20260119T143012Z_the-word-robot_ab12cd",
        "run_20260120T080000Z_the-sea_cd34ef", "run_20260121T080000Z_the-wind_ef56ab",
        "run_20260118T090000Z_the-moon_00aa11",
      ])
  }

  @Test("A failure is no error, and what is worse decides")
  func levels() throws {
    func elements(_ ids: FindingID...) throws -> [Int] {
      let run = VerificationReport.Run.sample()
      let findings = ids.map { VerificationFinding.sample($0, run: run.id) }
      let xml = try ParsedXML(JUnitReport.text(of: .sample(findings, runs: [run])))
      #expect(try xml.texts("/testsuites/@failures") == ["\(xml.count("//failure"))"])
      #expect(try xml.texts("/testsuites/@errors") == ["\(xml.count("//error"))"])
      return try ["failure", "error", "skipped", "system-out"].map { try xml.count("//\($0)") }
    }
    #expect(try elements(.unwitnessed) == [1, 0, 0, 0])
    #expect(try elements(.cannotCheck) == [0, 1, 0, 0])
    #expect(try elements(.unwitnessed, .cannotCheck) == [1, 0, 0, 0])
    #expect(try elements(.unwitnessed, .unwitnessed) == [1, 0, 0, 0])
    #expect(try elements(.changed) == [0, 0, 0, 1])
    #expect(try elements(.changed, .unwitnessed) == [1, 0, 0, 1])
    #expect(try elements(.cannotCheck, .newerRules) == [0, 2, 0, 0])
  }

  @Test("All findings of a case are told, and it holds no time")
  func content() throws {
    let run = VerificationReport.Run.sample()
    let findings = ["a", "b"].map {
      VerificationFinding.sample(.unwitnessed, path: $0, run: run.id, message: "gone: \($0)")
    }
    let text = JUnitReport.text(of: .sample(findings, runs: [run]))
    let xml = try ParsedXML(text)
    #expect(try xml.texts("//failure/@message") == ["gone: a (and 1 more)"])
    let content = try xml.texts("//failure")[0]
    #expect(content.contains("a: fail[unwitnessed] gone: a\n"))
    #expect(content.contains("b: fail[unwitnessed] gone: b\n"))
    #expect(!text.contains("time"))
  }

  @Test("What XML cannot hold is replaced, what it would take for its own is escaped")
  func escapes() throws {
    let message = "<b> & \"c\" 'd' ]]> \u{FFFE}\u{FFFF}\u{0}\t end"
    let xml = try ParsedXML(JUnitReport.text(of: .sample([.sample(.uncovered, message: message)])))
    let wanted = "<b> & \"c\" 'd' ]]> \u{FFFD}\u{FFFD}\\u{0}\t end"
    #expect(try xml.texts("//failure/@message") == [wanted])
    #expect(try xml.texts("//failure")[0].contains(wanted))
  }
}
