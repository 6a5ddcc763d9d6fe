
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'inc' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'inc'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'inc' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('open', 'open', [CompletionResultType]::ParameterValue, 'Declare an incident; prints its ID')
            [CompletionResult]::new('ack', 'ack', [CompletionResultType]::ParameterValue, 'Acknowledge: somebody takes the incident on')
            [CompletionResult]::new('triage', 'triage', [CompletionResultType]::ParameterValue, 'Triage: environment, services, facts, impact, severity, owners')
            [CompletionResult]::new('assign', 'assign', [CompletionResultType]::ParameterValue, 'Assign roles')
            [CompletionResult]::new('note', 'note', [CompletionResultType]::ParameterValue, 'Note something in the timeline')
            [CompletionResult]::new('contain', 'contain', [CompletionResultType]::ParameterValue, 'Contain: actions taken so that it spreads no further')
            [CompletionResult]::new('eradicate', 'eradicate', [CompletionResultType]::ParameterValue, 'Eradicate: the confirmed root cause, and what removed it')
            [CompletionResult]::new('recover', 'recover', [CompletionResultType]::ParameterValue, 'Recover: the checks that must hold before it is resolved')
            [CompletionResult]::new('escalate', 'escalate', [CompletionResultType]::ParameterValue, 'Escalate, with the reasons that call for it')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Tell the others what is being done, and when they hear more')
            [CompletionResult]::new('announce', 'announce', [CompletionResultType]::ParameterValue, 'Tell the outside, once somebody empowered approves the very text')
            [CompletionResult]::new('evidence', 'evidence', [CompletionResultType]::ParameterValue, 'Evidence and its custody; alone it shows the rules and what is preserved')
            [CompletionResult]::new('action', 'action', [CompletionResultType]::ParameterValue, 'Corrective actions')
            [CompletionResult]::new('notify', 'notify', [CompletionResultType]::ParameterValue, 'Tell regulators and users: awareness, decision, filings')
            [CompletionResult]::new('review', 'review', [CompletionResultType]::ParameterValue, 'Hold the post-incident review: sections, participants, what follows from it')
            [CompletionResult]::new('close', 'close', [CompletionResultType]::ParameterValue, 'Close: refused with the whole list of what is missing')
            [CompletionResult]::new('reopen', 'reopen', [CompletionResultType]::ParameterValue, 'Reopen a closed incident, with a reason')
            [CompletionResult]::new('waive', 'waive', [CompletionResultType]::ParameterValue, 'Set a rule aside for this incident, with reason and approval')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set plain fields, with the same gates as the verbs')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Edit a record in $EDITOR; it is checked before it is kept')
            [CompletionResult]::new('next', 'next', [CompletionResultType]::ParameterValue, 'What is missing or demanded now, most urgent first')
            [CompletionResult]::new('due', 'due', [CompletionResultType]::ParameterValue, 'Every clock that runs, soonest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one incident')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List incidents, open ones by default')
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'Who changed which field, when, and whether they signed for it')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Write a report from a template')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Figures over all incidents: how long it took, what recurs, what was missed')
            [CompletionResult]::new('runbook', 'runbook', [CompletionResultType]::ParameterValue, 'Read a runbook; without a name, that of the incident at hand, else the list')
            [CompletionResult]::new('contacts', 'contacts', [CompletionResultType]::ParameterValue, 'Whom to ring: roles, leadership, emergency contacts')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show the plan, or one section of it')
            [CompletionResult]::new('readiness', 'readiness', [CompletionResultType]::ParameterValue, 'The preparation checklist: what is confirmed, by whom, and what is stale')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check records and the plan')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Prove what can be proved of a record: seal, history, signatures, evidence')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what this branch changes, incident by incident')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a rule; without one, list them all')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make an incident home: plan, templates, runbooks, folders, committed')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Bring this clone and its remote together: fetch, merge by record, push')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Live through a payment incident in a throwaway repository')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'JSON Schema of a record, of the plan, of readiness.yaml, or of forbidden passages')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Completions for a shell')
            break
        }
        'inc;open' {
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'A type of the plan, or any unique part of its name')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'A type of the plan, or any unique part of its name')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Not below what the facts demand')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Not below what the facts demand')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'An environment of the plan, or any unique part of its name')
            [CompletionResult]::new('--environment', '--environment', [CompletionResultType]::ParameterName, 'An environment of the plan, or any unique part of its name')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'An affected service; may be given more than once')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'How it came to light')
            [CompletionResult]::new('--detected-at', '--detected-at', [CompletionResultType]::ParameterName, 'When it was noticed; by default now')
            [CompletionResult]::new('--started-at', '--started-at', [CompletionResultType]::ParameterName, 'When it really began, if known')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'The responsible person or team')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Who fills a role; may be given more than once')
            [CompletionResult]::new('--fact', '--fact', [CompletionResultType]::ParameterName, 'What is known of a risk (inc plan facts); may be given more than once')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;ack' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;triage' {
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'A triage check by any part of its name; without a state it is done')
            [CompletionResult]::new('--fact', '--fact', [CompletionResultType]::ParameterName, 'What is known of a risk (inc plan facts); may be given more than once')
            [CompletionResult]::new('--impact', '--impact', [CompletionResultType]::ParameterName, 'KIND is users, business, financial or data')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Not below what the facts demand')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Not below what the facts demand')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'The responsible person or team')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Who fills a role; may be given more than once')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'An environment of the plan, or any unique part of its name')
            [CompletionResult]::new('--environment', '--environment', [CompletionResultType]::ParameterName, 'An environment of the plan, or any unique part of its name')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'An affected service; may be given more than once')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;assign' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;note' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'What happened')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'What happened')
            [CompletionResult]::new('--mark', '--mark', [CompletionResultType]::ParameterName, 'The milestone of the plan that this was')
            [CompletionResult]::new('--notes', '--notes', [CompletionResultType]::ParameterName, 'More about it')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Who did it; by default whoever notes it')
            [CompletionResult]::new('--corrects', '--corrects', [CompletionResultType]::ParameterName, 'The entry that this one corrects; both are kept')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;contain' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'What was done: an action of the plan or runbook by any part of its name, or your own words')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'What was done: an action of the plan or runbook by any part of its name, or your own words')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Who did it; by default whoever records it')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--done', '--done', [CompletionResultType]::ParameterName, 'Nothing spreads any more: the incident is contained')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;eradicate' {
            [CompletionResult]::new('--cause', '--cause', [CompletionResultType]::ParameterName, 'The confirmed root cause')
            [CompletionResult]::new('--confirmed-by', '--confirmed-by', [CompletionResultType]::ParameterName, 'Who confirms it')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'What was done to remove it: an action of the plan by any part of its name, or your own words')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'What was done to remove it: an action of the plan by any part of its name, or your own words')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'A root-cause question or remediation step of a security incident')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Who did it; by default whoever records it')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;recover' {
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'A recovery check by any part of its name; without a state it is done')
            [CompletionResult]::new('--rest', '--rest', [CompletionResultType]::ParameterName, 'The state of all other checks that apply and are unsaid')
            [CompletionResult]::new('--resolution', '--resolution', [CompletionResultType]::ParameterName, 'The fix that was applied')
            [CompletionResult]::new('--verification', '--verification', [CompletionResultType]::ParameterName, 'How recovery was confirmed')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;escalate' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Who was told')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'What was said')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'What was said')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;update' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'What is being done now')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'What is being done now')
            [CompletionResult]::new('--next', '--next', [CompletionResultType]::ParameterName, 'When the next update comes: 30m, 14:30, none; by default the plan''s interval')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'A template of internal messages, by any part of its name')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template of internal messages, by any part of its name')
            [CompletionResult]::new('--send', '--send', [CompletionResultType]::ParameterName, 'Post it to a channel of the plan: slack')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the update is printed')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--resend', '--resend', [CompletionResultType]::ParameterName, 'Post the last update again; nothing is recorded')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'inc;announce' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'A template of external messages, by any part of its name')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template of external messages, by any part of its name')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'What the template asks for')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'A file that holds the whole text; - is standard input')
            [CompletionResult]::new('--ground', '--ground', [CompletionResultType]::ParameterName, 'Why the message may go out at all: a ground of the plan')
            [CompletionResult]::new('--approved-by', '--approved-by', [CompletionResultType]::ParameterName, 'Who approves the text: somebody whom the plan empowers')
            [CompletionResult]::new('--approves', '--approves', [CompletionResultType]::ParameterName, 'The digest of the text that is approved, or its first 8 or more digits')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;evidence' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Copy a file into the store and record its digest, or record where something lies')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'What is preserved of an incident, where and by whom, and what is still demanded')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Hash everything preserved again, and hold it against the record')
            break
        }
        'inc;evidence;add' {
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'A kind of evidence of the plan, or any unique part of its name')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'A kind of evidence of the plan, or any unique part of its name')
            [CompletionResult]::new('--sha256', '--sha256', [CompletionResultType]::ParameterName, 'The digest it must have; of what lies elsewhere, the digest somebody there computed')
            [CompletionResult]::new('--size', '--size', [CompletionResultType]::ParameterName, 'The size it must have, or has elsewhere, in bytes')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'What it shows, or how it was taken')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'What it shows, or how it was taken')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'It never goes into an external report, and only its owner can read the copy')
            [CompletionResult]::new('--in-place', '--in-place', [CompletionResultType]::ParameterName, 'Record the file where it lies, with its digest, and copy nothing')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;evidence;list' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;evidence;verify' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'What could not be proved here is a failure too')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;action' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add one, with its owner and due date')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Somebody works on it')
            [CompletionResult]::new('done', 'done', [CompletionResultType]::ParameterValue, 'It is done')
            [CompletionResult]::new('drop', 'drop', [CompletionResultType]::ParameterValue, 'It will not be done; say why with -m')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'The actions of one incident, or of all')
            break
        }
        'inc;action;add' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'What will be done')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'What will be done')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Who sees to it')
            [CompletionResult]::new('--due', '--due', [CompletionResultType]::ParameterName, 'By when: a date, or a span from today such as 2w')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;action;start' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Why, or what came of it')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Why, or what came of it')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;action;done' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Why, or what came of it')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Why, or what came of it')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;action;drop' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Why, or what came of it')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Why, or what came of it')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;action;list' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--overdue', '--overdue', [CompletionResultType]::ParameterName, 'Only those whose day has passed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;notify' {
            [CompletionResult]::new('--decision', '--decision', [CompletionResultType]::ParameterName, 'What was decided and why')
            [CompletionResult]::new('--duty', '--duty', [CompletionResultType]::ParameterName, 'Another duty of the plan was met, by any part of its name')
            [CompletionResult]::new('--reference', '--reference', [CompletionResultType]::ParameterName, 'Under what reference it was filed')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'A check of the notification checklist; without a state it is done')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--aware', '--aware', [CompletionResultType]::ParameterName, 'The organisation is aware of a breach of personal data, from --at on')
            [CompletionResult]::new('--authority', '--authority', [CompletionResultType]::ParameterName, 'The supervisory authority was told')
            [CompletionResult]::new('--users', '--users', [CompletionResultType]::ParameterName, 'Those affected were told')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;review' {
            [CompletionResult]::new('--section', '--section', [CompletionResultType]::ParameterName, 'A section of the review, by any part of its name')
            [CompletionResult]::new('--participant', '--participant', [CompletionResultType]::ParameterName, 'Who took part')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'A required action after the review; without a state it is done')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;close' {
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'A closure criterion by any part of its name, or a milestone that is ruled out')
            [CompletionResult]::new('--rest', '--rest', [CompletionResultType]::ParameterName, 'The state of all other criteria that apply and are unsaid')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;reopen' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;waive' {
            [CompletionResult]::new('--approved-by', '--approved-by', [CompletionResultType]::ParameterName, 'Somebody whom the plan empowers')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--expires', '--expires', [CompletionResultType]::ParameterName, 'The last day on which it holds; valid at closing is enough')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;set' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Why; needed to move the status back')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Why; needed to move the status back')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;edit' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;next' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;due' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs, ics for calendars')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Fail when something is overdue')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;show' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'As it stood then: a time, a day, or a revision of git')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;list' {
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'investigating, identified, contained, recovering, resolved, closed')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Of this severity')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Of this type, or any unique part of its name')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'That affects this service')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Detected since: a day, a time, or a span such as 2w')
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Words in the title, ID, owner or services')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'What comes first')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'Closed ones too')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Closed ones too')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;log' {
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'Only changes of this field: severity, roles.technical-lead, or any part of such a path')
            [CompletionResult]::new('--person', '--person', [CompletionResultType]::ParameterName, 'Only commits of this author: any part of the name or the e-mail address')
            [CompletionResult]::new('--known-at', '--known-at', [CompletionResultType]::ParameterName, 'The timeline and the facts as they were recorded by then')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'No more than so many commits')
            [CompletionResult]::new('--number', '--number', [CompletionResultType]::ParameterName, 'No more than so many commits')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;report' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'A template of the home, by any unique part of its name')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template of the home, by any unique part of its name')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write it to a file instead of standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write it to a file instead of standard output')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--save', '--save', [CompletionResultType]::ParameterName, 'Write it beside the record and commit it')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Compare saved reports with their records; without an incident, all of them')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;stats' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only those detected since: 2025-01-01, 13w, 10d ago, or a time as --at takes it')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs, CSV for spreadsheets')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;runbook' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;contacts' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;plan' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;readiness' {
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'A check of the list, by any part of its name; without a state it is done')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;validate' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`text` is for people; `json` for programs; `github` annotates a run of GitHub Actions; `sarif` is for code scanning, `junit` for the tests of GitLab and Jenkins, `codequality` for GitLab')
            [CompletionResult]::new('--base', '--base', [CompletionResultType]::ParameterName, 'Judge what this branch brought: everything since it left REV, commit by commit, the work tree included')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--deny-warnings', '--deny-warnings', [CompletionResultType]::ParameterName, 'Warnings fail too')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;verify' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;diff' {
            [CompletionResult]::new('--base', '--base', [CompletionResultType]::ParameterName, 'The revision that this branch is to be merged into; by default HEAD: what is not committed yet')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'For the terminal, for a comment, or for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;explain' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Text for people, JSON for programs')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;init' {
            [CompletionResult]::new('--id-format', '--id-format', [CompletionResultType]::ParameterName, 'How incidents are numbered: YYYY, MM, DD and NNN are filled in')
            [CompletionResult]::new('--ci', '--ci', [CompletionResultType]::ParameterName, 'Write what checks pull requests there, too: docs/ci.md')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;sync' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;demo' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;schema' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'inc;completions' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--repo', '--repo', [CompletionResultType]::ParameterName, 'The incident home, or a folder inside it [env: INC_REPO]')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who does it; by default git''s user.name')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: what is missing is an error that names its flags')
            [CompletionResult]::new('--no-commit', '--no-commit', [CompletionResultType]::ParameterName, 'Leave the change in the work tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
