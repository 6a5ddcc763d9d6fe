//! `inc diff`: what a branch changes, incident by incident, in the plan's words.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::domain::plan::difference::{Change, ChangeKind, Difference};
use crate::domain::report::difference::markdown;
use crate::domain::rules::history::is_same_incident;
use crate::error::Result;
use crate::history::branch::Branch;
use crate::history::versions::Versions;
use crate::session::context::Context;
use crate::session::file_errors::in_short;
use crate::ui::output::{print_json, width};
use crate::ui::style::{Look, one_line};
use crate::ui::table::fit;
use crate::ui::words::count;

/// Show what this branch changes, incident by incident
#[derive(Debug, Args)]
#[command(
    after_help = "Compares the work tree with the merge base of HEAD and REV. The markdown format is meant for a comment on a pull request.\n\n\
                  Examples:\n  \
                  inc diff --base origin/main\n  \
                  inc diff --base origin/main --format markdown\n  \
                  inc diff"
)]
pub(crate) struct Diff {
    /// Revision to compare with; HEAD by default, which shows uncommitted changes
    #[arg(
        long,
        value_name = "REV",
        default_value = "HEAD",
        hide_default_value = true
    )]
    base: String,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    Text,
    Markdown,
    Json,
}

impl Diff {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let repo = context.repo()?;
        let branch = Branch::since(&repo, context.home()?, &self.base)?;
        let differences = differences(context, &branch, &mut Versions::new(&repo))?;
        match self.format {
            Shape::Text => text(context, &differences),
            Shape::Markdown => {
                let plain: Vec<Difference> = differences
                    .into_iter()
                    .map(|(_, difference)| difference)
                    .collect();
                outln!("{}", markdown(&plain, &self.base).trim_end());
            }
            Shape::Json => {
                let incidents: Vec<Value> = differences
                    .iter()
                    .map(|(path, difference)| as_json(path, difference))
                    .collect();
                let bases = branch.fork.bases.iter().map(ToString::to_string);
                print_json(&json!({
                    "schema": 1,
                    "base": self.base,
                    "merge_base": bases.collect::<Vec<_>>().first(),
                    "incidents": incidents,
                }))?;
            }
        }
        Ok(())
    }
}

/// Returns the changed incidents with their files, the most important first.
fn differences(
    context: &Context,
    branch: &Branch,
    versions: &mut Versions<'_>,
) -> Result<Vec<(String, Difference)>> {
    let home = context.home()?;
    // A broken plan takes away its words, and nothing else.
    let plan = context.plan().ok();
    let plan = plan.as_deref();
    branch.lend(versions);
    let (mut left, mut arrived, mut found) = (Vec::new(), Vec::new(), Vec::new());
    for moved in &branch.moved {
        let Some(file) = home.record_inside(&moved.path) else {
            continue;
        };
        let path = home.relative(&file.path);
        let before = match moved.before {
            Some(blob) => versions.record(blob)?,
            None => None,
        };
        let after = match moved.after {
            Some(blob) => versions.record(blob)?,
            None => None,
        };
        match (before, after) {
            (_, None) if moved.after.is_some() => {
                let why = home.load(file.clone()).err().as_ref().map(in_short);
                found.push((path, unreadable(file.stem, why)));
            }
            (Some(before), None) => left.push((path, before)),
            (None, Some(after)) => arrived.push((path, after)),
            (Some(before), Some(after)) => {
                let difference = Difference::between(Some(&before), Some(&after), plan);
                found.extend(difference.map(|difference| (path, difference)));
            }
            (None, None) => {}
        }
    }
    for (path, after) in arrived {
        let from = left
            .iter()
            .position(|(_, before)| is_same_incident(before, &after));
        let before = from.map(|place| left.remove(place).1);
        let difference = Difference::between(before.as_deref(), Some(&after), plan);
        found.extend(difference.map(|difference| (path, difference)));
    }
    for (path, before) in left {
        found.extend(
            Difference::between(Some(&before), None, plan).map(|difference| (path, difference)),
        );
    }
    found.sort_by(|(_, left), (_, right)| (left.fate, &left.id).cmp(&(right.fate, &right.id)));
    Ok(found)
}

fn unreadable(id: String, why: Option<String>) -> Difference {
    let why = why.unwrap_or_else(|| "cannot be read".to_owned());
    Difference {
        title: format!("{why}; fix it: inc edit {id}"),
        id,
        fate: ChangeKind::Unreadable,
        severity: (None, None),
        status: (None, None),
        changes: Vec::new(),
    }
}

fn text(context: &Context, differences: &[(String, Difference)]) {
    let look = Look::OUT;
    for (_, difference) in differences {
        let fate = difference.fate.word();
        let fate = match difference.fate {
            ChangeKind::Gone | ChangeKind::Unreadable => look.error(fate),
            ChangeKind::Closed => look.good(fate),
            ChangeKind::Changed => fate.to_owned(),
            _ => look.warning(fate),
        };
        let moves = difference.severity.1.iter().chain(&difference.status.1);
        let moves = moves.cloned().collect::<Vec<_>>().join(", ");
        outln!(
            "{}",
            fit(
                format!(
                    "{}  {fate}  {}  {}",
                    look.bold(&one_line(&difference.id)),
                    one_line(&difference.title),
                    look.dim(&one_line(&moves))
                )
                .trim_end(),
                width()
            )
        );
        for change in &difference.changes {
            outln!("  {}", fit(&line(change), width().saturating_sub(2)));
        }
    }
    context.say(match differences.len() {
        0 => "no changes".to_owned(),
        number => count(number, "incident"),
    });
}

fn line(difference: &Change) -> String {
    let name = one_line(&difference.name);
    match (&difference.old, &difference.new) {
        (Some(old), Some(new)) => format!("{name}: {} \u{2192} {}", one_line(old), one_line(new)),
        (None, Some(new)) => format!("+ {name}: {}", one_line(new)),
        (Some(old), None) => format!("- {name}: {}", one_line(old)),
        (None, None) => name,
    }
}

fn as_json(path: &str, difference: &Difference) -> Value {
    let changes: Vec<Value> = difference
        .changes
        .iter()
        .map(|difference| {
            json!({"field": difference.field, "name": difference.name, "old": difference.old, "new": difference.new})
        })
        .collect();
    let pair = |(old, new): &(Option<String>, Option<String>)| json!({"old": old, "new": new});
    json!({
        "incident": difference.id,
        "title": difference.title,
        "path": path,
        "what": difference.fate.id(),
        "severity": pair(&difference.severity),
        "status": pair(&difference.status),
        "changes": changes,
    })
}
