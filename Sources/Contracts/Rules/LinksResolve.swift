package import JSONDocument
package import Text

/// Relative links, images and anchors that lead somewhere in the repository; nothing is fetched.
package struct LinksResolve: RuleKind {
  package static let name = "links_resolve"
  package static let parameters = ["ignore"]
  package static let looksFurther = true

  private let ignored: [Glob]

  package init(_ members: RuleMembers) throws(JSONError) {
    ignored = members.has("ignore") ? try members.texts("ignore").map { Glob($0.text) } : []
  }

  package func expected(at depth: Depth) -> String {
    "every relative link, image and #anchor leads somewhere"
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    "\(path) has no relative link, image or #anchor that leads nowhere"
  }

  package var explanation: String? {
    "A link is read from the folder of its file, with / in front from the root of the repository; an #anchor is a heading "
      + "in lower case, with - for each space and without punctuation."
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    var resolver = LinkResolver(context)
    var findings: [Finding] = []
    var (links, dead) = (0, 0)
    for file in files {
      var known: [[UInt8]: LinkResolver.Verdict] = [:]
      for link in Self.links(file.text.markdown) {
        guard let destination = LinkDestination(link.destination) else { continue }
        let bytes = Array(link.destination.utf8)
        guard !ignored.contains(where: { $0.matches(bytes) }) else { continue }
        links += 1
        let verdict = known[bytes] ?? resolver.verdict(destination, in: file)
        known[bytes] = verdict
        guard verdict != .leadsSomewhere else { continue }
        dead += 1
        guard findings.count < Finding.limit else { continue }
        let quoted = Finding.quoted(link.destination)
        findings.append(
          file.finding(
            at: link.offset, resolver.message(verdict, quoted, destination, in: file)))
      }
    }
    if let error = resolver.error { return Answer(error: error) }
    let all = links == 1 ? "1 link" : "\(links) links"
    let found = dead == 0 ? all : "\(all), \(dead) \(dead == 1 ? "leads" : "lead") nowhere"
    return Answer(pass: dead == 0, found: found, findings: findings)
  }

  package func fix(for message: String, found: String?) -> String {
    let verdict = LinkResolver.Verdict.allCases.first {
      !$0.words.isEmpty && message.utf8.starts(with: $0.words.utf8)
    }
    return switch verdict {
    case .missing: "mend the link, or write the file"
    case .noAnchor: "write the anchor as the heading is: lower case, - for spaces, no punctuation"
    case .outside: "link to a file of this repository, or to a web address"
    case .noFolder: "take the / at its end away"
    default: "write the path of a file as it stands in the repository, with / between the names"
    }
  }

  /// The destinations that a text names and where, in its order; what several links take from one definition stands there once.
  private static func links(_ markdown: Markdown) -> [(destination: String, offset: Int)] {
    var links: [(destination: String, offset: Int)] = []
    var used: Set<[UInt8]> = []
    for block in markdown.blocks {
      for link in markdown.links(of: block) {
        switch link.form {
        case .inline: links.append((link.destination, link.destinationOffset))
        case .reference: used.insert(Array(link.destination.utf8))
        case .autolink: break
        }
      }
    }
    for definition in markdown.definitions where used.contains(Array(definition.destination.utf8)) {
      links.append((definition.destination, definition.destinationOffset))
    }
    for attribute in markdown.htmlAttributes() {
      let isLink = attribute.tag == "a" && attribute.name == "href"
      let isImage = attribute.tag == "img" && attribute.name == "src"
      if isLink || isImage { links.append((attribute.value, attribute.offset)) }
    }
    return links.sorted { $0.offset < $1.offset }
  }
}

/// Follows links, each file and its anchors read once.
private struct LinkResolver {
  enum Verdict: CaseIterable {
    case leadsSomewhere, missing, noAnchor, outside, noFolder, notAPath

    /// How the message of a finding begins.
    var words: String {
      switch self {
      case .leadsSomewhere: ""
      case .missing: "no such file"
      case .noAnchor: "no such heading"
      case .outside: "outside the repository"
      case .noFolder: "not a folder"
      case .notAPath: "not a path"
      }
    }
  }

  /// The most files that the links of a rule may lead to, as a pattern may match.
  private static let mostFiles = 10_000
  /// The most anchors among which the nearest is sought.
  private static let mostNear = 500

  /// Why the rule cannot run, by the first file that said so; those after it are looked at all the same.
  private(set) var error: String?
  private let context: RuleContext
  private var anchors: [RepositoryPath: (near: [String], all: Set<[UInt8]>)] = [:]
  private var seen: Set<RepositoryPath> = []

  init(_ context: RuleContext) { self.context = context }

  mutating func verdict(_ link: LinkDestination, in file: CheckedFile) -> Verdict {
    if link.isHere { return verdict(onAnchorOf: link, in: file) }
    switch link.target(from: file.path) {
    case .root: return .leadsSomewhere
    case .outside: return .outside
    case .notAPath: return .notAPath
    case .file(let path):
      // No rule may judge the records, which change while it runs.
      if RecordsFolder.holds(path.text) { return .leadsSomewhere }
      return verdict(link, to: path)
    }
  }

  private mutating func verdict(_ link: LinkDestination, to path: RepositoryPath) -> Verdict {
    if seen.insert(path).inserted, seen.count > Self.mostFiles {
      error = error ?? "the links lead to more than \(Self.mostFiles) files"
      return .leadsSomewhere
    }
    guard seen.count <= Self.mostFiles else { return .leadsSomewhere }
    switch context.look(path) {
    case .missing: return .missing
    // A folder, most often; a record does not tell what it was, so that nothing may hang on it.
    case .other: return .leadsSomewhere
    case .unreadable(let why):
      error = error ?? "\(path): \(why)"
      return .leadsSomewhere
    case .file(let target):
      if link.wantsFolder { return .noFolder }
      return Self.isMarkdown(path) ? verdict(onAnchorOf: link, in: target) : .leadsSomewhere
    }
  }

  private mutating func verdict(onAnchorOf link: LinkDestination, in file: CheckedFile) -> Verdict {
    guard let anchor = link.anchor else { return .leadsSomewhere }
    if file.count > Artifact.textLimit {
      error =
        error
        ?? "\(file.path): \(file.count) bytes, and a rule reads at most \(Artifact.textLimit) of a text"
      return .leadsSomewhere
    }
    return anchors(of: file).all.contains(anchor) ? .leadsSomewhere : .noAnchor
  }

  /// The words of a finding, with the destination as the text has it.
  mutating func message(
    _ verdict: Verdict, _ quoted: String, _ link: LinkDestination, in file: CheckedFile
  ) -> String {
    let start = "\(verdict.words): \(quoted)"
    switch verdict {
    case .notAPath:
      guard case .notAPath(let why) = link.target(from: file.path) else { return start }
      return "\(start), \(why)"
    case .noAnchor:
      var target = file
      if !link.isHere {
        guard case .file(let path) = link.target(from: file.path),
          case .file(let linked) = context.look(path)
        else { return start }
        target = linked
      }
      let wanted = String(decoding: link.anchor ?? [], as: UTF8.self)
      let near = Spelling.closest(to: wanted, among: anchors(of: target).near)
      return start + (near.map { ", the nearest is \(Finding.quoted("#" + $0))" } ?? "")
    default: return start
    }
  }

  private mutating func anchors(of file: CheckedFile) -> (near: [String], all: Set<[UInt8]>) {
    if let known = anchors[file.path] { return known }
    let names = file.text.markdown.anchors()
    let found = (
      near: Array(names.prefix(Self.mostNear)), all: Set(names.map { Array($0.utf8) })
    )
    anchors[file.path] = found
    return found
  }

  private static func isMarkdown(_ path: RepositoryPath) -> Bool {
    let bytes = path.text.utf8.suffix(9).map(lowercased)
    return [".md", ".markdown", ".mdown", ".mkd"].contains {
      bytes.reversed().starts(with: $0.utf8.reversed())
    }
  }
}
