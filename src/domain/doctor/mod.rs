//! What stands in the way of `inc` here, or will: each check looks at what was seen and says how it is,
//! with the command that mends it.
//!
//! Pure: `cli` looks at the machine, the repository and the home, and hands over what it saw.

mod commits;
mod environment;
mod history;
mod home;
mod plan;
mod survey;
mod writing;

use std::fmt;

use serde::Serialize;

pub(crate) use commits::{SET_WRONG, is_true};
pub(crate) use plan::differences;
pub(crate) use survey::*;

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    Ok,
    /// It works, and somebody should know this of it.
    Note,
    /// Commands stop until it is mended.
    Trouble,
}

impl State {
    pub(crate) fn word(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Note => "note",
            State::Trouble => "trouble",
        }
    }
}

/// What one check has to say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Finding {
    pub check: &'static str,
    pub state: State,
    /// One line.
    pub says: String,
    /// What to type, in this order; empty where nothing needs to be.
    pub cures: Vec<String>,
}

/// What a check says, before it bears the check's name.
pub struct Verdict {
    state: State,
    says: String,
    cures: Vec<String>,
}

impl Verdict {
    fn new(state: State, says: impl fmt::Display) -> Verdict {
        Verdict {
            state,
            says: says.to_string(),
            cures: Vec::new(),
        }
    }

    pub fn ok(says: impl fmt::Display) -> Verdict {
        Verdict::new(State::Ok, says)
    }

    pub fn note(says: impl fmt::Display) -> Verdict {
        Verdict::new(State::Note, says)
    }

    pub fn trouble(says: impl fmt::Display) -> Verdict {
        Verdict::new(State::Trouble, says)
    }

    /// Something that stopped the look at it, as trouble.
    pub fn stopped(stopped: &Stopped) -> Verdict {
        Verdict::trouble(&stopped.says).cures(stopped.cures.iter().cloned())
    }

    #[must_use]
    pub fn cure(mut self, command: impl Into<String>) -> Verdict {
        self.cures.push(command.into());
        self
    }

    #[must_use]
    pub fn cures(mut self, commands: impl IntoIterator<Item = String>) -> Verdict {
        self.cures.extend(commands);
        self
    }
}

/// One thing that is looked at. What hangs on something that is not there says nothing: the check of
/// that something does.
pub struct Check {
    pub name: &'static str,
    /// What is looked at, in a line, for the manual.
    pub about: &'static str,
    pub judge: fn(&Survey) -> Vec<Verdict>,
}

const fn check(
    name: &'static str,
    about: &'static str,
    judge: fn(&Survey) -> Vec<Verdict>,
) -> Check {
    Check { name, about, judge }
}

/// Every check, in the order in which they are told.
pub const CHECKS: &[Check] = &[
    check(
        "git",
        "the git program, and whether it is new enough",
        commits::program,
    ),
    check(
        "home",
        "whether there is an incident home here",
        home::place,
    ),
    check(
        "repository",
        "whether the home lies in a repository that can be read, with nothing half done in it, and HEAD on a branch",
        commits::repository,
    ),
    check("identity", "whom a commit names", commits::identity),
    check(
        "signing",
        "whether commits are signed, and whether they can be, and be checked",
        commits::signing,
    ),
    check(
        "hooks",
        "the hooks that a commit or a push meets",
        commits::hooks,
    ),
    check(
        "locks",
        "locks that git left behind, with their age",
        commits::locks,
    ),
    check(
        "writing",
        "whether git's folder and the home's can be written",
        writing::writing,
    ),
    check(
        "ignored",
        "whether git passes over records, `readiness.yaml` or the plan",
        commits::ignored,
    ),
    check(
        "records",
        "whether every record can be read, stands there once under its name and was changed only as a commit may, and `readiness.yaml`",
        home::records,
    ),
    check(
        "uncommitted",
        "changes of records, plan and templates that are in no commit, and edits that were not kept",
        commits::uncommitted,
    ),
    check(
        "merging",
        "whether git merges records with `inc`",
        history::merging,
    ),
    check(
        "line-endings",
        "whether git leaves the bytes of records alone",
        history::line_endings,
    ),
    check(
        "history",
        "whether all of the history is here",
        history::whole,
    ),
    check(
        "evidence",
        "where evidence is kept, and that git does not keep it",
        home::evidence,
    ),
    check(
        "plan",
        "whether the plan fits together, and how it differs from the one this `inc` brings",
        plan::plan,
    ),
    check(
        "templates",
        "whether reports and messages can be filled in, which templates are the home's own, and which are missing",
        home::templates,
    ),
    check(
        "patterns",
        "whether messages can be examined",
        home::patterns,
    ),
    check(
        "schemas",
        "whether editors are told what the plan says",
        home::schemas,
    ),
    check(
        "time",
        "the time zone, and whether the clock is a real one (`$INC_NOW`)",
        environment::time,
    ),
    check(
        "variables",
        "the variables that steer `inc`",
        environment::variables,
    ),
    check(
        "webhook",
        "whether `$INC_SLACK_WEBHOOK` could be one; its value is never shown",
        environment::webhook,
    ),
    check(
        "editor",
        "whether the editor of `inc edit` is there",
        environment::editor,
    ),
    check(
        "terminal",
        "whether it shows more than ASCII",
        environment::terminal,
    ),
];

/// What every check says.
pub(crate) fn examine(survey: &Survey) -> Vec<Finding> {
    let said = CHECKS.iter().flat_map(|check| {
        let said = (check.judge)(survey).into_iter();
        said.map(|said| Finding {
            check: check.name,
            state: said.state,
            says: said.says,
            cures: said.cures,
        })
    });
    said.collect()
}
