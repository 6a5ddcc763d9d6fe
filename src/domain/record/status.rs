//! The lifecycle: how far a response has come.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// In the order in which an incident moves through them; any step but the last two may be skipped.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::Display,
    strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Nobody knows yet what it is.
    Investigating,
    /// The cause is known.
    Identified,
    /// It does not get worse.
    Contained,
    /// Service is coming back.
    Recovering,
    /// Service is back, and that is verified.
    Resolved,
    /// Everything that was demanded is there; the record is sealed.
    Closed,
}

impl Status {
    pub const ALL: [Status; 6] = [
        Status::Investigating,
        Status::Identified,
        Status::Contained,
        Status::Recovering,
        Status::Resolved,
        Status::Closed,
    ];

    pub fn id(self) -> &'static str {
        self.into()
    }

    pub fn is_closed(self) -> bool {
        self == Status::Closed
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Status::ALL
            .into_iter()
            .find(|status| status.id() == text)
            .ok_or_else(|| {
                let all = Status::ALL.map(Status::id).join(", ");
                format!("`{text}` is not a status; one of {all}")
            })
    }
}
