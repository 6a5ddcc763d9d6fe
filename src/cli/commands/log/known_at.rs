//! What was known when: the timeline and the facts as they had been recorded by a time.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::cli::Format;
use crate::domain::command::Command;
use crate::domain::record::{Event, Record, Time};
use crate::error::{Error, Result, git};
use crate::git::Stamp;
use crate::history::events::time_of;
use crate::history::reader::{RecordHistory, Subject};
use crate::session::context::Context;
use crate::session::time;
use crate::ui::Table;
use crate::ui::output::{print_json, print_table, width};
use crate::ui::style::{Look, one_line};
use crate::ui::table::{cut, fit, whole};
use crate::ui::words::duration;

/// What identifies an entry across versions.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    /// The rest of it may change later.
    Id(String),
    Words(Time, String),
}

fn key(event: &Event) -> Key {
    match &event.id {
        Some(id) => Key::Id(id.clone()),
        None => Key::Words(event.at, event.event.clone()),
    }
}

/// One incident's history.
#[derive(Default)]
struct KnownAt {
    /// The latest version.
    newest: Option<Record>,
    /// The version at the requested time, and its commit.
    then: Option<(Record, Stamp)>,
    /// When an entry was first committed.
    first: HashMap<Key, i64>,
    /// When a fact got the answer it then had.
    since: HashMap<String, i64>,
}

impl KnownAt {
    /// Adds an older version.
    fn saw(&mut self, record: &Record, stamp: &Stamp, limit: i64) {
        for event in &record.timeline {
            self.first.insert(key(event), stamp.committed);
        }
        self.newest.get_or_insert_with(|| record.clone());
        if stamp.committed > limit {
            return;
        }
        let (then, _) = self
            .then
            .get_or_insert_with(|| (record.clone(), stamp.clone()));
        for (fact, answer) in then.facts.iter() {
            let same = record.facts.get(fact).map(|old| &old.answer) == Some(&answer.answer);
            if same {
                self.since.insert(fact.to_owned(), stamp.committed);
            }
        }
    }
}

/// One entry: when it happened, and when it was recorded.
struct Entry<'a> {
    event: &'a Event,
    recorded: Time,
}

/// Shows the timeline and the facts as they had been recorded by `time`.
pub(crate) fn show(
    context: &Context,
    past: &RecordHistory<'_>,
    subject: Subject,
    given: &str,
    format: Format,
) -> Result<()> {
    let (now, zone) = (context.now()?, context.zone()?);
    let time = time::until(given, now, zone)
        .map_err(|message| Error::usage(format!("--known-at: {message}")))?;
    let mut known = KnownAt::default();
    let id = subject.file.stem.clone();
    for touch in past.trail(Some(&subject))? {
        let touch = touch.map_err(git)?;
        for event in past.events(&touch, Some(&subject))? {
            if let Some(record) = event.version.as_ref().and_then(|version| version.record()) {
                known.saw(record, &touch.stamp, time.0.timestamp());
            }
        }
    }
    if known.newest.is_none()
        && let Some(error) = subject.unknown()
    {
        return Err(error);
    }
    let then = known.then.iter().flat_map(|(record, _)| &record.timeline);
    let later = known.newest.iter().flat_map(|record| &record.timeline);
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for event in then.chain(later) {
        let committed = known.first.get(&key(event)).copied().unwrap_or_default();
        // Nobody writes down when he wrote it down but the program: else the commit bears witness.
        let recorded = event
            .recorded_at
            .unwrap_or_else(|| time_of(committed, zone));
        let is_new = entries.iter().all(|entry| key(entry.event) != key(event));
        if recorded <= time && is_new {
            entries.push(Entry { event, recorded });
        }
    }
    entries.sort_by_key(|entry| entry.event.at);
    if entries.is_empty() && known.then.is_none() {
        return Err(Error::refused(format!(
            "nothing was recorded about {id} by {}",
            zone.minute(time)
        ))
        .item("its history", Some(Command::plain(["log", &id])))
        .addressed(context.address(None)));
    }
    let delay = |entry: &Entry<'_>| entry.recorded.0 - entry.event.at.0;
    if format == Format::Json {
        let timeline: Vec<Value> = entries
            .iter()
            .map(|entry| {
                let mut item = json!(entry.event);
                item["recorded_at"] = json!(entry.recorded);
                item["delay_seconds"] = json!(delay(entry).num_seconds());
                item
            })
            .collect();
        let facts: Vec<Value> = known
            .then
            .iter()
            .flat_map(|(record, _)| record.facts.iter())
            .map(|(fact, answer)| {
                let since = known.since.get(fact).map(|since| time_of(*since, zone));
                json!({"fact": fact, "answer": answer.answer, "note": answer.note, "recorded_at": since})
            })
            .collect();
        let commit = known
            .then
            .as_ref()
            .map(|(_, stamp)| stamp.commit.to_string());
        return print_json(
            &json!({"incident": id, "known_at": time, "commit": commit, "timeline": timeline, "facts": facts}),
        );
    }
    let (look, width) = (Look::OUT, width());
    let from = known.then.as_ref().map_or(String::new(), |(_, stamp)| {
        format!("  {}", look.dim(&stamp.commit.short()))
    });
    outln!(
        "{}",
        fit(
            &format!(
                "{}  as recorded at {} ({}){from}",
                look.bold(&id),
                zone.minute(time),
                zone.label(time)
            ),
            width
        )
    );
    let mut table = Table::new([
        whole("happened"),
        whole("recorded"),
        whole("delay").going(1),
        cut("who").going(2),
        cut("what"),
    ])
    .headed(look);
    for entry in &entries {
        let late = delay(entry);
        table.row([
            zone.minute(entry.event.at),
            zone.minute(entry.recorded),
            if late.num_minutes() > 0 {
                duration(late)
            } else {
                "none".to_owned()
            },
            fit(
                &one_line(entry.event.owner.as_deref().unwrap_or_default()),
                20,
            ),
            one_line(&entry.event.event),
        ]);
    }
    outln!("\n{}", look.bold("Timeline"));
    print_table(table, 2);
    let mut table = Table::new([
        cut("fact"),
        whole("answer"),
        whole("since").going(1),
        cut("note").going(2),
    ]);
    for (fact, answer) in known
        .then
        .iter()
        .flat_map(|(record, _)| record.facts.iter())
    {
        let since = known.since.get(fact).map(|since| time_of(*since, zone));
        table.row([
            one_line(fact),
            one_line(&answer.answer),
            since.map_or(String::new(), |since| {
                format!("since {}", zone.minute(since))
            }),
            look.dim(&answer.note.as_deref().map(one_line).unwrap_or_default()),
        ]);
    }
    if !table.is_empty() {
        outln!("\n{}", look.bold("Facts"));
        print_table(table, 2);
    }
    Ok(())
}
