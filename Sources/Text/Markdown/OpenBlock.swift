/// A block that later lines may still belong to.
struct OpenBlock {
  /// What a line needs to know to go on with the block.
  enum Shape: Equatable {
    case document
    case blockQuote
    /// A list by its marker: `-`, `+`, `*`, or the `.` or `)` after a number.
    case list(marker: UInt8)
    /// An item by the columns of indentation that its lines need.
    case item(width: Int)
    case footnote
    case fence(mark: UInt8, length: Int, indent: Int)
    case indentedCode
    case html(condition: Int)
    case paragraph
    case table

    /// Whether every further line belongs to the block as it stands.
    var holdsLines: Bool {
      switch self {
      case .fence, .indentedCode, .html: true
      default: false
      }
    }

    /// Whether the block holds lines and no blocks.
    var isLeaf: Bool { holdsLines || self == .paragraph }

    func mayHold(_ child: Shape) -> Bool {
      let isItem = if case .item = child { true } else { false }
      switch self {
      case .document, .blockQuote, .item, .footnote: return !isItem
      case .list: return isItem
      default: return false
      }
    }
  }

  var shape: Shape
  var index: Int
  var endOffset: Int
  /// The last line of the block that counts for the gaps between blocks.
  var endLine: Int
  var lastChildEndLine = 0
  var hasChild = false
  var isLoose = false
  /// Whether the block is a heading or break, made whole by its own line.
  var isComplete = false
  var trailingBlanks = 0

  init(shape: Shape, index: Int, endOffset: Int, endLine: Int) {
    self.shape = shape
    self.index = index
    self.endOffset = endOffset
    self.endLine = endLine
  }
}
