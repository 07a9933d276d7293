import JSONDocument
import Text

/// The forms in which a file may list sources, told by its name.
enum BibliographyForm {
  case markdown, bibTeX, cslJSON

  /// BibTeX is `.bib`, CSL JSON is `.json`, capitals or not; everything else is Markdown.
  init(_ path: RepositoryPath) {
    let end = path.text.utf8.suffix(5).map(lowercased)
    if end.elementsEqual(".json".utf8) {
      self = .cslJSON
    } else if end.suffix(4).elementsEqual(".bib".utf8) {
      self = .bibTeX
    } else {
      self = .markdown
    }
  }

  /// The entries of a file, in the order of its text.
  static func entries(of file: CheckedFile) throws(JSONError) -> [FoundEntry] {
    switch BibliographyForm(file.path) {
    case .markdown: EntryFinder(file.text.markdown).entries()
    case .bibTeX: BibTeXReader.entries(file.text.bytes)
    case .cslJSON: try CSLReader.entries(file.text.bytes)
    }
  }
}
