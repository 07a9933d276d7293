/// Returns what a string's bytes between its quotes stand for.
///
/// - Parameter raw: Bytes that the reader has accepted; a pair of surrogate escapes is one scalar.
/// - Returns: The same slice where nothing is escaped, else new bytes.
func unescaped(_ raw: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  guard raw.contains(UInt8(ascii: "\\")) else { return raw }
  var output: [UInt8] = []
  output.reserveCapacity(raw.count)
  var rest = raw
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
      output.append(byte)
      continue
    }
    switch escape {
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "u"):
      var code = codeUnit(rest.prefix(4)) ?? 0
      rest = rest.dropFirst(4)
      if code & 0xFC00 == 0xD800 {
        let low = codeUnit(rest.dropFirst(2).prefix(4)) ?? 0
        rest = rest.dropFirst(6)
        code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
      }
      output += String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8
    default: output.append(escape)
    }
  }
  return output[...]
}

/// Returns the number that four hexadecimal digits write, or nil where there are not four.
func codeUnit(_ digits: ArraySlice<UInt8>) -> UInt32? {
  guard digits.count == 4 else { return nil }
  var value: UInt32 = 0
  for digit in digits {
    guard let number = hexadecimal(digit) else { return nil }
    value = value << 4 | number
  }
  return value
}

private func hexadecimal(_ digit: UInt8) -> UInt32? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(digit - UInt8(ascii: "a")) + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(digit - UInt8(ascii: "A")) + 10
  default: nil
  }
}
