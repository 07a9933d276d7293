#compdef orchestrate
# Completions of orchestrate for zsh. Nothing that is completed is evaluated.

# The words that may follow a command.
_orchestrate_words() {
  local -a list
  case $1 in
  '') list=('run:take a workflow through all its gates' 'gate:work on one gate' 'invocation:write down calls of agents' 'completion:print a shell'\''s completions' 'help:explain a command or a topic') ;;
  run) list=('start:open a run' 'list:list all runs' 'diff:compare two runs') ;;
  gate) list=('finish:check the outputs and close the attempt' 'fail:close the attempt as failed') ;;
  invocation) list=('record:write down one call of an agent') ;;
  *) return 1 ;;
  esac
  _describe -t commands command list
}

# What may follow the words behind 'help'.
_orchestrate_topics() {
  _orchestrate_words "$topic"
  if [[ -z $topic ]]; then
    local -a list
    list=('records:what a run writes down')
    _describe -t topics topic list
  fi
}

# Names that only the program can list; strange ones are left out.
_orchestrate_names() {
  local word
  local -a names expl
  for word in ${(f)"$(command orchestrate completion-values $1 $context 2>/dev/null </dev/null)"}; do
    if [[ $word == [A-Za-z0-9]* && $word != *[^A-Za-z0-9._-]* ]]; then names+=($word); fi
  done
  _wanted names expl $1 compadd -a names
}

# Notes an option that completion-values takes as well.
_orchestrate_note() {
  local value=${(Q)2}
  if [[ $value == '~/'* ]]; then value=$HOME/${value#'~/'}; fi
  if [[ -z $value ]]; then return; fi
  case $1 in
  --run) context+=("--run=$value") ;;
  -C) context+=("-C$value") ;;
  esac
}

_orchestrate() {
  local curcontext=$curcontext word at='' topic='' option='' ended='' count=0
  local -a context common
  for word in "${(@)words[2,CURRENT-1]}"; do
    if [[ -n $option ]]; then
      _orchestrate_note $option $word
      option=''
      continue
    fi
    if [[ -z $ended ]]; then
      case $word in
      --) ended=1; continue ;;
      -[C]?*) _orchestrate_note ${word[1,2]} ${word[3,-1]}; continue ;;
      --*=*) _orchestrate_note ${word%%=*} ${word#*=}; continue ;;
      -C|--by|--key|--slug|--artifact-path|--depth|--prompt-file|--workflow|--run|--gate|--reason|--agent|--status) option=$word; continue ;;
      -?*) continue ;;
      esac
      case "$at${at:+ }$word" in
      run|'run start'|'run list'|'run diff'|gate|'gate finish'|'gate fail'|invocation|'invocation record'|completion|help)
        if ((count == 0)); then at=$at${at:+ }$word; continue; fi
        ;;
      esac
    fi
    topic=$topic${topic:+ }$word
    count=$((count + 1))
  done
  common=(
    '(-C)-C+[look for the project from this folder upwards]:DIR:_files -/'
    '(--json)--json[print the answer as one JSON object]'
    '(--by)--by=[who is deciding]:NAME: '
    '(--key)--key=[make a repeat of the same command do nothing]:K: '
    '(-q --quiet)-q[leave out messages, never the answer]' '(-q --quiet)--quiet[leave out messages, never the answer]'
    '(-v --verbose)-v[say more about what happens]' '(-v --verbose)--verbose[say more about what happens]'
    '(--no-color)--no-color[use no colour]'
    '(--no-input)--no-input[never ask]'
    '(-h --help)-h[show help on the program or on one command, and do nothing]' '(-h --help)--help[show help on the program or on one command, and do nothing]'
  )
  case $at in
  '')
    _arguments -s -S : $common \
      '(--version)--version[show the version, and do nothing]' \
      '1: : _orchestrate_words '\'''\'''
    ;;
  run)
    _arguments -s -S : $common \
      '(--slug)--slug=[the short name of the artifact]:S: ' \
      '(--artifact-path)--artifact-path=[the folder of the artifact]:PATH:_files -/' \
      '(--depth)--depth=[how much the gates ask for]:DEPTH:(quick standard deep)' \
      '(--prompt-file)--prompt-file=[the words that began the work]:FILE:_files' \
      '(--no-pause)--no-pause[check what is there without asking]' \
      '1: : ' \
      '2:<workflow>:{_orchestrate_words run; _orchestrate_names workflow}'
    ;;
  'run start')
    _arguments -s -S : $common \
      '(--workflow)--workflow=[the name of a folder in workflows/]:NAME: _orchestrate_names workflow' \
      '(--slug)--slug=[the short name of the artifact]:S: ' \
      '(--artifact-path)--artifact-path=[the folder of the artifact]:PATH:_files -/' \
      '(--depth)--depth=[how much the gates ask for]:DEPTH:(quick standard deep)' \
      '(--prompt-file)--prompt-file=[the words that began the work]:FILE:_files' \
      '1: : ' \
      '2: : '
    ;;
  'run list')
    _arguments -s -S : $common \
      '1: : ' \
      '2: : '
    ;;
  'run diff')
    _arguments -s -S : $common \
      '1: : ' \
      '2: : ' \
      '3:A: _orchestrate_names run' \
      '4:B: _orchestrate_names run'
    ;;
  gate)
    _arguments -s -S : $common \
      '1: : ' \
      '2: : _orchestrate_words gate'
    ;;
  'gate finish')
    _arguments -s -S : $common \
      '(--run)--run=[a run'\''s id, a unique part of it, a slug or '\''latest'\'']:RUN: _orchestrate_names run' \
      '(--gate)--gate=[the gate, such as G2]:GATE: _orchestrate_names gate' \
      '1: : ' \
      '2: : '
    ;;
  'gate fail')
    _arguments -s -S : $common \
      '(--run)--run=[a run'\''s id, a unique part of it, a slug or '\''latest'\'']:RUN: _orchestrate_names run' \
      '(--gate)--gate=[the gate, such as G2]:GATE: _orchestrate_names gate' \
      '(--reason)--reason=[why, in a person'\''s words]:T: ' \
      '1: : ' \
      '2: : '
    ;;
  invocation)
    _arguments -s -S : $common \
      '1: : ' \
      '2: : _orchestrate_words invocation'
    ;;
  'invocation record')
    _arguments -s -S : $common \
      '(--run)--run=[a run'\''s id, a unique part of it, a slug or '\''latest'\'']:RUN: _orchestrate_names run' \
      '(--gate)--gate=[the gate, such as G2]:GATE: _orchestrate_names gate' \
      '(--agent)--agent=[who was called]:NAME: ' \
      '(--status)--status=[how the call ended]:STATUS:(SUCCESS FAIL)' \
      '1: : ' \
      '2: : '
    ;;
  completion)
    _arguments -s -S : $common \
      '1: : ' \
      '2:<shell>:(bash zsh fish)'
    ;;
  help)
    _arguments -s -S : $common \
      '(--man)--man[print the manual page of all commands, in mdoc]' \
      '1: : ' \
      '*:<topic>: _orchestrate_topics'
    ;;
  esac
}

if [[ $funcstack[1] == _orchestrate ]]; then
  _orchestrate "$@"
elif (( $+functions[compdef] )); then
  compdef _orchestrate orchestrate
fi
