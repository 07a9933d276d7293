import Contracts
import Host
import Records
import Runs
import Text

/// The files of a record as they are now, each looked at once: for one step, which takes no time as people see it.
final class FilesToday {
  private let artifacts: DiskArtifacts
  private let header: RunHeader
  private var seen: [PathBytes: Result<FileFact, UnreadableArtifact>] = [:]

  init(_ artifacts: DiskArtifacts, _ header: RunHeader) {
    self.artifacts = artifacts
    self.header = header
  }

  /// Files in the spelling of records; throws where one could not be read.
  func facts(_ files: [FileFact]) throws(UnreadableArtifact) -> [FileFact] {
    var facts: [FileFact] = []
    for result in results(files) { facts.append(try result.get()) }
    return facts
  }

  /// The same for one who only looks, with nil for what could not be read.
  func glance(at files: [FileFact]) -> [FileFact?] { results(files).map { try? $0.get() } }

  private func results(_ files: [FileFact]) -> [Result<FileFact, UnreadableArtifact>] {
    let keys = files.map { PathBytes(Array($0.path.utf8)) }
    let unseen = files.indices.filter { seen[keys[$0]] == nil }
    let (artifacts, header) = (artifacts, header)
    let found = Concurrent.map(count: unseen.count) { index in
      Self.look(at: files[unseen[index]], artifacts, header)
    }
    for (place, result) in zip(unseen, found) { seen[keys[place]] = result }
    return zip(files, keys).map { seen[$1] ?? .success($0) }
  }

  private static func look(
    at file: FileFact, _ artifacts: DiskArtifacts, _ header: RunHeader
  ) -> Result<FileFact, UnreadableArtifact> {
    let text = PathTemplate.filed(file.path, in: header.workflow.artifactPath)
    guard let path = try? RepositoryPath(text) else { return .success(file) }
    return Result { () throws(UnreadableArtifact) in
      try artifacts.artifact(at: path, keepingContents: false).recorded(in: header).file
    }
  }
}
