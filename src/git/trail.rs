//! The commits that touched a file, newest first, as git finds them.
//!
//! `git log` is asked, since it alone uses changed-path Bloom filters, and it is asked with
//! `--full-history`: by default it follows only the side of a merge that the result equals, so an
//! edit that a merge threw away would never be seen. With full history git walks every side, and
//! names a merge as soon as it differs from *one* parent; `-c --raw` then lists a file of a merge
//! only where it differs from *every* parent, which is when a merge belongs to the trail. A merge
//! without such a file still belongs to it if it threw an edit away, which is looked up here: one
//! side had changed the file since the sides parted, and the result does not hold that version.
//!
//! The pathspec says `literal` and no more: with `top` beside it, or with several paths, git leaves
//! its Bloom filters unused. Replacements and grafts are not followed ([`Git::of_the_past`]).

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use git2::{DiffOptions, ErrorCode, Oid, Tree};

use super::error::GitError;
use super::objects::CommitId;
use super::objects::{BlobId, Stamp, blob_in};
use super::program::Stream;
use super::repo::Repo;
use super::signature::{Judge, Signature, SignatureFacts};

/// A commit that touched something that was asked about.
#[derive(Clone, Debug)]
pub(crate) struct Touch {
    pub stamp: Stamp,
    pub signature: Signature,
    pub parents: Vec<CommitId>,
    pub files: Vec<Touched>,
    /// Whether a shallow clone begins with it: what it seems to add may be older.
    pub is_boundary: bool,
    /// Whether it is a merge that says of itself that `inc sync` made it.
    pub is_synced: bool,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Touched {
    /// As git names it: from the top of the work tree, with slashes.
    pub name: String,
    /// What it was in each parent; none at a first commit.
    pub sides: Vec<Side>,
    /// What it is now; none where it was deleted.
    pub new: Option<BlobId>,
}

/// A file in one parent of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Side {
    pub commit: CommitId,
    pub blob: Option<BlobId>,
    /// Of a merge: what it was where the sides parted.
    pub base: Option<BlobId>,
}

impl Repo {
    /// The commits that touched one of `paths`, newest first: files, or folders for all that lies in
    /// them. Without a start it begins at HEAD; before the first commit there is none.
    pub(crate) fn trail<'r>(
        &'r self,
        start: Option<CommitId>,
        paths: &[String],
        judge: &'r Judge,
    ) -> Result<Trail<'r>, GitError> {
        let start = match start {
            Some(CommitId(start)) => Some(start),
            None => self.head_id()?,
        };
        let stream = start
            .map(|start| self.ask(start, paths, judge))
            .transpose()?;
        Ok(Trail {
            repo: self,
            judge,
            stream,
            ahead: None,
            paths: paths.to_vec(),
            boundary: self.shallow_edge(),
        })
    }

    fn ask(&self, start: Oid, paths: &[String], judge: &Judge) -> Result<Stream, GitError> {
        let mut args = judge.arguments();
        args.extend(
            [
                "--no-optional-locks",
                // Configured, it would take one path for a file to be followed through renames.
                "-c",
                "log.follow=false",
                "log",
                "-z",
                "--full-history",
                "-c",
                "--raw",
                "--no-abbrev",
                "--no-renames",
                "--root",
                "--no-relative",
                "--no-show-signature",
                "--no-color",
                "--encoding=UTF-8",
                FORMAT,
            ]
            .map(str::to_owned),
        );
        args.push(start.to_string());
        args.push("--".to_owned());
        args.extend(paths.iter().map(|path| format!(":(literal){path}")));
        // Each commit is handed on when it is found, whatever the user has set.
        let git = self.git.of_the_past().with("GIT_FLUSH", "1");
        git.stream(&args)
    }
}

/// Begins every header, so that a header without a file under it is told from a file's line.
const MARK: u8 = b'@';
const FORMAT: &str = "--format=tformat:@%H%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ct%x00%G?%x00%GS%x00%GK%x00%GF%x00%GP%x00%s";

/// The commits, one after the other as git finds them. Let go of, it stops git.
pub(crate) struct Trail<'r> {
    repo: &'r Repo,
    judge: &'r Judge,
    stream: Option<Stream>,
    /// The header that ended the last commit's files.
    ahead: Option<Vec<u8>>,
    paths: Vec<String>,
    /// The commits whose parents a shallow clone lacks.
    boundary: HashSet<CommitId>,
}

impl Iterator for Trail<'_> {
    type Item = Result<Touch, GitError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.read() {
                Ok(None) => return None,
                // A merge that only took over what one side had done.
                Ok(Some(touch)) if touch.files.is_empty() => {}
                Ok(Some(touch)) => return Some(Ok(touch)),
                Err(error) => {
                    self.stream = None;
                    return Some(Err(error));
                }
            }
        }
    }
}

impl Trail<'_> {
    fn read(&mut self) -> Result<Option<Touch>, GitError> {
        let Some(stream) = &mut self.stream else {
            return Ok(None);
        };
        let mut header = self.ahead.take();
        while header.is_none() {
            match stream.next()? {
                None => {
                    self.stream = None;
                    return Ok(None);
                }
                Some(piece) => header = Some(piece).filter(|piece| piece.first() == Some(&MARK)),
            }
        }
        let mut word = || -> Result<String, GitError> {
            let piece = stream.next()?.unwrap_or_default();
            Ok(String::from_utf8_lossy(&piece).into_owned())
        };
        let id = oid(&header.unwrap_or_default()[1..])?;
        let parents = word()?;
        let (author, email, authored) = (word()?, word()?, word()?);
        let (committer, committed) = (word()?, word()?);
        let (letter, signer) = (word()?, word()?);
        let (short, print, primary) = (word()?, word()?, word()?);
        let stamp = Stamp {
            commit: CommitId(id),
            author,
            email,
            authored: authored.parse().unwrap_or_default(),
            committer,
            committed: committed.parse().unwrap_or_default(),
            subject: word()?,
        };
        let mut parent_ids = Vec::new();
        for parent in parents.split_ascii_whitespace() {
            parent_ids.push(CommitId(oid(parent.as_bytes())?));
        }
        let mut files = Vec::new();
        loop {
            let Some(piece) = stream.next()? else {
                self.stream = None;
                break;
            };
            if piece.first() == Some(&MARK) {
                self.ahead = Some(piece);
                break;
            }
            let line = String::from_utf8_lossy(&piece);
            if let Some(line) = line.trim_start().strip_prefix(':') {
                let name = stream.next()?.unwrap_or_default();
                let name = String::from_utf8_lossy(&name).into_owned();
                files.push(file(line, name, &parent_ids)?);
            }
        }
        if parent_ids.len() > 1 {
            self.repo
                .look_into_merge(id, &parent_ids, &self.paths, &mut files)?;
        }
        let seen = SignatureFacts {
            letter: &letter,
            signer: &signer,
            key: if print.is_empty() { &short } else { &print },
            primary: &primary,
            committed: stamp.committed,
        };
        // Of the parents that a shallow clone lacks git says nothing.
        let is_boundary = self.boundary.contains(&CommitId(id));
        Ok(Some(Touch {
            signature: self.repo.signature(id, &seen, self.judge),
            is_boundary,
            is_synced: (parent_ids.len() > 1 || is_boundary) && self.repo.is_synced(id)?,
            stamp,
            parents: parent_ids,
            files,
        }))
    }
}

impl Repo {
    /// Where the sides parted, and the files of which one side's version was thrown away.
    fn look_into_merge(
        &self,
        merge: Oid,
        parents: &[CommitId],
        paths: &[String],
        files: &mut Vec<Touched>,
    ) -> Result<(), GitError> {
        let result = self.tree_of(merge)?;
        let mut sides = Vec::new();
        for (place, side) in parents.iter().enumerate() {
            let other = parents[usize::from(place == 0)];
            sides.push(Parted {
                commit: *side,
                tree: self.tree_of(side.0)?,
                bases: self.bases(side.0, other.0)?,
            });
        }
        for file in files.iter_mut() {
            file.sides = sides
                .iter()
                .map(|side| side.at(&file.name))
                .collect::<Result<_, _>>()?;
        }
        let mut differing = BTreeSet::new();
        for side in &sides {
            self.collect_differing(&side.tree, &result, paths, &mut differing)?;
        }
        differing.retain(|name| files.iter().all(|file| file.name != *name));
        for name in differing {
            let sides: Vec<Side> = sides
                .iter()
                .map(|side| side.at(&name))
                .collect::<Result<_, _>>()?;
            let new = blob_in(&result, &name)?;
            if sides
                .iter()
                .any(|side| side.blob != new && side.blob != side.base)
            {
                files.push(Touched { name, sides, new });
            }
        }
        Ok(())
    }

    /// Where two sides parted; nothing where that lies beyond what a shallow clone has. Histories that
    /// never met parted at no commit, and each has done all that it holds.
    fn bases(&self, side: Oid, other: Oid) -> Result<Option<Vec<Tree<'_>>>, GitError> {
        let found = match self.library.merge_bases(side, other) {
            Ok(found) => found.iter().copied().collect(),
            Err(error) if error.code() == ErrorCode::NotFound && !self.library.is_shallow() => {
                Vec::new()
            }
            Err(_) => return Ok(None),
        };
        let trees = found.into_iter().map(|base| self.tree_of(base));
        trees.collect::<Result<_, _>>().map(Some)
    }

    fn collect_differing(
        &self,
        side: &Tree<'_>,
        result: &Tree<'_>,
        paths: &[String],
        names: &mut BTreeSet<String>,
    ) -> Result<(), GitError> {
        let mut options = DiffOptions::new();
        options.disable_pathspec_match(true).skip_binary_check(true);
        for path in paths {
            options.pathspec(path);
        }
        let diff = self
            .library
            .diff_tree_to_tree(Some(side), Some(result), Some(&mut options))
            .map_err(GitError::library("cannot compare the sides of a merge"))?;
        for delta in diff.deltas() {
            let path = delta.new_file().path().or(delta.old_file().path());
            let name = |path: &Path| path.to_string_lossy().replace('\\', "/");
            names.extend(path.map(name));
        }
        Ok(())
    }
}

/// One side of a merge.
struct Parted<'r> {
    commit: CommitId,
    tree: Tree<'r>,
    bases: Option<Vec<Tree<'r>>>,
}

impl Parted<'_> {
    fn at(&self, name: &str) -> Result<Side, GitError> {
        let blob = blob_in(&self.tree, name)?;
        let mut base = None;
        match &self.bases {
            // What is not known to have changed here has not.
            None => base = blob,
            Some(bases) => {
                for tree in bases {
                    let found = blob_in(tree, name)?;
                    // Of several, the one that this side left as it was.
                    if base.is_none() || found == blob {
                        base = found;
                    }
                }
            }
        }
        Ok(Side {
            commit: self.commit,
            blob,
            base,
        })
    }
}

/// `100644 100644 OLD NEW M`, or for a merge of two `:100644 100644 100644 OLD OLD NEW MM`.
fn file(line: &str, name: String, parents: &[CommitId]) -> Result<Touched, GitError> {
    let count = line.bytes().take_while(|byte| *byte == b':').count() + 1;
    let words: Vec<&str> = line.trim_start_matches(':').split(' ').collect();
    let blob = |place: usize| -> Result<Option<BlobId>, GitError> {
        let id = oid(words.get(count + 1 + place).unwrap_or(&"").as_bytes())?;
        Ok((!id.is_zero()).then_some(BlobId(id)))
    };
    let mut sides = Vec::new();
    for (place, commit) in parents.iter().enumerate().take(count) {
        sides.push(Side {
            commit: *commit,
            blob: blob(place)?,
            base: None,
        });
    }
    Ok(Touched {
        name,
        sides,
        new: blob(count)?,
    })
}

fn oid(text: &[u8]) -> Result<Oid, GitError> {
    std::str::from_utf8(text)
        .ok()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| GitError::Failed {
            command: "log".into(),
            output: String::from_utf8_lossy(text).into_owned(),
        })
}
