function __mbm_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mbm_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mbm_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mbm_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mbm_parse_tokens -S
    set -l unparsed_tokens (__mbm_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mbm'
        __mbm_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'shell'
            __mbm_parse_subcommand -r 1 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'batch=' 'max-failures=' 'outdir=' 'demo=' 'use=' 'c=+' 'f=' 'keep-going' 'check' 'n/no-rc' 'raw' 'version' 'h/help'
        case 'range'
            __mbm_parse_subcommand -r 1 'fold' 'version' 'h/help'
        case 'server-start'
            __mbm_parse_subcommand 0 'port=' 'bind=+' 'rdbfile=' 'version' 'h/help'
        case 'server-stop'
            __mbm_parse_subcommand 0 'port=' 'version' 'h/help'
        case 'server-status'
            __mbm_parse_subcommand 0 'port=' 'verbose' 'json' 'version' 'h/help'
        case 'board-list'
            __mbm_parse_subcommand 1 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'long' 'version' 'h/help'
        case 'board-execute'
            __mbm_parse_subcommand 1 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'batch=' 'max-failures=' 'outdir=' 'live' 'fold' 'debug' 'version' 'h/help'
        case 'board'
            __mbm_parse_subcommand 3 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'version' 'h/help'
        case 'board-upload'
            __mbm_parse_subcommand 3 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'version' 'h/help'
        case 'board-rename'
            __mbm_parse_subcommand 2 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'version' 'h/help'
        case 'board-client'
            __mbm_parse_subcommand 1 'version' 'h/help'
        case 'put'
            __mbm_parse_subcommand -r 2 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'r' 'exclude=+' 'v/verbose' 'each' 'version' 'h/help'
        case 'get'
            __mbm_parse_subcommand -r 2 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'r' 'exclude=+' 'v/verbose' 'each' 'version' 'h/help'
        case 'sync'
            __mbm_parse_subcommand -r 2 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'dry-run' 'delete' 'yes' 'mpy' 'watch' 'exclude=+' 'v/verbose' 'each' 'version' 'h/help'
        case 'drift'
            __mbm_parse_subcommand -r 2 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'exclude=+' 'mpy' 'v/verbose' 'version' 'h/help'
        case 'backup'
            __mbm_parse_subcommand 2 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'delete' 'v/verbose' 'each' 'version' 'h/help'
        case 'restore'
            __mbm_parse_subcommand -r 1 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'delete' 'y/yes' 'v/verbose' 'version' 'h/help'
        case 'ls'
            __mbm_parse_subcommand -r 2 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'l' 'R' 'version' 'h/help'
        case 'cat'
            __mbm_parse_subcommand -r 2 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'raw' 'version' 'h/help'
        case 'rm'
            __mbm_parse_subcommand -r 2 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'r' 'y/yes' 'version' 'h/help'
        case 'mkdir'
            __mbm_parse_subcommand -r 2 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'p' 'version' 'h/help'
        case 'mv'
            __mbm_parse_subcommand -r 2 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'y/yes' 'version' 'h/help'
        case 'run'
            __mbm_parse_subcommand -r 2 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'version' 'h/help'
        case 'info'
            __mbm_parse_subcommand 1 'hub=' 'hub-password-file=' 'port=' 'timeout=' 'jobs=' 'json' 'color=' 'version' 'h/help'
        case 'help'
            __mbm_parse_subcommand -r 1 'version'
        end
    end
end

function __mbm_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mbm_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __mbm_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mbm_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mbm_tokens -p)
    if test -z "$(__mbm_tokens -t)"
        set -l index (count (__mbm_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mbm' -f
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'shell' -d 'Work with boards: at a prompt, or by a script.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'range' -d 'Print the names that a board range stands for, one a line.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'server-start' -d 'Start the hub so that it stays up.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'server-stop' -d 'Stop the hub; what it knows is kept on disk.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'server-status' -d 'Say whether the hub is running; status 4 if not.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'board-list' -d 'List the boards that the hub knows, also those that are offline.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'board-execute' -d 'Run a program from standard input on boards, all at once.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'board' -d 'Run a macro on boards.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'board-upload' -d 'Copy a file to boards, verified.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'board-rename' -d 'Give a board another name and wait until it is back under it.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'board-client' -d 'Write the modules that make a MicroPython device a board of your fleet.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'put' -d 'Copy files and folders to boards, verified.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'get' -d 'Copy files and folders from boards, verified.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'sync' -d 'Make boards hold what a folder holds.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'drift' -d 'Show which boards differ from a folder.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'backup' -d 'Save all files of boards, each board\'s in a folder of its own.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'restore' -d 'Write a backup to a board, verified.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'ls' -d 'List files of boards.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'cat' -d 'Show what is in files of boards.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'rm' -d 'Remove files and folders from boards.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'mkdir' -d 'Make folders on boards.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'mv' -d 'Rename and move files of boards.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'run' -d 'Run a program of this machine on boards, without storing it.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'info' -d 'Tell what boards are: firmware, memory, file system, uptime, clock, machine.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" batch' -l 'batch' -d 'Work on so many boards at a time, all of the script on each batch.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" max-failures' -l 'max-failures' -d 'With --batch: stop when more boards than this have failed (0 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" outdir' -l 'outdir' -d 'Also write what each board prints to the file BOARD in this folder.' -rfa '(__mbm_complete_directories)'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" demo' -l 'demo' -d 'Start a private hub and this many boards, real MicroPython on this machine; gone at the end.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" use' -l 'use' -d 'Select boards at the start.' -rfka '(__mbm_custom_completion ---completion shell -- --use (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell"' -s 'c' -d 'Run a line; repeatable.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" f' -s 'f' -d 'Run the lines of a file; - is standard input.' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" keep-going' -l 'keep-going' -d 'Go on after a line that failed.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" check' -l 'check' -d 'Only name the lines of the script that would not be understood; needs no hub.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" n no-rc' -s 'n' -l 'no-rc' -d 'Start without reading mbmrc.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" raw' -l 'raw' -d 'Show what boards print as it is, control characters too.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm shell" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm range" fold' -l 'fold' -d 'Fold names into one range.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm range" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm range" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-start" port' -l 'port' -d 'The port where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-start"' -l 'bind' -d 'An address of this machine where boards connect; repeatable; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-start" rdbfile' -l 'rdbfile' -d 'The file where the hub keeps its data.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-start" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-start" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-stop" port' -l 'port' -d 'The port where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-stop" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-stop" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-status" port' -l 'port' -d 'The port where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-status" verbose' -l 'verbose' -d 'Also version, addresses, uptime, boards, memory and commands per second.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-status" json' -l 'json' -d 'All of that as one JSON object.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-status" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm server-status" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-list" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-list" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-list" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-list" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-list" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-list" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-list" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-list" long' -l 'long' -d 'Also firmware, free memory and last sign of life.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm board-list" -eq 1' -fka '(__mbm_custom_completion ---completion board-list -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-list" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" batch' -l 'batch' -d 'Work on so many boards at a time, all of the script on each batch.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" max-failures' -l 'max-failures' -d 'With --batch: stop when more boards than this have failed (0 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" outdir' -l 'outdir' -d 'Also write what each board prints to the file BOARD in this folder.' -rfa '(__mbm_complete_directories)'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" live' -l 'live' -d 'Print lines as they come, each with its board\'s name.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" fold' -l 'fold' -d 'Print equal answers once.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" debug' -l 'debug' -d 'Accepted as the original did; mbm always tells what goes wrong.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm board-execute" -eq 1' -fka '(__mbm_custom_completion ---completion board-execute -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-execute" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm board" -eq 1' -fka '(__mbm_custom_completion ---completion board -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm board" -eq 2' -fka 'echo reset ls mkdir rmdir mem_free set settings uname'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-upload" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-upload" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-upload" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-upload" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-upload" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-upload" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-upload" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm board-upload" -eq 1' -fka '(__mbm_custom_completion ---completion board-upload -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm board-upload" -eq 2' -F
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-upload" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-upload" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-rename" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-rename" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-rename" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-rename" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-rename" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-rename" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-rename" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm board-rename" -eq 1' -fka '(__mbm_custom_completion ---completion board-rename -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-rename" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-rename" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm board-client" -eq 1' -fa '(__mbm_complete_directories)'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-client" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm board-client" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm put" -eq 1' -fka '(__mbm_custom_completion ---completion put -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put" r' -s 'r' -d 'Take folders, with all they hold.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put"' -l 'exclude' -d 'Leave out what matches: a name, with a / a path below the folder; repeatable.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put" v verbose' -l 'verbose' -s 'v' -d 'Tell of every file.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put" each' -l 'each' -d 'Show how far each board is.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm put" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm get" -eq 1' -fka '(__mbm_custom_completion ---completion get -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get" r' -s 'r' -d 'Take folders, with all they hold.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get"' -l 'exclude' -d 'Leave out what matches: a name, with a / a path below the folder; repeatable.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get" v verbose' -l 'verbose' -s 'v' -d 'Tell of every file.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get" each' -l 'each' -d 'Show how far each board is.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm get" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm sync" -eq 1' -fka '(__mbm_custom_completion ---completion sync -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" dry-run' -l 'dry-run' -d 'Only say what would be done.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" delete' -l 'delete' -d 'Remove what DIR does not hold.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" yes' -l 'yes' -d 'Do not ask before something is removed.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" mpy' -l 'mpy' -d 'Make .mpy files of modules, for each board\'s own firmware.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" watch' -l 'watch' -d 'Go on while files change, until Ctrl-C.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync"' -l 'exclude' -d 'Leave out what matches: a name, with a / a path below the folder; repeatable.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" v verbose' -l 'verbose' -s 'v' -d 'Tell of every file.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" each' -l 'each' -d 'Show how far each board is.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm sync" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm drift" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm drift" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm drift" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm drift" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm drift" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm drift" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm drift" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm drift" -eq 1' -fka '(__mbm_custom_completion ---completion drift -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm drift"' -l 'exclude' -d 'Leave out what matches: a name, with a / a path below the folder; repeatable.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm drift" mpy' -l 'mpy' -d 'Compare with .mpy files made of modules, for each board\'s own firmware.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm drift" v verbose' -l 'verbose' -s 'v' -d 'Name all files, however many there are.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm drift" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm drift" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm backup" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm backup" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm backup" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm backup" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm backup" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm backup" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm backup" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm backup" -eq 1' -fka '(__mbm_custom_completion ---completion backup -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm backup" delete' -l 'delete' -d 'Remove files of the backup that their board no longer has.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm backup" v verbose' -l 'verbose' -s 'v' -d 'Tell of every file.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm backup" each' -l 'each' -d 'Show how far each board is.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm backup" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm backup" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm restore" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm restore" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm restore" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm restore" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm restore" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm restore" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm restore" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm restore" delete' -l 'delete' -d 'Remove what the board has and the backup does not, but for what starts the board and its client.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm restore" y yes' -l 'yes' -s 'y' -d 'Remove without a question.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm restore" v verbose' -l 'verbose' -s 'v' -d 'Tell of every file.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm restore" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm restore" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm ls" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm ls" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm ls" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm ls" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm ls" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm ls" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm ls" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm ls" -eq 1' -fka '(__mbm_custom_completion ---completion ls -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm ls" l' -s 'l' -d 'Also sizes, in bytes.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm ls" R' -s 'R' -d 'Everything below, with paths.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm ls" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm ls" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm cat" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm cat" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm cat" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm cat" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm cat" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm cat" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm cat" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm cat" -eq 1' -fka '(__mbm_custom_completion ---completion cat -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm cat" raw' -l 'raw' -d 'Control characters as they are.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm cat" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm cat" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm rm" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm rm" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm rm" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm rm" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm rm" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm rm" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm rm" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm rm" -eq 1' -fka '(__mbm_custom_completion ---completion rm -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm rm" r' -s 'r' -d 'Folders, too, with all they hold.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm rm" y yes' -l 'yes' -s 'y' -d 'Ask nothing.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm rm" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm rm" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mkdir" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mkdir" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mkdir" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mkdir" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mkdir" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mkdir" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mkdir" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm mkdir" -eq 1' -fka '(__mbm_custom_completion ---completion mkdir -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mkdir" p' -s 'p' -d 'Make those above, too, and mind none that is there.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mkdir" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mkdir" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mv" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mv" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mv" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mv" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mv" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mv" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mv" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm mv" -eq 1' -fka '(__mbm_custom_completion ---completion mv -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mv" y yes' -l 'yes' -s 'y' -d 'Ask nothing.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mv" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm mv" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm run" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm run" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm run" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm run" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm run" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm run" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm run" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm run" -eq 1' -fka '(__mbm_custom_completion ---completion run -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm run" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm run" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm info" hub' -l 'hub' -d 'The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh\'s (also MBM_HUB).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm info" hub-password-file' -l 'hub-password-file' -d 'The file that holds that hub\'s password (also MBM_HUB_PASSWORD_FILE).' -rF
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm info" port' -l 'port' -d 'The port of the hub that mbm starts, where boards connect.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm info" timeout' -l 'timeout' -d 'How long a board may show no sign of life (10 if left out).' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm info" jobs' -l 'jobs' -d 'How many boards work at once; all if left out.' -rfka ''
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm info" json' -l 'json' -d 'One JSON object for each board, a line each (docs/json.md).'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm info" color' -l 'color' -d 'Headers in bold; auto: at a terminal (also NO_COLOR).' -rfka 'auto always never'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_positional "mbm info" -eq 1' -fka '(__mbm_custom_completion ---completion info -- positional@0 (count (__mbm_tokens -pc)) (__mbm_tokens -tC))'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm info" version' -l 'version' -d 'Show the version.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm info" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mbm' -n '__mbm_should_offer_completions_for_flags_or_options "mbm help" version' -l 'version' -d 'Show the version.'
