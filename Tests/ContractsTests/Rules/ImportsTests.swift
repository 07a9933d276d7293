import Contracts
import JSONDocument
import Testing
import Text

@Suite("imports")
struct ImportsTests {
  private static func check(
    _ members: String, _ files: [String: String], path: String = "src/**"
  ) throws -> Evaluation.Result {
    let files = MemoryArtifacts(files.mapValues { .bytes(Array($0.utf8)) })
    let rule = "\"type\": \"imports\", \"path\": \"\(path)\", \(members)"
    return try #require(try ContractText.evaluate(rule, in: files).results.first)
  }

  /// What a text imports, as `line:column name`, found by allowing nothing.
  private static func imports(_ language: String, _ text: String) throws -> [String] {
    let result = try check("\(language), \"allowed\": []", ["src/a/b.txt": text])
    return result.lines.map { line in
      line.replacing("src/a/b.txt:", with: "").replacing(": imports ", with: " ")
        .replacing(", which is not allowed here", with: "")
    }
  }

  @Test(
    "Every way to import a module in Swift is found at its name",
    arguments: [
      ("import Foundation", ["1:8 Foundation"]),
      ("package import Text\nprivate import B", ["1:16 Text", "2:16 B"]),
      ("@testable import A\n@_spi(X) @preconcurrency import B", ["1:18 A", "2:33 B"]),
      ("import struct A.B\nimport func C.d", ["1:15 A.B", "2:13 C.d"]),
      ("import A; import B", ["1:8 A", "1:18 B"]),
      ("import A.B.C", ["1:8 A.B.C"]),
      ("#if canImport(A)\nimport A\n#elseif os(Linux)\nimport B\n#endif", ["2:8 A", "4:8 B"]),
      ("import /* why */ A\nimport\n  B", ["1:18 A", "3:3 B"]),
      ("import `default`", ["1:9 default"]),
      ("let é = 1; import Zoé", ["1:19 Zoé"]),
      ("import A\r\nimport B\r", ["1:8 A", "2:8 B"]),
      ("let a = \"\\(f(\")\"))\"; import A", ["1:29 A"]),
      ("let a = \"open\nimport A", ["2:8 A"]),
      ("let r = /\"/\nimport A", ["2:8 A"]),
      ("let r = #/ \" /#; import A", ["1:25 A"]),
    ])
  func swift(text: String, expected: [String]) throws {
    #expect(try Self.imports("\"language\": \"swift\"", text) == expected)
  }

  @Test(
    "What only looks like an import in Swift is none",
    arguments: [
      "// import A", "/* import A /* import B */ import C */", "let a = \"import A\"",
      "let a = \"\"\"\n  import A\n  \"\"\"",
      "let a = #\"\"\"\n  \\(import) \"\"\" import A\n  \"\"\"#",
      "let a = \"\\\"\"; // import A", "let a = \"\\(b(\"import A\"))\"",
      "file.import", "f(import: a)", "func f(import a: Int)", "func f(b: Int, import a: Int)",
      "let `import` = a", "canImport(A)", "important A", "/* import A", "let a = \"\"\"\nimport A",
      "import", "import \"a\"", "`import", "let a = #\"import A",
    ])
  func notSwift(text: String) throws {
    #expect(try Self.imports("\"language\": \"swift\"", text) == [])
  }

  @Test(
    "Every way to import a module in Python is found at its name",
    arguments: [
      ("import os", ["1:8 os"]),
      ("import a.b as c, d", ["1:8 a.b", "1:18 d"]),
      ("from a import b", ["1:15 a.b"]),
      ("from a.b import c as d, e", ["1:17 a.b.c", "1:25 a.b.e"]),
      ("from a import *", ["1:6 a"]),
      ("from a import (\n  b,  # why\n  c as d,\n)", ["2:3 a.b", "3:3 a.c"]),
      ("from a import \\\n  b", ["2:3 a.b"]),
      ("from . import b", ["1:15 .b"]),
      ("from .. import b", ["1:16 ..b"]),
      ("from ..a.b import c", ["1:19 ..a.b.c"]),
      ("from ...a import *", ["1:6 ...a"]),
      ("if x: import a; import b", ["1:14 a", "1:24 b"]),
      ("try:\n    import a\nexcept ImportError:\n    import b", ["2:12 a", "4:12 b"]),
      ("s = 'open\nimport a", ["2:8 a"]),
      ("s = r'\\'; import a'\nimport b", ["2:8 b"]),
    ])
  func python(text: String, expected: [String]) throws {
    #expect(try Self.imports("\"language\": \"python\"", text) == expected)
  }

  @Test(
    "What only looks like an import in Python is none",
    arguments: [
      "# import a", "'import a'", "\"import a\"", "'''\nimport a\n'''",
      "\"\"\"\n'''\nimport a\n\"\"\"",
      "yield from a", "raise A from b", "important = 1", "f(from_=a)", "'''import a", "import",
      "from", "from a", "from a import", "from . import (", "'\\\nimport a'",
    ])
  func notPython(text: String) throws {
    #expect(try Self.imports("\"language\": \"python\"", text) == [])
  }

  @Test(
    "In another language a name stands behind a pattern, up to a space, quotation mark or bracket")
  func pattern() throws {
    let node = #""pattern": "\\b(?:from|import|require\\()\\s*['\"]""#
    #expect(
      try Self.imports(
        node, "import a from 'lodash/fp';\nimport \"./b.js\"\nconst c = require(\"@x/y\")\nfrom ''")
        == ["1:16 lodash/fp", "2:9 ./b.js", "3:20 @x/y"])
    let c = #""pattern": "^\\s*#\\s*include\\s*[<\"]""#
    #expect(
      try Self.imports(c, "#include <stdio.h>\n# include \"a.h\"") == ["1:11 stdio.h", "2:12 a.h"])
  }

  @Test(
    "A module that is listed stands for what lies below it, and for nothing else",
    arguments: [
      ("\"allowed\": [\"A\"]", "import A\nimport A.B\nimport struct A.C", []),
      ("\"allowed\": [\"A\"]", "import AB", ["AB"]),
      ("\"allowed\": [\"A.B\"]", "import A\nimport A.B\nimport A.BC", ["A", "A.BC"]),
      ("\"allowed\": []", "import A", ["A"]),
      ("\"forbidden\": [\"A\", \"B\"]", "import A\nimport C\nimport B.D", ["A", "B.D"]),
      ("\"allowed\": [\"A\"], \"forbidden\": [\"A.X\"]", "import A\nimport A.X", ["A.X"]),
    ])
  func lists(members: String, text: String, expected: [String]) throws {
    let result = try Self.check("\"language\": \"swift\", \(members)", ["src/a.swift": text])
    #expect(result.outcome == (expected.isEmpty ? .pass : .fail))
    let names = result.findings.map { $0.message.split(separator: " ")[1].dropLast() }
    #expect(names == expected.map { $0[...] })
  }

  @Test(
    "A relative import is on a list by the path that it leads to",
    arguments: [
      ("pkg.web", "from ..web import x", true), ("web", "from ..web import x", true),
      ("pkg", "from . import x", true), ("src.pkg.core", "from . import x", true),
      ("pkg.web", "from .web import x", false), ("web", "from .webs import x", false),
      (".", "from ..web import x", true), (".", "import web", false),
      ("x", "from ..web import x", false), ("pkg", "from .....web import x", false),
    ])
  func relative(listed: String, text: String, isListed: Bool) throws {
    let result = try Self.check(
      "\"language\": \"python\", \"forbidden\": [\"\(listed)\"]", ["src/pkg/core/a.py": text])
    #expect(result.outcome == (isListed ? .fail : .pass), "\(result.lines)")
  }

  @Test("A path with ./ or ../ is on a list by the path that it leads to")
  func relativePath() throws {
    let node = #""pattern": "\\bfrom\\s*'", "forbidden": ["app/web"]"#
    func outcome(_ text: String) throws -> Evaluation.Result.Outcome {
      try Self.check(node, ["src/app/core/a.js": text]).outcome
    }
    #expect(try outcome("from '../web/b.js'") == .fail)
    #expect(try outcome("from './../../app/web'") == .fail)
    #expect(try outcome("from './web/b.js'") == .pass)
    #expect(try outcome("from '../../../../app/web'") == .pass)
  }

  @Test("What may be imported instead is said, and how many there were")
  func words() throws {
    let result = try Self.check(
      "\"language\": \"swift\", \"allowed\": [\"A\", \"B\"], \"forbidden\": [\"C\"]",
      ["src/a.swift": "import A\nimport C\nimport D"])
    #expect(
      result.lines == [
        "src/a.swift:2:8: imports C, which is forbidden here",
        "src/a.swift:3:8: imports D, which is not allowed here",
      ])
    #expect(
      result.fixes == [
        "take the import out, or move what needs it",
        "import only A, B, or move what needs it",
      ])
    #expect(result.found == "3 imports, 2 not allowed")
    #expect(result.expected == "no import but of A, B; no import of C")
    let none = try Self.check(
      "\"language\": \"swift\", \"allowed\": []", ["src/a.swift": "import A"])
    #expect(none.fixes == ["import nothing here, or move what needs it"])
    #expect(none.expected == "no import")
    #expect(none.rule.kind.sentence(about: "src/**", at: .quick) == "src/** has no import")
  }

  private static let acyclic = "\"language\": \"swift\", \"acyclic\": \"src\""

  @Test("Modules that import each other in a circle are found at the import that closes it")
  func cycle() throws {
    let result = try Self.check(
      Self.acyclic,
      [
        "src/A/a.swift": "import B", "src/B/deep/b.swift": "import X\nimport C",
        "src/C/c.swift": "import struct A.T", "src/D/d.swift": "import A\nimport D",
      ])
    #expect(result.outcome == .fail)
    #expect(result.lines == ["src/C/c.swift:1:15: this import closes a cycle: A → B → C → A"])
    #expect(
      result.fixes == [
        "take one of these imports out, or move what both sides need to where neither is"
      ])
    #expect(result.found == "6 imports, 1 cycle")
    #expect(result.expected == "no import cycle in src")
  }

  @Test(
    "What is no circle between the modules of the folder is none",
    arguments: [
      ["src/A/a.swift": "import B\nimport C", "src/B/b.swift": "import C", "src/C/c.swift": ""],
      ["src/A/a.swift": "import A"],
      ["src/A/a.swift": "import B", "lib/B/b.swift": "import A"],
      [
        "src/A/a.swift": "import B", "src/B/b.swift": "import Ax",
        "src/Ax.swift": "import Foundation",
      ],
      ["src/A/a.swift": "import src", "src/src/b.swift": "import B"],
    ])
  func noCycle(files: [String: String]) throws {
    #expect(try Self.check(Self.acyclic, files, path: "**").lines == [])
  }

  @Test("Two circles are two findings, one import in both of them is one")
  func cycles() throws {
    let two = try Self.check(
      Self.acyclic,
      [
        "src/A/a.swift": "import B", "src/B/b.swift": "import A", "src/C/c.swift": "import D",
        "src/D/d.swift": "import C",
      ])
    #expect(two.findings.map(\.message.utf8.count) == [41, 41])
    let shared = try Self.check(
      Self.acyclic,
      [
        "src/A/a.swift": "import B\nimport C", "src/B/b.swift": "import D",
        "src/C/c.swift": "import D", "src/D/d.swift": "import A",
      ])
    #expect(shared.lines == ["src/D/d.swift:1:8: this import closes a cycle: A → B → D → A"])
  }

  @Test(
    "In Python a circle is found through absolute and relative imports, files being modules too")
  func pythonCycle() throws {
    let result = try Self.check(
      "\"language\": \"python\", \"acyclic\": \"src/pkg\"",
      [
        "src/pkg/__init__.py": "from .core import main",
        "src/pkg/core/a.py": "from pkg.web import x",
        "src/pkg/web/b.py": "from ..tools import y", "src/pkg/tools.py": "import src.pkg.core.a",
      ])
    #expect(
      result.lines == [
        "src/pkg/tools.py:1:8: this import closes a cycle: core → web → tools → core"
      ])
  }

  @Test("A long chain of modules ends, and closes")
  func longChain() throws {
    var files: [String: String] = [:]
    for number in 0..<3000 { files["src/M\(number)/a.swift"] = "import M\((number + 1) % 3000)" }
    let result = try Self.check(Self.acyclic, files)
    #expect(result.found == "3000 imports, 1 cycle")
    #expect((result.findings.first?.message.unicodeScalars.count ?? 999) < 160)
  }

  @Test("A long text is read to its end, whatever it opens and never closes")
  func longText() throws {
    for part in ["/*", "\"\\(", "#\"", "import ", "`", "\"\"\"", "###"] {
      let text = String(repeating: part, count: 100_000)
      _ = try Self.imports("\"language\": \"swift\"", text)
      _ = try Self.imports("\"language\": \"python\"", text)
    }
  }

  @Test("Files that are excepted are not judged, and make no circle")
  func exceptions() throws {
    let result = try Self.check(
      "\"language\": \"swift\", \"allowed\": [\"A\", \"B\"], \"acyclic\": \"src\", "
        + "\"except\": [{ \"path\": \"src/B/*\", \"why\": \"old\" }]",
      ["src/A/a.swift": "import B", "src/B/b.swift": "import A\nimport C"])
    #expect(result.outcome == .pass)
    #expect(result.expected == "no import but of A, B; no import cycle in src, but in src/B/*")
  }

  @Test("Of more than fifty findings fifty are kept, and all are counted")
  func many() throws {
    let text = String(repeating: "import A\n", count: 70)
    let result = try Self.check("\"language\": \"swift\", \"allowed\": []", ["src/a.swift": text])
    #expect(result.findings.count == 50)
    #expect(result.found == "70 imports, 70 not allowed")
  }

  @Test("What is no text at all is told as for every text rule")
  func noText() throws {
    try TextRuleOutcomes.expect(
      of: "\"type\": \"imports\", \"language\": \"swift\", \"allowed\": []")
  }

  private static func bad(
    _ name: String, _ members: String, _ what: String, _ hint: String? = nil
  ) -> BadContract {
    .rule(name, "\"type\": \"imports\", \"path\": \"a\", \(members)", what, hint)
  }

  private static let languageHint =
    "write \"language\": \"swift\" or \"python\", or for another language a \"pattern\" "
    + "of what stands before the name of a module"

  @Test(
    "Bad parameters are refused with their place",
    arguments: [
      .wholeRule(
        "no language", "\"type\": \"imports\", \"path\": \"a\", \"allowed\": []",
        "missing \"language\" or \"pattern\"", languageHint),
      .wholeRule(
        "both",
        "\"type\": \"imports\", \"path\": \"a\", \"language\": \"swift\", \"pattern\": \"x\"",
        "\"language\" and \"pattern\" exclude each other", languageHint),
      .wholeRule(
        "nothing demanded", "\"type\": \"imports\", \"path\": \"a\", \"language\": \"swift\"",
        "the rule demands nothing",
        "write \"allowed\": […], \"forbidden\": […] or \"acyclic\": \"a/folder\""),
      bad(
        "unknown language", "\"language\": ▸\"swft\"", "unknown language 'swft'",
        "did you mean 'swift'?"),
      bad(
        "nothing forbidden", "\"language\": \"swift\", \"forbidden\": ▸[]", "the list is empty",
        "name at least one, or take the rule out"),
      bad(
        "no name", "\"language\": \"swift\", \"allowed\": [▸\"A B\"]",
        "'A B' is no name of a module", "write each name by itself"),
      bad(
        "twice", "\"language\": \"swift\", \"allowed\": [\"A\", ▸\"A\"]", "'A' is listed twice",
        "take one of them out"),
      bad(
        "a pattern for a folder", "\"language\": \"swift\", \"acyclic\": ▸\"src/*\"",
        "'src/*' is a pattern, and \"acyclic\" is one file", "name the file itself"),
    ] as [BadContract])
  func refused(bad: BadContract) { BadContractTests.expect(bad) }
}
