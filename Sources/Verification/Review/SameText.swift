/// Compares texts by their bytes; `==` would hold two spellings of one accented letter to be the same.
func isSame(_ a: String?, _ b: String?) -> Bool {
  switch (a, b) {
  case (nil, nil): true
  case (let a?, let b?): a.utf8.elementsEqual(b.utf8)
  default: false
  }
}

/// Compares lists of texts by their bytes.
func isSame(_ a: [String], _ b: [String]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { isSame($0, $1) }
}
