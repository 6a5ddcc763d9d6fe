//! `inc next`: what is missing or demanded now.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::{Format, Shown};
use crate::domain::next::{Step, steps};
use crate::domain::plan::Case;
use crate::domain::record::Status;
use crate::error::Result;
use crate::session::context::Context;
use crate::ui::output::{print_json, width};
use crate::ui::steps::step_lines;
use crate::ui::style::{Look, one_line};
use crate::ui::words::{age, duration};

/// Show what to do next, most urgent first
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc next\n  \
                  inc next 001 --format json")]
pub(crate) struct Next {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    #[command(flatten)]
    shown: Shown,
}

impl Next {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let document = context.load(&picked)?;
        let (record, now) = (&document.record, context.now()?);
        let steps = steps(&Case::new(record, &plan), now);
        if self.shown.format == Format::Json {
            let address = context.address(Some(record.id.clone()));
            let list: Vec<Value> = steps.iter().map(|step| step_json(step, &address)).collect();
            return print_json(&list);
        }
        let look = Look::OUT;
        let case = Case::new(record, &plan);
        // What is over has taken so long, and takes no longer.
        let age = match case
            .duration()
            .filter(|_| record.status >= Status::Resolved)
        {
            Some(took) => format!("took {}", duration(took)),
            None => age(now.0 - record.detection.detected_at.0),
        };
        let heading = [
            look.bold(&record.id),
            look.bold(&record.severity),
            record.status.to_string(),
            age,
            one_line(&record.title),
        ];
        outln!("{}", crate::ui::table::fit(&heading.join("  "), width()));
        if steps.is_empty() {
            outln!("  {}", look.good("nothing left to do"));
        }
        for line in step_lines(&steps, &plan, now, &picked.address, look, width(), 2) {
            outln!("{line}");
        }
        Ok(())
    }
}

fn step_json(step: &Step, address: &crate::domain::command::Address) -> Value {
    let mut value = json!({
        "what": step.what,
        "why": step.why,
        "row": step.row,
        "due": step.due,
        "urgency": step.urgency,
        "command": step.command.as_ref().map(|command| command.argv(address)),
    });
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    value
}
