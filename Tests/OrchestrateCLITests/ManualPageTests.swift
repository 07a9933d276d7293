import Foundation
import OrchestrateCLI
import TestSupport
import Testing

@Suite("The manual page")
struct ManualPageTests {
  private func page(_ scratch: Scratch) throws -> String {
    let answer = Stage(scratch: scratch).run("help --man")
    try #require(answer.status == .done)
    return answer.output
  }

  @Test(
    "mandoc has nothing to warn of",
    .enabled(if: CompletionTests.has("mandoc"), "mandoc is not installed"))
  func lint() throws {
    let scratch = try Scratch()
    try scratch.write("orchestrate.1", page(scratch))
    let ran = try scratch.run(["mandoc", "-T", "lint", "-W", "warning", "orchestrate.1"])
    #expect(ran.status == 0 && ran.output == "" && ran.messages == "", "\(ran.output)")
  }

  @Test("Every command and option of the help stands in it")
  func complete() throws {
    let scratch = try Scratch()
    let stage = Stage(scratch: scratch)
    let page = try page(scratch)
    #expect(page.hasPrefix(".\\\" Made by 'orchestrate help --man'.\n.Dd November 21, 2026\n"))
    var pages = [stage.run("--help").output]
    for line in pages[0].split(separator: "\n") where line.hasPrefix("  ") {
      let name = line.dropFirst(2).components(separatedBy: "  ")[0]
      let words = name.split(separator: " ").filter { !$0.hasPrefix("<") && !$0.hasPrefix("[") }
      let help = stage.run(["help"] + words.map(String.init))
      if help.status == .done { pages.append(help.output) }
    }
    #expect(pages.count > 10)
    for line in pages.flatMap({ $0.split(separator: "\n") }) where line.hasPrefix("  -") {
      for word in line.split(separator: " ").prefix(2) where word.hasPrefix("-") {
        let name = word.dropFirst().replacing(",", with: "").replacing("-", with: "\\-")
        #expect(page.contains("Fl \(name)") || page.contains("Fl \\&\(name)"), "\(word)")
      }
    }
  }
}
