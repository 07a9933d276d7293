import Contracts
import Digests
import Text

/// Where in the history of git the bytes stand that records name and the working tree does not have.
struct HistorySearch: Sendable {
  /// The blob of each file that was found with exactly the recorded bytes.
  private(set) var blobs: [RecordedFile: String] = [:]
  /// The files that were found as a Git LFS pointer to the recorded bytes, which git itself does not have.
  private(set) var pointers: Set<RecordedFile> = []
  private(set) var policies: [PolicyReference: String] = [:]
  /// Those of them of which git has the text with LF, where it was recorded with CRLF.
  private(set) var convertedFiles: Set<RecordedFile> = []
  private(set) var convertedPolicies: Set<PolicyReference> = []
  /// The blob that HEAD has at a path.
  private(set) var heads: [RepositoryPath: String] = [:]
  /// Paths of which git knows a version that it does not have.
  private(set) var incomplete: Set<RepositoryPath> = []
  /// Why bytes that were not found may exist all the same; nil where the history is whole.
  private(set) var cut: (why: String, cure: String)?
  /// Why git, which is there, could not be asked to the end; nil where it was.
  private(set) var failure: EvidenceError?

  /// Says whether the bytes of a file were ever committed.
  func has(_ file: RecordedFile) -> Bool { blobs[file] != nil || pointers.contains(file) }

  /// Looks for all of them in one pass through the history of a commit, or of HEAD.
  ///
  /// `claimed` are the files that are looked for as git would have them with other line endings as well.
  init(
    for files: Set<RecordedFile>, _ references: Set<PolicyReference>,
    claimed: Set<RecordedFile> = [],
    in history: some HistorySource, of commit: String? = nil
  ) {
    guard !files.isEmpty || !references.isEmpty else { return }
    let facts: HistoryFacts
    do throws(EvidenceError) { facts = try history.facts() } catch {
      cut = (error.what, error.cure)
      if !error.isWithoutGit { failure = error }
      return
    }
    cut = facts.cut
    guard let commit = commit ?? facts.head else { return }
    do throws(EvidenceError) {
      try search(for: files, references, claimed, in: history, from: commit)
    } catch {
      cut = (error.what, error.cure)
      failure = error
    }
  }

  private mutating func search(
    for files: Set<RecordedFile>, _ references: Set<PolicyReference>,
    _ claimed: Set<RecordedFile>, in history: some HistorySource, from head: String
  ) throws(EvidenceError) {
    let wanted = WantedPaths(files, references)
    var candidates = Candidates()
    try history.tree(of: head, under: wanted.folders) { path, blob in
      guard let place = wanted.place(of: path) else { return }
      heads[wanted.paths[place].path] = blob
      candidates.add(blob, at: place)
    }
    try history.versions(in: head, under: wanted.folders) { path, blob in
      if let place = wanted.place(of: path) { candidates.add(blob, at: place) }
    }
    let sizes = try history.sizes(of: candidates.blobs)
    let read = candidates.blobs.indices.filter { index in
      candidates.places[index].contains { place in
        guard let size = sizes[index] else {
          incomplete.insert(wanted.paths[place].path)
          return false
        }
        return wanted.paths[place].mayHave(size)
      }
    }
    let ids = read.map { candidates.blobs[$0] }
    try BlobDigests.read(ids, in: history) { index, digest, pointer in
      for place in candidates.places[read[index]] {
        let path = wanted.paths[place]
        for file in path.files {
          if file.sha256 == digest { blobs[file] = ids[index] }
          if pointer?.isOf(file) == true { pointers.insert(file) }
        }
        for policy in path.policies where policy.sha256 == digest { policies[policy] = ids[index] }
      }
    }
    let texts = claimed.filter { blobs[$0] == nil && !pointers.contains($0) }
    let others = references.filter { policies[$0] == nil }
    guard !texts.isEmpty || !others.isEmpty else { return }
    try searchConverted(WantedPaths(texts, others), wanted, candidates, sizes, in: history)
  }

  /// Looks for texts that were recorded with CRLF, and of which git has made LF.
  private mutating func searchConverted(
    _ missing: WantedPaths, _ wanted: WantedPaths, _ candidates: Candidates, _ sizes: [Int?],
    in history: some HistorySource
  ) throws(EvidenceError) {
    func places(_ index: Int) -> [WantedPaths.Wanted] {
      candidates.places[index].compactMap { place in
        missing.place(of: Array(wanted.paths[place].path.text.utf8)).map { missing.paths[$0] }
      }
    }
    for index in candidates.blobs.indices {
      guard let size = sizes[index], size <= Artifact.textLimit else { continue }
      let places = places(index).filter { $0.mayHaveConverted(size) }
      guard !places.isEmpty else { continue }
      let blob = candidates.blobs[index]
      guard let text = try history.contents(of: [blob], limit: Artifact.textLimit).first ?? nil,
        let converted = LineEndings.withCRLF(text), converted.count > text.count
      else { continue }
      let digest = SHA256.digest(of: converted)
      for place in places {
        for file in place.files where file.sha256 == digest {
          blobs[file] = blob
          convertedFiles.insert(file)
        }
        for policy in place.policies where policy.sha256 == digest {
          policies[policy] = blob
          convertedPolicies.insert(policy)
        }
      }
    }
  }
}

/// The paths that are looked for, with what is wanted at each.
private struct WantedPaths {
  struct Wanted {
    let path: RepositoryPath
    var files: [RecordedFile] = []
    var policies: [PolicyReference] = []

    /// Says whether a version of that many bytes may be one that is wanted: of the recorded length, a pointer, or a policy.
    func mayHave(_ size: Int) -> Bool {
      !policies.isEmpty || size < LFSPointer.limit || files.contains { $0.bytes == size }
    }

    /// Says whether a version of that many bytes may be one that is wanted once each line has a CR as well.
    func mayHaveConverted(_ size: Int) -> Bool {
      !policies.isEmpty || files.contains { size < $0.bytes && $0.bytes - size <= size }
    }
  }

  private(set) var paths: [Wanted] = []
  private var places: [PathBytes: Int] = [:]

  init(_ files: Set<RecordedFile>, _ policies: Set<PolicyReference>) {
    for file in files { paths[add(file.path)].files.append(file) }
    for policy in policies { paths[add(policy.path)].policies.append(policy) }
  }

  private mutating func add(_ path: RepositoryPath) -> Int {
    let bytes = PathBytes(path)
    if let place = places[bytes] { return place }
    places[bytes] = paths.count
    paths.append(Wanted(path: path))
    return paths.count - 1
  }

  func place(of path: [UInt8]) -> Int? { places[PathBytes(path)] }

  /// A few folders that hold all the paths.
  var folders: [String] { FewFolders.holding(paths.map(\.path)) }
}

/// Blobs that may be wanted, each once, with the paths at which they stood.
private struct Candidates {
  private(set) var blobs: [String] = []
  private(set) var places: [Set<Int>] = []
  private var numbers: [String: Int] = [:]

  mutating func add(_ blob: String, at place: Int) {
    if let number = numbers[blob] {
      places[number].insert(place)
    } else {
      numbers[blob] = blobs.count
      blobs.append(blob)
      places.append([place])
    }
  }
}

/// The digests of blobs, computed while git writes them.
private enum BlobDigests {
  static func read(
    _ blobs: [String], in history: some HistorySource,
    _ found: (_ index: Int, _ digest: Digest, _ pointer: LFSPointer?) -> Void
  ) throws(EvidenceError) {
    var hash = SHA256()
    var head: [UInt8] = []
    try unsafe history.read(blobs) { _, bytes in
      unsafe hash.update(bytes)
      if head.count < LFSPointer.limit {
        unsafe head.append(contentsOf: bytes.prefix(LFSPointer.limit - head.count))
      }
    } done: { index in
      found(index, hash.finalize(), LFSPointer(head))
      hash = SHA256()
      head = []
    }
  }
}
