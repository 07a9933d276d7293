import Text

/// Finds the modules that a file imports, in one language.
enum ImportReader {
  case swift, python
  /// What stands before the name of a module in another language, whose comments and texts are not known.
  case pattern(Pattern)

  /// The imports in the order of the text; throws where a pattern takes too many steps.
  func imports(in text: [UInt8]) throws(PatternOverrun) -> [ModuleImport] {
    switch self {
    case .swift: Self.swift(text)
    case .python: Self.python(text)
    case .pattern(let pattern):
      try pattern.matches(in: text).compactMap { match in
        let name = text[match.upperBound...].prefix { !Self.endsName($0) }
        return name.isEmpty ? nil : ModuleImport(name: Array(name), offset: match.upperBound)
      }
    }
  }

  /// Says whether a byte ends the name of a module: white space, quotation marks, brackets, `,` and `;`.
  private static func endsName(_ byte: UInt8) -> Bool {
    byte <= 0x20 || "\"'`,;()<>[]{}".utf8.contains(byte)
  }
}

// MARK: Swift

extension ImportReader {
  /// What may stand between `import` and the name.
  private static let kinds = [
    "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
  ]

  private static func swift(_ text: [UInt8]) -> [ModuleImport] {
    var code = CodeReader<SwiftLexer>(text)
    var imports: [ModuleImport] = []
    var previous: CodeToken?
    while let token = code.take() {
      defer { previous = token }
      // Behind these it is the name of a member or an argument.
      let isName = previous.map { $0.isSign(".") || $0.isSign("(") || $0.isSign(",") } ?? false
      guard code.isKeyword(token, "import"), !isName else { continue }
      guard let first = code.next, first.kind == .word || first.kind == .quotedWord else {
        continue
      }
      if kinds.contains(where: { code.isKeyword(first, $0) }) { _ = code.take() }
      guard let (name, offset) = code.takeDottedName() else { continue }
      imports.append(ModuleImport(name: name, offset: offset))
    }
    return imports
  }
}

// MARK: Python

extension ImportReader {
  private static func python(_ text: [UInt8]) -> [ModuleImport] {
    var code = CodeReader<PythonLexer>(text)
    var imports: [ModuleImport] = []
    while let token = code.take() {
      if code.isKeyword(token, "import") {
        repeat {
          guard let (name, offset) = code.takeDottedName() else { break }
          imports.append(ModuleImport(name: name, offset: offset))
          if code.takes(keyword: "as") { _ = code.takeWord() }
        } while code.takes(",")
      } else if code.isKeyword(token, "from") {
        imports += names(from: &code, after: token)
      }
    }
    return imports
  }

  /// What `from a import b, c` imports: `a.b` and `a.c`, as `b` may be a module; none where `from` is part of another statement.
  private static func names(
    from code: inout CodeReader<PythonLexer>, after from: CodeToken
  ) -> [ModuleImport] {
    var package: [UInt8] = []
    var offset = code.next?.range.lowerBound ?? from.range.upperBound
    while code.takes(".") { package.append(UInt8(ascii: ".")) }
    // A keyword is no name of a package, so what follows the dots here is the statement's own `import`.
    if let next = code.next, !code.isKeyword(next, "import"),
      let (name, start) = code.takeDottedName()
    {
      if package.isEmpty { offset = start }
      package += name
    }
    guard !package.isEmpty, code.takes(keyword: "import") else { return [] }
    if code.takes("*") { return [ModuleImport(name: package, offset: offset)] }
    let isOverLines = code.takes("(")
    var imports: [ModuleImport] = []
    while true {
      while isOverLines, code.next?.kind == .lineEnd { _ = code.take() }
      guard let name = code.takeWord() else { break }
      let dot = package.last == UInt8(ascii: ".") ? [] : [UInt8(ascii: ".")]
      imports.append(
        ModuleImport(name: package + dot + code.bytes(name), offset: name.range.lowerBound))
      while isOverLines, code.next?.kind == .lineEnd { _ = code.take() }
      if code.takes(keyword: "as") { _ = code.takeWord() }
      while isOverLines, code.next?.kind == .lineEnd { _ = code.take() }
      guard code.takes(",") else { break }
    }
    return imports
  }
}
