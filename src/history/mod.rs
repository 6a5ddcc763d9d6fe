//! The versions of records in git: what each commit did to an incident, and which of that must not be.
//!
//! Joins `git`, which knows commits and bytes, with `store`, which reads the bytes as records.
//!
//! | file | its job |
//! |---|---|
//! | `events` | what one commit did to one incident, for `inc log` |
//! | `reader` | reads the commits that touched an incident as events |
//! | `merges` | what a merge did by itself, what it threw away, and who made it |
//! | `versions` | the versions of records, each read once |
//! | `work_tree` | the records' files in the work tree, and what differs there from a commit |
//! | `branch` | which commits a branch has since it left another, and what they did, for `--base` |
//! | `violations` | changes that no rule allows, each with the commit that made it |
//! | `moves` | where the record of an incident lay before |

pub(crate) mod branch;
pub(crate) mod events;
mod merges;
pub(crate) mod moves;
pub(crate) mod reader;
pub(crate) mod versions;
pub(crate) mod violations;
pub(crate) mod work_tree;
