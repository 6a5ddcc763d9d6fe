//! `inc doctor`: what stands in the way here, or will, each with the command that mends it.

use clap::Args;
use console::measure_text_width;
use serde_json::json;

use crate::cli::{Format, Shown};
use crate::domain::doctor::{Finding, State, examine};
use crate::error::{Error, Result};
use crate::session::checkup;
use crate::session::context::Context;
use crate::ui::Table;
use crate::ui::output::{print_json, width};
use crate::ui::style::{Look, one_line};
use crate::ui::table::{GAP, PAIR, padded};
use crate::ui::words::count;

/// What stands in the way here, or will, each with its cure
#[derive(Debug, Args)]
#[command(
    after_help = "Looks at git, the repository, the home and the environment; changes nothing and reaches for no network. Exit code 3 while there is trouble, which stops commands; what is only a note leaves it at 0.\n\n\
                  Examples:\n  \
                  inc doctor\n  \
                  inc doctor --format json"
)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    shown: Shown,
}

impl DoctorArgs {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let findings = examine(&checkup::survey(context));
        let number = |state: State| findings.iter().filter(|found| found.state == state).count();
        let (notes, troubles) = (number(State::Note), number(State::Trouble));
        match self.shown.format {
            Format::Json => print_json(&json!({
                "schema": 1,
                "notes": notes,
                "troubles": troubles,
                "checks": findings,
            }))?,
            Format::Text => {
                show(&findings);
                outln!("\n{}, {}", count(troubles, "trouble"), count(notes, "note"));
            }
        }
        if troubles > 0 {
            Err(Error::environment(""))
        } else {
            Ok(())
        }
    }
}

fn show(findings: &[Finding]) {
    let look = Look::OUT;
    let widest = findings.iter().map(|found| found.check.len()).max();
    let mut table = Table::new(PAIR);
    for found in findings {
        let word = format!("{:7}", found.state.word());
        let word = match found.state {
            State::Ok => look.good(&word),
            State::Note => look.warning(&word),
            State::Trouble => look.error(&word),
        };
        let check = padded(found.check, widest.unwrap_or_default());
        table.row([format!("{word}  {check}"), one_line(&found.says)]);
    }
    let indent = State::Trouble.word().len() + GAP + widest.unwrap_or_default() + GAP;
    for (lines, found) in table.lines_by_row(0, width()).iter().zip(findings) {
        lines.iter().for_each(|line| outln!("{line}"));
        // A cure is typed, so it stays whole; where there is little room it begins further left.
        for cure in found.cures.iter().map(|cure| one_line(cure)) {
            let has_room = indent + measure_text_width(&cure) <= width();
            let indent = if has_room { indent } else { 2 * GAP };
            outln!("{}{}", " ".repeat(indent), look.command(&cure));
        }
    }
}
