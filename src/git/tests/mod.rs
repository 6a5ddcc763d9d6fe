//! The module against real git, in repositories of its own.

mod committing;
mod concurrency;
mod environment;
mod reading;
mod refusals;
mod support;
