# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_inc_global_optspecs
    string join \n C/repo= by= no-input no-commit color= h/help V/version
end

function __fish_inc_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_inc_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_inc_using_subcommand
    set -l cmd (__fish_inc_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c inc -n "__fish_inc_needs_command" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_needs_command" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_needs_command" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_needs_command" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_needs_command" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_needs_command" -s V -l version -d 'Print version'
complete -c inc -n "__fish_inc_needs_command" -f -a "open" -d 'Declare an incident; prints its ID'
complete -c inc -n "__fish_inc_needs_command" -f -a "ack" -d 'Acknowledge: somebody takes the incident on'
complete -c inc -n "__fish_inc_needs_command" -f -a "triage" -d 'Triage: environment, services, facts, impact, severity, owners'
complete -c inc -n "__fish_inc_needs_command" -f -a "assign" -d 'Assign roles'
complete -c inc -n "__fish_inc_needs_command" -f -a "note" -d 'Note something in the timeline'
complete -c inc -n "__fish_inc_needs_command" -f -a "contain" -d 'Contain: actions taken so that it spreads no further'
complete -c inc -n "__fish_inc_needs_command" -f -a "eradicate" -d 'Eradicate: the confirmed root cause, and what removed it'
complete -c inc -n "__fish_inc_needs_command" -f -a "recover" -d 'Recover: the checks that must hold before it is resolved'
complete -c inc -n "__fish_inc_needs_command" -f -a "escalate" -d 'Escalate, with the reasons that call for it'
complete -c inc -n "__fish_inc_needs_command" -f -a "update" -d 'Tell the others what is being done, and when they hear more'
complete -c inc -n "__fish_inc_needs_command" -f -a "announce" -d 'Tell the outside, once somebody empowered approves the very text'
complete -c inc -n "__fish_inc_needs_command" -f -a "evidence" -d 'Evidence and its custody; alone it shows the rules and what is preserved'
complete -c inc -n "__fish_inc_needs_command" -f -a "action" -d 'Corrective actions'
complete -c inc -n "__fish_inc_needs_command" -f -a "notify" -d 'Tell regulators and users: awareness, decision, filings'
complete -c inc -n "__fish_inc_needs_command" -f -a "review" -d 'Hold the post-incident review: sections, participants, what follows from it'
complete -c inc -n "__fish_inc_needs_command" -f -a "close" -d 'Close: refused with the whole list of what is missing'
complete -c inc -n "__fish_inc_needs_command" -f -a "reopen" -d 'Reopen a closed incident, with a reason'
complete -c inc -n "__fish_inc_needs_command" -f -a "waive" -d 'Set a rule aside for this incident, with reason and approval'
complete -c inc -n "__fish_inc_needs_command" -f -a "set" -d 'Set plain fields, with the same gates as the verbs'
complete -c inc -n "__fish_inc_needs_command" -f -a "edit" -d 'Edit a record in $EDITOR; it is checked before it is kept'
complete -c inc -n "__fish_inc_needs_command" -f -a "next" -d 'What is missing or demanded now, most urgent first'
complete -c inc -n "__fish_inc_needs_command" -f -a "due" -d 'Every clock that runs, soonest first'
complete -c inc -n "__fish_inc_needs_command" -f -a "show" -d 'Show one incident'
complete -c inc -n "__fish_inc_needs_command" -f -a "list" -d 'List incidents, open ones by default'
complete -c inc -n "__fish_inc_needs_command" -f -a "log" -d 'Who changed which field, when, and whether they signed for it'
complete -c inc -n "__fish_inc_needs_command" -f -a "report" -d 'Write a report from a template'
complete -c inc -n "__fish_inc_needs_command" -f -a "stats" -d 'Figures over all incidents: how long it took, what recurs, what was missed'
complete -c inc -n "__fish_inc_needs_command" -f -a "runbook" -d 'Read a runbook; without a name, that of the incident at hand, else the list'
complete -c inc -n "__fish_inc_needs_command" -f -a "contacts" -d 'Whom to ring: roles, leadership, emergency contacts'
complete -c inc -n "__fish_inc_needs_command" -f -a "plan" -d 'Show the plan, or one section of it'
complete -c inc -n "__fish_inc_needs_command" -f -a "readiness" -d 'The preparation checklist: what is confirmed, by whom, and what is stale'
complete -c inc -n "__fish_inc_needs_command" -f -a "validate" -d 'Check records and the plan'
complete -c inc -n "__fish_inc_needs_command" -f -a "verify" -d 'Prove what can be proved of a record: seal, history, signatures, evidence'
complete -c inc -n "__fish_inc_needs_command" -f -a "diff" -d 'Show what this branch changes, incident by incident'
complete -c inc -n "__fish_inc_needs_command" -f -a "explain" -d 'Explain a rule; without one, list them all'
complete -c inc -n "__fish_inc_needs_command" -f -a "init" -d 'Make an incident home: plan, templates, runbooks, folders, committed'
complete -c inc -n "__fish_inc_needs_command" -f -a "sync" -d 'Bring this clone and its remote together: fetch, merge by record, push'
complete -c inc -n "__fish_inc_needs_command" -f -a "demo" -d 'Live through a payment incident in a throwaway repository'
complete -c inc -n "__fish_inc_needs_command" -f -a "schema" -d 'JSON Schema of a record, of the plan, of readiness.yaml, or of forbidden passages'
complete -c inc -n "__fish_inc_needs_command" -f -a "completions" -d 'Completions for a shell'
complete -c inc -n "__fish_inc_using_subcommand open" -s k -l type -d 'A type of the plan, or any unique part of its name' -r
complete -c inc -n "__fish_inc_using_subcommand open" -s s -l severity -d 'Not below what the facts demand' -r
complete -c inc -n "__fish_inc_using_subcommand open" -s e -l environment -d 'An environment of the plan, or any unique part of its name' -r
complete -c inc -n "__fish_inc_using_subcommand open" -l service -d 'An affected service; may be given more than once' -r
complete -c inc -n "__fish_inc_using_subcommand open" -l source -d 'How it came to light' -r
complete -c inc -n "__fish_inc_using_subcommand open" -l detected-at -d 'When it was noticed; by default now' -r
complete -c inc -n "__fish_inc_using_subcommand open" -l started-at -d 'When it really began, if known' -r
complete -c inc -n "__fish_inc_using_subcommand open" -l owner -d 'The responsible person or team' -r
complete -c inc -n "__fish_inc_using_subcommand open" -l role -d 'Who fills a role; may be given more than once' -r
complete -c inc -n "__fish_inc_using_subcommand open" -l fact -d 'What is known of a risk (inc plan facts); may be given more than once' -r
complete -c inc -n "__fish_inc_using_subcommand open" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand open" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand open" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand open" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand open" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand open" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand open" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand ack" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand ack" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand ack" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand ack" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand ack" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand ack" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand ack" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand triage" -l check -d 'A triage check by any part of its name; without a state it is done' -r
complete -c inc -n "__fish_inc_using_subcommand triage" -l fact -d 'What is known of a risk (inc plan facts); may be given more than once' -r
complete -c inc -n "__fish_inc_using_subcommand triage" -l impact -d 'KIND is users, business, financial or data' -r
complete -c inc -n "__fish_inc_using_subcommand triage" -s s -l severity -d 'Not below what the facts demand' -r
complete -c inc -n "__fish_inc_using_subcommand triage" -l owner -d 'The responsible person or team' -r
complete -c inc -n "__fish_inc_using_subcommand triage" -l role -d 'Who fills a role; may be given more than once' -r
complete -c inc -n "__fish_inc_using_subcommand triage" -s e -l environment -d 'An environment of the plan, or any unique part of its name' -r
complete -c inc -n "__fish_inc_using_subcommand triage" -l service -d 'An affected service; may be given more than once' -r
complete -c inc -n "__fish_inc_using_subcommand triage" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand triage" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand triage" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand triage" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand triage" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand triage" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand triage" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand assign" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand assign" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand assign" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand assign" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand assign" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand assign" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand note" -s m -l message -d 'What happened' -r
complete -c inc -n "__fish_inc_using_subcommand note" -l mark -d 'The milestone of the plan that this was' -r
complete -c inc -n "__fish_inc_using_subcommand note" -l notes -d 'More about it' -r
complete -c inc -n "__fish_inc_using_subcommand note" -l owner -d 'Who did it; by default whoever notes it' -r
complete -c inc -n "__fish_inc_using_subcommand note" -l corrects -d 'The entry that this one corrects; both are kept' -r
complete -c inc -n "__fish_inc_using_subcommand note" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand note" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand note" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand note" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand note" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand note" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand note" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand contain" -s a -l action -d 'What was done: an action of the plan or runbook by any part of its name, or your own words' -r
complete -c inc -n "__fish_inc_using_subcommand contain" -l owner -d 'Who did it; by default whoever records it' -r
complete -c inc -n "__fish_inc_using_subcommand contain" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand contain" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand contain" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand contain" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand contain" -l done -d 'Nothing spreads any more: the incident is contained'
complete -c inc -n "__fish_inc_using_subcommand contain" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand contain" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand contain" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand eradicate" -l cause -d 'The confirmed root cause' -r
complete -c inc -n "__fish_inc_using_subcommand eradicate" -l confirmed-by -d 'Who confirms it' -r
complete -c inc -n "__fish_inc_using_subcommand eradicate" -s a -l action -d 'What was done to remove it: an action of the plan by any part of its name, or your own words' -r
complete -c inc -n "__fish_inc_using_subcommand eradicate" -l check -d 'A root-cause question or remediation step of a security incident' -r
complete -c inc -n "__fish_inc_using_subcommand eradicate" -l owner -d 'Who did it; by default whoever records it' -r
complete -c inc -n "__fish_inc_using_subcommand eradicate" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand eradicate" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand eradicate" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand eradicate" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand eradicate" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand eradicate" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand eradicate" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand recover" -l check -d 'A recovery check by any part of its name; without a state it is done' -r
complete -c inc -n "__fish_inc_using_subcommand recover" -l rest -d 'The state of all other checks that apply and are unsaid' -r
complete -c inc -n "__fish_inc_using_subcommand recover" -l resolution -d 'The fix that was applied' -r
complete -c inc -n "__fish_inc_using_subcommand recover" -l verification -d 'How recovery was confirmed' -r
complete -c inc -n "__fish_inc_using_subcommand recover" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand recover" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand recover" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand recover" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand recover" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand recover" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand recover" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand escalate" -l to -d 'Who was told' -r
complete -c inc -n "__fish_inc_using_subcommand escalate" -s m -l message -d 'What was said' -r
complete -c inc -n "__fish_inc_using_subcommand escalate" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand escalate" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand escalate" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand escalate" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand escalate" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand escalate" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand escalate" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand update" -s m -l message -d 'What is being done now' -r
complete -c inc -n "__fish_inc_using_subcommand update" -l next -d 'When the next update comes: 30m, 14:30, none; by default the plan\'s interval' -r
complete -c inc -n "__fish_inc_using_subcommand update" -s t -l template -d 'A template of internal messages, by any part of its name' -r
complete -c inc -n "__fish_inc_using_subcommand update" -l send -d 'Post it to a channel of the plan: slack' -r
complete -c inc -n "__fish_inc_using_subcommand update" -l format -d 'How the update is printed' -r -f -a "text\t'For people'
markdown\t'For a ticket or a pull request'
slack\t'The blocks that Slack is sent'
json\t'The entry of the record'"
complete -c inc -n "__fish_inc_using_subcommand update" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand update" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand update" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand update" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand update" -l resend -d 'Post the last update again; nothing is recorded'
complete -c inc -n "__fish_inc_using_subcommand update" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand update" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c inc -n "__fish_inc_using_subcommand announce" -s t -l template -d 'A template of external messages, by any part of its name' -r
complete -c inc -n "__fish_inc_using_subcommand announce" -l set -d 'What the template asks for' -r
complete -c inc -n "__fish_inc_using_subcommand announce" -l message -d 'A file that holds the whole text; - is standard input' -r -F
complete -c inc -n "__fish_inc_using_subcommand announce" -l ground -d 'Why the message may go out at all: a ground of the plan' -r
complete -c inc -n "__fish_inc_using_subcommand announce" -l approved-by -d 'Who approves the text: somebody whom the plan empowers' -r
complete -c inc -n "__fish_inc_using_subcommand announce" -l approves -d 'The digest of the text that is approved, or its first 8 or more digits' -r
complete -c inc -n "__fish_inc_using_subcommand announce" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand announce" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand announce" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand announce" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand announce" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand announce" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand announce" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand announce" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand evidence; and not __fish_seen_subcommand_from add list verify" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand evidence; and not __fish_seen_subcommand_from add list verify" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand evidence; and not __fish_seen_subcommand_from add list verify" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand evidence; and not __fish_seen_subcommand_from add list verify" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand evidence; and not __fish_seen_subcommand_from add list verify" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand evidence; and not __fish_seen_subcommand_from add list verify" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand evidence; and not __fish_seen_subcommand_from add list verify" -f -a "add" -d 'Copy a file into the store and record its digest, or record where something lies'
complete -c inc -n "__fish_inc_using_subcommand evidence; and not __fish_seen_subcommand_from add list verify" -f -a "list" -d 'What is preserved of an incident, where and by whom, and what is still demanded'
complete -c inc -n "__fish_inc_using_subcommand evidence; and not __fish_seen_subcommand_from add list verify" -f -a "verify" -d 'Hash everything preserved again, and hold it against the record'
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -s k -l kind -d 'A kind of evidence of the plan, or any unique part of its name' -r
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -l sha256 -d 'The digest it must have; of what lies elsewhere, the digest somebody there computed' -r
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -l size -d 'The size it must have, or has elsewhere, in bytes' -r
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -s m -l message -d 'What it shows, or how it was taken' -r
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -l restricted -d 'It never goes into an external report, and only its owner can read the copy'
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -l in-place -d 'Record the file where it lies, with its digest, and copy nothing'
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from list" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from list" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from list" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from list" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from verify" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l strict -d 'What could not be proved here is a failure too'
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand evidence; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand action; and not __fish_seen_subcommand_from add start done drop list" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand action; and not __fish_seen_subcommand_from add start done drop list" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand action; and not __fish_seen_subcommand_from add start done drop list" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand action; and not __fish_seen_subcommand_from add start done drop list" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand action; and not __fish_seen_subcommand_from add start done drop list" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand action; and not __fish_seen_subcommand_from add start done drop list" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand action; and not __fish_seen_subcommand_from add start done drop list" -f -a "add" -d 'Add one, with its owner and due date'
complete -c inc -n "__fish_inc_using_subcommand action; and not __fish_seen_subcommand_from add start done drop list" -f -a "start" -d 'Somebody works on it'
complete -c inc -n "__fish_inc_using_subcommand action; and not __fish_seen_subcommand_from add start done drop list" -f -a "done" -d 'It is done'
complete -c inc -n "__fish_inc_using_subcommand action; and not __fish_seen_subcommand_from add start done drop list" -f -a "drop" -d 'It will not be done; say why with -m'
complete -c inc -n "__fish_inc_using_subcommand action; and not __fish_seen_subcommand_from add start done drop list" -f -a "list" -d 'The actions of one incident, or of all'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from add" -s m -l message -d 'What will be done' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from add" -l owner -d 'Who sees to it' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from add" -l due -d 'By when: a date, or a span from today such as 2w' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from add" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from add" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from add" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from add" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from add" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from start" -s m -l message -d 'Why, or what came of it' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from start" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from start" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from start" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from start" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from start" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from start" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from done" -s m -l message -d 'Why, or what came of it' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from done" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from done" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from done" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from done" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from done" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from done" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from done" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from drop" -s m -l message -d 'Why, or what came of it' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from drop" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from drop" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from drop" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from drop" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from drop" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from drop" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from drop" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from list" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from list" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from list" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from list" -l overdue -d 'Only those whose day has passed'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from list" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand action; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand notify" -l decision -d 'What was decided and why' -r
complete -c inc -n "__fish_inc_using_subcommand notify" -l duty -d 'Another duty of the plan was met, by any part of its name' -r
complete -c inc -n "__fish_inc_using_subcommand notify" -l reference -d 'Under what reference it was filed' -r
complete -c inc -n "__fish_inc_using_subcommand notify" -l check -d 'A check of the notification checklist; without a state it is done' -r
complete -c inc -n "__fish_inc_using_subcommand notify" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand notify" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand notify" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand notify" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand notify" -l aware -d 'The organisation is aware of a breach of personal data, from --at on'
complete -c inc -n "__fish_inc_using_subcommand notify" -l authority -d 'The supervisory authority was told'
complete -c inc -n "__fish_inc_using_subcommand notify" -l users -d 'Those affected were told'
complete -c inc -n "__fish_inc_using_subcommand notify" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand notify" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand notify" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand review" -l section -d 'A section of the review, by any part of its name' -r
complete -c inc -n "__fish_inc_using_subcommand review" -l participant -d 'Who took part' -r
complete -c inc -n "__fish_inc_using_subcommand review" -l check -d 'A required action after the review; without a state it is done' -r
complete -c inc -n "__fish_inc_using_subcommand review" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand review" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand review" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand review" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand review" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand review" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand review" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand close" -l check -d 'A closure criterion by any part of its name, or a milestone that is ruled out' -r
complete -c inc -n "__fish_inc_using_subcommand close" -l rest -d 'The state of all other criteria that apply and are unsaid' -r
complete -c inc -n "__fish_inc_using_subcommand close" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand close" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand close" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand close" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand close" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand close" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand close" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand reopen" -s m -l message -d 'Why' -r
complete -c inc -n "__fish_inc_using_subcommand reopen" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand reopen" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand reopen" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand reopen" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand reopen" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand reopen" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand reopen" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand waive" -l approved-by -d 'Somebody whom the plan empowers' -r
complete -c inc -n "__fish_inc_using_subcommand waive" -s m -l message -d 'Why' -r
complete -c inc -n "__fish_inc_using_subcommand waive" -l expires -d 'The last day on which it holds; valid at closing is enough' -r
complete -c inc -n "__fish_inc_using_subcommand waive" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand waive" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand waive" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand waive" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand waive" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand waive" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand waive" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand set" -s m -l message -d 'Why; needed to move the status back' -r
complete -c inc -n "__fish_inc_using_subcommand set" -l at -d 'When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339' -r
complete -c inc -n "__fish_inc_using_subcommand set" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand set" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand set" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand set" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand set" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand set" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand edit" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand edit" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand edit" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand edit" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand edit" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand edit" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand next" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand next" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand next" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand next" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand next" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand next" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand next" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand due" -l format -d 'Text for people, JSON for programs, ics for calendars' -r -f -a "text\t''
json\t''
ics\t''"
complete -c inc -n "__fish_inc_using_subcommand due" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand due" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand due" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand due" -l check -d 'Fail when something is overdue'
complete -c inc -n "__fish_inc_using_subcommand due" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand due" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand due" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand show" -l at -d 'As it stood then: a time, a day, or a revision of git' -r
complete -c inc -n "__fish_inc_using_subcommand show" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand show" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand show" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand show" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand show" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand show" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand show" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand list" -l status -d 'investigating, identified, contained, recovering, resolved, closed' -r
complete -c inc -n "__fish_inc_using_subcommand list" -l severity -d 'Of this severity' -r
complete -c inc -n "__fish_inc_using_subcommand list" -l type -d 'Of this type, or any unique part of its name' -r
complete -c inc -n "__fish_inc_using_subcommand list" -l service -d 'That affects this service' -r
complete -c inc -n "__fish_inc_using_subcommand list" -l since -d 'Detected since: a day, a time, or a span such as 2w' -r
complete -c inc -n "__fish_inc_using_subcommand list" -l search -d 'Words in the title, ID, owner or services' -r
complete -c inc -n "__fish_inc_using_subcommand list" -l sort -d 'What comes first' -r -f -a "newest\t''
oldest\t''
severity\t''
status\t''"
complete -c inc -n "__fish_inc_using_subcommand list" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand list" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand list" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand list" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand list" -s a -l all -d 'Closed ones too'
complete -c inc -n "__fish_inc_using_subcommand list" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand list" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand list" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand log" -l field -d 'Only changes of this field: severity, roles.technical-lead, or any part of such a path' -r
complete -c inc -n "__fish_inc_using_subcommand log" -l person -d 'Only commits of this author: any part of the name or the e-mail address' -r
complete -c inc -n "__fish_inc_using_subcommand log" -l known-at -d 'The timeline and the facts as they were recorded by then' -r
complete -c inc -n "__fish_inc_using_subcommand log" -s n -l number -d 'No more than so many commits' -r
complete -c inc -n "__fish_inc_using_subcommand log" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand log" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand log" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand log" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand log" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand log" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand log" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand report" -s t -l template -d 'A template of the home, by any unique part of its name' -r
complete -c inc -n "__fish_inc_using_subcommand report" -s o -l output -d 'Write it to a file instead of standard output' -r -F
complete -c inc -n "__fish_inc_using_subcommand report" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand report" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand report" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand report" -l save -d 'Write it beside the record and commit it'
complete -c inc -n "__fish_inc_using_subcommand report" -l check -d 'Compare saved reports with their records; without an incident, all of them'
complete -c inc -n "__fish_inc_using_subcommand report" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand report" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand report" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand stats" -l since -d 'Only those detected since: 2025-01-01, 13w, 10d ago, or a time as --at takes it' -r
complete -c inc -n "__fish_inc_using_subcommand stats" -l format -d 'Text for people, JSON for programs, CSV for spreadsheets' -r -f -a "text\t''
json\t''
csv\t''"
complete -c inc -n "__fish_inc_using_subcommand stats" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand stats" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand stats" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand stats" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand stats" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand stats" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand runbook" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand runbook" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand runbook" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand runbook" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand runbook" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand runbook" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand runbook" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand contacts" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand contacts" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand contacts" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand contacts" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand contacts" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand contacts" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand contacts" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand plan" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand plan" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand plan" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand plan" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand plan" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand plan" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand plan" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand readiness" -l check -d 'A check of the list, by any part of its name; without a state it is done' -r
complete -c inc -n "__fish_inc_using_subcommand readiness" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand readiness" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand readiness" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand readiness" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand readiness" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand readiness" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand readiness" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand validate" -l format -d '`text` is for people; `json` for programs; `github` annotates a run of GitHub Actions; `sarif` is for code scanning, `junit` for the tests of GitLab and Jenkins, `codequality` for GitLab' -r -f -a "text\t''
json\t''
github\t''
sarif\t''
junit\t''
codequality\t''"
complete -c inc -n "__fish_inc_using_subcommand validate" -l base -d 'Judge what this branch brought: everything since it left REV, commit by commit, the work tree included' -r
complete -c inc -n "__fish_inc_using_subcommand validate" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand validate" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand validate" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand validate" -l deny-warnings -d 'Warnings fail too'
complete -c inc -n "__fish_inc_using_subcommand validate" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand validate" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand validate" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand verify" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand verify" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand verify" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand verify" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand verify" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand verify" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand verify" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand diff" -l base -d 'The revision that this branch is to be merged into; by default HEAD: what is not committed yet' -r
complete -c inc -n "__fish_inc_using_subcommand diff" -l format -d 'For the terminal, for a comment, or for programs' -r -f -a "text\t''
markdown\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand diff" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand diff" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand diff" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand diff" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand diff" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand diff" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand explain" -l format -d 'Text for people, JSON for programs' -r -f -a "text\t''
json\t''"
complete -c inc -n "__fish_inc_using_subcommand explain" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand explain" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand explain" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand explain" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand explain" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand init" -l id-format -d 'How incidents are numbered: YYYY, MM, DD and NNN are filled in' -r
complete -c inc -n "__fish_inc_using_subcommand init" -l ci -d 'Write what checks pull requests there, too: docs/ci.md' -r -f -a "github\t''
gitlab\t''"
complete -c inc -n "__fish_inc_using_subcommand init" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand init" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand init" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand init" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand init" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand init" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand sync" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand sync" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand sync" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand sync" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand sync" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand sync" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand demo" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand demo" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand demo" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand demo" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand demo" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand demo" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand schema" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand schema" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand schema" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand schema" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand schema" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand schema" -s h -l help -d 'Print help'
complete -c inc -n "__fish_inc_using_subcommand completions" -s C -l repo -d 'The incident home, or a folder inside it [env: INC_REPO]' -r -F
complete -c inc -n "__fish_inc_using_subcommand completions" -l by -d 'Who does it; by default git\'s user.name' -r
complete -c inc -n "__fish_inc_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inc -n "__fish_inc_using_subcommand completions" -l no-input -d 'Ask nothing: what is missing is an error that names its flags'
complete -c inc -n "__fish_inc_using_subcommand completions" -l no-commit -d 'Leave the change in the work tree'
complete -c inc -n "__fish_inc_using_subcommand completions" -s h -l help -d 'Print help'
