import JSONDocument
import Text

/// Files of a rule's pattern that it does not judge, each group with the reason.
struct Exceptions: Sendable {
  private let paths: [PathTemplate]

  /// Reads the list of `{"path": …, "why": …}`, where it is given.
  init(_ members: RuleMembers) throws(JSONError) {
    var paths: [PathTemplate] = []
    for element in members.has("except") ? try members.elements("except") : [] {
      let exception = try element.object(members: ["path", "why"])
      paths.append(try ContractReader.template(exception.required("path")))
      _ = try exception.required("why").line()
    }
    self.paths = paths
  }

  /// The files that are judged, in their order.
  func judged(of files: [CheckedFile], in context: RuleContext) throws(PathError) -> [CheckedFile] {
    var globs: [Glob] = []
    for path in paths { globs.append(Glob(try path.filled(context.values))) }
    return files.filter { file in
      let path = Array(file.path.text.utf8)
      return !globs.contains { $0.matches(path) }
    }
  }

  /// " but in a/**, b.md", to be put behind a demand; empty where there is none.
  var words: String {
    paths.isEmpty ? "" : ", but in " + paths.map(\.text).joined(separator: ", ")
  }
}
