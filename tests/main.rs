//! The integration tests: the real binary, in a world of its own, as people and scripts use it.
//!
//! One binary, so that it links once. A file per capability; `support` holds the sandbox, the
//! terminal and what they have in common.

// Nobody outside uses a test binary.
#![allow(unreachable_pub)]

mod support;

mod addressing;
mod aftermath;
mod answers;
mod arrows;
mod closed;
mod completions;
mod conflicts;
mod crash;
mod doctor;
mod documents;
mod doors;
mod editors;
mod edits;
mod evidence;
mod formats;
mod generated;
mod git;
mod help;
mod history;
mod json;
mod lifecycle;
mod lint;
mod log;
mod merging;
mod messages;
mod narrow;
mod next;
mod pasted;
mod policy;
mod post;
mod readiness;
mod recipes;
mod reports;
mod rule_examples;
mod screens;
mod stats;
mod sync;
mod terminal;
mod times;
mod validate;
mod walks;
