//! The commands that fix findings.

use super::Command;
use crate::domain::plan::{Case, CheckView, Proof};

/// The command after which the record proves a thing.
pub(crate) fn proof(case: &Case<'_>, proof: Proof<'_>) -> Command {
    let triage = || Command::on_incident("triage");
    match proof {
        Proof::Owner => triage().args(["--owner", "<WHO>"]),
        Proof::Environment => triage().args(["--environment", "<ENVIRONMENT>"]),
        Proof::Services => triage().args(["--service", "<SERVICE>"]),
        Proof::RequiredRoles => {
            let missing = case.missing_roles();
            missing
                .iter()
                .fold(Command::on_incident("assign"), |command, role| {
                    command.arg(format!("{}=<WHO>", role.id))
                })
        }
        Proof::Impact(kind) => triage().arg("--impact").arg(format!("{kind}=<TEXT>")),
        Proof::DetectionSource => Command::on_incident("set").arg("detection.source=<SOURCE>"),
        Proof::Acknowledged => Command::on_incident("ack"),
        Proof::RootCause => {
            Command::on_incident("eradicate").args(["--cause", "<TEXT>", "--confirmed-by", "<WHO>"])
        }
        Proof::Resolution => Command::on_incident("recover").args(["--resolution", "<TEXT>"]),
        Proof::Verification => Command::on_incident("recover").args(["--verification", "<TEXT>"]),
        Proof::Evidence | Proof::RequiredEvidence => {
            Command::on_incident("evidence add").args(["<FILE>", "--kind", "<KIND>"])
        }
        Proof::Timeline => Command::on_incident("note").args(["-m", "<TEXT>"]),
        Proof::Actions => action(),
        // `action add` demands both, so one without is somebody's own hand.
        Proof::ActionOwners => Command::on_incident("edit"),
        Proof::Settled => triage(),
        Proof::Answered(fact) | Proof::SettledFact(fact) => self::fact(fact),
        Proof::Milestone(id) => milestone(case, id),
        Proof::Checks(list) => Command::on_incident(
            case.plan
                .checklists
                .get(list)
                .and_then(|list| list.command.as_deref())
                .unwrap_or("edit"),
        ),
        Proof::Section(id) => Command::on_incident("review")
            .arg("--section")
            .arg(format!("{id}=<TEXT>")),
    }
}

/// What a proof looks for, in a few words.
pub(crate) fn words(case: &Case<'_>, proof: Proof<'_>) -> String {
    let titled = |title: Option<&String>, id: &str| {
        title.map_or_else(|| id.replace('-', " "), |title| title.to_lowercase())
    };
    match proof {
        Proof::Owner => "an owner".to_owned(),
        Proof::Environment => "the environment".to_owned(),
        Proof::Services => "an affected service".to_owned(),
        Proof::RequiredRoles => "a required role".to_owned(),
        Proof::Impact(id) => {
            let kind = case.plan.impact.iter().find(|kind| kind.id == id);
            titled(kind.map(|kind| &kind.title), id)
        }
        Proof::DetectionSource => "the detection source".to_owned(),
        Proof::Acknowledged => "an acknowledgement".to_owned(),
        Proof::RootCause => "a confirmed root cause".to_owned(),
        Proof::Resolution => "resolution".to_owned(),
        Proof::Verification => "verification".to_owned(),
        Proof::Evidence | Proof::RequiredEvidence => "evidence".to_owned(),
        Proof::Timeline => "a timeline entry".to_owned(),
        Proof::Actions => "a corrective action".to_owned(),
        Proof::ActionOwners => "an owner of each corrective action".to_owned(),
        Proof::Settled => "an answer to each fact".to_owned(),
        Proof::Answered(id) | Proof::SettledFact(id) => {
            titled(case.plan.fact(id).map(|fact| &fact.title), id)
        }
        Proof::Milestone(id) => titled(
            case.plan.milestone(id).map(|milestone| &milestone.title),
            id,
        ),
        Proof::Checks(id) => titled(case.plan.checklists.get(id).map(|list| &list.title), id),
        Proof::Section(id) => format!("the section {id} of the review"),
    }
}

/// A corrective action, with its owner and date.
pub(crate) fn action() -> Command {
    Command::on_incident("action add")
        .args(["-m", "<ACTION>", "--owner", "<WHO>", "--due", "<DATE>"])
}

/// What regulators and users are told.
pub(crate) fn notify<'a>(flags: impl IntoIterator<Item = &'a str>) -> Command {
    Command::on_incident("notify").args(flags)
}

/// The answer to one fact.
pub(crate) fn fact(id: &str) -> Command {
    Command::on_incident("triage")
        .arg("--fact")
        .arg(format!("{id}=<ANSWER>"))
}

/// The command that sets a milestone, as the plan names it; the severity there is is proposed.
pub(crate) fn milestone(case: &Case<'_>, id: &str) -> Command {
    let words = case
        .plan
        .milestone(id)
        .map_or(&[][..], |milestone| &milestone.command);
    let filled = |word: &'_ String| match word.as_str() {
        "<SEVERITY>" => case.record.severity.clone(),
        word => word.to_owned(),
    };
    match words.split_first() {
        Some((verb, rest)) => rest
            .iter()
            .map(filled)
            .fold(Command::on_incident(verb), Command::arg),
        None => Command::on_incident("note")
            .args(["-m", "<TEXT>", "--mark"])
            .arg(id),
    }
}

/// What satisfies one check: the missing proof, or saying that it is done.
pub(crate) fn check(case: &Case<'_>, view: &CheckView<'_>) -> Command {
    if let crate::domain::plan::CheckStatus::Unproved(missing) = &view.standing
        && let Some(first) = missing.first()
    {
        return proof(case, *first);
    }
    let verb = case
        .plan
        .checklists
        .get(view.checklist)
        .and_then(|list| list.command.as_deref());
    let Some(verb) = verb else {
        return Command::on_incident("set")
            .arg(format!("checks.{}.{}=done", view.checklist, view.check.id));
    };
    let done = if view.check.answer {
        "=done:<ANSWER>"
    } else {
        "=done"
    };
    Command::on_incident(verb).arg("--check").arg(format!(
        "{}{done}",
        check_name(case, view.checklist, &view.check.id)
    ))
}

/// The shortest name of a check that its command understands: its id, with its list's where two
/// lists of one command share it.
pub(crate) fn check_name(case: &Case<'_>, checklist: &str, check: &str) -> String {
    let command = case
        .plan
        .checklists
        .get(checklist)
        .and_then(|list| list.command.as_deref());
    let elsewhere = command
        .into_iter()
        .flat_map(|command| case.plan.checklists_of(command))
        .any(|(other, list)| {
            other != checklist && list.checks.iter().any(|known| known.id == check)
        });
    if elsewhere {
        format!("{checklist}/{check}")
    } else {
        check.to_owned()
    }
}
