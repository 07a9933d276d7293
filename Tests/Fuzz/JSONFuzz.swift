import JSONDocument

/// Reads any bytes; what is read must come back from the writer as the same value.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  do {
    let root = try JSONDocument(parsing: bytes).root
    let value = root.value
    let written = JSONWriter.write(value)
    let again = try JSONDocument(parsing: written).root.value
    precondition(again == value, "the writer's bytes read as another value")
    precondition(JSONWriter.write(again) == written, "an equal value has other bytes")
    walk(root)
  } catch {
    precondition(error.line >= 1 && error.column >= 1, "an error is nowhere")
    precondition(JSONPointer(parsing: error.pointer) != nil, "an error's pointer is none")
  }
  return 0
}

/// Uses every accessor on every value; a refusal must be an error and never a trap.
private func walk(_ root: JSONCursor) {
  var open = [root]
  var visits = 0
  while let cursor = open.popLast(), visits < 200 {
    visits += 1
    precondition(root.descendant(at: cursor.pointer)?.position == cursor.position)
    _ = try? cursor.string()
    _ = try? cursor.bool()
    _ = try? cursor.integer(in: 0...10)
    _ = try? cursor.object(members: ["a", "status"])
    _ = try? cursor.choice("word", among: ["true", "PASS"])
    if let elements = try? cursor.array() { open += elements }
    if let object = try? cursor.object() { open += object.members.map(\.value) }
  }
}
