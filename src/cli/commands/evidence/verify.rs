//! `inc evidence verify`: whether everything preserved is still what it was.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::{Format, Shown};
use crate::domain::record::Evidence;
use crate::error::{Error, Kind, Result};
use crate::session::context::Context;
use crate::store::Document;
use crate::store::evidence::{Checked, State};
use crate::ui::Table;
use crate::ui::output;
use crate::ui::progress::Progress;
use crate::ui::style::{Look, one_line};
use crate::ui::table::{cut, whole};
use crate::ui::words::count;

/// Verify that evidence still has its recorded digest
#[derive(Debug, Args)]
#[command(
    after_help = "The exit code is 1 if any evidence has changed, or is missing or unreadable. Evidence that cannot be checked here (a URI, no digest, a clone without the store) is listed, but fails only with --strict.\n\n\
                  Examples:\n  \
                  inc evidence verify\n  \
                  inc evidence verify 001 --strict"
)]
pub(crate) struct Verify {
    /// The incident; all incidents by default
    id: Option<String>,
    /// Also fail on evidence that cannot be checked here
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    shown: Shown,
}

/// One item and the result of checking it.
pub(crate) struct StoredEvidence<'a> {
    pub incident: &'a str,
    pub item: &'a Evidence,
    pub checked: Checked,
}

/// Checks all evidence of some records against the files on this machine.
pub(crate) fn held<'a>(
    context: &Context,
    documents: &'a [Document],
) -> Result<Vec<StoredEvidence<'a>>> {
    let home = context.home()?;
    // A broken plan hides where the store is, and nothing else.
    let plan = context.plan().ok();
    let store = plan
        .as_ref()
        .map(|plan| plan.settings.evidence_location.as_str());
    let owned = documents.iter().flat_map(|document| {
        let items = document.record.evidence.iter();
        items.map(|item| (document.record.id.as_str(), item))
    });
    let owned: Vec<(&str, &Evidence)> = owned.collect();
    let items: Vec<&Evidence> = owned.iter().map(|(_, item)| *item).collect();
    let progress = Progress::of(home.evidence_size(&items));
    let checked = home
        .check_evidence(&items, store, &|more| progress.advance(more))
        .map_err(|_| Error::new(Kind::Interrupted, "interrupted; nothing was checked"))?;
    let together = owned.into_iter().zip(checked);
    Ok(together
        .map(|((incident, item), checked)| StoredEvidence {
            incident,
            item,
            checked,
        })
        .collect())
}

impl Verify {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let (documents, broken) = context.one_or_all(self.id.as_deref())?;
        let held = held(context, &documents)?;
        let bad = |held: &&StoredEvidence<'_>| {
            let state = held.checked.state;
            state.is_bad() || (self.strict && state.is_unproved())
        };
        let failed: Vec<&StoredEvidence<'_>> = held.iter().filter(bad).collect();
        if self.shown.format == Format::Json {
            output::print_json(&as_json(&held, &broken, failed.len()))?;
            return if failed.is_empty() && broken.is_empty() {
                Ok(())
            } else {
                Err(Error::refused(""))
            };
        }
        table(&held);
        summary(context, &held);
        if failed.is_empty() && broken.is_empty() {
            return Ok(());
        }
        let mut error = Error::refused(if failed.is_empty() {
            format!(
                "{} cannot be read, so its evidence was not checked",
                count(broken.len(), "record")
            )
        } else {
            let verb = if failed.len() == 1 { "is" } else { "are" };
            let what = if failed.iter().all(|held| held.checked.state.is_unproved()) {
                "not verified"
            } else {
                "not as recorded"
            };
            format!(
                "{} of {} {verb} {what}",
                failed.len(),
                count(held.len(), "item")
            )
        });
        for StoredEvidence {
            incident,
            item,
            checked,
        } in failed
        {
            let why = if checked.why.is_empty() {
                String::new()
            } else {
                format!(": {}", checked.why)
            };
            error = error.item(
                format!(
                    "{incident} {}  {}  {}{why}",
                    item.id,
                    one_line(&item.location),
                    checked.state.words()
                ),
                None,
            );
        }
        for broken in broken {
            error = error.item(broken.message.clone(), broken.way_out().cloned());
        }
        Err(error.addressed(context.address(None)))
    }
}

fn table(held: &[StoredEvidence<'_>]) {
    let look = Look::OUT;
    let mut table = Table::new([
        whole(""),
        whole("incident"),
        whole("item"),
        cut("kind").going(1),
        whole(""),
    ]);
    for StoredEvidence {
        incident,
        item,
        checked,
    } in held
    {
        let words = checked.state.words();
        let state = if checked.state.is_bad() {
            look.error(words)
        } else if checked.state.is_unproved() {
            look.warning(words)
        } else {
            look.good(words)
        };
        table.row([
            state,
            (*incident).to_owned(),
            item.id.clone(),
            one_line(&item.kind),
            one_line(&item.location),
        ]);
    }
    output::print_table(table, 0);
}

/// Prints the number of items in each state, and what could not be checked.
fn summary(context: &Context, held: &[StoredEvidence<'_>]) {
    if held.is_empty() {
        context.say("no evidence is recorded");
        return;
    }
    let mut states: Vec<State> = held.iter().map(|held| held.checked.state).collect();
    states.sort();
    states.dedup();
    let parts: Vec<String> = states
        .iter()
        .map(|state| {
            let number = held.iter().filter(|held| held.checked.state == *state);
            format!("{} {}", number.count(), state.words())
        })
        .collect();
    context.say(parts.join(", "));
    let unproved: Vec<&StoredEvidence<'_>> = held
        .iter()
        .filter(|held| held.checked.state.is_unproved())
        .collect();
    if unproved.is_empty() {
        return;
    }
    let mut whys: Vec<&str> = unproved
        .iter()
        .map(|held| held.checked.why.as_str())
        .collect();
    whys.sort_unstable();
    whys.dedup();
    let what = if unproved.len() == held.len() {
        "nothing could be verified".to_owned()
    } else {
        format!("{} could not be verified here", unproved.len())
    };
    context.say(format!("{what}: {}", whys.join("; ")));
}

fn as_json(held: &[StoredEvidence<'_>], broken: &[Error], failed: usize) -> Value {
    let items: Vec<Value> = held
        .iter()
        .map(
            |StoredEvidence {
                 incident,
                 item,
                 checked,
             }| {
                json!({
                    "incident": incident,
                    "id": item.id,
                    "kind": item.kind,
                    "location": item.location,
                    "state": checked.state,
                    "why": checked.why,
                    "recorded": {"sha256": item.sha256, "size": item.size},
                    "found": {"sha256": checked.sha256, "size": checked.size},
                })
            },
        )
        .collect();
    let number = |of: fn(State) -> bool| held.iter().filter(|held| of(held.checked.state)).count();
    json!({
        "items": items,
        "intact": number(|state| state == State::Intact),
        "unproved": number(State::is_unproved),
        "failed": failed,
        "unreadable_records": broken.iter().map(|error| &error.message).collect::<Vec<_>>(),
    })
}
