//! `inc log`: who changed what, when, and whether they signed for it.

mod known_at;

use std::io::{self, Write};

use clap::Args;
use serde_json::{Value, json};

use crate::cli::{Format, Shown};
use crate::domain::fix::Fix;
use crate::domain::plan::Zone;
use crate::domain::record::Time;
use crate::domain::record::describe::{Difference, Words, describe};
use crate::error::{Error, Result, git};
use crate::git::{Signature, Stamp, Touch, Trust};
use crate::history::events::{Event, Maker, What, stamped, time_of};
use crate::history::reader::{RecordHistory, Subject};
use crate::session::context::Context;
use crate::ui::Table;
use crate::ui::output::{json_escaped, stdout, width};
use crate::ui::style::{Look, one_line};
use crate::ui::table::{cut, fit, whole};

/// Show who changed which field and when, and whether the commit is signed
#[derive(Debug, Args)]
#[command(
    after_help = "Changes are read from git, newest first. docs/history.md describes the output.\n\n\
                  Examples:\n  \
                  inc log 001\n  \
                  inc log 001 --field severity\n  \
                  inc log --person rana -n 20\n  \
                  inc log 001 --known-at 10:30  # what was recorded by then"
)]
pub(crate) struct LogArgs {
    /// The incident; all incidents by default
    id: Option<String>,
    /// Only changes of this field: severity, roles.technical-lead, or any part of such a path
    #[arg(long, value_parser = crate::session::options::words, value_name = "FIELD")]
    field: Option<String>,
    /// Only commits of this author: any part of the name or e-mail address
    #[arg(long, value_parser = crate::session::options::words, value_name = "PERSON")]
    person: Option<String>,
    /// Show the timeline and the facts as they were recorded at a time
    #[arg(long, value_name = "TIME", conflicts_with_all = ["field", "person", "number"])]
    known_at: Option<String>,
    /// Limit the number of commits
    #[arg(short = 'n', long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    number: Option<u64>,
    #[command(flatten)]
    shown: Shown,
}

impl LogArgs {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let past = context.history()?;
        if let Some(time) = &self.known_at {
            let subject = context.subject(&past, self.id.as_deref())?;
            warn_unreadable(context, &past, Some(&subject))?;
            return known_at::show(context, &past, subject, time, self.shown.format);
        }
        let given = self.id.as_deref();
        let subject = given
            .map(|id| context.subject(&past, Some(id)))
            .transpose()?;
        if !warn_unreadable(context, &past, subject.as_ref())? {
            warn_uncommitted(context, &past, subject.as_ref())?;
        }
        let printer = Printer {
            zone: context.zone()?,
            names_incident: subject.is_none(),
            look: Look::OUT,
            width: width(),
        };
        let describe = self.walk(context, &past, subject.as_ref(), &printer)?;
        if describe.commits == 0 {
            if let Some(error) = subject.and_then(Subject::unknown)
                && !describe.any
            {
                return Err(error);
            }
            context.say(match (describe.any, &self.field, &self.person) {
                (true, Some(field), None) => format!("no commit changed `{field}`"),
                (true, _, Some(person)) => format!("no commit by `{person}`"),
                _ => "nothing is committed yet".to_owned(),
            });
        }
        Ok(())
    }

    fn walk(
        &self,
        context: &Context,
        past: &RecordHistory<'_>,
        subject: Option<&Subject>,
        printer: &Printer,
    ) -> Result<Printed> {
        let mut list = List::begin(self.shown.format);
        let mut describe = Printed::default();
        for touch in past.trail(subject)? {
            let touch = touch.map_err(git)?;
            let mut events = past.events(&touch, subject)?;
            describe.any |= !events.is_empty();
            if touch.is_boundary && !events.is_empty() && !describe.warned {
                describe.warned = true;
                let deepen = Fix::git(["fetch", "--unshallow"]).after(format!(
                    "{} this clone is shallow, its history begins with {}:",
                    context.look().warning("warning:"),
                    touch.stamp.commit.short()
                ));
                context.say_fix(&deepen, &context.address(None), Look::PLAIN);
            }
            if !self.is_by(&touch.stamp) {
                continue;
            }
            if let Some(field) = &self.field {
                events.retain_mut(|event| narrow(event, field));
            }
            if events.is_empty() {
                continue;
            }
            describe.commits += 1;
            for event in &events {
                let written = match self.shown.format {
                    Format::Text => list.lines(&printer.lines(&touch, event)),
                    Format::Json => list.item(&printer.json(&touch, event)),
                };
                // A reader that has seen enough is no fault of ours, and git need not go on.
                if let Err(error) = written {
                    return match error.kind() {
                        io::ErrorKind::BrokenPipe => Ok(describe),
                        _ => Err(Error::environment(format!(
                            "standard output cannot be written: {error}"
                        ))),
                    };
                }
            }
            if self.number.is_some_and(|number| describe.commits >= number) {
                break;
            }
        }
        list.end().ok();
        Ok(describe)
    }

    fn is_by(&self, stamp: &Stamp) -> bool {
        let Some(person) = &self.person else {
            return true;
        };
        let person = person.to_lowercase();
        [&stamp.author, &stamp.email]
            .iter()
            .any(|name| name.to_lowercase().contains(&person))
    }
}

#[derive(Default)]
struct Printed {
    /// Whether anything was found.
    any: bool,
    commits: u64,
    warned: bool,
}

/// Warns of files in conflict, which the history does not show; returns whether there are any.
fn warn_unreadable(
    context: &Context,
    past: &RecordHistory<'_>,
    subject: Option<&Subject>,
) -> Result<bool> {
    let home = context.home()?;
    let files = match subject {
        Some(subject) => vec![subject.file.clone()],
        None if past.repo.is_in_conflict().map_err(git)? => {
            let unmerged = past.repo.unmerged().map_err(git)?.into_iter();
            unmerged
                .map(|path| past.repo.work_dir().join(path))
                .filter_map(|path| home.record_inside(path.strip_prefix(home.incidents()).ok()?))
                .collect()
        }
        None => Vec::new(),
    };
    let mut warned = false;
    for file in files.into_iter().filter(|file| file.path.is_file()) {
        warned |= context.or_warn(home.load(file)).is_none();
    }
    Ok(warned)
}

/// Warns of uncommitted changes, which the history does not show.
fn warn_uncommitted(
    context: &Context,
    past: &RecordHistory<'_>,
    subject: Option<&Subject>,
) -> Result<()> {
    if let Some(subject) = subject
        && past.repo.is_uncommitted(&subject.file.path).map_err(git)?
    {
        context.say(format!(
            "{} {} has uncommitted changes",
            context.look().warning("warning:"),
            context.shown(&subject.file.path)
        ));
    }
    Ok(())
}

/// Keeps the changes of an event that concern a field; returns whether any are left. A version that
/// cannot be read may have touched any field.
fn narrow(event: &mut Event, field: &str) -> bool {
    let wanted = match field.to_lowercase().replace('/', ".") {
        field if "messages".starts_with(&field) && field.len() > 3 => "communications".to_owned(),
        field => field,
    };
    let fits = |difference: &Difference| {
        let path = difference.field.to_string().to_lowercase();
        path.contains(&wanted)
    };
    event.differences.retain(fits);
    event.discarded.retain(fits);
    event.what == What::BecameInvalid
        || !event.differences.is_empty()
        || !event.discarded.is_empty()
}

/// Prints results as they arrive: as lines, or as items of a JSON array.
struct List {
    format: Format,
    begun: bool,
}

impl List {
    fn begin(format: Format) -> List {
        List {
            format,
            begun: false,
        }
    }

    fn lines(&mut self, lines: &[String]) -> io::Result<()> {
        let mut out = stdout();
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))
    }

    fn item(&mut self, item: &Value) -> io::Result<()> {
        let before = if self.begun { ",\n" } else { "[\n" };
        self.begun = true;
        let mut out = stdout();
        write!(out, "{before}{}", json_escaped(&format!("{item:#}")))?;
        out.flush()
    }

    fn end(self) -> io::Result<()> {
        match (self.format, self.begun) {
            (Format::Text, _) => Ok(()),
            (Format::Json, true) => writeln!(stdout(), "\n]"),
            (Format::Json, false) => writeln!(stdout(), "[]"),
        }
    }
}

struct Printer {
    zone: Zone,
    names_incident: bool,
    look: Look,
    width: usize,
}

impl Printer {
    fn lines(&self, touch: &Touch, event: &Event) -> Vec<String> {
        let (look, stamp) = (self.look, &touch.stamp);
        let prefix = if self.names_incident {
            format!("{}  ", event.incident)
        } else {
            String::new()
        };
        let subject = stamped(stamp, &event.incident).unwrap_or(&stamp.subject);
        let subject = match event.maker {
            Maker::Command => one_line(subject),
            Maker::Sync => "merged by inc sync".to_owned(),
            Maker::Merge => format!("merge: {}", one_line(subject)),
            Maker::Hand => format!("by hand: {}", one_line(subject)),
        };
        let mut who = one_line(&stamp.author);
        if stamp.committer != stamp.author {
            who.push_str(&format!(" (committed by {})", one_line(&stamp.committer)));
        }
        let signature = signature_words(&touch.signature);
        let signature = match touch.signature.trust {
            Trust::Good => look.good(&signature),
            Trust::Unsigned => look.dim(&signature),
            Trust::Bad => look.error(&signature),
            _ => look.warning(&signature),
        };
        let mut head = Table::new([
            whole(""),
            whole(""),
            whole(""),
            cut("").going(1),
            whole(""),
            cut(""),
        ]);
        head.row([
            prefix.trim_end().to_owned(),
            look.bold(&self.zone.minute(time_of(stamp.committed, self.zone))),
            look.dim(&stamp.commit.short()),
            who,
            signature,
            subject,
        ]);
        let mut lines = Vec::new();
        let mut print_outcome = |line: String| lines.push(format!("  {}", one_line(&line)));
        if (stamp.committed - stamp.authored).abs() >= 60 {
            let written = self.zone.minute(time_of(stamp.authored, self.zone));
            print_outcome(format!("recorded {written}"));
        }
        match &event.what {
            What::Created => print_outcome("+ the record".to_owned()),
            What::Deleted => print_outcome("- the record".to_owned()),
            What::Renumbered { from } => print_outcome(format!("renumbered from {from}")),
            What::Merged if event.differences.is_empty() && event.discarded.is_empty() => {
                print_outcome("a merge of both sides".to_owned())
            }
            What::Rewritten => print_outcome("only comments or formatting".to_owned()),
            What::BecameInvalid => print_outcome("it cannot be read as a record:".to_owned()),
            What::Begins => {
                print_outcome("already there at the start of this shallow clone".to_owned())
            }
            What::Changed | What::Merged => {}
        }
        event
            .notes
            .iter()
            .for_each(|note| print_outcome(note.clone()));
        // What is gone altogether need not be told piece by piece.
        if event.what != What::Deleted {
            self.say(stamp, &event.differences, "", &mut print_outcome);
        }
        self.say(stamp, &event.discarded, "discarded: ", &mut print_outcome);
        // The head names the incident already; a narrow terminal has no room to say it again.
        let prefix = match self.width {
            ..80 => "",
            _ => &prefix,
        };
        let below = lines
            .iter()
            .map(|line| fit(&format!("{prefix}{line}"), self.width));
        head.lines(0, self.width).into_iter().chain(below).collect()
    }

    fn say(
        &self,
        stamp: &Stamp,
        differences: &[Difference],
        before: &str,
        print_outcome: &mut impl FnMut(String),
    ) {
        let committed = time_of(stamp.committed, self.zone);
        let time = |time: Time| self.zone.brief(time, committed);
        let said = Words {
            time: &time,
            title: &|_, _| None,
        };
        for difference in differences {
            // That a new record has a number and a format says nothing.
            let is_form = matches!(difference.field.head(), Some("schema" | "id"));
            if !(is_form && difference.old.is_none()) {
                print_outcome(format!("{before}{}", describe(difference, &said)));
            }
        }
    }

    fn json(&self, touch: &Touch, event: &Event) -> Value {
        let stamp = &touch.stamp;
        let changes = |differences: &[Difference]| -> Vec<Value> {
            differences
                .iter()
                .map(|difference| {
                    json!({"field": difference.field.to_string(), "old": difference.old, "new": difference.new})
                })
                .collect()
        };
        let mut item = json!({
            "commit": stamp.commit.to_string(),
            "incident": event.incident,
            "at": time_of(stamp.committed, self.zone),
            "authored_at": time_of(stamp.authored, self.zone),
            "author": stamp.author,
            "email": stamp.email,
            "committer": stamp.committer,
            "signature": touch.signature.trust.id(),
            "subject": stamp.subject,
            "event": event.what.id(),
            "made_by": event.maker.id(),
            "changes": changes(&event.differences),
        });
        let mut add = |key: &str, value: Value| item[key] = value;
        if !touch.signature.signer.is_empty() {
            add("signer", json!(touch.signature.signer));
        }
        if let What::Renumbered { from } = &event.what {
            add("from", json!(from));
        }
        if !event.discarded.is_empty() {
            add("discarded", json!(changes(&event.discarded)));
        }
        if !event.notes.is_empty() {
            add("notes", json!(event.notes));
        }
        item
    }
}

fn signature_words(signature: &Signature) -> String {
    let signer = one_line(&signature.signer);
    // Git may name nobody, neither a person nor a key.
    let named = |before: &str| match signer.as_str() {
        "" => String::new(),
        signer => format!("{before}{signer}"),
    };
    let by = named(" by ");
    match signature.trust {
        Trust::Unsigned => "unsigned".to_owned(),
        Trust::Good => format!("signed{by}"),
        Trust::Untrusted | Trust::UnknownKey => {
            format!("signed with an unknown key{}", named(", "))
        }
        Trust::Expired => format!("signed{by}, expired since"),
        Trust::ExpiredKey => format!("signed{by}, whose key has expired"),
        Trust::RevokedKey => format!("signed{by}, whose key was revoked"),
        Trust::Bad => format!("BAD signature{}", named(" of ")),
        Trust::Unchecked => "signed; cannot be verified".to_owned(),
    }
}
