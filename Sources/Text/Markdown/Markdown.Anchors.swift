extension Markdown {
  /// The names by which links may lead into the text, in its order: those of the headings, then those that HTML gives.
  ///
  /// A heading's name is made as code hosts make it: its visible text in lower case, without what is no letter, mark, digit, `_`,
  /// `-` or space, each space a `-`; a name that was given before gets `-1`, `-2`, … behind it. A `{#name}` at its end
  /// is a name too. HTML gives names by `id`, and by the `name` of an `a`.
  package func anchors() -> [String] {
    var anchors: [String] = []
    var uses: [[UInt8]: Int] = [:]
    for heading in headings {
      let slug = Markdown.slug(heading.text)
      var name = slug
      var number = uses[Array(slug.utf8)] ?? 0
      while uses[Array(name.utf8)] != nil {
        number += 1
        name = "\(slug)-\(number)"
      }
      uses[Array(slug.utf8)] = number
      uses[Array(name.utf8)] = uses[Array(name.utf8)] ?? 0
      anchors.append(name)
      if let own = Markdown.ownAnchor(heading.text) { anchors.append(own) }
    }
    for attribute in htmlAttributes() {
      let isName = attribute.name == "name" && attribute.tag == "a"
      if attribute.name == "id" || isName { anchors.append(attribute.value) }
    }
    return anchors
  }

  private static func slug(_ text: String) -> String {
    var slug = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber,
        .connectorPunctuation:
        slug += scalar.properties.lowercaseMapping
      default:
        if scalar == " " || scalar == "-" { slug += "-" }
      }
    }
    return slug
  }

  /// The name in `{#name}` or `{#name .class}` at the end of a heading.
  private static func ownAnchor(_ text: String) -> String? {
    guard text.utf8.last == UInt8(ascii: "}"),
      let open = text.utf8.lastIndex(of: UInt8(ascii: "{"))
    else { return nil }
    let inside = text.utf8[open...].dropFirst().dropLast()
    guard inside.first == UInt8(ascii: "#") else { return nil }
    let name = inside.dropFirst().prefix { $0 != 0x20 }
    return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
  }
}
