package import Runs

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Finds the file of a program that a workflow names.
package enum Program {
  /// The absolute path of a program, or why there is none.
  ///
  /// A name without `/` is looked for in the absolute folders of `PATH`, any other begins at the root; only a regular file counts.
  static func find(
    _ name: String, path: String?, root: String
  ) -> Result<String, Unfound> {
    if name.utf8.contains(UInt8(ascii: "/")) {
      let whole = name.utf8.first == UInt8(ascii: "/") ? name : "\(root)/\(name)"
      return judge([whole])
    }
    let folders = (path ?? "/usr/local/bin:/usr/bin:/bin").utf8.split(separator: UInt8(ascii: ":"))
    return judge(
      folders.filter { $0.first == UInt8(ascii: "/") && !$0.contains(0) }
        .map { "\(String(decoding: $0, as: UTF8.self))/\(name)" })
  }

  /// Why a program that is named cannot be started; nil where it is there.
  package static func obstacle(
    to name: String, environment: [String: String], root: String
  ) -> WorkerEnd.Obstacle? {
    switch find(name, path: environment["PATH"], root: root) {
    case .success: nil
    case .failure(let unfound): unfound.obstacle
    }
  }

  /// Why there is no program.
  struct Unfound: Error { let obstacle: WorkerEnd.Obstacle }

  private static func judge(_ candidates: [String]) -> Result<String, Unfound> {
    var obstacle = WorkerEnd.Obstacle.missingProgram
    for candidate in candidates {
      var attributes = stat()
      guard stat(candidate, &attributes) == 0 else { continue }
      if FileKind(mode: attributes.st_mode) == .regular, access(candidate, X_OK) == 0 {
        return .success(candidate)
      }
      obstacle = .notExecutable
    }
    return .failure(Unfound(obstacle: obstacle))
  }
}
