extension String {
  /// The offset of the first byte that is not well-formed UTF-8, or nil where all of it is.
  package static func firstInvalidUTF8(in bytes: [UInt8]) -> Int? {
    // The standard library checks fast but does not say where; the slow walk is for the rare bad text.
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
    return offset
  }
}
