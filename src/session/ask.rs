//! Walks: questions whose answers become what the flags would have said.
//!
//! A walk fills in the same arguments that flags do, so an interrupted one is simply run with the
//! answers there are. Everything already known is not asked again, which is how a walk resumes.

use crate::domain::command::Command;
use crate::domain::plan::case::UNDER_REVIEW;
use crate::domain::plan::raw::{Fact, Role};
use crate::domain::plan::{Case, CheckStatus, CheckView, Plan};
use crate::domain::record::{Answer as FactAnswer, Check, State};
use crate::domain::respond::CheckAnswer;
use crate::error::{Error, Result};
use crate::session::answers::interrupted;
use crate::session::context::Context;
use crate::ui::prompt::{Answer, Choice, EXPLAINED, Interrupted, Offer, Prompt};
use crate::ui::style::one_line;

/// How a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Walked {
    Through,
    Interrupted,
}

impl From<std::result::Result<(), Interrupted>> for Walked {
    fn from(result: std::result::Result<(), Interrupted>) -> Self {
        match result {
            Ok(()) => Walked::Through,
            Err(Interrupted) => Walked::Interrupted,
        }
    }
}

/// The answer to one fact; under review is always possible, and the default where nothing is known.
pub(crate) fn fact(
    prompt: &mut dyn Prompt,
    fact: &Fact,
    known: Option<&str>,
) -> Answer<(String, FactAnswer)> {
    let mut answers: Vec<_> = fact.answers.iter().collect();
    answers.sort_by_key(|answer| answer.id != UNDER_REVIEW);
    let choices: Vec<Choice> = answers
        .iter()
        .map(|answer| {
            let until = (answer.id == UNDER_REVIEW).then(|| "until known".to_owned());
            let floor = match &answer.floor {
                Some(crate::domain::plan::raw::Floor::Always(severity)) => {
                    Some(format!("at least {severity}"))
                }
                _ => None,
            };
            let hint: Vec<String> = floor.into_iter().chain(until).collect();
            Choice::new(answer.label.clone()).hint(hint.join(" "))
        })
        .collect();
    let default = answers
        .iter()
        .position(|answer| Some(answer.id.as_str()) == known)
        .unwrap_or(0);
    let question = format!("{}{EXPLAINED}{}", capital(&fact.title), fact.ask);
    let place = prompt.select(&question, &choices, Some(default))?;
    Ok(place
        .and_then(|place| answers.get(place))
        .map(|answer| (fact.id.clone(), FactAnswer::new(answer.id.clone(), None))))
}

/// The severity, with every reason for its floor; nothing milder is offered.
pub(crate) fn severity(prompt: &mut dyn Prompt, case: &Case<'_>) -> Answer<String> {
    for reason in case.floor_reasons() {
        prompt.say(&format!("  {}", reason.words()));
    }
    let offered: Vec<_> = case
        .plan
        .severities
        .iter()
        .filter(|severity| !case.is_below_floor(&severity.id))
        .collect();
    let choices: Vec<Choice> = offered
        .iter()
        .map(|severity| {
            Choice::new(format!("{} {}", severity.id, severity.title)).hint(format!(
                "{}: {}",
                severity.description,
                severity.examples.join(", ")
            ))
        })
        .collect();
    let proposed = case
        .floor()
        .filter(|_| case.is_below_floor(&case.record.severity))
        .unwrap_or(&case.record.severity);
    let default = offered
        .iter()
        .position(|severity| severity.id == proposed)
        .unwrap_or(offered.len().saturating_sub(1));
    let why = match case.floor() {
        Some(floor) => format!("the facts require at least {floor}"),
        None => format!("currently {}", case.record.severity),
    };
    let question = format!("Severity{EXPLAINED}{why}");
    let place = prompt.select(&question, &choices, Some(default))?;
    Ok(place
        .and_then(|place| offered.get(place))
        .map(|severity| severity.id.clone()))
}

/// Who fills a role, after what the role is for.
pub(crate) fn role(prompt: &mut dyn Prompt, plan: &Plan, role: &Role) -> Answer<(String, String)> {
    let default = role.default.as_deref().map(|person| plan.name_of(person));
    let question = format!("{}{EXPLAINED}{}", role.title, role.responsibility);
    let person = prompt.text(&question, default.map(Offer::by_plan))?;
    Ok(person.map(|person| {
        (
            role.id.clone(),
            plan.person(&person)
                .map_or(person.clone(), |known| known.name.clone()),
        )
    }))
}

/// How one check stands: its expected result, and a note where it does not apply or failed. Enter
/// leaves it as it is, in every list: what a gate or the law waits for was looked at, and so many
/// times Enter is no look. What is said is added before its note is asked for, so that an interruption
/// there loses nothing but the note.
pub(crate) fn check(
    prompt: &mut dyn Prompt,
    case: &Case<'_>,
    view: &CheckView<'_>,
    all: &mut Vec<CheckAnswer>,
) -> Result<(), Interrupted> {
    let check = view.check;
    let expect = check
        .expect
        .as_ref()
        .or(check.how.as_ref())
        .map(|expect| format!("{EXPLAINED}{expect}"))
        .unwrap_or_default();
    let question = format!("{}{expect}", check.check);
    let said = |state: State, note: Option<String>| CheckAnswer {
        checklist: view.checklist.to_owned(),
        check: check.id.clone(),
        state: Check::new(state, note),
    };
    if check.answer {
        let answer = prompt.text(&question, view.note().map(Offer::stands))?;
        all.extend(answer.map(|answer| said(State::Done, Some(answer))));
        return Ok(());
    }
    let mut states = vec![State::Open, State::Done, State::Failed, State::UnderReview];
    if case.may_be_ruled_out(check).is_ok() {
        states.push(State::NotApplicable);
    }
    let choices: Vec<Choice> = states
        .iter()
        .map(|state| match state {
            State::Open => Choice::neutral(state.to_string()),
            state => Choice::new(state.to_string()),
        })
        .collect();
    let default = match &view.standing {
        CheckStatus::Said(said) => states.iter().position(|state| *state == said.state),
        _ => None,
    };
    let chosen = prompt.select(&question, &choices, default.or(Some(0)))?;
    match chosen.and_then(|place| states.get(place)) {
        None => {}
        // Left as it was.
        Some(State::Open) if matches!(view.standing, CheckStatus::Unsaid) => {}
        Some(State::NotApplicable) => match prompt.text("Why does it not apply", None)? {
            Some(note) => all.push(said(State::NotApplicable, Some(note))),
            None => {
                prompt.say("  not applicable needs a reason; the check is unchanged");
            }
        },
        Some(state @ (State::Failed | State::UnderReview)) => {
            let stands = view.note();
            all.push(said(*state, stands.map(str::to_owned)));
            let note = prompt.text("Observation", stands.map(Offer::stands))?;
            all.pop();
            all.push(said(*state, note));
        }
        Some(state) => all.push(said(*state, None)),
    }
    Ok(())
}

/// Actions to record: those that are offered, and whatever else was done. They are added one by
/// one, so that an interruption loses none of them.
pub(crate) fn actions(
    prompt: &mut dyn Prompt,
    question: &str,
    offered: &[Choice],
    actions: &mut Vec<String>,
) -> Result<(), Interrupted> {
    if !offered.is_empty() {
        let chosen = prompt.several(question, offered)?.unwrap_or_default();
        actions.extend(
            chosen
                .into_iter()
                .filter_map(|place| offered.get(place))
                .map(|choice| choice.label.clone()),
        );
    }
    while let Some(action) = prompt.more("Other actions taken")? {
        actions.push(action);
    }
    Ok(())
}

/// A title of the plan at the start of a line.
fn capital(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

impl Context {
    /// What a command cannot do without: as it was given, else as somebody at the terminal says it,
    /// else an error that names the command.
    pub(crate) fn required(
        &self,
        (flag, given): (&str, Option<&str>),
        question: &str,
        missing: &str,
        fix: Command,
    ) -> Result<String> {
        let said = match given {
            Some(given) => Some(given.to_owned()),
            None => self.said(Some(flag), question, |said| Ok(said.to_owned()))?,
        };
        said.ok_or_else(|| Error::usage(missing).item("say it", Some(fix)))
    }

    /// One of several things that a command cannot do without, by position.
    pub(crate) fn chosen(
        &self,
        question: &str,
        choices: &[Choice],
        missing: &str,
        fix: Command,
    ) -> Result<usize> {
        let said = match self.prompt() {
            Some(mut prompt) if !choices.is_empty() => prompt
                .select(question, choices, None)
                .map_err(|_| interrupted())?,
            _ => None,
        };
        said.ok_or_else(|| Error::usage(missing).item("say it", Some(fix)))
    }
}

/// The line above a walk: which incident this is.
pub(crate) fn heading(prompt: &mut dyn Prompt, case: &Case<'_>) {
    let record = case.record;
    prompt.say(&format!(
        "{}  {}  {}  {}",
        record.id,
        record.severity,
        record.status,
        one_line(&record.title)
    ));
}
