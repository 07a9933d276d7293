/// A path that is refused, and the rule that it breaks.
package struct PathError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The rules of the path grammar.
  package enum Rule: Sendable, Equatable {
    case empty, absolute, tooLong, segmentTooLong, emptySegment, dotSegment, parentSegment
    case controlCharacter, backslash, colon, trailingDotOrSpace, deviceName, gitFolder, notComposed
    case pattern, brace
  }

  package let path: String
  package let rule: Rule

  package init(path: String, rule: Rule) {
    self.path = path
    self.rule = rule
  }

  package var description: String {
    switch rule {
    case .empty: "the path is empty"
    case .absolute: "'\(path)' is absolute"
    case .tooLong: "the path is longer than 1024 bytes"
    case .segmentTooLong: "'\(path)' has a name longer than 255 bytes"
    case .emptySegment: "'\(path)' has an empty segment"
    case .dotSegment: "'\(path)' has a '.' segment"
    case .parentSegment: "'\(path)' has a '..' segment"
    case .controlCharacter: "'\(path)' has a control character"
    case .backslash: "'\(path)' has a backslash"
    case .colon: "'\(path)' has a colon"
    case .trailingDotOrSpace: "'\(path)' has a name that ends in a dot or a space"
    case .deviceName: "'\(path)' has a name that Windows keeps for a device"
    case .gitFolder: "'\(path)' leads into git's own folder"
    case .notComposed: "'\(path)' is not in Unicode's composed form (NFC)"
    case .pattern: "'\(path)' has a '*' or '?', which a name may not have"
    case .brace: "'\(path)' has a '{' or '}', which a name may not have"
    }
  }

  /// What to write instead.
  package var hint: String {
    switch rule {
    case .absolute, .parentSegment, .dotSegment, .empty, .emptySegment:
      "write the path from the root of the repository, for example essays/robot"
    case .tooLong, .segmentTooLong: "use shorter names"
    case .backslash: "write '/' between folders"
    case .gitFolder: "choose a folder outside .git"
    case .notComposed: "rename the file so that its accented letters are single characters"
    case .pattern, .brace, .controlCharacter, .colon, .trailingDotOrSpace, .deviceName:
      "rename it; letters, digits, '-', '_' and '.' are safe on every system"
    }
  }
}
