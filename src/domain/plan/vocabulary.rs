//! The names that a plan makes, kind by kind: the one place that knows where a plan lists them.
//!
//! The command line resolves them, completion and schemas offer them, and the checks of records and
//! plans look for them, all by [`raw::Plan::vocabulary`].

use super::READINESS;
use super::lookup::{LookupError, Name, Vocabulary};
use super::raw::{self, FactAnswer, Floor, Named, PlanCheck};
use super::when::When;
use crate::domain::record::Audience;

/// A kind of name that a plan makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind<'a> {
    Type,
    Severity,
    Environment,
    Source,
    Fact,
    /// The answers of a fact.
    Answer(&'a str),
    Impact,
    Role,
    Person,
    Contact,
    Checklist,
    /// The checks of one checklist.
    Check(&'a str),
    /// Every check, as `CHECKLIST/CHECK`.
    CheckPath,
    /// The checks that are confirmed before anything happens.
    Preparation,
    Milestone,
    Evidence,
    Channel,
    Ground,
    /// What an external message may not hold.
    Forbidden,
    /// The message templates, or those for one audience.
    Template(Option<Audience>),
    /// The fields of a message template.
    MessageField(&'a str),
    Duty,
    ReviewSection,
}

impl<'a> NameKind<'a> {
    /// What the values of a field of a `when:` name; `None` for `security`, which is true or false.
    pub(crate) fn of_field(field: &'a str) -> Option<NameKind<'a>> {
        match field {
            "type" => Some(NameKind::Type),
            "environment" => Some(NameKind::Environment),
            "severity" => Some(NameKind::Severity),
            "security" => None,
            fact => Some(NameKind::Answer(fact)),
        }
    }
}

impl raw::Plan {
    /// All names of one kind, in the plan's order, the retired ones among them.
    pub(crate) fn vocabulary<'a>(&'a self, kind: NameKind<'_>) -> Vocabulary<'a> {
        let policy = &self.communication;
        match kind {
            NameKind::Type => Vocabulary::new("type", &self.types, |kind| {
                let name = Name::new(&kind.id, &kind.title)
                    .aliases(&kind.aliases)
                    .retired(kind.retired);
                match kind.security {
                    true => name.about(format!("{} (security)", kind.title)),
                    false => name,
                }
            })
            .row("O1"),
            NameKind::Severity => Vocabulary::new("severity", &self.severities, |severity| {
                let about = format!("{}: {}", severity.title, severity.description);
                Name::new(&severity.id, &severity.title).about(about)
            })
            .row("O3"),
            NameKind::Environment => {
                Vocabulary::new("environment", &self.environments, named).row("O20")
            }
            NameKind::Source => Vocabulary::new("detection source", &self.sources, |source| {
                let more = [&source.monitoring, &source.threshold];
                let about = more
                    .into_iter()
                    .flatten()
                    .fold(source.title.clone(), |about, part| {
                        format!("{about}, {part}")
                    });
                Name::new(&source.id, &source.title)
                    .about(about)
                    .retired(source.retired)
            })
            .row("O5"),
            NameKind::Fact => Vocabulary::new("fact", &self.facts, |fact| {
                Name::new(&fact.id, &fact.title)
                    .about(&fact.ask)
                    .retired(fact.retired)
            })
            .row("O4"),
            NameKind::Answer(fact) => {
                let fact = self.facts.iter().find(|known| known.id == fact);
                let answers = fact.into_iter().flat_map(|fact| &fact.answers);
                Vocabulary::new("answer", answers, answer).row("O4")
            }
            NameKind::Impact => Vocabulary::new("kind of impact", &self.impact, |kind| {
                Name::new(&kind.id, &kind.title)
            }),
            NameKind::Role => Vocabulary::new("role", &self.roles, |role| {
                Name::new(&role.id, &role.title)
                    .aliases(&role.aliases)
                    .about(format!("{}. {}.", role.title, role.responsibility))
                    .retired(role.retired)
            })
            .row("O12"),
            NameKind::Person => Vocabulary::new("person", &self.people, |person| {
                Name::new(&person.id, &person.name).about(&person.leads)
            }),
            NameKind::Contact => Vocabulary::new("contact", &self.contacts, |contact| {
                Name::new(&contact.id, &contact.title)
            }),
            NameKind::Checklist => {
                Vocabulary::new("checklist", self.checklists.iter(), |(id, list)| {
                    Name::new(id, &list.title)
                })
                .row("O6")
            }
            NameKind::Check(list) => {
                let list = self.checklists.get(list).into_iter();
                Vocabulary::of_checks("check", list.flat_map(|list| &list.checks))
            }
            NameKind::CheckPath => {
                let lists = self.checklists.iter();
                Vocabulary::of_check_paths(
                    lists.flat_map(|(id, list)| list.checks.iter().map(move |check| (id, check))),
                )
            }
            NameKind::Preparation => {
                let lists = self.checklists_of(READINESS);
                let checks = lists.flat_map(|(_, list)| &list.checks);
                Vocabulary::of_checks("preparation check", checks).row("S5")
            }
            NameKind::Milestone => Vocabulary::new("milestone", &self.milestones, |milestone| {
                Name::new(&milestone.id, &milestone.title).retired(milestone.retired)
            })
            .row("O19"),
            NameKind::Evidence => {
                Vocabulary::new("kind of evidence", &self.evidence.kinds, named).row("O18")
            }
            NameKind::Channel => Vocabulary::new("channel", &policy.channels, |channel| {
                Name::new(&channel.id, &channel.title)
            }),
            NameKind::Ground => {
                Vocabulary::new("ground", &policy.external_grounds, named).row("O16")
            }
            NameKind::Forbidden => {
                Vocabulary::new("forbidden kind", &policy.external_forbidden, named)
            }
            NameKind::Template(audience) => {
                let what = match audience {
                    None => "message template",
                    Some(Audience::Internal) => "template of internal messages",
                    Some(Audience::External) => "template of external messages",
                };
                let templates = policy.templates.iter();
                let wanted = templates
                    .filter(|known| audience.is_none_or(|audience| known.audience == audience));
                Vocabulary::new(what, wanted, |known| Name::new(&known.id, &known.title)).row("O15")
            }
            NameKind::MessageField(template) => {
                let template = policy.templates.iter().find(|known| known.id == template);
                let fields = template.into_iter().flat_map(|known| &known.fields);
                Vocabulary::new("field of the template", fields, |field| {
                    Name::new(&field.id, "").about(&field.ask)
                })
            }
            NameKind::Duty => Vocabulary::new("duty", &self.regulatory.duties, |duty| {
                let about = format!("{}: {}. {}.", duty.title, duty.action, duty.timeline);
                Name::new(&duty.id, &duty.title)
                    .aliases(&duty.aliases)
                    .about(about)
            })
            .row("S24"),
            NameKind::ReviewSection => {
                Vocabulary::new("section of the review", &self.review.sections, |section| {
                    Name::new(&section.id, &section.title).about(&section.ask)
                })
                .row("O10")
            }
        }
    }

    /// The id of the one name in use that `given` names.
    pub(crate) fn resolve(&self, kind: NameKind<'_>, given: &str) -> Result<String, LookupError> {
        self.vocabulary(kind).resolve(given)
    }

    /// The checklists that a command walks, in the plan's order.
    pub fn checklists_of<'a>(
        &'a self,
        command: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a raw::Checklist)> {
        self.checklists
            .iter()
            .filter(move |(_, list)| list.command.as_deref() == Some(command))
    }
}

impl<'a> Vocabulary<'a> {
    pub(crate) fn of_checks(
        what: &'static str,
        checks: impl IntoIterator<Item = &'a PlanCheck>,
    ) -> Vocabulary<'a> {
        Vocabulary::new(what, checks, |check| {
            Name::new(&check.id, &check.check).retired(check.retired)
        })
        .row("O6")
    }

    /// Checks of several lists, as `CHECKLIST/CHECK`; a check's own id names it too.
    pub(crate) fn of_check_paths(
        checks: impl IntoIterator<Item = (&'a str, &'a PlanCheck)>,
    ) -> Vocabulary<'a> {
        Vocabulary::new("check", checks, |(list, check)| {
            Name::new(format!("{list}/{}", check.id), &check.check)
                .aliases([&check.id])
                .retired(check.retired)
        })
    }
}

fn named(entry: &Named) -> Name<'_> {
    Name::new(&entry.id, &entry.title)
}

/// An answer with what follows from it.
fn answer(answer: &FactAnswer) -> Name<'_> {
    let mut parts = vec![answer.label.clone()];
    match &answer.floor {
        Some(Floor::Always(severity)) => parts.push(format!("at least {severity}")),
        Some(Floor::Sometimes(floors)) => parts.extend(floors.iter().map(|floor| {
            format!(
                "at least {} where {}",
                floor.severity,
                conditions(&floor.when)
            )
        })),
        None => {}
    }
    if answer.escalate {
        parts.push("requires an escalation".to_owned());
    }
    if answer.clears {
        parts.push("rules the risk out".to_owned());
    }
    Name::new(&answer.id, &answer.label).about(parts.join("; "))
}

/// `security is true and severity is SEV-1 or SEV-2`
fn conditions(when: &When) -> String {
    let fields = when.0.iter().map(|(field, words)| {
        let words: Vec<&str> = words.iter().map(|word| word.0.as_str()).collect();
        format!("{field} is {}", words.join(" or "))
    });
    Vec::from_iter(fields).join(" and ")
}
