/// The rule types of the contract language, in the order of its page.
package enum RuleRegistry {
  package static let kinds: [any RuleKind.Type] = [
    FileExists.self,
    MinSources.self,
    ContainsHeadings.self,
    NotContains.self,
    Contains.self,
    NoPlaceholders.self,
    WordCount.self,
    SectionsNotEmpty.self,
    CitationsPaired.self,
    LinksResolve.self,
    FrontMatter.self,
    FileCount.self,
    JSONValid.self,
    NoRepeatedParagraphs.self,
    Imports.self,
    Command.self,
  ]
}
