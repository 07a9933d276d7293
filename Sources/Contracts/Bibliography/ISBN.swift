/// An International Standard Book Number, ISO 2108, with a right check digit.
struct ISBN {
  /// The thirteen digits, without hyphens; a number of ten digits has got its `978`.
  let digits: String

  /// Reads a number of ten or thirteen digits, the tenth maybe `X`, without hyphens.
  ///
  /// A number of one digit repeated is a placeholder and none, though its check digit may be right.
  init?(_ text: [UInt8]) {
    let values = text.map { byte in
      byte == UInt8(ascii: "X") || byte == UInt8(ascii: "x") ? 10 : Int(byte) - 48
    }
    guard values.allSatisfy((0...10).contains), !values.dropLast().contains(10),
      values.contains(where: { $0 != values[0] })
    else { return nil }
    switch values.count {
    case 10:
      let sum = values.enumerated().reduce(0) { $0 + (10 - $1.offset) * $1.element }
      guard sum % 11 == 0 else { return nil }
      let stem = [9, 7, 8] + values.dropLast()
      let check = (10 - ISBN.weightedSum(stem) % 10) % 10
      digits = (stem + [check]).map(String.init).joined()
    case 13:
      guard values[0] == 9, values[1] == 7, values[2] == 8 || values[2] == 9, values[12] < 10,
        ISBN.weightedSum(values) % 10 == 0
      else { return nil }
      digits = values.map(String.init).joined()
    default:
      return nil
    }
  }

  private static func weightedSum(_ values: [Int]) -> Int {
    values.enumerated().reduce(0) { $0 + ($1.offset % 2 == 0 ? 1 : 3) * $1.element }
  }
}
