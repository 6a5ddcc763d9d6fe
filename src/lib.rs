//! `inc`: incidents as files in git.
//!
//! An incident is one YAML file in a git repository. The program declares it, guides the responder, refuses
//! what the response plan forbids, and renders its reports. The plan is data (`templates/plan.yaml`); the
//! rules that it can demand are code.
//!
//! `docs/architecture.md` says what each module does, which may use which, and why.

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
    pub use crate::cli::commands::doctor::CHECKS;
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
