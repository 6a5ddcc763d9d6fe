//! The lists of names that the plan, the record at hand and the program have.

use super::context::CompletionContext;
use super::{Candidate, incidents, prefixed};
use crate::cli::help;
use crate::domain::plan::{Case, NameKind, READINESS, raw};
use crate::domain::record::{Audience, Impact, State, Status};
use crate::domain::respond::FIELDS;
use crate::domain::rules;
use crate::store::Home;

/// Names that are each to be followed by a value.
pub(super) fn pairs(mut names: Vec<Candidate>) -> Vec<Candidate> {
    for name in &mut names {
        name.value.push('=');
    }
    names
}

pub(super) fn impacts(_: &CompletionContext<'_>) -> Vec<Candidate> {
    pairs(Impact::KINDS.map(|kind| Candidate::new(kind, "")).into())
}

pub(super) fn states(_: &CompletionContext<'_>) -> Vec<Candidate> {
    State::ALL
        .map(|state| Candidate::new(state.id(), ""))
        .into()
}

pub(super) fn statuses(_: &CompletionContext<'_>) -> Vec<Candidate> {
    Status::ALL
        .map(|status| Candidate::new(status.id(), ""))
        .into()
}

pub(super) fn rule_codes(_: &CompletionContext<'_>) -> Vec<Candidate> {
    rules::all()
        .map(|rule| Candidate::new(rule.code, rule.what))
        .collect()
}

/// The commands below those that are named already.
pub(super) fn commands(context: &CompletionContext<'_>) -> Vec<Candidate> {
    let root = help::command(help::WIDEST, false);
    let mut named = context.place.positionals.iter();
    let below = named.try_fold(&root, |command, name| command.find_subcommand(name));
    let verbs = below
        .into_iter()
        .flat_map(|command| command.get_subcommands());
    let verbs = verbs.filter(|verb| !verb.is_hide_set());
    verbs
        .map(|verb| {
            let about = verb.get_about().map(ToString::to_string);
            Candidate::new(verb.get_name(), &about.unwrap_or_default())
        })
        .collect()
}

/// The services that recent incidents affected.
pub(super) fn services(context: &CompletionContext<'_>) -> Vec<Candidate> {
    let Some(home) = context.home() else {
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
pub(super) fn people(context: &CompletionContext<'_>) -> Vec<Candidate> {
    let names = context.vocabulary(NameKind::Person);
    let people = names.iter().flat_map(|people| people.in_use());
    let mut people: Vec<Candidate> = people
        .map(|person| Candidate::new(person.title, &person.about))
        .collect();
    let Some(record) = context.record() else {
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
pub(super) fn checks(context: &CompletionContext<'_>) -> Vec<Candidate> {
    let command = context.verb();
    let ticked = |check: &&raw::PlanCheck| check.proves.is_empty() && !check.retired;
    if let (Some(plan), Some(record)) = (
        context.plan().filter(|_| command != READINESS),
        context.record(),
    ) {
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
    let plan = context.raw().into_iter();
    plan.flat_map(|plan| plan.checklists_of(command))
        .filter(|(_, list)| !list.offered)
        .flat_map(|(_, list)| list.checks.iter().filter(ticked))
        .map(|check| Candidate::new(&check.id, &check.check))
        .collect()
}

/// What `--template` or a name may be depends on the command.
pub(super) fn templates(context: &CompletionContext<'_>) -> Vec<Candidate> {
    let of_folder = |folder: &str| {
        let names = context.home().map(|home| home.template_names(folder));
        let names = names.unwrap_or_default().into_iter();
        names.map(|name| Candidate::new(name, "")).collect()
    };
    match context.verb() {
        "report" => of_folder("reports"),
        "runbook" => of_folder("runbooks"),
        "announce" => context.names(NameKind::Template(Some(Audience::External))),
        _ => context.names(NameKind::Template(Some(Audience::Internal))),
    }
}

/// The fields of the message template that the line names.
pub(super) fn message_fields(context: &CompletionContext<'_>) -> Vec<Candidate> {
    let template = context.place.option("template").unwrap_or_default();
    let templates = context.names(NameKind::Template(None)).into_iter();
    let named = templates.filter(|known| known.value.contains(template));
    let mut fields: Vec<Candidate> = named
        .flat_map(|template| context.names(NameKind::MessageField(&template.value)))
        .collect();
    fields.sort_by(|left, right| left.value.cmp(&right.value));
    fields.dedup_by(|left, right| left.value == right.value);
    pairs(fields)
}

pub(super) fn plan_sections(context: &CompletionContext<'_>) -> Vec<Candidate> {
    let data = context.home().and_then(Home::plan_data);
    let sections = data.as_ref().and_then(|data| data.as_object());
    let names = sections.into_iter().flat_map(|sections| sections.keys());
    names
        .map(|name| Candidate::new(name.replace('_', "-"), ""))
        .collect()
}

pub(super) fn actions(context: &CompletionContext<'_>) -> Vec<Candidate> {
    let actions = context
        .record()
        .into_iter()
        .flat_map(|record| &record.actions);
    actions
        .map(|action| {
            let help = format!("{}: {}", action.status, action.action);
            Candidate::new(&action.id, &help)
        })
        .collect()
}

pub(super) fn entries(context: &CompletionContext<'_>) -> Vec<Candidate> {
    let entries = context
        .record()
        .into_iter()
        .flat_map(|record| record.timeline.iter().rev());
    entries
        .filter_map(|entry| Some(Candidate::new(entry.id.as_deref()?, &entry.event)))
        .collect()
}

/// Fields of a record, as `inc log --field` takes them.
pub(super) fn fields(_: &CompletionContext<'_>) -> Vec<Candidate> {
    let fields = FIELDS.iter().map(|field| field.split(".\u{2026}").next());
    let mut names: Vec<&str> = fields.flatten().collect();
    names.dedup();
    names
        .into_iter()
        .map(|name| Candidate::new(name, ""))
        .collect()
}

/// Fields as `inc set` takes them, the plan's names filled in.
pub(super) fn settable(context: &CompletionContext<'_>) -> Vec<Candidate> {
    let mut names = Vec::new();
    for field in FIELDS {
        match field.split_once('\u{2026}') {
            None => names.push(Candidate::new(format!("{field}="), "")),
            Some(("facts.", _)) => {
                names.extend(prefixed(pairs(context.names(NameKind::Fact)), "facts."))
            }
            Some(("roles.", _)) => {
                names.extend(prefixed(pairs(context.names(NameKind::Role)), "roles."))
            }
            Some(_) => {}
        }
    }
    names
}

pub(super) fn settable_values(context: &CompletionContext<'_>, field: &str) -> Vec<Candidate> {
    if let Some(fact) = field.strip_prefix("facts.") {
        return context.names(NameKind::Answer(fact));
    }
    match field {
        "type" => context.names(NameKind::Type),
        "severity" => context.names(NameKind::Severity),
        "status" => statuses(context),
        "environment" => context.names(NameKind::Environment),
        "services" => services(context),
        "detection.source" => context.names(NameKind::Source),
        "owner" => people(context),
        field if field.starts_with("roles.") => people(context),
        _ => Vec::new(),
    }
}
