//! The domain: what an incident is and what the response plan demands of it. Pure: no file, no
//! environment, no terminal, and the time is an argument.

pub(crate) mod clocks;
pub(crate) mod command;
pub(crate) mod doctor;
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
