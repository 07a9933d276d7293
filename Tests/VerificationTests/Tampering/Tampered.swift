import JSONDocument
import RecordSamples
import Records

/// One way of changing a file, with its name.
typealias Tampered = (name: String, bytes: [UInt8])

/// The ways of changing a JSON file that this tool wrote.
enum Tampering {
  /// Every value in turn edited, of another type, or gone; a list in turn with an element more or less.
  static func values(_ value: JSONValue) -> [(name: String, value: JSONValue)] {
    var all: [(name: String, value: JSONValue)] = []
    for (index, pointer) in pointers(value).enumerated() {
      guard let old = value.value(at: pointer) else { continue }
      let others: [JSONValue] = [
        .null, .bool(true), .integer(7), .number("0.5"), .string("x"), [], [:],
      ]
      let retyped = others.filter { !isSameType($0, old) }[index % 6]
      all.append(("\(pointer) edited", value.setting(pointer, edited(old))))
      switch index % 2 {
      case 0: all.append(("\(pointer) of another type", value.setting(pointer, retyped)))
      default: all.append(("\(pointer) removed", value.setting(pointer, nil)))
      }
    }
    return all
  }

  /// The pointers to all values, the outer before the inner.
  static func pointers(_ value: JSONValue, from pointer: String = "") -> [String] {
    switch value {
    case .object(let members):
      members.flatMap { member in
        let inner = "\(pointer)/\(member.key)"
        return [inner] + pointers(member.value, from: inner)
      }
    case .array(let elements):
      elements.indices.flatMap { index in
        let inner = "\(pointer)/\(index)"
        return [inner] + pointers(elements[index], from: inner)
      }
    default: []
    }
  }

  /// Another value of the same type and, where it can be, of the same form.
  static func edited(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null: return .string("x")
    case .bool(let flag): return .bool(!flag)
    case .integer(let number): return .integer(number + 1)
    case .number: return .integer(1)
    case .array(let elements):
      return .array(elements.isEmpty ? [.string("x")] : elements + elements.prefix(1))
    case .object(let members): return .object(Array(members.dropLast()))
    case .string(let text):
      if let words = words.first(where: { $0.contains(text) }),
        let index = words.firstIndex(of: text)
      {
        return .string(words[(index + 1) % words.count])
      }
      if let instant = Instant(text), let next = Instant(milliseconds: instant.milliseconds + 1) {
        return .string(next.description)
      }
      var bytes = Array(text.utf8)
      guard let last = bytes.indices.last else { return .string("x") }
      bytes[last] = bytes[last] == 0x31 ? 0x32 : 0x31
      return .string(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Words of the format, each with those that might stand in its place.
  private static let words = [
    ["PASS", "FAIL"], ["SUCCESS", "FAIL"], ["quick", "standard", "deep"],
    ["PASSED", "FAILED", "CANCELED"], ["terminal", "command", "no-pause", "worker"],
    ["fail", "warn"],
    ["rule_failed", "output_missing", "attempt_cap_reached", "no_change_since_last_attempt"],
    ["all_rules_passed", "passed_with_warnings"],
  ]

  private static func isSameType(_ a: JSONValue, _ b: JSONValue) -> Bool {
    switch (a, b) {
    case (.null, .null), (.bool, .bool), (.integer, .integer), (.number, .number),
      (.string, .string), (.array, .array), (.object, .object):
      true
    default: false
    }
  }

  /// Members that stand twice, that changed places, or whose key is spelled otherwise.
  static func members(_ value: JSONValue) -> [(name: String, value: JSONValue)] {
    rearranged(value, "") { $0 }
  }

  private static func rearranged(
    _ value: JSONValue, _ pointer: String, _ whole: (JSONValue) -> JSONValue
  ) -> [(name: String, value: JSONValue)] {
    var all: [(name: String, value: JSONValue)] = []
    switch value {
    case .object(let members):
      for (index, member) in members.enumerated() {
        let name = "\(pointer)/\(member.key)"
        var twice = members
        twice.insert(member, at: index)
        if index % 2 == 0 { all.append(("\(name) twice", whole(.object(twice)))) }
        var spelled = members
        spelled[index].key = member.key.uppercased()
        if index % 2 == 1 { all.append(("\(name) in capitals", whole(.object(spelled)))) }
        if index > 0 {
          var swapped = members
          swapped.swapAt(index, index - 1)
          all.append(("\(name) moved up", whole(.object(swapped))))
        }
        all += rearranged(member.value, name) { new in
          var changed = members
          changed[index].value = new
          return whole(.object(changed))
        }
      }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        let name = "\(pointer)/\(index)"
        if index > 0, element != elements[index - 1] {
          var swapped = elements
          swapped.swapAt(index, index - 1)
          all.append(("\(name) moved up", whole(.array(swapped))))
        }
        all += rearranged(element, name) { new in
          var changed = elements
          changed[index] = new
          return whole(.array(changed))
        }
      }
    default: break
    }
    return all
  }

  /// Every class of white space, at every place where JSON allows it and at the ends; other spellings of the same values.
  static func spellings(_ bytes: [UInt8]) -> [Tampered] {
    var all: [Tampered] = [
      ("byte order mark", [0xEF, 0xBB, 0xBF] + bytes), ("no final newline", bytes.dropLast()),
      ("blank line at the end", bytes + [0x0A]), ("blank line at the start", [0x0A] + bytes),
      ("CRLF", bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }),
      ("CR", bytes.map { $0 == 0x0A ? 0x0D : $0 }), ("NUL at the end", bytes + [0]),
      ("a second value", bytes + bytes), ("a comment", Array("// mine\n".utf8) + bytes),
      ("one line", bytes.filter { $0 != 0x0A }),
      ("tabs", replacing(bytes, "  ", "\t")), ("four spaces", replacing(bytes, "  ", "    ")),
      ("escaped slashes", replacing(bytes, "/", "\\/")),
      ("an escaped letter", replacing(bytes, "\"gate\"", "\"g\\u0061te\"")),
      ("a trailing comma", replacing(bytes, "\n}\n", ",\n}\n")),
      ("a fraction", replacing(bytes, "\"schema\": 1", "\"schema\": 1.0")),
      ("an exponent", replacing(bytes, "\"schema\": 1", "\"schema\": 1e0")),
      ("no-break space", replacing(bytes, "\": ", "\":\u{A0}")),
      ("UTF-16", bytes.flatMap { [$0, 0] }), ("not UTF-8", replacing(bytes, "PASS", "PA\u{DF}")),
    ]
    all[all.count - 1].bytes = Array(bytes.dropLast(4)) + [0xFF] + bytes.suffix(4)
    for (name, space) in [("space", 0x20), ("tab", 0x09), ("CR", 0x0D), ("LF", 0x0A)]
      as [(String, UInt8)]
    {
      for (place, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x2C || byte == 0x3A {
        // By turns, so that each class falls on each sort of place.
        guard place % 29 == 0 else { continue }
        var changed = bytes
        changed.insert(space, at: place)
        all.append(("\(name) at byte \(place)", changed))
      }
    }
    return all
  }

  /// Bytes lost, cut, doubled or flipped.
  static func bytes(_ bytes: [UInt8]) -> [Tampered] {
    var all: [Tampered] = [("emptied", []), ("one byte", Array(bytes.prefix(1)))]
    for place in stride(from: 0, to: bytes.count, by: 173) {
      var flipped = bytes
      flipped[place] ^= UInt8(1 << (place % 7))
      var without = bytes
      without.remove(at: place)
      all.append(("bit at byte \(place)", flipped))
      if without != bytes { all.append(("without byte \(place)", without)) }
      all.append(("cut at byte \(place)", Array(bytes.prefix(place))))
    }
    return all
  }

  static func replacing(_ bytes: [UInt8], _ old: String, _ new: String) -> [UInt8] {
    Array(String(decoding: bytes, as: UTF8.self).replacing(old, with: new).utf8)
  }
}
