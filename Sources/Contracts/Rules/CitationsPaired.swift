package import JSONDocument
package import Text

/// A source for every citation, and a citation for every source.
package struct CitationsPaired: RuleKind {
  package static let name = "citations_paired"
  package static let parameters = ["sources"]
  package static let looksFurther = true

  /// The file that lists the sources; nil where each text lists its own.
  private let sources: PathTemplate?

  package init(_ members: RuleMembers) throws(JSONError) {
    sources = try members.optionalFile("sources")
  }

  package func expected(at depth: Depth) -> String {
    let place = sources.map { " in \($0)" } ?? ""
    return "a source\(place) for each citation, and each source cited"
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    let name = sources.flatMap { $0.text.utf8.split(separator: 0x2F).last }
    let place = name.map { " in \(String(decoding: $0, as: UTF8.self))" } ?? ""
    return "\(path) has a source\(place) for each citation, and cites each source"
  }

  package var explanation: String? {
    "A citation is [3], [3, 5], [3–5] or [^note]; its source is the entry of that number, or the "
      + "note."
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    guard let sources else { return checkEach(files) }
    let path: RepositoryPath
    do { path = try RepositoryPath(sources.filled(context.values)) } catch {
      return Answer(error: error.description)
    }
    guard !RecordsFolder.holds(path.text) else {
      return Answer(error: RecordsFolder.refusal(path.text))
    }
    switch context.look(path) {
    case .unreadable(let why): return Answer(error: "\(path): \(why)")
    case .missing: return Self.unusable(path, .missing)
    case .other(let kind): return Self.unusable(path, .notRegular(kind))
    case .file(let file):
      if file.count > Artifact.textLimit {
        return Answer(
          error: "\(path): \(file.count) bytes, and a rule reads at most \(Artifact.textLimit) "
            + "of a text")
      }
      // A text that is not UTF-8 is given without its bytes.
      if file.count > 0, file.text.bytes.isEmpty {
        return Self.unusable(path, .notUTF8(at: TextPosition(line: 1, column: 1)))
      }
      return check(files.filter { $0.path != path }, against: file)
    }
  }

  package func fix(for message: String, found: String?) -> String {
    func ends(_ suffix: String) -> Bool {
      message.utf8.reversed().starts(with: suffix.utf8.reversed())
    }
    if ends(Self.neverCited) { return "cite it where the text rests on it, or take it out" }
    if ends(Self.givenTwice) { return "give each source its own number" }
    if ends(Self.nothingCited) { return "cite the sources where the text rests on them, as in [1]" }
    return "add the source, or mend the citation"
  }
}

extension CitationsPaired {
  private static let neverCited = " is never cited"
  private static let givenTwice = " stands twice among the sources"
  private static let nothingCited = "no citation and no source"

  /// Each text with the list of sources that it has itself.
  private func checkEach(_ files: [CheckedFile]) -> Answer {
    var tally = Tally()
    for file in files {
      let list = ReferenceList(file.text.markdown, isWhole: false)
      let reader = CitationReader(file.text.markdown, isSourceList: list.isSourceList)
      let pairs = CitationPairs([(reader.citations, [])], sources: list.sources)
      tally.add(pairs, texts: [file], list: (file, list.sources.count))
    }
    return tally.answer(files.first)
  }

  /// All texts with the one list of sources; footnotes may also stand in the text itself.
  private func check(_ texts: [CheckedFile], against listed: CheckedFile) -> Answer {
    var tally = Tally()
    var parts: [(citations: [Citation], notes: Set<SourceName>)] = []
    for text in texts {
      let markdown = text.text.markdown
      let isProse = markdown.blocks.map { _ in false }
      let citations = CitationReader(markdown, isSourceList: isProse).citations
      let notes = ReferenceList(markdown, isWhole: false).sources.filter { source in
        if case .note = source.name { true } else { false }
      }
      let names = Set(notes.map(\.name))
      parts.append((citations, names))
      // A footnote that a text defines must be cited in that text.
      let own = citations.filter { citation in
        if case .note(let name, _) = citation.target { names.contains(name) } else { false }
      }
      tally.add(
        CitationPairs([(own, [])], sources: notes), texts: [text], list: (text, notes.count))
      tally.citations -= own.count
    }
    let list = ReferenceList(listed.text.markdown, isWhole: true)
    let pairs = CitationPairs(parts, sources: list.sources)
    tally.add(pairs, texts: texts, list: (listed, list.sources.count))
    return tally.answer(texts.first ?? listed)
  }

  private static func unusable(_ path: RepositoryPath, _ problem: FileProblem) -> Answer {
    Answer(
      pass: false, found: "the sources: \(problem.found)",
      findings: [Finding(path: path.text, position: nil, message: problem.message)])
  }

  /// What the pairs of some texts come to.
  private struct Tally {
    var citations = 0
    private var sources = 0
    private var dangling = Faults()
    private var uncited = Faults()
    private var repeated = Faults()

    mutating func add(
      _ pairs: CitationPairs, texts: [CheckedFile], list: (file: CheckedFile, count: Int)
    ) {
      citations += pairs.citationCount
      sources += list.count
      dangling.add(pairs.dangling) { texts[$0.text].finding(at: $0.offset, $0.message) }
      uncited.add(pairs.uncited) {
        list.file.finding(at: $0.offset, $0.text + CitationsPaired.neverCited)
      }
      repeated.add(pairs.repeated) {
        list.file.finding(at: $0.offset, $0.text + CitationsPaired.givenTwice)
      }
    }

    func answer(_ first: CheckedFile?) -> Answer {
      var found =
        "\(citations) citation\(citations == 1 ? "" : "s"), \(sources) source"
        + (sources == 1 ? "" : "s")
      if citations == 0, sources == 0 {
        let finding = Finding(
          path: first?.path.text ?? "", position: nil, message: CitationsPaired.nothingCited)
        return Answer(pass: false, found: found, findings: [finding])
      }
      var faults: [String] = []
      if dangling.count > 0 { faults.append("\(dangling.count) without a source") }
      if uncited.count > 0 { faults.append("\(uncited.count) never cited") }
      if repeated.count > 0 { faults.append("\(repeated.count) given twice") }
      if !faults.isEmpty { found += ": " + faults.joined(separator: ", ") }
      let findings = dangling.findings + uncited.findings + repeated.findings
      return Answer(pass: faults.isEmpty, found: found, findings: findings)
    }
  }

  /// Faults of one kind: all of them counted, and as many told as are kept.
  private struct Faults {
    private(set) var count = 0
    private(set) var findings: [Finding] = []

    mutating func add<Fault>(_ faults: [Fault], _ finding: (Fault) -> Finding) {
      count += faults.count
      findings += faults.prefix(Finding.limit - findings.count).map(finding)
    }
  }
}
