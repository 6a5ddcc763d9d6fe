//! Corrective actions are done by the day somebody promised (O20, S21).

use super::{Check, Command, Judged, Level, Rule, Sink};
use crate::domain::record::Path;

pub(crate) const RULES: &[Rule] = &[Rule {
    code: "actions/overdue",
    level: Level::Warning,
    what: "a corrective action is still open after its due date",
    why: "Unfinished actions lead to the next incident, so overdue ones are shown with the incident.",
    rows: &["O20", "S21"],
    fix: "finish it, drop it with a reason, or set a new due date",
    pass: "actions: [{id: z4md, action: Make the handler idempotent, owner: Payments, due: \"2025-11-01\", status: done}]\n",
    fail: "actions: [{id: z4md, action: Make the handler idempotent, owner: Payments, due: \"2025-11-01\", status: open}]\n",
    check: Check::Record(overdue),
}];

fn overdue(judged: &Judged<'_>, sink: &mut Sink) {
    let case = &judged.case;
    let today = case.plan.zone().of(judged.now).0.date_naive();
    for (index, action) in case.record.actions.iter().enumerate() {
        let Some(due) = action.due.filter(|_| action.is_overdue(today)) else {
            continue;
        };
        sink.find(
            Path::of("actions").index(index).key("due"),
            format!(
                "\u{201c}{}\u{201d} was due {due} and is {}",
                action.action, action.status
            ),
        )
        .about(&action.id)
        .label("corrective action")
        .fix(Command::on_incident("action done").arg(action.id.clone()));
    }
}
