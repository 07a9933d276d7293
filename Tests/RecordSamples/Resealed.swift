import Digests
package import JSONDocument

/// RUN.json as someone writes it who can make the seal anew.
package enum Resealed {
  package static func bytes(_ value: JSONValue) throws -> [UInt8] {
    guard case .object(var members) = value else { return JSONWriter.write(value) }
    guard let last = members.indices.last, members[last].key == "seal" else {
      return JSONWriter.write(value)
    }
    guard members[last].value != .null else { return JSONWriter.write(value) }
    members[last].value = .string(String(repeating: "0", count: 64))
    let digest = SHA256.digest(of: JSONWriter.write(.object(members)))
    members[last].value = .string(digest.hex)
    return JSONWriter.write(.object(members))
  }

  /// Every value that differs in one place, with the pointer to it.
  package static func variations(of value: JSONValue) -> [(String, JSONValue)] {
    switch value {
    case .null: return [("", .string("x")), ("", .integer(1))]
    case .bool(let flag): return [("", .bool(!flag)), ("", .null)]
    case .integer(let number):
      return [("", .integer(number + 1)), ("", .integer(.max)), ("", .null)]
    case .number: return [("", .integer(1))]
    case .string(let text):
      let last = text.utf8.last ?? 0
      let other = String(
        decoding: text.utf8.dropLast() + [last == 0x31 ? 0x32 : 0x31], as: UTF8.self)
      return [("", .string(other)), ("", .string("")), ("", .null)]
    case .array(let elements):
      var all: [(String, JSONValue)] = elements.isEmpty ? [] : [("", .array([]))]
      for (index, element) in elements.enumerated() {
        var without = elements
        without.remove(at: index)
        all.append(("/\(index)", .array(without)))
        all.append(("/\(index)", .array(elements + [element])))
        for (path, changed) in variations(of: element) {
          var other = elements
          other[index] = changed
          all.append(("/\(index)\(path)", .array(other)))
        }
      }
      return all
    case .object(let members):
      var all: [(String, JSONValue)] = [
        ("", .object(members + [JSONMember("more", .null)])), ("", .object([])),
      ]
      for (index, member) in members.enumerated() {
        var without = members
        without.remove(at: index)
        all.append(("/\(member.key)", .object(without)))
        for (path, changed) in variations(of: member.value) {
          var other = members
          other[index].value = changed
          all.append(("/\(member.key)\(path)", .object(other)))
        }
      }
      return all
    }
  }
}
