//! `inc`: incidents as files in git.
pub mod command;
pub mod clocks;
pub mod error;
pub mod git;
pub mod home;
pub mod next;
pub mod plan;
pub mod prompt;
pub mod record;
pub mod render;
pub mod report;
pub mod respond;
pub mod rules;
