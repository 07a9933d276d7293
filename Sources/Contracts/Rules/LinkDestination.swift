import Text

/// Where a link inside a repository leads: to a file or folder, and maybe to a place in it.
struct LinkDestination {
  /// What a path in a link names.
  enum Target {
    case file(RepositoryPath)
    /// The root of the repository itself.
    case root
    case outside
    /// No path that may stand in a repository; the words say why.
    case notAPath(String)
  }

  /// The path with its percent signs resolved, empty for the text itself.
  private let path: [UInt8]
  /// The place after `#`, with its percent signs resolved; nil where none is named that could be missed.
  let anchor: [UInt8]?

  /// Reads a destination; nil where it leads out of the repository by a scheme or a host.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard !Self.hasScheme(bytes), !bytes.starts(with: "//".utf8) else { return nil }
    let mark = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
    let name = bytes[..<mark].prefix { $0 != UInt8(ascii: "?") }
    path = Self.percentDecoded(name)
    // A query asks a host for another view, in which lines and other places have names too.
    let hasQuery = name.count < mark
    let anchor = Self.percentDecoded(Self.withoutDirective(bytes[mark...].dropFirst()))
    let isTop = anchor.isEmpty || anchor.map(lowercased).elementsEqual("top".utf8)
    self.anchor = hasQuery || isTop ? nil : anchor
  }

  /// Whether the link leads to the text that it stands in.
  var isHere: Bool { path.isEmpty }

  /// Whether only a folder will do.
  var wantsFolder: Bool { path.last == UInt8(ascii: "/") }

  /// The file or folder that the path names, read from the folder of a file; a `/` at its start is the root of the repository.
  func target(from file: RepositoryPath) -> Target {
    let isAbsolute = path.first == UInt8(ascii: "/")
    var segments =
      isAbsolute
      ? [] : Array(file.text.utf8).split(separator: UInt8(ascii: "/")).dropLast().map(Array.init)
    for segment in path.split(separator: UInt8(ascii: "/")) where !segment.elementsEqual(".".utf8) {
      if segment.elementsEqual("..".utf8) {
        guard segments.popLast() != nil else { return .outside }
      } else {
        segments.append(Array(segment))
      }
    }
    if segments.isEmpty { return .root }
    let bytes = Array(segments.joined(separator: [UInt8(ascii: "/")]))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .notAPath("it is not UTF-8")
    }
    do { return .file(try RepositoryPath(text)) } catch {
      return .notAPath(Finding.cut(error.description))
    }
  }

  /// Whether a destination begins with a scheme, such as `https:`, of two letters or more (RFC 3986, section 3.1).
  private static func hasScheme(_ bytes: [UInt8]) -> Bool {
    let scheme = bytes.prefix { byte in
      (0x61...0x7A).contains(lowercased(byte)) || isDigit(byte) || byte == UInt8(ascii: "+")
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
    return scheme.count >= 2 && !isDigit(bytes[0]) && lowercased(bytes[0]) >= 0x61
      && scheme.endIndex < bytes.count && bytes[scheme.endIndex] == UInt8(ascii: ":")
  }

  /// What stands before `:~:`, with which a browser is told of a text to show.
  private static func withoutDirective(_ anchor: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = anchor.indices.first { anchor[$0...].starts(with: ":~:".utf8) }
    return anchor[..<(start ?? anchor.endIndex)]
  }

  private static func percentDecoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      if text[index] == UInt8(ascii: "%"), index + 2 < text.endIndex,
        let high = hexadecimal(text[index + 1]), let low = hexadecimal(text[index + 2])
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(text[index])
        index += 1
      }
    }
    return decoded
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    if isDigit(byte) { return byte - 0x30 }
    let lower = lowercased(byte)
    return (0x61...0x66).contains(lower) ? lower - 0x57 : nil
  }
}
