//! The names that can stand where a value is wanted.
//!
//! An argument says what it takes by the name of its value in the help (`TYPE`, `ROLE=PERSON`,
//! `ID|RULE`); [`OFFERED`] says what is offered for it, and [`FREE`] names those that are anybody's
//! own words.

use clap::Arg;

use super::context::CompletionContext;
use super::lists::*;
use super::{Candidate, Offer, incidents, narrowed, prefixed, starting};
use crate::domain::plan::NameKind;
use crate::session::command_line::value_names;

/// What a kind of value offers.
enum Kind {
    /// The names of one kind that the plan makes.
    Plan(NameKind<'static>),
    Names(fn(&CompletionContext<'_>) -> Vec<Candidate>),
    /// `NAME=VALUE`; the second says the values of a name.
    Pairs(
        fn(&CompletionContext<'_>) -> Vec<Candidate>,
        fn(&CompletionContext<'_>, &str) -> Vec<Candidate>,
    ),
    Ids,
    Files,
    Folders,
}

/// By the name of the value in the help.
const OFFERED: &[(&str, Kind)] = &[
    ("ID", Kind::Ids),
    ("FILE", Kind::Files),
    ("PATH", Kind::Files),
    ("DIR", Kind::Folders),
    ("TYPE", Kind::Plan(NameKind::Type)),
    ("SEVERITY", Kind::Plan(NameKind::Severity)),
    ("ENVIRONMENT", Kind::Plan(NameKind::Environment)),
    ("SOURCE", Kind::Plan(NameKind::Source)),
    ("SERVICE", Kind::Names(services)),
    ("STATUS", Kind::Names(statuses)),
    ("MILESTONE", Kind::Plan(NameKind::Milestone)),
    ("KIND", Kind::Plan(NameKind::Evidence)),
    ("PERSON", Kind::Names(people)),
    ("CHANNEL", Kind::Plan(NameKind::Channel)),
    ("GROUND", Kind::Plan(NameKind::Ground)),
    ("DUTY", Kind::Plan(NameKind::Duty)),
    ("NAME", Kind::Names(templates)),
    ("SECTION", Kind::Names(plan_sections)),
    ("RULE", Kind::Names(rule_codes)),
    ("COMMAND", Kind::Names(commands)),
    ("ACTION", Kind::Names(actions)),
    ("ENTRY", Kind::Names(entries)),
    ("FIELD", Kind::Names(fields)),
    ("STATE", Kind::Names(states)),
    (
        "ROLE=PERSON",
        Kind::Pairs(
            |context| pairs(context.names(NameKind::Role)),
            |context, _| people(context),
        ),
    ),
    (
        "FACT=ANSWER[:NOTE]",
        Kind::Pairs(
            |context| pairs(context.names(NameKind::Fact)),
            |context, fact| context.names(NameKind::Answer(fact)),
        ),
    ),
    (
        "CHECK[=STATE[:NOTE]]",
        Kind::Pairs(checks, |context, _| states(context)),
    ),
    ("KIND=TEXT", Kind::Pairs(impacts, |_, _| Vec::new())),
    (
        "NAME=TEXT",
        Kind::Pairs(
            |context| pairs(context.names(NameKind::ReviewSection)),
            |_, _| Vec::new(),
        ),
    ),
    ("FIELD=TEXT", Kind::Pairs(message_fields, |_, _| Vec::new())),
    ("FIELD=VALUE", Kind::Pairs(settable, settable_values)),
];

/// One's own words, times and numbers.
#[cfg(test)]
pub(crate) const FREE: &[&str] = &[
    "BYTES",
    "CURRENT-ACTION",
    "DATE",
    "DIGEST",
    "FORMAT",
    "HEX",
    "ID-FORMAT",
    "NOTE",
    "NUMBER",
    "REASON",
    "REFERENCE",
    "REV",
    "TEXT",
    "TIME",
    "TITLE",
    "URI",
    "WHEN",
];

fn kind(name: &str) -> Option<&'static Kind> {
    let mut known = OFFERED.iter();
    known
        .find(|(known, _)| *known == name)
        .map(|(_, kind)| kind)
}

#[cfg(test)]
pub(crate) fn is_known(name: &str) -> bool {
    kind(name).is_some() || FREE.contains(&name)
}

impl CompletionContext<'_> {
    /// What fits an argument at this place; so many words of its kind stand before.
    pub(crate) fn values(&self, argument: &Arg, word: &str, before: usize) -> Offer {
        let given = argument.get_possible_values();
        if !given.is_empty() {
            let known = given.iter().filter(|value| !value.is_hide_set());
            let known = known.map(|value| {
                let help = value.get_help().map(ToString::to_string);
                Candidate::new(value.get_name(), &help.unwrap_or_default())
            });
            return Offer::Words(starting(known.collect(), word));
        }
        let names = value_names(argument);
        let (mut found, mut otherwise) = (Vec::new(), None);
        for (place, name) in names.iter().enumerate() {
            // `ID|ROLE=PERSON`: an ID stands first, or not at all.
            let may_be_id = before == 0 || place > 0 || names.len() == 1;
            match kind(name) {
                Some(Kind::Ids) if may_be_id => found.extend(self.ids(word)),
                Some(Kind::Plan(kind)) => found.extend(narrowed(self.names(*kind), word)),
                Some(Kind::Names(list)) => found.extend(narrowed(list(self), word)),
                Some(Kind::Pairs(list, values)) => found.extend(self.pairs(*list, *values, word)),
                Some(Kind::Files) => otherwise = Some(Offer::Files),
                Some(Kind::Folders) => otherwise = Some(Offer::Folders),
                Some(Kind::Ids) | None => {}
            }
        }
        match otherwise {
            Some(files) if found.is_empty() => files,
            _ => Offer::Words(found),
        }
    }

    fn ids(&self, word: &str) -> Vec<Candidate> {
        let is_reopening = self.place.path == ["reopen"];
        self.home().map_or_else(Vec::new, |home| {
            incidents::candidates(home, word, is_reopening)
        })
    }

    /// Names, and once one is typed its values. What stands before `=` stays as it is typed.
    fn pairs(
        &self,
        names: fn(&CompletionContext<'_>) -> Vec<Candidate>,
        values: fn(&CompletionContext<'_>, &str) -> Vec<Candidate>,
        word: &str,
    ) -> Vec<Candidate> {
        match word.split_once('=') {
            None => narrowed(names(self), word),
            Some((_, value)) if value.contains(':') => Vec::new(),
            Some((typed, value)) => {
                let mut names = names(self);
                for name in &mut names {
                    name.value.truncate(name.value.trim_end_matches('=').len());
                }
                let exact = names.iter().find(|name| name.value == typed).cloned();
                let named = exact.or_else(|| narrowed(names, typed).pop());
                let named = named.map_or_else(|| typed.to_owned(), |name| name.value);
                prefixed(narrowed(values(self, &named), value), &format!("{typed}="))
            }
        }
    }
}
