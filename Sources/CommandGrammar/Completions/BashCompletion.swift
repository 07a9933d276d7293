/// The completion script of bash 3.2 and later.
///
/// The words of `COMP_WORDS` are only ever compared and handed over as they are; `compgen -W`, which expands what it is given, is
/// not used, and files are left to readline, which quotes them.
struct BashCompletion {
  private let plan: CompletionPlan

  init(_ plan: CompletionPlan) { self.plan = plan }

  private var name: String { "_\(plan.identifier)" }

  var script: String {
    """
    # Completions of \(plan.program) for bash. Nothing that is completed is evaluated.

    # The words that may follow a command, as 'list'.
    \(name)_words() {
      case $1 in
    \(words)
      *) list=() ;;
      esac
    }

    # The options of a command, as 'list'.
    \(name)_options() {
      case $1 in
    \(options)
      *) list=() ;;
      esac
    }

    # Completes the value of an option: '<command>:<option>'.
    \(name)_value() {
      case $1 in
    \(values)
      esac
    }

    # Completes an operand: '<command>:<index>'.
    \(name)_operand() {
      case $1 in
    \(operands)
      esac
    }

    # Keeps of some words those that begin with what was typed.
    \(name)_offer() {
      local word
      for word in "$@"; do
        case $given in *" $word "*) continue ;; esac
        if [[ $word == "$cur"* ]]; then COMPREPLY+=("$prefix$word"); fi
      done
    }

    # Names that only the program can list; strange ones are left out.
    \(name)_names() {
      local names word
      names=$(command \(plan.program) \(command) "$1" ${context[@]+"${context[@]}"} 2>/dev/null </dev/null)
      while IFS= read -r word; do
        case $word in '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) continue ;; esac
        \(name)_offer "$word"
      done <<<"$names"
    }

    # Leaves files (default) or folders (dirnames) to readline, which quotes them.
    \(name)_paths() {
      if type compopt >/dev/null 2>&1; then compopt -o "$1"; fi
    }

    # Notes an option that \(command) takes as well.
    \(name)_note() {
      local value=$2
      case $value in
      '') return ;;
      '~/'*) value=$HOME/${value#'~/'} ;;
      esac
      case $1 in
    \(notes)
      esac
    }

    \(name)() {
      local LC_ALL=C cur=${COMP_WORDS[COMP_CWORD]} prefix='' given=' '
      local at='' topic='' option='' ended='' word i count=0
      local -a list context
      list=() context=() COMPREPLY=()
      for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -n $option ]]; then
          # Readline parts --option=value at the sign.
          if [[ $word != '=' ]]; then
            \(name)_note "$option" "$word"
            option=''
          fi
          continue
        fi
        if [[ -z $ended ]]; then
          case $word in
          --) ended=1; continue ;;
          \(attached)*) \(name)_note "${word:0:2}" "${word:2}"; continue ;;
          --*=*) \(name)_note "${word%%=*}" "${word#*=}"; given+="${word%%=*} "; continue ;;
          \(plan.namesWithValue.joined(separator: " | "))) option=$word given+="$word "; continue ;;
          -?*) given+="$word "; continue ;;
          esac
          case "$at${at:+ }$word" in
          \(places)
            if ((count == 0)); then at=$at${at:+ }$word; continue; fi
            ;;
          esac
        fi
        topic=$topic${topic:+ }$word
        count=$((count + 1))
      done
      if [[ -n $option ]]; then
        if [[ $cur == '=' ]]; then cur=''; fi
        \(name)_value "$at:$option"
      elif [[ -z $ended && $cur == --*=* ]]; then
        option=${cur%%=*} prefix=${cur%%=*}= cur=${cur#*=}
        \(name)_value "$at:$option"
      elif [[ -z $ended && $cur == -* ]]; then
        \(name)_options "$at"
        \(name)_offer ${list[@]+"${list[@]}"}
      else
        if ((count == 0)) && [[ -z $ended ]]; then
          \(name)_words "$at"
          \(name)_offer ${list[@]+"${list[@]}"}
        fi
        \(name)_operand "$at:$count"
      fi
      return 0
    }

    if type compopt >/dev/null 2>&1; then
      complete -F \(name) \(plan.program)
    else
      # The bash of macOS cannot choose case by case.
      complete -o default -F \(name) \(plan.program)
    fi

    """
  }

  private var command: String { plan.values.map(ShellWord.posix).joined(separator: " ") }

  /// The one-letter options whose value may be attached, as a pattern.
  private var attached: String {
    let letters = plan.namesWithValue.filter { $0.utf8.count == 2 }.compactMap(\.utf8.last)
    return "-[\(String(decoding: letters, as: UTF8.self))]?"
  }

  private var places: String {
    plan.places.dropFirst().map { ShellWord.posix($0.name) }.joined(separator: " | ") + ")"
  }

  private var words: String {
    let places = plan.places.filter { !$0.words.isEmpty }
    return places.map { place in
      line(ShellWord.posix(place.name), "list=(\(list(place.words.map(\.word))))")
    }.joined(separator: "\n")
  }

  private var options: String {
    plan.places.map { place in
      line(ShellWord.posix(place.name), "list=(\(list(place.options.flatMap(\.names))))")
    }.joined(separator: "\n")
  }

  /// A line for each option; where it means something else in different commands, one for each command.
  private var values: String {
    var lines: [String] = []
    for name in plan.namesWithValue {
      let uses = plan.places.compactMap { place in
        place.options.first { $0.isNamed(name) }.map { (place, plan.source(of: $0)) }
      }
      guard let first = uses.first?.1 else { continue }
      if uses.allSatisfy({ $0.1 == first }) {
        if let action = action(first) { lines.append(line("*:\(name)", action)) }
        continue
      }
      for (place, source) in uses {
        guard let action = action(source) else { continue }
        lines.append(line(ShellWord.posix("\(place.name):\(name)"), action))
      }
    }
    return lines.joined(separator: "\n")
  }

  private var operands: String {
    let lines = plan.places.flatMap { place in
      place.operands.enumerated().compactMap { index, operand -> String? in
        guard let action = action(plan.source(of: operand)) else { return nil }
        let number = operand.presence == .list ? "*" : "\(index)"
        return line(ShellWord.posix("\(place.name):") + number, action)
      }
    }
    return lines.joined(separator: "\n")
  }

  private var notes: String {
    plan.context.flatMap(\.names).map { name in
      let sign = name.begins(with: "--") ? "=" : ""
      return line(name, "context+=(\"\(name)\(sign)$value\")")
    }.joined(separator: "\n")
  }

  private func action(_ source: CompletionPlan.Source) -> String? {
    switch source {
    case .nothing: nil
    case .words(let words): "\(name)_offer \(list(words))"
    case .files: "\(name)_paths default"
    case .folders: "\(name)_paths dirnames"
    case .names(let kind): "\(name)_names \(ShellWord.posix(kind))"
    case .topics: topics
    }
  }

  private var topics: String {
    let words = "\(name)_words \"$topic\"; \(name)_offer ${list[@]+\"${list[@]}\"}"
    guard !plan.topics.isEmpty else { return words }
    let names = list(plan.topics.map(\.word))
    return "\(words); if [[ -z $topic ]]; then \(name)_offer \(names); fi"
  }

  private func line(_ pattern: String, _ action: String) -> String { "  \(pattern)) \(action) ;;" }

  private func list(_ words: [String]) -> String {
    words.map(ShellWord.posix).joined(separator: " ")
  }
}
