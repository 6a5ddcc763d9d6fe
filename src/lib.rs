//! `inc`: incidents as files in git.
pub mod record;
