//! Evidence is kept for security, financial and data incidents (O18, S12).

use super::{Check, Command, Judged, Level, Rule, Sink};
use crate::record::Path;

pub const RULES: &[Rule] = &[Rule {
    code: "evidence/missing",
    level: Level::Error,
    what: "an incident is closed without the evidence its kind demands",
    why: "What is not kept while the incident runs is gone when somebody asks for it.",
    rows: &["O18"],
    mend: "add what was preserved, with where it lies",
    pass: "evidence: [{id: v7kq, kind: payment-gateway-references, location: \"https://gateway.example/r/1\", collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
    fail: "facts: {financial-integrity: affected}\nevidence:\n",
    check: Check::Record(missing),
}];

fn missing(judged: &Judged<'_>, sink: &mut Sink) {
    let case = judged.case;
    if !case.record.status.is_closed() {
        return;
    }
    for demand in case.missing_evidence() {
        let kind = demand.one_of.first().map_or("<KIND>", String::as_str);
        sink.find(
            Path::of("status"),
            format!("closed, but no evidence was kept: {}", demand.title),
        )
        .about(&demand.id)
        .label(demand.title.to_lowercase())
        .rows(&demand.row)
        .mend(Command::on_incident("evidence add").args(["<FILE>", "--kind", kind]));
    }
}
