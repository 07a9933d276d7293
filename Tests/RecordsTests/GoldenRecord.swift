import Foundation
import Records
import Testing

/// The committed files of a record that a test makes again.
enum GoldenRecord {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  /// The bytes of every record below `Golden`, by its name.
  static func named(_ name: String) throws -> RecordFiles {
    let record = folder.appending(path: name)
    var attempts: [AttemptKey: [UInt8]] = [:]
    let gates = record.appending(path: "gates")
    for path in try FileManager.default.subpathsOfDirectory(
      atPath: gates.path(percentEncoded: false)
    ).sorted() {
      let parts = path.split { $0 == "/" || $0 == "-" || $0 == "." }
      guard parts.count == 4, let gate = GateID(String(parts[0])), let number = Int(parts[2]) else {
        continue
      }
      attempts[AttemptKey(gate: gate, number: number)] = try bytes(gates.appending(path: path))
    }
    return RecordFiles(run: try bytes(record.appending(path: "RUN.json")), attempts: attempts)
  }

  /// Holds a record to its committed files; with `RECORD_GOLDEN=1` in the environment it writes them and fails.
  static func expect(
    _ files: RecordFiles, equals name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try write(files, name)
      Issue.record("recorded Golden/\(name); look at its diff", sourceLocation: sourceLocation)
      return
    }
    let wanted = try named(name)
    #expect(
      String(decoding: files.run, as: UTF8.self) == String(decoding: wanted.run, as: UTF8.self),
      "Golden/\(name)/RUN.json; RECORD_GOLDEN=1 rewrites it", sourceLocation: sourceLocation)
    #expect(files.run == wanted.run, sourceLocation: sourceLocation)
    #expect(Set(files.attempts.keys) == Set(wanted.attempts.keys), sourceLocation: sourceLocation)
    for (key, bytes) in files.attempts {
      #expect(bytes == wanted.attempts[key], "\(key.record)", sourceLocation: sourceLocation)
    }
  }

  private static func write(_ files: RecordFiles, _ name: String) throws {
    let record = folder.appending(path: name)
    try? FileManager.default.removeItem(at: record)
    let all = [("RUN.json", files.run)] + files.attempts.map { ($0.key.record, $0.value) }
    for (path, bytes) in all {
      let file = record.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
  }

  private static func bytes(_ file: URL) throws -> [UInt8] { Array(try Data(contentsOf: file)) }
}
