import Digests
import JSONDocument
import Text

/// The forms of values that records hold, each read strictly.
extension JSONCursor {
  func digest() throws(JSONError) -> Digest {
    guard let digest = Digest(hex: try string()) else {
      throw error("expected a SHA-256, 64 hexadecimal digits in lower case")
    }
    return digest
  }

  func instant() throws(JSONError) -> Instant {
    guard let instant = Instant(try string()) else {
      throw error("expected a time such as 2026-01-19T14:30:12.481Z")
    }
    return instant
  }

  func gateID() throws(JSONError) -> GateID {
    guard let gate = GateID(try string()) else {
      throw error("expected the name of a gate: \(GateID.grammar)")
    }
    return gate
  }

  func runID() throws(JSONError) -> RunID {
    guard let id = RunID(try string()) else { throw error("expected the id of a run") }
    return id
  }

  func invocationID() throws(JSONError) -> InvocationID {
    guard let id = InvocationID(try string()) else {
      throw error("expected the id of an invocation")
    }
    return id
  }

  /// The name of a commit: SHA-1 or SHA-256.
  func commit() throws(JSONError) -> String {
    let text = try string()
    let isHex = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
    }
    guard isHex, text.utf8.count == 40 || text.utf8.count == 64 else {
      throw error("expected a commit, 40 or 64 hexadecimal digits in lower case")
    }
    return text
  }

  func repositoryPath() throws(JSONError) -> RepositoryPath {
    let text = try string()
    do { return try RepositoryPath(text) } catch {
      throw self.error(error.description, hint: error.hint)
    }
  }

  /// One word of a closed list.
  func word<Word: RawRepresentable & CaseIterable>(
    of type: Word.Type
  ) throws(JSONError) -> Word where Word.RawValue == String {
    try choice("value", of: type)
  }

  /// The elements of an array, each read in one way.
  func elements<Element>(
    _ read: (JSONCursor) throws(JSONError) -> Element
  ) throws(JSONError) -> [Element] {
    var elements: [Element] = []
    for cursor in try array() { elements.append(try read(cursor)) }
    return elements
  }

  /// A number that counts something: an attempt, a place in the history.
  func count() throws(JSONError) -> Int { try integer(in: 1...1_000_000_000) }

  /// A number of bytes.
  func byteCount() throws(JSONError) -> Int { try integer(in: 0...(1 << 53 - 1)) }

  func fileFact() throws(JSONError) -> FileFact {
    try object(members: ["path", "sha256", "bytes"]).fileFact()
  }

  func fileReference() throws(JSONError) -> FileReference {
    let object = try object(members: ["path", "sha256"])
    return FileReference(
      path: try object.required("path").string(), sha256: try object.required("sha256").digest())
  }

  func promptFact() throws(JSONError) -> PromptFact {
    let object = try object(members: ["sha256", "bytes"])
    return PromptFact(
      sha256: try object.required("sha256").digest(),
      bytes: try object.required("bytes").byteCount())
  }

  func actor() throws(JSONError) -> Actor {
    let object = try object(members: ["actor", "channel"])
    return Actor(
      name: try object.nullable("actor")?.string(),
      channel: try object.required("channel").word(of: Actor.Channel.self))
  }

  /// The number of the format; one that this program does not know is refused before anything else is read.
  func schema() throws(JSONError) {
    let number = try integer(in: 0...1_000_000)
    if number > 1 {
      throw JSONError(
        .newerFormat,
        "it was written by a newer orchestrate (schema \(number), and this one knows 1)",
        at: position, pointer: pointer.description, hint: "install a newer orchestrate")
    }
    if number < 1 { throw error("unknown schema \(number)") }
  }
}

extension JSONObject {
  /// The value under a key that must be there, or nil where it is null.
  func nullable(_ key: String) throws(JSONError) -> JSONCursor? { try required(key).nonNull }

  func fileFact() throws(JSONError) -> FileFact {
    FileFact(
      path: try required("path").string(), sha256: try nullable("sha256")?.digest(),
      bytes: try nullable("bytes")?.byteCount())
  }
}
