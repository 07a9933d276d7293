#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

package import Contracts
import Runs
package import Text

/// Runs the programs that rules ask for, in the root of a repository and without a shell.
package struct ProgramChecks: CheckRunner {
  private let root: Folder
  private let rootPath: String
  private let environment: [String: String]
  private let holdsSignalsBack: Bool
  /// The folder that the outputs are kept in, each file named for its rule; nil keeps nothing.
  private let logs: String?
  /// Whose other commands go on meanwhile; nil where there are none.
  private let runner: ProcessRunner?

  package init(
    root: Folder, path: String, environment: [String: String], holdsSignalsBack: Bool,
    logs: String?, beside runner: ProcessRunner? = nil
  ) {
    self.runner = runner
    self.root = root
    rootPath = path
    self.environment = environment
    self.holdsSignalsBack = holdsSignalsBack
    self.logs = logs
  }

  package func isFile(_ path: RepositoryPath) -> Bool {
    if case .regular? = try? root.status(of: path.text) { true } else { false }
  }

  package func run(_ check: ExternalCheck) -> ExternalCheck.Result {
    let name = check.words.first ?? ""
    let files = logs.map {
      WorkerLogs(output: "\($0)/\(check.rule).stdout", messages: "\($0)/\(check.rule).stderr")
    }
    let news: WorkerNews
    do { news = try end(of: check, name, files) } catch {
      return ExternalCheck.Result(end: .notStarted(error.what))
    }
    switch news {
    case .ended(_, let result):
      return ExternalCheck.Result(
        end: Self.end(result.end, of: name),
        output: relative(whole(result.outputTail, of: result.outputBytes, in: files?.output)),
        messages: relative(whole(result.messageTail, of: result.messageBytes, in: files?.messages)))
    case .signal(let signal):
      // The program has been ended; whoever held the signal back before, or the system, sees to the rest.
      raise(signal)
      fallthrough
    case .nothing:
      return ExternalCheck.Result(end: .notStarted(WorkerEnd.interrupted.words(about: name)))
    }
  }

  /// Runs a program to its end, or until a signal asks this process to stop.
  private func end(
    of check: ExternalCheck, _ name: String, _ files: WorkerLogs?
  ) throws(WorkerRunnerError) -> WorkerNews {
    let runner =
      runner
      ?? ProcessRunner(
        root: root, path: rootPath, environment: environment, holdsSignalsBack: holdsSignalsBack)
    return try runner.finish(
      WorkerCall(
        name: name, words: check.words, folder: nil, environment: check.environment, input: nil,
        timeout: .seconds(check.seconds), logs: files))
  }

  private static func end(_ end: WorkerEnd, of name: String) -> ExternalCheck.End {
    switch end {
    case .exited(let status): .exited(status)
    case .signalled(let signal): .signalled(signal)
    case .timedOut: .timedOut
    case .interrupted, .notStarted: .notStarted(end.words(about: name))
    }
  }

  /// An output from its beginning, where it was kept; else the last of it.
  private func whole(_ tail: [UInt8], of count: Int, in file: String?) -> [UInt8] {
    guard count > tail.count, let file else { return tail }
    return (try? root.read(file, limit: 16 << 20)) ?? tail
  }

  /// An output with what lies in the repository written from its root, and the home folder as `~`.
  private func relative(_ output: [UInt8]) -> [UInt8] {
    var places = [
      (Array("\(rootPath)/".utf8), [UInt8]()), (Array(rootPath.utf8), [UInt8(ascii: ".")]),
    ]
    if let home = environment["HOME"], home.utf8.count > 1 {
      places.append((Array(home.utf8), [UInt8(ascii: "~")]))
    }
    return places.reduce(output) { Self.replacing($1.0, with: $1.1, in: $0) }
  }

  private static func replacing(_ old: [UInt8], with new: [UInt8], in text: [UInt8]) -> [UInt8] {
    guard let first = old.first else { return text }
    var result: [UInt8] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: first) {
      result += rest[..<start]
      rest = rest[start...]
      if rest.starts(with: old) {
        result += new
        rest = rest.dropFirst(old.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}
