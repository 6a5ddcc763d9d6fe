//! What must not be in a file at all, and the patterns that say so (O16, O24).

use super::{Check, Command, Finding, Level, Rule, rule};
use crate::domain::lint::{Lint, Passage};
use crate::domain::record::Path;

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "lint/exposed",
        level: Level::Error,
        what: "a file contains what looks like a secret",
        why: "A committed secret stays in the history of every clone, so it must be rotated, not just deleted. A `~` in \
              the examples is a placeholder and matches nothing.",
        rows: &["O16", "O24"],
        fix: "remove the secret and rotate it; if it is not a secret, waive the finding by the passage's digest",
        pass: "title: the token was rotated at 10:14\n",
        fail: "title: the token was ghp~_16C7e42F292c6912E7710c838347Ae178B4a\n",
        check: Check::Reading,
    },
    Rule {
        code: "lint/unreadable",
        level: Level::Error,
        what: "templates/lint.yaml cannot be read",
        why: "Without it, external messages cannot be checked. Secrets are then searched for with the built-in patterns.",
        rows: &["O16"],
        fix: "fix templates/lint.yaml at the reported line, or use the built-in version",
        pass: "schema: 1\npatterns: []\n",
        fail: "schema: 1\npatterns: {\n",
        check: Check::Lint,
    },
    Rule {
        code: "lint/unsound",
        level: Level::Error,
        what: "a pattern is invalid: its expression, its names, or an example that fails",
        why: "A pattern that never matches looks like a clean message. So each pattern has examples that must and must not match, and they are tested.",
        rows: &["O16"],
        fix: "fix the pattern or its examples in templates/lint.yaml",
        pass: "schema: 1\npatterns: [{id: ticket, kind: secrets, why: a ticket, near: [ticket], regex: 'ticket \\d+', matches: [ticket 7], clean: [a ticket]}]\n",
        fail: "schema: 1\npatterns: [{id: ticket, kind: secrets, why: a ticket, near: [ticket], regex: 'ticket \\d+', matches: [no ticket], clean: [a ticket]}]\n",
        check: Check::Lint,
    },
];

/// Everything in a text that looks like a secret, each with its place.
pub fn secrets(lint: &Lint, text: &str) -> Vec<Finding> {
    let Some(rule) = rule("lint/exposed") else {
        return Vec::new();
    };
    lint.secrets(text)
        .into_iter()
        .map(|passage| {
            let message = format!("{}; remove it and rotate it", words(&passage));
            let mut finding = Finding::new(rule, Path::root(), message);
            finding.at = Some((passage.line, passage.column));
            finding
                .about(&passage.digest())
                .label("secret")
                .fix(waive(&passage));
            finding
        })
        .collect()
}

/// `this looks like an AWS access key: AKIA…`
pub(crate) fn words(passage: &Passage) -> String {
    format!("this looks like {}: {}", passage.why, passage.masked())
}

/// What sets one passage aside that is no secret.
pub(crate) fn waive(passage: &Passage) -> Command {
    Command::on_incident("waive")
        .arg(format!("lint/exposed:{}", passage.digest()))
        .args(["--approved-by", "<WHO>", "-m", "<REASON>"])
}
