//! The owners a kind of incident requires (O14, S4).

use super::{Check, Command, Judged, Level, Rule, Sink};
use crate::domain::plan::Case;
use crate::domain::record::{Path, Status};

pub(crate) const RULES: &[Rule] = &[Rule {
    code: "roles/missing-owner",
    level: Level::Error,
    what: "an incident is resolved or closed while a required role is empty",
    why: "Each part of the response needs a responsible person. An open \
          incident may still lack them; a resolved one may not.",
    rows: &["O14", "S4"],
    fix: "assign the role",
    pass: "status: resolved\nroles: {incident-commander: CTO, technical-lead: Payments on-call, finance-owner: Finance}\n",
    fail: "status: resolved\nroles: {incident-commander: CTO, technical-lead: Payments on-call, finance-owner: }\n",
    check: Check::Record(missing_owner),
}];

fn missing_owner(judged: &Judged<'_>, sink: &mut Sink) {
    let case = &judged.case;
    if case.record.status < Status::Resolved {
        return;
    }
    let row = rows(case);
    for role in case.missing_roles() {
        let title = case
            .kind()
            .map_or("this kind of incident", |kind| kind.title.as_str());
        sink.find(
            Path::of("roles").key(&role.id),
            format!(
                "{} requires the {}, but the role is empty",
                lower(title),
                role.title
            ),
        )
        .about(&role.id)
        .label(role.title.to_lowercase())
        .rows(&row)
        .fix(Command::on_incident("assign").arg(format!("{}=<WHO>", role.id)));
    }
}

/// The rows of the plan that demand roles of this type.
pub(crate) fn rows(case: &Case<'_>) -> Vec<String> {
    let rows = case.kind().map_or(&[][..], |kind| &kind.row);
    let demanding = rows
        .iter()
        .filter(|row| RULES[0].rows.contains(&row.as_str()));
    demanding.cloned().collect()
}

/// The first letter small, unless the word is all capitals.
fn lower(title: &str) -> String {
    let first = title.split(' ').next().unwrap_or_default();
    if first.chars().filter(|letter| letter.is_uppercase()).count() > 1 {
        return title.to_owned();
    }
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |letter| {
        letter.to_lowercase().chain(letters).collect()
    })
}
