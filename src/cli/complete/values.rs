//! The names that can stand where a value is wanted.
//!
//! An argument says what it takes by the name of its value in the help (`TYPE`, `ROLE=PERSON`,
//! `ID|RULE`); [`OFFERED`] says what is offered for it, and [`FREE`] names those that are anybody's
//! own words.

use std::cell::OnceCell;
use std::rc::Rc;

use clap::Arg;

use super::place::Place;
use super::{Candidate, Offer, incidents, narrowed, prefixed, starting};
use crate::cli::{Context, Globals, World};
use crate::home::{Home, RecordFile};
use crate::plan::{Case, Plan, READINESS, raw};
use crate::record::{Audience, Impact, Record, State, Status};
use crate::respond::FIELDS;
use crate::rules;

/// What a kind of value offers.
enum Kind {
    Names(fn(&Site<'_>) -> Vec<Candidate>),
    /// `NAME=VALUE`; the second says the values of a name.
    Pairs(
        fn(&Site<'_>) -> Vec<Candidate>,
        fn(&Site<'_>, &str) -> Vec<Candidate>,
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
    ("TYPE", Kind::Names(types)),
    ("SEVERITY", Kind::Names(severities)),
    ("ENVIRONMENT", Kind::Names(environments)),
    ("SOURCE", Kind::Names(sources)),
    ("SERVICE", Kind::Names(services)),
    ("STATUS", Kind::Names(statuses)),
    ("MILESTONE", Kind::Names(milestones)),
    ("KIND", Kind::Names(evidence_kinds)),
    ("PERSON", Kind::Names(people)),
    ("CHANNEL", Kind::Names(channels)),
    ("GROUND", Kind::Names(grounds)),
    ("DUTY", Kind::Names(duties)),
    ("NAME", Kind::Names(templates)),
    ("SECTION", Kind::Names(plan_sections)),
    ("RULE", Kind::Names(rule_codes)),
    ("ACTION", Kind::Names(actions)),
    ("ENTRY", Kind::Names(entries)),
    ("FIELD", Kind::Names(fields)),
    ("STATE", Kind::Names(states)),
    ("ROLE=PERSON", Kind::Pairs(roles, |site, _| people(site))),
    ("FACT=ANSWER[:NOTE]", Kind::Pairs(facts, answers)),
    (
        "CHECK[=STATE[:NOTE]]",
        Kind::Pairs(checks, |site, _| states(site)),
    ),
    ("KIND=TEXT", Kind::Pairs(impacts, |_, _| Vec::new())),
    ("NAME=TEXT", Kind::Pairs(review_sections, |_, _| Vec::new())),
    ("FIELD=TEXT", Kind::Pairs(message_fields, |_, _| Vec::new())),
    ("FIELD=VALUE", Kind::Pairs(settable, settable_values)),
];

/// One's own words, times and numbers.
#[cfg(test)]
pub const FREE: &[&str] = &[
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

/// What an argument's value may be, each by its name in the help.
pub fn value_names(argument: &Arg) -> Vec<&str> {
    let names = argument.get_value_names().unwrap_or_default();
    names.iter().flat_map(|name| name.split('|')).collect()
}

#[cfg(test)]
pub fn is_known(name: &str) -> bool {
    kind(name).is_some() || FREE.contains(&name)
}

/// What a completion knows: where the cursor is, and the home at hand.
pub struct Site<'a> {
    place: &'a Place<'a>,
    context: Context,
    raw: OnceCell<Option<raw::Plan>>,
    record: OnceCell<Option<Record>>,
}

impl<'a> Site<'a> {
    pub fn new(place: &'a Place<'a>, globals: Globals, world: World) -> Site<'a> {
        Site {
            place,
            context: Context::new(globals, world),
            raw: OnceCell::new(),
            record: OnceCell::new(),
        }
    }

    /// What fits an argument at this place; so many words of its kind stand before.
    pub fn values(&self, argument: &Arg, word: &str, before: usize) -> Offer {
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
        names: fn(&Site<'_>) -> Vec<Candidate>,
        values: fn(&Site<'_>, &str) -> Vec<Candidate>,
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

    fn home(&self) -> Option<&Home> {
        self.context.home().ok()
    }

    fn plan(&self) -> Option<Rc<Plan>> {
        self.context.plan().ok()
    }

    /// The plan as it is written: one that does not fit together has names all the same.
    fn raw(&self) -> Option<&raw::Plan> {
        let read = || match self.plan() {
            Some(plan) => Some((**plan).clone()),
            None => self.home()?.raw_plan().ok().map(|(_, raw)| raw),
        };
        self.raw.get_or_init(read).as_ref()
    }

    /// The record that the command is about.
    fn record(&self) -> Option<&Record> {
        let read = || {
            let home = self.home()?;
            Some(home.load(self.incident(home)?).ok()?.record)
        };
        self.record.get_or_init(read).as_ref()
    }

    fn incident(&self, home: &Home) -> Option<RecordFile> {
        let word = self.place.positionals.first();
        let word = word.filter(|word| !word.contains('='));
        word.and_then(|word| incidents::named(home, word))
            .or_else(|| match &self.context.world.incident {
                Some(incident) => incidents::named(home, incident),
                None => incidents::only_open(home),
            })
    }

    fn listed(&self, list: fn(&raw::Plan) -> Vec<Candidate>) -> Vec<Candidate> {
        self.raw().map_or_else(Vec::new, list)
    }

    /// The command that is being typed.
    fn verb(&self) -> &str {
        self.place.path.first().copied().unwrap_or_default()
    }
}

/// Names with their titles, those that are out of use left out.
fn list<'a>(names: impl IntoIterator<Item = (&'a String, &'a String, bool)>) -> Vec<Candidate> {
    let used = names.into_iter().filter(|(_, _, retired)| !retired);
    used.map(|(id, title, _)| Candidate::new(id, title))
        .collect()
}

/// The same, each to be followed by a value.
fn pairs(mut names: Vec<Candidate>) -> Vec<Candidate> {
    for name in &mut names {
        name.value.push('=');
    }
    names
}

fn types(site: &Site<'_>) -> Vec<Candidate> {
    site.listed(|plan| {
        list(
            plan.types
                .iter()
                .map(|kind| (&kind.id, &kind.title, kind.retired)),
        )
    })
}

fn severities(site: &Site<'_>) -> Vec<Candidate> {
    site.listed(|plan| {
        list(
            plan.severities
                .iter()
                .map(|known| (&known.id, &known.title, false)),
        )
    })
}

fn environments(site: &Site<'_>) -> Vec<Candidate> {
    site.listed(|plan| {
        list(
            plan.environments
                .iter()
                .map(|known| (&known.id, &known.title, false)),
        )
    })
}

fn sources(site: &Site<'_>) -> Vec<Candidate> {
    site.listed(|plan| {
        list(
            plan.sources
                .iter()
                .map(|known| (&known.id, &known.title, known.retired)),
        )
    })
}

fn milestones(site: &Site<'_>) -> Vec<Candidate> {
    site.listed(|plan| {
        list(
            plan.milestones
                .iter()
                .map(|known| (&known.id, &known.title, known.retired)),
        )
    })
}

fn evidence_kinds(site: &Site<'_>) -> Vec<Candidate> {
    site.listed(|plan| {
        list(
            plan.evidence
                .kinds
                .iter()
                .map(|kind| (&kind.id, &kind.title, false)),
        )
    })
}

fn channels(site: &Site<'_>) -> Vec<Candidate> {
    site.listed(|plan| {
        list(
            plan.communication
                .channels
                .iter()
                .map(|known| (&known.id, &known.title, false)),
        )
    })
}

fn grounds(site: &Site<'_>) -> Vec<Candidate> {
    site.listed(|plan| {
        list(
            plan.communication
                .external_grounds
                .iter()
                .map(|known| (&known.id, &known.title, false)),
        )
    })
}

fn duties(site: &Site<'_>) -> Vec<Candidate> {
    site.listed(|plan| {
        list(
            plan.regulatory
                .duties
                .iter()
                .map(|duty| (&duty.id, &duty.title, false)),
        )
    })
}

fn roles(site: &Site<'_>) -> Vec<Candidate> {
    pairs(site.listed(|plan| {
        list(
            plan.roles
                .iter()
                .map(|role| (&role.id, &role.title, role.retired)),
        )
    }))
}

fn facts(site: &Site<'_>) -> Vec<Candidate> {
    pairs(site.listed(|plan| {
        list(
            plan.facts
                .iter()
                .map(|fact| (&fact.id, &fact.title, fact.retired)),
        )
    }))
}

fn answers(site: &Site<'_>, fact: &str) -> Vec<Candidate> {
    let facts = site.raw().into_iter().flat_map(|plan| &plan.facts);
    let known = facts.filter(|known| known.id == fact);
    list(
        known
            .flat_map(|fact| &fact.answers)
            .map(|answer| (&answer.id, &answer.label, false)),
    )
}

fn review_sections(site: &Site<'_>) -> Vec<Candidate> {
    pairs(site.listed(|plan| {
        list(
            plan.review
                .sections
                .iter()
                .map(|known| (&known.id, &known.title, false)),
        )
    }))
}

fn impacts(_: &Site<'_>) -> Vec<Candidate> {
    pairs(Impact::KINDS.map(|kind| Candidate::new(kind, "")).into())
}

fn states(_: &Site<'_>) -> Vec<Candidate> {
    State::ALL
        .map(|state| Candidate::new(state.id(), ""))
        .into()
}

fn statuses(_: &Site<'_>) -> Vec<Candidate> {
    Status::ALL
        .map(|status| Candidate::new(status.id(), ""))
        .into()
}

fn rule_codes(_: &Site<'_>) -> Vec<Candidate> {
    rules::all()
        .map(|rule| Candidate::new(rule.code, rule.what))
        .collect()
}

/// The services that recent incidents affected.
fn services(site: &Site<'_>) -> Vec<Candidate> {
    let Some(home) = site.home() else {
        return Vec::new();
    };
    let heads = incidents::newest(home).into_iter();
    let mut names: Vec<String> = heads
        .filter_map(|(_, head)| head.ok())
        .flat_map(|head| head.services)
        .collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .map(|name| Candidate::new(name, ""))
        .collect()
}

/// The people of the plan, and whoever the record names already.
fn people(site: &Site<'_>) -> Vec<Candidate> {
    let mut people = site.listed(|plan| {
        let people = plan.people.iter();
        people
            .map(|person| Candidate::new(&person.name, &person.leads))
            .collect()
    });
    let Some(record) = site.record() else {
        return people;
    };
    for person in record
        .roles
        .iter()
        .map(|(_, person)| person)
        .chain(&record.owner)
    {
        if !people.iter().any(|known| known.value == *person) {
            people.push(Candidate::new(person, ""));
        }
    }
    people
}

/// The checks of the command's lists that a person ticks, those still open first.
fn checks(site: &Site<'_>) -> Vec<Candidate> {
    let command = site.verb();
    let ticked = |check: &&raw::PlanCheck| check.proves.is_empty() && !check.retired;
    if let (Some(plan), Some(record)) =
        (site.plan().filter(|_| command != READINESS), site.record())
    {
        let case = Case::new(record, &plan);
        let lists = plan
            .checklists_of(command)
            .filter(|(_, list)| !list.offered);
        let views = lists.flat_map(|(id, _)| case.checks(id));
        let mut views: Vec<_> = views.filter(|view| ticked(&view.check)).collect();
        views.sort_by_key(|view| view.is_satisfied());
        let views = views.into_iter().map(|view| {
            let help = format!("{}: {}", view.state(), view.check.check);
            Candidate::new(&view.check.id, &help)
        });
        return views.collect();
    }
    let lists = site
        .raw()
        .into_iter()
        .flat_map(|plan| plan.checklists.iter());
    lists
        .filter(|(_, list)| !list.offered && list.command.as_deref() == Some(command))
        .flat_map(|(_, list)| list.checks.iter().filter(ticked))
        .map(|check| Candidate::new(&check.id, &check.check))
        .collect()
}

/// What `--template` or a name may be depends on the command.
fn templates(site: &Site<'_>) -> Vec<Candidate> {
    let of_folder = |folder: &str| {
        let names = site.home().map(|home| home.template_names(folder));
        let names = names.unwrap_or_default().into_iter();
        names.map(|name| Candidate::new(name, "")).collect()
    };
    match site.verb() {
        "report" => of_folder("reports"),
        "runbook" => of_folder("runbooks"),
        "announce" => messages(site, Audience::External),
        _ => messages(site, Audience::Internal),
    }
}

fn messages(site: &Site<'_>, audience: Audience) -> Vec<Candidate> {
    let plan = site.raw().into_iter();
    let all = plan.flat_map(|plan| &plan.communication.templates);
    let wanted = all.filter(|template| template.audience == audience);
    list(wanted.map(|template| (&template.id, &template.title, false)))
}

/// The fields of the message template that the line names.
fn message_fields(site: &Site<'_>) -> Vec<Candidate> {
    let template = site.place.option("template").unwrap_or_default();
    let plan = site.raw().into_iter();
    let all = plan.flat_map(|plan| &plan.communication.templates);
    let named = all.filter(|known| known.id.contains(template));
    let fields = named.flat_map(|template| &template.fields);
    let mut fields = list(fields.map(|field| (&field.id, &field.ask, false)));
    fields.sort_by(|left, right| left.value.cmp(&right.value));
    fields.dedup_by(|left, right| left.value == right.value);
    pairs(fields)
}

fn plan_sections(site: &Site<'_>) -> Vec<Candidate> {
    let data = site.home().and_then(Home::plan_data);
    let sections = data.as_ref().and_then(|data| data.as_object());
    let names = sections.into_iter().flat_map(|sections| sections.keys());
    names
        .map(|name| Candidate::new(name.replace('_', "-"), ""))
        .collect()
}

fn actions(site: &Site<'_>) -> Vec<Candidate> {
    let actions = site.record().into_iter().flat_map(|record| &record.actions);
    actions
        .map(|action| {
            let help = format!("{}: {}", action.status, action.action);
            Candidate::new(&action.id, &help)
        })
        .collect()
}

fn entries(site: &Site<'_>) -> Vec<Candidate> {
    let entries = site
        .record()
        .into_iter()
        .flat_map(|record| record.timeline.iter().rev());
    entries
        .filter_map(|entry| Some(Candidate::new(entry.id.as_deref()?, &entry.event)))
        .collect()
}

/// Fields of a record, as `inc log --field` takes them.
fn fields(_: &Site<'_>) -> Vec<Candidate> {
    let fields = FIELDS.iter().map(|field| field.split(".\u{2026}").next());
    let mut names: Vec<&str> = fields.flatten().collect();
    names.dedup();
    names
        .into_iter()
        .map(|name| Candidate::new(name, ""))
        .collect()
}

/// Fields as `inc set` takes them, the plan's names filled in.
fn settable(site: &Site<'_>) -> Vec<Candidate> {
    let mut names = Vec::new();
    for field in FIELDS {
        match field.split_once('\u{2026}') {
            None => names.push(Candidate::new(format!("{field}="), "")),
            Some(("facts.", _)) => names.extend(prefixed(facts(site), "facts.")),
            Some(("roles.", _)) => names.extend(prefixed(roles(site), "roles.")),
            Some(_) => {}
        }
    }
    names
}

fn settable_values(site: &Site<'_>, field: &str) -> Vec<Candidate> {
    if let Some(fact) = field.strip_prefix("facts.") {
        return answers(site, fact);
    }
    match field {
        "type" => types(site),
        "severity" => severities(site),
        "status" => statuses(site),
        "environment" => environments(site),
        "services" => services(site),
        "detection.source" => sources(site),
        "owner" => people(site),
        field if field.starts_with("roles.") => people(site),
        _ => Vec::new(),
    }
}
