import Digests

/// What Git LFS commits in place of a file.
enum LFS {
  static func pointer(to text: String) -> String {
    let bytes = Array(text.utf8)
    return """
      version https://git-lfs.github.com/spec/v1
      oid sha256:\(SHA256.digest(of: bytes).hex)
      size \(bytes.count)

      """
  }
}
