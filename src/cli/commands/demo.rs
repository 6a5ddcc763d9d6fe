//! `inc demo`: one payment incident, lived through in a throwaway repository.
//!
//! Every line is a command line of the real program, parsed and run as if somebody had typed it; only
//! the clock is the story's own.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Parser};
use serde::Deserialize;

use crate::cli::{Cli, INTERFACE};
use crate::domain::command::Command;
use crate::domain::fix::{Fix, laid_out};
use crate::error::{Error, Kind, Result, git};
use crate::git::Repo;
use crate::session::context::{ClockSource, Context, World};
use crate::store::{Home, codec};
use crate::ui::fixes::fix_lines;
use crate::ui::output::{print_error, stdout, width};
use crate::ui::pager::Pagers;
use crate::ui::style::Look;

/// Walk through a sample incident in a throwaway repository
#[derive(Debug, Args)]
#[command(
    after_help = "The demo runs in a new folder and touches nothing else. It prints the folder's path at the end.\n\n\
                  Examples:\n  \
                  inc demo\n  \
                  inc demo ~/incident-demo"
)]
pub(crate) struct Demo {
    /// Folder for the demo; a new temporary folder by default
    dir: Option<PathBuf>,
}

/// One step of the story: minutes after detection, a comment, and the command.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    minute: i64,
    #[serde(default)]
    thought: String,
    args: Vec<String>,
    /// Whether the plan is expected to refuse the command.
    #[serde(default)]
    refused: bool,
}

const STORY: &str = include_str!("demo.yaml");

/// Placeholder for the incident's ID, which depends on the date.
const THE_INCIDENT: &str = "{ID}";

/// The file that the story preserves as evidence.
const EVIDENCE: (&str, &str) = (
    "evidence/gateway-report.csv",
    "reference,wallet,amount\nG-1001,17,20.00\nG-1001,17,20.00\nG-1002,44,19.50\nG-1002,44,19.50\n",
);

impl Demo {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let folder = self.folder(context)?;
        let began = context.world.now - TimeDelta::hours(3);
        let look = Look::OUT;
        let mut stage = Stage {
            folder: &folder,
            began,
            look,
        };
        stage.set()?;
        let story = codec::data(STORY).and_then(|story| serde_json::from_value(story).ok());
        let story: Vec<Line> =
            story.ok_or_else(|| Error::environment("the story cannot be read"))?;
        for line in &story {
            stage.play(line)?;
        }
        outln!("{}", look.dim("\u{2500}".repeat(60).as_str()));
        outln!(
            "One incident, from the first alert to the report. The repository is yours to look at:\n"
        );
        outln!("  {}", look.command(&format!("cd {}", folder.display())));
        let next = [
            Fix::git(["log", "-p"]).explained("every change is one commit"),
            Fix::inc(["open", "--help"]).explained("declare one yourself"),
        ];
        for line in laid_out(&next, &context.address(None)) {
            fix_lines(&line, 2, look, width())
                .iter()
                .for_each(|line| outln!("{line}"));
        }
        Ok(())
    }

    fn folder(&self, context: &Context) -> Result<PathBuf> {
        let cannot = |error: io::Error| {
            Error::environment(format!("cannot create a folder for the demo: {error}"))
        };
        match &self.dir {
            None => Ok(tempfile::Builder::new()
                .prefix("inc-demo-")
                .tempdir()
                .map_err(cannot)?
                .keep()),
            Some(dir) => {
                let folder = context.world.folder.join(dir);
                if fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) {
                    return Err(Error::usage(format!(
                        "{} is not empty; the demo needs an empty folder",
                        folder.display()
                    )));
                }
                fs::create_dir_all(&folder).map_err(cannot)?;
                Ok(folder)
            }
        }
    }
}

/// The repository and clock the story runs with.
struct Stage<'a> {
    folder: &'a Path,
    began: DateTime<Utc>,
    look: Look,
}

impl Stage<'_> {
    /// Creates a repository that ignores the user's git settings, and the evidence file.
    fn set(&mut self) -> Result<()> {
        let repo = Repo::init(self.folder).map_err(git)?;
        let no_hooks = repo.private_dir().join("no-hooks");
        for (key, value) in [
            ("user.name", "Payments on-call"),
            ("user.email", "on-call@example.com"),
            ("commit.gpgSign", "false"),
            ("core.hooksPath", &no_hooks.display().to_string()),
        ] {
            repo.set_local(key, value).map_err(git)?;
        }
        self.play(&Line {
            minute: -1,
            thought: "A home for incidents: the plan, its runbooks and templates, in git."
                .to_owned(),
            args: vec!["init".to_owned()],
            refused: false,
        })?;
        let evidence = self.folder.join(EVIDENCE.0);
        let written = evidence
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&evidence, EVIDENCE.1));
        written.map_err(|error| {
            Error::environment(format!("{} cannot be written: {error}", evidence.display()))
        })
    }

    fn play(&mut self, line: &Line) -> Result<()> {
        let mut out = stdout();
        if !line.thought.is_empty() {
            writeln!(out, "{}", self.look.dim(&format!("# {}", line.thought))).ok();
        }
        let id = Home::at(self.folder.to_owned())
            .record_files()
            .pop()
            .map(|file| file.stem);
        let args = line.args.iter().map(|arg| match &id {
            Some(id) if arg == THE_INCIDENT => id.as_str(),
            _ => arg.as_str(),
        });
        let args: Vec<&str> = args.collect();
        let typed = Command::plain(args.iter().copied()).to_string();
        writeln!(out, "{} {}", self.look.good("$"), self.look.bold(&typed)).ok();
        out.flush().ok();
        let argv = std::iter::once("inc").chain(["--no-input"]).chain(args);
        let cli = Cli::try_parse_from(argv).map_err(|error| Error::usage(error.to_string()))?;
        let world = World {
            folder: self.folder.to_owned(),
            now: self.began + TimeDelta::minutes(line.minute),
            typed: Vec::new(),
            interface: INTERFACE,
            home: None,
            incident: None,
            seed: None,
            editor: None,
            clock: ClockSource::Set,
            program: None,
            search: Vec::new(),
            slack: None,
            unicode: true,
            pagers: Pagers::default(),
            variable: |_| None,
        };
        let ended = cli.run(world);
        out.flush().ok();
        match ended {
            Err(error) if line.refused && error.kind == Kind::Refused => print_error(&error),
            Err(error) => return Err(error),
            Ok(()) if line.refused => {
                return Err(Error::environment("the plan should have refused this"));
            }
            Ok(()) => {}
        }
        writeln!(out).ok();
        Ok(())
    }
}
