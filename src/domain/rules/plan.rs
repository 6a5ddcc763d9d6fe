//! The plan file itself: what `inc validate` says of `templates/plan.yaml`.

use super::{Check, Level, Rule};

macro_rules! plan_rule {
    ($code:literal, $what:literal, $why:literal, $fix:literal, $pass:literal, $fail:literal) => {
        Rule {
            code: $code,
            level: Level::Error,
            what: $what,
            why: $why,
            rows: &["S1"],
            fix: $fix,
            pass: $pass,
            fail: $fail,
            check: Check::Plan,
        }
    };
}

pub(crate) const RULES: &[Rule] = &[
    plan_rule!(
        "plan/unreadable",
        "the plan cannot be read as YAML",
        "Without a plan nothing can be demanded; notes can still be taken.",
        "mend the line as the message says: <EDITOR> templates/plan.yaml",
        "metadata: {version: 1.0.0}\n",
        "metadata: {version: 1.0.0\n"
    ),
    plan_rule!(
        "plan/unknown-key",
        "the plan has a key this program does not know",
        "A mistyped key would be a demand that nobody makes.",
        "use the key that is proposed, or remove it",
        "settings: {update_every: 30m}\n",
        "settings: {update_evry: 30m}\n"
    ),
    plan_rule!(
        "plan/missing-key",
        "the plan lacks a key",
        "Each key is a choice that somebody has to make.",
        "add the key; `inc plan` and the shipped plan show how it looks",
        "settings: {time_zone: Asia/Riyadh}\n",
        "settings: {time_zone: }\n"
    ),
    plan_rule!(
        "plan/wrong-value",
        "a value in the plan is of the wrong kind",
        "A list where a word should be, or a length of time that is none, cannot be followed.",
        "write it as the message says",
        "settings: {acknowledge_within: 5m}\n",
        "settings: {acknowledge_within: five minutes}\n"
    ),
    plan_rule!(
        "plan/unknown-name",
        "the plan names something it does not have",
        "A role, fact or runbook that is not there can never be asked for.",
        "use the name that is proposed, or add what is named",
        "settings: {default_severity: SEV-3}\n",
        "settings: {default_severity: SEV-5}\n"
    ),
    plan_rule!(
        "plan/duplicate-id",
        "an id stands twice in one list",
        "Records name things by id; two of one id could not be told apart.",
        "rename one of them; an id that records use is retired, never reused",
        "environments: [{id: production, title: Production}, {id: staging, title: Staging}, {id: local, title: Local}]\n",
        "environments: [{id: production, title: Production}, {id: production, title: Live}, {id: staging, title: Staging}, {id: local, title: Local}]\n"
    ),
    plan_rule!(
        "plan/boolean-word",
        "an id is a word that other YAML tools read as true or false",
        "Half of the world's YAML tools read an unquoted `no` as false.",
        "take another word",
        "environments: [{id: production, title: Production}, {id: staging, title: Staging}, {id: local, title: Local}]\n",
        "environments: [{id: production, title: Production}, {id: staging, title: Staging}, {id: local, title: Local}, {id: off, title: Off}]\n"
    ),
    plan_rule!(
        "plan/bad-value",
        "a value in the plan cannot be right",
        "It contradicts something else in the plan, or the program cannot follow it.",
        "write it as the message says",
        "settings: {id_format: INC-YYYYMMDD-NNN}\n",
        "settings: {id_format: INC-NNN}\n"
    ),
    Rule {
        code: "plan/bad-template",
        level: Level::Error,
        what: "a template of a report or a message cannot be filled in",
        why: "Who writes a report or sends an update in the middle of an incident would find it out then.",
        rows: &["S1"],
        fix: "mend the template where it is named, or take the shipped one",
        pass: "# {{ title }}\n",
        fail: "# {{ titel }}\n",
        check: Check::Templates,
    },
    Rule {
        code: "plan/stale-schema",
        level: Level::Warning,
        what: "a schema for editors was made from the plan as it was before",
        why: "An editor that reads it offers names the plan does not have, and marks those it has as wrong.",
        rows: &["S1"],
        fix: "inc schema --write",
        pass: "type: {enum: [every type of the plan]}\n",
        fail: "type: {enum: [those of an earlier one]}\n",
        check: Check::Schemas,
    },
];
