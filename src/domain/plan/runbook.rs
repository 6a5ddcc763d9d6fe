//! Runbooks: markdown for people, whose lists the program offers and checks (O17).

use super::raw::PlanCheck;

/// One file of `templates/runbooks/`.
#[derive(Clone, Debug, PartialEq)]
pub struct Runbook {
    pub title: String,
    /// The whole file, as people read it.
    pub text: String,
    /// The items under `## Containment` that can be done: offered as actions.
    pub containment: Vec<String>,
    /// The items under `## Containment` that say what not to do: shown, and never an action.
    pub cautions: Vec<String>,
    /// The items under `## Recovery`: they join the recovery checks of incidents of its types.
    pub recovery: Vec<PlanCheck>,
}

impl Runbook {
    pub fn read(text: &str) -> Runbook {
        let title = text
            .lines()
            .find_map(|line| line.strip_prefix("# "))
            .unwrap_or_default()
            .trim()
            .to_owned();
        let recovery = items(text, "Recovery").into_iter().map(|item| PlanCheck {
            id: kebab(&item),
            // "Notify the responsible school user if needed": such a step may be ruled out.
            conditional: item.contains(" if "),
            check: item,
            row: vec!["O17".to_owned()],
            expect: None,
            how: None,
            answer: false,
            when: super::when::When::default(),
            proves: Vec::new(),
            since: None,
            retired: false,
        });
        let (cautions, containment) = items(text, "Containment")
            .into_iter()
            .partition(|item| is_caution(item));
        Runbook {
            title,
            text: text.to_owned(),
            containment,
            cautions,
            recovery: recovery.collect(),
        }
    }
}

/// "Do not manually adjust balances", "Avoid clearing production cache".
fn is_caution(item: &str) -> bool {
    ["Do not ", "Don't ", "Avoid ", "Never "]
        .iter()
        .any(|start| item.starts_with(start))
}

/// The list items under a second-level heading, without their final stop.
fn items(text: &str, heading: &str) -> Vec<String> {
    let mut inside = false;
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            continue;
        } else if let Some(title) = line.strip_prefix("## ") {
            inside = title.trim().eq_ignore_ascii_case(heading);
        } else if let Some(item) = line.strip_prefix("- ").filter(|_| inside) {
            found.push(item.trim().trim_end_matches('.').to_owned());
        }
    }
    found
}

/// `Confirm no duplicate wallet effect` as an id: `confirm-no-duplicate-wallet-effect`.
pub(crate) fn kebab(words: &str) -> String {
    let letters: String = words
        .chars()
        .filter(|letter| !matches!(letter, '\'' | '\u{2019}'))
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter.to_ascii_lowercase()
            } else {
                ' '
            }
        })
        .collect();
    letters.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_found_under_their_headings_and_nowhere_else() {
        let text = "# Payment\n\n## Symptoms\n- Mismatch.\n\n## Containment\n- Stop duplicate processing.\n\
                    ```sh\n- not an item\n```\n- Freeze it if needed.\n- Do not delete history.\n\n## Recovery\n- Confirm no duplicate wallet effect.\n\n\
                    Source: O17\n";
        let runbook = Runbook::read(text);
        assert_eq!(runbook.title, "Payment");
        assert_eq!(
            runbook.containment,
            ["Stop duplicate processing", "Freeze it if needed"]
        );
        assert_eq!(runbook.cautions, ["Do not delete history"]);
        assert_eq!(runbook.recovery.len(), 1);
        assert_eq!(runbook.recovery[0].id, "confirm-no-duplicate-wallet-effect");
    }
}
