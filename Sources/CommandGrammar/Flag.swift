/// A named argument without a value: `--json`, `-q`; naming it twice means the same as once.
package struct Flag: DeclaredArgument {
  package let declaration: ArgumentDeclaration

  /// Declares a flag.
  ///
  /// - Parameters:
  ///   - name: The name with its dashes, `--quiet`; or `-q` for a flag that has no long name.
  ///   - short: A one-letter name beside a long one, `-q`.
  ///   - section: A heading of its own in help.
  ///   - help: One sentence, without a full stop.
  package init(_ name: String, short: String? = nil, section: String? = nil, help: String) {
    declaration = ArgumentDeclaration(
      form: .flag, name: name, short: short, valueName: nil, kind: .text, help: help,
      section: section, environment: nil, presence: .optional(otherwise: nil), allowsEmpty: true,
      check: { _ in })
  }

  package func value(of texts: [String]) -> Bool? { !texts.isEmpty }
}
