package import JSONDocument
package import Text

/// Which modules program text may import, and that modules do not import each other in a circle.
package struct Imports: RuleKind {
  package static let name = "imports"
  package static let parameters = [
    "language", "pattern", "allowed", "forbidden", "acyclic", "except",
  ]

  private let reader: ImportReader
  private let allowed: ModuleList?
  private let forbidden: ModuleList?
  /// The folder whose entries are modules.
  private let acyclic: PathTemplate?
  private let exceptions: Exceptions

  package init(_ members: RuleMembers) throws(JSONError) {
    guard members.has("language") != members.has("pattern") else {
      throw members.error(
        members.has("pattern")
          ? "\"language\" and \"pattern\" exclude each other"
          : "missing \"language\" or \"pattern\"",
        hint: "write \"language\": \"swift\" or \"python\", or for another language a \"pattern\" "
          + "of what stands before the name of a module")
    }
    if members.has("pattern") {
      reader = .pattern(try members.pattern("pattern", ignoringCase: false).pattern)
    } else {
      reader =
        try members.choice("language", of: ["swift", "python"]) == "swift" ? .swift : .python
    }
    allowed = try members.optionalModules("allowed", mayBeEmpty: true)
    forbidden = try members.optionalModules("forbidden", mayBeEmpty: false)
    acyclic = try members.optionalFile("acyclic")
    exceptions = try Exceptions(members)
    guard allowed != nil || forbidden != nil || acyclic != nil else {
      throw members.error(
        "the rule demands nothing",
        hint: "write \"allowed\": […], \"forbidden\": […] or \"acyclic\": \"a/folder\"")
    }
  }

  package var readsMarkdown: Bool { false }

  package func expected(at depth: Depth) -> String {
    [
      allowed.map { $0.names.isEmpty ? "no import" : "no import but of \($0.words)" },
      forbidden.map { "no import of \($0.words)" },
      acyclic.map { "no import cycle in \($0)" },
    ].compactMap(\.self).joined(separator: "; ") + exceptions.words
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    "\(path) has \(expected(at: depth))"
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    var graph: ModuleGraph?
    let judged: [CheckedFile]
    do {
      judged = try exceptions.judged(of: files, in: context)
      if let acyclic {
        graph = ModuleGraph(
          in: try RepositoryPath(acyclic.filled(context.values)), files: judged)
      }
    } catch { return Answer(error: error.description) }
    var findings: [Finding] = []
    var (count, faults) = (0, 0)
    for file in judged {
      let imports: [ModuleImport]
      do { imports = try reader.imports(in: file.text.bytes) } catch {
        return Answer(error: "\(file.path): \(error)")
      }
      for used in imports {
        count += 1
        graph?.add(used, in: file)
        guard let fault = fault(of: used, in: file) else { continue }
        faults += 1
        guard findings.count < Finding.limit else { continue }
        findings.append(
          file.finding(at: used.offset, "imports \(Finding.cut(used.text)), \(fault)"))
      }
    }
    let cycles = graph?.cycles() ?? []
    for cycle in cycles.prefix(Finding.limit - findings.count) {
      findings.append(
        cycle.file.finding(at: cycle.offset, "\(Self.closes) \(Finding.cut(cycle.text))"))
    }
    return Answer(
      pass: findings.isEmpty, found: Self.found(count, faults, cycles.count), findings: findings)
  }

  package func fix(for message: String, found: String?) -> String {
    if message.utf8.starts(with: Self.closes.utf8) {
      return "take one of these imports out, or move what both sides need to where neither is"
    }
    if let allowed, message.utf8.reversed().starts(with: Self.notAllowed.utf8.reversed()) {
      return allowed.names.isEmpty
        ? "import nothing here, or move what needs it"
        : "import only \(allowed.words), or move what needs it"
    }
    return "take the import out, or move what needs it"
  }
}

extension Imports {
  private static let closes = "this import closes a cycle:"
  private static let notAllowed = "which is not allowed here"
  private static let isForbidden = "which is forbidden here"

  private func fault(of used: ModuleImport, in file: CheckedFile) -> String? {
    if let forbidden, forbidden.covers(used, from: file.path) { return Self.isForbidden }
    if let allowed, !allowed.covers(used, from: file.path) { return Self.notAllowed }
    return nil
  }

  private static func found(_ count: Int, _ faults: Int, _ cycles: Int) -> String {
    var parts = [count == 1 ? "1 import" : "\(count) imports"]
    if faults > 0 { parts.append("\(faults) not allowed") }
    if cycles > 0 { parts.append(cycles == 1 ? "1 cycle" : "\(cycles) cycles") }
    return parts.joined(separator: ", ")
  }
}

extension ModuleList {
  fileprivate var words: String { names.joined(separator: ", ") }
}
