/// Paths that no person, contract or record may lead the tool along.
enum HostilePaths {
  /// All of them but those with a NUL, which no argument of a program can hold.
  static let arguments: [String] =
    climbing + absolute + dotted + foreign + control + git + devices + trailing + globs + decomposed
    + long

  /// All of them.
  static let all: [String] =
    arguments + [
      "\0", "a\0", "a\0.md", "/etc/passwd\0.md", "../\0", ".git\0", "a/\0/b", "out\0/sub",
    ]

  private static let climbing = [
    "..", "../", "../x", "../../x", "../../../../../../../../etc/passwd", "a/..", "a/../..",
    "a/../../etc/passwd", "out/..", "out/../../x", "out/sub/../../../x", "../\u{301}x",
    "..\u{2f}x", "a/b/../../../c", "./..", "./../x", "out/./../x", "../.git/config", "../out",
    "a/..//..", "..//x", "out/../.git/config",
  ]

  private static let absolute = [
    "/", "//", "/etc/passwd", "//etc/passwd", "///etc/passwd", "/./etc/passwd", "/../etc/passwd",
    "/proc/self/environ", "/proc/self/fd/0", "/dev/stdin", "/dev/zero", "/tmp", "/etc/ssh",
    "//server/share/x", "/a", "/\u{301}",
  ]

  private static let dotted = [
    "", ".", "./", "./a", "a/.", "a/./b", "a//b", "a///b", "a//", "././a", "a/b//c/./d",
  ]

  private static let foreign = [
    "\\", "a\\b", "..\\x", "..\\..\\x", "\\\\server\\share", "\\etc\\passwd", "a\\..\\b", "C:\\x",
    "C:/x", "c:x", "a:b", "a/b:stream", "file:///etc/passwd", "http://example.org/x", ":",
    "a/:", "x:$DATA", "\\\\?\\C:\\x", "\\\\.\\pipe\\x", "HEAD:a", ":/a", ":(glob)**", ":!a",
  ]

  private static let control = [
    "a\nb", "a\rb", "a\tb", "\n", "a\u{1}b", "a\u{7}", "a\u{8}b", "a\u{1B}[2J", "\u{1B}]0;x\u{7}",
    "a\u{7F}", "a\u{80}", "a\u{85}b", "a\u{9B}31m", "a\u{9D}", "a\u{9F}", "a\u{2028}b",
    "a\u{2029}b", "out/\u{B}", "out/\u{C}x", "a\u{1F}",
  ]

  private static let git = [
    ".git", ".git/config", ".git/hooks/pre-commit", "a/.git", "a/.git/x", ".GIT", ".Git/config",
    ".gIt", ".git.", ".git ", ".git. .", ".git./x", ".git /x", "a/.GIT /hooks", "git~1", "GIT~1",
    "Git~1/x", "a/git~1", ".git\u{200C}", ".git\u{200C}/hooks", ".g\u{200D}it", "\u{FEFF}.git",
    ".\u{200B}git", ".gi\u{2060}t", ".git\u{200E}", ".git\u{FE0F}", ".g\u{AD}it", "git~1.",
    "GIT~1 ", ".GI\u{200F}T/x",
  ]

  private static let devices = [
    "con", "CON", "Con.md", "con.tar.gz", "a/con", "prn", "PRN.txt", "aux", "AUX.md", "a/aux/b",
    "nul", "NUL", "nul.md", "com1", "COM9.log", "com0", "lpt1", "LPT9", "lpt0.x", "com¹", "COM²",
    "lpt³.md", "conin$", "CONOUT$", "aux .md", "nul .x", "con\u{200C}",
  ]

  private static let trailing = [
    "a.", "a ", "a/b.", "a./b", "a /b", "...", "....", ". ", ".. ", "a/...", "a/. /b", " ", "a. ",
  ]

  private static let globs = [
    "*", "**", "a/*", "a?b", "out/**/x", "{", "}", "{slug", "slug}", "{}", "{artifact}", "{HOME}",
    "a/{x}/b", "{{slug}}", "${HOME}", "${IFS}x", "$(x)*", "?",
  ]

  private static let decomposed = [
    "e\u{301}", "e\u{301}.md", "a/u\u{308}/b", "\u{1112}\u{1161}\u{11AB}", "A\u{30A}", "\u{212B}",
    "\u{2126}", "\u{F900}", "x/n\u{303}", "\u{0958}", "q\u{307}\u{323}",
  ]

  private static let long = [
    String(repeating: "x", count: 256), "a/" + String(repeating: "y", count: 300),
    String(repeating: "x/", count: 600) + "x", String(repeating: "é", count: 128),
    String(repeating: "z", count: 5000), String(repeating: "../", count: 400),
  ]
}
