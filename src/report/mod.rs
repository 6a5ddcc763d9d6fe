//! Reports: a record and its plan as a document, through a markdown template.
//!
//! [`view`] is what a template may speak of, [`build`] fills it from a record seen under its plan,
//! [`mod@message`] fills the messages that are sent, [`markdown`] keeps what people typed from becoming markup, and [`mod@stamp`] lets a saved report be
//! checked later. Pure: no clock, no files, no environment. A report is a function of record, plan
//! and template alone, so that the same commit always gives the same bytes.

pub mod audience;
pub mod build;
pub mod clock;
pub mod difference;
pub mod engine;
pub mod entries;
pub mod error;
pub mod facts;
pub mod markdown;
pub mod message;
pub mod review;
pub mod shipped;
pub mod stamp;
pub mod timeline;
pub mod view;

pub use engine::render;
pub use error::ReportError;
pub use message::{Message, Told, message};
pub use shipped::{SHIPPED, Shipped};
pub use stamp::{NoStamp, Stamp, record_digest, stamp, verify};
pub use view::View;

#[cfg(test)]
mod tests;

/// What stands wherever something is not known or not confirmed (O20, O24).
pub const UNDER_REVIEW: &str = "Under Review";
