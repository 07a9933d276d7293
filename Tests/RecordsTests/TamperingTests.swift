import Digests
import JSONDocument
import RecordSamples
import Records
import Testing

@Suite("Records that were changed by hand")
struct TamperingTests {
  /// Why a record was refused, in one word, or nil where it was read.
  private func refusal(_ files: RecordFiles) -> String? {
    do throws(UnreadableRecord) {
      _ = try RunRecord(reading: files)
      return nil
    } catch {
      switch error {
      case .mergeConflict: return "merge conflict"
      case .legacy: return "legacy"
      case .json(let record, let error): return "\(record):\(error)"
      case .contradiction(let error): return "\(error.record): \(error)"
      }
    }
  }

  /// Changes each file of a record in turn and names the changes that were not refused.
  private func taken(
    _ files: RecordFiles, _ change: ([UInt8]) -> [(String, [UInt8])]
  ) -> [String] {
    var taken: [String] = []
    for (name, changed) in change(files.run)
    where refusal(RecordFiles(run: changed, attempts: files.attempts)) == nil {
      taken.append("RUN.json: \(name)")
    }
    for (key, bytes) in files.attempts {
      for (name, changed) in change(bytes) {
        let attempts = files.attempts.merging([key: changed]) { $1 }
        if refusal(RecordFiles(run: files.run, attempts: attempts)) == nil {
          taken.append("\(key.record): \(name)")
        }
      }
    }
    return taken
  }

  @Test("No byte may change, vanish or be doubled")
  func bytes() throws {
    let files = RecordFiles(try SampleRuns.small())
    #expect(refusal(files) == nil)
    var numbers = SeededNumbers(seed: 1)
    let taken = taken(files) { bytes in
      // Every fourth byte, so that each change falls on each sort of byte; a whole pass takes long.
      stride(from: 0, to: bytes.count, by: 4).map { index in
        var changed = bytes
        switch index % 3 {
        case 0: changed[index] ^= UInt8.random(in: 1...255, using: &numbers)
        case 1: changed.remove(at: index)
        default: changed.insert(bytes[index], at: index)
        }
        return ("byte \(index), change \(index % 3)", changed)
      }
    }
    #expect(taken == [])
  }

  @Test("No line may vanish, change places with the next or come twice, and no digit may change")
  func lines() throws {
    let files = RecordFiles(try SampleRuns.medium())
    #expect(refusal(files) == nil)
    let taken = taken(files) { bytes in
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
      func joined(_ lines: [[UInt8]]) -> [UInt8] { Array(lines.joined(separator: [0x0A])) }
      return lines.indices.dropLast().flatMap { index -> [(String, [UInt8])] in
        var without = lines
        without.remove(at: index)
        var twice = lines
        twice.insert(lines[index], at: index)
        var changes = [
          ("without line \(index + 1)", joined(without)),
          ("line \(index + 1) twice", joined(twice)),
        ]
        if lines[index] != lines[index + 1] {
          var swapped = lines
          swapped.swapAt(index, index + 1)
          changes.append(("line \(index + 1) swapped", joined(swapped)))
        }
        if let digit = lines[index].lastIndex(where: { (0x30...0x39).contains($0) }) {
          var other = lines
          other[index][digit] = lines[index][digit] == 0x39 ? 0x38 : lines[index][digit] + 1
          changes.append(("a digit in line \(index + 1)", joined(other)))
        }
        // The first change at every line, the others by turns.
        return [changes[0], changes[1 + index % (changes.count - 1)]]
      }
    }
    #expect(taken == [])
  }

  @Test("What is derived is recomputed, though the seal is made anew")
  func resealed() throws {
    let files = RecordFiles(try SampleRuns.medium())
    let derived: Set = [
      "status", "started_at", "finished_at", "invocations", "artifacts_index", "validations",
    ]
    guard case .object(let members) = try JSONDocument(parsing: files.run).root.value else {
      Issue.record("no object")
      return
    }
    #expect(try Resealed.bytes(.object(members)) == files.run)
    var checked = 0
    for (index, member) in members.enumerated() {
      let isGates = member.key == "gates"
      guard derived.contains(member.key) || isGates else { continue }
      for (path, changed) in Resealed.variations(of: member.value) {
        if isGates, path.hasSuffix("/name") || path.hasSuffix("/gate") { continue }
        var others = members
        others[index].value = changed
        let bytes = try Resealed.bytes(.object(others))
        let answer = refusal(RecordFiles(run: bytes, attempts: files.attempts))
        #expect(
          answer != nil
            && (answer?.contains("line") ?? false || answer?.contains(".json:") ?? false),
          "\(member.key)\(path): \(answer ?? "taken")")
        checked += 1
      }
    }
    #expect(checked > 60)
  }

  @Test("Whatever is changed in a fixed member or an event, the answer is an error or a record")
  func noTrap() throws {
    let files = RecordFiles(try SampleRuns.medium())
    guard case .object(let members) = try JSONDocument(parsing: files.run).root.value else {
      Issue.record("no object")
      return
    }
    var answers = 0
    for (index, member) in members.enumerated() {
      for (_, changed) in Resealed.variations(of: member.value) {
        var others = members
        others[index].value = changed
        let bytes = try Resealed.bytes(.object(others))
        if refusal(RecordFiles(run: bytes, attempts: files.attempts)) != nil { answers += 1 }
      }
    }
    #expect(answers > 100)
  }

  @Test("A file that is cut anywhere is refused")
  func cut() throws {
    let files = RecordFiles(try SampleRuns.medium())
    let taken = taken(files) { bytes in
      (stride(from: 0, to: bytes.count, by: 50) + [bytes.count - 1]).map {
        ("cut at \($0)", Array(bytes.prefix($0)))
      }
    }
    #expect(taken == [])
  }

  @Test("A file with something behind its end is refused")
  func longer() throws {
    let files = RecordFiles(try SampleRuns.small())
    let taken = taken(files) { bytes in
      [" ", "\n", "\r\n", "\0", "{}", "\u{FEFF}"].map {
        ("with \($0.utf8)", bytes + Array($0.utf8))
      }
        + [("with a byte order mark", [0xEF, 0xBB, 0xBF] + bytes)]
        + [("with CRLF", bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] })]
    }
    #expect(taken == [])
  }

  @Test("An attempt file that is missing is named")
  func missing() throws {
    let files = RecordFiles(try SampleRuns.medium())
    for key in files.attempts.keys {
      let answer = refusal(
        RecordFiles(run: files.run, attempts: files.attempts.filter { $0.key != key }))
      #expect(answer?.hasSuffix("\(key.record) is missing") ?? false, "\(answer ?? "taken")")
    }
  }

  @Test("The line of a hand edit is named")
  func place() throws {
    let files = RecordFiles(try SampleRuns.medium())
    let text = String(decoding: files.run, as: UTF8.self)
    let edited = text.replacing(
      #""status": "RUNNING","#, with: #""status": "PASSED","#, maxReplacements: 1)
    #expect(
      refusal(RecordFiles(run: Array(edited.utf8), attempts: files.attempts))
        == "RUN.json: line 6 is not what the events and attempts say; it was changed by hand")
  }
}
