//! What the plan wants confirmed before anything happens, and whom to ring then (S5, S26). It hangs on
//! no incident, so it is judged once for the home.

use super::{Check, Command, Finding, Level, Rule, Sink, rule};
use crate::domain::plan::{NameKind, Plan, READINESS};
use crate::domain::readiness::{self, Confirmed, Item, Readiness};
use crate::domain::record::{Path, State, Time};

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "readiness/open",
        level: Level::Warning,
        what: "a check of the preparation checklist is not confirmed",
        why: "What is not confirmed beforehand turns out to be missing in the first hour of an incident.",
        rows: &["S5"],
        fix: "check it and confirm it with `inc readiness`; optional checks may be marked not applicable with a note",
        pass: "checks: {forensic-tools-ready: {state: done}}\n",
        fail: "checks: {forensic-tools-ready: {state: failed, note: the laptop is gone}}\n",
        check: Check::Preparation(open),
    },
    Rule {
        code: "readiness/stale",
        level: Level::Warning,
        what: "the confirmation of a preparation check has expired",
        why: "People leave, numbers change and credentials expire. `confirm_every` in the plan says how often to confirm.",
        rows: &["S5"],
        fix: "check it again and confirm it with `inc readiness`",
        pass: "checks: {forensic-tools-ready: {at: \"2025-11-01T10:00:00+03:00\"}}\n",
        fail: "checks: {forensic-tools-ready: {at: \"2025-05-01T10:00:00+03:00\"}}\n",
        check: Check::Preparation(stale),
    },
    Rule {
        code: "readiness/contact-missing",
        level: Level::Warning,
        what: "an emergency contact in the plan is still a placeholder",
        why: "A number that has to be looked up at night is not an emergency contact.",
        rows: &["S26", "S5"],
        fix: "fill in the phone number or address under `contacts` in templates/plan.yaml, or N/A if there is none",
        pass: "contacts: [{id: cto, title: CTO, primary: +966 11 000 0000, backup: N/A}]\n",
        fail: "contacts: [{id: cto, title: CTO, primary: \"[Phone/Email]\", backup: N/A}]\n",
        check: Check::Preparation(contact_missing),
    },
];

/// What these rules look at.
pub struct Preparation<'a> {
    pub plan: &'a Plan,
    /// Nothing where there is no file yet.
    pub confirmed: Option<&'a Readiness>,
    pub now: Time,
}

impl Preparation<'_> {
    fn items(&self) -> Vec<Item<'_>> {
        readiness::items(self.plan, self.confirmed, self.now)
    }
}

/// The file that a finding's path leads into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Readiness,
    Plan,
}

/// Everything the plan objects to in how ready the organisation is.
pub fn judge(preparation: &Preparation<'_>) -> Vec<(Place, Finding)> {
    let mut findings = unknown_names(preparation);
    for rule in RULES {
        if let Check::Preparation(check) = rule.check {
            let mut sink = Sink::new(rule);
            check(preparation, &mut sink);
            findings.append(&mut sink.findings);
        }
    }
    // The two files have no key in common that a finding could be about.
    let place = |finding: &Finding| match finding.path.head() {
        Some("checks") => Place::Readiness,
        _ => Place::Plan,
    };
    findings
        .into_iter()
        .map(|finding| (place(&finding), finding))
        .collect()
}

fn open(preparation: &Preparation<'_>, sink: &mut Sink) {
    let items = preparation.items();
    for item in &items {
        if let Confirmed::Open(why) = item.confirmed {
            let path = Path::of("checks").key(&item.check.id).key("state");
            let message = format!(
                "\u{201c}{}\u{201d} is not confirmed: {why}",
                item.check.check
            );
            sink.find(path, message)
                .about(&item.check.id)
                .rows(&item.check.row)
                .fix(confirm([item.check.id.as_str()]));
        }
    }
    let never: Vec<&Item> = items
        .iter()
        .filter(|item| item.confirmed == Confirmed::Never)
        .collect();
    let Some(first) = never.first() else { return };
    if preparation.confirmed.is_none() {
        // There is no file to point into, so the list that asks for one is shown.
        let path = Path::of("checklists").key(first.list);
        let message = format!(
            "the preparation checklist has never been confirmed: {} checks",
            never.len()
        );
        sink.find(path, message)
            .on_key()
            .fix(Command::plain([READINESS]));
        return;
    }
    let titles: Vec<&str> = never.iter().map(|item| item.check.check.as_str()).collect();
    let message = format!("never confirmed: {}", titles.join(", "));
    sink.find(Path::of("checks"), message)
        .on_key()
        .fix(confirm(never.iter().map(|item| item.check.id.as_str())));
}

fn stale(preparation: &Preparation<'_>, sink: &mut Sink) {
    let zone = preparation.plan.zone();
    for item in preparation.items() {
        let (Confirmed::Stale(since), Some(said)) = (item.confirmed, item.said) else {
            continue;
        };
        let every = item.every.map(|every| every.words()).unwrap_or_default();
        let message = format!(
            "\u{201c}{}\u{201d} was last confirmed on {} and must be confirmed every {every}: expired on {}",
            item.check.check,
            zone.day(said.at),
            zone.day(since),
        );
        let path = Path::of("checks").key(&item.check.id).key("at");
        sink.find(path, message)
            .about(&item.check.id)
            .rows(&item.check.row)
            .fix(again(&item));
    }
}

/// One finding for all of them: they are mended in one go, in lines that stand below each other.
fn contact_missing(preparation: &Preparation<'_>, sink: &mut Sink) {
    let missing = readiness::placeholders(preparation.plan);
    let Some((place, _, keys)) = missing.first() else {
        return;
    };
    let titles: Vec<&str> = missing
        .iter()
        .map(|(_, contact, _)| contact.title.as_str())
        .collect();
    let first = keys.first().copied().unwrap_or("primary");
    let path = Path::of("contacts").index(*place).key(first);
    let message = match titles.as_slice() {
        [one] => format!("the contact of {one} is still a placeholder"),
        several => format!(
            "{} contacts are still placeholders: {}",
            several.len(),
            several.join(", ")
        ),
    };
    sink.find(path, message);
}

/// A check that the plan does not have is never asked about again.
fn unknown_names(preparation: &Preparation<'_>) -> Vec<Finding> {
    let known = preparation.plan.vocabulary(NameKind::Preparation);
    let (Some(confirmed), Some(rule)) = (preparation.confirmed, rule("schema/unknown-name")) else {
        return Vec::new();
    };
    let rows: Vec<String> = known.row.map(str::to_owned).into_iter().collect();
    let find = |id: &str| {
        let message = format!("the plan has no {}", known.unknown(id)?);
        let mut finding = Finding::new(rule, Path::of("checks").key(id), message);
        finding.about(id).rows(&rows).on_key();
        Some(finding)
    };
    confirmed.checks.keys().filter_map(find).collect()
}

/// The command that confirms a check; one that was ruled out is ruled out anew, and not said to be done.
pub(crate) fn again(item: &Item<'_>) -> Command {
    let ruled_out = item
        .said
        .filter(|said| item.check.conditional && said.state == State::NotApplicable);
    match ruled_out {
        None => confirm([item.check.id.as_str()]),
        Some(said) => {
            let note = said.note.as_deref().unwrap_or("<WHY>");
            confirm([format!("{}=not-applicable:{note}", item.check.id).as_str()])
        }
    }
}

/// The command that confirms checks.
pub(crate) fn confirm<'a>(ids: impl IntoIterator<Item = &'a str>) -> Command {
    let start = Command::plain([READINESS]);
    ids.into_iter()
        .fold(start, |command, id| command.arg("--check").arg(id))
}
