import JSONDocument
import Testing

@Suite("JSONTestSuite")
struct JSONTestSuiteTests {
  @Test("Each case is read or refused as the table says", arguments: SuiteCase.all)
  func answer(_ example: SuiteCase) {
    let answer = Result { () throws(JSONError) in try JSONDocument(parsing: example.bytes) }
    switch answer {
    case .success(let document):
      #expect(example.isRead)
      let again = try? JSONDocument(parsing: JSONWriter.write(document.root.value))
      #expect(again?.root.value == document.root.value)
    case .failure(let error):
      #expect(!example.isRead, "\(error)")
      if example.name.contains("duplicated_key") { #expect(error.kind == .duplicateKey) }
    }
  }

  @Test("The table is whole, and only duplicate keys part it from the suite")
  func whole() {
    let cases = SuiteCase.all
    #expect(Set(cases.map(\.name)).count == 318)
    #expect(cases.count { $0.name.hasPrefix("n_") && !$0.isRead } == 188)
    #expect(cases.count { $0.name.hasPrefix("y_") } == 95)
    #expect(cases.count { $0.name.hasPrefix("i_") } == 35)
    #expect(
      cases.filter { $0.name.hasPrefix("y_") && !$0.isRead }.map(\.name) == [
        "y_object_duplicated_key", "y_object_duplicated_key_and_value",
      ])
  }
}
