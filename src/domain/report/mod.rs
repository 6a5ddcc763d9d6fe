//! Reports: a record and its plan as a document, through a markdown template.
//!
//! [`view`] is what a template may speak of, [`build`] fills it from a record seen under its plan,
//! [`mod@message`] fills the messages that are sent, [`markdown`] keeps what people typed from becoming markup, and [`mod@stamp`] lets a saved report be
//! checked later. Pure: no clock, no files, no environment. A report is a function of record, plan
//! and template alone, so that the same commit always gives the same bytes.

pub(crate) mod audience;
pub(crate) mod build;
pub(crate) mod difference;
pub(crate) mod engine;
pub(crate) mod entries;
pub(crate) mod error;
pub(crate) mod facts;
pub(crate) mod filters;
pub(crate) mod markdown;
pub(crate) mod message;
pub(crate) mod review;
pub(crate) mod shipped;
pub(crate) mod stamp;
pub(crate) mod timeline;
pub(crate) mod view;
pub(crate) mod zoned;

pub(crate) use engine::render;
pub(crate) use error::ReportError;
pub(crate) use message::{Message, MessageInput, message};
pub(crate) use stamp::{stamp, verify};

#[cfg(test)]
mod tests;

/// What stands wherever something is not known or not confirmed (O20, O24).
pub(crate) const UNDER_REVIEW: &str = "Under Review";
