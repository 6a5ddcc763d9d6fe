//! `inc evidence add`: a file copied into the store, or where something lies.

use std::io;

use clap::Args;

use super::guidance;
use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::plan::{Case, NameKind, Plan};
use crate::domain::record::evidence_location::{is_elsewhere, is_sha256, is_uri};
use crate::domain::record::{EvidenceLocation, Record};
use crate::domain::report::entries::size;
use crate::domain::respond::NewEvidence;
use crate::error::{Error, Kind, Result, git};
use crate::session::change::{Verb, is_closed};
use crate::session::context::Context;
use crate::session::options::At;
use crate::store::evidence::{EvidenceError, Reading, Source};
use crate::ui::progress::Progress;
use crate::ui::prompt::{Choice, Prompt};
use crate::ui::style::one_line;

/// Copy a file into the store and record its digest, or record the location of evidence
#[derive(Debug, Args)]
#[command(
    after_help = "A file is copied read-only into the plan's store (settings.evidence_location) and named by its digest. For a URI or HOST:PATH, only the location is recorded, with the digest given by --sha256, if any.\n\n\
                  Examples:\n  \
                  inc evidence add access.log --kind nginx-logs\n  \
                  inc evidence add 001 s3://evidence/core.gz --kind memory-dumps --size 1073741824\n  \
                  inc evidence add /mnt/hold/disk.img --kind database-dumps --in-place"
)]
pub(super) struct Add {
    /// [ID] FILE|URI
    #[arg(value_name = "ID|FILE|URI", num_args = 0..=2)]
    words: Vec<String>,
    /// Kind of evidence (inc plan evidence), or any unique part of its name
    #[arg(short, long, value_name = "KIND")]
    kind: Option<String>,
    /// Keep it out of external reports, and let only the owner read the copy
    #[arg(long)]
    restricted: bool,
    /// Record the file's location and digest without copying it
    #[arg(long)]
    in_place: bool,
    /// The expected digest; for a remote location, the digest computed there
    #[arg(long, value_name = "HEX", value_parser = digest)]
    sha256: Option<String>,
    /// The expected size in bytes; for a remote location, the size there
    #[arg(long, value_name = "BYTES")]
    size: Option<u64>,
    /// What it shows, or how it was collected
    #[arg(short, long, value_parser = crate::session::options::words, value_name = "NOTE", allow_hyphen_values = true)]
    message: Option<String>,
    #[command(flatten)]
    at: At,
}

/// The evidence to add.
enum Thing {
    File(Box<Source>),
    /// A remote location.
    Place(String),
}

/// What was stored.
struct Taken {
    location: String,
    reading: Option<Reading>,
    /// Whether the store already contained it.
    known: bool,
    /// The note for the record on how it was collected.
    remarks: Vec<String>,
}

impl Add {
    pub(super) fn run(self, context: &Context) -> Result<()> {
        let (id, given) = match self.words.as_slice() {
            [id, location, ..] => (Some(id.as_str()), Some(location.as_str())),
            // A word alone is a file, unless there is none and an incident is called so.
            [word] if !context.world.folder.join(word).exists() && context.is_incident(word) => {
                (Some(word.as_str()), None)
            }
            [location] => (None, Some(location.as_str())),
            [] => (None, None),
        };
        let picked = context.pick(id)?;
        let plan = context.plan()?;
        let kind = self.kind.as_deref();
        let kind = kind
            .map(|kind| plan.resolve(NameKind::Evidence, kind))
            .transpose()?;
        let document = context.to_change(&picked, &self.at)?;
        let record = &document.record;
        let addressed = |error: Error| error.addressed(picked.address.clone());
        // Whatever would refuse the entry is found before anything is asked, or a large file is copied.
        if record.status.is_closed() {
            return Err(addressed(is_closed(&record.id)));
        }
        let given = &context.required(
            ("", given),
            "File, URI or HOST:PATH",
            "no file or location given",
            Command::on_incident("evidence add").args(["<FILE>", "--kind", "<KIND>"]),
        )?;
        let thing = self.thing(context, given).map_err(addressed)?;
        let kind = match kind {
            Some(kind) => kind,
            None => {
                let kind = asked(context, &Case::new(record, &plan), &plan).map_err(addressed)?;
                context.answered("--kind", &kind);
                kind
            }
        };
        let taken = match thing {
            Thing::File(source) => self.taken(context, &plan, *source, given)?,
            Thing::Place(location) => Taken {
                location,
                reading: None,
                known: false,
                remarks: Vec::new(),
            },
        };
        let evidence = self.entry(kind.clone(), &taken);
        if let Some(known) = recorded(record, &evidence) {
            let location = one_line(&evidence.location);
            context.say(format!("{location} is already recorded as {known}"));
            return Ok(());
        }
        let sha256 = evidence.sha256.clone();
        let length = evidence.size;
        let verb = Verb::new("evidence", format!("evidence: {kind} {given}")).at(&self.at);
        let done = context
            .change(&picked, &verb, move |response| {
                response.add_evidence(evidence);
            })
            .map_err(|error| match &taken.reading {
                Some(_) if !self.in_place => error.fix(format!(
                    "the copy is in the store, {}; run the same command again",
                    taken.location
                )),
                _ => error,
            })?;
        let mut parts = vec![kind, one_line(&taken.location)];
        parts.extend(sha256.map(|digest| format!("sha256 {}\u{2026}", &digest[..12])));
        parts.extend(length.map(size));
        if taken.known {
            parts.push("already in the store".to_owned());
        }
        parts.push(context.look().dim(&done.after.id));
        context.say(format!(
            "{}{}",
            context.on_another_day(&done),
            parts.join("  ")
        ));
        if done.before.evidence.is_empty() {
            context.say_lines(guidance(&plan, context.look(), context.width()));
        }
        Ok(())
    }

    /// Resolves the arguments. An existing file takes precedence over other meanings of its name.
    fn thing(&self, context: &Context, given: &str) -> Result<Thing> {
        if is_uri(given) {
            if holds_password(given) {
                return Err(Error::usage(
                    "this URI contains a password, which would stay in git's history; remove it",
                ));
            }
            return Ok(Thing::Place(given.to_owned()));
        }
        let path = context.world.folder.join(given);
        match Source::open(&path) {
            Ok(source) => Ok(Thing::File(Box::new(source))),
            Err(EvidenceError::Unreadable(error)) if error.kind() == io::ErrorKind::NotFound => {
                if is_elsewhere(given) {
                    return Ok(Thing::Place(given.to_owned()));
                }
                if self.in_place && self.sha256.is_some() {
                    let path = path.to_str().map(str::to_owned);
                    return path
                        .map(Thing::Place)
                        .ok_or_else(|| cannot_add(given, &EvidenceError::Nameless));
                }
                Err(
                    Error::environment(format!("{given} cannot be read: no such file"))
                        .fix("what lies elsewhere is named by a URI or HOST:PATH, or by its path with --in-place --sha256 <HEX>"),
                )
            }
            Err(error) => Err(cannot_add(given, &error)),
        }
    }

    fn taken(
        &self,
        context: &Context,
        plan: &Plan,
        mut source: Source,
        given: &str,
    ) -> Result<Taken> {
        let mut remarks = Vec::new();
        if source.is_link {
            remarks.push(format!("collected through the link {}", one_line(given)));
        }
        if let Some(wanted) = self.size.filter(|wanted| *wanted != source.size()) {
            return Err(Error::refused(format!(
                "{} does not match: its size is {}, not {wanted}",
                one_line(given),
                source.size()
            )));
        }
        let progress = Progress::of(source.size());
        let watch = |more| progress.advance(more);
        let cannot = |error: EvidenceError| cannot_add(given, &error);
        if self.in_place {
            let reading = source
                .digest(self.sha256.as_deref(), &watch)
                .map_err(cannot)?;
            if source.has_changed(&reading).map_err(cannot)? {
                return Err(Error::refused(format!(
                    "{given} changed while it was read, so its digest is not reliable"
                ))
                .fix("leave out --in-place to keep a copy of it as it is now"));
            }
            let location = in_place(context, &source)?;
            if !context.repo()?.never_sees(&source.path).map_err(git)? {
                context.say(format!(
                    "{} {location} is not ignored by git, and evidence must not be committed: ignore it, or omit --in-place",
                    context.look().warning("warning:")
                ));
            }
            return Ok(Taken {
                location,
                reading: Some(reading),
                known: false,
                remarks,
            });
        }
        let store = context
            .home()?
            .evidence_store(&plan.settings.evidence_location)
            .map_err(cannot)?;
        store.make().map_err(cannot)?;
        if !context.repo()?.never_sees(&store.probe()).map_err(git)? {
            return Err(Error::refused(format!(
                "{} is not ignored by git, and evidence must not be committed",
                context.shown(store.folder())
            ))
            .fix("its .gitignore must hold a line that says *"));
        }
        let kept = store
            .keep(source, self.restricted, self.sha256.as_deref(), &watch)
            .map_err(cannot)?;
        drop(progress);
        if kept.changed {
            context.say(format!(
                "{} {} changed while it was copied; the copy has the content that was read, {}",
                context.look().warning("warning:"),
                one_line(given),
                size(kept.reading.size)
            ));
            remarks.push("the original changed while it was copied".to_owned());
        }
        Ok(Taken {
            location: kept.location,
            reading: Some(kept.reading),
            known: kept.known,
            remarks,
        })
    }

    fn entry(&self, kind: String, taken: &Taken) -> NewEvidence {
        let (sha256, size) = match &taken.reading {
            Some(reading) => (Some(reading.sha256.clone()), Some(reading.size)),
            None => (self.sha256.clone(), self.size),
        };
        let note: Vec<String> = self.message.iter().chain(&taken.remarks).cloned().collect();
        NewEvidence {
            kind,
            location: taken.location.clone(),
            sha256,
            size,
            restricted: self.restricted,
            note: Some(note.join("; ")).filter(|note| !note.is_empty()),
        }
    }
}

/// Shows the plan's rules for evidence and asks for the kind.
fn asked(context: &Context, case: &Case<'_>, plan: &Plan) -> Result<String> {
    let missing = case.missing_evidence();
    let hint = |id: &String| {
        let demand = missing.iter().find(|demand| demand.one_of.contains(id));
        demand.map_or(String::new(), |demand| demand.title.clone())
    };
    let mut kinds: Vec<_> = plan.evidence.kinds.iter().collect();
    // What the plan still demands comes first.
    kinds.sort_by_key(|kind| hint(&kind.id).is_empty());
    let Some(mut prompt) = context.prompt() else {
        let mut error = Error::usage("no kind given, and no terminal to prompt on: --kind <KIND>");
        for kind in kinds {
            error = error.item(format!("{}  {}", kind.id, hint(&kind.id)).trim_end(), None);
        }
        return Err(error);
    };
    for line in guidance(plan, context.look(), context.width()) {
        prompt.say(&line);
    }
    let choices: Vec<Choice> = kinds
        .iter()
        .map(|kind| Choice::new(kind.title.clone()).hint(hint(&kind.id)))
        .collect();
    let place = ask(prompt.as_mut(), &choices)?;
    kinds
        .get(place)
        .map(|kind| kind.id.clone())
        .ok_or_else(|| Error::usage("evidence needs a kind: --kind <KIND>"))
}

fn ask(prompt: &mut dyn Prompt, choices: &[Choice]) -> Result<usize> {
    match prompt.search("Kind of evidence", choices) {
        Ok(place) => Ok(place.unwrap_or(usize::MAX)),
        Err(_) => Err(Error::new(
            Kind::Interrupted,
            "interrupted; nothing is recorded",
        )),
    }
}

/// Returns a file's path, relative to the home if it is inside, else absolute.
fn in_place(context: &Context, source: &Source) -> Result<String> {
    let root = context.home()?.root();
    let root = root.canonicalize().map_err(|error| {
        Error::environment(format!("{} cannot be read: {error}", root.display()))
    })?;
    let shown = source.path.strip_prefix(&root).unwrap_or(&source.path);
    let shown = shown
        .to_str()
        .ok_or_else(|| cannot_add(&source.path.display().to_string(), &EvidenceError::Nameless))?;
    let location = shown.replace('\\', "/");
    // A file called `a:b` would read as `HOST:PATH`.
    if EvidenceLocation::of(&location) == EvidenceLocation::Elsewhere {
        return Ok(format!("./{location}"));
    }
    Ok(location)
}

/// Returns an existing entry with the same content.
fn recorded<'a>(record: &'a Record, new: &NewEvidence) -> Option<&'a str> {
    let same = record.evidence.iter().find(|item| {
        (&item.kind, &item.location, &item.sha256, item.restricted)
            == (&new.kind, &new.location, &new.sha256, new.restricted)
            && (new.note.is_none() || item.note == new.note)
    });
    same.map(|item| item.id.as_str())
}

fn cannot_add(given: &str, reason: &EvidenceError) -> Error {
    let kind = match reason {
        EvidenceError::Interrupted => Kind::Interrupted,
        EvidenceError::Unlike { .. } => Kind::Refused,
        _ => Kind::Environment,
    };
    let error = Error::new(kind, format!("{} {reason}", one_line(given)));
    match reason {
        EvidenceError::Interrupted => error.fix("nothing is kept or recorded"),
        _ => error.fixes(reason.advice().map(Fix::from)),
    }
}

fn digest(text: &str) -> std::result::Result<String, String> {
    if is_sha256(text) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("a SHA-256 has 64 hexadecimal digits, as printed by sha256sum".to_owned())
    }
}

/// Returns whether a URI contains credentials: `https://user:password@host/`.
fn holds_password(uri: &str) -> bool {
    let authority = uri.split_once("://").map_or("", |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    authority
        .rsplit_once('@')
        .is_some_and(|(user, _)| user.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_a_uri_is_seen() {
        for (uri, holds) in [
            ("https://rana:secret@example.com/x", true),
            ("https://rana@example.com/x", false),
            ("https://example.com:8443/a@b:c", false),
        ] {
            assert_eq!(holds_password(uri), holds, "{uri}");
        }
    }
}
