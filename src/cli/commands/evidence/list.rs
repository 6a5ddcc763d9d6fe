//! `inc evidence list`: the custody of everything preserved, and what the plan still demands.

use clap::Args;
use serde_json::{Value, json};

use super::guidance;
use crate::cli::{Format, Shown};
use crate::domain::command::{Address, Command};
use crate::domain::plan::raw::RequiredEvidence;
use crate::domain::plan::{Case, Plan};
use crate::domain::record::{Evidence, Record};
use crate::domain::report::entries::size;
use crate::error::Result;
use crate::session::context::Context;
use crate::session::pick::Picked;
use crate::store::RecordFile;
use crate::ui::Table;
use crate::ui::output;
use crate::ui::style::{Look, one_line};
use crate::ui::table::{cut, whole};

/// The number of digits of a digest that are shown.
const SHORT_DIGEST: usize = 12;

/// List an incident's evidence, and what is still required
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc evidence list\n  \
                  inc evidence list 001 --format json")]
pub(super) struct List {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    #[command(flatten)]
    shown: Shown,
}

impl List {
    pub(super) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let record = context.load(&picked)?.record;
        if self.shown.format == Format::Json {
            return output::print_json(&as_json(&record, &plan, &picked.address));
        }
        custody(context, &record)?;
        let missing = Case::new(&record, &plan).missing_evidence();
        demanded(context, &plan, &missing, &picked.address);
        if !missing.is_empty() {
            context.say_lines(guidance(&plan, context.look(), context.width()));
        }
        Ok(())
    }
}

/// Prints the evidence of the current incident.
pub(super) fn of_file(context: &Context, file: RecordFile) -> Result<()> {
    let address = context.address(None);
    let picked = Picked { file, address };
    let (plan, record) = (context.plan()?, context.load(&picked)?.record);
    custody(context, &record)?;
    let missing = Case::new(&record, &plan).missing_evidence();
    demanded(context, &plan, &missing, &picked.address);
    Ok(())
}

/// Prints one line per item, and its location below, which is never cut.
fn custody(context: &Context, record: &Record) -> Result<()> {
    if record.evidence.is_empty() {
        context.say(format!("{}  no evidence is recorded", record.id));
        return Ok(());
    }
    let (look, zone) = (Look::OUT, context.zone()?);
    let mut items: Vec<&Evidence> = record.evidence.iter().collect();
    items.sort_by_key(|item| item.collected_at);
    let mut table = Table::new([
        whole(""),
        cut(""),
        whole("size").going(2),
        whole("digest"),
        whole("at").going(1),
        cut("by").going(3),
        whole(""),
    ]);
    for item in &items {
        let digest = item.sha256.as_ref().map_or_else(
            || "no digest".to_owned(),
            |digest| digest.chars().take(SHORT_DIGEST).collect(),
        );
        table.row([
            item.id.clone(),
            one_line(&item.kind),
            item.size.map(size).unwrap_or_default(),
            one_line(&digest),
            zone.of(item.collected_at)
                .0
                .format("%Y-%m-%d %H:%M")
                .to_string(),
            one_line(&item.collected_by),
            if item.restricted {
                look.warning("restricted")
            } else {
                String::new()
            },
        ]);
    }
    let rows = table.lines_by_row(0, output::width());
    for (lines, item) in rows.iter().zip(items) {
        lines.iter().for_each(|line| outln!("{line}"));
        let note = item.note.as_deref().map(one_line);
        let note = note.map(|note| format!("  {}", look.dim(&note)));
        outln!(
            "      {}{}",
            one_line(&item.location),
            note.unwrap_or_default()
        );
    }
    Ok(())
}

/// Prints the evidence required at closure that is missing, with the command that adds it.
fn demanded(context: &Context, plan: &Plan, missing: &[&RequiredEvidence], address: &Address) {
    for demand in missing {
        let kinds: Vec<&str> = demand.one_of.iter().map(String::as_str).collect();
        context.say(format!(
            "still required: {}{}",
            demand.title,
            context.look().dim(&plan.row_suffix(&demand.row))
        ));
        context.say(format!("  one of {}", kinds.join(", ")));
        context.say_fixes(&[command(demand).into()], address, context.look());
    }
}

fn command(demand: &RequiredEvidence) -> Command {
    let kind = demand.one_of.first().map_or("<KIND>", String::as_str);
    Command::on_incident("evidence add").args(["<FILE>", "--kind", kind])
}

fn as_json(record: &Record, plan: &Plan, address: &Address) -> Value {
    let items: Vec<Value> = record
        .evidence
        .iter()
        .map(|item| {
            json!({
                "id": item.id,
                "kind": item.kind,
                "location": item.location,
                "sha256": item.sha256,
                "size": item.size,
                "collected_at": item.collected_at,
                "collected_by": item.collected_by,
                "restricted": item.restricted,
                "note": item.note,
            })
        })
        .collect();
    let missing: Vec<Value> = Case::new(record, plan)
        .missing_evidence()
        .into_iter()
        .map(|demand| {
            json!({
                "id": demand.id,
                "title": demand.title,
                "row": demand.row,
                "one_of": demand.one_of,
                "command": command(demand).argv(address),
            })
        })
        .collect();
    json!({"incident": record.id, "evidence": items, "missing": missing})
}
