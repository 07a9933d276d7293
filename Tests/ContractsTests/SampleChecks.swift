import Contracts
import Text

/// Programs that are not run, each with the same end, and what was asked of them.
final class SampleChecks: CheckRunner {
  private let result: ExternalCheck.Result
  private let missing: Set<String>
  private(set) var asked: [ExternalCheck] = []

  /// Every path names a file but those that are missing.
  init(
    _ end: ExternalCheck.End, output: String = "", messages: String = "", missing: Set<String> = []
  ) {
    result = ExternalCheck.Result(
      end: end, output: Array(output.utf8), messages: Array(messages.utf8))
    self.missing = missing
  }

  func run(_ check: ExternalCheck) -> ExternalCheck.Result {
    asked.append(check)
    return result
  }

  func isFile(_ path: RepositoryPath) -> Bool { !missing.contains(path.text) }
}
