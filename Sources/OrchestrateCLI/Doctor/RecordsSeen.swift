import Host
import Records
import Reports
import Runs

/// What the records tell `doctor`: whether they can be read, who writes, and who waits.
struct RecordsSeen {
  private(set) var runs: [RunID] = []
  /// The newest event of all runs.
  private(set) var newest: Instant?
  private(set) var diagnoses: [Diagnosis] = []

  init(_ doctor: Doctor) {
    let session: Session
    do {
      session = try Session(doctor.call)
      runs = try doctor.store.runs()
    } catch {
      diagnoses = [Diagnosis("records", error)]
      return
    }
    var unreadable: [Diagnosis] = []
    var locks: [Diagnosis] = []
    var waiting: [Diagnosis] = []
    // A configuration that cannot be read is told elsewhere.
    let configuration =
      (try? ConfigurationShelf(doctor.call, root: doctor.root).configuration()) ?? .standard
    for run in runs {
      locks += Self.locks(of: run, session)
      do {
        let record = try session.load(run)
        newest = ([newest] + record.events.map(\.at)).compactMap(\.self).max()
        waiting += Self.waiting(record, longerThan: configuration.waitingHours, at: doctor.now())
      } catch {
        if case .legacy? = (error as? RunRecordError)?.reason { continue }
        unreadable.append(Diagnosis("records", error))
      }
    }
    diagnoses +=
      unreadable.isEmpty
      ? [.ok("records", "\(Count.of(runs.count, "run")) can be read")] : unreadable
    diagnoses += locks.isEmpty ? [.ok("locks", "no run is being written")] : locks
    diagnoses += waiting.isEmpty ? [.ok("waiting", "no attempt waits long")] : waiting
  }

  private static func locks(of run: RunID, _ session: Session) -> [Diagnosis] {
    let paths = RunPaths(run)
    let held = [
      (paths.folder, "is being written by", session.store.holder(of: run)),
      (paths.logs, "has its workers in the hands of", session.store.driver(of: run)),
    ]
    return held.compactMap { folder, words, holder in
      guard session.folder.isLocked(folder) == true else { return nil }
      return .warning(
        "locks", "run \(run) \(words) \(session.holderWords(holder))",
        mend: "wait for it, or end that process; the lock goes with it")
    }
  }

  private static func waiting(
    _ record: RunRecord, longerThan hours: Int, at now: Instant
  ) -> [Diagnosis] {
    guard !record.state.status.isFinal else { return [] }
    return record.state.open.compactMap { open in
      let age = now.milliseconds - open.at.milliseconds
      guard age > Int64(hours) * 3_600_000 else { return nil }
      return .warning(
        "waiting",
        "\(open.key.gate) attempt \(open.key.number) of \(record.header.id) has been open for \(DurationWords.age(age))",
        mend: RunCommand.resume(record.header.id))
    }
  }
}
