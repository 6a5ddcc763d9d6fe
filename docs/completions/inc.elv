# Completion of inc for elvish: asks inc itself, which knows the incidents and the plan at hand.

use str

set edit:completion:arg-completer[inc] = {|@words|
    var before = $words[..-1]
    var lines = []
    try {
        set lines = [(e:inc complete elvish --word=$words[-1] -- $@before 2>/dev/null </dev/null | from-lines)]
    } catch {
    }
    if (> (count $lines) 0) {
        if (or (eq $lines[0] files) (eq $lines[0] folders)) {
            edit:complete-filename $words[-1]
        } else {
            for line $lines[1..] {
                var word help = (str:split &max=2 "\t" $line)
                var after = ' '
                if (str:has-suffix $word '=') {
                    set after = ''
                }
                var shown = $word
                if (not-eq $help '') {
                    set shown = $word'  '$help
                }
                edit:complex-candidate $word &display=$shown &code-suffix=$after
            }
        }
    }
}
