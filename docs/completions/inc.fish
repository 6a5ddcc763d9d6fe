# Completion of inc for fish: asks inc itself, which knows the incidents and the plan at hand.

function __inc_complete
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -l word (commandline --current-token --cut-at-cursor)
    set -l lines (command inc complete fish -- $words "$word" 2>/dev/null </dev/null)
    switch "$lines[1]"
        case files
            __fish_complete_path "$word"
        case folders
            __fish_complete_directories "$word" ''
        case '*'
            printf '%s\n' $lines[2..-1]
    end
end

complete --command inc --no-files --keep-order --arguments '(__inc_complete)'
