//! Git, as an incident home uses it: reads through libgit2, changes through the `git` program.
//!
//! libgit2 is quick, but it runs no hooks, signs nothing, and can lose what another process staged. So
//! the user's own git makes every change, and honours hooks, signing, filters, identity and locks. What
//! git cannot do well is refused by [`Repo::may_commit`] before a byte is written.
//!
//! | file | its job |
//! |---|---|
//! | `repo` | the opened repository: where it is, who the user is |
//! | `open` | finds the repository as git would, and refuses what libgit2 cannot read |
//! | `program` | runs the git program in a known environment |
//! | `version` | the version of the git program |
//! | `path` | a path as git names it, below the work tree |
//! | `index` | what the index holds |
//! | `head` | what HEAD holds, and what differs from it |
//! | `objects` | commits and blobs: their IDs, authors and contents |
//! | `trail` | the commits that touched a file, newest first, for `inc log` |
//! | `history` | what commits did to the files of a folder, for `--base` and `inc verify` |
//! | `branches` | the file names on any branch, now or before |
//! | `signature` | who signed a commit, and whether that key counts |
//! | `refusal` | what must not be committed, found before anything is written |
//! | `commit` | commits exactly the given paths |
//! | `commit_lock` | makes our own commits wait for each other |
//! | `index_guard` | repairs what `git commit` undoes in the index |
//! | `intent_to_add` | announces a new path to the index, and takes that back |
//! | `failure` | why git refused a commit |
//! | `merge_file` | git's own merge of texts, line by line |
//! | `sync` | fetch, merge and push |
//! | `interrupted_merge` | a merge of ours that was interrupted |
//! | `health` | what `inc doctor` asks of a repository |
//! | `backoff` | how long to wait for another process |
//! | `pager` | the pager that is configured for git |
//! | `error` | the errors of git, each with what to do next |

mod backoff;
mod branches;
mod commit;
mod commit_lock;
mod error;
mod failure;
mod head;
mod health;
mod history;
mod index;
mod index_guard;
mod intent_to_add;
mod interrupted_merge;
mod merge_file;
mod objects;
mod open;
mod pager;
mod path;
mod program;
mod refusal;
mod repo;
mod signature;
mod sync;
mod trail;
mod version;

#[cfg(test)]
mod tests;

pub(crate) use error::{GitError, email_yourself, name_yourself};
pub(crate) use health::program_version;
pub(crate) use history::{Fork, Moved, Side as StepSide, Span, Step};
pub(crate) use merge_file::{MergeInput, clean_merge, shows_base};
pub(crate) use objects::{BlobId, CommitId, Files, Stamp};
pub(crate) use pager::{configured_pager, pager};
pub(crate) use repo::Repo;
pub(crate) use signature::{Judge, Signature, Signer, Trust};
pub(crate) use sync::{Conflicts, Fetched, Merged, Pushed, Upstream};
pub(crate) use trail::{Side, Touch, Touched, Trail};
pub(crate) use version::Version;
