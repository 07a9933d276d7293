import CommandGrammar
import Contracts
import Host
import JSONDocument
import Records
import Runs
import Text
import Verification

/// An error as a person and a program see it; the one place that gives errors their status and hint.
struct Failure {
  /// A stable kebab-case name.
  let id: String
  let status: ExitStatus
  /// The file concerned, with line and column where they are known.
  let place: String?
  let path: String?
  let message: String
  let hint: String
  /// More lines for a person.
  let details: [String]
  let isReaderGone: Bool

  /// The line behind "orchestrate: error: ".
  var line: String { place.map { "\($0): \(message)" } ?? message }

  private init(
    _ id: String, _ status: ExitStatus, _ message: String, hint: String, place: String? = nil,
    path: String? = nil, details: [String] = [], isReaderGone: Bool = false
  ) {
    self.id = id
    self.status = status
    self.place = place
    self.path = path ?? place
    self.message = message
    self.hint = hint
    self.details = details
    self.isReaderGone = isReaderGone
  }

  init(_ error: any Error) {
    switch error {
    case let error as UsageError:
      self.init("usage", .refused, error.message, hint: error.hint)
    case let error as Refusal:
      self.init(
        error.id, error.isPassing ? .unavailable : .refused, error.message, hint: error.hint)
    case let error as SessionError: self.init(error)
    case let error as DocumentError: self.init(error.path, error.error)
    case let error as RunRecordError: self.init(error)
    case let error as RecordError:
      self.init(
        "defect", .defect, "\(error.record): \(error.description)", hint: "please report this")
    case let error as PathError:
      self.init("bad-path", .refused, error.description, hint: error.hint)
    case let error as FileError: self.init(error)
    case let error as SetupPlan.Occupied:
      self.init(
        "occupied", .refused,
        "it is there already, and is not the contract that \(error.workflow.rawValue) needs",
        hint: "move it, and name its new path as the gate's contract in its workflow.json",
        place: error.path)
    case let error as UnreadableArtifact:
      self.init(
        "cannot-access", .unavailable, "cannot read '\(error.path)': \(error.why)",
        hint: "nothing was lost; mend it and try again", path: error.path.text)
    case let error as GitError:
      self.init(
        "git", .unavailable, error.description, hint: "mend it and try again; nothing was lost")
    case let error as WorkerRunnerError:
      self.init(
        "cannot-run", .unavailable, error.what, hint: "nothing was lost; mend it and try again")
    case let error as EvidenceError:
      self.init("git", .unavailable, error.what, hint: error.cure)
    case let error as StreamError: self.init(error)
    default:
      self.init("defect", .defect, "\(error)", hint: "please report this")
    }
  }

  private init(_ path: String, _ error: JSONError) {
    self.init(
      "bad-file", .refused, error.what, hint: error.hint ?? "mend the file and try again",
      place: "\(path):\(error.line):\(error.column)", path: path)
  }

  private init(_ error: FileError) {
    switch error.kind {
    case .locked:
      self.init("locked", .unavailable, "another command is writing", hint: "try again in a moment")
    case .missing, .notRegular, .linkOnTheWay, .notAFolder, .tooLarge, .tooMany, .unsafePath,
      .exists:
      self.init(
        "bad-path", .refused, error.description, hint: "name a regular file inside the repository",
        path: error.path)
    case .noPermission, .noSpace, .other:
      self.init(
        "cannot-access", .unavailable, error.description,
        hint: "nothing was lost; mend it and try again",
        path: error.path)
    }
  }

  private init(_ error: StreamError) {
    switch error {
    case .readerGone: self.init("reader-gone", .done, "", hint: "", isReaderGone: true)
    case .failed(let why):
      self.init(
        "output", .unavailable, "cannot write to standard output: \(why)",
        hint: "make room, or send the output elsewhere; the record is safe")
    }
  }

  private init(_ error: RunRecordError) {
    let paths = RunPaths(error.run)
    switch error.reason {
    case .mergeConflict(let sides):
      self.init(
        "merge-conflict", .refused,
        "a merge left its markers in the record" + (sides.map { ": \($0)" } ?? ""),
        hint: Self.keeping(error.sides, of: paths.record), place: paths.runFile)
    case .legacy:
      self.init(
        "legacy-record", .refused,
        "the run was recorded by an earlier runner, and can only be looked at",
        hint: "orchestrate run show --run \(error.run)", place: paths.runFile)
    case .json(let record, let json):
      let path = "\(paths.record)/\(record)"
      // A hint on spelling is for those who write a file; a record is put back.
      let own: String? =
        switch json.kind {
        case .invalid: json.hint.map { "\($0); " }
        case .newerFormat: "install the newer orchestrate; or "
        default: nil
        }
      self.init(
        "unreadable-record", .refused, json.what, hint: (own ?? "") + Self.restoring(path),
        place: "\(path):\(json.line):\(json.column)", path: path)
    case .contradiction(let contradiction):
      let path = "\(paths.record)/\(contradiction.record)"
      self.init(
        "record-does-not-hold", .refused, contradiction.description,
        // The whole folder: which of the files that contradict each other was changed cannot be known.
        hint: Self.restoring(paths.record), place: path)
    }
  }

  private static func restoring(_ path: String) -> String {
    "see what changed: git diff -- \(path), and put it back: git restore -- \(path)"
  }

  /// The command that takes one side of a merge whole; without a side the one that shows where they are.
  private static func keeping(_ sides: [String], of record: String) -> String {
    guard let first = sides.first else {
      return "put back RUN.json and the attempts of one side: git log -p -m -- \(record)"
    }
    let others = sides.dropFirst().map { ", or --source=\($0) for the other" }.joined()
    return "keep one side: git restore --source=\(first) --staged --worktree -- \(record)\(others)"
  }

  /// The command that fetches what a revision may name.
  private static func fetching(_ revision: String) -> String {
    let remotes = ["refs/remotes/origin/", "origin/"].map { Array($0.utf8) }
    guard let remote = remotes.first(where: { revision.utf8.starts(with: $0) }) else {
      return "git fetch origin \(ShellWord.quoted(revision)), or name a commit that is here"
    }
    let branch = String(decoding: revision.utf8.dropFirst(remote.count), as: UTF8.self)
    return "git fetch origin "
      + ShellWord.quoted("+refs/heads/\(branch):refs/remotes/origin/\(branch)")
  }

  private init(_ error: SessionError) {
    switch error {
    case .noRepository(let folder):
      self.init(
        "no-repository", .refused,
        "'\(folder)' is in no repository: no .git and no orchestration/ upwards",
        hint: "go to the repository, name it with -C DIR, or begin here: orchestrate init")
    case .noFolder(let folder):
      self.init(
        "no-folder", .refused, "'\(folder)' is no folder", hint: "name a folder with -C DIR")
    case .notSetUp(let root):
      self.init(
        "not-set-up", .refused, "'\(root)' has no orchestration/ folder",
        hint: "orchestrate init")
    case .unknownWorkflow(let name, let near, let command):
      let hint =
        near.map { "did you mean '\($0)'?" }
        ?? command.map { "did you mean the command 'orchestrate \($0)'?" }
        ?? "a workflow is a folder in workflows/ with a workflow.json"
      self.init("unknown-workflow", .refused, "unknown workflow '\(name)'", hint: hint)
    case .missingFile(let path, let role):
      self.init(
        "missing-file", .refused, "\(role) '\(path)' is missing",
        hint: "write it, or mend the path",
        path: path)
    case .notText(let path, let line, let column):
      self.init(
        "not-text", .refused, "the text is not UTF-8", hint: "save the file as UTF-8",
        place: "\(path):\(line):\(column)", path: path)
    case .otherGate(let contract, let line, let gate, let wanted):
      self.init(
        "other-gate", .refused, "the contract is for gate '\(gate)', and \(wanted) names it",
        hint: "write \"gate\": \"\(wanted)\" there, or name another contract in the workflow",
        place: "\(contract):\(line)", path: contract)
    case .noProgram(let setting, let words, let place):
      self.init(
        "missing-program", .refused, "\(setting.rawValue): \(words)",
        hint: "install it, or name another program", place: place)
    case .openToAll(let path):
      self.init(
        "open-to-all", .refused,
        "anybody on this machine may write it, and so choose what is run for you",
        hint: "chmod go-w \(ShellWord.quoted(path))", place: path)
    case .badValue(let option, let what, let hint):
      self.init("bad-value", .refused, "\(option): \(what)", hint: hint)
    case .couldNotCheck(let lines, let path, let hint):
      self.init(
        "could-not-check", .unavailable, "a rule could not run, so nothing was recorded",
        hint: hint, place: path, details: lines)
    case .unknownRevision(let revision):
      self.init(
        "unknown-revision", .refused, "unknown revision '\(revision)'",
        hint: Self.fetching(revision))
    case .unrelatedRevision(let revision):
      self.init(
        "unrelated-revision", .refused, "'\(revision)' and HEAD have no commit in common",
        hint: "name the branch that this one is to be merged into")
    case .ambiguousRevision(let revision):
      self.init(
        "ambiguous-revision", .refused,
        "'\(revision)' names several things, of which git would take one without asking",
        hint: "name it in full, such as refs/remotes/\(revision) or refs/heads/\(revision)")
    case .cutHistory(let what, let cure):
      self.init("history-cut", .unavailable, what, hint: cure)
    case .held(let run, let holder):
      self.init(
        "locked", .unavailable, "run \(run) is being written by \(holder)",
        hint: "try again in a moment")
    case .driven(let run, let holder):
      self.init(
        "locked", .unavailable, "the workers of run \(run) are in the hands of \(holder)",
        hint:
          "wait for it and what it started, or stop them; then: \(RunCommand.resume(run))")
    case .needsCommit:
      self.init(
        "needs-commit", .refused,
        "a gate bounds what its worker may change, which git tells against a commit",
        hint: "make a git repository with a commit, or take diff_budget and forbidden_paths out")
    case .interrupted(let run):
      self.init(
        "interrupted", .unavailable, "it was told to stop", hint: RunCommand.resume(run))
    }
  }
}
