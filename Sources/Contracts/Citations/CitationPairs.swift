import Text

/// The citations of some texts beside the sources that they may cite, each counted and paired.
struct CitationPairs {
  /// A citation without its source, with what is missing.
  struct Dangling {
    let text: Int
    let offset: Int
    let message: String
  }

  private(set) var citationCount = 0
  private(set) var dangling: [Dangling] = []
  /// The sources that nothing cites, and those whose number stands before them already.
  private(set) var uncited: [ReferenceList.Source] = []
  private(set) var repeated: [ReferenceList.Source] = []

  /// The greatest number in brackets that is a citation even where no source has it: above are years.
  private static let greatest = 999

  /// Pairs the citations of texts with sources; footnotes may also be defined in the text that cites them.
  init(_ texts: [(citations: [Citation], notes: Set<SourceName>)], sources: [ReferenceList.Source])
  {
    var names: Set<SourceName> = []
    var numbers: [Int] = []
    for source in sources {
      guard names.insert(source.name).inserted else {
        repeated.append(source)
        continue
      }
      if case .number(let number) = source.name { numbers.append(number) }
    }
    var table = NumberTable(numbers)
    var citedNotes: Set<SourceName> = []
    for (text, part) in texts.enumerated() {
      for citation in part.citations {
        let missing: String?
        switch citation.target {
        case .numbers(let range):
          guard range.upperBound <= Self.greatest || table.holds(range.lowerBound) else { continue }
          missing = table.cite(range).map { number in
            range.count == 1
              ? "[\(number)] has no source"
              : "[\(range.lowerBound)–\(range.upperBound)] has no source \(number)"
          }
        case .note(let name, let label):
          citedNotes.insert(name)
          missing =
            names.contains(name) || part.notes.contains(name) ? nil : "[^\(label)] has no source"
        }
        citationCount += 1
        if let missing, citation.needsSource {
          dangling.append(Dangling(text: text, offset: citation.offset, message: missing))
        }
      }
    }
    let cited = table.citedNumbers()
    var seen: Set<SourceName> = []
    uncited = sources.filter { source in
      guard seen.insert(source.name).inserted else { return false }
      return switch source.name {
      case .number(let number): !cited.contains(number)
      case .note: !citedNotes.contains(source.name)
      }
    }
  }
}

/// Which of the sources' numbers are cited, in time that does not grow with the width of a range.
private struct NumberTable {
  private let numbers: [Int]
  /// For each number the last one of the run without a gap that it stands in.
  private var runEnds: [Int]
  /// Where ranges begin (+1) and end (-1), by places in `numbers`.
  private var steps: [Int]

  init(_ numbers: [Int]) {
    self.numbers = numbers.sorted()
    runEnds = self.numbers
    steps = Array(repeating: 0, count: numbers.count + 1)
    for index in self.numbers.indices.dropLast().reversed()
    where self.numbers[index + 1] == self.numbers[index] + 1 {
      runEnds[index] = runEnds[index + 1]
    }
  }

  func holds(_ number: Int) -> Bool {
    let place = place(number)
    return place < numbers.count && numbers[place] == number
  }

  /// Notes that a range is cited, and returns its first number that no source has.
  mutating func cite(_ range: ClosedRange<Int>) -> Int? {
    let first = place(range.lowerBound)
    steps[first] += 1
    steps[place(range.upperBound + 1)] -= 1
    guard first < numbers.count, numbers[first] == range.lowerBound else { return range.lowerBound }
    return runEnds[first] < range.upperBound ? runEnds[first] + 1 : nil
  }

  func citedNumbers() -> Set<Int> {
    var cited: Set<Int> = []
    var depth = 0
    for (number, step) in zip(numbers, steps) {
      depth += step
      if depth > 0 { cited.insert(number) }
    }
    return cited
  }

  /// The place of the first number that is not below another.
  private func place(_ number: Int) -> Int {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
