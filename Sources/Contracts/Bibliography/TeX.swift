/// Text of BibTeX fields without TeX's marks, as far as telling works apart needs it.
enum TeX {
  /// The text without braces and commands; an escaped sign stands for itself, an accent is lost.
  static func plain(_ text: some Collection<UInt8>) -> String {
    var plain: [UInt8] = []
    var rest = Array(text)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "}"): break
      case UInt8(ascii: "~"): plain.append(0x20)
      case UInt8(ascii: "\\"):
        let command = rest.prefix { (0x61...0x7A).contains(lowercased($0)) }
        rest = rest[command.endIndex...]
        if !command.isEmpty {
          while rest.first == 0x20 { rest.removeFirst() }
        } else if let sign = rest.popFirst(), "&%$#_~".utf8.contains(sign) {
          plain.append(sign)
        }
      default: plain.append(byte)
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  /// The family name of the first of several names, which `and` parts; a name in braces is one whole.
  static func firstFamilyName(_ names: [UInt8]) -> String {
    let words = words(of: names)
    let first = words.prefix { !$0.map(lowercased).elementsEqual("and".utf8) }
    if let comma = first.firstIndex(where: { $0.last == UInt8(ascii: ",") }) {
      return plain(Array(first[...comma].joined(separator: [0x20])).dropLast())
    }
    // Without a comma the family name begins with the first word in lower case, such as "van", or is the last word.
    let particle = first.dropLast().firstIndex { word in
      word.first.map { (0x61...0x7A).contains($0) } ?? false
    }
    return plain(Array(first[(particle ?? max(0, first.count - 1))...].joined(separator: [0x20])))
  }

  /// The words outside braces; what stands in braces belongs to its word.
  private static func words(of text: [UInt8]) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    var depth = 0
    for byte in text {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      if depth <= 0, byte == 0x20 || (0x09...0x0D).contains(byte) || byte == UInt8(ascii: "~") {
        if !word.isEmpty { words.append(word) }
        word = []
      } else {
        word.append(byte)
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
