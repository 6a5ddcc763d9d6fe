//! The integration tests: one binary, a file per capability.

mod arrows;
mod documents;
mod generated;
mod rule_examples;
