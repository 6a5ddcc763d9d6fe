//! `inc explain`: what a rule says, why, from which row, with a passing and a failing example.

use clap::Args;

use crate::cli::{Format, Shown};
use crate::domain::plan::row_suffix;
use crate::domain::rules::{self, Rule};
use crate::error::Result;
use crate::session::context::Context;
use crate::session::names;
use crate::ui::Table;
use crate::ui::output::{print_json, print_table};
use crate::ui::style::Look;
use crate::ui::table::{cut, whole};

/// Explain a rule, or list all rules
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc explain\n  \
                  inc explain closure/root-cause-unconfirmed\n  \
                  inc explain root-cause  # any unique part of a rule's code")]
pub(crate) struct Explain {
    /// The rule's code, or any unique part of it
    rule: Option<String>,
    #[command(flatten)]
    shown: Shown,
}

impl Explain {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let chosen = self.rule.as_deref().map(names::rule).transpose()?;
        if self.shown.format == Format::Json {
            return match chosen {
                Some(rule) => print_json(&as_json(rule)),
                None => print_json(&rules::all().map(as_json).collect::<Vec<_>>()),
            };
        }
        let look = Look::OUT;
        let plan = context.plan().ok();
        let rows = |rule: &Rule| {
            let rows = rule.rows.join(", ");
            let plan = plan.as_ref();
            plan.map_or(&*rows, |plan| plan.shown_rows(&rows))
                .to_owned()
        };
        let Some(rule) = chosen else {
            let mut table = Table::new([whole("rule"), cut(""), cut("rows").going(1)]);
            for rule in rules::all() {
                table.row([
                    look.bold(rule.code),
                    rule.what.to_owned(),
                    look.dim(&rows(rule)),
                ]);
            }
            print_table(table, 0);
            return Ok(());
        };
        let waivable = plan.as_ref().is_none_or(|plan| plan.waivable(rule.code));
        outln!(
            "{}  {}{}",
            look.bold(rule.code),
            rule.level.word(),
            look.dim(&row_suffix(&rows(rule)))
        );
        outln!("\n{}.\n\n{}\n", sentence(rule.what), rule.why);
        outln!("{}: {}", look.bold("fix"), rule.fix);
        outln!(
            "{}: {}",
            look.bold("waive"),
            if waivable {
                format!("inc waive {} --approved-by <WHO> -m <REASON>", rule.code)
            } else {
                "not possible".to_owned()
            }
        );
        outln!("\n{}\n{}", look.good("passes"), indented(rule.pass));
        outln!("{}\n{}", look.error("fails"), indented(rule.fail));
        Ok(())
    }
}

fn as_json(rule: &Rule) -> serde_json::Value {
    serde_json::json!({
        "rule": rule.code, "level": rule.level, "what": rule.what, "why": rule.why, "row": rule.rows.join(", "),
        "fix": rule.fix, "pass": rule.pass, "fail": rule.fail,
    })
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}
