//! `inc readiness`: the preparation checklist, what was confirmed of it, by whom, and until when.

use std::io::{self, IsTerminal};
use std::path::Path;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::{Format, Shown};
use crate::domain::fix::Fix;
use crate::domain::plan::raw::PlanCheck;
use crate::domain::plan::{Plan, READINESS, row_suffix};
use crate::domain::readiness::{
    Confirmation, Confirmed, Item, Readiness, items, objection, placeholders,
};
use crate::domain::record::{Check, State, Time, changes};
use crate::domain::rules::readiness::{again, confirm};
use crate::error::{Error, Kind, Result, git};
use crate::git::Repo;
use crate::session::context::Context;
use crate::session::names;
use crate::session::schemas;
use crate::store::{codec, yaml};
use crate::ui::Table;
use crate::ui::output::{print_json, print_table, width};
use crate::ui::prompt::{Choice, EXPLAINED, Interrupted, Offer, Prompt};
use crate::ui::style::{Look, one_line};
use crate::ui::table::{PAIR, cut, fit, whole};
use crate::ui::words::count;

/// Show or confirm the preparation checklist
#[derive(Debug, Args)]
#[command(
    after_help = "Each item shows who confirmed it and when, and whether it is out of date. The exit code is 0 even if items are open; inc validate warns about them too.\n\n\
                  Examples:\n  \
                  inc readiness  # shows the checklist; on a terminal, asks for open items\n  \
                  inc readiness --check runbooks --check forensic\n  \
                  inc readiness --check external=not-applicable:\"no budget before 2026\""
)]
pub(crate) struct ReadinessArgs {
    /// Answer a check, by any unique part of its name; the default state is done
    #[arg(long = "check", value_name = "CHECK[=STATE[:NOTE]]")]
    checks: Vec<String>,
    #[command(flatten)]
    shown: Shown,
}

/// The new answers.
type Answered<'a> = (&'a PlanCheck, Check);

/// The comment at the top of a new file.
const HEADING: &str = "# The latest confirmation of each check of the preparation checklist; earlier ones are in git.\n# Written by `inc readiness`, which also shows expired confirmations.\n";

impl ReadinessArgs {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let (plan, now) = (context.plan()?, context.now()?);
        let readiness = read(context)?.map(|(_, readiness)| readiness);
        if !self.checks.is_empty() {
            let said = self
                .checks
                .iter()
                .map(|given| named(context, &plan, given))
                .collect::<Result<Vec<Answered>>>()?;
            record(context, &said)?;
            if self.shown.format == Format::Text {
                return summary(context, &plan, now);
            }
        }
        let fresh = if self.checks.is_empty() {
            readiness
        } else {
            read(context)?.map(|(_, readiness)| readiness)
        };
        let items = items(&plan, fresh.as_ref(), now);
        if self.shown.format == Format::Json {
            return print_json(&items.iter().map(as_json).collect::<Vec<Value>>());
        }
        show(&plan, &items);
        let asks = items.iter().any(|item| !item.is_confirmed()) && io::stdout().is_terminal();
        match context.prompt().filter(|_| asks) {
            Some(mut prompt) => walk(context, prompt.as_mut(), &plan, &items, now),
            None => {
                warn(context, &plan, &items);
                Ok(())
            }
        }
    }
}

/// Resolves the answers of `--check`.
fn named<'a>(context: &Context, plan: &'a Plan, given: &str) -> Result<Answered<'a>> {
    let (check, said) = names::preparation(plan, given)?;
    match objection(check, said.state, said.note.as_deref()) {
        None => Ok((check, said)),
        Some(why) => {
            let state = if said.state == State::Done {
                format!("{}=done:<ANSWER>", check.id)
            } else if check.conditional {
                format!("{}=not-applicable:<WHY>", check.id)
            } else {
                format!("{}=open:<WHY>", check.id)
            };
            Err(Error::refused(format!(
                "\u{201c}{}\u{201d} cannot be {}: {why}",
                check.check, said.state
            ))
            .item("say instead", Some(confirm([state.as_str()])))
            .addressed(context.address(None)))
        }
    }
}

fn read(context: &Context) -> Result<Option<(String, Readiness)>> {
    context
        .home()?
        .readiness()
        .map_err(|error| context.load_error(error))
}

/// Reads, changes, replaces and commits the file, under the home's lock.
fn record(context: &Context, said: &[Answered<'_>]) -> Result<()> {
    let (home, repo) = (context.home()?, context.repo()?);
    let path = home.readiness_path();
    let waits = context.may_change(&repo, &[&path])?;
    let _lock = context.lock(&repo)?;
    let known = read(context)?;
    if known.is_some() && !context.globals.no_commit && waits.is_none() {
        commit_left_over(context, &repo, &path)?;
    }
    let (at, by) = (context.now()?, context.by()?);
    let before = known.as_ref().map(|(_, readiness)| readiness.clone());
    let mut after = before.clone().unwrap_or_default();
    for (check, said) in said {
        let confirmation = Confirmation {
            state: said.state,
            note: said.note.clone(),
            at,
            by: by.clone(),
        };
        after.checks.insert(check.id.clone(), confirmation);
    }
    let old = before
        .as_ref()
        .map_or(json!({}), |before| before.to_value());
    let readiness = changes(&old, &after.to_value());
    if readiness.is_empty() {
        context.say("readiness  no changes");
        return Ok(());
    }
    let text = match &known {
        Some((text, _)) => edited(text, &old, &after).map_err(|error| {
            Error::environment(format!(
                "{}:{}: {}; the file is unchanged",
                context.shown(&path),
                error.line,
                error.message
            ))
        })?,
        None => {
            let line = schemas::line_of_readiness(home);
            format!("{line}{HEADING}{}", yaml::document(&after.to_value()))
        }
    };
    let kept = known.as_ref().map_or("", |(text, _)| text);
    context.refuse_secrets(kept, &text, None, &readiness)?;
    context.write(&repo, &path, &text, &message(said), &readiness)?;
    for (check, said) in said {
        let note = said.note.as_deref().map(|note| format!(": {note}"));
        let what = one_line(&format!("{}{}", check.check, note.unwrap_or_default()));
        context.say(format!("{}  {what}", said.state));
    }
    Ok(())
}

/// Returns the changed text, verified by both parsers and the typed reader, as for a record.
fn edited(
    text: &str,
    old: &Value,
    after: &Readiness,
) -> std::result::Result<String, yaml::EditError> {
    yaml::edit_verified(text, old, &after.to_value(), |text| {
        codec::readiness(text)
            .map(|readiness| readiness.to_value())
            .map_err(|unreadable| unreadable.to_string())
    })
}

/// Commits manual changes separately first, so that the next commit contains only
/// its own change. If git refuses, the next commit of the file includes them.
fn commit_left_over(context: &Context, repo: &Repo, path: &Path) -> Result<()> {
    if !repo.is_uncommitted(path).map_err(git)? {
        return Ok(());
    }
    let message = "readiness: kept what was not committed\n\nAction: keep\n";
    match repo.commit(&[path], message) {
        Ok(_) => {
            context.say("readiness  committed an earlier uncommitted change");
        }
        Err(error) => context.say(format!(
            "readiness  an earlier change is still uncommitted: {error}"
        )),
    }
    Ok(())
}

/// Returns the commit message: one or two checks in the subject, more in the body.
fn message(said: &[Answered<'_>]) -> String {
    let lines: Vec<String> = said
        .iter()
        .map(|(check, said)| format!("{} {}", check.id, said.state))
        .collect();
    let (subject, body) = match lines.join(", ") {
        short if short.len() <= SUBJECT => (short, String::new()),
        _ => (
            count(lines.len(), "check"),
            format!("{}\n\n", lines.join("\n")),
        ),
    };
    format!("readiness: {subject}\n\n{body}Action: readiness\n")
}

/// The maximum length of a subject.
const SUBJECT: usize = 80;

/// Prints what remains open after a change.
fn summary(context: &Context, plan: &Plan, now: Time) -> Result<()> {
    let readiness = read(context)?.map(|(_, readiness)| readiness);
    warn(context, plan, &items(plan, readiness.as_ref(), now));
    Ok(())
}

fn show(plan: &Plan, items: &[Item<'_>]) {
    let (look, zone) = (Look::OUT, plan.zone());
    for (place, (id, list)) in plan.checklists_of(READINESS).enumerate() {
        if place > 0 {
            outln!();
        }
        let every = list.confirm_every.map_or(String::new(), |every| {
            look.dim(&format!("to be confirmed every {}", every.words()))
        });
        let row = look.dim(&plan.row_suffix(&list.row));
        let mut heading = Table::new(PAIR);
        heading.row([format!("{}{row}", look.bold(&one_line(&list.title))), every]);
        print_table(heading, 0);
        let mut table = Table::new([
            whole(""),
            whole("last confirmed").going(1),
            cut("by").going(2),
            cut(""),
        ])
        .headed(look);
        let rows: Vec<&Item> = items.iter().filter(|item| item.list == id).collect();
        let mut notes = Vec::new();
        for item in rows {
            let state = match item.confirmed {
                Confirmed::Never => look.warning("never confirmed"),
                Confirmed::Open(why) => look.error(why),
                Confirmed::Stale(since) => look.warning(&format!("expired on {}", zone.day(since))),
                Confirmed::Holds(_) => look.good(
                    &item
                        .said
                        .map_or(String::new(), |said| said.state.to_string()),
                ),
            };
            let at = item.said.map(|said| zone.day(said.at).to_string());
            let by = item.said.map(|said| fit(&one_line(&said.by), 16));
            table.row([
                state,
                at.unwrap_or_default(),
                by.unwrap_or_default(),
                one_line(&item.check.check),
            ]);
            if let Some(note) = item.said.and_then(|said| said.note.as_deref()) {
                notes.push(format!("{}: {}", item.check.check, note));
            }
        }
        print_table(table, 2);
        for note in notes {
            let note = fit(&one_line(&note), width().saturating_sub(2));
            outln!("  {}", look.dim(&note));
        }
    }
}

/// Prints the most important open points below the list, each with its command.
fn warn(context: &Context, plan: &Plan, items: &[Item<'_>]) {
    let look = context.look();
    let waiting: Vec<&Item> = items.iter().filter(|item| !item.is_confirmed()).collect();
    let stale = waiting.iter().filter(|item| item.is_stale()).count();
    let mut parts = Vec::new();
    for (number, word) in [(stale, "stale"), (waiting.len() - stale, "open")] {
        if number > 0 {
            parts.push(format!("{number} {word}"));
        }
    }
    let warning = look.warning("warning:");
    if let Some(first) = waiting.first() {
        context.say(format!(
            "{warning} {} of {}{}",
            parts.join(", "),
            count(items.len(), "check"),
            look.dim(&row_suffix(plan.shown_rows("S5")))
        ));
        context.say_fixes(&[again(first).into()], &context.address(None), look);
    }
    let missing = placeholders(plan);
    if !missing.is_empty() {
        let contacts = Fix::inc(["contacts"]).after(format!(
            "{warning} {}:",
            match missing.len() {
                1 => "1 contact is still a placeholder".to_owned(),
                number => format!("{number} contacts are still placeholders"),
            }
        ));
        context.say_fix(&contacts, &context.address(None), look);
    }
}

/// Asks for every unconfirmed check and keeps the answers after an interruption.
fn walk(
    context: &Context,
    prompt: &mut dyn Prompt,
    plan: &Plan,
    items: &[Item<'_>],
    now: Time,
) -> Result<()> {
    let path = context.home()?.readiness_path();
    context.may_change(&*context.repo()?, &[&path])?;
    let mut said: Vec<Answered> = Vec::new();
    let mut walked = Ok(());
    for item in items.iter().filter(|item| !item.is_confirmed()) {
        match ask(prompt, plan, item) {
            Ok(Some(answer)) => said.push((item.check, answer)),
            Ok(None) => {}
            Err(interrupted) => {
                walked = Err(interrupted);
                break;
            }
        }
    }
    if !said.is_empty() {
        record(context, &said)?;
    }
    if let Err(Interrupted) = walked {
        let kept = if said.is_empty() {
            "nothing was changed"
        } else {
            "your answers so far are saved"
        };
        let resume = Fix::from(confirm([])).explained("goes on from here");
        return Err(
            Error::new(Kind::Interrupted, format!("interrupted; {kept}"))
                .fix(resume)
                .addressed(context.address(None)),
        );
    }
    summary(context, plan, now)
}

/// Asks for the state of one check. Enter leaves it unchanged: a confirmation must be
/// deliberate.
fn ask(
    prompt: &mut dyn Prompt,
    plan: &Plan,
    item: &Item<'_>,
) -> std::result::Result<Option<Check>, Interrupted> {
    let check = item.check;
    let question = format!(
        "{}{EXPLAINED}{}",
        one_line(&check.check),
        history(plan, item)
    );
    let mut states = vec![State::Done, State::Open, State::Failed, State::UnderReview];
    if check.conditional {
        states.push(State::NotApplicable);
    }
    let mut choices = vec![Choice::neutral("skip").hint("nothing is recorded")];
    choices.extend(states.iter().map(|state| {
        let hint = match state {
            State::Done => "checked and confirmed",
            State::Open => "not or no longer the case",
            _ => "",
        };
        Choice::new(state.to_string()).hint(hint)
    }));
    let Some(state) = prompt
        .select(&question, &choices, Some(0))?
        .and_then(|place| states.get(place.checked_sub(1)?))
    else {
        return Ok(None);
    };
    let known = item.said.and_then(|said| said.note.as_deref());
    let known = known.map(Offer::stands);
    let note = match state {
        State::NotApplicable => prompt.text("Why does it not apply", known)?,
        State::Failed | State::UnderReview | State::Open => prompt.text("Observation", None)?,
        State::Done if check.answer => prompt.text("Answer", known)?,
        State::Done => None,
    };
    // Without its reason it would stay open, so nothing is recorded that says otherwise.
    if objection(check, *state, note.as_deref()).is_some() {
        return Ok(None);
    }
    Ok(Some(Check::new(*state, note)))
}

/// Describes the current state of a check for its question.
fn history(plan: &Plan, item: &Item<'_>) -> String {
    let zone = plan.zone();
    let last = item.said.map(|said| {
        let note = said.note.as_deref().map(|note| format!(": {note}"));
        one_line(&format!(
            "{} on {} by {}{}",
            said.state,
            zone.day(said.at),
            said.by,
            note.unwrap_or_default()
        ))
    });
    match (item.confirmed, last) {
        (Confirmed::Stale(since), Some(last)) => {
            format!("expired on {}, {last}", zone.day(since))
        }
        (_, Some(last)) => last,
        (_, None) => "never confirmed".to_owned(),
    }
}

fn as_json(item: &Item<'_>) -> Value {
    let confirmed = item.confirmation();
    json!({
        "check": item.check.id,
        "title": item.check.check,
        "state": item.said.map_or(State::Open, |said| said.state),
        "note": item.said.and_then(|said| said.note.as_deref()),
        "confirmed_at": confirmed.map(|said| said.at),
        "confirmed_by": confirmed.map(|said| said.by.as_str()),
        "stale": item.is_stale(),
        "due": item.due(),
    })
}
