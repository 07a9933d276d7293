import JSONDocument
import Records
import Runs
package import Verification

/// The report as SARIF 2.1.0 (OASIS), as code scanning reads it.
package enum SARIFReport {
  /// The most results that GitHub reads of a run.
  package static let maximumResults = 25_000

  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  /// JSON with one run, with a final line end.
  ///
  /// - Parameters:
  ///   - report: The answer of `verify`.
  ///   - maximumResults: How many findings are kept, the gravest first; a notification says how many were not.
  /// - Returns: UTF-8 text in which nothing does harm on a screen.
  package static func text(
    of report: VerificationReport, maximumResults: Int = maximumResults
  ) -> String {
    let log: JSONValue = [
      "$schema": .string(schema), "version": .string("2.1.0"),
      "runs": [run(report, maximumResults: maximumResults)],
    ]
    return Visible.json(String(decoding: JSONWriter.write(log), as: UTF8.self))
  }

  private static func run(_ report: VerificationReport, maximumResults: Int) -> JSONValue {
    let findings = report.findings.prefix(maximumResults)
    let results = zip(findings, Fingerprints.of(findings)).map(result)
    return [
      "tool": [
        "driver": [
          "name": .string(Recorder.current.name), "version": .string(Recorder.current.version),
          "rules": .array(FindingID.allCases.map(rule)),
        ]
      ],
      "invocations": [invocation(report, left: report.findings.count - findings.count)],
      "columnKind": .string("unicodeCodePoints"),
      "results": .array(results),
    ]
  }

  private static func rule(_ id: FindingID) -> JSONValue {
    [
      "id": .string(id.rawValue), "shortDescription": message(id.meaning),
      "help": message(id.cure),
      "defaultConfiguration": ["level": .string(level(id.level(isStrict: false)))],
      "properties": ["tags": [.string(id.topic.rawValue)]],
    ]
  }

  private static func invocation(_ report: VerificationReport, left: Int) -> JSONValue {
    var members = [JSONMember("executionSuccessful", .bool(report.count(.cannotCheck) == 0))]
    if left > 0 {
      let words = "\(Count.of(left, "more finding")) left out; 'orchestrate verify' shows all."
      let notification: JSONValue = ["level": .string("warning"), "message": message(words)]
      members.append(JSONMember("toolExecutionNotifications", [notification]))
    }
    return .object(members)
  }

  private static func result(_ finding: VerificationFinding, _ fingerprint: String) -> JSONValue {
    let text = [Visible.line(finding.message)] + FindingText.details(finding)
    return [
      "ruleId": .string(finding.id.rawValue),
      "ruleIndex": .integer(Int64(indices[finding.id] ?? 0)),
      "level": .string(level(finding.level)),
      "message": message(text.joined(separator: "\n")),
      "locations": [
        [
          "physicalLocation": [
            "artifactLocation": [
              "uri": .string(uri(finding)), "uriBaseId": .string("%SRCROOT%"),
            ],
            "region": ["startLine": .integer(Int64(FindingText.line(finding)))],
          ]
        ]
      ],
      "partialFingerprints": ["orchestrateFinding/v1": .string(fingerprint)],
    ]
  }

  private static let indices = Dictionary(
    uniqueKeysWithValues: FindingID.allCases.enumerated().map { ($1, $0) })

  /// Text in a message (3.11): a brace alone would begin a placeholder, and "](" would make a link.
  private static func message(_ text: String) -> JSONValue {
    var escaped = ""
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "{": escaped += "{{"
      case "}": escaped += "}}"
      case "(" where previous == "]": escaped += "\\u{{28}}"
      default: escaped.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return ["text": .string(escaped)]
  }

  private static func level(_ level: FindingID.Level) -> String {
    switch level {
    case .failure, .cannotCheck: "error"
    case .warning: "warning"
    case .note: "note"
    }
  }

  /// The path as a relative reference of RFC 3986: all but unreserved characters and `/` in percent.
  private static func uri(_ finding: VerificationFinding) -> String {
    var uri: [UInt8] = []
    for byte in FindingText.relativePath(finding).utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E: uri.append(byte)
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        uri += "%\(byte < 0x10 ? "0" : "")\(digits)".utf8
      }
    }
    return String(decoding: uri, as: UTF8.self)
  }
}
