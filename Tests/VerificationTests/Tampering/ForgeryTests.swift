import JSONDocument
import RecordSamples
import Records
import Testing
import Verification

@Suite("A record rewritten by somebody who makes digests, chain and seal right")
struct ForgeryTests {
  private let good: GoodRepository

  init() throws { good = try GoodRepository() }

  /// What of every attempt no check of one commit can see, as nothing else in the repository says what it was.
  ///
  /// A name, a moment, a packet and the words of a rule leave no trace but the record; the rules are run again, and their
  /// answers are compared, never their words. `--since` finds each of these. A 0 stands for any place in a list.
  private static let unseen: Set = [
    "agent", "finished_at", "finished_by/actor", "finished_by/channel", "key", "prompt/bytes",
    "prompt/sha256", "recorder/name", "recorder/version", "started_at", "validations/0/expected",
    "validations/0/found",
  ]
  /// The ids of invocations, which hold nothing but a moment.
  private static let invocation: Set = ["invocation_ids/0"]
  /// What was found of earlier outputs when the attempt began: it may honestly differ from what had passed.
  private static let inputs: Set = ["inputs/0/sha256"]
  /// What a failed attempt saw. It vouches for nothing; where its bytes or its contract are nowhere, it is not judged again.
  private static let failure: Set = [
    "artifacts/0/bytes", "artifacts/0/sha256", "contract/path", "contract/sha256", "failure_reason",
    "validations/0/error", "validations/0/findings", "validations/0/findings/0 removed",
    "validations/0/findings/0/column", "validations/0/findings/0/line",
    "validations/0/findings/0/message", "validations/0/findings/0/path",
  ]
  /// What RUN.json alone says: how it began, what was called, who ended it; and events of which nothing else tells.
  private static let run: Set = [
    "commit", "events/0 removed", "events/0/agent", "events/0/at", "events/0/by/actor",
    "events/0/by/channel", "events/0/contract/path", "events/0/contract/sha256", "events/0/status",
    "prompt_file/path", "prompt_file/sha256", "recorder/name", "recorder/version",
  ]

  private func place(_ pointer: String) -> String {
    pointer.split(separator: "/").map { Int($0) == nil ? String($0) : "0" }.joined(separator: "/")
  }

  /// What became of forged records, by their names.
  private struct Answers {
    /// Not found without a trusted revision.
    var unseen: Set<String> = []
    /// Said to be beyond this tool, which fails no merge of its own.
    var undecided: Set<String> = []
    /// Not found with one either.
    var missed: [String] = []
    var count = 0
  }

  private func judge(_ forgeries: [(name: String, files: RecordFiles)]) throws -> Answers {
    var answers = Answers()
    for (name, files) in forgeries where files != good.files {
      answers.count += 1
      func forge(_ repository: inout MemoryRepository) {
        repository.put(files, in: GoodRepository.run)
        repository.commit()
      }
      var forged = good.repository
      forge(&forged)
      let checked = RecordCheck.check(forged.folder(of: GoodRepository.run))
      var findings = checked.findings
      if checked.holds { findings = try good.report(forge).findings }
      let named = findings.filter { $0.run == GoodRepository.run }
      if !named.contains(where: { $0.level == .failure }) {
        if named.contains(where: { $0.level == .cannotCheck }) {
          answers.undecided.insert(name)
        } else {
          answers.unseen.insert(name)
        }
      } else if answers.count % 10 != 0 {
        continue
      }
      let since = try good.report(since: true, forge)
      let isFound = since.findings.contains { finding in
        finding.level == .failure && finding.run == GoodRepository.run
          && finding.path.hasPrefix(GoodRepository.record)
      }
      if !isFound { answers.missed.append(name) }
    }
    return answers
  }

  /// Every value of an attempt edited, and every list with an element less.
  private func forgeries(of key: AttemptKey) throws -> [(name: String, files: RecordFiles)] {
    let value = try JSONDocument(parsing: #require(good.files.attempts[key])).root.value
    return try Tampering.pointers(value).flatMap { pointer in
      try [value.value(at: pointer).map(Tampering.edited), nil].compactMap { new in
        if new == nil, Int(pointer.split(separator: "/").last ?? "") == nil { return nil }
        var forger = try Forger(good.files)
        forger.set(key, pointer, new)
        return ("\(place(pointer))\(new == nil ? " removed" : "")", forger.files)
      }
    }
  }

  @Test("Every member of a standing attempt", arguments: ["G1", "G2"])
  func standing(_ gate: String) throws {
    let key = AttemptKey(gate: .named(gate), number: gate == "G1" ? 1 : 2)
    let answers = try judge(forgeries(of: key))
    #expect(answers.count > 60)
    let inputs = gate == "G1" ? [] : Self.inputs
    #expect(answers.unseen == Self.unseen.union(Self.invocation).union(inputs))
    #expect(answers.undecided == ["recorder/rules", "schema"])
    #expect(answers.missed == [])
  }

  @Test("Every member of an attempt that failed")
  func failed() throws {
    let answers = try judge(forgeries(of: AttemptKey(gate: .named("G2"), number: 1)))
    #expect(answers.count > 60)
    #expect(answers.unseen == Self.unseen.union(Self.inputs).union(Self.failure))
    #expect(answers.undecided == ["recorder/rules", "schema"])
    #expect(answers.missed == [])
  }

  @Test("Every member of RUN.json, with all that follows from it, or the seal alone")
  func run() throws {
    let value = try JSONDocument(parsing: good.files.run).root.value
    var forgeries: [(String, RecordFiles)] = []
    for pointer in Tampering.pointers(value) where pointer != "/seal" {
      for new in [value.value(at: pointer).map(Tampering.edited), nil] {
        if new == nil, Int(pointer.split(separator: "/").last ?? "") == nil { continue }
        let name = "\(place(pointer))\(new == nil ? " removed" : "")"
        var forger = try Forger(good.files)
        forger.run = value.setting(pointer, new)
        forgeries.append((name, forger.files))
        let sealed = try Resealed.bytes(forger.run)
        forgeries.append((name, RecordFiles(run: sealed, attempts: good.files.attempts)))
      }
    }
    let answers = try judge(forgeries)
    #expect(answers.count > 300)
    #expect(answers.unseen == Self.run)
    #expect(answers.undecided == ["schema"])
    #expect(answers.missed == [])
  }
}
