//! `inc init`: an incident home, and what checks it in CI, committed. Never overwrites anything.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::domain::fix::Fix;
use crate::domain::schema::Kind;
use crate::error::{Error, Result, git};
use crate::git::{GitError, Repo};
use crate::session::context::Context;
use crate::session::paths::{checkout, set_aside};
use crate::session::{merge_driver, schemas};
use crate::store::recipes::{RECIPES, Recipe};
use crate::store::templates::SHIPPED;
use crate::store::{Home, replace};
use crate::ui::words::count;

/// Create an incident home and commit it
#[derive(Debug, Args)]
#[command(
    after_help = "An incident home holds the response plan, its templates and runbooks, and a folder for incidents. Existing files are never overwritten. In an existing home, --ci adds only the files that check pull requests.\n\n\
                  Examples:\n  \
                  inc init incident-home\n  \
                  inc init --ci github\n  \
                  inc init ops/incidents --id-format SEC-YYYY-MM-DD-NNN"
)]
pub(crate) struct Init {
    /// Folder for the home; the current folder by default
    dir: Option<PathBuf>,
    /// Format of incident IDs; must contain YYYY, MM, DD and NNN
    #[arg(long, value_name = "FORMAT")]
    id_format: Option<String>,
    /// Also write the CI configuration for this forge (docs/ci.md)
    #[arg(long, value_name = "FORGE", value_parser = PossibleValuesParser::new(RECIPES.iter().map(|recipe| recipe.forge)))]
    ci: Option<String>,
}

/// Lines a home needs in `.gitignore`; each is added unless it is already there.
const IGNORED: &[&str] = &["/evidence/", ".inc-*.tmp"];
/// Records are stored byte for byte, line endings included: seals and the stamps of reports are
/// digests, and a diff shows only what was changed.
/// `inc merge-driver` merges records field by field.
const ATTRIBUTES: &[&str] = &["/incidents/** -text", "/incidents/*/*.yaml merge=incident"];

const MADE: &str = "Make an incident home\n\nThe response plan, its templates and runbooks, and the folder for incidents.\n\nAction: init\n";
const CHECKED: &str =
    "Check incidents in CI\n\nWhat a branch does to them, and saved reports.\n\nAction: init\n";

impl Init {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let root = self
            .dir
            .as_ref()
            .map_or_else(|| context.start(), |dir| context.world.folder.join(dir));
        let cannot = |error: std::io::Error, path: &Path| {
            Error::environment(format!("{} cannot be written: {error}", path.display()))
        };
        fs::create_dir_all(&root).map_err(|error| cannot(error, &root))?;
        let (repo, is_new_repository) = match Repo::discover(&root) {
            Ok(repo) => (repo, false),
            Err(GitError::NotARepository { .. }) => (Repo::init(&root).map_err(git)?, true),
            Err(error) => return Err(git(error)),
        };
        let root = root.canonicalize().map_err(|error| cannot(error, &root))?;
        let recipe = RECIPES
            .iter()
            .find(|recipe| self.ci.as_deref() == Some(recipe.forge));
        let checks = match recipe {
            Some(recipe) => checks(recipe, &repo, &root)?,
            None => Vec::new(),
        };
        // A home that was made its owner's may lack a runbook on purpose: who wants CI gets CI.
        let is_home_already = Home::is_home(&root);
        let adds_ci_alone = is_home_already && recipe.is_some();
        let mut wanted = match adds_ci_alone {
            true => Vec::new(),
            false => self.files(&root)?,
        };
        let (there, missing): (Vec<_>, Vec<_>) =
            checks.into_iter().partition(|(path, _)| path.exists());
        wanted.extend(missing);
        let is_in_the_way = |path: &Path| path.exists() && !path.is_file();
        if let Some((path, _)) = wanted.iter().find(|(path, _)| is_in_the_way(path)) {
            let place = path.display().to_string();
            return Err(Error::environment(format!("{place} is not a file")).fix(set_aside(place)));
        }
        wanted.retain(|(path, _)| !path.exists());
        not_deleted(context, &repo, &wanted)?;
        if !context.globals.no_commit {
            let paths: Vec<&Path> = wanted.iter().map(|(path, _)| path.as_path()).collect();
            repo.may_commit(&paths).map_err(git)?;
        }
        let mut made: Vec<PathBuf> = Vec::new();
        for (path, text) in wanted {
            replace::replace(&path, &text).map_err(|error| cannot(error, &path))?;
            made.push(path);
        }
        if !adds_ci_alone {
            made.extend(schemas_of(context, &Home::at(root.clone()))?);
            for (name, lines) in [(".gitignore", IGNORED), (".gitattributes", ATTRIBUTES)] {
                let path = root.join(name);
                if add_lines(&path, lines).map_err(|error| cannot(error, &path))? {
                    made.push(path);
                }
            }
        }
        if is_new_repository && is_home_already {
            // A home that came without its history begins one.
            made.extend(whole(&root));
            made.sort();
            made.dedup();
        }
        let driver_is_new = merge_driver::set(&repo)?;
        if made.is_empty() {
            let lacks = match driver_is_new {
                true => "; git now merges its records with inc",
                false => ", and complete",
            };
            context.say(format!(
                "{} is already an incident home{lacks}",
                root.display()
            ));
        } else if !context.globals.no_commit {
            let paths: Vec<&Path> = made.iter().map(PathBuf::as_path).collect();
            repo.may_commit(&paths).map_err(git)?;
            let message = match adds_ci_alone {
                true => CHECKED,
                false => MADE,
            };
            context.commit(&repo, &paths, message)?;
        }
        let look = context.look();
        if !is_home_already {
            context.say(format!(
                "{}  incident home: {}",
                root.display(),
                count(made.len(), "file")
            ));
            let next = [
                Fix::inc(["open", "<TITLE>", "--type", "<TYPE>"]).explained("declare an incident"),
                Fix::inc(["plan", "open-items"])
                    .explained("decisions still open in templates/plan.yaml"),
            ];
            context.say_fixes(&next, &context.address(None), look);
        } else if !made.is_empty() && !adds_ci_alone {
            context.say(format!(
                "{}  incident home: {} added",
                root.display(),
                count(made.len(), "file")
            ));
        }
        if let Some(recipe) = recipe {
            print_outcome(context, recipe, &made, &there);
        }
        Ok(())
    }

    /// Returns the files of a home and their content.
    fn files(&self, root: &Path) -> Result<Vec<(PathBuf, String)>> {
        let home = Home::at(root.to_path_buf());
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
        Ok(wanted)
    }
}

/// Returns every file of a home that belongs in its repository.
fn whole(root: &Path) -> Vec<PathBuf> {
    let home = Home::at(root.to_path_buf());
    let records = home.record_files().into_iter().map(|file| file.path);
    let reports = home.saved_reports().into_iter().map(|saved| saved.path);
    let shipped = SHIPPED.iter().map(|file| root.join(file.path));
    let files = [".gitignore", ".gitattributes", "incidents/.gitkeep"].map(|name| root.join(name));
    let mut all: Vec<PathBuf> = records.chain(reports).chain(shipped).chain(files).collect();
    all.extend([home.plan_path(), home.lint_path(), home.readiness_path()]);
    all.extend(home.template_files());
    all.extend(Kind::ALL.map(|kind| home.schema_path(kind.file())));
    all.retain(|path| path.is_file());
    all
}

/// Writes the schemas for editors, generated from the plan; existing ones are kept.
fn schemas_of(context: &Context, home: &Home) -> Result<Vec<PathBuf>> {
    let Ok(plan) = home.plan() else {
        context.say("the plan is invalid, so the schemas for editors were not written: fix it, then run inc schema --write");
        return Ok(Vec::new());
    };
    let mut made = Vec::new();
    for (path, text) in schemas::files(home, &plan) {
        if !path.exists() {
            replace::replace(&path, &text).map_err(|error| {
                Error::environment(format!("{} cannot be written: {error}", path.display()))
            })?;
            made.push(path);
        }
    }
    Ok(made)
}

/// Returns the CI files a forge expects at the top of the repository.
fn checks(recipe: &Recipe, repo: &Repo, root: &Path) -> Result<Vec<(PathBuf, String)>> {
    let top = repo.work_dir();
    let top = top.canonicalize().unwrap_or_else(|_| top.to_path_buf());
    let inside = root.strip_prefix(&top).unwrap_or(Path::new(""));
    let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
    let text = parts.and_then(|parts| recipe.text(&parts.join("/")));
    let text = text.ok_or_else(|| {
        Error::usage(format!(
            "--ci: `{}` contains a character that {} does not accept",
            inside.display(),
            recipe.forge
        ))
    })?;
    let mut wanted = vec![(top.join(recipe.path), text.into_owned())];
    wanted.extend(
        recipe
            .entry
            .map(|(path, text)| (top.join(path), text.to_owned())),
    );
    Ok(wanted)
}

/// Prints what remains to be done by hand, and which files were left unchanged.
fn print_outcome(
    context: &Context,
    recipe: &Recipe,
    made: &[PathBuf],
    there: &[(PathBuf, String)],
) {
    let look = context.look();
    if made.iter().any(|path| path.ends_with(recipe.path)) {
        let file = Fix::shell(recipe.path)
            .explained("fill in INC_GIT and INC_REV, from which inc is built");
        context.say_fixes(&[file], &context.address(None), look);
    }
    for (path, text) in there {
        if path.ends_with(recipe.path) {
            context.say(format!(
                "  {} already exists and was not changed",
                recipe.path
            ));
            continue;
        }
        let included = fs::read_to_string(path).is_ok_and(|text| text.contains(recipe.path));
        if !included {
            context.say(format!(
                "  {} already exists and was not changed; add this to it",
                recipe.entry.map_or("", |(path, _)| path)
            ));
            for line in text.lines() {
                context.say(format!("    {line}"));
            }
        }
    }
}

/// Returns the plan's text with another ID format; fails if the format is invalid.
fn with_id_format(plan: &str, format: &str) -> Result<String> {
    for part in ["YYYY", "MM", "DD", "NNN"] {
        if format.matches(part).count() != 1 {
            return Err(Error::usage(format!(
                "--id-format: `{format}` must contain YYYY, MM, DD and NNN once each, like INC-YYYY-MM-DD-NNN"
            )));
        }
    }
    if !format
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
    {
        return Err(Error::usage(format!(
            "--id-format: `{format}` is used as a file name; use only letters, digits and hyphens"
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

/// Appends the lines that are missing; returns whether any were.
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
    replace::replace(path, &text)?;
    Ok(true)
}

/// Refuses to recreate a file that is committed and was deleted in the work tree.
fn not_deleted(context: &Context, repo: &Repo, wanted: &[(PathBuf, String)]) -> Result<()> {
    let is_in_head = |path: &&Path| {
        let committed = repo.committed(path);
        committed.is_ok_and(|committed| committed.is_some())
    };
    let paths = wanted.iter().map(|(path, _)| path.as_path());
    let deleted: Vec<&Path> = paths.filter(is_in_head).collect();
    if deleted.is_empty() {
        return Ok(());
    }
    let message = match deleted.as_slice() {
        [one] => format!(
            "{} is committed but deleted here; inc init would replace it with the default",
            context.shown(one)
        ),
        many => format!(
            "{} files of the home are committed but deleted here; inc init would replace them with the defaults",
            many.len()
        ),
    };
    let back = checkout(&context.world.folder, repo, &deleted);
    Err(Error::environment(message)
        .fix(back.explained("brings back what is committed"))
        .fix("to have those of inc instead, commit the deletion first"))
}
