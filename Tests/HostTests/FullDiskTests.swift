#if os(Linux)
import Foundation
import Glibc
import Host
import TestSupport
import Testing

/// What only shows in a process of its own: another user, and limits that hold for a whole process.
@Suite("Writing where it cannot be done")
struct FullDiskTests {
  @Test(
    "A folder without permission is said to be so, and stays as it was",
    .enabled(if: getuid() == 0, "needs root to become nobody"))
  func noPermission() async throws {
    let tree = try TemporaryTree()
    try tree.write("record/RUN.json", "old")
    try tree.makeFolder("tmp")
    #expect(chmod(tree.path, 0o755) == 0)
    #expect(chmod(tree.absolute("record"), 0o755) == 0)
    #expect(chmod(tree.absolute("tmp"), 0o777) == 0)
    await #expect(processExitsWith: .success) { [path = tree.path as String] in
      precondition(setgid(65534) == 0 && setuid(65534) == 0)
      let folder = try Folder(root: path)
      let new = #expect(throws: FileError.self) {
        try folder.writeNew("record/new", [1], temporary: "tmp")
      }
      #expect(new?.kind == .noPermission)
      let replaced = #expect(throws: FileError.self) {
        try folder.replace("record/RUN.json", [1], temporary: "tmp")
      }
      #expect(replaced?.kind == .noPermission)
      #expect(replaced?.description == "cannot publish 'record/RUN.json': permission denied")
      let created = #expect(throws: FileError.self) { try folder.createFolders("record/below") }
      #expect(created?.kind == .noPermission)
      #expect(try folder.read("record/RUN.json", limit: 10) == Array("old".utf8))
    }
    #expect(try tree.names(in: "record") == ["RUN.json"])
    #expect(try tree.text("record/RUN.json") == "old")
    #expect(try tree.names(in: "tmp") == [])
  }

  @Test("A file that the process may not make so large leaves the old one as it was")
  func tooLargeForTheProcess() async throws {
    let tree = try TemporaryTree()
    try tree.write("RUN.json", "old")
    await #expect(processExitsWith: .success) { [path = tree.path as String] in
      signal(SIGXFSZ, SIG_IGN)
      let folder = try Folder(root: path)
      var limit = rlimit(rlim_cur: 8192, rlim_max: 8192)
      precondition(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      // The first write comes back short, the second fails.
      let error = #expect(throws: FileError.self) {
        try folder.replace("RUN.json", [UInt8](repeating: 1, count: 10_000), temporary: "tmp")
      }
      #expect(error?.code == EFBIG)
      #expect(error?.description == "cannot write 'RUN.json': the file would be too large")
    }
    #expect(try tree.text("RUN.json") == "old")
    #expect(try tree.names(in: "tmp") == [])
  }

  @Test(
    "A full disk is said to be so, and leaves the old file as it was",
    .enabled(if: SmallDisk.isPossible, "needs the right to mount a tmpfs"))
  func noSpace() throws {
    let disk = try SmallDisk(options: "size=64k")
    let folder = try Folder(root: disk.path)
    try folder.replace("RUN.json", Array("old".utf8), temporary: "tmp")
    let large = [UInt8](repeating: 1, count: 100_000)
    let replaced = #expect(throws: FileError.self) {
      try folder.replace("RUN.json", large, temporary: "tmp")
    }
    #expect(replaced?.kind == .noSpace)
    #expect(replaced?.description == "cannot write 'RUN.json': no space left on device")
    let new = #expect(throws: FileError.self) {
      try folder.writeNew("attempt-1.json", large, temporary: "tmp")
    }
    #expect(new?.kind == .noSpace)
    #expect(try folder.read("RUN.json", limit: 100) == Array("old".utf8))
    #expect(try folder.status(of: "attempt-1.json") == .missing)
    #expect(try folder.list("tmp", limit: 10) == [])
  }
}
#endif
