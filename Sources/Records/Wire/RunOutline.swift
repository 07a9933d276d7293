package import Digests
package import JSONDocument

/// What a sealed RUN.json says of its run, taken at its word: its events are not replayed.
///
/// For a record that was verified before and has not changed: a seal keeps nobody from lying.
package struct RunOutline: Sendable {
  /// A gate as RUN.json derives it.
  package struct Gate: Sendable {
    package let id: GateID
    package let status: GateStatus
    /// The closed attempts, each with the digest of its file.
    package let closed: [AttemptKey: Digest]
    /// The newest PASS.
    package let standing: AttemptKey?
  }

  package let header: RunHeader
  package let status: RunStatus
  package let gates: [Gate]

  /// The gate that is worked on or comes next; nil where the run is final or has passed them all.
  package var waitingAt: GateID? { status.waiting(at: gates.map { ($0.id, $0.status) }) }

  /// Nil where the bytes are no RUN.json of this format, or their seal does not fit.
  package init?(sealed bytes: [UInt8]) {
    guard let root = try? JSONDocument(parsing: bytes).root, Seal.holds(bytes, root) == true,
      let outline = try? RunOutline(root)
    else { return nil }
    self = outline
  }

  private init(_ root: JSONCursor) throws(JSONError) {
    let object = try root.object()
    try object.required("schema").schema()
    header = try RunFile.header(object)
    status = try object.required("status").word(of: RunStatus.self)
    gates = try object.required("gates").elements { gate throws(JSONError) in
      let gate = try gate.object()
      let id = try gate.required("gate").gateID()
      var closed: [AttemptKey: Digest] = [:]
      var standing: AttemptKey?
      for attempt in try gate.required("attempts").array() {
        let attempt = try attempt.object()
        guard let sha256 = try attempt.nullable("sha256")?.digest() else { continue }
        let key = AttemptKey(gate: id, number: try attempt.required("attempt").count())
        closed[key] = sha256
        if try attempt.required("status").word(of: AttemptStatus.self) == .pass { standing = key }
      }
      return Gate(
        id: id, status: try gate.required("status").word(of: GateStatus.self), closed: closed,
        standing: standing)
    }
  }
}

/// What an attempt's file says that it judged, and by what; nothing else of it is read.
package struct AttemptOutline: Sendable {
  /// The contract that judged.
  package let contract: FileReference
  /// Its artifacts, with paths as records keep them; the digest is nil where there was no regular file.
  package let artifacts: [(path: String, sha256: Digest?)]

  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let object = try JSONDocument(parsing: bytes).root.object()
    contract = try object.required("contract").fileReference()
    artifacts = try object.required("artifacts").elements { cursor throws(JSONError) in
      let artifact = try cursor.object()
      return (
        try artifact.required("path").string(), try artifact.nullable("sha256")?.digest()
      )
    }
  }
}
