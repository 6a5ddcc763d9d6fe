//! New paths made known to the index, without which `git commit --only` will not take them.

use std::ffi::OsString;

use super::error::GitError;
use super::index;
use super::path::RepoPath;
use super::program::{Git, Output};

/// The announcements (`git add --intent-to-add`) that this commit made.
#[derive(Debug, Default)]
pub(super) struct Intents {
    announced: Vec<RepoPath>,
    /// In a sparse index git (2.39 and 2.47) crashes over an announced path and leaves its lock
    /// behind. There the whole file is staged, which differs only for a commit that someone else
    /// makes at the same moment.
    whole: bool,
}

impl Intents {
    /// Announces `paths`, which the index does not know. The output says whether git did.
    pub(super) fn announce(&mut self, git: &Git, paths: Vec<RepoPath>) -> Result<Output, GitError> {
        self.whole = has_sparse_index(git)?;
        // With `--sparse` a path outside the sparse checkout is as good as any.
        let mut args: Vec<OsString> = vec!["add".into(), "--sparse".into()];
        if !self.whole {
            args.push("--intent-to-add".into());
        }
        args.push("--".into());
        args.extend(paths.iter().map(RepoPath::literal));
        let output = git.run(&args)?;
        if output.succeeded() {
            for path in paths {
                if !self.announced.contains(&path) {
                    self.announced.push(path);
                }
            }
        }
        Ok(output)
    }

    /// Takes the announcements back after a refused commit, save those that someone has replaced
    /// by a real `git add` since. Says whether the index is as before: it is not where another
    /// process holds its lock.
    pub(super) fn take_back(&self, git: &Git) -> Result<bool, GitError> {
        let mut args: Vec<OsString> =
            vec!["update-index".into(), "--force-remove".into(), "--".into()];
        let flags = args.len();
        for path in &self.announced {
            if self.whole || index::is_intent(git, path)? {
                args.push(path.with_slashes());
            }
        }
        if args.len() == flags {
            return Ok(true);
        }
        Ok(git.run(&args)?.succeeded())
    }
}

fn has_sparse_index(git: &Git) -> Result<bool, GitError> {
    let answer = git.run(&["config", "--type=bool", "--get", "index.sparse"])?;
    Ok(answer.stdout.starts_with(b"true"))
}
