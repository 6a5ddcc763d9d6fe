//! `inc`: incidents as files in git.
//!
//! An incident is one YAML file in a git repository. The program declares it, walks the responder
//! through it, refuses what the response plan forbids, and renders its reports. What the plan says
//! is data (`templates/plan.yaml`); what can be demanded at all is code, here.
//!
//! # What lives where
//!
//! | module | its job |
//! |---|---|
//! | [`record`] | the incident record: its types, its status, what a change changed |
//! | [`plan`] | the response plan, and a record seen under it ([`plan::Case`]) |
//! | [`readiness`] | what was confirmed before anything happens, and whether it still holds |
//! | [`rules`] | what the plan demands of a record: one rule, one entry of its family |
//! | [`clocks`], [`next`] | what is due, and what to do now |
//! | [`lint`] | what a message must not hold, passage by passage |
//! | [`schema`] | JSON Schemas of a home's files, in the words of its plan |
//! | [`stats`] | figures over many incidents |
//! | [`respond`] | what each verb does to a record |
//! | [`report`] | a record as a document |
//! | [`doctor`] | what stands in the way, and the command that mends it |
//! | [`command`] | a command line to type next |
//! | [`home`] | files: where they lie, how they are read, changed and replaced |
//! | [`git`] | the repository: one commit of exactly what was written |
//! | [`post`] | a message to a webhook |
//! | [`prompt`] | questions to a person |
//! | [`render`] | what people and programs read |
//! | [`wrap`] | words over several lines |
//! | [`error`] | how a command ends that cannot do what was asked |
//! | [`cli`] | one file a verb, and the road of every change |
//! | [`app`] | environment and arguments in, exit code out |
//!
//! The first twelve are pure: no file, no environment, no terminal, and the time is an argument.
//!
//! # One command, end to end
//!
//! `inc contain --action "Froze refunds"`:
//!
//! 1. [`app::run`] reads the environment once and hands the parsed arguments to [`cli::Cli::run`].
//! 2. The verb turns words into names of the plan and finds the incident.
//! 3. `Context::change` takes the lock and reads the record ([`home`]).
//! 4. A pure step changes a copy ([`respond::Response::contain`]).
//! 5. The rules judge it before and after ([`rules::gate::refusals`]): what the change brought with
//!    it refuses it, with the command that mends each finding.
//! 6. The differences are spliced into the text ([`home::yaml::edit_verified`]), the file is replaced
//!    in one step ([`home::store::replace`]), and [`git::Repo::commit`] commits that path alone.
//! 7. What comes next is said: [`next::steps`].

#[macro_use]
mod ui;
pub mod app;
mod cli;
mod domain;
mod error;
mod git;
mod history;
mod net;
mod session;
mod store;

/// What the integration tests look at beside the binary. Nothing else outside of the crate may.
#[doc(hidden)]
pub mod testing {
    pub use crate::cli::Cli;
    pub use crate::domain::doctor::CHECKS;
    pub use crate::domain::lint::raw::example;
    pub use crate::domain::lint::{Circumstances, Lint, Passage};
    pub use crate::domain::plan::case::Case;
    pub use crate::domain::plan::{Plan, Proof, Runbook};
    pub use crate::domain::readiness::Readiness;
    pub use crate::domain::record::time::Time;
    pub use crate::domain::record::{Map, Record};
    pub use crate::domain::report::filters::FILTERS;
    pub use crate::net::retry::RetryPolicy;
    pub use crate::net::{PostError, Sent, Webhook, send};
    pub use crate::store::codec::ReadError;
    pub use crate::store::layout::Home;

    pub mod codec {
        pub use crate::store::codec::{lint, plan, readiness, record, unquoted_times};
    }

    pub mod help {
        pub use crate::cli::help::manual::ENVIRONMENT;
        pub use crate::cli::help::{GROUPS, WIDEST, command, parse, shown};
    }

    pub mod raw {
        pub use crate::domain::plan::raw::Plan;
    }

    pub mod rules {
        pub use crate::domain::rules::{Check, FileName, Judged, Level, Rule, all, judge, rule};

        pub mod history {
            pub use crate::domain::rules::history::{RULES, Transition, judge};
        }

        pub mod lint {
            pub use crate::domain::rules::lint::secrets;
        }

        pub mod readiness {
            pub use crate::domain::rules::readiness::{Preparation, judge};
        }

        pub mod schema {
            pub use crate::domain::rules::schema::{duplicate_ids, misfit};
        }
    }

    pub mod seal {
        pub use crate::domain::record::seal::{seal, text_digest};
    }

    pub mod shape {
        pub use crate::domain::record::shape::{misfits, schema};
    }

    pub mod templates {
        pub use crate::store::templates::{shipped, shipped_names};
    }

    pub mod yaml {
        pub use crate::store::yaml::read;
    }
}
