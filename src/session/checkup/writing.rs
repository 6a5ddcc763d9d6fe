//! Where nothing can be written, though a change must: found by trying, since permissions are not all
//! that can stand in the way. Nothing is left behind.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use chrono::Datelike;

use crate::domain::doctor::{Bar, Blocked};
use crate::git::Repo;
use crate::session::context::Context;
use crate::store::{Home, replace};

pub(crate) fn blocked(context: &Context, home: &Home, repo: Option<&Repo>) -> Vec<Blocked> {
    let mut folders = vec![
        home.root().to_owned(),
        home.incidents(),
        home.root().join(Home::TEMPLATES),
    ];
    folders.extend(years(context, home));
    let (mut files, mut found) = (Vec::new(), Vec::new());
    if let Some(repo) = repo {
        let written = repo.written();
        folders.extend(written.folders);
        files = written.files;
        let lock = replace::lock_file(repo.private_dir());
        files.extend(lock.is_file().then_some(lock));
        let (objects, inner) = written.objects;
        let blocked = inner
            .iter()
            .find_map(|folder| judged(folder, make_in(folder)));
        match blocked {
            Some(blocked) => found.push(Blocked {
                path: objects.display().to_string(),
                is_inside: true,
                ..blocked
            }),
            None => folders.push(objects),
        }
    }
    let written = |file: &PathBuf| File::options().append(true).open(file).map(drop);
    found.extend(
        folders
            .iter()
            .filter_map(|path| judged(path, make_in(path))),
    );
    found.extend(files.iter().filter_map(|path| judged(path, written(path))));
    found
}

fn judged(path: &Path, tried: io::Result<()>) -> Option<Blocked> {
    let bar = bar(path, &tried.err()?);
    // Without the slash that libgit2 ends a folder with.
    let path: PathBuf = path.components().collect();
    Some(Blocked {
        path: path.display().to_string(),
        bar,
        is_inside: false,
    })
}

/// The folders of the years that are there, and whatever has this year's name.
fn years(context: &Context, home: &Home) -> Vec<PathBuf> {
    let entries = home.incidents().read_dir().into_iter().flatten().flatten();
    let mut years: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    let now = context.now().ok().map(|now| now.0.year().to_string());
    let now = now.map(|year| home.year_folder(&year));
    let is_other = |path: &PathBuf| !path.is_dir() && path.symlink_metadata().is_ok();
    years.extend(now.filter(is_other));
    years.sort();
    years
}

/// A file without a name, where the system knows such, in which something is written.
fn make_in(folder: &Path) -> io::Result<()> {
    tempfile::tempfile_in(folder)?.write_all(b"x")
}

fn bar(path: &Path, error: &io::Error) -> Bar {
    match error.kind() {
        ErrorKind::PermissionDenied if is_ours(path) => Bar::Forbidden,
        ErrorKind::PermissionDenied => Bar::Foreign,
        ErrorKind::ReadOnlyFilesystem => Bar::ReadOnly,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Bar::Full,
        ErrorKind::NotADirectory => Bar::NoFolder,
        other => Bar::Other(other.to_string()),
    }
}

/// Whether a file belongs to whoever runs this, which a file made now does.
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
