//! From what somebody typed to the plan's own ids.

use crate::domain::plan::lookup::{Candidate, LookupError, find};
use crate::domain::plan::raw::{MessageTemplate, PlanCheck};
use crate::domain::plan::{Case, Plan, READINESS};
use crate::domain::record::{Answer, Audience, Check, State};
use crate::domain::respond::CheckAnswer;
use crate::domain::rules::fix;
use crate::error::{Error, Kind, Result};

impl From<LookupError> for Error {
    fn from(error: LookupError) -> Self {
        let hints = error.hints();
        Error::usage(error.to_string()).hints(hints)
    }
}

pub(crate) fn kind(plan: &Plan, given: &str) -> Result<String> {
    let kinds = plan.types.iter().filter(|kind| !kind.retired);
    let candidates: Vec<_> = kinds
        .map(|kind| {
            Candidate::new(
                &kind.id,
                std::iter::once(kind.title.as_str()).chain(kind.aliases.iter().map(String::as_str)),
            )
        })
        .collect();
    Ok(find("type", given, &candidates)?.to_owned())
}

pub(crate) fn severity(plan: &Plan, given: &str) -> Result<String> {
    let candidates: Vec<_> = plan
        .severities
        .iter()
        .map(|severity| Candidate::new(&severity.id, [severity.title.as_str()]))
        .collect();
    Ok(find("severity", given, &candidates)?.to_owned())
}

pub(crate) fn environment(plan: &Plan, given: &str) -> Result<String> {
    let candidates: Vec<_> = plan
        .environments
        .iter()
        .map(|known| Candidate::new(&known.id, [known.title.as_str()]))
        .collect();
    Ok(find("environment", given, &candidates)?.to_owned())
}

pub(crate) fn source(plan: &Plan, given: &str) -> Result<String> {
    let sources = plan.sources.iter().filter(|source| !source.retired);
    let candidates: Vec<_> = sources
        .map(|source| Candidate::new(&source.id, [source.title.as_str()]))
        .collect();
    Ok(find("detection source", given, &candidates)?.to_owned())
}

pub(crate) fn role(plan: &Plan, given: &str) -> Result<String> {
    let roles = plan.roles.iter().filter(|role| !role.retired);
    let candidates: Vec<_> = roles
        .map(|role| {
            Candidate::new(
                &role.id,
                std::iter::once(role.title.as_str()).chain(role.aliases.iter().map(String::as_str)),
            )
        })
        .collect();
    Ok(find("role", given, &candidates)?.to_owned())
}

pub(crate) fn milestone(plan: &Plan, given: &str) -> Result<String> {
    let milestones = plan
        .milestones
        .iter()
        .filter(|milestone| !milestone.retired);
    let candidates: Vec<_> = milestones
        .map(|milestone| Candidate::new(&milestone.id, [milestone.title.as_str()]))
        .collect();
    Ok(find("milestone", given, &candidates)?.to_owned())
}

pub(crate) fn evidence_kind(plan: &Plan, given: &str) -> Result<String> {
    let candidates: Vec<_> = plan
        .evidence
        .kinds
        .iter()
        .map(|kind| Candidate::new(&kind.id, [kind.title.as_str()]))
        .collect();
    Ok(find("kind of evidence", given, &candidates)?.to_owned())
}

pub(crate) fn rule(given: &str) -> Result<&'static crate::domain::rules::Rule> {
    let candidates: Vec<_> = crate::domain::rules::all()
        .map(|rule| Candidate::new(rule.code, []))
        .collect();
    let code = find("rule", given, &candidates)?;
    crate::domain::rules::rule(code)
        .ok_or_else(|| Error::usage(format!("there is no rule `{given}`")))
}

/// A message template for an audience.
pub(crate) fn message_template(plan: &Plan, audience: Audience, given: &str) -> Result<String> {
    let templates = plan.communication.templates.iter();
    let candidates: Vec<_> = templates
        .filter(|template| template.audience == audience)
        .map(|template| Candidate::new(&template.id, [template.title.as_str()]))
        .collect();
    let what = match audience {
        Audience::Internal => "template of internal messages",
        Audience::External => "template of external messages",
    };
    Ok(find(what, given, &candidates)?.to_owned())
}

pub(crate) fn channel(plan: &Plan, given: &str) -> Result<String> {
    let candidates: Vec<_> = plan
        .communication
        .channels
        .iter()
        .map(|channel| Candidate::new(&channel.id, [channel.title.as_str()]))
        .collect();
    Ok(find("channel", given, &candidates)?.to_owned())
}

pub(crate) fn ground(plan: &Plan, given: &str) -> Result<String> {
    let candidates: Vec<_> = plan
        .communication
        .external_grounds
        .iter()
        .map(|ground| Candidate::new(&ground.id, [ground.title.as_str()]))
        .collect();
    Ok(find("ground", given, &candidates)?.to_owned())
}

/// `FIELD=TEXT` of a message template.
pub(crate) fn message_field(template: &MessageTemplate, given: &str) -> Result<(String, String)> {
    let ids: Vec<&str> = template
        .fields
        .iter()
        .map(|field| field.id.as_str())
        .collect();
    let (name, text) = given
        .split_once('=')
        .filter(|(_, text)| !text.trim().is_empty())
        .ok_or_else(|| {
            Error::usage(format!(
                "`{given}` sets nothing; write FIELD=TEXT, FIELD one of {}",
                ids.join(", ")
            ))
        })?;
    let candidates: Vec<_> = ids.iter().map(|id| Candidate::new(id, [])).collect();
    let id = find("field of the template", name, &candidates)?;
    Ok((id.to_owned(), text.trim().to_owned()))
}

/// Somebody whom the plan empowers to approve a thing.
pub(crate) fn approver(plan: &Plan, what: &str, given: &str) -> Result<String> {
    match plan.person(given).filter(|_| plan.may_approve(given, what)) {
        Some(person) => Ok(person.name.clone()),
        None => Err(Error::refused(format!(
            "{given} may not approve {}; nothing was recorded",
            what.replace('-', " ")
        ))
        .hint(format!("these may: {}", plan.approvers(what).join(", ")))),
    }
}

pub(crate) fn duty(plan: &Plan, given: &str) -> Result<String> {
    let candidates: Vec<_> = plan
        .regulatory
        .duties
        .iter()
        .map(|duty| {
            Candidate::new(
                &duty.id,
                std::iter::once(duty.title.as_str()).chain(duty.aliases.iter().map(String::as_str)),
            )
        })
        .collect();
    Ok(find("duty", given, &candidates)?.to_owned())
}

/// `SECTION=TEXT` of the review.
pub(crate) fn section(plan: &Plan, given: &str) -> Result<(String, String)> {
    let sections = &plan.review.sections;
    let (name, text) = given
        .split_once('=')
        .filter(|(_, text)| !text.trim().is_empty())
        .ok_or_else(|| {
            let ids: Vec<&str> = sections.iter().map(|section| section.id.as_str()).collect();
            Error::usage(format!(
                "`{given}` says nothing; write NAME=TEXT, NAME one of {}",
                ids.join(", ")
            ))
        })?;
    let candidates: Vec<_> = sections
        .iter()
        .map(|section| Candidate::new(&section.id, [section.title.as_str()]))
        .collect();
    let id = find("section of the review", name, &candidates)?;
    Ok((id.to_owned(), text.trim().to_owned()))
}

/// `ROLE=PERSON`.
pub(crate) fn assignment(plan: &Plan, given: &str) -> Result<(String, String)> {
    let (name, person) = given.split_once('=').filter(|(_, person)| !person.trim().is_empty()).ok_or_else(|| {
        Error::usage(format!("`{given}` assigns nobody; write ROLE=PERSON, like technical-lead=\"Payments on-call\""))
    })?;
    let person = plan
        .person(person)
        .map_or_else(|| person.trim().to_owned(), |known| known.name.clone());
    Ok((role(plan, name)?, person))
}

/// `FACT=ANSWER[:NOTE]`.
pub(crate) fn fact(plan: &Plan, given: &str) -> Result<(String, Answer)> {
    let (name, answer) = given.split_once('=').ok_or_else(|| {
        Error::usage(format!(
            "`{given}` answers nothing; write FACT=ANSWER or FACT=ANSWER:NOTE"
        ))
    })?;
    let facts = plan.facts.iter().filter(|fact| !fact.retired);
    let candidates: Vec<_> = facts
        .map(|fact| Candidate::new(&fact.id, [fact.title.as_str()]))
        .collect();
    let id = find("fact", name, &candidates)?.to_owned();
    let (answer, note) = with_note(answer);
    let answers: Vec<_> = plan
        .fact(&id)
        .into_iter()
        .flat_map(|fact| &fact.answers)
        .map(|known| Candidate::new(&known.id, [known.label.as_str()]))
        .collect();
    let answer = find("answer", answer, &answers).map_err(|error| {
        let choices = answers
            .iter()
            .map(|known| known.id)
            .collect::<Vec<_>>()
            .join(", ");
        Error::from(error).hint(format!("{id} is one of: {choices}"))
    })?;
    Ok((id, Answer::new(answer, note)))
}

/// `KIND=TEXT`.
pub(crate) fn impact(given: &str) -> Result<(String, String)> {
    let kinds = crate::domain::record::Impact::KINDS;
    let (kind, text) = given
        .split_once('=')
        .filter(|(_, text)| !text.trim().is_empty())
        .ok_or_else(|| {
            Error::usage(format!(
                "`{given}` tells no impact; write KIND=TEXT, KIND one of {}",
                kinds.join(", ")
            ))
        })?;
    let candidates: Vec<_> = kinds.iter().map(|kind| Candidate::new(kind, [])).collect();
    Ok((
        find("kind of impact", kind, &candidates)?.to_owned(),
        text.trim().to_owned(),
    ))
}

/// `CHECK[=STATE[:NOTE]]` of the lists that a command walks; without a state it is done.
pub(crate) fn check(case: &Case<'_>, command: &str, given: &str) -> Result<CheckAnswer> {
    let (name, state) = given.split_once('=').unwrap_or((given, "done"));
    let lists: Vec<_> = case
        .plan
        .checklists_of(command)
        .filter(|(_, list)| !list.offered)
        .collect();
    let known: Vec<(String, &str, &PlanCheck)> = lists
        .iter()
        .flat_map(|(id, list)| {
            case.all_checks(id, list)
                .map(move |check| (format!("{id}/{}", check.id), *id, check))
        })
        .filter(|(_, _, check)| !check.retired)
        .collect();
    let milestones = case
        .plan
        .milestones
        .iter()
        .filter(|milestone| command == "close" && milestone.required);
    let milestones: Vec<(String, &str, &str)> = milestones
        .map(|known| {
            (
                format!("milestones/{}", known.id),
                known.id.as_str(),
                known.title.as_str(),
            )
        })
        .collect();
    let candidates: Vec<_> = known
        .iter()
        .map(|(full, _, check)| Candidate::new(full, [check.id.as_str(), check.check.as_str()]))
        .chain(
            milestones
                .iter()
                .map(|(full, id, title)| Candidate::new(full, [*id, *title])),
        )
        .collect();
    let full = find("check", name, &candidates)?;
    let (state, note) = noted_state(state)?;
    let said = |checklist: &str, check: &str| CheckAnswer {
        checklist: checklist.to_owned(),
        check: check.to_owned(),
        state: Check::new(state, note.clone()),
    };
    if let Some((_, id, _)) = milestones.iter().find(|(known, _, _)| known == full) {
        return Ok(said("milestones", id));
    }
    let (_, list, found) = known
        .iter()
        .find(|(known, _, _)| known == full)
        .ok_or_else(|| Error::usage(format!("there is no check `{name}`")))?;
    if !found.proves.is_empty() {
        let mut error = Error::new(
            Kind::Refused,
            format!(
                "\u{201c}{}\u{201d} is proved by the record itself and cannot be ticked",
                found.check
            ),
        );
        if let Some(view) = case
            .checks(list)
            .iter()
            .find(|view| view.check.id == found.id && !view.is_satisfied())
        {
            error = error.item(found.check.to_lowercase(), Some(fix::check(case, view)));
        }
        return Err(error);
    }
    Ok(said(list, &found.id))
}

/// `CHECK[=STATE[:NOTE]]` of what is confirmed before anything happens; without a state it is done.
pub(crate) fn preparation<'a>(plan: &'a Plan, given: &str) -> Result<(&'a PlanCheck, Check)> {
    let (name, state) = given.split_once('=').unwrap_or((given, "done"));
    let checks: Vec<&PlanCheck> = plan
        .checklists_of(READINESS)
        .flat_map(|(_, list)| &list.checks)
        .filter(|check| !check.retired)
        .collect();
    let candidates: Vec<_> = checks
        .iter()
        .map(|check| Candidate::new(&check.id, [check.check.as_str()]))
        .collect();
    let id = find("preparation check", name, &candidates)?;
    let (state, note) = noted_state(state)?;
    let check = checks
        .into_iter()
        .find(|check| check.id == id)
        .ok_or_else(|| Error::usage(format!("there is no check `{name}`")))?;
    Ok((check, Check::new(state, note)))
}

/// `STATE:NOTE`, the note being optional.
fn noted_state(text: &str) -> Result<(State, Option<String>)> {
    let (state, note) = with_note(text);
    let states: Vec<_> = State::ALL
        .iter()
        .map(|state| Candidate::new(state.id(), []))
        .collect();
    let state = find("state", state, &states)?
        .parse()
        .map_err(Error::usage)?;
    Ok((state, note))
}

/// `WORD:NOTE`, the note being optional.
fn with_note(text: &str) -> (&str, Option<String>) {
    match text.split_once(':') {
        Some((word, note)) => (
            word,
            Some(note.trim().to_owned()).filter(|note| !note.is_empty()),
        ),
        None => (text, None),
    }
}
