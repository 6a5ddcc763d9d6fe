# Completion of inc for bash: asks inc itself, which knows the incidents and the plan at hand.

_inc() {
    local answer= line
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ -z $answer ]]; then answer=$line; else COMPREPLY+=("$line"); fi
    done < <(command inc complete bash --breaks="$COMP_WORDBREAKS" --kind="$COMP_TYPE" --columns="${COLUMNS:-80}" \
        -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null </dev/null)
    # compopt is missing from bash 3, which then adds a blank too many.
    case $answer in
        open) compopt -o nospace 2>/dev/null ;;
        files) compopt -o default 2>/dev/null ;;
        folders) compopt -o dirnames 2>/dev/null ;;
    esac
}

complete -o nosort -F _inc inc 2>/dev/null || complete -F _inc inc
