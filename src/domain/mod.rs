//! The domain: what an incident is, and what the response plan demands of it.
//!
//! Pure: no file, no environment, no terminal, and the time is an argument.
//!
//! | module | its job |
//! |---|---|
//! | `record` | the incident record: its types, its status, what a change changed, merging |
//! | `plan` | the response plan, and a record seen under it ([`plan::Case`]) |
//! | `readiness` | what of the preparation checklist was confirmed |
//! | `rules` | what the plan demands of a record: a file per family, an entry per rule |
//! | `lint` | what an external message must not contain |
//! | `clocks`, `next` | what is due, and what to do now |
//! | `respond` | what each command does to a record |
//! | `report` | a record as a document |
//! | `stats` | figures over many incidents |
//! | `schema` | JSON Schemas of a home's files |
//! | `doctor` | judges what was found of the machine, the repository and the home |
//! | `command` | a command line to type next |

pub(crate) mod clocks;
pub(crate) mod command;
pub(crate) mod fix;
pub(crate) mod lint;
pub(crate) mod next;
pub(crate) mod plan;
pub(crate) mod readiness;
pub(crate) mod record;
pub(crate) mod report;
pub(crate) mod respond;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod stats;
