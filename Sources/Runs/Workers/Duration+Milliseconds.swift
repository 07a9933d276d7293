extension Duration {
  /// Whole milliseconds, cut.
  package var milliseconds: Int {
    Int(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
  }
}
