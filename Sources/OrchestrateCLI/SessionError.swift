import Records
import Runs

/// What keeps a command from having what it needs.
enum SessionError: Error {
  case noRepository(String)
  case noFolder(String)
  case notSetUp(String)
  case unknownWorkflow(String, near: String?, command: String?)
  case missingFile(String, role: String)
  case notText(String, line: Int, column: Int)
  case otherGate(contract: String, line: Int, gate: String, wanted: GateID)
  /// A program that the configuration names cannot be started; `place` is where it is named.
  case noProgram(Setting, String, place: String)
  /// A file that names what is run for the person, and that anybody may write.
  case openToAll(String)
  case badValue(option: String, what: String, hint: String)
  /// `path` is the first file that could not be judged.
  case couldNotCheck([String], path: String?, hint: String)
  case held(RunID, holder: String)
  /// Another command has the run's workers in hand.
  case driven(RunID, holder: String)
  /// What a worker changes is told by git, against a commit.
  case needsCommit
  /// A signal asked this process to stop.
  case interrupted(RunID)
  case unknownRevision(String)
  case unrelatedRevision(String)
  /// A name that a tag and a branch share, of which git would take the tag.
  case ambiguousRevision(String)
  /// What a question hangs on is not at hand.
  case cutHistory(String, cure: String)
}

/// A run whose record cannot be worked with.
struct RunRecordError: Error {
  let run: RunID
  let reason: UnreadableRecord
  /// Where a merge left its markers: the commits that have the record without them, ours first.
  var sides: [String] = []
}
