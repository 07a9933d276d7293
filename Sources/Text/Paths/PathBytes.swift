/// A path as git or the disk has it, which need be no path that a record can hold: a key that is hashed as bytes.
package struct PathBytes: Sendable, Hashable {
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package init(_ path: RepositoryPath) { bytes = Array(path.text.utf8) }

  package func hash(into hasher: inout Hasher) {
    unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }
}
