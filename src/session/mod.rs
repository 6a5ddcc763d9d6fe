//! What a command works with: the environment, the home, the repository and the plan, each opened when
//! it is first needed; the incident that is meant; and one change from reading the record to its commit.

pub(crate) mod answers;
pub(crate) mod ask;
pub(crate) mod base;
pub(crate) mod change;
pub(crate) mod channel;
pub(crate) mod checkup;
pub(crate) mod command_line;
pub(crate) mod context;
pub(crate) mod file_errors;
pub(crate) mod findings;
mod history;
pub(crate) mod merge_driver;
pub(crate) mod names;
pub(crate) mod options;
pub(crate) mod paths;
pub(crate) mod pick;
mod same_id;
pub(crate) mod schemas;
pub(crate) mod snapshot;
pub(crate) mod templates;
pub(crate) mod time;

pub(crate) use context::{ClockSource, Context, World};
