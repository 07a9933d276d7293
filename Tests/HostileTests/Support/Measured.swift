import Foundation
import TestSupport

/// What a program answered, with the most memory that it took.
struct Measured {
  let ran: Ran
  let megabytes: Int

  /// Runs a program through python3.
  ///
  /// A child of the tests' own process would be counted with the memory that it had for a moment before it
  /// became another program; a child of a small one is not. What hangs is ended, with status 124.
  init(_ words: [String], in scratch: Scratch) throws {
    let folder = try Scratch()
    ran = try scratch.run(
      ["timeout", "-k", "1", "120", "python3", "-c", Self.script, folder.absolute("memory")] + words
    )
    megabytes = (Int(try folder.text("memory")) ?? .max / 1024) / 1024
  }

  private static let script = """
    import os, sys
    child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
    _, status, usage = os.wait4(child, 0)
    open(sys.argv[1], "w").write(str(usage.ru_maxrss))
    code = os.waitstatus_to_exitcode(status)
    sys.exit(128 - code if code < 0 else code)
    """
}
