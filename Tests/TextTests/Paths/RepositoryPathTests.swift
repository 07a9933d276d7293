import Testing
import Text

@Suite("Paths in the repository")
struct RepositoryPathTests {
  struct Refused: Sendable, CustomTestStringConvertible {
    let path: String
    let rule: PathError.Rule
    init(_ path: String, _ rule: PathError.Rule) { (self.path, self.rule) = (path, rule) }
    var testDescription: String { path.debugDescription }
  }

  @Test(
    "Hostile paths are refused, naming the rule",
    arguments: [
      Refused("", .empty), Refused("/etc/passwd", .absolute), Refused("/", .absolute),
      Refused("..", .parentSegment), Refused("../x", .parentSegment),
      Refused("a/../b", .parentSegment),
      Refused("a/..", .parentSegment), Refused("../\u{301}x", .parentSegment),
      Refused(".", .dotSegment),
      Refused("./a", .dotSegment), Refused("a/./b", .dotSegment), Refused("a//b", .emptySegment),
      Refused("a/", .emptySegment), Refused("a\\b", .backslash), Refused("..\\x", .backslash),
      Refused("c:/x", .colon), Refused("a/b:stream", .colon),
      Refused("a\u{0}.md", .controlCharacter),
      Refused("a\nb", .controlCharacter), Refused("a\u{1b}[2J", .controlCharacter),
      Refused("a\u{7f}", .controlCharacter), Refused("a\u{9b}", .controlCharacter),
      Refused("a\u{2028}b", .controlCharacter), Refused("a./b", .trailingDotOrSpace),
      Refused("a ", .trailingDotOrSpace), Refused("...", .trailingDotOrSpace),
      Refused(".git", .gitFolder), Refused(".GIT/config", .gitFolder),
      Refused("a/.Git", .gitFolder),
      Refused(".git\u{200c}/hooks", .gitFolder), Refused(".g\u{200d}it", .gitFolder),
      Refused("\u{feff}.git", .gitFolder), Refused("GIT~1", .gitFolder),
      Refused(".git./x", .gitFolder),
      Refused(".git ", .gitFolder), Refused("con", .deviceName), Refused("a/CON.md", .deviceName),
      Refused("nul.tar.gz", .deviceName), Refused("Com1", .deviceName),
      Refused("lpt².txt", .deviceName),
      Refused("aux .txt", .deviceName), Refused("e\u{301}.md", .notComposed),
      Refused("*.md", .pattern),
      Refused("a?", .pattern), Refused("{slug}", .brace), Refused("a}", .brace),
      Refused(String(repeating: "x", count: 256), .segmentTooLong),
      Refused(String(repeating: "x/", count: 600) + "x", .tooLong),
    ])
  func refused(_ example: Refused) {
    #expect(throws: PathError(path: example.path, rule: example.rule)) {
      try RepositoryPath(example.path)
    }
  }

  @Test(
    "Honest names are kept as they are",
    arguments: [
      "essays/robot", "a", ".gitignore", ".github/x", "é/č.md", "कि.md", "村上/本.md", "a b/c d.md",
      "console.md", "git~2", "..a", "a..b", "computer", String(repeating: "x", count: 255),
    ])
  func accepted(_ path: String) throws {
    #expect(try RepositoryPath(path).text == path)
  }

  @Test("A path is below a folder only by whole segments")
  func remainder() throws {
    let folder = try RepositoryPath("essays/robot")
    #expect(try RepositoryPath("essays/robot/a.md").remainder(below: folder) == "a.md")
    #expect(try RepositoryPath("essays/robots/a.md").remainder(below: folder) == nil)
    #expect(try RepositoryPath("essays/robot").remainder(below: folder) == nil)
  }
}

@Suite("Paths with variables")
struct PathTemplateTests {
  private func values() throws -> PathTemplate.Values {
    PathTemplate.Values(
      slug: "robot", artifactPath: try RepositoryPath("essays/robot"), depth: .deep,
      runID: "run_1",
      gate: "G2")
  }

  @Test("The five variables are filled in")
  func filled() throws {
    let template = try PathTemplate("{artifact_path}/{slug}-{depth}/{run_id}/{gate}*.md")
    #expect(try template.filled(values()) == "essays/robot/robot-deep/run_1/G2*.md")
    #expect(template.isGlob)
  }

  @Test(
    "A template that no run could fill is refused",
    arguments: [
      ("{artifact}/a", PathTemplate.Problem.unknownVariable("artifact")),
      (
        "{artifact_path}/../a", .path(PathError(path: "{artifact_path}/../a", rule: .parentSegment))
      ),
      ("/{slug}", .path(PathError(path: "/{slug}", rule: .absolute))),
      ("a/{", .path(PathError(path: "a/{", rule: .brace))),
      ("}", .path(PathError(path: "}", rule: .brace))),
    ])
  func refused(_ text: String, _ problem: PathTemplate.Problem) {
    #expect(throws: problem) { try PathTemplate(text) }
  }

  @Test("A prompt keeps every brace that is no variable")
  func prompt() throws {
    let text = "Write {artifact_path}/A.md, not {x} or { or {slug; {gate}"
    #expect(
      PathTemplate.fill(text, try values()) == "Write essays/robot/A.md, not {x} or { or {slug; G2")
  }

  @Test("Records keep paths below the artifact path by its variable")
  func recorded() throws {
    let folder = try RepositoryPath("essays/robot")
    #expect(
      PathTemplate.recorded(try RepositoryPath("essays/robot/a"), in: folder) == "{artifact_path}/a"
    )
    #expect(PathTemplate.recorded(try RepositoryPath("data/a"), in: folder) == "data/a")
  }
}
