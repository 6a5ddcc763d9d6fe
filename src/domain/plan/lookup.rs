//! Names of the plan or the program, and the one that somebody typed: in any case, by label, or by
//! any part that is unique.

use std::borrow::Cow;
use std::fmt;

use crate::domain::fix::Fix;
use crate::domain::record::nearest::{hint, nearest};

/// Something that can be named: its id, and the words people use for it.
#[derive(Clone, Debug)]
pub(crate) struct Name<'a> {
    pub id: Cow<'a, str>,
    /// Empty where it has none.
    pub title: &'a str,
    pub aliases: Vec<&'a str>,
    /// What it means, for somebody who chooses among them; the title where the plan says no more.
    pub about: Cow<'a, str>,
    /// Old records may hold it, and new ones should not.
    pub retired: bool,
}

impl<'a> Name<'a> {
    pub(crate) fn new(id: impl Into<Cow<'a, str>>, title: &'a str) -> Name<'a> {
        Name {
            id: id.into(),
            title,
            aliases: Vec::new(),
            about: title.into(),
            retired: false,
        }
    }

    #[must_use]
    pub(crate) fn aliases(mut self, aliases: impl IntoIterator<Item = &'a String>) -> Name<'a> {
        self.aliases.extend(aliases.into_iter().map(String::as_str));
        self
    }

    #[must_use]
    pub(crate) fn about(mut self, about: impl Into<Cow<'a, str>>) -> Name<'a> {
        self.about = about.into();
        self
    }

    #[must_use]
    pub(crate) fn retired(mut self, is_retired: bool) -> Name<'a> {
        self.retired = is_retired;
        self
    }

    /// What it is in a few words.
    pub(crate) fn label(&self) -> &str {
        if self.title.is_empty() {
            &self.about
        } else {
            self.title
        }
    }

    /// Whether its id, its title or an alias is one that is looked for.
    fn is_any(&self, wanted: &dyn Fn(&str) -> bool) -> bool {
        let names = [&*self.id, self.title].into_iter();
        names
            .chain(self.aliases.iter().copied())
            .any(|name| wanted(&fold(name)))
    }
}

/// All names of one kind, in the plan's order.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary<'a> {
    /// What one of them is called in a message: `detection source`.
    pub what: Cow<'static, str>,
    /// The row of the plans that lists them.
    pub row: Option<&'static str>,
    pub names: Vec<Name<'a>>,
}

impl<'a> Vocabulary<'a> {
    pub(crate) fn new<T>(
        what: &'static str,
        entries: impl IntoIterator<Item = T>,
        name: impl FnMut(T) -> Name<'a>,
    ) -> Vocabulary<'a> {
        Vocabulary {
            what: what.into(),
            row: None,
            names: entries.into_iter().map(name).collect(),
        }
    }

    /// Words that have no title.
    pub(crate) fn of_words(
        what: &'static str,
        words: impl IntoIterator<Item = &'a str>,
    ) -> Vocabulary<'a> {
        Vocabulary::new(what, words, |word| Name::new(word, ""))
    }

    /// The same names, called otherwise in messages.
    #[must_use]
    pub(crate) fn called(mut self, what: impl Into<Cow<'static, str>>) -> Vocabulary<'a> {
        self.what = what.into();
        self
    }

    #[must_use]
    pub(crate) fn row(mut self, row: &'static str) -> Vocabulary<'a> {
        self.row = Some(row);
        self
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.names.iter().map(|name| &*name.id)
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Name<'a>> {
        self.names.iter().find(|name| name.id == id)
    }

    /// The names that new records may hold.
    pub(crate) fn in_use(&self) -> impl Iterator<Item = &Name<'a>> {
        self.names.iter().filter(|name| !name.retired)
    }

    /// A name that is none of these, as what it was to be, and what is probably meant:
    /// ``type `paymnt`; did you mean `payment`?``
    pub(crate) fn unknown(&self, name: &str) -> Option<String> {
        if self.get(name).is_some() {
            return None;
        }
        let hint = hint(name, self.ids());
        Some(format!("{} `{name}`; {hint}", self.what))
    }

    /// The id of the one name in use that `given` names.
    pub(crate) fn resolve(&self, given: &str) -> Result<String, LookupError> {
        let wanted = fold(given);
        if let Some(name) = self.in_use().find(|name| fold(&name.id) == wanted) {
            return Ok(name.id.to_string());
        }
        let matching = |fits: &dyn Fn(&str) -> bool| -> Vec<String> {
            let named = self
                .in_use()
                .filter(|name| !wanted.is_empty() && name.is_any(fits));
            named.map(|name| name.id.to_string()).collect()
        };
        let mut found = matching(&|name| name == wanted);
        if found.is_empty() {
            found = matching(&|name| name.contains(&wanted));
        }
        let (what, given) = (self.what.to_string(), given.to_owned());
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => {
                let all = || self.in_use().map(|name| &*name.id);
                Err(LookupError::Unknown {
                    what,
                    given,
                    meant: nearest(&wanted, all()).map(str::to_owned),
                    all: all().map(str::to_owned).collect(),
                })
            }
            _ => Err(LookupError::Ambiguous {
                what,
                given,
                candidates: found,
            }),
        }
    }
}

/// Case, blanks and underscores do not tell names apart.
fn fold(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '_'], "-")
}

/// What was typed names nothing, or more than one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupError {
    Unknown {
        what: String,
        given: String,
        meant: Option<String>,
        all: Vec<String>,
    },
    Ambiguous {
        what: String,
        given: String,
        candidates: Vec<String>,
    },
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LookupError::Unknown { what, given, .. } => {
                write!(f, "the plan has no {what} `{given}`")
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
    pub fn fixes(&self) -> Vec<Fix> {
        match self {
            LookupError::Unknown {
                meant: Some(meant), ..
            } => vec![format!("did you mean {meant}?").into()],
            LookupError::Unknown { all, .. } => vec![listed("one of: ", all).join("\n").into()],
            LookupError::Ambiguous { candidates, .. } => {
                candidates.iter().map(|id| id.as_str().into()).collect()
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_unique_part_names_one() {
        let alias = "data-exposure".to_owned();
        let mut types = Vocabulary::of_words("type", []);
        types.names = vec![
            Name::new("payment-or-wallet-incident", "Payment or wallet incident"),
            Name::new("credential-incident", "Credential-related incident"),
            Name::new(
                "data-access-or-rbac-incident",
                "Data access or RBAC incident",
            )
            .aliases([&alias]),
            Name::new("payment-fraud", "Payment fraud").retired(true),
        ];
        for (given, id) in [
            ("payment-or-wallet-incident", "payment-or-wallet-incident"),
            ("PAYMENT", "payment-or-wallet-incident"),
            ("payment or wallet incident", "payment-or-wallet-incident"),
            ("data_exposure", "data-access-or-rbac-incident"),
            ("related", "credential-incident"),
        ] {
            assert_eq!(types.resolve(given).as_deref(), Ok(id));
        }
        assert!(
            matches!(types.resolve("incident"), Err(LookupError::Ambiguous { candidates, .. }) if candidates.len() == 3)
        );
        assert!(
            matches!(types.resolve("paymnt-or-walet-incident"), Err(LookupError::Unknown { meant: Some(meant), .. }) if meant.starts_with("payment"))
        );
        let untitled = Vocabulary::of_words("state", ["open", "done"]);
        for names in [types, untitled] {
            assert!(matches!(
                names.resolve(""),
                Err(LookupError::Unknown { .. })
            ));
        }
    }
}
