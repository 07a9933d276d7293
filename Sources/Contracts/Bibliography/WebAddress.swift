/// An address on the web, in the parts by which two addresses are compared.
struct WebAddress {
  /// In lower case, without `www.`, user and the usual ports.
  let host: String
  /// The path without the slashes at its end.
  let path: ArraySlice<UInt8>
  /// The query without tracking parameters, maybe empty.
  private let query: [UInt8]

  /// Reads an absolute address with `http` or `https`, or one that begins with `www.`; nil for anything else.
  ///
  /// The host needs a dot between two names, so that `localhost` is none. The fragment is dropped.
  init?(_ text: some Collection<UInt8>) {
    let bytes = Array(text)
    guard let start = WebAddress.hostStart(bytes) else { return nil }
    var index = start
    while index < bytes.count, !WebAddress.endsHost(bytes[index]) { index += 1 }
    guard let host = WebAddress.host(bytes[start..<index]) else { return nil }
    self.host = host
    let rest = bytes[index...].prefix { $0 != UInt8(ascii: "#") }
    let mark = rest.firstIndex(of: UInt8(ascii: "?")) ?? rest.endIndex
    var path = rest[..<mark]
    while path.last == UInt8(ascii: "/") { path.removeLast() }
    self.path = path
    query = Array(
      rest[mark...].dropFirst().split(separator: UInt8(ascii: "&")).filter {
        !WebAddress.isTracking($0)
      }.joined(separator: [UInt8(ascii: "&")]))
  }

  /// The address as it is compared: host, path and query.
  var key: String {
    var key = Array(host.utf8)
    key += path
    if !query.isEmpty { key += [UInt8(ascii: "?")] + query }
    return String(decoding: key, as: UTF8.self)
  }

  private static func hostStart(_ bytes: [UInt8]) -> Int? {
    let lower = bytes.prefix(8).lazy.map(lowercased)
    if lower.starts(with: "https://".utf8) { return 8 }
    if lower.starts(with: "http://".utf8) { return 7 }
    return lower.starts(with: "www.".utf8) ? 0 : nil
  }

  private static func endsHost(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  private static func host(_ authority: ArraySlice<UInt8>) -> String? {
    var host = authority.map(lowercased)
    if let at = host.lastIndex(of: UInt8(ascii: "@")) { host.removeSubrange(...at) }
    if let colon = host.lastIndex(of: UInt8(ascii: ":")) {
      let port = host[(colon + 1)...]
      guard port.allSatisfy(isDigit) else { return nil }
      if port.isEmpty || port.elementsEqual("80".utf8) || port.elementsEqual("443".utf8) {
        host.removeSubrange(colon...)
      }
    }
    if host.starts(with: "www.".utf8) { host.removeFirst(4) }
    let names = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let areNames = names.allSatisfy { name in
      !name.isEmpty
        && name.allSatisfy {
          (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 >= 0x80 || $0 == 0x2D
            || $0 == 0x3A || $0 == 0x5F
        }
    }
    return names.count >= 2 && areNames ? String(decoding: host, as: UTF8.self) : nil
  }

  private static func isTracking(_ parameter: ArraySlice<UInt8>) -> Bool {
    let name = parameter.prefix { $0 != UInt8(ascii: "=") }.map(lowercased)
    return name.starts(with: "utm_".utf8) || name.elementsEqual("fbclid".utf8)
      || name.elementsEqual("gclid".utf8)
  }
}

/// The byte in lower case where it is an ASCII letter.
func lowercased(_ byte: UInt8) -> UInt8 {
  (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
}

/// Whether the byte is an ASCII digit.
func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
