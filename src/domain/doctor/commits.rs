//! Whether a change can be committed, and by whom.

use super::home::few;
use super::{DetachedHead, KeyState, Lock, Repository, SigningKey, Survey, Verdict};
use crate::domain::command::quoted;

pub(super) fn program(survey: &Survey) -> Vec<Verdict> {
    let needed = &survey.needed_git;
    vec![match &survey.git {
        Ok((version, true)) => Verdict::ok(format!("git {version}")),
        Ok((version, false)) => Verdict::trouble(format!("git {version} is too old"))
            .cure(format!("install git {needed} or later")),
        Err(stopped) => Verdict::stopped(stopped),
    }]
}

/// The repository, where there is one that can be read.
pub(super) fn readable(survey: &Survey) -> Option<&Repository> {
    survey.repository.as_ref()?.as_ref().ok()
}

pub(super) fn repository(survey: &Survey) -> Vec<Verdict> {
    let said = match &survey.repository {
        None => return Vec::new(),
        Some(Err(stopped)) => Verdict::stopped(stopped),
        Some(Ok(repository)) => match &repository.half_done {
            Some(stopped) => Verdict::stopped(stopped),
            None => match &repository.detached {
                Some(detached) => afloat(repository, detached),
                None => Verdict::ok("it can be read, and nothing is half done in it"),
            },
        },
    };
    vec![said]
}

/// Nothing is refused on no branch, and what is committed there is easily lost.
fn afloat(repository: &Repository, detached: &DetachedHead) -> Verdict {
    let git = &repository.git;
    let held = match detached.alone {
        0 => ", so none would hold what is committed now".to_owned(),
        1 => ", and none holds 1 commit that was made here".to_owned(),
        number => format!(", and none holds {number} commits that were made here"),
    };
    // Going back leaves behind what is here alone.
    let back = match detached.has_way_back && detached.alone == 0 {
        true => format!("; or go back: {git} switch -"),
        false => String::new(),
    };
    Verdict::note(format!("HEAD is on no branch{held}{back}"))
        .cure(format!("{git} switch -c <NAME>"))
}

pub(super) fn identity(survey: &Survey) -> Vec<Verdict> {
    let Some(repository) = readable(survey) else {
        return Vec::new();
    };
    if let Some(stopped) = &repository.misdated {
        return vec![Verdict::stopped(stopped)];
    }
    let name = "git config --global user.name \"<YOUR NAME>\"";
    let address = "git config --global user.email \"<YOU@EXAMPLE.COM>\"";
    let has_address = ["user.email", "author.email"]
        .iter()
        .any(|key| repository.settings.contains_key(*key));
    vec![match (&repository.name, &repository.identity) {
        (None, _) => Verdict::trouble("git has no user.name, so nobody is named who does anything")
            .cure(name)
            .cures((!has_address).then(|| address.to_owned())),
        (Some(_), None) => {
            Verdict::trouble("git does not know who you are, and refuses every commit")
                .cure(address)
        }
        (Some(_), Some(identity)) if !has_address => {
            Verdict::note(format!("{identity}: git made the address up")).cure(address)
        }
        (Some(_), Some(identity)) => Verdict::ok(identity),
    }]
}

pub(super) fn signing(survey: &Survey) -> Vec<Verdict> {
    let Some(repository) = readable(survey) else {
        return Vec::new();
    };
    let set = |key: &str| repository.settings.get(key).map(String::as_str);
    let is_ssh = set("gpg.format") == Some("ssh");
    let (git, signing) = (&repository.git, &repository.signing);
    let signs = set("commit.gpgsign").is_some_and(is_true);
    let mut said = Vec::new();
    let format = set("gpg.format").filter(|format| signs && !FORMATS.contains(format));
    let truth = set("commit.gpgsign").filter(|value| !is_truth(value));
    if let Some(format) = format {
        let says =
            format!("gpg.format is {format}, which git does not know: it refuses every commit");
        said.push(Verdict::trouble(says).cures(repository.unsetting.get("gpg.format").cloned()));
    } else if let Some(value) = truth {
        let says =
            format!("commit.gpgsign is {value}, neither true nor false: git refuses every commit");
        said.push(
            Verdict::trouble(says).cures(repository.unsetting.get("commit.gpgsign").cloned()),
        );
    } else if signs && !signing.program_is_there {
        said.push(
            Verdict::trouble(format!(
                "commits are to be signed, and `{}` is not there: git refuses them",
                signing.program
            ))
            .cure(format!("{git} config commit.gpgsign false")),
        );
    } else if signs
        && is_ssh
        && set("user.signingkey").is_none()
        && set("gpg.ssh.defaultkeycommand").is_none()
    {
        said.push(
            Verdict::trouble(
                "commits are to be signed with ssh, and no key is named: git refuses them",
            )
            .cure(format!("{git} config user.signingkey <KEY.PUB>")),
        );
    } else if signs && signing.key_is_missing {
        said.push(
            Verdict::trouble(
                "commits are to be signed, and the file of the key is not there: git refuses them",
            )
            .cure(format!("{git} config user.signingkey <KEY.PUB>")),
        );
    } else if signs {
        let way = set("gpg.format").unwrap_or("openpgp");
        let key = signing.key.as_ref();
        let untrusty_key = key.and_then(|key| untrusty(git, &signing.program, key));
        said.push(
            untrusty_key.unwrap_or_else(|| Verdict::ok(format!("commits are signed ({way})"))),
        );
    } else {
        said.push(Verdict::ok("commits are not signed"));
    }
    let named = set("gpg.ssh.allowedsignersfile").is_some();
    let name = format!("{git} config gpg.ssh.allowedSignersFile <FILE>");
    let plan = survey
        .home
        .as_ref()
        .ok()
        .and_then(|home| home.plan.as_ref().ok());
    if plan.is_some_and(|plan| plan.names_signers) {
        // Then those of the plan count, and git's own list is not asked.
    } else if named && !signing.signers_are_there {
        said.push(
            Verdict::note(
                "the file of allowed signers is not there: inc verify can check no ssh signature",
            )
            .cure(name),
        );
    } else if signs && is_ssh && !named {
        said.push(
            Verdict::note(
                "no file of allowed signers is named: inc verify can check no ssh signature",
            )
            .cure(name),
        );
    }
    said
}

/// A key with which git will get no signature, or of which nothing is known.
fn untrusty(git: &str, program: &str, key: &SigningKey) -> Option<Verdict> {
    let program = quoted(program);
    match &key.standing {
        KeyState::Usable => None,
        KeyState::Refused { why, has_others } => {
            let says = format!("commits are to be signed, and {why}: git refuses them");
            let unsigned = format!("{git} config commit.gpgsign false");
            Some(match has_others {
                true => Verdict::trouble(format!("{says}; or sign none: {unsigned}"))
                    .cure(format!("{program} --list-secret-keys"))
                    .cure(format!("{git} config user.signingkey <KEY>")),
                false => Verdict::trouble(says).cure(unsigned),
            })
        }
        KeyState::Unknown => {
            let says = format!("{program} does not tell whether it can sign; to try it");
            let asked = quoted(&key.asked);
            Some(Verdict::note(says).cure(format!("echo x | {program} -bsau {asked}")))
        }
    }
}

/// The ways of signing that git knows.
const FORMATS: [&str; 3] = ["openpgp", "x509", "ssh"];

/// Settings of which git refuses what it does not know, or that lead nowhere.
pub(crate) const SET_WRONG: [&str; 3] = ["gpg.format", "commit.gpgsign", "core.hookspath"];

/// Whether git takes this for a truth value, or for a number, which is one too.
fn is_truth(value: &str) -> bool {
    let falsehoods = ["false", "no", "off", ""];
    is_true(value)
        || falsehoods.contains(&value.to_lowercase().as_str())
        || value.parse::<i64>().is_ok()
}

/// As git reads a truth value.
pub(crate) fn is_true(value: &str) -> bool {
    ["true", "yes", "on", "1"].contains(&value.to_lowercase().as_str())
}

pub(super) fn hooks(survey: &Survey) -> Vec<Verdict> {
    let Some(repository) = readable(survey) else {
        return Vec::new();
    };
    let hooks = &repository.hooks;
    if repository.settings.contains_key("core.hookspath") && !hooks.folder_is_there {
        let says = format!(
            "core.hooksPath names {}, which is not there: no hook runs, neither those that were to be installed there nor those of this clone; install them, or go without",
            hooks.folder
        );
        let unset = repository.unsetting.get("core.hookspath").cloned();
        return vec![Verdict::note(says).cures(unset)];
    }
    let mut said = Vec::new();
    if !hooks.passed_over.is_empty() {
        let names = hooks.passed_over.join(", ");
        let paths: Vec<String> = hooks
            .passed_over
            .iter()
            .map(|hook| quoted(&format!("{}/{hook}", hooks.folder)))
            .collect();
        let says = format!("git passes over {names}, not being executable");
        said.push(Verdict::note(says).cure(format!("chmod +x {}", paths.join(" "))));
    }
    let mut runs = hooks.run.clone();
    for (hook, program) in &hooks.without_program {
        runs.retain(|known| known != hook);
        let path = quoted(&format!("{}/{hook}", hooks.folder));
        let says = format!(
            "{hook} is to be run by {program}, which is not there: git refuses what it is run for"
        );
        said.push(Verdict::trouble(says).cure(format!("${{EDITOR:-vi}} {path}")));
    }
    if !runs.is_empty() {
        said.push(Verdict::ok(format!("git runs {}", runs.join(", "))));
    } else if said.is_empty() {
        said.push(Verdict::ok("none"));
    }
    said
}

/// A lock younger than this belongs to a git that is at work.
const FRESH: u64 = 60;

pub(super) fn locks(survey: &Survey) -> Vec<Verdict> {
    let Some(repository) = readable(survey) else {
        return Vec::new();
    };
    let said = repository.locks.iter().map(|lock| {
        let says = format!("{} has stood for {}", lock.path, age(lock));
        if lock.age < FRESH {
            Verdict::note(format!("{says}: git is at work"))
        } else {
            Verdict::trouble(format!("{says}; if no git is at work, it was left behind"))
                .cure(format!("rm {}", quoted(&lock.path)))
        }
    });
    let said: Vec<Verdict> = said.collect();
    if said.is_empty() {
        vec![Verdict::ok("none is held")]
    } else {
        said
    }
}

fn age(lock: &Lock) -> String {
    let (count, unit) = match lock.age {
        s @ 0..60 => (s, "second"),
        s @ 60..3_600 => (s / 60, "minute"),
        s @ 3_600..86_400 => (s / 3_600, "hour"),
        s => (s / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

pub(super) fn ignored(survey: &Survey) -> Vec<Verdict> {
    let Some(repository) = readable(survey) else {
        return Vec::new();
    };
    match repository.ignored.is_empty() {
        true => vec![Verdict::ok("nothing of what is to be committed")],
        false => repository.ignored.iter().map(Verdict::stopped).collect(),
    }
}

pub(super) fn uncommitted(survey: &Survey) -> Vec<Verdict> {
    let Some(repository) = readable(survey) else {
        return Vec::new();
    };
    let (git, mut said) = (&repository.git, Vec::new());
    for incident in &repository.drafts {
        let says = format!("an edit of {incident} was typed and not kept");
        said.push(Verdict::note(says).cure(format!("{} edit {incident}", survey.inc)));
    }
    // What is half done is committed by ending it; by hand it would be committed as it is.
    if repository.half_done.is_some() {
        return said;
    }
    let unsound = survey.home.as_ref().map(|home| home.unsound.as_slice());
    let unsound = unsound.unwrap_or_default();
    let is_in = |paths: &[String], path: &str| paths.iter().any(|known| known == path);
    let changed = repository.uncommitted.iter().map(String::as_str);
    // A commit of what is gone would take it away for everybody, and no record may go.
    let (deleted, changed): (Vec<&str>, Vec<&str>) =
        changed.partition(|path| is_in(&repository.deleted, path));
    // What is broken is told where it is mended, and is nothing to commit.
    let (mut others, sound): (Vec<&str>, Vec<&str>) =
        changed.iter().partition(|path| is_in(unsound, path));
    if !deleted.is_empty() {
        let paths = by_folder(&deleted, &changed);
        let says = format!("deleted, and in the last commit: {}", few(&paths));
        let quoted = all_quoted(&paths);
        said.push(Verdict::trouble(says).cure(format!("{git} checkout HEAD -- {quoted}")));
    }
    others.extend(deleted);
    if !sound.is_empty() {
        let paths = by_folder(&sound, &others);
        let quoted = all_quoted(&paths);
        let mut added = paths.clone();
        added.retain(|path| !is_in(&repository.removed, path));
        let adding = (!added.is_empty()).then(|| format!("{git} add -A -- {}", all_quoted(&added)));
        said.push(
            Verdict::note(few(&paths))
                .cures(adding)
                .cure(format!("{git} commit -m <WHAT> -- {quoted}")),
        );
    } else if said.is_empty() && others.is_empty() {
        said.push(Verdict::ok("nothing"));
    }
    said
}

fn all_quoted(paths: &[&str]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| quoted(path)).collect();
    quoted.join(" ")
}

/// So many paths are named one by one.
const NAMED: usize = 3;

/// Paths, or where there are many the folders they lie in, but for a folder that also holds what is not
/// meant.
fn by_folder<'p>(paths: &[&'p str], others: &[&str]) -> Vec<&'p str> {
    let mut named: Vec<&str> = Vec::new();
    for path in paths {
        let folder = path.rsplit_once('/').map(|(folder, _)| folder);
        let together = folder.filter(|folder| {
            let inside = |path: &&&str| {
                let rest = path.strip_prefix(folder);
                rest.is_some_and(|rest| rest.starts_with('/'))
            };
            let holds_others = others.iter().any(|other| inside(&other));
            paths.len() > NAMED && !holds_others && paths.iter().filter(inside).count() > 1
        });
        let name = together.unwrap_or(path);
        if named.last() != Some(&name) {
            named.push(name);
        }
    }
    named
}
