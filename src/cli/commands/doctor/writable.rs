//! Whether the files of the home and of git can be written: found by trying. Nothing is left behind.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use chrono::Datelike;

use super::subject::Subject;
use super::{Verdict, Verdicts, few};
use crate::domain::command::quoted;
use crate::store::{Home, replace};

pub(super) fn writable(subject: &Subject<'_>) -> Verdicts {
    let Ok(home) = &subject.home else {
        return Ok(Vec::new());
    };
    // What fails in the same way is reported once.
    let mut failures: BTreeMap<(String, Fix), Vec<String>> = BTreeMap::new();
    for (path, error, is_inside) in failures_of(subject, home) {
        let fix = Fix::of(&path, &error, is_inside);
        // Without the slash with which libgit2 ends a folder.
        let path: PathBuf = path.components().collect();
        let paths = failures.entry((error.kind().to_string(), fix)).or_default();
        paths.push(path.display().to_string());
    }
    let mut found: Vec<Verdict> = Vec::new();
    for ((why, fix), paths) in failures {
        let words: Vec<String> = paths.iter().map(|path| quoted(path)).collect();
        let words = words.join(" ");
        let fixes = match fix {
            Fix::Allow => vec![format!("chmod u+rwX {words}")],
            Fix::AllowInside => vec![format!("chmod -R u+rwX {words}")],
            Fix::TakeOver => vec![format!("sudo chown -R \"$(id -un)\" {words}")],
            Fix::SetAside => {
                let paths = paths.iter().map(|path| quoted(path));
                paths.map(|path| format!("mv {path} {path}.old")).collect()
            }
            Fix::None => Vec::new(),
        };
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        found.push(Verdict::error(format!("cannot write to {}: {why}", few(&paths))).fixes(fixes));
    }
    if found.is_empty() {
        found.push(Verdict::ok("the home and the git folder are writable"));
    }
    Ok(found)
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Fix {
    Allow,
    AllowInside,
    TakeOver,
    SetAside,
    None,
}

impl Fix {
    fn of(path: &Path, error: &io::Error, is_inside: bool) -> Fix {
        match error.kind() {
            ErrorKind::PermissionDenied => match (is_ours(path), is_inside) {
                (false, _) => Fix::TakeOver,
                (true, false) => Fix::Allow,
                (true, true) => Fix::AllowInside,
            },
            ErrorKind::NotADirectory => Fix::SetAside,
            _ => Fix::None,
        }
    }
}

/// What cannot be written, and why; true if something inside of it cannot.
fn failures_of(subject: &Subject<'_>, home: &Home) -> Vec<(PathBuf, io::Error, bool)> {
    let mut folders = vec![
        home.root().to_owned(),
        home.incidents(),
        home.root().join(Home::TEMPLATES),
    ];
    folders.extend(years(subject, home));
    let (mut files, mut found) = (Vec::new(), Vec::new());
    if let Some(repo) = subject.repo() {
        let written = repo.written();
        folders.extend(written.folders);
        files = written.files;
        let lock = replace::lock_file(repo.private_dir());
        files.extend(lock.is_file().then_some(lock));
        let (objects, inner) = written.objects;
        // Of the many folders of objects the first says enough.
        match inner.iter().find_map(|folder| make_in(folder).err()) {
            Some(error) => found.push((objects, error, true)),
            None => folders.push(objects),
        }
    }
    let failed = |path: PathBuf, tried: io::Result<()>| Some((path, tried.err()?, false));
    let in_folders = folders.into_iter().filter_map(|path| {
        let tried = make_in(&path);
        failed(path, tried)
    });
    found.extend(in_folders);
    let in_files = files.into_iter().filter_map(|path| {
        let tried = File::options().append(true).open(&path).map(drop);
        failed(path, tried)
    });
    found.extend(in_files);
    found
}

/// The folders of years, and whatever has the name of this year's.
fn years(subject: &Subject<'_>, home: &Home) -> Vec<PathBuf> {
    let entries = home.incidents().read_dir().into_iter().flatten().flatten();
    let mut years: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    let now = subject.context.now().ok();
    let now = now.map(|now| home.year_folder(&now.0.year().to_string()));
    let is_other = |path: &PathBuf| !path.is_dir() && path.symlink_metadata().is_ok();
    years.extend(now.filter(is_other));
    years.sort();
    years
}

/// Writes to a file without a name, where the system has such.
fn make_in(folder: &Path) -> io::Result<()> {
    tempfile::tempfile_in(folder)?.write_all(b"x")
}

/// Whether a file belongs to the user, as a file made now does.
fn is_ours(path: &Path) -> bool {
    let own = tempfile::tempfile().and_then(|file| file.metadata());
    match (own, path.metadata()) {
        (Ok(own), Ok(known)) => owner(&own) == owner(&known),
        _ => false,
    }
}

#[cfg(unix)]
fn owner(file: &Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(file)
}

#[cfg(not(unix))]
fn owner(_: &Metadata) -> u32 {
    0
}
