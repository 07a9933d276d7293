/// Finds what a contract's author wrote as a pattern or a phrase, in time linear in the text.
///
/// The language is the common part of ECMA-262, RE2 and Perl; back-references, look-around and all
/// else that takes more than linear time is refused when the pattern is made. A choice prefers what
/// stands first, a repetition the most (`*`) or the fewest (`*?`), as in those. Text is read as
/// Unicode scalars; a CRLF is read as one line break, as if it were LF.
///
/// A search takes at most a fixed number of steps per pair of program instruction and byte,
/// whatever the pattern and the text, also for all matches together: see ``PatternSearch`` for how.
/// Where thousands of instructions meet millions of bytes that is still too much, so a search that
/// takes more than ``stepLimit`` gives up, which is an error and never "no match".
package struct Pattern: Sendable {
  /// Tells whether the pattern can match without taking any text, as `a*` and `^` can.
  ///
  /// Empty matches are never reported, so such a pattern finds less than its author may think.
  package let matchesEmpty: Bool
  private let program: PatternProgram

  /// The steps after which a search gives up: 32 for each byte of the largest text that rules read.
  ///
  /// Steps are counted and not timed, so that a search ends alike on every machine.
  package static let stepLimit = 1 << 29

  /// Reads a pattern.
  ///
  /// - Parameters:
  ///   - source: The pattern, at most 10,000 Unicode scalars that make at most 10,000 instructions.
  ///   - ignoringCase: Whether letters match in any case (Unicode simple case folding).
  /// - Throws: The first construct that is malformed or not supported.
  package init(_ source: String, ignoringCase: Bool = false) throws(PatternError) {
    var parser = PatternParser(source, ignoringCase: ignoringCase)
    self.init(try parser.parse())
  }

  /// Makes a pattern of a phrase, in which nothing but white space is special.
  ///
  /// A run of white space in the phrase stands for any run of white space in the text, so that a
  /// phrase is found where a line break divides it.
  ///
  /// - Parameters:
  ///   - phrase: The text to find, at most 10,000 Unicode scalars.
  ///   - ignoringCase: Whether letters match in any case (Unicode simple case folding).
  /// - Throws: Only that the phrase is too long.
  package init(phrase: String, ignoringCase: Bool) throws(PatternError) {
    self.init(try PatternParser.parse(phrase: phrase, ignoringCase: ignoringCase))
  }

  private init(_ expression: PatternExpression) {
    matchesEmpty = expression.matchesEmpty
    program = PatternProgram(expression)
  }

  /// Returns the leftmost, non-overlapping matches as byte ranges, in order.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8, checked by the caller; what is not is no error, its bytes match as
  ///     U+FFFD.
  ///   - excluding: Sorted, disjoint byte ranges that no match touches. They are no word
  ///     characters, but line breaks in them still are the ends of lines.
  ///   - limit: The number of matches after which to stop.
  /// - Returns: Ranges that are never empty and begin and end between scalars.
  /// - Throws: That it takes more than ``stepLimit`` steps.
  package func matches(
    in text: [UInt8], excluding: [Range<Int>] = [], limit: Int = .max
  ) throws(PatternOverrun) -> [Range<Int>] {
    try matchesCountingSteps(in: text, excluding: excluding, limit: limit).matches
  }

  /// Returns the matches with the number of steps that finding them took.
  ///
  /// A step is a scalar read, an instruction looked at or a place of a table made, so that tests
  /// can hold the search to its bound without a clock.
  ///
  /// - Parameters:
  ///   - text: As for ``matches(in:excluding:limit:)``.
  ///   - excluding: As there.
  ///   - limit: As there.
  ///   - budget: The steps after which to give up.
  /// - Returns: The matches, the steps, and the number of instructions of the pattern.
  /// - Throws: That it takes more steps than the budget.
  package func matchesCountingSteps(
    in text: [UInt8], excluding: [Range<Int>] = [], limit: Int = .max, budget: Int = stepLimit
  ) throws(PatternOverrun) -> (matches: [Range<Int>], steps: Int, instructions: Int) {
    var search = PatternSearch(program, in: text, excluding: excluding)
    let matches = try search.matches(limit: limit, budget: budget)
    return (matches, search.steps, program.instructions.count)
  }
}
