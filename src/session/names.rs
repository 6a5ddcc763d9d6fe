//! From what somebody typed to the plan's own ids.

use crate::domain::fix::Fix;
use crate::domain::plan::case::MILESTONES;
use crate::domain::plan::lookup::{LookupError, Name, Vocabulary};
use crate::domain::plan::raw::PlanCheck;
use crate::domain::plan::{Case, NameKind, Plan, READINESS};
use crate::domain::record::{Answer, Check, Impact, State, Status};
use crate::domain::respond::CheckAnswer;
use crate::domain::rules::{self, Rule, fix};
use crate::error::{Error, Kind, Result};

impl From<LookupError> for Error {
    fn from(error: LookupError) -> Self {
        Error::usage(error.to_string()).fixes(error.fixes())
    }
}

/// Where nothing is missing that could be named.
pub(crate) fn see_help(verb: &str) -> Fix {
    Fix::inc([verb, "--help"]).explained("says what can be said besides")
}

pub(crate) fn rule(given: &str) -> Result<&'static Rule> {
    let codes = rules::all().map(|rule| rule.code);
    let code = Vocabulary::of_words("rule", codes).resolve(given)?;
    rules::rule(&code).ok_or_else(|| Error::usage(format!("there is no rule `{given}`")))
}

pub(crate) fn state(given: &str) -> Result<State> {
    let states = Vocabulary::of_words("state", State::ALL.map(State::id));
    states.resolve(given)?.parse().map_err(Error::usage)
}

pub(crate) fn status(given: &str) -> Result<Status> {
    let statuses = Vocabulary::of_words("status", Status::ALL.map(Status::id));
    statuses.resolve(given)?.parse().map_err(Error::usage)
}

/// `NAME=TEXT`; `fails` says what a word without a text does, `form` how the name is called.
fn with_text(
    names: &Vocabulary<'_>,
    given: &str,
    fails: &str,
    form: &str,
) -> Result<(String, String)> {
    let (name, text) = given
        .split_once('=')
        .filter(|(_, text)| !text.trim().is_empty())
        .ok_or_else(|| {
            let ids: Vec<&str> = names.ids().collect();
            Error::usage(format!(
                "`{given}` {fails}; write {form}=TEXT, {form} one of {}",
                ids.join(", ")
            ))
        })?;
    Ok((names.resolve(name)?, text.trim().to_owned()))
}

/// `FIELD=TEXT` of a message template.
pub(crate) fn message_field(plan: &Plan, template: &str, given: &str) -> Result<(String, String)> {
    let fields = plan.vocabulary(NameKind::MessageField(template));
    with_text(&fields, given, "sets nothing", "FIELD")
}

/// `SECTION=TEXT` of the review.
pub(crate) fn section(plan: &Plan, given: &str) -> Result<(String, String)> {
    let sections = plan.vocabulary(NameKind::ReviewSection);
    with_text(&sections, given, "says nothing", "NAME")
}

/// `KIND=TEXT`.
pub(crate) fn impact(given: &str) -> Result<(String, String)> {
    let kinds = Vocabulary::of_words("kind of impact", Impact::KINDS);
    with_text(&kinds, given, "tells no impact", "KIND")
}

/// Somebody whom the plan empowers to approve a thing.
pub(crate) fn approver(plan: &Plan, what: &str, given: &str) -> Result<String> {
    match plan.person(given).filter(|_| plan.may_approve(given, what)) {
        Some(person) => Ok(person.name.clone()),
        None => Err(Error::refused(format!(
            "{given} may not approve {}; nothing was recorded",
            what.replace('-', " ")
        ))
        .fix(format!("these may: {}", plan.approvers(what).join(", ")))),
    }
}

/// `ROLE=PERSON`.
pub(crate) fn assignment(plan: &Plan, given: &str) -> Result<(String, String)> {
    let (name, person) = given.split_once('=').filter(|(_, person)| !person.trim().is_empty()).ok_or_else(|| {
        Error::usage(format!("`{given}` is not an assignment; write ROLE=PERSON, like technical-lead=\"Payments on-call\""))
    })?;
    let person = plan
        .person(person)
        .map_or_else(|| person.trim().to_owned(), |known| known.name.clone());
    Ok((plan.resolve(NameKind::Role, name)?, person))
}

/// `FACT=ANSWER[:NOTE]`.
pub(crate) fn fact(plan: &Plan, given: &str) -> Result<(String, Answer)> {
    let (name, answer) = given.split_once('=').ok_or_else(|| {
        Error::usage(format!(
            "`{given}` answers nothing; write FACT=ANSWER or FACT=ANSWER:NOTE"
        ))
    })?;
    let id = plan.resolve(NameKind::Fact, name)?;
    let (answer, note) = with_note(answer);
    let answers = plan.vocabulary(NameKind::Answer(&id));
    let answer = answers.resolve(answer).map_err(|error| {
        let choices: Vec<&str> = answers.ids().collect();
        Error::from(error).fix(format!("{id} is one of: {}", choices.join(", ")))
    })?;
    Ok((id, Answer::new(answer, note)))
}

/// `CHECK[=STATE[:NOTE]]` of the lists that a command walks; without a state it is done.
pub(crate) fn check(case: &Case<'_>, command: &str, given: &str) -> Result<CheckAnswer> {
    let (name, state) = given.split_once('=').unwrap_or((given, "done"));
    let lists = case.plan.checklists_of(command);
    let walked = lists.filter(|(_, list)| !list.offered);
    let mut known = Vocabulary::of_check_paths(
        walked.flat_map(|(id, list)| case.all_checks(id, list).map(move |check| (id, check))),
    );
    let milestones = case.plan.milestones.iter();
    known.names.extend(
        milestones
            .filter(|known| command == "close" && known.required)
            .map(|known| {
                Name::new(format!("{MILESTONES}/{}", known.id), &known.title).aliases([&known.id])
            }),
    );
    let path = known.resolve(name)?;
    let (state, note) = noted_state(state)?;
    let (list, id) = path.rsplit_once('/').unwrap_or_default();
    let answer = CheckAnswer {
        checklist: list.to_owned(),
        check: id.to_owned(),
        state: Check::new(state, note),
    };
    if list == MILESTONES {
        return Ok(answer);
    }
    let found = case
        .find_check(list, id)
        .ok_or_else(|| Error::usage(format!("there is no check `{name}`")))?;
    if !found.proves.is_empty() {
        let mut error = Error::new(
            Kind::Refused,
            format!(
                "\u{201c}{}\u{201d} is derived from the record and cannot be set",
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
    Ok(answer)
}

/// `CHECK[=STATE[:NOTE]]` of what is confirmed before anything happens; without a state it is done.
pub(crate) fn preparation<'a>(plan: &'a Plan, given: &str) -> Result<(&'a PlanCheck, Check)> {
    let (name, state) = given.split_once('=').unwrap_or((given, "done"));
    let id = plan.resolve(NameKind::Preparation, name)?;
    let (state, note) = noted_state(state)?;
    let check = plan
        .checklists_of(READINESS)
        .flat_map(|(_, list)| &list.checks)
        .find(|check| check.id == id && !check.retired)
        .ok_or_else(|| Error::usage(format!("there is no check `{name}`")))?;
    Ok((check, Check::new(state, note)))
}

/// `STATE:NOTE`, the note being optional.
fn noted_state(text: &str) -> Result<(State, Option<String>)> {
    let (word, note) = with_note(text);
    Ok((state(word)?, note))
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
