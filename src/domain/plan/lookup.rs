//! Finding an id of the plan by what somebody typed: in any case, by label, or by any part that is
//! unique.

use std::fmt;

use crate::domain::record::nearest::nearest;

/// Something that can be named: its id, and the words people use for it.
#[derive(Clone, Debug)]
pub(crate) struct Candidate<'a> {
    pub id: &'a str,
    pub labels: Vec<&'a str>,
}

impl<'a> Candidate<'a> {
    pub(crate) fn new(id: &'a str, labels: impl IntoIterator<Item = &'a str>) -> Self {
        Candidate {
            id,
            labels: labels.into_iter().collect(),
        }
    }
}

/// What was typed names nothing, or more than one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupError {
    Unknown {
        what: &'static str,
        given: String,
        meant: Option<String>,
        all: Vec<String>,
    },
    Ambiguous {
        what: &'static str,
        given: String,
        candidates: Vec<String>,
    },
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LookupError::Unknown { what, given, .. } => {
                write!(f, "the plan knows no {what} `{given}`")
            }
            LookupError::Ambiguous { what, given, .. } => {
                write!(f, "`{given}` could be more than one {what}")
            }
        }
    }
}

impl std::error::Error for LookupError {}

impl LookupError {
    /// What to type instead.
    pub fn hints(&self) -> Vec<String> {
        match self {
            LookupError::Unknown {
                meant: Some(meant), ..
            } => vec![format!("did you mean {meant}?")],
            LookupError::Unknown { all, .. } => listed("one of: ", all),
            LookupError::Ambiguous { candidates, .. } => candidates.clone(),
        }
    }
}

/// Names in lines that fit a narrow terminal, each line below the first name.
fn listed(start: &str, names: &[String]) -> Vec<String> {
    const WIDTH: usize = 76;
    let mut lines = vec![start.to_owned()];
    for (place, name) in names.iter().enumerate() {
        let end = if place + 1 < names.len() { "," } else { "" };
        let line = lines.last().map_or(0, String::len);
        if line + name.len() + 2 > WIDTH && line > start.len() {
            lines.push(" ".repeat(start.len()));
        }
        if let Some(line) = lines.last_mut() {
            if line.len() > start.len() {
                line.push(' ');
            }
            line.push_str(name);
            line.push_str(end);
        }
    }
    lines
}

/// The one candidate that `given` names.
pub(crate) fn find<'a>(
    what: &'static str,
    given: &str,
    candidates: &[Candidate<'a>],
) -> Result<&'a str, LookupError> {
    let wanted = fold(given);
    if let Some(candidate) = candidates
        .iter()
        .find(|candidate| fold(candidate.id) == wanted)
    {
        return Ok(candidate.id);
    }
    let matching = |fits: &dyn Fn(&str) -> bool| -> Vec<&'a str> {
        let named = candidates.iter().filter(|candidate| {
            std::iter::once(&candidate.id)
                .chain(&candidate.labels)
                .any(|name| fits(&fold(name)))
        });
        named.map(|candidate| candidate.id).collect()
    };
    let labelled = matching(&|name| name == wanted);
    let found = if labelled.is_empty() && !wanted.is_empty() {
        matching(&|name| name.contains(&wanted))
    } else {
        labelled
    };
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(LookupError::Unknown {
            what,
            given: given.to_owned(),
            meant: nearest(&wanted, candidates.iter().map(|candidate| candidate.id))
                .map(str::to_owned),
            all: candidates
                .iter()
                .map(|candidate| candidate.id.to_owned())
                .collect(),
        }),
        several => Err(LookupError::Ambiguous {
            what,
            given: given.to_owned(),
            candidates: several.iter().map(|id| (*id).to_owned()).collect(),
        }),
    }
}

/// Case, blanks and underscores do not tell names apart.
fn fold(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '_'], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_unique_part_names_one() {
        let types = [
            Candidate::new("payment-or-wallet-incident", ["Payment or wallet incident"]),
            Candidate::new("credential-incident", ["Credential-related incident"]),
            Candidate::new(
                "data-access-or-rbac-incident",
                ["Data access or RBAC incident", "data-exposure"],
            ),
        ];
        for (given, id) in [
            ("payment-or-wallet-incident", "payment-or-wallet-incident"),
            ("PAYMENT", "payment-or-wallet-incident"),
            ("payment or wallet incident", "payment-or-wallet-incident"),
            ("data_exposure", "data-access-or-rbac-incident"),
            ("related", "credential-incident"),
        ] {
            assert_eq!(find("type", given, &types), Ok(id));
        }
        assert!(
            matches!(find("type", "incident", &types), Err(LookupError::Ambiguous { candidates, .. }) if candidates.len() == 3)
        );
        assert!(
            matches!(find("type", "paymnt-or-walet-incident", &types), Err(LookupError::Unknown { meant: Some(meant), .. }) if meant.starts_with("payment"))
        );
        assert!(matches!(
            find("type", "", &types),
            Err(LookupError::Unknown { .. })
        ));
    }
}
