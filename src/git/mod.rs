//! Git, as the incident home uses it: reads through libgit2, changes through the `git` program.
//!
//! libgit2 is quick, but it runs no hooks, signs nothing and can lose what another process staged
//! meanwhile; so whatever changes the repository is asked of the user's own git, which honours
//! hooks, signing, filters, identity and locks. Everything that git cannot do well for us is
//! refused by [`Repo::may_commit`] before a byte is written.
//!
//! | file | its one job |
//! |---|---|
//! | `repo` | the opened repository: where it lies, who the user is |
//! | `open` | find it as git would, and say plainly what cannot be read |
//! | `misled` | what leads git elsewhere, or to nowhere, and how that is put right |
//! | `program` | run the git program, in a known environment |
//! | `path` | a path as git names it, below the work tree |
//! | `index` | what the index knows of a path, and of all |
//! | `head` | what HEAD holds, and what differs from it |
//! | `trail` | the commits that touched a file, newest first, as they come |
//! | `past` | one commit, and what a file was in it |
//! | `branches` | the names taken on any branch, now or before |
//! | `history` | what commits did to the files of a folder |
//! | `signature` | who signed a commit, and whether that counts |
//! | `key` | whether the program that signs has the key it is to sign with |
//! | `refusal` | what must not be committed, found before it is written |
//! | `commit` | one commit of exactly these paths |
//! | `turn` | our own commits one after the other |
//! | `texts` | git's own merge of texts, line by line |
//! | `witness` | what git undoes in the index beside committing, put right |
//! | `intent` | a new path made known to the index, and taken back |
//! | `sync` | fetch, merge and push, through the user's own git |
//! | `half_merge` | a merge of ours that was interrupted, told from what a hand did |
//! | `broken` | what of it git cannot read, and what mends that |
//! | `health` | what stands in the way of a repository, or will |
//! | `diagnosis` | why git would not commit |
//! | `patience` | how long to wait for another process |
//! | `error` | what can go wrong, in words, with what to do next |

mod backoff;
mod branches;
mod commit;
mod commit_lock;
mod config_error;
mod corruption;
mod env_errors;
mod error;
mod failure;
mod head;
mod health;
mod history;
mod index;
mod index_guard;
mod intent_to_add;
mod interrupted_merge;
mod key;
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

pub(crate) use error::{GitError, Operation};
pub(crate) use health::program_version;
pub(crate) use history::{Fork, Moved, Side as StepSide, Span, Step};
pub(crate) use key::SecretKey;
pub(crate) use merge_file::{MergeInput, clean_merge, shows_base};
pub(crate) use objects::{BlobId, CommitId, Files, Stamp};
pub(crate) use pager::{configured_pager, pager};
pub(crate) use refusal::Rule;
pub(crate) use repo::Repo;
pub(crate) use signature::{Judge, Signature, Signer, Trust};
pub(crate) use sync::{Conflicts, Fetched, Merged, Pushed, Upstream};
pub(crate) use trail::{Side, Touch, Touched, Trail};
pub(crate) use version::Version;
