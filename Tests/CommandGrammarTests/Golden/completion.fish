# Completions of orchestrate for fish. Nothing that is completed is evaluated.

# The words that may follow a command, with what they do.
function __orchestrate_words
    switch "$argv"
        case ''
            printf '%s\t%s\n' run 'take a workflow through all its gates' gate 'work on one gate' invocation 'write down calls of agents' completion 'print a shell\'s completions' help 'explain a command or a topic'
        case run
            printf '%s\t%s\n' start 'open a run' list 'list all runs' diff 'compare two runs'
        case gate
            printf '%s\t%s\n' finish 'check the outputs and close the attempt' fail 'close the attempt as failed'
        case invocation
            printf '%s\t%s\n' record 'write down one call of an agent'
    end
end

# Reads the line up to the cursor: 'place' prints the command's words, 'operands' the others, 'context' the options that
# completion-values takes as well.
function __orchestrate_line
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
                case -C --by --key --slug --artifact-path --depth --prompt-file --workflow --run --gate --reason --agent --status
                    set option $token
                    continue
                case '-C?*'
                    set -a context (string sub -l 2 -- $token)=(string sub -s 3 -- $token)
                    continue
                case '-?*'
                    continue
            end
            if test -z "$operands"; and contains -- "$place $token" ' run' ' run start' ' run list' ' run diff' ' gate' ' gate finish' ' gate fail' ' invocation' ' invocation record' ' completion' ' help'
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
            string join \n -- $operands
        case context
            for pair in $context
                set -l parts (string split -m 1 = -- $pair)
                test -n "$parts[2]"; or continue
                switch $parts[1]
                    case --run
                        printf '%s\n' $pair
                    case -C
                        printf '%s\n' -C$parts[2]
                end
            end
    end
end

# Tells whether the line stands at a command, with so many operands where a number is given.
function __orchestrate_at
    set -l place (__orchestrate_line place)
    test "$argv[1]" = "$place"; or return 1
    test -z "$argv[2]"; and return 0
    test (count (__orchestrate_line operands)) -eq "$argv[2]"
end

# The verbs of the place, while nothing else was typed.
function __orchestrate_verbs
    if not count (__orchestrate_line operands) >/dev/null
        __orchestrate_words (__orchestrate_line place)
    end
end

# What may follow the words behind 'help'.
function __orchestrate_topics
    set -l typed (__orchestrate_line operands)
    __orchestrate_words $typed
    if not count $typed >/dev/null
        printf '%s\t%s\n' records 'what a run writes down'
    end
end

# Names that only the program can list; strange ones are left out.
function __orchestrate_names
    command -q orchestrate; or return
    command orchestrate completion-values $argv[1] (__orchestrate_line context) 2>/dev/null </dev/null \
        | string match -r '^[A-Za-z0-9][A-Za-z0-9._-]*$'
end

complete -c orchestrate -e
complete -c orchestrate -f
complete -c orchestrate -a '(__orchestrate_verbs)'
complete -c orchestrate -s C -x -a '(__fish_complete_directories)' -d 'look for the project from this folder upwards'
complete -c orchestrate -l json -d 'print the answer as one JSON object'
complete -c orchestrate -l by -x -d 'who is deciding'
complete -c orchestrate -l key -x -d 'make a repeat of the same command do nothing'
complete -c orchestrate -s q -l quiet -d 'leave out messages, never the answer'
complete -c orchestrate -s v -l verbose -d 'say more about what happens'
complete -c orchestrate -l no-color -d 'use no colour'
complete -c orchestrate -l no-input -d 'never ask'
complete -c orchestrate -s h -l help -d 'show help on the program or on one command, and do nothing'
complete -c orchestrate -n '__orchestrate_at \'\'' -l version -d 'show the version, and do nothing'
complete -c orchestrate -n '__orchestrate_at run 0' -x -a '(__orchestrate_names workflow)'
complete -c orchestrate -n '__orchestrate_at run' -l slug -x -d 'the short name of the artifact'
complete -c orchestrate -n '__orchestrate_at run' -l artifact-path -x -a '(__fish_complete_directories)' -d 'the folder of the artifact'
complete -c orchestrate -n '__orchestrate_at run' -l depth -x -a 'quick standard deep' -d 'how much the gates ask for'
complete -c orchestrate -n '__orchestrate_at run' -l prompt-file -r -F -d 'the words that began the work'
complete -c orchestrate -n '__orchestrate_at run' -l no-pause -d 'check what is there without asking'
complete -c orchestrate -n '__orchestrate_at \'run start\'' -l workflow -x -a '(__orchestrate_names workflow)' -d 'the name of a folder in workflows/'
complete -c orchestrate -n '__orchestrate_at \'run start\'' -l slug -x -d 'the short name of the artifact'
complete -c orchestrate -n '__orchestrate_at \'run start\'' -l artifact-path -x -a '(__fish_complete_directories)' -d 'the folder of the artifact'
complete -c orchestrate -n '__orchestrate_at \'run start\'' -l depth -x -a 'quick standard deep' -d 'how much the gates ask for'
complete -c orchestrate -n '__orchestrate_at \'run start\'' -l prompt-file -r -F -d 'the words that began the work'
complete -c orchestrate -n '__orchestrate_at \'run diff\' 0' -x -a '(__orchestrate_names run)'
complete -c orchestrate -n '__orchestrate_at \'run diff\' 1' -x -a '(__orchestrate_names run)'
complete -c orchestrate -n '__orchestrate_at \'gate finish\'' -l run -x -a '(__orchestrate_names run)' -d 'a run\'s id, a unique part of it, a slug or \'latest\''
complete -c orchestrate -n '__orchestrate_at \'gate finish\'' -l gate -x -a '(__orchestrate_names gate)' -d 'the gate, such as G2'
complete -c orchestrate -n '__orchestrate_at \'gate fail\'' -l run -x -a '(__orchestrate_names run)' -d 'a run\'s id, a unique part of it, a slug or \'latest\''
complete -c orchestrate -n '__orchestrate_at \'gate fail\'' -l gate -x -a '(__orchestrate_names gate)' -d 'the gate, such as G2'
complete -c orchestrate -n '__orchestrate_at \'gate fail\'' -l reason -x -d 'why, in a person\'s words'
complete -c orchestrate -n '__orchestrate_at \'invocation record\'' -l run -x -a '(__orchestrate_names run)' -d 'a run\'s id, a unique part of it, a slug or \'latest\''
complete -c orchestrate -n '__orchestrate_at \'invocation record\'' -l gate -x -a '(__orchestrate_names gate)' -d 'the gate, such as G2'
complete -c orchestrate -n '__orchestrate_at \'invocation record\'' -l agent -x -d 'who was called'
complete -c orchestrate -n '__orchestrate_at \'invocation record\'' -l status -x -a 'SUCCESS FAIL' -d 'how the call ended'
complete -c orchestrate -n '__orchestrate_at completion 0' -x -a 'bash zsh fish'
complete -c orchestrate -n '__orchestrate_at help' -x -a '(__orchestrate_topics)'
complete -c orchestrate -n '__orchestrate_at help' -l man -d 'print the manual page of all commands, in mdoc'
