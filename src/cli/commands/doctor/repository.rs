//! Git and the repository: whether a change can be committed, by whom, and what git does to records.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::TimeDelta;

use super::subject::Subject;
use super::{Verdict, Verdicts};
use crate::domain::command::quoted;
use crate::domain::rules::schema::year_of;
use crate::git::{GitError, Repo, Version};
use crate::session::merge_driver::{self, Driver};
use crate::store::Home;
use crate::ui::words::duration;

pub(super) fn program(subject: &Subject<'_>) -> Verdicts {
    Ok(vec![match &subject.git {
        Ok(version) if *version >= Version::NEEDED => Verdict::ok(format!("git {version}")),
        Ok(found) => subject.git_error(&GitError::GitTooOld { found: *found }),
        Err(error) => subject.git_error(error),
    }])
}

pub(super) fn repository(subject: &Subject<'_>) -> Verdicts {
    if let Some(error) = subject.repo_error() {
        let mut found = subject.git_error(error);
        let variables = subject.unsetting(&["GIT_DIR", "GIT_WORK_TREE"]);
        if !variables.is_empty() {
            found.fixes = variables;
        }
        return Ok(vec![found]);
    }
    let Some(repo) = subject.repo() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    if repo.is_interrupted_merge()? {
        found.push(subject.git_error(&GitError::InterruptedMerge));
    } else if let Err(error) = repo.may_commit(&[]) {
        found.push(subject.git_error(&error));
    } else {
        found.extend(detached_head(subject, repo)?);
    }
    found.extend(locks(repo));
    found.extend(incomplete_history(subject, repo));
    if found.is_empty() {
        found.push(Verdict::ok(repo.work_dir().display().to_string()));
    }
    Ok(found)
}

/// Commits on no branch are easily lost.
fn detached_head(subject: &Subject<'_>, repo: &Repo) -> Result<Option<Verdict>, GitError> {
    let git = subject.git();
    Ok(repo.detached()?.map(|detached| {
        let commits = match detached.alone {
            0 => "commits made here would be on no branch".to_owned(),
            1 => "1 commit made here is on no branch".to_owned(),
            number => format!("{number} commits made here are on no branch"),
        };
        // Going back would leave those commits behind.
        let back = match detached.came_from_a_branch && detached.alone == 0 {
            true => format!("; or go back: {git} switch -"),
            false => String::new(),
        };
        Verdict::warning(format!("HEAD is detached: {commits}{back}"))
            .fix(format!("{git} switch -c <NAME>"))
    }))
}

/// A lock younger than this belongs to a git that is still running.
const FRESH: Duration = Duration::from_secs(60);

fn locks(repo: &Repo) -> Vec<Verdict> {
    let verdicts = repo.locks().into_iter().map(|(path, age)| {
        let path = path.display().to_string();
        if age < FRESH {
            return Verdict::warning(format!("{path} exists: git is running"));
        }
        let age = duration(TimeDelta::from_std(age).unwrap_or_default());
        Verdict::error(format!(
            "{path} is {age} old; if git is not running, it was left behind"
        ))
        .fix(format!("rm {}", quoted(&path)))
    });
    verdicts.collect()
}

fn incomplete_history(subject: &Subject<'_>, repo: &Repo) -> Vec<Verdict> {
    let (git, mut found) = (subject.git(), Vec::new());
    if repo.is_shallow() {
        let message =
            "this clone is shallow: log, verify and --base see only the end of the history";
        found.push(Verdict::warning(message).fix(format!("{git} fetch --unshallow")));
    }
    for remote in repo.partial_remotes() {
        let message =
            format!("this clone is partial: log and verify fetch missing objects from {remote}");
        let filter = format!("{git} config --unset remote.{remote}.partialclonefilter");
        found.push(
            Verdict::warning(message)
                .fix(filter)
                .fix(format!("{git} fetch --refetch {remote}"))
                .fix(format!("{git} config --unset remote.{remote}.promisor")),
        );
    }
    found
}

pub(super) fn identity(subject: &Subject<'_>) -> Verdicts {
    let Some(repo) = subject.repo() else {
        return Ok(Vec::new());
    };
    let name = "git config --global user.name \"<YOUR NAME>\"";
    let address = "git config --global user.email \"<YOU@EXAMPLE.COM>\"";
    let has_address = ["EMAIL", "GIT_AUTHOR_EMAIL"]
        .iter()
        .any(|name| (subject.context.world.variable)(name).is_some())
        || ["user.email", "author.email"]
            .iter()
            .any(|key| repo.configured(key).is_some());
    Ok(vec![match (repo.user_name(), repo.identity()) {
        (None, _) => Verdict::error("git has no user.name, so entries and commits have no author")
            .fix(name)
            .fixes((!has_address).then(|| address.to_owned())),
        (Some(_), Err(error)) if has_address => {
            let dates = ["GIT_COMMITTER_DATE", "GIT_AUTHOR_DATE"];
            let mut found = subject.git_error(&error);
            found.fixes = subject.unsetting(&dates);
            found
        }
        (Some(_), Err(_)) => {
            Verdict::error("git has no user.email, and refuses to commit").fix(address)
        }
        (Some(_), Ok(identity)) if !has_address => {
            Verdict::warning(format!("{identity}: git made up this address")).fix(address)
        }
        (Some(_), Ok(identity)) => Verdict::ok(identity),
    }])
}

pub(super) fn signing(subject: &Subject<'_>) -> Verdicts {
    let Some(repo) = subject.repo() else {
        return Ok(Vec::new());
    };
    let git = subject.git();
    let (signs, format) = (repo.signs()?, repo.configured("gpg.format"));
    let format = format.unwrap_or_else(|| "openpgp".to_owned());
    let is_ssh = format == "ssh";
    let mut found = Vec::new();
    if signs {
        let program = signing_program(repo, &format);
        let named = repo.configured("user.signingkey");
        // An ssh key can also be given itself.
        let is_file = |key: &String| !key.starts_with("ssh-") && !key.starts_with("key::");
        let is_file = is_ssh && named.as_ref().is_some_and(is_file);
        let key = repo.configured_file("user.signingkey");
        let set_key = format!("{git} config user.signingkey <KEY.PUB>");
        found.push(if !subject.is_installed(&program) {
            let message = format!(
                "commits are to be signed, but `{program}` is not installed: git refuses to commit"
            );
            Verdict::error(message).fix(format!("{git} config commit.gpgsign false"))
        } else if is_ssh && named.is_none() && repo.configured("gpg.ssh.defaultkeycommand").is_none() {
            Verdict::error(
                "commits are to be signed with ssh, but user.signingkey is not set: git refuses to commit",
            )
            .fix(set_key)
        } else if is_file && !key.is_some_and(|key| key.is_file()) {
            Verdict::error(
                "commits are to be signed, but the file in user.signingkey does not exist: git refuses to commit",
            )
            .fix(set_key)
        } else {
            Verdict::ok(format!("commits are signed ({format})"))
        });
    } else {
        found.push(Verdict::ok("commits are not signed"));
    }
    let has_signers = subject
        .valid_plan()
        .is_some_and(|plan| !plan.signers.is_empty());
    let allowed = repo.configured_file("gpg.ssh.allowedSignersFile");
    let problem = match &allowed {
        // The signers of the plan come first.
        _ if has_signers => None,
        Some(file) if !file.is_file() => {
            Some("the file in gpg.ssh.allowedSignersFile does not exist")
        }
        None if signs && is_ssh => Some("gpg.ssh.allowedSignersFile is not set"),
        _ => None,
    };
    found.extend(problem.map(|problem| {
        Verdict::warning(format!("{problem}: inc verify cannot check ssh signatures"))
            .fix(format!("{git} config gpg.ssh.allowedSignersFile <FILE>"))
    }));
    Ok(found)
}

/// The program with which git signs.
fn signing_program(repo: &Repo, format: &str) -> String {
    let usual = match format {
        "ssh" => "ssh-keygen",
        "x509" => "gpgsm",
        _ => "gpg",
    };
    let mut program = repo.configured(&format!("gpg.{format}.program"));
    if format == "openpgp" {
        program = program.or_else(|| repo.configured("gpg.program"));
    }
    program.unwrap_or_else(|| usual.to_owned())
}

pub(super) fn hooks(subject: &Subject<'_>) -> Verdicts {
    let Some(repo) = subject.repo() else {
        return Ok(Vec::new());
    };
    let hooks = repo.hooks()?;
    let mut found = Vec::new();
    if !hooks.passed_over.is_empty() {
        let paths = hooks.passed_over.iter().map(|hook| {
            let path = hooks.folder.join(hook);
            quoted(&path.display().to_string())
        });
        let paths: Vec<String> = paths.collect();
        let names = hooks.passed_over.join(", ");
        let message = format!("git does not run {names}: not executable");
        found.push(Verdict::warning(message).fix(format!("chmod +x {}", paths.join(" "))));
    }
    found.push(Verdict::ok(match hooks.run.is_empty() {
        true => "no git hooks are installed".to_owned(),
        false => format!("git runs {}", hooks.run.join(", ")),
    }));
    Ok(found)
}

/// Attributes, beside `text`, by which git changes the bytes of a file.
const FILTERS: [&str; 3] = ["filter", "working-tree-encoding", "ident"];

pub(super) fn rules(subject: &Subject<'_>) -> Verdicts {
    let (Some(repo), Ok(home)) = (subject.repo(), &subject.home) else {
        return Ok(Vec::new());
    };
    let next = next_record(subject, home);
    // The next record comes first: a rule that hides it stops whoever declares an incident.
    let records = home.record_files().into_iter().map(|file| file.path);
    let mut paths: Vec<PathBuf> = next.iter().cloned().chain(records).collect();
    paths.extend([home.readiness_path(), home.plan_path()]);
    let hiding = repo.hiding(&paths)?.into_iter().map(|rule| {
        let (hidden, file) = (rule.hides.display(), subject.context.shown(&rule.file));
        let (line, pattern) = (rule.line, &rule.pattern);
        Verdict::error(format!(
            "git ignores {hidden}, so inc cannot commit it; remove {file}:{line}: {pattern}"
        ))
        .fix(subject.context.in_editor(&rule.file))
    });
    let mut found: Vec<Verdict> = hiding.collect();
    let record = home.record_path("2025", "INC-20251129-001");
    if repo.attribute("text", &record)? != "unset" {
        let message = ".gitattributes lets git change the line endings of records";
        found.push(Verdict::warning(message).fix(subject.inc(&["init"])));
    }
    for name in FILTERS {
        let value = repo.attribute(name, &record)?;
        if value != "unset" && value != "unspecified" {
            let message =
                format!(".gitattributes lets git change the bytes of records: {name}={value}");
            let file = home.root().join(".gitattributes");
            found.push(Verdict::warning(message).fix(subject.context.in_editor(&file)));
        }
    }
    if found.is_empty() {
        found.push(Verdict::ok("git keeps records as they are"));
    }
    Ok(found)
}

/// Where the record would lie of an incident that is declared now.
fn next_record(subject: &Subject<'_>, home: &Home) -> Option<PathBuf> {
    let now = subject.context.now().ok()?;
    let (prefix, suffix) = subject.valid_plan()?.id_around_number(now);
    let year = year_of(&prefix).or(year_of(&suffix))?;
    let mut paths =
        (1..).map(|number| home.record_path(year, &format!("{prefix}{number:03}{suffix}")));
    paths.find(|path| !path.exists())
}

pub(super) fn merging(subject: &Subject<'_>) -> Verdicts {
    let (Some(repo), Ok(home)) = (subject.repo(), &subject.home) else {
        return Ok(Vec::new());
    };
    let init = subject.inc(&["init"]);
    let mut found = Vec::new();
    let driver = match merge_driver::installed(repo) {
        Driver::Current => None,
        Driver::Absent => {
            Some("the merge driver is not installed: git merges records line by line")
        }
        Driver::Other => Some("the merge driver is not the one of this inc"),
    };
    found.extend(driver.map(|message| Verdict::warning(message).fix(&init)));
    let record = home.record_path("2025", "INC-20251129-001");
    if repo.attribute("merge", &record)? != merge_driver::ATTRIBUTE {
        let message = ".gitattributes does not name the merge driver of records";
        found.push(Verdict::warning(message).fix(&init));
    }
    let program = subject.context.world.program.as_deref();
    if let Some(folder) = program.and_then(Path::parent)
        && !subject.is_installed("inc")
    {
        let message = "`inc` is not on the PATH: git merges records line by line";
        let fix = format!("export PATH=\"{}:$PATH\"", folder.display());
        found.push(Verdict::warning(message).fix(fix));
    }
    if found.is_empty() {
        found.push(Verdict::ok("git merges records field by field"));
    }
    Ok(found)
}
