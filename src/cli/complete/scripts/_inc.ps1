# Completion of inc for PowerShell: asks inc itself, which knows the incidents and the plan at hand.

Register-ArgumentCompleter -Native -CommandName inc -ScriptBlock {
    param($word, $line, $cursor)

    $words = @()
    foreach ($element in $line.CommandElements) {
        if ($element.Extent.EndOffset -ge $cursor) {
            break
        }
        if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
            $words += $element.Value
        } else {
            $words += $element.Extent.Text
        }
    }
    $answer, $found = @(& inc complete powershell "--word=$word" -- $words 2>$null)
    # With no answer PowerShell completes files itself.
    if ($answer -ne 'words' -and $answer -ne 'open') {
        return
    }
    foreach ($candidate in $found) {
        $text, $help = $candidate.Split("`t", 2)
        if (-not $help) {
            $help = $text
        }
        [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $help)
    }
}
