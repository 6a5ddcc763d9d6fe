//! `inc review`: the post-incident review, section by section.

use clap::Args;

use crate::domain::command::Command;
use crate::domain::plan::{Case, row_suffix};
use crate::domain::record::Time;
use crate::domain::respond::Reviewed;
use crate::domain::rules::fix;
use crate::error::{Error, Result};
use crate::session::ask::{self, Walked};
use crate::session::change::Verb;
use crate::session::context::Context;
use crate::session::names;
use crate::session::names::see_help;
use crate::session::options::{At, each};
use crate::session::time;
use crate::ui::Table;
use crate::ui::prompt::{Choice, EXPLAINED, Interrupted, Prompt};
use crate::ui::style::Look;
use crate::ui::table::PAIR;
use crate::ui::words::count;

/// Record the post-incident review
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc review  # asks for each missing section\n  \
                  inc review --section went-well=\"the alert came before the first customer\" --participant CTO\n  \
                  inc review --check management-briefed=done")]
pub(crate) struct ReviewArgs {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// Write a section of the review, by any unique part of its name
    #[arg(long = "section", value_name = "NAME=TEXT", allow_hyphen_values = true)]
    sections: Vec<String>,
    /// Who took part
    #[arg(long = "participant", value_parser = crate::session::options::words, value_name = "PERSON")]
    participants: Vec<String>,
    /// Answer a required action after the review; the default state is done
    #[arg(long = "check", value_name = "CHECK[=STATE[:NOTE]]")]
    checks: Vec<String>,
    #[command(flatten)]
    at: At,
}

impl ReviewArgs {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let document = context.to_change(&picked, &self.at)?;
        let case = Case::new(&document.record, &plan);
        let (now, zone) = (context.now()?, context.zone()?);
        let day = |id: &str, text: String| match id {
            // A deadline that can be read as a day is one, and then it has a clock.
            "follow-up-deadline" => time::day(&text, now, zone).map_or(text, |day| day.to_string()),
            _ => text,
        };
        let sections = each(&self.sections, |given| names::section(&plan, given))?;
        let mut reviewed = Reviewed {
            held_at: match &self.at.at {
                Some(_) => Some(context.moment(self.at.at.as_deref())?.at),
                None => None,
            },
            participants: self.participants.clone(),
            sections: sections
                .into_iter()
                .map(|(id, text)| (id.clone(), day(&id, text)))
                .collect(),
            checks: each(&self.checks, |given| names::check(&case, "review", given))?,
        };
        let mut walked = Walked::Through;
        if reviewed.held_at.is_none()
            && reviewed.participants.is_empty()
            && reviewed.sections.is_empty()
            && reviewed.checks.is_empty()
        {
            let Some(mut prompt) = context.prompt() else {
                return Err(nothing_said(&case).addressed(picked.address));
            };
            walked = walk(prompt.as_mut(), &case, &mut reviewed).into();
            for (id, text) in &mut reviewed.sections {
                *text = day(id, std::mem::take(text));
            }
        }
        let subject = subject(&reviewed);
        let verb = Verb::new("review", &subject).at(&self.at);
        let done = context.change(&picked, &verb, |response| response.review(reviewed))?;
        context.print_outcome(&done, &subject);
        let case = Case::new(&done.after, &plan);
        let missing = undocumented(&case);
        if !missing.is_empty() {
            context.say("missing");
        }
        let mut table = Table::new(PAIR);
        for (what, command) in missing {
            let command = context.look().command(&command.line(&done.address));
            table.row([what, command]);
        }
        context.say_lines(table.lines(2, context.width()));
        context.print_next(&done.after, &plan, done.now, &done.address, 2);
        walked.end(&done, "review")
    }
}

fn subject(reviewed: &Reviewed) -> String {
    let mut parts: Vec<String> = Vec::new();
    match reviewed.sections.as_slice() {
        [] => {}
        [(id, _)] => parts.push(id.clone()),
        several => parts.push(count(several.len(), "section")),
    }
    if !reviewed.participants.is_empty() {
        parts.push(count(reviewed.participants.len(), "participant"));
    }
    match reviewed.checks.as_slice() {
        [] => {}
        [said] => parts.push(format!("{} {}", said.check, said.state.state)),
        several => parts.push(count(several.len(), "required action")),
    }
    format!("review: {}", parts.join(", "))
        .trim_end_matches([':', ' '])
        .to_owned()
}

fn walk(
    prompt: &mut dyn Prompt,
    case: &Case<'_>,
    reviewed: &mut Reviewed,
) -> std::result::Result<(), Interrupted> {
    ask::heading(prompt, case);
    let record = case.record;
    let written = record.review.clone().unwrap_or_default();
    if let Some(severity) = case.plan.severity(&record.severity) {
        let due: Option<Time> = case.review_due();
        let until = due.map_or(String::new(), |due| {
            format!(", by {}", case.plan.zone().minute(due))
        });
        prompt.say(&format!(
            "  {}{until}, with {}{}",
            severity.review.label,
            severity.review.participants.join(", "),
            Look::ERR.dim(&row_suffix(case.plan.shown_rows("S19")))
        ));
    }
    if written.participants.is_empty() {
        participants(prompt, case, &mut reviewed.participants)?;
    }
    for section in &case.plan.review.sections {
        if written.sections.contains_key(&section.id) {
            continue;
        }
        let question = format!("{}{EXPLAINED}{}", section.title, section.ask);
        if let Some(text) = prompt.text(&question, None)? {
            reviewed.sections.push((section.id.clone(), text));
        }
    }
    for (list, _) in case.plan.checklists_of("review") {
        for view in case.checks(list).iter().filter(|view| !view.is_satisfied()) {
            ask::check(prompt, case, view, &mut reviewed.checks)?;
        }
    }
    Ok(())
}

/// Asks who took part and offers the people with roles; nobody is selected at first.
fn participants(
    prompt: &mut dyn Prompt,
    case: &Case<'_>,
    reviewed: &mut Vec<String>,
) -> std::result::Result<(), Interrupted> {
    let mut holders: Vec<Choice> = Vec::new();
    for (role, person) in case.record.roles.iter() {
        let role = case
            .plan
            .role(role)
            .map_or(role, |role| role.title.as_str());
        match holders.iter_mut().find(|choice| choice.label == *person) {
            Some(known) => known.hint = format!("{}, {role}", known.hint),
            None => holders.push(Choice::new(person.clone()).hint(role)),
        }
    }
    let (question, further) = ("Participants", "Other participants");
    let mut said = if holders.is_empty() {
        prompt.text(question, None)?
    } else {
        let chosen = prompt.several(question, &holders)?.unwrap_or_default();
        let chosen = chosen.into_iter().filter_map(|place| holders.get(place));
        reviewed.extend(chosen.map(|holder| holder.label.clone()));
        prompt.more(further)?
    };
    while let Some(names) = said {
        let names = names.split(',').map(str::trim);
        reviewed.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
        said = prompt.more(further)?;
    }
    Ok(())
}

/// Lists what the review lacks, with commands, where there is no terminal to ask on.
fn nothing_said(case: &Case<'_>) -> Error {
    let mut error = Error::usage(format!(
        "{}: no input given, and no terminal to prompt on",
        case.record.id
    ));
    for (what, command) in undocumented(case) {
        error = error.item(what, Some(command));
    }
    for (list, _) in case.plan.checklists_of("review") {
        for view in case.checks(list).iter().filter(|view| !view.is_satisfied()) {
            error = error.item(
                view.check.check.to_lowercase(),
                Some(fix::check(case, view)),
            );
        }
    }
    error.or_fix(see_help("review"))
}

/// Returns what the review does not document yet, with the commands that do.
fn undocumented(case: &Case<'_>) -> Vec<(String, Command)> {
    let documents = case.undocumented().into_iter();
    documents
        .filter_map(|document| {
            let command = fix::proof(case, case.unproved(document)?);
            Some((document.title.to_lowercase(), command))
        })
        .collect()
}
