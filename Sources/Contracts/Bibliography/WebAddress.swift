/// An address on the web, in the parts by which two addresses are compared.
struct WebAddress {
  /// In lower case, without `www.`, user and the usual ports.
  let host: ArraySlice<UInt8>
  /// The path without the slashes at its end.
  let path: ArraySlice<UInt8>
  /// The query without tracking parameters, maybe empty.
  private let query: [UInt8]

  /// Reads an absolute address with `http` or `https`, or one that begins with `www.`; nil for anything else.
  ///
  /// The host needs a dot between two names, so that `localhost` is none. The fragment is dropped.
  init?(_ bytes: [UInt8]) {
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
    query = mark == rest.endIndex ? [] : WebAddress.withoutTracking(rest[(mark + 1)...])
  }

  /// The address as it is compared: host, path and query.
  var key: [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(host.count + path.count + 1 + query.count)
    key += host
    key += path
    if !query.isEmpty {
      key.append(UInt8(ascii: "?"))
      key += query
    }
    return key
  }

  /// Says whether the host is one of some names.
  func isAt(_ hosts: String...) -> Bool { hosts.contains { host.elementsEqual($0.utf8) } }

  private static func hostStart(_ bytes: [UInt8]) -> Int? {
    if bytes.holdsIgnoringCase("https://", at: 0) { return 8 }
    if bytes.holdsIgnoringCase("http://", at: 0) { return 7 }
    return bytes.holdsIgnoringCase("www.", at: 0) ? 0 : nil
  }

  private static func endsHost(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  private static func host(_ authority: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var host = authority.map(lowercased)[...]
    if let at = host.lastIndex(of: UInt8(ascii: "@")) { host = host[(at + 1)...] }
    if let colon = host.lastIndex(of: UInt8(ascii: ":")) {
      let port = host[(colon + 1)...]
      guard port.allSatisfy(isDigit) else { return nil }
      if port.isEmpty || port.elementsEqual("80".utf8) || port.elementsEqual("443".utf8) {
        host = host[..<colon]
      }
    }
    if host.starts(with: "www.".utf8) { host = host.dropFirst(4) }
    return areNames(host) ? host : nil
  }

  /// Whether a host is two names or more with a dot between them.
  private static func areNames(_ host: ArraySlice<UInt8>) -> Bool {
    var dots = 0
    var length = 0
    for byte in host {
      switch byte {
      case UInt8(ascii: "."):
        if length == 0 { return false }
        dots += 1
        length = 0
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "_"), 0x80...:
        length += 1
      default:
        return false
      }
    }
    return dots > 0 && length > 0
  }

  private static func withoutTracking(_ query: ArraySlice<UInt8>) -> [UInt8] {
    let kept = query.split(separator: UInt8(ascii: "&")).filter { !isTracking($0) }
    return Array(kept.joined(separator: [UInt8(ascii: "&")]))
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

extension [UInt8] {
  /// Whether ASCII text in lower case stands at an index, in capitals or not.
  func holdsIgnoringCase(_ text: String, at index: Int) -> Bool {
    guard text.utf8.count <= count - index else { return false }
    var index = index
    for byte in text.utf8 {
      guard lowercased(self[index]) == byte else { return false }
      index += 1
    }
    return true
  }
}

/// Whether the byte is an ASCII digit.
func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
