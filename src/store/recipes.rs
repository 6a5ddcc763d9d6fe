//! The recipes for CI that come with the program: which files a forge reads, and what in them depends
//! on where the home lies in its repository.

use std::borrow::Cow;

/// What one forge wants.
pub(crate) struct Recipe {
    pub forge: &'static str,
    /// The file in which somebody has to fill something in, from the top of the repository on.
    pub path: &'static str,
    text: &'static str,
    /// A file that brings the other in, for a forge that reads only this one: its path and its text.
    pub entry: Option<(&'static str, &'static str)>,
    /// What the lines look like that say when it runs: which files matter stands below each.
    triggers: &'static [&'static str],
    /// The key of those files, indented as it must be.
    key: &'static str,
    /// Everything in a folder, after its name.
    inside: &'static str,
    /// What means something in a pattern of this forge, and nothing once a backslash stands before it.
    special: &'static [char],
}

pub(crate) const RECIPES: &[Recipe] = &[
    Recipe {
        forge: "github",
        path: ".github/workflows/incidents.yml",
        text: include_str!("../../templates/ci/github.yml"),
        entry: None,
        triggers: &["  pull_request:", "  push:"],
        key: "    paths",
        inside: "/**",
        special: &['*', '?', '+', '[', ']', '!'],
    },
    Recipe {
        forge: "gitlab",
        path: ".gitlab/ci/incidents.yml",
        text: include_str!("../../templates/ci/gitlab.yml"),
        entry: Some((
            ".gitlab-ci.yml",
            include_str!("../../templates/ci/gitlab-include.yml"),
        )),
        triggers: &["    - if: "],
        key: "      changes",
        inside: "/**/*",
        special: &['*', '?', '[', ']', '{', '}'],
    },
];

/// The line that says where the home lies; as it is shipped, at the top.
const HOME: &str = "INC_REPO: .";
/// Stands above the files that matter.
const REQUIRED: &str = "# Remove this filter if the check is required: where the job does not run, merging would wait forever.";

impl Recipe {
    /// The text for a home in a folder, given from the top of the repository on with slashes; nothing
    /// where its name cannot be written so that no forge reads more into it.
    pub(crate) fn text(&self, folder: &str) -> Option<Cow<'static, str>> {
        if folder.is_empty() {
            return Some(Cow::Borrowed(self.text));
        }
        // `$` begins a variable at one forge and an expression at the other, in quotes as well.
        if folder
            .chars()
            .any(|letter| letter.is_control() || matches!(letter, '$' | '\\'))
        {
            return None;
        }
        let mut pattern = String::new();
        for letter in folder.chars() {
            if self.special.contains(&letter) {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
        let indent = self.key.len() - self.key.trim_start().len();
        let files = format!(
            "{:indent$}{REQUIRED}\n{}: [{}, {}]\n",
            "",
            self.key,
            quoted(&format!("{pattern}{}", self.inside)),
            quoted(self.path),
        );
        let mut text = String::new();
        for line in self.text.lines() {
            let is_trigger = |trigger: &&&str| line.starts_with(**trigger);
            text.push_str(&line.replace(HOME, &format!("INC_REPO: {}", quoted(folder))));
            text.push('\n');
            if self.triggers.iter().find(is_trigger).is_some() {
                text.push_str(&files);
            }
        }
        Some(Cow::Owned(text))
    }
}

/// A text as YAML; of what must be escaped in it, only these two are left here.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_yaml::Value;

    fn read(recipe: &Recipe, folder: &str) -> Value {
        let text = recipe.text(folder).expect("a folder that can be written");
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    #[test]
    fn at_the_top_it_is_as_shipped_and_runs_for_every_file() {
        for recipe in RECIPES {
            let text = recipe.text("").expect("a recipe");
            assert_eq!(text, recipe.text);
            assert_eq!(text.matches(HOME).count(), 1, "{}", recipe.forge);
        }
    }

    #[test]
    fn in_a_folder_it_names_the_home_and_runs_for_its_files() {
        let [github, gitlab] = RECIPES else {
            panic!("another forge");
        };
        let name = r#"100% ops, all/on "call" #1 [a] {b}"#;
        let workflow = read(github, name);
        assert_eq!(workflow["env"]["INC_REPO"], name);
        for event in ["pull_request", "push"] {
            assert_eq!(
                workflow["on"][event]["paths"],
                serde_yaml::from_str::<Value>(
                    r#"['100% ops, all/on "call" #1 \[a\] {b}/**', .github/workflows/incidents.yml]"#
                )
                .expect("YAML"),
            );
        }
        let job = &read(gitlab, name)["incidents"];
        assert_eq!(job["variables"]["INC_REPO"], name);
        let rules = job["rules"].as_sequence().expect("rules");
        assert_eq!(rules.len(), 2);
        for rule in rules {
            assert_eq!(
                rule["changes"],
                serde_yaml::from_str::<Value>(
                    r#"['100% ops, all/on "call" #1 \[a\] \{b\}/**/*', .gitlab/ci/incidents.yml]"#
                )
                .expect("YAML"),
            );
        }
        // Nothing else is another.
        let mut bare = workflow.clone();
        bare["env"]["INC_REPO"] = ".".into();
        for event in ["pull_request", "push"] {
            bare["on"][event] = Value::Null;
        }
        assert_eq!(bare, read(github, ""));
    }

    #[test]
    fn a_name_that_a_forge_would_read_more_into_is_not_written() {
        for name in ["a${{ github.token }}", "$HOME", "a\\b", "a\nb: c"] {
            for recipe in RECIPES {
                assert!(recipe.text(name).is_none(), "{name}");
            }
        }
    }
}
