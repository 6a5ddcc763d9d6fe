//! `inc evidence`: what is preserved, where it lies, and whether it is still what it was.

mod add;
mod list;
pub(super) mod verify;

use clap::{Args, Subcommand};

use crate::domain::plan::Plan;
use crate::error::Result;
use crate::session::context::Context;
use crate::ui::style::{Look, one_line};
use crate::ui::wrap::wrapped;

/// Show, add and verify evidence
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc evidence add gateway-report.csv --kind payment-gateway-references --restricted\n  \
                  inc evidence list 001\n  \
                  inc evidence verify")]
pub(crate) struct EvidenceArgs {
    #[command(subcommand)]
    verb: Option<EvidenceVerb>,
}

#[derive(Debug, Subcommand)]
enum EvidenceVerb {
    Add(add::Add),
    List(list::List),
    Verify(verify::Verify),
}

impl EvidenceArgs {
    /// Returns whether the command only prints.
    pub(crate) fn is_shown(&self) -> bool {
        !matches!(self.verb, Some(EvidenceVerb::Add(_)))
    }

    pub(crate) fn run(self, context: &Context) -> Result<()> {
        match self.verb {
            Some(EvidenceVerb::Add(verb)) => verb.run(context),
            Some(EvidenceVerb::List(verb)) => verb.run(context),
            Some(EvidenceVerb::Verify(verb)) => verb.run(context),
            None => {
                let plan = context.plan()?;
                for line in guidance(&plan, Look::OUT, crate::ui::output::width()) {
                    outln!("{line}");
                }
                match context.implied() {
                    Some(file) => list::of_file(context, file),
                    None => Ok(()),
                }
            }
        }
    }
}

/// Formats the plan's rules, do's and don'ts for a terminal of this width (O18, S12).
fn guidance(plan: &Plan, look: Look, width: usize) -> Vec<String> {
    let policy = &plan.evidence;
    let sorts = [
        ("do", &policy.dos),
        ("don't", &policy.donts),
        ("rules", &policy.rules),
    ];
    let mut lines = Vec::new();
    for (name, items) in sorts {
        let mut line = String::new();
        let mut lead = look.bold(name) + &" ".repeat(7 - name.len());
        let mut flush = |line: &mut String| {
            if !line.is_empty() {
                for part in wrapped(line, width.min(120).saturating_sub(9)) {
                    lines.push(format!("  {lead}{part}"));
                    lead = " ".repeat(7);
                }
                line.clear();
            }
        };
        for item in items {
            let item = one_line(item).trim_end_matches('.').to_owned();
            let taken = 9 + line.chars().count() + 2 + item.chars().count();
            if taken > width.min(120) {
                flush(&mut line);
            }
            if !line.is_empty() {
                line.push_str("; ");
            }
            line.push_str(&item);
        }
        flush(&mut line);
    }
    lines
}
