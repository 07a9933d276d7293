import Host
import Runs

/// Looks for all that is wrong with the configuration of a call.
struct ConfigurationCheck {
  private let call: Call
  private let root: RepositoryRoot?

  init(_ call: Call, root: RepositoryRoot?) {
    self.call = call
    self.root = root
  }

  /// Every problem; throws where a file could not be looked at now.
  func problems() throws -> [Failure] {
    let shelf = ConfigurationShelf(call, root: root)
    var problems: [Failure] = []
    func attempt<Value>(_ read: () throws -> Value?) throws -> Value? {
      do { return try read() } catch {
        let failure = Failure(error)
        guard failure.status == .refused else { throw error }
        problems.append(failure)
        return nil
      }
    }
    let repository = try attempt(shelf.repositoryFile)
    let person = try attempt(shelf.personalFile)
    let variables = try attempt(shelf.variables) ?? [:]
    let configuration = Configuration(
      options: [:], environment: variables, repository: repository, person: person)
    for (setting, words) in [
      (Setting.editor, configuration.editor), (.notify, configuration.notify),
    ] {
      guard let program = words?.first,
        let obstacle = Program.obstacle(
          to: program, environment: call.surroundings.environment, root: root?.path ?? "/")
      else { continue }
      let origin = configuration.entries.first { $0.setting == setting }?.origin.words
      problems.append(
        Failure(
          SessionError.noProgram(
            setting, WorkerEnd.notStarted(obstacle).words(about: program), place: origin ?? "")))
    }
    return problems
  }
}
