import OrchestrateCLI
import Testing
import Verification

/// A fault planted in a repository that was in order, and what `verify` must say of it.
struct Planted: Sendable, CustomTestStringConvertible {
  /// What a finding has beside id, level, path and message.
  struct Details: OptionSet, Sendable {
    let rawValue: Int
    static let expected = Details(rawValue: 1)
    static let found = Details(rawValue: 2)
    static let recordedBy = Details(rawValue: 4)
    static let next = Details(rawValue: 8)
    static let attempt = Details(rawValue: 16)
    static let line = Details(rawValue: 32)
    /// What is said of a file whose bytes are not the recorded ones.
    static let file: Details = [.expected, .found, .recordedBy, .next, .attempt]
  }

  /// What typing the next command does.
  enum Cure: Sendable {
    /// It takes the finding away.
    case mends
    /// It succeeds.
    case runs
    /// It needs what a test does not have, or there is none.
    case untried
  }

  let id: FindingID
  let name: String
  /// What stands behind `verify`.
  let arguments: String
  let status: OrchestrateCLI.ExitStatus
  let path: String
  let details: Details
  let cure: Cure
  /// The folder of the repository that is verified, where the fault is planted in a clone.
  let folder: String
  let plant: @Sendable (GoodRun) throws -> Void

  init(
    _ id: FindingID, _ name: String, _ arguments: String = "", status: OrchestrateCLI.ExitStatus,
    at path: String,
    _ details: Details = [.next], _ cure: Cure = .runs, in folder: String = "",
    plant: @escaping @Sendable (GoodRun) throws -> Void
  ) {
    self.id = id
    self.name = name
    self.arguments = arguments
    self.status = status
    self.path = path
    self.details = details
    self.cure = cure
    self.folder = folder
    self.plant = plant
  }

  var testDescription: String { "\(id.rawValue): \(name)" }

  static let all: [Planted] = record + history + evidence + rules + trust
}
