//! `inc`: incidents as files in git.
pub mod command;
pub mod clocks;
pub mod git;
pub mod home;
pub mod next;
pub mod plan;
pub mod record;
pub mod report;
pub mod rules;
