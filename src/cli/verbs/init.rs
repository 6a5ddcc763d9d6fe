//! `inc init`: an incident home, committed. Never overwrites anything.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::context::{Context, git};
use crate::cli::{merging, schemas};
use crate::error::{Error, Result};
use crate::git::{GitError, Repo};
use crate::home::templates::SHIPPED;
use crate::home::{Home, store};

/// Make an incident home: plan, templates, runbooks, folders, committed
#[derive(Debug, Args)]
#[command(after_help = "Nothing that exists is overwritten.\n\n\
                  Examples:\n  \
                  inc init\n  \
                  inc init ops/incidents --id-format SEC-YYYY-NNN")]
pub struct Init {
    /// Where; by default here
    dir: Option<PathBuf>,
    /// How incidents are numbered: YYYY, MM, DD and NNN are filled in
    #[arg(long, value_name = "FORMAT")]
    id_format: Option<String>,
}

/// Lines a home needs in git's own files: each is added unless it is there.
const IGNORED: &[&str] = &["/evidence/", ".inc-*.tmp"];
/// A record is kept byte for byte, line endings included: its seal and the stamps of its reports are
/// digests, and a diff shows what was changed and nothing else.
/// Records are merged field by field, by ourselves.
const ATTRIBUTES: &[&str] = &["/incidents/** -text", "/incidents/*/*.yaml merge=incident"];

impl Init {
    pub fn run(self, context: &Context) -> Result<()> {
        let root = self
            .dir
            .as_ref()
            .map_or_else(|| context.start(), |dir| context.world.folder.join(dir));
        let cannot = |error: std::io::Error, path: &Path| {
            Error::environment(format!("{} cannot be written: {error}", path.display()))
        };
        fs::create_dir_all(&root).map_err(|error| cannot(error, &root))?;
        let repo = match Repo::discover(&root) {
            Ok(repo) => repo,
            Err(GitError::NotARepository { .. }) => Repo::init(&root).map_err(git)?,
            Err(error) => return Err(git(error)),
        };
        let root = root.canonicalize().map_err(|error| cannot(error, &root))?;
        let home = Home::at(root.clone());
        let mut wanted: Vec<(PathBuf, String)> = SHIPPED
            .iter()
            .map(|file| (root.join(file.path), file.text.to_owned()))
            .collect();
        if let Some(format) = &self.id_format {
            let plan = wanted
                .iter_mut()
                .find(|(path, _)| *path == home.plan_path());
            if let Some((_, text)) = plan {
                *text = with_id_format(text, format)?;
            }
        }
        wanted.push((home.incidents().join(".gitkeep"), String::new()));
        let mut made: Vec<PathBuf> = Vec::new();
        for (path, text) in wanted.into_iter().filter(|(path, _)| !path.exists()) {
            store::replace(&path, &text).map_err(|error| cannot(error, &path))?;
            made.push(path);
        }
        made.extend(self.schemas(context, &home)?);
        for (name, lines) in [(".gitignore", IGNORED), (".gitattributes", ATTRIBUTES)] {
            let path = root.join(name);
            if add_lines(&path, lines).map_err(|error| cannot(error, &path))? {
                made.push(path);
            }
        }
        let driver_is_new = merging::set(&repo)?;
        if made.is_empty() && driver_is_new {
            context.say(format!(
                "{} is an incident home already; git merges its records with inc now",
                root.display()
            ));
            return Ok(());
        }
        if made.is_empty() {
            context.say(format!(
                "{} is an incident home already, and lacks nothing",
                root.display()
            ));
            return Ok(());
        }
        if !context.globals.no_commit {
            let paths: Vec<&Path> = made.iter().map(PathBuf::as_path).collect();
            repo.may_commit(&paths).map_err(git)?;
            context.commit(&repo, &paths, "Make an incident home\n\nThe response plan, its templates and runbooks, and the folder for incidents.\n\nAction: init\n")?;
        }
        let look = context.look();
        context.say(format!(
            "{}  incident home: {} files",
            root.display(),
            made.len()
        ));
        context.say(format!(
            "  {}   {}",
            look.command("inc open <TITLE> --type <TYPE>"),
            look.dim("declares an incident")
        ));
        context.say(format!(
            "  {}          {}",
            look.command("inc plan open-items"),
            look.dim("what is still to be decided in templates/plan.yaml")
        ));
        Ok(())
    }
}

impl Init {
    /// What editors read, made from the plan that is there; those that are there already stay.
    fn schemas(&self, context: &Context, home: &Home) -> Result<Vec<PathBuf>> {
        let Ok(plan) = home.plan() else {
            context.say("the plan cannot be followed, so editors get no schema yet: mend it, then inc schema --write");
            return Ok(Vec::new());
        };
        let mut made = Vec::new();
        for (path, text) in schemas::files(home, &plan) {
            if !path.exists() {
                store::replace(&path, &text).map_err(|error| {
                    Error::environment(format!("{} cannot be written: {error}", path.display()))
                })?;
                made.push(path);
            }
        }
        Ok(made)
    }
}

/// The plan with another ID format, which must be one.
fn with_id_format(plan: &str, format: &str) -> Result<String> {
    for part in ["YYYY", "MM", "DD", "NNN"] {
        if format.matches(part).count() != 1 {
            return Err(Error::usage(format!(
                "--id-format: `{format}` must hold YYYY, MM, DD and NNN once each, like INC-YYYY-MM-DD-NNN"
            )));
        }
    }
    if !format
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
    {
        return Err(Error::usage(format!(
            "--id-format: `{format}` becomes a file name; letters, digits and hyphens only"
        )));
    }
    let line = plan
        .lines()
        .find(|line| line.trim_start().starts_with("id_format:"));
    Ok(line.map_or_else(
        || plan.to_owned(),
        |line| plan.replacen(line, &format!("  id_format: {format}"), 1),
    ))
}

/// Appends what is not there yet; whether anything was.
fn add_lines(path: &Path, lines: &[&str]) -> std::io::Result<bool> {
    let mut text = fs::read_to_string(path).unwrap_or_default();
    let missing: Vec<&&str> = lines
        .iter()
        .filter(|line| !text.lines().any(|known| known.trim() == **line))
        .collect();
    if missing.is_empty() {
        return Ok(false);
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    missing.into_iter().for_each(|line| {
        text.push_str(line);
        text.push('\n');
    });
    store::replace(path, &text)?;
    Ok(true)
}
