//! The names taken on any branch, now or before, so that a new incident gets a free one.

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsString;
use std::path::Path;

use git2::{ObjectType, Oid, Tree};

use super::error::GitError;
use super::history::LOG;
use super::path::RepoPath;
use super::repo::Repo;

const BRANCHES: [&str; 2] = ["refs/heads/*", "refs/remotes/*"];

impl Repo {
    /// Names without their endings of the files in `dir` that begin with `prefix`, over HEAD and
    /// all branches, remote-tracking ones included.
    ///
    /// Branches mostly agree on most folders, so each tree is read once, however many branches
    /// share it. A broken ref, or a tree that a partial clone has not fetched, is passed over: two
    /// clones can pick the same name anyway, and merging them sets it right.
    pub(crate) fn names_in_branches(
        &self,
        dir: &Path,
        prefix: &str,
    ) -> Result<BTreeSet<String>, GitError> {
        let dir = RepoPath::new(dir, self.work_dir())?;
        let mut names = BTreeSet::new();
        let mut roots = HashSet::new();
        let mut folders = HashSet::new();
        for tip in self.tips()? {
            let Ok(commit) = self.library.find_commit(tip) else {
                continue;
            };
            if !roots.insert(commit.tree_id()) {
                continue;
            }
            let folder = commit
                .tree()
                .and_then(|root| root.get_path(dir.as_path()))
                .map(|entry| entry.id());
            let Ok(folder) = folder else { continue };
            if folders.insert(folder)
                && let Ok(folder) = self.library.find_tree(folder)
            {
                collect(&folder, prefix, &mut names);
            }
        }
        Ok(names)
    }

    /// Names without their endings of the files in `dir` that begin with `prefix` and that came or
    /// went in a commit made since a time, in seconds since 1970, on HEAD or any branch.
    ///
    /// What git cannot tell is passed over, as above.
    pub(crate) fn names_since(
        &self,
        dir: &Path,
        prefix: &str,
        since: i64,
    ) -> Result<BTreeSet<String>, GitError> {
        let dir = RepoPath::new(dir, self.work_dir())?;
        let since = format!("--max-age={since}");
        let names = [
            "--format=",
            "--name-only",
            "--no-relative",
            "--diff-merges=separate",
            "--diff-filter=AD",
            since.as_str(),
            "--branches",
            "--remotes",
        ];
        let mut args: Vec<OsString> = [LOG, &names].concat().iter().map(OsString::from).collect();
        if self.head_id()?.is_some() {
            args.push("HEAD".into());
        }
        args.extend(["--".into(), dir.literal()]);
        let git = self.git.of_the_past().with("GIT_NO_LAZY_FETCH", "1");
        let output = git.run(&args)?;
        let output = String::from_utf8_lossy(&output.stdout);
        let names = output.split('\0').filter_map(|name| {
            let path = Path::new(name.trim_start_matches('\n'));
            let stem = path
                .strip_prefix(dir.as_path())
                .ok()?
                .file_stem()?
                .to_str()?;
            stem.starts_with(prefix).then(|| stem.to_owned())
        });
        Ok(names.collect())
    }

    /// The commits that HEAD and the branches stand on, each once.
    fn tips(&self) -> Result<HashSet<Oid>, GitError> {
        let mut tips: HashSet<Oid> = self.head_id()?.into_iter().collect();
        for glob in BRANCHES {
            let branches = self
                .library
                .references_glob(glob)
                .map_err(GitError::library("cannot list branches"))?;
            // A symbolic one, such as `origin/HEAD`, has no target of its own and names another.
            tips.extend(branches.flatten().filter_map(|branch| branch.target()));
        }
        Ok(tips)
    }
}

/// Git keeps a tree's files sorted by bytes, so those with the prefix stand together.
fn collect(folder: &Tree<'_>, prefix: &str, names: &mut BTreeSet<String>) {
    let name_at = |place: usize| {
        folder
            .get(place)
            .map(|entry| entry.name_bytes().to_vec())
            .unwrap_or_default()
    };
    let (mut low, mut high) = (0, folder.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        if name_at(middle).as_slice() < prefix.as_bytes() {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for entry in (low..folder.len()).map_while(|place| folder.get(place)) {
        if !entry.name_bytes().starts_with(prefix.as_bytes()) {
            break;
        }
        if entry.kind() == Some(ObjectType::Blob)
            && let Ok(name) = std::str::from_utf8(entry.name_bytes())
            && let Some(stem) = Path::new(name).file_stem().and_then(|stem| stem.to_str())
        {
            names.insert(stem.to_owned());
        }
    }
}
