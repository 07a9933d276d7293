import Host
import Records
import Runs
import Text

extension Session {
  /// HEAD, or nil without git or commit.
  func head() -> String? { (try? git?.head()).flatMap { $0 } }

  /// What HEAD does not have of a record; nothing where git cannot be asked, which is said.
  ///
  /// A standing attempt is there when its file is, and each of its outputs in the length that passed.
  func uncommitted(_ record: RunRecord) -> Uncommitted {
    guard let git else { return .none }
    let paths = RunPaths(record.header.id)
    let standing = record.state.gates.compactMap { $0.standing.flatMap { record.attempts[$0] } }
    var names = ["HEAD:" + paths.runFile]
    for closed in standing {
      names.append("HEAD:" + paths.attempt(closed.attempt.key))
      names += closed.outputs.map {
        "HEAD:" + PathTemplate.filed($0.path, in: record.header.workflow.artifactPath)
      }
    }
    let objects: [GitObject?]
    let runFile: [UInt8]?
    do {
      objects = try git.objects(names)
      runFile = record.state.status.isFinal ? try git.blobs([names[0]])[0] : nil
    } catch {
      frame.say("note: whether the record is committed is not known: \(error)")
      return .none
    }
    var rest = objects.dropFirst()
    var missing: [AttemptKey] = []
    var overtaken: [AttemptKey] = []
    for closed in standing {
      let hasFile = rest.popFirst().flatMap(\.self) != nil
      let hasOutputs = closed.outputs.map { rest.popFirst().flatMap(\.self)?.bytes == $0.bytes }
      let outputs = glance(at: closed.outputs, in: record.header)
      let isOther = zip(outputs, closed.outputs).contains { $0 != nil && $0 != $1 }
      if !hasOutputs.allSatisfy(\.self), isOther {
        overtaken.append(closed.attempt.key)
        if !hasFile { missing.append(closed.attempt.key) }
      } else if !hasFile || !hasOutputs.allSatisfy(\.self) {
        missing.append(closed.attempt.key)
      }
    }
    return Uncommitted(
      attempts: missing, runFile: record.state.status.isFinal && runFile != record.encoded(),
      overtaken: overtaken)
  }

  /// The lines that commit a pass; nil without git.
  func commitLines(_ attempt: Attempt, in record: RunRecord) -> CommitLines? {
    git == nil ? nil : CommitLines([attempt], in: record, from: wayToRoot)
  }

  /// The way from the working directory to the root, as git's -C takes it; nil where they are the same.
  var wayToRoot: String? {
    guard let working = RepositoryRoot.real(surroundings.workingDirectory), working != root.path
    else {
      return nil
    }
    let prefix = root.path == "/" ? "/" : root.path + "/"
    guard working.utf8.starts(with: prefix.utf8) else { return root.path }
    let depth = working.utf8.dropFirst(prefix.utf8.count).count { $0 == 0x2F } + 1
    return Array(repeating: "..", count: depth).joined(separator: "/")
  }
}
