#!/bin/bash

__draftscope_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__draftscope_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__draftscope_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__draftscope_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_draftscope() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __draftscope_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    run|replay|bench|models|tokenize|logits|check|law|compare|train|themes|config|stats|export|manual|help)
        # Offer subcommand argument completions
        "_draftscope_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'run replay bench models tokenize logits check law compare train themes config stats export manual help' -- "${cur}"))
        ;;
    esac
}

_draftscope_run() {
    repeating_flags=()
    non_repeating_flags=(--chat --raw --overlap --no-trace --no-color --ascii --no-mouse --linear -q --quiet --verbose --json --version -h --help)
    repeating_options=(--retrieval --arm)
    non_repeating_options=(-m --model --layers --precision --threads --context --draft-model --middle-model --middle-precision --nested-model --adapter -p --prompt --prompt-file -d --drafter --verifier --growth --budget --controller --exit-layer --selector -n --max-tokens -t --temperature --top-k --top-p --min-p --seed --trace --theme --color --config --script --size)
    __draftscope_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-m'|'--model')
        return
        ;;
    '--layers')
        return
        ;;
    '--precision')
        __draftscope_add_completions -W 'fast'$'\n''reference'$'\n''q8'$'\n''q4'
        return
        ;;
    '--threads')
        return
        ;;
    '--context')
        return
        ;;
    '--draft-model')
        return
        ;;
    '--middle-model')
        return
        ;;
    '--middle-precision')
        __draftscope_add_completions -W 'fast'$'\n''reference'$'\n''q8'$'\n''q4'
        return
        ;;
    '--nested-model')
        return
        ;;
    '--retrieval')
        return
        ;;
    '--adapter')
        return
        ;;
    '-p'|'--prompt')
        return
        ;;
    '--prompt-file')
        return
        ;;
    '-d'|'--drafter')
        return
        ;;
    '--verifier')
        return
        ;;
    '--growth')
        return
        ;;
    '--budget')
        return
        ;;
    '--controller')
        return
        ;;
    '--arm')
        return
        ;;
    '--exit-layer')
        return
        ;;
    '--selector')
        return
        ;;
    '-n'|'--max-tokens')
        return
        ;;
    '-t'|'--temperature')
        return
        ;;
    '--top-k')
        return
        ;;
    '--top-p')
        return
        ;;
    '--min-p')
        return
        ;;
    '--seed')
        return
        ;;
    '--trace')
        return
        ;;
    '--theme')
        return
        ;;
    '--color')
        __draftscope_add_completions -W 'auto'$'\n''always'$'\n''never'$'\n''16'$'\n''256'$'\n''truecolor'
        return
        ;;
    '--config')
        return
        ;;
    '--script')
        return
        ;;
    '--size')
        return
        ;;
    esac
}

_draftscope_replay() {
    repeating_flags=()
    non_repeating_flags=(--partial --no-color --ascii --no-mouse --linear -q --quiet --verbose --version -h --help)
    repeating_options=()
    non_repeating_options=(--theme --color --config --script --size)
    __draftscope_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--theme')
        return
        ;;
    '--color')
        __draftscope_add_completions -W 'auto'$'\n''always'$'\n''never'$'\n''16'$'\n''256'$'\n''truecolor'
        return
        ;;
    '--config')
        return
        ;;
    '--script')
        return
        ;;
    '--size')
        return
        ;;
    esac
}

_draftscope_bench() {
    repeating_flags=()
    non_repeating_flags=(--verification --precisions --json --version -h --help)
    repeating_options=(--retrieval)
    non_repeating_options=(-m --model --layers --precision --threads --context --draft-model --middle-model --middle-precision --nested-model --adapter -t --temperature --top-k --top-p --min-p --seed --prompts --limit --max-tokens --repetitions)
    __draftscope_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-m'|'--model')
        return
        ;;
    '--layers')
        return
        ;;
    '--precision')
        __draftscope_add_completions -W 'fast'$'\n''reference'$'\n''q8'$'\n''q4'
        return
        ;;
    '--threads')
        return
        ;;
    '--context')
        return
        ;;
    '--draft-model')
        return
        ;;
    '--middle-model')
        return
        ;;
    '--middle-precision')
        __draftscope_add_completions -W 'fast'$'\n''reference'$'\n''q8'$'\n''q4'
        return
        ;;
    '--nested-model')
        return
        ;;
    '--retrieval')
        return
        ;;
    '--adapter')
        return
        ;;
    '-t'|'--temperature')
        return
        ;;
    '--top-k')
        return
        ;;
    '--top-p')
        return
        ;;
    '--min-p')
        return
        ;;
    '--seed')
        return
        ;;
    '--prompts')
        return
        ;;
    '--limit')
        return
        ;;
    '--max-tokens')
        return
        ;;
    '--repetitions')
        return
        ;;
    esac
}

_draftscope_models() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|get|info|path)
        # Offer subcommand argument completions
        "_draftscope_models_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list get info path' -- "${cur}"))
        ;;
    esac
}

_draftscope_models_list() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options 0
}

_draftscope_models_get() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options 1
}

_draftscope_models_info() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options 1
}

_draftscope_models_path() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options 1
}

_draftscope_tokenize() {
    repeating_flags=()
    non_repeating_flags=(--no-special --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--model --text)
    __draftscope_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--model')
        return
        ;;
    '--text')
        return
        ;;
    esac
}

_draftscope_logits() {
    repeating_flags=()
    non_repeating_flags=(--raw --chat --json --version -h --help)
    repeating_options=()
    non_repeating_options=(-m --model --layers --precision --threads --context -p --prompt --top)
    __draftscope_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-m'|'--model')
        return
        ;;
    '--layers')
        return
        ;;
    '--precision')
        __draftscope_add_completions -W 'fast'$'\n''reference'$'\n''q8'$'\n''q4'
        return
        ;;
    '--threads')
        return
        ;;
    '--context')
        return
        ;;
    '-p'|'--prompt')
        return
        ;;
    '--top')
        return
        ;;
    esac
}

_draftscope_check() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    tokenizer|logits|trace|verifiers|lossless)
        # Offer subcommand argument completions
        "_draftscope_check_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'tokenizer logits trace verifiers lossless' -- "${cur}"))
        ;;
    esac
}

_draftscope_check_tokenizer() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--model --differences)
    __draftscope_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--model')
        return
        ;;
    '--differences')
        return
        ;;
    esac
}

_draftscope_check_logits() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(-m --model --precision --threads --differences)
    __draftscope_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-m'|'--model')
        return
        ;;
    '--precision')
        __draftscope_add_completions -W 'fast'$'\n''reference'$'\n''q8'$'\n''q4'
        return
        ;;
    '--threads')
        return
        ;;
    '--differences')
        return
        ;;
    esac
}

_draftscope_check_trace() {
    repeating_flags=()
    non_repeating_flags=(--partial --version -h --help)
    repeating_options=()
    non_repeating_options=(--differences)
    __draftscope_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--differences')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __draftscope_add_completions -f
        return
        ;;
    esac
}

_draftscope_check_verifiers() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--differences)
    __draftscope_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--differences')
        return
        ;;
    esac
}

_draftscope_check_lossless() {
    repeating_flags=()
    non_repeating_flags=(--raw --json --version -h --help)
    repeating_options=(--retrieval --drafter --verifier --growth --temperature)
    non_repeating_options=(-m --model --layers --precision --threads --context --draft-model --middle-model --middle-precision --nested-model --adapter --prompts --limit --max-tokens --seeds --budget)
    __draftscope_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-m'|'--model')
        return
        ;;
    '--layers')
        return
        ;;
    '--precision')
        __draftscope_add_completions -W 'fast'$'\n''reference'$'\n''q8'$'\n''q4'
        return
        ;;
    '--threads')
        return
        ;;
    '--context')
        return
        ;;
    '--draft-model')
        return
        ;;
    '--middle-model')
        return
        ;;
    '--middle-precision')
        __draftscope_add_completions -W 'fast'$'\n''reference'$'\n''q8'$'\n''q4'
        return
        ;;
    '--nested-model')
        return
        ;;
    '--retrieval')
        return
        ;;
    '--adapter')
        return
        ;;
    '--prompts')
        return
        ;;
    '--limit')
        return
        ;;
    '--max-tokens')
        return
        ;;
    '--drafter')
        return
        ;;
    '--verifier')
        return
        ;;
    '--growth')
        return
        ;;
    '--temperature')
        return
        ;;
    '--seeds')
        return
        ;;
    '--budget')
        return
        ;;
    esac
}

_draftscope_law() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=(--verifier)
    non_repeating_options=(--growth --budget)
    __draftscope_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--growth')
        return
        ;;
    '--verifier')
        return
        ;;
    '--budget')
        return
        ;;
    esac
}

_draftscope_compare() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    drafters|verifiers)
        # Offer subcommand argument completions
        "_draftscope_compare_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'drafters verifiers' -- "${cur}"))
        ;;
    esac
}

_draftscope_compare_drafters() {
    repeating_flags=()
    non_repeating_flags=(--raw --json --version -h --help)
    repeating_options=(--retrieval --prompts --category --drafter --controller)
    non_repeating_options=(-m --model --layers --precision --threads --context --draft-model --middle-model --middle-precision --nested-model --adapter -t --temperature --top-k --top-p --min-p --seed --limit --sweep --budget --max-tokens --repetitions --claims)
    __draftscope_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-m'|'--model')
        return
        ;;
    '--layers')
        return
        ;;
    '--precision')
        __draftscope_add_completions -W 'fast'$'\n''reference'$'\n''q8'$'\n''q4'
        return
        ;;
    '--threads')
        return
        ;;
    '--context')
        return
        ;;
    '--draft-model')
        return
        ;;
    '--middle-model')
        return
        ;;
    '--middle-precision')
        __draftscope_add_completions -W 'fast'$'\n''reference'$'\n''q8'$'\n''q4'
        return
        ;;
    '--nested-model')
        return
        ;;
    '--retrieval')
        return
        ;;
    '--adapter')
        return
        ;;
    '-t'|'--temperature')
        return
        ;;
    '--top-k')
        return
        ;;
    '--top-p')
        return
        ;;
    '--min-p')
        return
        ;;
    '--seed')
        return
        ;;
    '--prompts')
        return
        ;;
    '--category')
        return
        ;;
    '--limit')
        return
        ;;
    '--drafter')
        return
        ;;
    '--controller')
        return
        ;;
    '--sweep')
        return
        ;;
    '--budget')
        return
        ;;
    '--max-tokens')
        return
        ;;
    '--repetitions')
        return
        ;;
    '--claims')
        return
        ;;
    esac
}

_draftscope_compare_verifiers() {
    repeating_flags=()
    non_repeating_flags=(--raw --json --version -h --help)
    repeating_options=(--retrieval --growth --verifier --temperature)
    non_repeating_options=(-m --model --layers --precision --threads --context --draft-model --middle-model --middle-precision --nested-model --adapter --prompts --limit -d --drafter --budget --max-tokens --seed)
    __draftscope_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-m'|'--model')
        return
        ;;
    '--layers')
        return
        ;;
    '--precision')
        __draftscope_add_completions -W 'fast'$'\n''reference'$'\n''q8'$'\n''q4'
        return
        ;;
    '--threads')
        return
        ;;
    '--context')
        return
        ;;
    '--draft-model')
        return
        ;;
    '--middle-model')
        return
        ;;
    '--middle-precision')
        __draftscope_add_completions -W 'fast'$'\n''reference'$'\n''q8'$'\n''q4'
        return
        ;;
    '--nested-model')
        return
        ;;
    '--retrieval')
        return
        ;;
    '--adapter')
        return
        ;;
    '--prompts')
        return
        ;;
    '--limit')
        return
        ;;
    '-d'|'--drafter')
        return
        ;;
    '--growth')
        return
        ;;
    '--verifier')
        return
        ;;
    '--temperature')
        return
        ;;
    '--budget')
        return
        ;;
    '--max-tokens')
        return
        ;;
    '--seed')
        return
        ;;
    esac
}

_draftscope_train() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    selector)
        # Offer subcommand argument completions
        "_draftscope_train_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'selector' -- "${cur}"))
        ;;
    esac
}

_draftscope_train_selector() {
    repeating_flags=()
    non_repeating_flags=(--free-rows --json --version -h --help)
    repeating_options=()
    non_repeating_options=(-o --output --budget)
    __draftscope_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        return
        ;;
    '--budget')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __draftscope_add_completions -f
        return
        ;;
    esac
}

_draftscope_themes() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|check)
        # Offer subcommand argument completions
        "_draftscope_themes_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show check' -- "${cur}"))
        ;;
    esac
}

_draftscope_themes_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options 0
}

_draftscope_themes_show() {
    repeating_flags=()
    non_repeating_flags=(--svg --ascii --no-color --version -h --help)
    repeating_options=()
    non_repeating_options=(--color)
    __draftscope_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--color')
        return
        ;;
    esac
}

_draftscope_themes_check() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options 1
}

_draftscope_config() {
    repeating_flags=()
    non_repeating_flags=(--print --path --version -h --help)
    repeating_options=()
    non_repeating_options=(--config)
    __draftscope_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        return
        ;;
    esac
}

_draftscope_stats() {
    repeating_flags=()
    non_repeating_flags=(--partial --json --csv --version -h --help)
    repeating_options=()
    non_repeating_options=(--branch --last)
    __draftscope_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--branch')
        return
        ;;
    '--last')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __draftscope_add_completions -f
        return
        ;;
    esac
}

_draftscope_export() {
    repeating_flags=()
    non_repeating_flags=(--partial --version -h --help)
    repeating_options=()
    non_repeating_options=(--csv)
    __draftscope_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--csv')
        __draftscope_add_completions -W 'rounds'$'\n''nodes'$'\n''alternatives'$'\n''tokens'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __draftscope_add_completions -f
        return
        ;;
    esac
}

_draftscope_manual() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options 0
}

_draftscope_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __draftscope_offer_flags_options -1
}

complete -o filenames -F _draftscope draftscope
