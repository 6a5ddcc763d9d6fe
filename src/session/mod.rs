//! What a command works with: the environment, the home, the repository and the plan, each opened when
//! it is first needed; the incident that is meant; and one change from reading the record to its commit.
//!
//! | file | its job |
//! |---|---|
//! | `context` | environment, clock, home, repository, plan: [`Context`] |
//! | `options` | options that every command has |
//! | `command_line` | a command line as clap describes it |
//! | `pick` | which incident a command is about |
//! | `names`, `time` | what was typed becomes IDs of the plan, and times |
//! | `ask`, `answers` | asks for missing input, and remembers the answers |
//! | `change` | one change: read, step, rules, write, commit, print |
//! | `change/uncommitted` | commits what a killed command or an editor left uncommitted |
//! | `change/draft` | keeps what is typed in an editor until it is in the record |
//! | `change/number` | the next free number of an incident |
//! | `change/secrets` | refuses a change that would commit a secret |
//! | `change/report` | what is printed after a change |
//! | `findings` | what the rules find in files, with line and column |
//! | `base` | what a branch brought, for `--base` |
//! | `snapshot` | a record as it was in an earlier commit, for `--at` |
//! | `history` | opens the history of the home; whose signatures count |
//! | `file_errors` | reports a file that cannot be read |
//! | `paths` | where files are in the repository, and how git is typed from elsewhere |
//! | `same_id` | incidents with the same ID |
//! | `templates` | tries whether a template can be filled in |
//! | `channel` | the channels that messages are sent to |
//! | `schemas` | the schemas for editors in a home |
//! | `merge_driver` | the merge driver in the repository's configuration |
//! | `checkup` | looks at what `inc doctor` judges |

pub(crate) mod answers;
pub(crate) mod ask;
pub(crate) mod base;
pub(crate) mod change;
pub(crate) mod channel;
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
