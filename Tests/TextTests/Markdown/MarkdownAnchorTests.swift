import Testing
import Text

@Suite("Anchors and attributes of a Markdown text")
struct MarkdownAnchorTests {
  private static func anchors(_ text: String) -> [String] {
    Markdown(Array(text.utf8)).anchors()
  }

  @Test(
    "A heading's anchor is its text in lower case, with - for spaces and without punctuation",
    arguments: [
      ("# Open questions", "open-questions"), ("# What's new – 2026?", "whats-new--2026"),
      ("## `code` and *emphasis* and [link](x.md)", "code-and-emphasis-and-link"),
      ("# snake_case, kebab-case", "snake_case-kebab-case"), ("# ČAPEK Ä ß", "čapek-ä-ß"),
      ("# 機械の心", "機械の心"), ("# 🤖 Robots", "-robots"), ("# R.U.R. & co.", "rur--co"),
      ("A b\n===", "a-b"), ("> # In a quotation", "in-a-quotation"), ("- # In a list", "in-a-list"),
      ("# ﬁ\u{301}", "ﬁ\u{301}"), ("#", ""), ("# A \\# b &amp; c", "a--b--c"),
    ])
  func slugs(text: String, anchor: String) {
    #expect(Self.anchors(text) == [anchor])
  }

  @Test("An anchor that was given before gets a number that was not")
  func repeats() {
    #expect(
      Self.anchors("# A\n# A\n# a!\n# A 1\n# B\n# B 1\n# B\n# A") == [
        "a", "a-1", "a-2", "a-1-1", "b", "b-1", "b-2", "a-3",
      ])
    let many = Self.anchors(String(repeating: "# A\n", count: 5_000))
    #expect(Set(many).count == 5_000)
    #expect(many.last == "a-4999")
  }

  @Test("Names in braces and in HTML are anchors too")
  func named() {
    #expect(Self.anchors("# A b {#own .c}") == ["a-b-own-c", "own"])
    #expect(Self.anchors("# A {#}\n# B {.c}\n# C {}") == ["a-", "b-c", "c-"])
    #expect(
      Self.anchors(
        "<a name=\"x\"></a><p id='y'>z</p> <p name=n>\n\n<div\n  id=w>\n</div>\n\n`<a id=v>` <!-- <a id=u> -->"
      ) == ["x", "y", "w"])
  }

  @Test("Attributes are found with their place, entities resolved")
  func attributes() {
    let text = "é <A HREF = 'a&amp;b' hidden data-x=\"\" id=q/>\n\n\\<a id=n> <a id=\"n>"
    let found = Markdown(Array(text.utf8)).htmlAttributes()
    #expect(found.map(\.tag) == ["a", "a", "a", "a"])
    #expect(found.map(\.name) == ["href", "hidden", "data-x", "id"])
    #expect(found.map(\.value) == ["a&b", "", "", "q/"])
    #expect(found.first?.offset == 14)
  }

  @Test("A text of nothing but tags that never end is read to its end")
  func unclosed() {
    let text = String(repeating: "<a b=' c=\"<a ", count: 20_000)
    #expect(Markdown(Array(text.utf8)).htmlAttributes().isEmpty)
  }
}
