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

pub mod app;
pub mod cli;
pub mod clocks;
pub mod command;
pub mod doctor;
pub mod error;
pub mod git;
pub mod home;
pub mod lint;
pub mod next;
pub mod plan;
pub mod post;
pub mod prompt;
pub mod readiness;
pub mod record;
pub mod render;
pub mod report;
pub mod respond;
pub mod rules;
pub mod schema;
pub mod stats;
pub mod wrap;
