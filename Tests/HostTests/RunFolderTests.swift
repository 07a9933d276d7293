import Host
import Runs
import Testing
import Verification

@Suite("What stands in the folder of a run")
struct RunFolderTests {
  @Test(
    "A folder of more entries than any record has is told as that, and not as one that could not be read"
  )
  func tooMany() throws {
    let tree = try TemporaryTree()
    let record = "\(RunPaths.runs)/r/record"
    for name in ["RUN.json", "a", "b"] { try tree.write("\(record)/gates/\(name)", name) }
    let store = RunStore(root: try tree.open())
    #expect(store.folder(of: "r", entryLimit: 3).entries.count == 3)
    let entries = store.folder(of: "r", entryLimit: 2).entries
    #expect(entries.map { String(decoding: $0.path, as: UTF8.self) } == ["gates/"])
    guard case .crowded(limit: 2) = entries.first?.content else {
      Issue.record("\(entries)")
      return
    }
  }
}
