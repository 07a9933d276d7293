/// The port through which commands are run, several at the same time and all watched by one loop.
package protocol WorkerRunner: AnyObject {
  /// The moment on a clock that only goes forward.
  var now: Duration { get }

  /// Starts a command, of which `next` will tell the end; one that cannot be started ends at once.
  ///
  /// Throws what has nothing to do with the command, such as a system without room for a process.
  func start(_ call: WorkerCall, as number: Int) throws(WorkerRunnerError)

  /// Waits until a command ends, a signal asks this process to stop, or the moment has come.
  func next(until deadline: Duration?) throws(WorkerRunnerError) -> WorkerNews

  /// Ends all commands that are running, with their children, and tells what became of each.
  func stopAll() -> [(number: Int, result: WorkerResult)]
}

/// What happened while commands were waited for.
package enum WorkerNews: Sendable {
  case ended(number: Int, WorkerResult)
  /// The process was asked to stop.
  case signal(Int32)
  /// The moment that was waited for has come.
  case nothing
}

/// What keeps commands from being run at all.
package struct WorkerRunnerError: Error, Sendable {
  package let what: String

  package init(_ what: String) { self.what = what }
}
