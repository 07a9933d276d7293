/// The completion script of fish 3.1 and later.
///
/// Candidates come from functions, one per line; fish quotes them and evaluates none.
struct FishCompletion {
  private let plan: CompletionPlan

  init(_ plan: CompletionPlan) { self.plan = plan }

  private var name: String { "__\(plan.identifier)" }

  var script: String {
    """
    # Completions of \(plan.program) for fish. Nothing that is completed is evaluated.

    # The words that may follow a command, with what they do.
    function \(name)_words
        switch "$argv"
    \(words)
        end
    end

    # Reads the line up to the cursor: 'place' prints the command's words, 'operands' the others, 'context' the options that
    # \(command) takes as well.
    function \(name)_line
        set -l tokens (commandline -opc)
        set -e tokens[1]
        set -l place
        set -l operands
        set -l context
        set -l option
        set -l ended
        for token in $tokens
            if test -n "$option"
                set -a context "$option=$token"
                set option
                continue
            end
            if test -z "$ended"
                switch $token
                    case --
                        set ended 1
                        continue
                    case '--*=*'
                        set -a context $token
                        continue
                    case \(list(plan.namesWithValue))
                        set option $token
                        continue
                    case \(attached)
                        set -a context (string sub -l 2 -- $token)=(string sub -s 3 -- $token)
                        continue
                    case '-?*'
                        continue
                end
                if test -z "$operands"; and contains -- "$place $token" \(known)
                    set place "$place $token"
                    continue
                end
            end
            set -a operands $token
        end
        switch $argv[1]
            case place
                string trim -- "$place"
            case operands
                string join \\n -- $operands
            case context
                for pair in $context
                    set -l parts (string split -m 1 = -- $pair)
                    test -n "$parts[2]"; or continue
                    switch $parts[1]
    \(notes)
                    end
                end
        end
    end

    # Tells whether the line stands at a command, with so many operands where a number is given.
    function \(name)_at
        set -l place (\(name)_line place)
        test "$argv[1]" = "$place"; or return 1
        test -z "$argv[2]"; and return 0
        test (count (\(name)_line operands)) -eq "$argv[2]"
    end

    # The verbs of the place, while nothing else was typed.
    function \(name)_verbs
        if not count (\(name)_line operands) >/dev/null
            \(name)_words (\(name)_line place)
        end
    end

    # What may follow the words behind 'help'.
    function \(name)_topics
        set -l typed (\(name)_line operands)
        \(name)_words $typed
    \(topics)end

    # Names that only the program can list; strange ones are left out.
    function \(name)_names
        command -q \(plan.program); or return
        command \(plan.program) \(command) $argv[1] (\(name)_line context) 2>/dev/null </dev/null \\
            | string match -r '^[A-Za-z0-9][A-Za-z0-9._-]*$'
    end

    complete -c \(plan.program) -e
    complete -c \(plan.program) -f
    complete -c \(plan.program) -a '(\(name)_verbs)'
    \(entries)

    """
  }

  private var command: String { plan.values.map(ShellWord.fish).joined(separator: " ") }

  private var known: String {
    plan.places.dropFirst().map { ShellWord.fish(" " + $0.name) }.joined(separator: " ")
  }

  private var attached: String {
    list(plan.namesWithValue.filter { $0.utf8.count == 2 }.map { $0 + "?*" })
  }

  private var words: String {
    plan.places.filter { !$0.words.isEmpty }.map { place in
      let pairs = place.words.map { "\(ShellWord.fish($0.word)) \(ShellWord.fish($0.abstract))" }
      return """
                case \(ShellWord.fish(place.name))
                    printf '%s\\t%s\\n' \(pairs.joined(separator: " "))
        """
    }.joined(separator: "\n")
  }

  private var topics: String {
    guard !plan.topics.isEmpty else { return "" }
    let pairs = plan.topics.map { "\(ShellWord.fish($0.word)) \(ShellWord.fish($0.abstract))" }
    return """
          if not count $typed >/dev/null
              printf '%s\\t%s\\n' \(pairs.joined(separator: " "))
          end

      """
  }

  private var notes: String {
    plan.context.flatMap(\.names).map { name in
      let text = name.begins(with: "--") ? "$pair" : "\(name)$parts[2]"
      return """
                            case \(ShellWord.fish(name))
                                printf '%s\\n' \(text)
        """
    }.joined(separator: "\n")
  }

  private var entries: String {
    var lines: [String] = []
    let everywhere = plan.places.first?.options.filter { option in
      plan.places.allSatisfy { $0.options.contains { $0.name.isSame(as: option.name) } }
    }
    lines += (everywhere ?? []).map { entry($0, at: nil) }
    for place in plan.places {
      for (index, operand) in place.operands.enumerated() {
        guard let values = values(plan.source(of: operand)) else { continue }
        let number = operand.presence == .list ? "" : " \(index)"
        let condition = "\(name)_at \(ShellWord.fish(place.name))\(number)"
        lines.append("complete -c \(plan.program) -n \(ShellWord.fish(condition))\(values)")
      }
      for option in place.options
      where everywhere?.contains(where: { $0.name.isSame(as: option.name) }) != true {
        lines.append(entry(option, at: place))
      }
    }
    return lines.joined(separator: "\n")
  }

  private func entry(_ option: ArgumentDeclaration, at place: CompletionPlan.Place?) -> String {
    var line = "complete -c \(plan.program)"
    if let place {
      line += " -n \(ShellWord.fish("\(name)_at \(ShellWord.fish(place.name))"))"
    }
    for name in option.names {
      line +=
        name.begins(with: "--")
        ? " -l \(Substring(name.utf8.dropFirst(2)))" : " -s \(Substring(name.utf8.dropFirst()))"
    }
    if option.form == .option { line += values(plan.source(of: option)) ?? " -x" }
    return line + " -d \(ShellWord.fish(option.help))"
  }

  private func values(_ source: CompletionPlan.Source) -> String? {
    switch source {
    case .nothing: nil
    case .words(let words): " -x -a \(ShellWord.fish(list(words)))"
    case .files: " -r -F"
    case .folders: " -x -a '(__fish_complete_directories)'"
    case .names(let kind): " -x -a \(ShellWord.fish("(\(name)_names \(ShellWord.fish(kind)))"))"
    case .topics: " -x -a '(\(name)_topics)'"
    }
  }

  private func list(_ words: [String]) -> String {
    words.map(ShellWord.fish).joined(separator: " ")
  }
}
