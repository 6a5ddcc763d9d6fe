//! `inc contain`: what was done so that it spreads no further.

use clap::Args;

use crate::domain::plan::runbook::kebab;
use crate::domain::plan::{Case, row_suffix};
use crate::domain::record::Record;
use crate::error::{Error, Result};
use crate::session::ask::{self, Walked};
use crate::session::change::Verb;
use crate::session::context::Context;
use crate::session::options::{At, each};
use crate::ui::prompt::Choice;

/// Record containment actions, or mark the incident as contained
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc contain  # offers the actions of the plan and the runbook\n  \
                  inc contain --action \"Froze the refund workflow\"\n  \
                  inc contain --done")]
pub(crate) struct Contain {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// What was done: an action of the plan or runbook, or free text
    #[arg(
        short,
        long = "action",
        value_parser = crate::session::options::words, value_name = "TEXT",
        allow_hyphen_values = true
    )]
    actions: Vec<String>,
    /// Who did it; by default, the person who records it
    #[arg(long, value_parser = crate::session::options::words, value_name = "PERSON")]
    owner: Option<String>,
    /// Mark the incident as contained
    #[arg(long)]
    done: bool,
    #[command(flatten)]
    at: At,
}

impl Contain {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let document = context.to_change(&picked, &self.at)?;
        let case = Case::new(&document.record, &plan);
        let offered = offered(&case, "contain");
        let mut actions: Vec<String> = each(&self.actions, |given| named(&offered, given))?;
        let mut contained = self.done;
        let mut walked = Walked::Through;
        if actions.is_empty() && !contained {
            let Some(mut prompt) = context.prompt() else {
                return Err(nothing_given("contain", &offered).addressed(picked.address));
            };
            let choices = choices(&offered, &document.record);
            ask::heading(prompt.as_mut(), &case);
            let runbooks = case.kind().into_iter().flat_map(|kind| &kind.runbooks);
            let books = runbooks.filter_map(|name| plan.runbooks.get(name));
            for caution in books.flat_map(|book| &book.cautions) {
                prompt.say(&format!("  {}", context.look().warning(caution)));
            }
            let answers = (|| {
                ask::actions(prompt.as_mut(), "Actions taken", &choices, &mut actions)?;
                contained = prompt.confirm("Is it contained?", false)?.unwrap_or(false);
                Ok(())
            })();
            walked = answers.into();
        }
        let subject = match actions.as_slice() {
            [] => "contained".to_owned(),
            actions => format!(
                "{}: {}",
                if contained { "contained" } else { "containing" },
                actions.join("; ")
            ),
        };
        let owner = self.owner.clone();
        let verb = Verb::new("contain", subject.clone()).at(&self.at);
        let done = context.change(&picked, &verb, |response| {
            response.contain(&plan, &actions, owner.as_deref());
            if contained {
                response.contained(&plan);
            }
        })?;
        context.print_outcome(&done, &subject);
        context.print_next(&done.after, &plan, done.now, &done.address, 2);
        walked.end(&done, "contain")
    }
}

/// An action that the plan or a runbook offers.
pub(super) struct Offered {
    pub id: String,
    pub text: String,
    pub hint: String,
}

/// Returns the actions a command offers: the plan's list, those for the severity, and the runbook's.
pub(super) fn offered(case: &Case<'_>, verb: &str) -> Vec<Offered> {
    let lists = case
        .plan
        .checklists_of(verb)
        .filter(|(_, list)| list.offered || list.gate.is_none());
    // What this severity demands comes before what may help, and the runbook before the plan's own list.
    let (demanded, offered): (Vec<_>, Vec<_>) = lists.partition(|(_, list)| !list.offered);
    let of = |lists: Vec<(&str, &crate::domain::plan::raw::Checklist)>| -> Vec<Offered> {
        let views = lists.into_iter().flat_map(|(id, list)| {
            case.checks(id)
                .into_iter()
                .map(move |view| {
                    (
                        view.check.clone(),
                        case.plan.shown_rows(&list.row.join(", ")).to_owned(),
                    )
                })
                .collect::<Vec<_>>()
        });
        views
            .map(|(check, row)| Offered {
                id: check.id,
                text: check.check,
                hint: row,
            })
            .collect()
    };
    let mut all = of(demanded);
    if verb == "contain" {
        let runbooks = case
            .kind()
            .into_iter()
            .flat_map(|kind| &kind.runbooks)
            .filter_map(|name| Some((name, case.plan.runbooks.get(name)?)));
        all.extend(runbooks.flat_map(|(name, runbook)| {
            runbook.containment.iter().map(move |item| Offered {
                id: kebab(item),
                text: item.clone(),
                hint: format!("runbook {name}"),
            })
        }));
    }
    all.extend(of(offered));
    all
}

/// Returns the offered actions that are not in the timeline yet.
pub(super) fn choices(offered: &[Offered], record: &Record) -> Vec<Choice> {
    let is_taken = |action: &&Offered| {
        let mut taken = record.timeline.iter();
        taken.any(|event| event.event == action.text)
    };
    let choice = |action: &Offered| Choice::new(&action.text).hint(&action.hint);
    let open = offered.iter().filter(|action| !is_taken(action));
    open.map(choice).collect()
}

/// Returns the plan's wording of an action when words of its name are given, otherwise the text
/// as typed. Fails if several actions match.
pub(super) fn named(offered: &[Offered], given: &str) -> Result<String> {
    let given = given.trim();
    let wanted = kebab(given);
    let has_words = |action: &&Offered| {
        let (name, wanted) = (format!("-{}-", action.id), format!("-{wanted}-"));
        name.contains(&wanted)
    };
    let named: Vec<&Offered> = offered.iter().filter(has_words).collect();
    let whole = named.iter().find(|action| kebab(&action.text) == wanted);
    match (whole, named.as_slice()) {
        (Some(only), _) | (None, [only]) => Ok(only.text.clone()),
        (None, []) => Ok(given.to_owned()),
        (None, several) => {
            let error = Error::usage(format!("`{given}` matches more than one action"));
            let with = |error: Error, action: &&Offered| error.item(action.text.clone(), None);
            Err(several.iter().fold(error, with))
        }
    }
}

/// Lists the offered actions where there is no terminal to ask on.
pub(super) fn nothing_given(verb: &str, offered: &[Offered]) -> Error {
    let mut error = Error::usage(format!(
        "no input given, and no terminal to prompt on: inc {verb} --action <TEXT>"
    ));
    for action in offered.iter().take(24) {
        let hint = row_suffix(&action.hint);
        error = error.item(format!("{}{hint}", action.text), None);
    }
    error
}
