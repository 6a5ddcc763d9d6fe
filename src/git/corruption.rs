//! What is broken in a repository, so that git itself would stop at it with words of its own: found by
//! looking, and told with what mends it.

use std::path::{Path, PathBuf};

use git2::{BranchType, ErrorCode, ObjectType, Oid};

use super::config_error::misconfigured;
use super::error::{GitError, shell_word};
use super::path::RepoPath;
use super::program::Git;
use super::repo::Repo;

/// So many files are named one by one.
const NAMED: usize = 8;

/// An object of the last commit that is not here, or cannot be read.
struct Lacking {
    id: Oid,
    kind: ObjectType,
    /// Inside the work tree.
    path: PathBuf,
}

impl Repo {
    /// Refuses an index, a HEAD, or a last commit that git cannot read; of that only what it holds of
    /// `paths`, which are absolute.
    pub(crate) fn refuse_broken(&self, paths: &[PathBuf]) -> Result<(), GitError> {
        // Without a HEAD git sees no repository, and no index either.
        let head = self.sound_head()?;
        self.refuse_broken_index()?;
        let Some(head) = head else {
            return Ok(());
        };
        // What a partial clone has not fetched is no loss.
        let remotes = self.remotes();
        let promises = |remote: &String| {
            let key = format!("remote.{remote}.promisor");
            self.configured(&key).is_some()
        };
        if remotes.iter().any(promises) {
            return Ok(());
        }
        let mut wanted = Vec::new();
        for path in paths {
            wanted.push(RepoPath::new(path, self.work_dir())?.as_path().to_owned());
        }
        let mut lacking = Vec::new();
        self.look_into(head, ObjectType::Tree, Path::new(""), &wanted, &mut lacking);
        match lacking.is_empty() {
            true => Ok(()),
            false => Err(self.lacks(&lacking, &remotes)),
        }
    }

    fn refuse_broken_index(&self) -> Result<(), GitError> {
        let output = self.git.run(&["ls-files", "--", ":(top,literal).git"])?;
        let index = match self.git.environment().get("GIT_INDEX_FILE") {
            Some(index) => self.work_dir().join(index),
            None => self.library.path().join("index"),
        };
        // One that may not be read is told by whoever looks at permissions.
        if output.succeeded() || std::fs::read(&index).is_err() {
            return Ok(());
        }
        let complaint = output.complaint();
        if let Some(error) = misconfigured(&complaint) {
            return Err(error);
        }
        let index = shell_word(&index);
        Err(GitError::InvalidFile {
            says: format!(
                "git cannot read its index, {index}; made anew it holds what is committed: no file is touched, and what was staged is to be staged again"
            ),
            cures: vec![format!("mv {index} {index}.broken && git reset")],
        })
    }

    /// The tree of the last commit; none before the first.
    fn sound_head(&self) -> Result<Option<Oid>, GitError> {
        let head = match self.library.find_reference("HEAD") {
            Ok(head) => head,
            Err(_) => return Err(self.headless()),
        };
        let name = match head.symbolic_target() {
            Ok(Some(branch)) => branch.to_owned(),
            _ => "HEAD".to_owned(),
        };
        let file = match name.as_str() {
            "HEAD" => self.library.path().join("HEAD"),
            branch => self.library.commondir().join(branch),
        };
        match self.library.find_reference(&name) {
            Ok(reference) => {
                let tree = reference.peel_to_commit().map(|commit| commit.tree_id());
                tree.map(Some)
                    .map_err(|_| self.astray(&name, reference.target(), None))
            }
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(_) => Err(self.astray(&name, None, Some(&file))),
        }
    }

    /// A HEAD that names neither a branch nor a commit.
    fn headless(&self) -> GitError {
        let branches = self.library.branches(Some(BranchType::Local));
        let names = branches.into_iter().flatten().flatten();
        let names = names.filter_map(|(branch, _)| Some(branch.name().ok()??.to_owned()));
        let names: Vec<String> = names.collect();
        let branch = match names.as_slice() {
            [only] => only.as_str(),
            _ => "<BRANCH>",
        };
        let file = shell_word(&self.library.path().join("HEAD"));
        GitError::InvalidFile {
            says: format!("{file} names no branch and no commit, so git sees no repository"),
            cures: vec![format!("echo 'ref: refs/heads/{branch}' > {file}")],
        }
    }

    /// A branch whose commit is not here, or whose file names none.
    fn astray(&self, name: &str, commit: Option<Oid>, file: Option<&Path>) -> GitError {
        let mut cures = Vec::new();
        let short = name.strip_prefix("refs/heads/").unwrap_or(name);
        let mut says = match commit {
            Some(id) => format!("the last commit of {short} is not here: {}", brief(id)),
            None => format!("git cannot read which commit is the last of {short}"),
        };
        cures.extend(file.map(|file| format!("rm {}", shell_word(file))));
        let remotes = self.remotes();
        cures.extend(remotes.iter().map(|remote| refetch(remote)));
        let log = self.library.reflog(name);
        let log = log.iter().flat_map(|log| log.iter());
        let is_here = |id: &Oid| {
            let commit = self.library.find_commit(*id);
            commit.is_ok_and(|commit| commit.tree().is_ok())
        };
        match log.map(|entry| entry.id_new()).find(is_here) {
            Some(id) => {
                // What it is fetched from may have it, and then nothing need go back.
                says.push_str(
                    "; the last line goes back to the newest that is, and touches no file",
                );
                let back = format!("git update-ref {name} {id}");
                cures.push(match remotes.is_empty() || file.is_some() {
                    true => back,
                    false => format!("git cat-file -e {name} || {back}"),
                });
            }
            None => cures.push("git fsck --lost-found".to_owned()),
        }
        GitError::InvalidFile { says, cures }
    }

    fn look_into(
        &self,
        id: Oid,
        kind: ObjectType,
        path: &Path,
        wanted: &[PathBuf],
        lacking: &mut Vec<Lacking>,
    ) {
        let is_known = |kind: ObjectType| {
            let odb = self.library.odb();
            odb.is_ok_and(|odb| odb.read_header(id).is_ok_and(|(_, known)| known == kind))
        };
        let tree = match kind {
            ObjectType::Tree => self.library.find_tree(id).ok(),
            ObjectType::Blob if is_known(kind) => return,
            ObjectType::Blob => None,
            // The place of a submodule, whose commits lie elsewhere.
            _ => return,
        };
        let Some(tree) = tree else {
            lacking.push(Lacking {
                id,
                kind,
                path: path.to_owned(),
            });
            return;
        };
        for entry in &tree {
            let inner = path.join(String::from_utf8_lossy(entry.name_bytes()).as_ref());
            let on_the_way = |path: &PathBuf| inner.starts_with(path) || path.starts_with(&inner);
            if let Some(kind) = entry.kind()
                && wanted.iter().any(on_the_way)
            {
                self.look_into(entry.id(), kind, &inner, wanted, lacking);
            }
        }
    }

    fn lacks(&self, lacking: &[Lacking], remotes: &[String]) -> GitError {
        let named = lacking.iter().take(NAMED).map(|lacking| {
            let path = match lacking.path.as_os_str().is_empty() {
                true => "all of it".into(),
                false => lacking.path.display().to_string(),
            };
            format!("{path} ({})", brief(lacking.id))
        });
        let mut named = named.collect::<Vec<_>>().join(", ");
        if lacking.len() > NAMED {
            named = format!("{named} and {} more", lacking.len() - NAMED);
        }
        let mut cures = Vec::new();
        // A file of an object that cannot be read keeps git from writing it anew.
        let corruption = lacking.iter().map(|lacking| self.loose(lacking.id));
        let corruption = corruption.filter(|file| file.is_file());
        let corruption: Vec<String> = corruption.map(|file| shell_word(&file)).collect();
        if !corruption.is_empty() {
            cures.push(format!("rm -f {}", corruption.join(" ")));
        }
        cures.extend(remotes.iter().map(|remote| refetch(remote)));
        // The index still knows what the folders hold, and what it is told anew git writes anew.
        let trees = lacking
            .iter()
            .filter(|lacking| lacking.kind == ObjectType::Tree);
        let trees: Vec<String> = trees
            .map(|tree| format!("':/{}'", tree.path.display()))
            .collect();
        if !trees.is_empty() {
            let trees = trees.join(" ");
            cures.push(format!(
                "git ls-files -s -z -- {trees} | git update-index -z --index-info && git write-tree"
            ));
        }
        let is_in_file = |lacking: &&Lacking| {
            let file = self.work_dir().join(&lacking.path);
            Oid::hash_file(ObjectType::Blob, file).is_ok_and(|id| id == lacking.id)
        };
        let files = lacking.iter().filter(is_in_file);
        let files: Vec<String> = files
            .map(|lacking| shell_word(&self.work_dir().join(&lacking.path)))
            .collect();
        if !files.is_empty() {
            cures.push(format!("git hash-object -w -- {}", files.join(" ")));
        }
        if cures.len() == usize::from(!corruption.is_empty()) {
            cures = vec!["git fsck".to_owned()];
        }
        GitError::InvalidFile {
            says: format!("git holds not all of the last commit: {named}"),
            cures,
        }
    }

    /// A variable that gives a commit a time which is none, for which git names nobody.
    pub(super) fn misdated(&self) -> Option<GitError> {
        let dates = [
            ("GIT_COMMITTER_DATE", "GIT_COMMITTER_IDENT"),
            ("GIT_AUTHOR_DATE", "GIT_AUTHOR_IDENT"),
        ];
        dates.into_iter().find_map(|(date, identity)| {
            let value = self.git.environment().get(date)?;
            let names = |git: &Git| {
                let identity_output = git.run(&["var", identity]);
                identity_output.is_ok_and(|identity_output| identity_output.succeeded())
            };
            if names(&self.git) || !names(&self.git.with(date, "")) {
                return None;
            }
            let value = value.to_string_lossy();
            Some(GitError::InvalidFile {
                says: format!(
                    "${date} is `{value}`, which is no time, and git refuses every commit"
                ),
                cures: vec![format!("unset {date}")],
            })
        })
    }

    fn loose(&self, id: Oid) -> PathBuf {
        let name = id.to_string();
        let (shelf, rest) = name.split_at(2);
        let objects = self.library.commondir().join("objects");
        objects.join(shelf).join(rest)
    }

    fn remotes(&self) -> Vec<String> {
        let names = self.library.remotes();
        let names = names.iter().flat_map(|names| names.iter());
        names
            .filter_map(|name| Some(name.ok()??.to_owned()))
            .collect()
    }
}

fn refetch(remote: &str) -> String {
    format!("git fetch --refetch {remote}")
}

fn brief(id: Oid) -> String {
    id.to_string().chars().take(12).collect()
}
