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
        "Without a plan, nothing can be checked. `inc note` still works.",
        "fix the reported line: <EDITOR> templates/plan.yaml",
        "metadata: {version: 1.0.0}\n",
        "metadata: {version: 1.0.0\n"
    ),
    plan_rule!(
        "plan/unknown-key",
        "the plan has an unknown key",
        "A mistyped key would be silently ignored.",
        "use the suggested key, or remove it",
        "settings: {update_every: 30m}\n",
        "settings: {update_evry: 30m}\n"
    ),
    plan_rule!(
        "plan/missing-key",
        "the plan lacks a required key",
        "Each required key is a choice that the organisation has to make.",
        "add the key; `inc plan` and the default plan show the format",
        "settings: {time_zone: Asia/Riyadh}\n",
        "settings: {time_zone: }\n"
    ),
    plan_rule!(
        "plan/wrong-value",
        "a value in the plan has the wrong type",
        "A list instead of a word, or an invalid duration, cannot be used.",
        "correct it as the message describes",
        "settings: {acknowledge_within: 5m}\n",
        "settings: {acknowledge_within: five minutes}\n"
    ),
    plan_rule!(
        "plan/unknown-name",
        "the plan refers to something it does not define",
        "An undefined role, fact or runbook would never be used.",
        "use the suggested name, or define it",
        "settings: {default_severity: SEV-3}\n",
        "settings: {default_severity: SEV-5}\n"
    ),
    plan_rule!(
        "plan/duplicate-id",
        "a list contains the same id twice",
        "Records refer to things by id, so ids must be unique.",
        "rename one of them; an id that records use may be retired but not reused",
        "environments: [{id: production, title: Production}, {id: staging, title: Staging}, {id: local, title: Local}]\n",
        "environments: [{id: production, title: Production}, {id: production, title: Live}, {id: staging, title: Staging}, {id: local, title: Local}]\n"
    ),
    plan_rule!(
        "plan/boolean-word",
        "an id is a word that other YAML tools read as true or false",
        "Many YAML tools read an unquoted `no` as false.",
        "choose another word",
        "environments: [{id: production, title: Production}, {id: staging, title: Staging}, {id: local, title: Local}]\n",
        "environments: [{id: production, title: Production}, {id: staging, title: Staging}, {id: local, title: Local}, {id: off, title: Off}]\n"
    ),
    plan_rule!(
        "plan/bad-value",
        "a value in the plan is invalid",
        "It contradicts another part of the plan, or has no meaning here.",
        "correct it as the message describes",
        "settings: {id_format: INC-YYYYMMDD-NNN}\n",
        "settings: {id_format: INC-NNN}\n"
    ),
    Rule {
        code: "plan/bad-template",
        level: Level::Error,
        what: "a report or message template cannot be rendered",
        why: "Otherwise the error would only show up in the middle of an incident.",
        rows: &["S1"],
        fix: "fix the template at the reported line, or use the built-in one",
        pass: "# {{ title }}\n",
        fail: "# {{ titel }}\n",
        check: Check::Templates,
    },
    Rule {
        code: "plan/stale-schema",
        level: Level::Warning,
        what: "a schema for editors is older than the plan",
        why: "Editors would suggest names the plan no longer has, and mark new ones as errors.",
        rows: &["S1"],
        fix: "inc schema --write",
        pass: "type: {enum: [every type of the plan]}\n",
        fail: "type: {enum: [those of an earlier one]}\n",
        check: Check::Schemas,
    },
];
