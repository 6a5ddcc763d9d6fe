//! `inc doctor`: problems with this machine, the repository or the home, and how to fix them.

mod environment;
mod home;
mod repository;
mod subject;
mod writable;

use clap::Args;
use console::measure_text_width;
use serde::Serialize;
use serde_json::json;

use self::subject::Subject;
use crate::cli::{Format, Shown};
use crate::error::{Error, Result};
use crate::git::GitError;
use crate::session::context::Context;
use crate::ui::Table;
use crate::ui::output::{print_json, width};
use crate::ui::style::{Look, one_line};
use crate::ui::table::{GAP, PAIR, padded};
use crate::ui::words::count;

/// Find problems with this machine, repository or home, and how to fix them
#[derive(Debug, Args)]
#[command(
    after_help = "Checks git, the repository, the home and the environment. Changes nothing and does not use the network. Exit code 3 if there is an error; warnings leave it at 0.\n\n\
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
        let findings = examine(&Subject::open(context));
        let number = |status: Status| {
            let those = findings.iter().filter(|found| found.status == status);
            those.count()
        };
        let (warnings, errors) = (number(Status::Warning), number(Status::Error));
        match self.shown.format {
            Format::Json => print_json(&json!({
                "schema": 1,
                "warnings": warnings,
                "errors": errors,
                "checks": findings,
            }))?,
            Format::Text => {
                print(&findings);
                outln!(
                    "\n{}, {}",
                    count(errors, "error"),
                    count(warnings, "warning")
                );
            }
        }
        match errors {
            0 => Ok(()),
            _ => Err(Error::environment("")),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Ok,
    /// It works, but the user should know about it.
    Warning,
    /// Commands fail until it is fixed.
    Error,
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Warning => "warning",
            Status::Error => "error",
        }
    }
}

/// One result of a check.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    status: Status,
    /// One line.
    message: String,
    /// Lines of shell, in this order; empty if there is nothing to do.
    fixes: Vec<String>,
}

/// A result, before it has the name of its check.
struct Verdict {
    status: Status,
    message: String,
    fixes: Vec<String>,
}

impl Verdict {
    fn new(status: Status, message: impl Into<String>) -> Verdict {
        Verdict {
            status,
            message: message.into(),
            fixes: Vec::new(),
        }
    }

    fn ok(message: impl Into<String>) -> Verdict {
        Verdict::new(Status::Ok, message)
    }

    fn warning(message: impl Into<String>) -> Verdict {
        Verdict::new(Status::Warning, message)
    }

    fn error(message: impl Into<String>) -> Verdict {
        Verdict::new(Status::Error, message)
    }

    #[must_use]
    fn fix(mut self, line: impl ToString) -> Verdict {
        self.fixes.push(line.to_string());
        self
    }

    #[must_use]
    fn fixes(mut self, lines: impl IntoIterator<Item = impl ToString>) -> Verdict {
        self.fixes
            .extend(lines.into_iter().map(|line| line.to_string()));
        self
    }
}

/// The verdicts of one check; an error of git is its only verdict.
type Verdicts = Result<Vec<Verdict>, GitError>;

/// One check. It gives no verdict where something is missing that it depends on: the check of that
/// reports it.
pub struct Check {
    pub name: &'static str,
    /// What it checks, in a line, for the manual.
    pub about: &'static str,
    examine: fn(&Subject<'_>) -> Verdicts,
}

const fn check(
    name: &'static str,
    about: &'static str,
    examine: fn(&Subject<'_>) -> Verdicts,
) -> Check {
    Check {
        name,
        about,
        examine,
    }
}

/// Every check, in the order in which they are printed.
pub const CHECKS: &[Check] = &[
    check(
        "git",
        "the git program and its version",
        repository::program,
    ),
    check("home", "whether there is an incident home", home::place),
    check(
        "repository",
        "whether git can read the repository, whether an operation is in progress, HEAD, locks, and a shallow or partial clone",
        repository::repository,
    ),
    check(
        "identity",
        "the name and address of your commits",
        repository::identity,
    ),
    check(
        "signing",
        "whether commits are signed, and whether signatures can be made and verified",
        repository::signing,
    ),
    check(
        "hooks",
        "the hooks that git runs when `inc` commits or pushes",
        repository::hooks,
    ),
    check(
        "writable",
        "whether `inc` and git can write their files",
        writable::writable,
    ),
    check(
        "git-rules",
        "ignore rules and attributes that hide or change records, `readiness.yaml` or the plan",
        repository::rules,
    ),
    check(
        "merging",
        "whether git merges records with `inc`",
        repository::merging,
    ),
    check(
        "records",
        "records and `readiness.yaml` that cannot be read, are copies, have the wrong name, or were edited in a forbidden way",
        home::records,
    ),
    check(
        "uncommitted",
        "changes that are not committed, and unfinished edits",
        home::uncommitted,
    ),
    check(
        "evidence",
        "the evidence store, and whether git ignores it",
        home::evidence,
    ),
    check(
        "plan",
        "whether the plan is valid, its version and time zone",
        home::plan,
    ),
    check(
        "templates",
        "templates that are missing or cannot be rendered, and `templates/lint.yaml`",
        home::templates,
    ),
    check(
        "schemas",
        "whether the schemas for editors match the plan",
        home::schemas,
    ),
    check(
        "environment",
        "the `INC_*` variables, the clock, the webhook and the editor; the webhook is never shown",
        environment::environment,
    ),
];

fn examine(subject: &Subject<'_>) -> Vec<Finding> {
    let found = CHECKS.iter().flat_map(|check| {
        let verdicts =
            (check.examine)(subject).unwrap_or_else(|error| vec![subject.git_error(&error)]);
        verdicts.into_iter().map(|verdict| Finding {
            check: check.name,
            status: verdict.status,
            message: one_line(&verdict.message),
            fixes: verdict.fixes,
        })
    });
    found.collect()
}

/// Up to four names, and how many more there are.
fn few(names: &[&str]) -> String {
    const SHOWN: usize = 4;
    let shown = names.iter().take(SHOWN).copied();
    let shown = shown.collect::<Vec<_>>().join(", ");
    match names.len() {
        0..=SHOWN => shown,
        number => format!("{shown} and {} more", number - SHOWN),
    }
}

fn print(findings: &[Finding]) {
    let look = Look::OUT;
    let widest = findings.iter().map(|found| found.check.len()).max();
    let mut table = Table::new(PAIR);
    for found in findings {
        let word = format!("{:7}", found.status.word());
        let word = match found.status {
            Status::Ok => look.good(&word),
            Status::Warning => look.warning(&word),
            Status::Error => look.error(&word),
        };
        let check = padded(found.check, widest.unwrap_or_default());
        table.row([format!("{word}  {check}"), found.message.clone()]);
    }
    let indent = Status::Warning.word().len() + GAP + widest.unwrap_or_default() + GAP;
    for (lines, found) in table.lines_by_row(0, width()).iter().zip(findings) {
        lines.iter().for_each(|line| outln!("{line}"));
        // A fix is copied, so it stays on one line; a long one begins further left.
        for fix in found.fixes.iter().map(|fix| one_line(fix)) {
            let has_room = indent + measure_text_width(&fix) <= width();
            let indent = if has_room { indent } else { 2 * GAP };
            outln!("{}{}", " ".repeat(indent), look.command(&fix));
        }
    }
}
