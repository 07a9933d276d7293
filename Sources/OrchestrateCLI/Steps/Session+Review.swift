import Contracts
import Digests
import Host
import JSONDocument
import Records
import Runs
import Text
import Verification

extension Session {
  /// What happened to the runs since HEAD left a revision, or to every run from its beginning.
  func review(since revision: String?) throws -> ReviewReport {
    let base = try revision.map { try recordsAtBase(of: $0) }
    var reading = ReviewReading()
    for run in try store.runs() { try take(run, base: base, into: &reading) }
    let digests = try contractDigests(of: reading, base: base)
    var reviews: [RunReview] = []
    var unchanged = reading.unchangedAndUnread
    for (record, old) in reading.runs {
      if case .same = old, let base, !base.hasChanged(anyOf: Self.outputs(of: record)) {
        unchanged += 1
        continue
      }
      let files: [FileFact]
      do { files = try today(record.state.index.map(\.file), in: record.header) } catch {
        reading.unreadable.append(
          ReviewReport.Unreadable(
            run: record.header.id.description, path: error.path.text, what: Failure(error).message))
        continue
      }
      let evidence = EvidenceToday(
        record, files: files, standing: reading.standing,
        contract: { digests.today[Array($0.utf8)] },
        contractAtBase: base == nil ? nil : { digests.base[Array($0.utf8)] })
      if case .same = old, try !isOvertaken(files, evidence, base: base) {
        unchanged += 1
      } else {
        reviews.append(RunReview(record, base: old, evidence: evidence))
      }
    }
    return ReviewReport(
      since: base?.base, runs: reviews, unreadable: reading.unreadable,
      gone: base?.runs.filter { !reading.seen.contains($0) }.map(\.description) ?? [],
      unchanged: unchanged)
  }

  /// The paths of what stands in a run.
  private static func outputs(of record: RunRecord) -> [String] {
    record.state.index.map {
      PathTemplate.filed($0.file.path, in: record.header.workflow.artifactPath)
    }
  }

  private func take(
    _ run: RunID, base: RecordsAtBase?, into reading: inout ReviewReading
  ) throws {
    guard let files = try filesForReview(of: run, into: &reading) else { return }
    let old = try base.map { $0.isSame(run, files) ? files : try $0.files(of: run) } ?? nil
    do {
      let record = try RunRecord(reading: files)
      guard record.header.id == run else {
        throw UnreadableRecord.contradiction(
          RecordError(record: "RUN.json", what: "it belongs to another run, \(record.header.id)"))
      }
      reading.standing.add(record)
      reading.runs.append((record, Self.base(old, now: files, isCompared: base != nil)))
    } catch let error as UnreadableRecord {
      // What an earlier runner left is no news where it is as it was.
      if case .legacy = error, old == files {
        reading.unchangedAndUnread += 1
        return
      }
      let failure = Failure(RunRecordError(run: run, reason: error))
      reading.unreadable.append(
        ReviewReport.Unreadable(
          run: run.description, path: failure.path ?? RunPaths(run).runFile, what: failure.message))
    }
  }

  /// The bytes of a run's record; nil where they cannot be read, which is noted.
  private func filesForReview(
    of run: RunID, into reading: inout ReviewReading
  ) throws -> RecordFiles? {
    reading.seen.insert(run)
    do { return try store.files(of: run) } catch {
      reading.unreadable.append(
        ReviewReport.Unreadable(
          run: run.description, path: error.path, what: Failure(error).message))
      return nil
    }
  }

  private static func base(
    _ old: RecordFiles?, now: RecordFiles, isCompared: Bool
  ) -> RunReview.Base {
    guard isCompared else { return .none }
    guard let old else { return .absent }
    guard old != now else { return .same }
    do { return .record(try RunRecord(reading: old)) } catch {
      switch error {
      case .mergeConflict: return .unreadable("a merge left its markers in it")
      case .legacy: return .unreadable("an earlier runner recorded it")
      case .json(let record, let json): return .unreadable("\(record): \(json.what)")
      case .contradiction(let error): return .unreadable("\(error.record): \(error.description)")
      }
    }
  }

  /// The digests of all contracts that judged, as they are in the working tree and at the base.
  private func contractDigests(
    of reading: ReviewReading, base: RecordsAtBase?
  ) throws -> (today: [[UInt8]: Digest], base: [[UInt8]: Digest]) {
    var paths: Set<[UInt8]> = []
    for (record, _) in reading.runs {
      for gate in record.state.gates {
        guard let contract = record.standing(of: gate.id)?.attempt.contract else { continue }
        paths.insert(Array(contract.path.utf8))
      }
    }
    let texts = paths.map { String(decoding: $0, as: UTF8.self) }
    var today: [[UInt8]: Digest] = [:]
    // What a record can name and a path cannot be stands nowhere.
    for path in texts where (try? RepositoryPath(path)) != nil {
      do { today[Array(path.utf8)] = try folder.digest(path).digest } catch {
        switch error.kind {
        case _ where error.isAbsence: break
        case .notRegular, .linkOnTheWay: break
        default: throw error
        }
      }
    }
    return (today, try base?.digests(of: texts) ?? [:])
  }

  /// Says whether files of a run whose record is the same have changed since the base.
  ///
  /// What had changed before it is not this branch's doing.
  private func isOvertaken(
    _ files: [FileFact], _ evidence: EvidenceToday, base: RecordsAtBase?
  ) throws -> Bool {
    guard evidence.isOvertaken, let base else { return false }
    let old = try base.digests(of: evidence.artifacts.map(\.path))
    return zip(evidence.artifacts, files).contains { artifact, now in
      (artifact.state == .changed || artifact.state == .missing)
        && old[Array(artifact.path.utf8)] != now.sha256
    }
  }
}

/// The records of a repository on their way to a report.
private struct ReviewReading {
  var runs: [(record: RunRecord, base: RunReview.Base)] = []
  var standing = StandingOutputs()
  var unreadable: [ReviewReport.Unreadable] = []
  var seen: Set<RunID> = []
  var unchangedAndUnread = 0
}
