//! `docs/rules.md`: every rule with everything `inc explain` says of it.

use incident::testing::raw;
use incident::testing::rules::{self, Check, Rule};
use incident::testing::templates::shipped;

use super::cell;

const HEAD: &str = "\
# Every rule

<!-- Generated from src/domain/rules/; write it anew with UPDATE_GENERATED=1 cargo test --locked generated -->

`inc validate` reports a breach by its code; `inc explain CODE` says at a terminal what stands here.
The rows are those of the shipped response plan: `O` for operations, `S` for security. A rule is *found* by
looking at a record under its plan, or while a file is being read, or in the plan itself, or by
comparing all records of a home, or by holding what was confirmed before anything happened against the plan,
or by comparing versions of a record (`inc validate --base`, `inc verify`).

Every rule's two examples are its test. They are fragments: the keys in which a record (or the plan) differs from one
without a fault, or, under `history`, the later version of a record from the earlier one.

";

pub fn page() -> String {
    let never = never_waived();
    let mut page = HEAD.to_owned();
    page.push_str("| Code | Level | Rows | Objects that |\n|---|---|---|---|\n");
    for rule in rules::all() {
        page.push_str(&format!(
            "| [`{}`](#{}) | {} | {} | {} |\n",
            rule.code,
            anchor(rule.code),
            rule.level.word(),
            rule.rows.join(", "),
            cell(rule.what)
        ));
    }
    let mut family = "";
    for rule in rules::all() {
        if rule.family() != family {
            family = rule.family();
            page.push_str(&format!("\n## {family}\n"));
        }
        page.push_str(&section(rule, &never));
    }
    page
}

fn section(rule: &Rule, never: &[String]) -> String {
    let found = match rule.check {
        Check::Record(_) => "in a record under its plan",
        Check::Reading => "while a file is read",
        Check::Plan => "in the plan",
        Check::Lint => "in the file of patterns",
        Check::Home => "by comparing all records",
        Check::Schemas => "by comparing the schemas in `templates/` with the plan",
        Check::Templates => "by filling in every template of a report or a message",
        Check::History(_) => "by comparing a record with an earlier version of itself",
        Check::Preparation(_) => {
            "in the plan and `readiness.yaml`, where the whole home is checked"
        }
    };
    let waivable = !never.iter().any(|pattern| {
        pattern
            .strip_suffix("/*")
            .map_or(pattern == rule.code, |family| family == rule.family())
    });
    format!(
        "\n### {}\n\n{} ({}), found {found}: {}.\n\n- **Why:** {}\n- **Mend:** {}.\n- **Waive:** {}\n\nPasses:\n\n\
         ```yaml\n{}\n```\n\nFails:\n\n```yaml\n{}\n```\n",
        rule.code,
        capital(rule.level.word()),
        rule.rows.join(", "),
        rule.what,
        rule.why,
        capital(rule.fix).trim_end_matches('.'),
        if waivable {
            "somebody whom the plan empowers can, with a reason."
        } else {
            "not possible."
        },
        rule.pass.trim_end(),
        rule.fail.trim_end(),
    )
}

/// The rules and families that the shipped plan cannot be waived.
fn never_waived() -> Vec<String> {
    let text = shipped("templates/plan.yaml").expect("a shipped plan");
    let plan: raw::Plan = serde_yaml::from_str(text).expect("the shipped plan reads");
    plan.waivers.never
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// As forges make anchors of headings: letters, digits and hyphens only.
fn anchor(code: &str) -> String {
    code.chars()
        .filter(|letter| letter.is_alphanumeric() || *letter == '-')
        .collect()
}
