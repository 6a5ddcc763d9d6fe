//! The verbs: one file each, holding its arguments and a short `run`.

mod ack;
mod action;
mod announce;
mod assign;
mod close;
mod complete;
mod completions;
mod contacts;
mod contain;
mod demo;
mod diff;
pub(crate) mod doctor;
mod due;
mod edit;
mod eradicate;
mod escalate;
mod evidence;
mod explain;
mod init;
mod list;
mod log;
mod man;
mod merge_driver;
mod next;
mod note;
mod notify;
mod open;
mod plan;
mod readiness;
mod recover;
mod reopen;
pub(super) mod report;
mod review;
mod runbook;
mod schema;
mod set;
mod show;
mod stats;
mod sync;
mod triage;
mod update;
mod validate;
mod verify;
mod waive;

use clap::Subcommand;

use crate::error::Result;
use crate::session::Context;

/// The commands, in the order of a response.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Open(open::Open),
    Ack(ack::Ack),
    Triage(triage::TriageArgs),
    Assign(assign::Assign),
    Note(note::Note),
    Contain(contain::Contain),
    Eradicate(eradicate::Eradicate),
    Recover(recover::Recover),
    Escalate(escalate::Escalate),
    Update(update::Update),
    Announce(announce::Announce),
    Evidence(evidence::EvidenceArgs),
    Action(action::ActionArgs),
    Notify(notify::Notify),
    Review(review::ReviewArgs),
    Close(close::Close),
    Reopen(reopen::Reopen),
    Waive(waive::Waive),
    Set(set::Set),
    Edit(edit::Edit),
    Next(next::Next),
    Due(due::DueArgs),
    Show(show::Show),
    List(list::List),
    Log(log::LogArgs),
    Report(report::ReportArgs),
    Stats(stats::StatsArgs),
    Runbook(runbook::Runbook),
    Contacts(contacts::Contacts),
    Plan(plan::PlanArgs),
    Readiness(readiness::ReadinessArgs),
    Validate(validate::Validate),
    Verify(verify::Verify),
    Diff(diff::Diff),
    Explain(explain::Explain),
    Init(init::Init),
    Sync(sync::Sync),
    Doctor(doctor::DoctorArgs),
    Demo(demo::Demo),
    Schema(schema::SchemaArgs),
    Completions(completions::Completions),
    Man(man::Man),
    Complete(complete::Complete),
    MergeDriver(merge_driver::MergeDriver),
}

impl Verb {
    /// Returns whether output goes to a pager; commands that ask questions never use one.
    pub(crate) fn is_paged(&self) -> bool {
        match self {
            Verb::Report(verb) => verb.is_printed(),
            Verb::Evidence(verb) => verb.is_shown(),
            Verb::Action(verb) => verb.is_shown(),
            Verb::Next(_) | Verb::Due(_) | Verb::Show(_) | Verb::List(_) | Verb::Log(_) => true,
            Verb::Stats(_) | Verb::Runbook(_) | Verb::Contacts(_) | Verb::Plan(_) => true,
            Verb::Validate(_) | Verb::Verify(_) | Verb::Diff(_) | Verb::Explain(_) => true,
            Verb::Doctor(_) => true,
            _ => false,
        }
    }

    pub(crate) fn run(self, context: &Context) -> Result<()> {
        match self {
            Verb::Open(verb) => verb.run(context),
            Verb::Ack(verb) => verb.run(context),
            Verb::Triage(verb) => verb.run(context),
            Verb::Assign(verb) => verb.run(context),
            Verb::Note(verb) => verb.run(context),
            Verb::Contain(verb) => verb.run(context),
            Verb::Eradicate(verb) => verb.run(context),
            Verb::Recover(verb) => verb.run(context),
            Verb::Escalate(verb) => verb.run(context),
            Verb::Update(verb) => verb.run(context),
            Verb::Announce(verb) => verb.run(context),
            Verb::Evidence(verb) => verb.run(context),
            Verb::Action(verb) => verb.run(context),
            Verb::Notify(verb) => verb.run(context),
            Verb::Review(verb) => verb.run(context),
            Verb::Close(verb) => verb.run(context),
            Verb::Reopen(verb) => verb.run(context),
            Verb::Waive(verb) => verb.run(context),
            Verb::Set(verb) => verb.run(context),
            Verb::Edit(verb) => verb.run(context),
            Verb::Next(verb) => verb.run(context),
            Verb::Due(verb) => verb.run(context),
            Verb::Show(verb) => verb.run(context),
            Verb::List(verb) => verb.run(context),
            Verb::Log(verb) => verb.run(context),
            Verb::Report(verb) => verb.run(context),
            Verb::Stats(verb) => verb.run(context),
            Verb::Runbook(verb) => verb.run(context),
            Verb::Contacts(verb) => verb.run(context),
            Verb::Plan(verb) => verb.run(context),
            Verb::Readiness(verb) => verb.run(context),
            Verb::Validate(verb) => verb.run(context),
            Verb::Verify(verb) => verb.run(context),
            Verb::Diff(verb) => verb.run(context),
            Verb::Explain(verb) => verb.run(context),
            Verb::Init(verb) => verb.run(context),
            Verb::Sync(verb) => verb.run(context),
            Verb::Doctor(verb) => verb.run(context),
            Verb::Demo(verb) => verb.run(context),
            Verb::Schema(verb) => verb.run(context),
            Verb::Completions(verb) => verb.run(context),
            Verb::Man(verb) => verb.run(context),
            Verb::Complete(verb) => verb.run(context),
            Verb::MergeDriver(verb) => verb.run(context),
        }
    }
}
