//! With others, through a remote: fetch, merge, push. The user's own git does it, so that
//! credentials, hooks and proxies are theirs. Nothing here forces anything.

use std::path::{Path, PathBuf};

use git2::{Oid, message_trailers_bytes};

use super::error::GitError;
use super::repo::Repo;

/// The branch on a remote that the present branch follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upstream {
    pub remote: String,
    /// The branch's name there, without `refs/heads/`.
    pub branch: String,
    /// Whether the present branch is set up to follow it.
    pub followed: bool,
}

impl Upstream {
    /// What was last seen of it here.
    pub(crate) fn tracking(&self) -> String {
        format!("refs/remotes/{}/{}", self.remote, self.branch)
    }
}

/// What a fetch brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fetched {
    /// Nothing, or more commits.
    Onward,
    /// Somebody forced the branch there: what it had been, and how many of its commits are gone.
    Rewritten { before: String, gone: usize },
}

/// How a merge ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Merged {
    /// There was nothing to merge.
    Nothing,
    Done,
    /// A person must decide. The merge was taken back; everything is as before it.
    Conflicts(Conflicts),
}

/// What both sides of a merge want.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conflicts {
    pub paths: Vec<String>,
    /// What the driver of records said of the places, a line each.
    pub output: Vec<String>,
}

/// How a push ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pushed {
    Done,
    /// Somebody else pushed in between.
    Beaten,
}

/// By which a merge of ours is known from one of `git merge`; the commits of records have an
/// action too.
const ACTION: (&str, &str) = ("Action", "sync");

/// The driver of merges for records, named for this one command: it need not be installed.
const DRIVER: &str = "merge.incident.driver";

impl Repo {
    /// The branch that HEAD is on; nothing where HEAD is detached.
    pub(crate) fn branch(&self) -> Result<Option<String>, GitError> {
        let output = self
            .git
            .run(&["symbolic-ref", "--quiet", "--short", "HEAD"])?;
        let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok((output.succeeded() && !name.is_empty()).then_some(name))
    }

    /// Where the present branch is fetched from and pushed to: what it follows, else a branch of its
    /// name on the only remote, or on `origin`.
    pub(crate) fn upstream(&self, branch: &str) -> Result<Option<Upstream>, GitError> {
        let config = |key: String| -> Result<Option<String>, GitError> {
            let output = self.git.run(&["config", "--get", key.as_str()])?;
            let value = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            Ok((output.succeeded() && !value.is_empty()).then_some(value))
        };
        let remote = config(format!("branch.{branch}.remote"))?;
        let merge = config(format!("branch.{branch}.merge"))?;
        if let (Some(remote), Some(merge)) = (remote.filter(|remote| remote != "."), merge) {
            let name = merge.strip_prefix("refs/heads/").unwrap_or(&merge);
            return Ok(Some(Upstream {
                remote,
                branch: name.to_owned(),
                followed: true,
            }));
        }
        let remotes = self.git.read(&["remote"])?;
        let remotes = String::from_utf8_lossy(&remotes);
        let mut names = remotes.lines();
        let remote = match (names.clone().find(|name| *name == "origin"), names.next()) {
            (Some(origin), _) => origin,
            (None, Some(only)) if names.next().is_none() => only,
            _ => return Ok(None),
        };
        Ok(Some(Upstream {
            remote: remote.to_owned(),
            branch: branch.to_owned(),
            followed: false,
        }))
    }

    /// Fetches, and says whether what was there before is there still.
    pub(crate) fn fetch(&self, upstream: &Upstream) -> Result<Fetched, GitError> {
        let before = self.commit_of(&upstream.tracking())?;
        self.git
            .read(&["fetch", "--quiet", upstream.remote.as_str()])?;
        let after = self.commit_of(&upstream.tracking())?;
        let (Some(before), Some(after)) = (before, after) else {
            return Ok(Fetched::Onward);
        };
        Ok(match self.ahead(&before, &after)? {
            0 => Fetched::Onward,
            gone => Fetched::Rewritten { before, gone },
        })
    }

    /// The commit a name stands for, if there is one.
    pub(crate) fn commit_of(&self, name: &str) -> Result<Option<String>, GitError> {
        let wanted = format!("{name}^{{commit}}");
        let args = ["rev-parse", "--verify", "--quiet", wanted.as_str()];
        let output = self.git.run(&args)?;
        let id = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok((output.succeeded() && !id.is_empty()).then_some(id))
    }

    /// How many commits `one` has that `other` has not.
    pub(crate) fn ahead(&self, one: &str, other: &str) -> Result<usize, GitError> {
        let range = format!("{other}..{one}");
        let args = ["rev-list", "--count", range.as_str(), "--"];
        let count = self.git.read(&args)?;
        Ok(String::from_utf8_lossy(&count).trim().parse().unwrap_or(0))
    }

    /// The files of a folder that differ from HEAD or that git does not know yet.
    pub(crate) fn changed_in(&self, folder: &Path) -> Result<Vec<PathBuf>, GitError> {
        let folder = folder.strip_prefix(self.work_dir()).unwrap_or(folder);
        let folder = format!(":(literal){}", folder.display());
        let args = [
            "status",
            "--porcelain",
            "-z",
            "--no-renames",
            "--untracked-files=all",
            "--",
            folder.as_str(),
        ];
        let output = self.git.read(&args)?;
        let output = String::from_utf8_lossy(&output).into_owned();
        let names = output.split('\0').filter_map(|entry| entry.get(3..));
        Ok(names.map(|name| self.work_dir().join(name)).collect())
    }

    /// The files of a folder that are in one commit, and other or none in another.
    pub(crate) fn changed_between(
        &self,
        before: &str,
        after: &str,
        folder: &Path,
    ) -> Result<Vec<PathBuf>, GitError> {
        let folder = folder.strip_prefix(self.work_dir()).unwrap_or(folder);
        let folder = format!(":(literal){}", folder.display());
        let args = [
            "diff",
            "--name-only",
            "-z",
            "--no-renames",
            "--diff-filter=d",
            before,
            after,
            "--",
            folder.as_str(),
        ];
        let names = self.git.read(&args)?;
        let names = String::from_utf8_lossy(&names).into_owned();
        let names = names.split('\0').filter(|name| !name.is_empty());
        Ok(names.map(|name| self.work_dir().join(name)).collect())
    }

    /// The files that both sides added since they parted, as paths of the work tree.
    pub(crate) fn added_on_both(&self, one: &str, other: &str) -> Result<Vec<PathBuf>, GitError> {
        let added = |from: &str, to: &str| -> Result<Vec<String>, GitError> {
            let range = format!("{from}...{to}");
            let args = [
                "diff",
                "--name-only",
                "-z",
                "--no-renames",
                "--diff-filter=A",
                range.as_str(),
                "--",
            ];
            let names = self.git.read(&args)?;
            let names = String::from_utf8_lossy(&names).into_owned();
            Ok(names
                .split('\0')
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect())
        };
        let theirs = added(one, other)?;
        let ours = added(other, one)?;
        let both = ours.into_iter().filter(|name| theirs.contains(name));
        Ok(both.map(|name| self.work_dir().join(name)).collect())
    }

    /// A file as it is in a commit; nothing where it is not there.
    pub(crate) fn file_in(&self, commit: &str, path: &Path) -> Result<Option<Vec<u8>>, GitError> {
        let path = path.strip_prefix(self.work_dir()).unwrap_or(path);
        let name = format!("{commit}:{}", path.display().to_string().replace('\\', "/"));
        let output = self.git.run(&["cat-file", "blob", name.as_str()])?;
        Ok(output.succeeded().then_some(output.stdout))
    }

    /// Merges what was fetched into the present branch, records by `driver`. A merge that wants a
    /// person is taken back, so that everything is as before.
    pub(crate) fn merge(
        &self,
        commit: &str,
        upstream: &Upstream,
        driver: &str,
    ) -> Result<Merged, GitError> {
        self.refuse_in_progress()?;
        if self.commit_of("HEAD")?.is_some() && self.ahead(commit, "HEAD")? == 0 {
            return Ok(Merged::Nothing);
        }
        let config = format!("{DRIVER}={driver}");
        let (key, action) = ACTION;
        let message = format!(
            "Merge {}/{}\n\n{key}: {action}\n",
            upstream.remote, upstream.branch
        );
        let args = [
            "-c",
            config.as_str(),
            "merge",
            "--quiet",
            "--no-edit",
            // Whatever is configured: both ways are a merge.
            "--ff",
            // A list of what came would stand below the trailer, which then is none.
            "--no-log",
            "-m",
            message.as_str(),
            commit,
        ];
        let had_staged = self.commit_of("HEAD")?.is_some() && self.has_staged()?;
        let _underway = self.begin_merge()?;
        let output = self.git.run(&args)?;
        if output.succeeded() {
            return Ok(Merged::Done);
        }
        let unmerged = self.unmerged()?.into_iter();
        let paths: Vec<String> = unmerged.map(|path| path.display().to_string()).collect();
        // Git refused before it began, a hook did, or somebody stopped it: it says itself why.
        if paths.is_empty() {
            if self.refuse_in_progress().is_err() {
                self.git.read(&["merge", "--abort"])?;
            } else if !had_staged && self.has_staged()? {
                // Stopped before it had noted down that it merges.
                self.git.read(&["reset", "--quiet", "--merge"])?;
            }
            return Err(GitError::Failed {
                command: format!("merge {commit}"),
                output: without_advice(&output.all()),
            });
        }
        self.git.read(&["merge", "--abort"])?;
        let said = output.complaint();
        let output = said.lines().filter(|line| line.starts_with("  "));
        Ok(Merged::Conflicts(Conflicts {
            output: output.map(|line| line.trim().to_owned()).collect(),
            paths,
        }))
    }

    /// Whether a merge is one that [`Repo::merge`] made, as far as it says so itself.
    pub(super) fn is_synced(&self, commit: Oid) -> Result<bool, GitError> {
        let found = self
            .library
            .find_commit(commit)
            .map_err(GitError::library("cannot read a commit"))?;
        let trailers = message_trailers_bytes(found.message_raw_bytes())
            .map_err(GitError::library("cannot read a commit"))?;
        let (key, action) = ACTION;
        Ok(trailers
            .iter()
            .any(|trailer| trailer == (key.as_bytes(), action.as_bytes())))
    }

    /// Pushes the present branch; the first time it is also set up to follow what it is pushed to.
    pub(crate) fn push(&self, upstream: &Upstream) -> Result<Pushed, GitError> {
        let refspec = format!("HEAD:refs/heads/{}", upstream.branch);
        let mut args = vec!["push", "--porcelain"];
        if !upstream.followed {
            args.push("--set-upstream");
        }
        args.extend([upstream.remote.as_str(), refspec.as_str()]);
        let output = self.git.run(&args)?;
        if output.succeeded() {
            return Ok(Pushed::Done);
        }
        // `!` begins the line of a ref that was not taken; the server's own refusals say `remote`.
        let status = String::from_utf8_lossy(&output.stdout).into_owned();
        let beaten = status.lines().any(|line| {
            line.starts_with('!')
                && (line.contains("[rejected]") || line.contains("failed to update ref"))
        });
        if beaten {
            return Ok(Pushed::Beaten);
        }
        // What is written for programs says nothing more to a person.
        Err(GitError::Failed {
            command: args.join(" "),
            output: output.complaint(),
        })
    }
}

/// What git advises for a merge that is not there any more.
fn without_advice(said: &str) -> String {
    let lines = said
        .lines()
        .filter(|line| !line.starts_with("Not committing merge; use"));
    lines.collect::<Vec<_>>().join("\n")
}
