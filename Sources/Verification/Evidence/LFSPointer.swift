import Digests

/// The small text that Git LFS commits in place of a file: the digest and length of the bytes that it stands for.
///
/// The format is that of the Git LFS specification, version 1: lines of a key, a space and a value, `version` first.
struct LFSPointer: Sendable {
  /// A pointer is less than this many bytes long.
  static let limit = 1024

  private let sha256: Digest
  private let bytes: Int

  init?(_ text: [UInt8]) {
    guard text.count < Self.limit else { return nil }
    let lines = String(decoding: text, as: UTF8.self).utf8.split(separator: 0x0A)
      .map { String(decoding: $0, as: UTF8.self) }
    guard let first = lines.first,
      first.utf8.elementsEqual("version https://git-lfs.github.com/spec/v1".utf8)
    else { return nil }
    func value(_ key: String) -> String? {
      lines.first { $0.utf8.starts(with: key.utf8) }
        .map { String(decoding: $0.utf8.dropFirst(key.utf8.count), as: UTF8.self) }
    }
    guard let digest = value("oid sha256:").flatMap(Digest.init(hex:)),
      let bytes = value("size ").flatMap({ Int($0) })
    else { return nil }
    sha256 = digest
    self.bytes = bytes
  }

  /// Says whether the pointer stands for the bytes that were recorded.
  func isOf(_ file: RecordedFile) -> Bool { sha256 == file.sha256 && bytes == file.bytes }
}
