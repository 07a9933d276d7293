import Foundation

/// A file system of a few pages of memory, which goes away with the value.
package final class SmallDisk: Sendable {
  /// Where it is mounted, absolute.
  package let path: String
  private let place: Scratch

  /// Whether this process may mount one.
  package static let isPossible = (try? SmallDisk(options: "size=16k")) != nil

  /// Mounts one, with the options of tmpfs.
  package init(options: String) throws {
    place = try Scratch()
    path = place.path
    let ran = try place.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", path])
    guard ran.status == 0 else { throw Scratch.Failed(what: ran.messages) }
  }

  deinit { _ = try? Scratch().run(["umount", "-l", path]) }

  /// Makes it one that can only be read, or again one that can be written.
  package func remount(readOnly: Bool) throws {
    let options = "remount,\(readOnly ? "ro" : "rw")"
    let ran = try Scratch().run(["mount", "-o", options, path])
    guard ran.status == 0 else { throw Scratch.Failed(what: ran.messages) }
  }

  /// Copies the whole of a scratch folder to it, with its owners and times.
  package func copy(_ scratch: Scratch) throws {
    let ran = try scratch.run(["cp", "-a", ".", path])
    guard ran.status == 0 else { throw Scratch.Failed(what: ran.messages) }
  }
}
