// Constructs of other engines, each named with what to write instead.

extension PatternParser {
  /// Names the group that begins with `(?` or `(*`.
  func unsupportedGroup(from start: Int) -> PatternError {
    let openings: [(opening: String, name: String, hint: String)] = [
      ("?=", "look-ahead", "match the text that follows too, or use a second rule"),
      ("?!", "look-ahead", "list what may follow, or use a second rule"),
      ("?<=", "look-behind", "match the text before it too, or use a second rule"),
      ("?<!", "look-behind", "list what may come before, or use a second rule"),
      ("?<", "named group", "write '(?:…)'; groups need no names here"),
      ("?P<", "named group", "write '(?:…)'; groups need no names here"),
      ("?'", "named group", "write '(?:…)'; groups need no names here"),
      ("?P=", "back-reference", "write out what the group stands for"),
      ("?P>", "recursion", "write out as many levels as you need"),
      ("?R", "recursion", "write out as many levels as you need"),
      ("?&", "recursion", "write out as many levels as you need"),
      ("?>", "atomic group", "write '(?:…)'; no pattern is slow here"),
      ("?|", "branch reset", "write '(?:…)'"),
      ("?(", "condition", "write the cases as alternatives: a|b"),
      ("?#", "comment", "say it in the rule's hint"),
      ("*", "verb", "write '\\*' for the character itself"),
    ]
    for (opening, name, hint) in openings where looks(at: opening) {
      return refusal(at: start, "\(name) '(\(opening)' is not supported", hint)
    }
    if let digit = peek(1), ("0"..."9").contains(digit) {
      return refusal(
        at: start, "recursion '(?\(digit)' is not supported", "write out as many levels as you need"
      )
    }
    if peek(1) == "i" {
      return refusal(
        at: start, "inline flag '(?i' is not supported", "set \"ignore_case\": true in the rule")
    }
    if peek(1) == "m" || peek(1) == "s" {
      return refusal(
        at: start, "inline flag '(?\(peek(1) == "m" ? "m" : "s")' is not supported",
        "'^' and '$' match at each line; write '[\\s\\S]' for any character with line breaks")
    }
    return refusal(at: start, "'(?' is not supported here", "write '(?:…)', or '\\(' for a bracket")
  }

  func refusedDigit(_ digit: Unicode.Scalar, from start: Int) -> PatternError {
    digit == "0"
      ? refusal(at: start, "octal escape '\\0' is not supported", "write '\\x00'")
      : refusal(
        at: start, "back-reference '\\\(digit)' is not supported",
        "write out what the group stands for")
  }

  func unknownEscape(_ scalar: Unicode.Scalar, from start: Int) -> PatternError {
    let hints: [Unicode.Scalar: String] = [
      "A": "write '^', which matches at the start of each line",
      "z": "write '$', which matches at the end of each line",
      "Z": "write '$', which matches at the end of each line",
      "G": "leave it out",
      "h": "write '[ \\t]'",
      "R": "write '\\n', which also matches a CRLF",
      "N": "write '.'",
      "Q": "escape each character, or use a phrase",
      "E": "escape each character, or use a phrase",
      "a": "write '\\x07'",
      "e": "write '\\x1B'",
      "c": "write '\\xHH' with the character's number",
      "k": "write out what the group stands for",
      "g": "write out what the group stands for",
      "X": "write '.', which matches one character",
    ]
    return refusal(
      at: start, "unknown escape '\\\(scalar)'",
      hints[scalar] ?? "write '\(scalar)' for the letter itself, or '\\\\' for a backslash")
  }
}

extension ScalarProperty {
  /// Whether the property may hold for a letter and not for another case of it.
  var distinguishesCase: Bool {
    switch self {
    case .digit, .word, .whiteSpace: false
    case .category: true
    }
  }
}
