/// Variables in braces in the words of a command, each filled in once; every other brace stays as it is.
enum Variables {
  /// Fills in a word; `values` are the names without braces, and what stands for them.
  static func fill(_ word: String, _ values: [(name: String, text: String)]) -> String {
    let all = values.map { (name: Array("{\($0.name)}".utf8), text: $0.text) }
    var result: [UInt8] = []
    var rest = Array(word.utf8)[...]
    while let brace = rest.firstIndex(of: 0x7B) {
      result += rest[..<brace]
      if let found = all.first(where: { rest[brace...].starts(with: $0.name) }) {
        result += found.text.utf8
        rest = rest[(brace + found.name.count)...]
      } else {
        result.append(0x7B)
        rest = rest[(brace + 1)...]
      }
    }
    return String(decoding: result + rest, as: UTF8.self)
  }
}
