import Text

extension Markdown {
  /// The blocks in one line: containers with what they hold in brackets.
  var sketch: String { sketch(children(of: nil)) }

  private func sketch(_ indices: [Int]) -> String {
    indices.map { index in
      let inside = sketch(children(of: index))
      return name(blocks[index].kind) + (inside.isEmpty ? "" : "[\(inside)]")
    }.joined(separator: " ")
  }

  private func name(_ kind: Kind) -> String {
    switch kind {
    case .heading(let level): "h\(level)"
    case .paragraph: "p"
    case .blockQuote: "quote"
    case .list(let isOrdered, let isTight): (isOrdered ? "ol" : "ul") + (isTight ? "" : "-loose")
    case .listItem: "li"
    case .codeFenced: "fence"
    case .codeIndented: "code"
    case .htmlBlock(let condition): "html\(condition)"
    case .thematicBreak: "hr"
    case .linkReferenceDefinition: "def"
    case .table: "table"
    case .tableRow(.header): "head"
    case .tableRow(.delimiter): "rule"
    case .tableRow(.body): "row"
    case .footnoteDefinition: "note"
    }
  }

  init(_ text: String) { self.init(Array(text.utf8)) }

  func text(_ range: Range<Int>) -> String {
    String(decoding: source[range.clamped(to: source.indices)], as: UTF8.self)
  }
}
