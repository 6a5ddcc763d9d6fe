//! Answers to facts and states of checks: a word, or a word with a note.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text;

/// The answer to a fact of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "AnswerForm", into = "AnswerForm")]
pub struct Answer {
    pub answer: String,
    pub note: Option<String>,
}

impl Answer {
    pub fn new(answer: impl Into<String>, note: Option<String>) -> Self {
        Answer {
            answer: answer.into(),
            note,
        }
    }
}

#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
enum AnswerForm {
    Word(String),
    Noted {
        /// The answer.
        #[serde(deserialize_with = "text::required")]
        answer: String,
        /// How that is known, or what is still missing.
        #[serde(
            default,
            deserialize_with = "text::optional",
            skip_serializing_if = "Option::is_none"
        )]
        note: Option<String>,
    },
}

/// Leads from the form in a file to the type and back.
macro_rules! noted {
    ($type:ident, $form:ident, $word:ident) => {
        impl From<$form> for $type {
            fn from(form: $form) -> Self {
                match form {
                    $form::Word($word) => $type { $word, note: None },
                    $form::Noted { $word, note } => $type { $word, note },
                }
            }
        }

        impl From<$type> for $form {
            fn from($type { $word, note }: $type) -> Self {
                match note {
                    None => $form::Word($word),
                    note => $form::Noted { $word, note },
                }
            }
        }
    };
}

noted!(Answer, AnswerForm, answer);
noted!(Check, CheckForm, state);

/// The state of a check that the record must hold because nothing else in it proves it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Looked at, and it is so.
    Done,
    /// Not looked at yet, or not so.
    Open,
    /// Looked at, and it is not so.
    Failed,
    /// Somebody is looking.
    UnderReview,
    /// Ruled out; the note says why, and the plan must call the check conditional.
    NotApplicable,
}

impl State {
    pub const ALL: [State; 5] = [
        State::Done,
        State::Open,
        State::Failed,
        State::UnderReview,
        State::NotApplicable,
    ];

    pub fn id(self) -> &'static str {
        self.into()
    }

    /// Whether nothing more is asked: done, or ruled out.
    pub fn is_settled(self) -> bool {
        matches!(self, State::Done | State::NotApplicable)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.id().replace('-', " "))
    }
}

impl FromStr for State {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        State::ALL
            .into_iter()
            .find(|state| state.id() == text)
            .ok_or_else(|| {
                let all = State::ALL.map(State::id).join(", ");
                format!("`{text}` is not a state; one of {all}")
            })
    }
}

/// A state, with a note where one is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "CheckForm", into = "CheckForm")]
pub struct Check {
    pub state: State,
    pub note: Option<String>,
}

impl Check {
    pub fn new(state: State, note: Option<String>) -> Self {
        Check { state, note }
    }
}

impl From<State> for Check {
    fn from(state: State) -> Self {
        Check { state, note: None }
    }
}

#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
enum CheckForm {
    Word(State),
    Noted {
        /// The state.
        state: State,
        /// What was seen, or why it does not apply.
        #[serde(
            default,
            deserialize_with = "text::optional",
            skip_serializing_if = "Option::is_none"
        )]
        note: Option<String>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_alone_and_a_word_with_a_note_read_alike() {
        let plain: Check = serde_yaml::from_str("done").expect("a word");
        assert_eq!(plain, State::Done.into());
        let noted: Check = serde_yaml::from_str("{state: not-applicable, note: no credential}")
            .expect("a mapping");
        assert_eq!(noted.note.as_deref(), Some("no credential"));
        assert_eq!(
            serde_json::to_value(&plain).expect("json"),
            serde_json::json!("done")
        );
        assert!(serde_yaml::from_str::<Check>("{state: done, nota: x}").is_err());
        let answer: Answer = serde_yaml::from_str("{answer: intact}").expect("an answer");
        assert_eq!(
            serde_json::to_value(&answer).expect("json"),
            serde_json::json!("intact")
        );
    }
}
