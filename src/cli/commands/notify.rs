//! `inc notify`: awareness, decision and filings, where personal data may be exposed.

use clap::Args;

use crate::domain::clocks;
use crate::domain::plan::{Case, NameKind, Plan};
use crate::domain::record::Record;
use crate::domain::respond::Notified;
use crate::domain::rules::fix;
use crate::error::{Error, Result};
use crate::session::ask::{self, Walked};
use crate::session::change::Verb;
use crate::session::context::Context;
use crate::session::names;
use crate::session::names::see_help;
use crate::session::options::{At, each};
use crate::ui::prompt::{EXPLAINED, Interrupted, Prompt};

/// Record regulatory awareness, decisions and notifications
#[derive(Debug, Args)]
#[command(
    after_help = "Regulatory deadlines count from awareness, which is a recorded decision, not from detection.\n\n\
                  Examples:\n  \
                  inc notify --aware --decision \"logs prove that parents' addresses were read\" --at 14:05\n  \
                  inc notify --authority --reference SA-2025-1142\n  \
                  inc notify --users --reference \"mail to 212 parents\"\n  \
                  inc notify --check prepare-customer-notification=not-applicable:\"no high risk to rights\""
)]
pub(crate) struct Notify {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// The organisation became aware of a personal data breach, at the time of --at
    #[arg(long)]
    aware: bool,
    /// What was decided and why
    #[arg(long, value_parser = crate::session::options::words, value_name = "TEXT", allow_hyphen_values = true)]
    decision: Option<String>,
    /// The supervisory authority was notified
    #[arg(long)]
    authority: bool,
    /// The affected users were notified
    #[arg(long)]
    users: bool,
    /// Another notification duty was met; any unique part of its name
    #[arg(long = "duty", value_name = "DUTY")]
    duties: Vec<String>,
    /// The filing's reference
    #[arg(long, value_parser = crate::session::options::words, value_name = "REFERENCE", allow_hyphen_values = true)]
    reference: Option<String>,
    /// Answer a check of the notification checklist; the default state is done
    #[arg(long = "check", value_name = "CHECK[=STATE[:NOTE]]")]
    checks: Vec<String>,
    #[command(flatten)]
    at: At,
}

impl Notify {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let document = context.to_change(&picked, &self.at)?;
        let case = Case::new(&document.record, &plan);
        let flags = [(self.authority, "authority"), (self.users, "users")];
        let named = flags
            .into_iter()
            .filter(|(set, _)| *set)
            .map(|(_, name)| name);
        let mut notified = Notified {
            aware: self.aware,
            decision: self.decision.clone(),
            duties: named
                .chain(self.duties.iter().map(String::as_str))
                .map(|given| plan.resolve(NameKind::Duty, given))
                .collect::<std::result::Result<_, _>>()?,
            reference: self.reference.clone(),
            checks: each(&self.checks, |given| names::check(&case, "notify", given))?,
        };
        if notified.reference.is_some() && notified.duties.is_empty() {
            return Err(Error::usage(
                "a reference belongs to a filing: add --authority, --users or --duty <DUTY>",
            ));
        }
        check_answers(&case, &notified).map_err(|error| error.addressed(picked.address.clone()))?;
        let mut walked = Walked::Through;
        if !notified.aware
            && notified.decision.is_none()
            && notified.duties.is_empty()
            && notified.checks.is_empty()
        {
            let Some(mut prompt) = context.prompt() else {
                return Err(nothing_said(&case).addressed(picked.address));
            };
            walked = walk(prompt.as_mut(), &case, &mut notified).into();
        }
        let subject = subject(&plan, &notified);
        let verb = Verb::new("notify", &subject).at(&self.at);
        let done = context.change(&picked, &verb, |response| response.notify(notified))?;
        context.print_outcome(&done, &subject);
        context.print_next(&done.after, &plan, done.now, &done.address, 3);
        walked.end(&done, "notify")
    }
}

/// Refuses to overwrite recorded answers, because regulatory deadlines depend on them.
fn check_answers(case: &Case<'_>, notified: &Notified) -> Result<()> {
    let zone = case.plan.zone();
    let files = notified.aware || !notified.duties.is_empty();
    if files && case.duties().next().is_none() {
        return Err(none_applies(case));
    }
    if let Some(at) = case
        .aware_at()
        .filter(|_| notified.aware && notified.decision.is_none())
    {
        return Err(Error::refused(format!(
            "{} already has awareness since {}, from which regulatory deadlines count",
            case.record.id,
            zone.minute(at)
        ))
        .item(
            "to correct it",
            Some(fix::notify([
                "--aware",
                "--at",
                "<TIME>",
                "--decision",
                "<WHY>",
            ])),
        ));
    }
    for duty in &notified.duties {
        if let Some(filing) = case.filing(duty) {
            return Err(Error::refused(format!(
                "{duty} was already filed: {} by {}",
                zone.minute(filing.at),
                filing.by
            ))
            .item(
                "to correct it",
                Some(crate::domain::command::Command::on_incident("edit")),
            ));
        }
    }
    Ok(())
}

/// Returns the error for a notification when no duty of the plan applies.
fn none_applies(case: &Case<'_>) -> Error {
    let facts = case.plan.regulatory.facts();
    let said = |fact: &&str| {
        format!(
            "{fact} is {}",
            case.record.answer(fact).unwrap_or("not answered")
        )
    };
    let said: Vec<String> = facts.iter().map(said).collect();
    let error = Error::refused(format!(
        "no notification duty applies to {}, so no deadline would run: {}",
        case.record.id,
        said.join(", ")
    ));
    facts.iter().fold(error, |error, fact| {
        error.item(format!("answer {fact}"), Some(fix::fact(fact)))
    })
}

fn subject(plan: &Plan, notified: &Notified) -> String {
    let mut parts = Vec::new();
    if notified.aware {
        parts.push("aware of a breach of personal data".to_owned());
    }
    if let Some(decision) = &notified.decision {
        parts.push(format!("decided: {decision}"));
    }
    for duty in &notified.duties {
        let known = plan
            .regulatory
            .duties
            .iter()
            .find(|known| known.id == *duty);
        let title = known.map_or(duty.as_str(), |known| known.title.as_str());
        let under = notified.reference.as_ref();
        let under = under.map_or(String::new(), |reference| format!(", {reference}"));
        parts.push(format!("filed {title}{under}"));
    }
    for said in &notified.checks {
        parts.push(format!("{} {}", said.check, said.state.state));
    }
    if parts.is_empty() {
        parts.push("notification".to_owned());
    }
    parts.join("; ")
}

fn walk(
    prompt: &mut dyn Prompt,
    case: &Case<'_>,
    notified: &mut Notified,
) -> std::result::Result<(), Interrupted> {
    ask::heading(prompt, case);
    let duties: Vec<_> = case.duties().collect();
    if duties.is_empty() {
        prompt.say("  no notification duty applies to the recorded facts");
    }
    for duty in &duties {
        prompt.say(&format!(
            "  {}: {} ({})",
            duty.title, duty.action, duty.timeline
        ));
    }
    if case.aware_at().is_none() && !duties.is_empty() {
        let question =
            format!("Aware{EXPLAINED}Is it established that personal data was breached?");
        notified.aware = prompt.confirm(&question, false)?.unwrap_or(false);
    }
    let decided = case.record.regulatory.as_ref();
    if !duties.is_empty() && decided.is_none_or(|known| known.decision.is_none()) {
        notified.decision = prompt.text("Decision and reasons", None)?;
    }
    for (list, _) in case.plan.checklists_of("notify") {
        for view in case.checks(list).iter().filter(|view| !view.is_satisfied()) {
            ask::check(prompt, case, view, &mut notified.checks)?;
        }
    }
    // Each filing has a reference of its own, so only one is asked for at a time.
    let known = notified.aware || case.aware_at().is_some();
    for duty in duties.iter().filter(|duty| known && case.is_owed(duty)) {
        let question = format!("{}: has this been filed?", duty.title);
        if prompt.confirm(&question, false)?.unwrap_or(false) {
            notified.reference = prompt.text("Reference", None)?;
            notified.duties.push(duty.id.clone());
            break;
        }
    }
    Ok(())
}

/// Lists the open duties with their commands where there is no terminal to ask on.
fn nothing_said(case: &Case<'_>) -> Error {
    let record: &Record = case.record;
    let mut error = Error::usage(format!(
        "{}: no input given, and no terminal to prompt on",
        record.id
    ));
    let owed = clocks::running(case).into_iter().filter(|clock| {
        matches!(
            clock.kind,
            clocks::Kind::Awareness | clocks::Kind::Regulatory
        )
    });
    for clock in owed {
        error = error.item(clock.what.to_lowercase(), Some(clock.command));
    }
    for (list, _) in case.plan.checklists_of("notify") {
        for view in case.checks(list).iter().filter(|view| !view.is_satisfied()) {
            error = error.item(
                view.check.check.to_lowercase(),
                Some(fix::check(case, view)),
            );
        }
    }
    error.or_fix(see_help("notify"))
}
