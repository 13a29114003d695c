function __draftscope_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __draftscope_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __draftscope_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __draftscope_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __draftscope_parse_tokens -S
    set -l unparsed_tokens (__draftscope_tokens -pc)
    switch $unparsed_tokens[1]
    case 'draftscope'
        __draftscope_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'run'
            __draftscope_parse_subcommand 1 'm/model=' 'layers=' 'precision=' 'threads=' 'context=' 'draft-model=' 'middle-model=' 'middle-precision=' 'nested-model=' 'retrieval=+' 'adapter=' 'p/prompt=' 'prompt-file=' 'chat' 'raw' 'd/drafter=' 'verifier=' 'growth=' 'budget=' 'controller=' 'arm=+' 'exit-layer=' 'selector=' 'n/max-tokens=' 't/temperature=' 'top-k=' 'top-p=' 'min-p=' 'seed=' 'trace=' 'overlap' 'no-trace' 'theme=' 'color=' 'no-color' 'ascii' 'no-mouse' 'linear' 'config=' 'script=' 'size=' 'q/quiet' 'verbose' 'json' 'version' 'h/help'
        case 'replay'
            __draftscope_parse_subcommand 1 'partial' 'theme=' 'color=' 'no-color' 'ascii' 'no-mouse' 'linear' 'config=' 'script=' 'size=' 'q/quiet' 'verbose' 'version' 'h/help'
        case 'bench'
            __draftscope_parse_subcommand 0 'm/model=' 'layers=' 'precision=' 'threads=' 'context=' 'draft-model=' 'middle-model=' 'middle-precision=' 'nested-model=' 'retrieval=+' 'adapter=' 't/temperature=' 'top-k=' 'top-p=' 'min-p=' 'seed=' 'prompts=' 'limit=' 'max-tokens=' 'repetitions=' 'verification' 'precisions' 'json' 'version' 'h/help'
        case 'models'
            __draftscope_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __draftscope_parse_subcommand 0 'json' 'version' 'h/help'
            case 'get'
                __draftscope_parse_subcommand 1 'version' 'h/help'
            case 'info'
                __draftscope_parse_subcommand 1 'json' 'version' 'h/help'
            case 'path'
                __draftscope_parse_subcommand 1 'version' 'h/help'
            end
        case 'tokenize'
            __draftscope_parse_subcommand 0 'model=' 'text=' 'no-special' 'json' 'version' 'h/help'
        case 'logits'
            __draftscope_parse_subcommand 0 'm/model=' 'layers=' 'precision=' 'threads=' 'context=' 'p/prompt=' 'raw' 'chat' 'top=' 'json' 'version' 'h/help'
        case 'check'
            __draftscope_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'tokenizer'
                __draftscope_parse_subcommand 1 'model=' 'differences=' 'version' 'h/help'
            case 'logits'
                __draftscope_parse_subcommand 1 'm/model=' 'precision=' 'threads=' 'differences=' 'version' 'h/help'
            case 'trace'
                __draftscope_parse_subcommand 1 'partial' 'differences=' 'version' 'h/help'
            case 'verifiers'
                __draftscope_parse_subcommand 1 'differences=' 'version' 'h/help'
            case 'lossless'
                __draftscope_parse_subcommand 0 'm/model=' 'layers=' 'precision=' 'threads=' 'context=' 'draft-model=' 'middle-model=' 'middle-precision=' 'nested-model=' 'retrieval=+' 'adapter=' 'prompts=' 'limit=' 'max-tokens=' 'drafter=+' 'verifier=+' 'growth=+' 'temperature=+' 'seeds=' 'budget=' 'raw' 'json' 'version' 'h/help'
            end
        case 'law'
            __draftscope_parse_subcommand 1 'growth=' 'verifier=+' 'budget=' 'json' 'version' 'h/help'
        case 'compare'
            __draftscope_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'drafters'
                __draftscope_parse_subcommand 0 'm/model=' 'layers=' 'precision=' 'threads=' 'context=' 'draft-model=' 'middle-model=' 'middle-precision=' 'nested-model=' 'retrieval=+' 'adapter=' 't/temperature=' 'top-k=' 'top-p=' 'min-p=' 'seed=' 'prompts=+' 'category=+' 'limit=' 'drafter=+' 'controller=+' 'sweep=' 'budget=' 'max-tokens=' 'repetitions=' 'raw' 'json' 'claims=' 'version' 'h/help'
            case 'verifiers'
                __draftscope_parse_subcommand 0 'm/model=' 'layers=' 'precision=' 'threads=' 'context=' 'draft-model=' 'middle-model=' 'middle-precision=' 'nested-model=' 'retrieval=+' 'adapter=' 'prompts=' 'limit=' 'd/drafter=' 'growth=+' 'verifier=+' 'temperature=+' 'budget=' 'max-tokens=' 'seed=' 'raw' 'json' 'version' 'h/help'
            end
        case 'train'
            __draftscope_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'selector'
                __draftscope_parse_subcommand -r 1 'o/output=' 'budget=' 'free-rows' 'json' 'version' 'h/help'
            end
        case 'themes'
            __draftscope_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __draftscope_parse_subcommand 0 'version' 'h/help'
            case 'show'
                __draftscope_parse_subcommand 1 'svg' 'ascii' 'color=' 'no-color' 'version' 'h/help'
            case 'check'
                __draftscope_parse_subcommand 1 'version' 'h/help'
            end
        case 'config'
            __draftscope_parse_subcommand 0 'print' 'path' 'config=' 'version' 'h/help'
        case 'stats'
            __draftscope_parse_subcommand 1 'partial' 'branch=' 'json' 'csv' 'last=' 'version' 'h/help'
        case 'export'
            __draftscope_parse_subcommand 1 'partial' 'csv=' 'version' 'h/help'
        case 'manual'
            __draftscope_parse_subcommand 0 'version' 'h/help'
        case 'help'
            __draftscope_parse_subcommand -r 1 'version'
        end
    end
end

function __draftscope_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __draftscope_parse_subcommand -S -a positional_count
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

function __draftscope_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __draftscope_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__draftscope_tokens -p)
    if test -z "$(__draftscope_tokens -t)"
        set -l index (count (__draftscope_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'draftscope' -f
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'run' -d 'Decodes a prompt and shows every step of it.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'replay' -d 'Opens a recorded run; no model is needed.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'bench' -d 'Measures plain decoding, c(n) and each drafter on this machine.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'models' -d 'Lists, fetches and describes model files.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'tokenize' -d 'Shows the tokens of a text.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'logits' -d 'Shows the largest logits after a prompt.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'check' -d 'Compares this program with references and with itself.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'law' -d 'Computes the exact law of drafting and verification on a table model.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'compare' -d 'Measures ways to draft and verify against each other on real text.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'train' -d 'Learns from recorded runs.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'themes' -d 'Lists, shows and checks themes.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'config' -d 'Prints the configuration in force, or where its file is.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'stats' -d 'Prints the numbers of a recorded run, each with what it was made of.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'export' -d 'Writes a recorded run as a table for other programs.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'manual' -d 'Prints the manual page, for man.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" m model' -s 'm' -l 'model' -d 'A known model\'s name, or the path of a GGUF file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" layers' -l 'layers' -d 'Cut the model behind its first N layers: a smaller model, read at the exit there.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" precision' -l 'precision' -d 'fast (quantized kernels) or reference (F32 weights through BLAS; several times slower); q8 or q4 round the matrices to that many bits: another model than the file\'s.' -rfka 'fast reference q8 q4'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" threads' -l 'threads' -d 'Threads of the engine; by default one a core, four at most, and one for small models.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" context' -l 'context' -d 'Positions to make room for.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" draft-model' -l 'draft-model' -d 'A smaller model of the same vocabulary, for the drafter draft-model: a known model\'s name, or the path of a GGUF file. oak has twig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" middle-model' -l 'middle-model' -d 'A model between a small drafter and the target, for the drafter spec-m-quant, of the same vocabulary; it may be the target itself in another precision. oak has twig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" middle-precision' -l 'middle-precision' -d 'How the middle model is run; by default as the target.' -rfka 'fast reference q8 q4'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" nested-model' -l 'nested-model' -d 'A model of nested draft models, of the same vocabulary, for the drafter nested. oak has sprig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run"' -l 'retrieval' -d 'A text of yours, for the drafters retrieval and aded; may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" adapter' -l 'adapter' -d 'What was trained for the target\'s exits: translators, an adapter for the drafter kangaroo. oak and smollm2 have one.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" p prompt' -s 'p' -l 'prompt' -d 'The text to continue, or the question to answer.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" prompt-file' -l 'prompt-file' -d 'A file with the text.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" chat' -l 'chat' -d 'Render the prompt through the model\'s chat template, or use it as it is.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" raw' -l 'raw' -d 'Render the prompt through the model\'s chat template, or use it as it is.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" d drafter' -s 'd' -l 'drafter' -d 'Who proposes: none, prompt-lookup, token-recycling, goose, aded, lookahead, retrieval, draft-model, nested, superposed, spec-m-quant, early-exit, kangaroo.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" verifier' -l 'verifier' -d 'The rule that accepts: greedy, sample-match, token, block, point-mass, naive-tree, spec-infer, recursive-with-replacement, recursive, k-seq, traversal, traversal-with-replacement, greedy-multi-path, greedy-multi-path-switch, typical.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" growth' -l 'growth' -d 'Where the tree grows: native, chain, fixed-tree, top-k, eagle-2, diverse-beam, independent-paths, delayed, gumbel-top-k, stochastic-beam, sequoia, dyspec, dyspec-threshold.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" budget' -l 'budget' -d 'The most drafted nodes in a tree, or auto to let the measured cost of a pass decide.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" controller' -l 'controller' -d 'Who decides how each round drafts: auto, fixed, plus-minus-one, heuristic, svip, adaedl, confidence, sparse-history, hedge, ucb, thompson, del, shape, shape-learned.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run"' -l 'arm' -d 'A drafter that a controller which switches may choose; may be given again. All at hand otherwise.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" exit-layer' -l 'exit-layer' -d 'The layer at which drafting leaves the target, for drafters that run its layers.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" selector' -l 'selector' -d 'What the controller shape-learned goes by: a file that train selector wrote.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" max-tokens n' -s 'n' -l 'max-tokens' -d 'The most tokens to emit.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" t temperature' -s 't' -l 'temperature' -d '0 decodes greedily; 1 is the model\'s own law.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" top-k' -l 'top-k' -d 'Keep only the k most probable tokens; 0 keeps all.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" top-p' -l 'top-p' -d 'Keep the most probable tokens that together reach this mass; 1 keeps all.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" min-p' -l 'min-p' -d 'Keep tokens at least this fraction as probable as the best one; 0 keeps all.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" seed' -l 'seed' -d 'Every draw is a function of this and of its position.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" trace' -l 'trace' -d 'Write the trace to this new file, - for standard output; by default it goes to the state folder, where the newest fifty are kept.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" overlap' -l 'overlap' -d 'Record how far draft and target agree along each drafted path.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" no-trace' -l 'no-trace' -d 'Record nothing.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" theme' -l 'theme' -d 'A theme\'s name or a base16 file; "draftscope themes list" shows what there is.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" color' -l 'color' -d 'auto, always, never, 16, 256 or truecolor.' -rfka 'auto always never 16 256 truecolor'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" no-color' -l 'no-color' -d 'No colour: the same as --color never.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" ascii' -l 'ascii' -d 'Marks and borders of ASCII alone.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" no-mouse' -l 'no-mouse' -d 'Leave the mouse to the terminal, for selecting text.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" linear' -l 'linear' -d 'One sentence for each step and typed commands, instead of a drawn screen.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" config' -l 'config' -d 'A configuration file in place of the usual one.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" script' -l 'script' -d 'Run the interface without a terminal, by the steps in this file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" size' -l 'size' -d 'Columns and rows of a screen without a terminal, as in 80x24.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" q quiet' -s 'q' -l 'quiet' -d 'No closing line, no summary.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" verbose' -l 'verbose' -d 'Say more about what is done, on standard error.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" json' -l 'json' -d 'Print the result of the run as JSON.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope run" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" partial' -l 'partial' -d 'Read up to the first wrong line instead of refusing the file.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" theme' -l 'theme' -d 'A theme\'s name or a base16 file; "draftscope themes list" shows what there is.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" color' -l 'color' -d 'auto, always, never, 16, 256 or truecolor.' -rfka 'auto always never 16 256 truecolor'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" no-color' -l 'no-color' -d 'No colour: the same as --color never.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" ascii' -l 'ascii' -d 'Marks and borders of ASCII alone.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" no-mouse' -l 'no-mouse' -d 'Leave the mouse to the terminal, for selecting text.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" linear' -l 'linear' -d 'One sentence for each step and typed commands, instead of a drawn screen.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" config' -l 'config' -d 'A configuration file in place of the usual one.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" script' -l 'script' -d 'Run the interface without a terminal, by the steps in this file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" size' -l 'size' -d 'Columns and rows of a screen without a terminal, as in 80x24.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" q quiet' -s 'q' -l 'quiet' -d 'No closing line, no summary.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" verbose' -l 'verbose' -d 'Say more about what is done, on standard error.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope replay" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" m model' -s 'm' -l 'model' -d 'A known model\'s name, or the path of a GGUF file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" layers' -l 'layers' -d 'Cut the model behind its first N layers: a smaller model, read at the exit there.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" precision' -l 'precision' -d 'fast (quantized kernels) or reference (F32 weights through BLAS; several times slower); q8 or q4 round the matrices to that many bits: another model than the file\'s.' -rfka 'fast reference q8 q4'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" threads' -l 'threads' -d 'Threads of the engine; by default one a core, four at most, and one for small models.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" context' -l 'context' -d 'Positions to make room for.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" draft-model' -l 'draft-model' -d 'A smaller model of the same vocabulary, for the drafter draft-model: a known model\'s name, or the path of a GGUF file. oak has twig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" middle-model' -l 'middle-model' -d 'A model between a small drafter and the target, for the drafter spec-m-quant, of the same vocabulary; it may be the target itself in another precision. oak has twig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" middle-precision' -l 'middle-precision' -d 'How the middle model is run; by default as the target.' -rfka 'fast reference q8 q4'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" nested-model' -l 'nested-model' -d 'A model of nested draft models, of the same vocabulary, for the drafter nested. oak has sprig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench"' -l 'retrieval' -d 'A text of yours, for the drafters retrieval and aded; may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" adapter' -l 'adapter' -d 'What was trained for the target\'s exits: translators, an adapter for the drafter kangaroo. oak and smollm2 have one.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" t temperature' -s 't' -l 'temperature' -d '0 decodes greedily; 1 is the model\'s own law.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" top-k' -l 'top-k' -d 'Keep only the k most probable tokens; 0 keeps all.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" top-p' -l 'top-p' -d 'Keep the most probable tokens that together reach this mass; 1 keeps all.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" min-p' -l 'min-p' -d 'Keep tokens at least this fraction as probable as the best one; 0 keeps all.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" seed' -l 'seed' -d 'Every draw is a function of this and of its position.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" prompts' -l 'prompts' -d 'Prompts, one JSON object a line; without it one built-in prompt is used.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" limit' -l 'limit' -d 'The most prompts to take.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" max-tokens' -l 'max-tokens' -d 'Tokens to emit for each run.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" repetitions' -l 'repetitions' -d 'Runs of each drafter on each prompt.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" verification' -l 'verification' -d 'Time the verifiers, as a share of a pass over the same tree.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" precisions' -l 'precisions' -d 'Only c(n) of the target in each precision, and how far each is from the file\'s weights.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" json' -l 'json' -d 'Print the result as JSON.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope bench" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope models" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope models" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope models" -eq 1' -fa 'list' -d 'Lists the models that can be used by name.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope models" -eq 1' -fa 'get' -d 'Fetches a model into the cache, or checks the one that is there.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope models" -eq 1' -fa 'info' -d 'Describes a model: sizes, tensors, tokenizer, chat template, and its exits.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope models" -eq 1' -fa 'path' -d 'Prints the path of a model\'s file.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope models list" json' -l 'json' -d 'Print JSON.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope models list" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope models list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope models get" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope models get" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope models info" json' -l 'json' -d 'Print JSON.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope models info" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope models info" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope models path" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope models path" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope tokenize" model' -l 'model' -d 'A known name, or the path of a .gguf file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope tokenize" text' -l 'text' -d 'The text; standard input when left out.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope tokenize" no-special' -l 'no-special' -d 'Take strings such as <|im_end|> as ordinary text.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope tokenize" json' -l 'json' -d 'Print the token numbers as a JSON array.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope tokenize" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope tokenize" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope logits" m model' -s 'm' -l 'model' -d 'A known model\'s name, or the path of a GGUF file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope logits" layers' -l 'layers' -d 'Cut the model behind its first N layers: a smaller model, read at the exit there.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope logits" precision' -l 'precision' -d 'fast (quantized kernels) or reference (F32 weights through BLAS; several times slower); q8 or q4 round the matrices to that many bits: another model than the file\'s.' -rfka 'fast reference q8 q4'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope logits" threads' -l 'threads' -d 'Threads of the engine; by default one a core, four at most, and one for small models.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope logits" context' -l 'context' -d 'Positions to make room for.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope logits" p prompt' -s 'p' -l 'prompt' -d 'The prompt.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope logits" raw' -l 'raw' -d 'Take the prompt as it stands.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope logits" chat' -l 'chat' -d 'Take the prompt as a user\'s message.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope logits" top' -l 'top' -d 'How many logits to show.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope logits" json' -l 'json' -d 'Print a JSON array of {"id", "logit"}, the largest first.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope logits" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope logits" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope check" -eq 1' -fa 'tokenizer' -d 'Compares the tokenizer with reference cases.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope check" -eq 1' -fa 'logits' -d 'Compares logits and greedy text with a reference.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope check" -eq 1' -fa 'trace' -d 'Judges every recorded round again and compares.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope check" -eq 1' -fa 'verifiers' -d 'Compares every verifier and growth policy with exact references.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope check" -eq 1' -fa 'lossless' -d 'Compares drafted output with plain output, token for token.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check tokenizer" model' -l 'model' -d 'A known name, or the path of a .gguf file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check tokenizer" differences' -l 'differences' -d 'How many differences to print.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check tokenizer" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check tokenizer" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check logits" m model' -s 'm' -l 'model' -d 'A known model\'s name, or the path of a GGUF file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check logits" precision' -l 'precision' -d 'Check only fast or reference precision.' -rfka 'fast reference q8 q4'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check logits" threads' -l 'threads' -d 'Threads that compute.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check logits" differences' -l 'differences' -d 'How many differences to print.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check logits" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check logits" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope check trace" -eq 1' -F
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check trace" partial' -l 'partial' -d 'Read a damaged file up to its first wrong line.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check trace" differences' -l 'differences' -d 'How many differences to print.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check trace" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check trace" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check verifiers" differences' -l 'differences' -d 'How many differences to print.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check verifiers" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check verifiers" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" m model' -s 'm' -l 'model' -d 'A known model\'s name, or the path of a GGUF file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" layers' -l 'layers' -d 'Cut the model behind its first N layers: a smaller model, read at the exit there.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" precision' -l 'precision' -d 'fast (quantized kernels) or reference (F32 weights through BLAS; several times slower); q8 or q4 round the matrices to that many bits: another model than the file\'s.' -rfka 'fast reference q8 q4'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" threads' -l 'threads' -d 'Threads of the engine; by default one a core, four at most, and one for small models.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" context' -l 'context' -d 'Positions to make room for.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" draft-model' -l 'draft-model' -d 'A smaller model of the same vocabulary, for the drafter draft-model: a known model\'s name, or the path of a GGUF file. oak has twig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" middle-model' -l 'middle-model' -d 'A model between a small drafter and the target, for the drafter spec-m-quant, of the same vocabulary; it may be the target itself in another precision. oak has twig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" middle-precision' -l 'middle-precision' -d 'How the middle model is run; by default as the target.' -rfka 'fast reference q8 q4'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" nested-model' -l 'nested-model' -d 'A model of nested draft models, of the same vocabulary, for the drafter nested. oak has sprig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless"' -l 'retrieval' -d 'A text of yours, for the drafters retrieval and aded; may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" adapter' -l 'adapter' -d 'What was trained for the target\'s exits: translators, an adapter for the drafter kangaroo. oak and smollm2 have one.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" prompts' -l 'prompts' -d 'Prompts, one JSON object a line (prompt, turns, question or text).' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" limit' -l 'limit' -d 'The most prompts to take, spread evenly over the file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" max-tokens' -l 'max-tokens' -d 'Tokens to emit for each run.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless"' -l 'drafter' -d 'Only these drafters; may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless"' -l 'verifier' -d 'Only these verifiers; may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless"' -l 'growth' -d 'Only these growth policies; may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless"' -l 'temperature' -d 'A temperature to check; may be given again. Default: 0 and 0.8.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" seeds' -l 'seeds' -d 'Seeds for each temperature above 0: this many, from 1.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" budget' -l 'budget' -d 'The most drafted nodes, or auto to let the measured cost decide, which may be to draft nothing.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" raw' -l 'raw' -d 'Use the prompts as they are, without the model\'s chat template.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" json' -l 'json' -d 'Print the result as JSON.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope check lossless" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope law" growth' -l 'growth' -d 'How the tree grows, with parameters: independent-paths:paths=2,length=2.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope law"' -l 'verifier' -d 'Only these verifiers, safe or not; may be given again. Default: all that are safe.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope law" budget' -l 'budget' -d 'The most drafted nodes.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope law" json' -l 'json' -d 'Print JSON.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope law" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope law" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope compare" -eq 1' -fa 'drafters' -d 'Tokens per pass and per second of every drafter and controller, beside plain decoding.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope compare" -eq 1' -fa 'verifiers' -d 'Tokens per pass of every verifier and growth policy, beside what papers say.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" m model' -s 'm' -l 'model' -d 'A known model\'s name, or the path of a GGUF file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" layers' -l 'layers' -d 'Cut the model behind its first N layers: a smaller model, read at the exit there.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" precision' -l 'precision' -d 'fast (quantized kernels) or reference (F32 weights through BLAS; several times slower); q8 or q4 round the matrices to that many bits: another model than the file\'s.' -rfka 'fast reference q8 q4'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" threads' -l 'threads' -d 'Threads of the engine; by default one a core, four at most, and one for small models.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" context' -l 'context' -d 'Positions to make room for.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" draft-model' -l 'draft-model' -d 'A smaller model of the same vocabulary, for the drafter draft-model: a known model\'s name, or the path of a GGUF file. oak has twig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" middle-model' -l 'middle-model' -d 'A model between a small drafter and the target, for the drafter spec-m-quant, of the same vocabulary; it may be the target itself in another precision. oak has twig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" middle-precision' -l 'middle-precision' -d 'How the middle model is run; by default as the target.' -rfka 'fast reference q8 q4'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" nested-model' -l 'nested-model' -d 'A model of nested draft models, of the same vocabulary, for the drafter nested. oak has sprig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters"' -l 'retrieval' -d 'A text of yours, for the drafters retrieval and aded; may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" adapter' -l 'adapter' -d 'What was trained for the target\'s exits: translators, an adapter for the drafter kangaroo. oak and smollm2 have one.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" t temperature' -s 't' -l 'temperature' -d '0 decodes greedily; 1 is the model\'s own law.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" top-k' -l 'top-k' -d 'Keep only the k most probable tokens; 0 keeps all.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" top-p' -l 'top-p' -d 'Keep the most probable tokens that together reach this mass; 1 keeps all.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" min-p' -l 'min-p' -d 'Keep tokens at least this fraction as probable as the best one; 0 keeps all.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" seed' -l 'seed' -d 'Every draw is a function of this and of its position.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters"' -l 'prompts' -d 'Prompts, one JSON object a line (prompt, turns, question or text; category); may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters"' -l 'category' -d 'Only prompts of this category; may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" limit' -l 'limit' -d 'The most prompts to take of each category, spread evenly over its prompts.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters"' -l 'drafter' -d 'Only these drafters; may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters"' -l 'controller' -d 'Only these controllers; may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" sweep' -l 'sweep' -d 'Beside the others run every fixed choice: exits, pairs of exit layer and draft length.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" budget' -l 'budget' -d 'The most drafted nodes in a tree, or auto.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" max-tokens' -l 'max-tokens' -d 'Tokens to emit for each run.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" repetitions' -l 'repetitions' -d 'Runs of each kind on each prompt.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" raw' -l 'raw' -d 'Use the prompts as they are, without the model\'s chat template.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" json' -l 'json' -d 'Print the result as JSON.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" claims' -l 'claims' -d 'Write what papers claim and what was measured to this file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare drafters" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" m model' -s 'm' -l 'model' -d 'A known model\'s name, or the path of a GGUF file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" layers' -l 'layers' -d 'Cut the model behind its first N layers: a smaller model, read at the exit there.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" precision' -l 'precision' -d 'fast (quantized kernels) or reference (F32 weights through BLAS; several times slower); q8 or q4 round the matrices to that many bits: another model than the file\'s.' -rfka 'fast reference q8 q4'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" threads' -l 'threads' -d 'Threads of the engine; by default one a core, four at most, and one for small models.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" context' -l 'context' -d 'Positions to make room for.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" draft-model' -l 'draft-model' -d 'A smaller model of the same vocabulary, for the drafter draft-model: a known model\'s name, or the path of a GGUF file. oak has twig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" middle-model' -l 'middle-model' -d 'A model between a small drafter and the target, for the drafter spec-m-quant, of the same vocabulary; it may be the target itself in another precision. oak has twig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" middle-precision' -l 'middle-precision' -d 'How the middle model is run; by default as the target.' -rfka 'fast reference q8 q4'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" nested-model' -l 'nested-model' -d 'A model of nested draft models, of the same vocabulary, for the drafter nested. oak has sprig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers"' -l 'retrieval' -d 'A text of yours, for the drafters retrieval and aded; may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" adapter' -l 'adapter' -d 'What was trained for the target\'s exits: translators, an adapter for the drafter kangaroo. oak and smollm2 have one.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" prompts' -l 'prompts' -d 'Prompts, one JSON object a line (prompt, turns, question or text).' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" limit' -l 'limit' -d 'The most prompts to take, spread evenly over the file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" d drafter' -s 'd' -l 'drafter' -d 'Who drafts: a drafter with a law of its own, or the draft model itself: twig.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers"' -l 'growth' -d 'A growth policy, with parameters; may be given again. Default: one of each kind.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers"' -l 'verifier' -d 'Only these verifiers; may be given again.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers"' -l 'temperature' -d 'A temperature; may be given again. Default: 0, 0.6 and 1.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" budget' -l 'budget' -d 'The most drafted nodes in a tree.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" max-tokens' -l 'max-tokens' -d 'Tokens to emit for each run.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" seed' -l 'seed' -d 'Every draw is a function of this and of its position.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" raw' -l 'raw' -d 'Use the prompts as they are, without the model\'s chat template.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" json' -l 'json' -d 'Print the result as JSON.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope compare verifiers" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope train" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope train" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope train" -eq 1' -fa 'selector' -d 'Trains the selector of shapes for delayed expansion on recorded runs.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope train selector" -ge 1' -F
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope train selector" o output' -s 'o' -l 'output' -d 'Where to write the selector, a JSON file.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope train selector" budget' -l 'budget' -d 'The most nodes of a shape.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope train selector" free-rows' -l 'free-rows' -d 'Evaluate as if rows of a pass were free.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope train selector" json' -l 'json' -d 'Print the evaluation as JSON.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope train selector" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope train selector" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope themes" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope themes" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope themes" -eq 1' -fa 'list' -d 'Lists the themes that can be used by name.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope themes" -eq 1' -fa 'show' -d 'Prints a sample screen in a theme\'s colours.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope themes" -eq 1' -fa 'check' -d 'Measures how well a theme can be read.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope themes list" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope themes list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope themes show" svg' -l 'svg' -d 'Print the screen as an SVG file.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope themes show" ascii' -l 'ascii' -d 'Marks and borders of ASCII alone.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope themes show" color' -l 'color' -d 'auto, always, never, 16, 256 or truecolor.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope themes show" no-color' -l 'no-color' -d 'No colour: the same as --color never.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope themes show" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope themes show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope themes check" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope themes check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope config" print' -l 'print' -d 'Print every value, with comments and where it comes from.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope config" path' -l 'path' -d 'Print the path of the file, there or not.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope config" config' -l 'config' -d 'Read this file in place of the usual one.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope config" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope config" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope stats" -eq 1' -F
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope stats" partial' -l 'partial' -d 'Read a damaged file up to its first wrong line.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope stats" branch' -l 'branch' -d 'The number of a branch; by default the newest.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope stats" json' -l 'json' -d 'As JSON, or as CSV, instead of a table for people.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope stats" csv' -l 'csv' -d 'As JSON, or as CSV, instead of a table for people.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope stats" last' -l 'last' -d 'Only so many rounds, the latest.' -rfka ''
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope stats" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope stats" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_positional "draftscope export" -eq 1' -F
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope export" partial' -l 'partial' -d 'Read a damaged file up to its first wrong line.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope export" csv' -l 'csv' -d 'Which table: rounds, nodes, alternatives or tokens; one row for each.' -rfka 'rounds nodes alternatives tokens'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope export" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope manual" version' -l 'version' -d 'Show the version.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope manual" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'draftscope' -n '__draftscope_should_offer_completions_for_flags_or_options "draftscope help" version' -l 'version' -d 'Show the version.'
