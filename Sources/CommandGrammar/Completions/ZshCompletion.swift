/// The completion script of zsh, to be found in `fpath` as `_<program>`, or sourced.
///
/// Names are handed to `compadd` in an array, which quotes them; every action that zsh evaluates is constant text.
struct ZshCompletion {
  private let plan: CompletionPlan

  init(_ plan: CompletionPlan) { self.plan = plan }

  private var name: String { "_\(plan.identifier)" }

  var script: String {
    """
    #compdef \(plan.program)
    # Completions of \(plan.program) for zsh. Nothing that is completed is evaluated.

    # The words that may follow a command.
    \(name)_words() {
      local -a list
      case $1 in
    \(words)
      *) return 1 ;;
      esac
      _describe -t commands command list
    }

    # What may follow the words behind 'help'.
    \(name)_topics() {
      \(name)_words "$topic"
    \(topics)}

    # Names that only the program can list; strange ones are left out.
    \(name)_names() {
      local word
      local -a names expl
      for word in ${(f)"$(command \(plan.program) \(command) $1 $context 2>/dev/null </dev/null)"}; do
        if [[ $word == [A-Za-z0-9]* && $word != *[^A-Za-z0-9._-]* ]]; then names+=($word); fi
      done
      _wanted names expl $1 compadd -a names
    }

    # Notes an option that \(command) takes as well.
    \(name)_note() {
      local value=${(Q)2}
      if [[ $value == '~/'* ]]; then value=$HOME/${value#'~/'}; fi
      if [[ -z $value ]]; then return; fi
      case $1 in
    \(notes)
      esac
    }

    \(name)() {
      local curcontext=$curcontext word at='' topic='' option='' ended='' count=0
      local -a context common
      for word in "${(@)words[2,CURRENT-1]}"; do
        if [[ -n $option ]]; then
          \(name)_note $option $word
          option=''
          continue
        fi
        if [[ -z $ended ]]; then
          case $word in
          --) ended=1; continue ;;
          \(attached)*) \(name)_note ${word[1,2]} ${word[3,-1]}; continue ;;
          --*=*) \(name)_note ${word%%=*} ${word#*=}; continue ;;
          \(plan.namesWithValue.joined(separator: "|"))) option=$word; continue ;;
          -?*) continue ;;
          esac
          case "$at${at:+ }$word" in
          \(plan.places.dropFirst().map { ShellWord.posix($0.name) }.joined(separator: "|")))
            if ((count == 0)); then at=$at${at:+ }$word; continue; fi
            ;;
          esac
        fi
        topic=$topic${topic:+ }$word
        count=$((count + 1))
      done
      common=(
    \(common)
      )
      case $at in
    \(plan.places.map(commandCase).joined(separator: "\n"))
      esac
    }

    if [[ $funcstack[1] == \(name) ]]; then
      \(name) "$@"
    elif (( $+functions[compdef] )); then
      compdef \(name) \(plan.program)
    fi

    """
  }

  private var command: String { plan.values.map(ShellWord.posix).joined(separator: " ") }

  private var attached: String {
    let letters = plan.namesWithValue.filter { $0.utf8.count == 2 }.compactMap(\.utf8.last)
    return "-[\(String(decoding: letters, as: UTF8.self))]?"
  }

  private var words: String {
    plan.places.filter { !$0.words.isEmpty }.map { place in
      "  \(ShellWord.posix(place.name))) list=(\(described(place.words))) ;;"
    }.joined(separator: "\n")
  }

  private var topics: String {
    guard !plan.topics.isEmpty else { return "" }
    return """
        if [[ -z $topic ]]; then
          local -a list
          list=(\(described(plan.topics)))
          _describe -t topics topic list
        fi

      """
  }

  private func described(_ words: [(word: String, abstract: String)]) -> String {
    words.map { ShellWord.posix("\(escaped($0.word, ":")):\($0.abstract)") }.joined(separator: " ")
  }

  private var notes: String {
    plan.context.flatMap(\.names).map { name in
      let sign = name.begins(with: "--") ? "=" : ""
      return "  \(name)) context+=(\"\(name)\(sign)$value\") ;;"
    }.joined(separator: "\n")
  }

  private var common: String {
    let options = plan.places.first?.options ?? []
    return options.filter { option in
      plan.places.allSatisfy { $0.options.contains { $0.name.isSame(as: option.name) } }
    }
    .map { "    \(spec($0))" }.joined(separator: "\n")
  }

  private func commandCase(_ place: CompletionPlan.Place) -> String {
    let own = place.options.filter { option in
      !plan.places.allSatisfy { $0.options.contains { $0.name.isSame(as: option.name) } }
    }
    var specs = own.map(spec)
    for index in place.path.indices { specs.append(ShellWord.posix("\(index + 1): : ")) }
    let next = place.path.count + 1
    let verbs = place.words.isEmpty ? nil : "\(name)_words \(ShellWord.posix(place.name))"
    if place.operands.isEmpty, let verbs { specs.append(ShellWord.posix("\(next): : \(verbs)")) }
    for (index, operand) in place.operands.enumerated() {
      let number = operand.presence == .list ? "*" : "\(next + index)"
      let message = escaped(operand.name, ":")
      if index == 0, let verbs {
        let action = action(plan.source(of: operand))
        specs.append(
          ShellWord.posix("\(number):\(message):{\(verbs)\(action.isEmpty ? "" : ";\(action)")}"))
      } else {
        specs.append(ShellWord.posix("\(number):\(message):\(action(plan.source(of: operand)))"))
      }
    }
    let lines = (["_arguments -s -S : $common"] + specs.map { "    \($0)" })
    return "  \(ShellWord.posix(place.name)))\n    " + lines.joined(separator: " \\\n  ")
      + "\n    ;;"
  }

  /// An option for `_arguments`; its names exclude each other.
  private func spec(_ option: ArgumentDeclaration) -> String {
    let help = "[\(escaped(option.help, "[]:"))]"
    let value =
      option.form == .flag
      ? "" : ":\(escaped(option.valueName ?? "", ":")):\(action(plan.source(of: option)))"
    let all = option.names.joined(separator: " ")
    return option.names.map { name in
      let sign = option.form == .flag ? "" : name.begins(with: "--") ? "=" : "+"
      return ShellWord.posix("(\(all))\(name)\(sign)\(help)\(value)")
    }.joined(separator: " ")
  }

  /// An action of `_arguments`; the space before a function keeps zsh from adding words to it.
  private func action(_ source: CompletionPlan.Source) -> String {
    switch source {
    case .nothing: " "
    case .words(let words): "(\(words.map(ShellWord.posix).joined(separator: " ")))"
    case .files: "_files"
    case .folders: "_files -/"
    case .names(let kind): " \(name)_names \(ShellWord.posix(kind))"
    case .topics: " \(name)_topics"
    }
  }

  private func escaped(_ text: String, _ special: String) -> String {
    text.unicodeScalars.map { scalar in
      scalar == "\\" || special.unicodeScalars.contains(scalar) ? "\\\(scalar)" : "\(scalar)"
    }.joined()
  }
}
