# Completions of orchestrate for bash. Nothing that is completed is evaluated.

# The words that may follow a command, as 'list'.
_orchestrate_words() {
  case $1 in
  '') list=(run gate invocation completion help) ;;
  run) list=(start list diff) ;;
  gate) list=(finish fail) ;;
  invocation) list=(record) ;;
  *) list=() ;;
  esac
}

# The options of a command, as 'list'.
_orchestrate_options() {
  case $1 in
  '') list=(-C --json --by --key -q --quiet -v --verbose --no-color --no-input -h --help --version) ;;
  run) list=(--slug --artifact-path --depth --prompt-file --no-pause -C --json --by --key -q --quiet -v --verbose --no-color --no-input -h --help) ;;
  'run start') list=(--workflow --slug --artifact-path --depth --prompt-file -C --json --by --key -q --quiet -v --verbose --no-color --no-input -h --help) ;;
  'run list') list=(-C --json --by --key -q --quiet -v --verbose --no-color --no-input -h --help) ;;
  'run diff') list=(-C --json --by --key -q --quiet -v --verbose --no-color --no-input -h --help) ;;
  gate) list=(-C --json --by --key -q --quiet -v --verbose --no-color --no-input -h --help) ;;
  'gate finish') list=(--run --gate -C --json --by --key -q --quiet -v --verbose --no-color --no-input -h --help) ;;
  'gate fail') list=(--run --gate --reason -C --json --by --key -q --quiet -v --verbose --no-color --no-input -h --help) ;;
  invocation) list=(-C --json --by --key -q --quiet -v --verbose --no-color --no-input -h --help) ;;
  'invocation record') list=(--run --gate --agent --status -C --json --by --key -q --quiet -v --verbose --no-color --no-input -h --help) ;;
  completion) list=(-C --json --by --key -q --quiet -v --verbose --no-color --no-input -h --help) ;;
  help) list=(--man -C --json --by --key -q --quiet -v --verbose --no-color --no-input -h --help) ;;
  *) list=() ;;
  esac
}

# Completes the value of an option: '<command>:<option>'.
_orchestrate_value() {
  case $1 in
  *:-C) _orchestrate_paths dirnames ;;
  *:--artifact-path) _orchestrate_paths dirnames ;;
  *:--depth) _orchestrate_offer quick standard deep ;;
  *:--prompt-file) _orchestrate_paths default ;;
  *:--workflow) _orchestrate_names workflow ;;
  *:--run) _orchestrate_names run ;;
  *:--gate) _orchestrate_names gate ;;
  *:--status) _orchestrate_offer SUCCESS FAIL ;;
  esac
}

# Completes an operand: '<command>:<index>'.
_orchestrate_operand() {
  case $1 in
  'run:'0) _orchestrate_names workflow ;;
  'run diff:'0) _orchestrate_names run ;;
  'run diff:'1) _orchestrate_names run ;;
  'completion:'0) _orchestrate_offer bash zsh fish ;;
  'help:'*) _orchestrate_words "$topic"; _orchestrate_offer ${list[@]+"${list[@]}"}; if [[ -z $topic ]]; then _orchestrate_offer records; fi ;;
  esac
}

# Keeps of some words those that begin with what was typed.
_orchestrate_offer() {
  local word
  for word in "$@"; do
    case $given in *" $word "*) continue ;; esac
    if [[ $word == "$cur"* ]]; then COMPREPLY+=("$prefix$word"); fi
  done
}

# Names that only the program can list; strange ones are left out.
_orchestrate_names() {
  local names word
  names=$(command orchestrate completion-values "$1" ${context[@]+"${context[@]}"} 2>/dev/null </dev/null)
  while IFS= read -r word; do
    case $word in '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) continue ;; esac
    _orchestrate_offer "$word"
  done <<<"$names"
}

# Leaves files (default) or folders (dirnames) to readline, which quotes them.
_orchestrate_paths() {
  if type compopt >/dev/null 2>&1; then compopt -o "$1"; fi
}

# Notes an option that completion-values takes as well.
_orchestrate_note() {
  local value=$2
  case $value in
  '') return ;;
  '~/'*) value=$HOME/${value#'~/'} ;;
  esac
  case $1 in
  --run) context+=("--run=$value") ;;
  -C) context+=("-C$value") ;;
  esac
}

_orchestrate() {
  local LC_ALL=C cur=${COMP_WORDS[COMP_CWORD]} prefix='' given=' '
  local at='' topic='' option='' ended='' word i count=0
  local -a list context
  list=() context=() COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ -n $option ]]; then
      # Readline parts --option=value at the sign.
      if [[ $word != '=' ]]; then
        _orchestrate_note "$option" "$word"
        option=''
      fi
      continue
    fi
    if [[ -z $ended ]]; then
      case $word in
      --) ended=1; continue ;;
      -[C]?*) _orchestrate_note "${word:0:2}" "${word:2}"; continue ;;
      --*=*) _orchestrate_note "${word%%=*}" "${word#*=}"; given+="${word%%=*} "; continue ;;
      -C | --by | --key | --slug | --artifact-path | --depth | --prompt-file | --workflow | --run | --gate | --reason | --agent | --status) option=$word given+="$word "; continue ;;
      -?*) given+="$word "; continue ;;
      esac
      case "$at${at:+ }$word" in
      run | 'run start' | 'run list' | 'run diff' | gate | 'gate finish' | 'gate fail' | invocation | 'invocation record' | completion | help)
        if ((count == 0)); then at=$at${at:+ }$word; continue; fi
        ;;
      esac
    fi
    topic=$topic${topic:+ }$word
    count=$((count + 1))
  done
  if [[ -n $option ]]; then
    if [[ $cur == '=' ]]; then cur=''; fi
    _orchestrate_value "$at:$option"
  elif [[ -z $ended && $cur == --*=* ]]; then
    option=${cur%%=*} prefix=${cur%%=*}= cur=${cur#*=}
    _orchestrate_value "$at:$option"
  elif [[ -z $ended && $cur == -* ]]; then
    _orchestrate_options "$at"
    _orchestrate_offer ${list[@]+"${list[@]}"}
  else
    if ((count == 0)) && [[ -z $ended ]]; then
      _orchestrate_words "$at"
      _orchestrate_offer ${list[@]+"${list[@]}"}
    fi
    _orchestrate_operand "$at:$count"
  fi
  return 0
}

if type compopt >/dev/null 2>&1; then
  complete -F _orchestrate orchestrate
else
  # The bash of macOS cannot choose case by case.
  complete -o default -F _orchestrate orchestrate
fi
