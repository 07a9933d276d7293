#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The person's own configuration file, outside of every repository: links on the way to it are the person's own and are followed.
package struct PersonalFile: Sendable {
  private static let name = "orchestrate/config.json"

  /// Absolute.
  package let path: String
  /// The folder of all configurations, absolute.
  private let base: String

  /// Finds where the file belongs: below an absolute `XDG_CONFIG_HOME`, else below `.config` of `HOME`; nil without either.
  package init?(environment: [String: String]) {
    func absolute(_ name: String) -> String? {
      environment[name].flatMap { $0.utf8.first == 0x2F ? $0 : nil }
    }
    guard let base = absolute("XDG_CONFIG_HOME") ?? absolute("HOME").map({ $0 + "/.config" }) else {
      return nil
    }
    self.base = base
    path = "\(base)/\(Self.name)"
  }

  /// The bytes of the file, or nil where there is none.
  package func read(limit: Int) throws(FileError) -> [UInt8]? {
    guard let real = RepositoryRoot.real(path) else { return nil }
    let (folder, name) = Self.parts(of: real)
    do { return try Folder(root: folder).read(name, limit: limit) } catch {
      throw FileError(error.operation, path, error.kind, code: error.code)
    }
  }

  /// Whether anybody on the machine may write the file, and so choose what is run for the person.
  package var isWritableByAnyone: Bool {
    var attributes = stat()
    return stat(path, &attributes) == 0 && attributes.st_mode & S_IWOTH != 0
  }

  /// Takes the right to write the file from all but its owner.
  package func protect() throws(FileError) {
    var attributes = stat()
    guard stat(path, &attributes) == 0,
      chmod(path, attributes.st_mode & 0o7777 & ~(S_IWGRP | S_IWOTH)) == 0
    else { throw FileError(.write, path, SystemError.last) }
  }

  /// Writes the file where there is none.
  ///
  /// - Throws: `exists` where something stands there.
  package func writeNew(_ bytes: [UInt8]) throws(FileError) {
    do {
      if (try? RepositoryRoot.isFolder(base)) == true {
        return try Folder(root: base).writeNew(Self.name, bytes, temporary: "orchestrate")
      }
      let (parent, name) = Self.parts(of: base)
      try Folder(root: parent).writeNew(
        "\(name)/\(Self.name)", bytes, temporary: "\(name)/orchestrate")
    } catch {
      throw FileError(error.operation, path, error.kind, code: error.code)
    }
  }

  /// The folder of an absolute path, and the last segment.
  private static func parts(of path: String) -> (folder: String, name: String) {
    let slash = path.utf8.lastIndex(of: 0x2F) ?? path.startIndex
    let folder = String(path[..<slash])
    return (folder.utf8.isEmpty ? "/" : folder, String(path.utf8[slash...].dropFirst()) ?? "")
  }
}
