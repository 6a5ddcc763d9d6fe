//! `inc evidence`: what is preserved, with its digest.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use clap::{Args, Subcommand};
use sha2::{Digest, Sha256};

use crate::cli::change::Verb;
use crate::cli::context::Context;
use crate::cli::{At, names};
use crate::error::{Error, Result};
use crate::record::seal::hex;
use crate::render::style::one_line;
use crate::respond::NewEvidence;

/// Evidence and its custody
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    #[command(subcommand)]
    verb: EvidenceVerb,
}

#[derive(Debug, Subcommand)]
enum EvidenceVerb {
    /// Record a file with its digest, or where something lies
    Add(Add),
}

#[derive(Debug, Args)]
struct Add {
    /// [ID] FILE|URI
    #[arg(value_name = "ID|FILE|URI", required = true, num_args = 1..=2)]
    words: Vec<String>,
    /// A kind of evidence of the plan, or any unique part of its name
    #[arg(short, long, value_name = "KIND")]
    kind: String,
    /// It never goes into an external report
    #[arg(long)]
    restricted: bool,
    /// What it shows, or how it was taken
    #[arg(short, long, value_parser = crate::cli::words, value_name = "NOTE", allow_hyphen_values = true)]
    message: Option<String>,
    #[command(flatten)]
    at: At,
}

impl EvidenceArgs {
    pub fn run(self, context: &Context) -> Result<()> {
        match self.verb {
            EvidenceVerb::Add(verb) => verb.run(context),
        }
    }
}

impl Add {
    fn run(self, context: &Context) -> Result<()> {
        let (id, given) = match self.words.as_slice() {
            [id, location] => (Some(id.as_str()), location.as_str()),
            [location] => (None, location.as_str()),
            _ => {
                return Err(Error::usage(
                    "name a file or a URI: inc evidence add <FILE> --kind <KIND>",
                ));
            }
        };
        let picked = context.pick(id)?;
        let plan = context.plan()?;
        let kind = names::evidence_kind(&plan, &self.kind)?;
        let (sha256, size) = if is_uri(given) {
            (None, None)
        } else {
            let path = context.world.folder.join(given);
            let (digest, size) = digest(&path)
                .map_err(|error| Error::environment(format!("{given} cannot be read: {error}")))?;
            (Some(digest), Some(size))
        };
        let evidence = NewEvidence {
            kind: kind.clone(),
            location: location(context, given)?,
            sha256: sha256.clone(),
            size,
            restricted: self.restricted,
            note: self.message.clone(),
        };
        let verb = Verb::new("evidence", format!("evidence: {kind} {given}")).at(&self.at);
        let done = context.change(&picked, &verb, move |response| {
            response.add_evidence(evidence);
        })?;
        let digest = sha256
            .map(|digest| format!("  sha256 {}\u{2026}", &digest[..12]))
            .unwrap_or_default();
        context.say(format!(
            "{kind}  {}{digest}  {}",
            one_line(given),
            context.look().dim(&done.after.id)
        ));
        Ok(())
    }
}

/// Where a file lies as anybody finds it: from the home on, or from the root of the disk.
fn location(context: &Context, given: &str) -> Result<String> {
    if is_uri(given) {
        return Ok(given.to_owned());
    }
    let cannot = |error| Error::environment(format!("{given} cannot be read: {error}"));
    let path = context
        .world
        .folder
        .join(given)
        .canonicalize()
        .map_err(cannot)?;
    let root = context.home()?.root().canonicalize().map_err(cannot)?;
    let shown = path.strip_prefix(&root).unwrap_or(&path);
    Ok(shown.display().to_string().replace('\\', "/"))
}

fn is_uri(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    })
}

/// Read as a stream: a memory dump must not have to fit into memory.
fn digest(path: &Path) -> std::io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(std::io::Error::other(
            "it is a folder; pack it into one file",
        ));
    }
    let (mut hasher, mut buffer, mut size) = (Sha256::new(), vec![0; 1 << 20], 0);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((hex(&hasher.finalize()), size));
        }
        hasher.update(&buffer[..read]);
        size += read as u64;
    }
}
