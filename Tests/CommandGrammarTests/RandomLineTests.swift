import CommandGrammar
import Testing

@Suite("Any command line")
struct RandomLineTests {
  /// SplitMix64, so that a failure can be repeated.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let pieces = [
    "run", "start", "list", "diff", "gate", "finish", "fail", "invocation", "record", "completion",
    "help", "records", "gat", "", "-", "--", "---", "-h", "--help", "--version", "--json", "-q",
    "-qv", "-C", "-Cx", "-qC", "--slug", "--slug=", "--slug=a", "--workflow", "--artifact-path=p",
    "--gate", "--gate=G1", "--reason", "x", "G1", "=", "--=", "-=", "-\u{301}", "--\u{301}json",
    "\u{0}", "--json=\u{1B}[0m", "é", "-é", "\u{2014}json", "\r\n", "--depth", "quick", "bash",
    "-\u{10FFFF}", "--slug\u{301}=a", String(repeating: "-q", count: 50),
    "-" + String(repeating: "q", count: 300), "--" + String(repeating: "slug", count: 100),
  ]

  @Test("No line traps, and each is understood or refused in one plain line", arguments: 0..<10)
  func anyLine(_ seed: UInt64) throws {
    var generator = Generator(state: seed)
    for _ in 0..<500 {
      var line: [String] = []
      for _ in 0..<Int.random(in: 0...9, using: &generator) {
        var piece = Self.pieces.randomElement(using: &generator) ?? ""
        if Int.random(in: 0..<6, using: &generator) == 0 {
          let scalar = Unicode.Scalar(UInt32.random(in: 0..<0xD800, using: &generator)) ?? "?"
          piece.unicodeScalars.append(scalar)
        }
        line.append(piece)
      }
      do throws(UsageError) {
        switch try Sample.grammar.parse(line, environment: ["ORCHESTRATE_RUN": line.first ?? ""]) {
        case .help(let text): #expect(!text.isEmpty)
        case .version(let arguments): _ = arguments[Sample.Common.json]
        case .command(let index, let arguments):
          if Sample.commands.indices.contains(index) {
            _ = try Sample.commands[index].init(arguments)
          }
        }
      } catch {
        #expect(!error.message.isEmpty && !error.hint.isEmpty, "\(line)")
        _ = error.common[Sample.Common.folder]
      }
    }
  }
}
