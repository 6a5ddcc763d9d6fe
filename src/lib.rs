//! `inc`: incidents as files in git.
pub mod plan;
pub mod record;
