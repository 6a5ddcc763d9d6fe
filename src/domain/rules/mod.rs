//! What the plan demands of a record, rule by rule.
//!
//! One file per family; a rule is one entry of its family's `RULES`, with its reason, its row of the
//! plan and two examples that are its test. Rules speak in paths and know no file, so that the same
//! rules refuse a closing at the terminal and annotate a pull request.

pub(crate) mod actions;
pub(crate) mod checks;
pub(crate) mod closure;
pub(crate) mod communication;
pub(crate) mod eradication;
pub(crate) mod escalation;
pub(crate) mod evidence;
pub(crate) mod finding;
pub(crate) mod fix;
pub(crate) mod gate;
pub(crate) mod history;
pub(crate) mod lint;
pub(crate) mod plan;
pub(crate) mod readiness;
pub(crate) mod recovery;
pub(crate) mod regulatory;
pub(crate) mod review;
pub(crate) mod roles;
pub(crate) mod schema;
pub(crate) mod severity;
pub(crate) mod timeline;
pub(crate) mod triage;
pub(crate) mod waivers;

use serde::Serialize;

pub(crate) use crate::domain::command::Command;
pub(crate) use finding::{Finding, Located, Part, Sink, Waived};

use crate::domain::fix::Fix;
use crate::domain::lint::Lint;
use crate::domain::plan::Case;
use crate::domain::record::Time;

/// How grave a finding is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Error,
    Warning,
    /// An error that somebody empowered has set aside with a reason.
    Waived,
}

impl Level {
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// Stands in [`Rule::fix`] for the command that edits the file.
const EDIT: &str = "inc edit <ID>";

impl Rule {
    /// What to do about a finding: in the record of `incident`, or in a file that is edited by `edit`.
    pub(crate) fn fix_in(&self, incident: Option<&str>, edit: Fix) -> Fix {
        match self.fix.split_once(EDIT) {
            Some((lead, tail)) => edit.after(lead.trim_end()).ending(tail),
            None => self.fix.replace("<ID>", incident.unwrap_or("<ID>")).into(),
        }
    }
}

/// One demand, and everything `inc explain` says of it.
#[derive(Debug)]
pub struct Rule {
    /// `family/name`.
    pub code: &'static str,
    pub level: Level,
    /// What it objects to, in one line.
    pub what: &'static str,
    pub why: &'static str,
    /// The rows of the response plans it comes from.
    pub rows: &'static [&'static str],
    /// How to fix it, in words.
    pub fix: &'static str,
    /// What it lets pass, and what it objects to.
    pub pass: &'static str,
    pub fail: &'static str,
    pub check: Check,
}

impl Rule {
    /// The part of the code before the slash.
    pub fn family(&self) -> &'static str {
        self.code.split('/').next().unwrap_or_default()
    }
}

/// What a rule looks at, and so who can find a breach of it.
#[derive(Debug)]
pub enum Check {
    /// A record under its plan.
    Record(fn(&Judged<'_>, &mut Sink)),
    /// The text of a file, before there is a record: found by whoever reads it.
    Reading,
    /// The plan file.
    Plan,
    /// The file of patterns.
    Lint,
    /// The schemas for editors, held against the plan.
    Schemas,
    /// By filling in the templates.
    Templates,
    /// All records together.
    Home,
    /// What was confirmed before anything happened, under the plan.
    Preparation(fn(&readiness::Preparation<'_>, &mut Sink)),
    /// A record against an earlier version of itself.
    History(fn(&history::Transition<'_>, &mut Sink)),
}

/// A record as rules see it.
pub struct Judged<'a> {
    pub case: Case<'a>,
    pub now: Time,
    /// The file's name without its ending, and the folder it lies in, where it has a file.
    pub file: Option<FileName<'a>>,
    /// The patterns of what an external message must not hold, where there is one to examine.
    pub lint: Option<&'a Lint>,
}

#[derive(Clone, Copy, Debug)]
pub struct FileName<'a> {
    pub stem: &'a str,
    pub folder: &'a str,
}

/// One line a family.
const FAMILIES: [&[Rule]; 19] = [
    schema::RULES,
    severity::RULES,
    roles::RULES,
    triage::RULES,
    checks::RULES,
    eradication::RULES,
    recovery::RULES,
    closure::RULES,
    timeline::RULES,
    escalation::RULES,
    communication::RULES,
    evidence::RULES,
    regulatory::RULES,
    review::RULES,
    actions::RULES,
    waivers::RULES,
    readiness::RULES,
    lint::RULES,
    history::RULES,
];

/// Every rule, family by family; the plan's own come last.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.into_iter().flatten().chain(plan::RULES)
}

/// The rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// Everything the plan objects to in a record, with what has been waived marked as such.
pub fn judge(judged: &Judged<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in all() {
        if let Check::Record(check) = rule.check {
            let mut sink = Sink::new(rule);
            sink.for_rule(rule);
            check(judged, &mut sink);
            findings.append(&mut sink.findings);
        }
    }
    waivers::apply(judged, &mut findings);
    findings
}
