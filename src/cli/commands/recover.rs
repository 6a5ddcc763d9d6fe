//! `inc recover`: every check with its expected result; all satisfied moves to resolved.

use clap::Args;

use crate::domain::plan::{Case, CheckStatus};
use crate::domain::record::{Status, Time};
use crate::domain::respond::{CheckAnswer, Recovery, rest};
use crate::error::{Error, Result};
use crate::session::ask::{self, Walked};
use crate::session::change::{Goal, Step, Verb};
use crate::session::context::Context;
use crate::session::names;
use crate::session::names::see_help;
use crate::session::options::{At, each};
use crate::ui::prompt::{Interrupted, Prompt};
use crate::ui::words::count;

/// Record recovery checks and resolve the incident
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc recover  # asks each check, with its expected result\n  \
                  inc recover --check redis=done --check logs=failed:\"new exceptions in checkout\"\n  \
                  inc recover --check credential-flow=not-applicable:\"no credential is touched\" --rest done")]
pub(crate) struct Recover {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// Answer a recovery check, by any unique part of its name; the default state is done
    #[arg(long = "check", value_name = "CHECK[=STATE[:NOTE]]")]
    checks: Vec<String>,
    /// Answer all remaining checks that apply with this state
    #[arg(long, value_name = "STATE")]
    rest: Option<String>,
    /// The fix that was applied
    #[arg(long, value_parser = crate::session::options::words, value_name = "TEXT", allow_hyphen_values = true)]
    resolution: Option<String>,
    /// How recovery was confirmed
    #[arg(long, value_parser = crate::session::options::words, value_name = "TEXT", allow_hyphen_values = true)]
    verification: Option<String>,
    #[command(flatten)]
    at: At,
}

impl Recover {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let document = context.to_change(&picked, &self.at)?;
        let case = Case::new(&document.record, &plan);
        let now = context.now()?;
        let mut recovery = Recovery {
            checks: each(&self.checks, |given| names::check(&case, "recover", given))?,
            resolution: self.resolution.clone(),
            verification: self.verification.clone(),
        };
        let tried = self.rest.is_some();
        recovery.checks.extend(unsaid(
            &case,
            "recover",
            self.rest.as_deref(),
            &recovery.checks,
            now,
        )?);
        let mut walked = Walked::Through;
        if recovery.checks.is_empty()
            && recovery.resolution.is_none()
            && recovery.verification.is_none()
        {
            if let Some(mut prompt) = context.prompt() {
                walked = walk(prompt.as_mut(), &case, now, &mut recovery).into();
            } else if !case
                .gate(Status::Resolved)
                .iter()
                .all(|view| view.is_satisfied())
            {
                return Err(nothing_given(&case, "recover").addressed(picked.address));
            }
        }

        // Trying to resolve is what the gates can refuse: with everything said, or said to be all.
        let mut draft = document.record.clone();
        let said = &recovery.checks;
        said.iter()
            .for_each(|said| draft.set_check(&said.checklist, &said.check, said.state.clone()));
        let drafted = Case::new(&draft, &plan);
        let gate = drafted.gate(Status::Resolved);
        let all_said = gate
            .iter()
            .all(|view| !matches!(view.standing, CheckStatus::Unsaid));
        let satisfied = gate.iter().all(|view| view.is_satisfied());
        let tries = document.record.status < Status::Resolved
            && walked == Walked::Through
            && (tried || satisfied || (all_said && !said.is_empty()));

        let number = recovery.checks.len();
        let subject = match number {
            0 => "recovery".to_owned(),
            1 => format!(
                "recovery: {} {}",
                recovery.checks[0].check, recovery.checks[0].state.state
            ),
            number => format!("recovery: {number} checks"),
        };
        let kept = subject.clone();
        let subject = if tries && satisfied {
            match number {
                0 => "resolved".to_owned(),
                number => format!("resolved: {}", count(number, "recovery check")),
            }
        } else {
            subject
        };
        let verb = Verb::new("recover", &subject).at(&self.at);
        let answers: Step<'_> = Box::new(|response| {
            response.recover(recovery);
            Ok(())
        });
        let goal = tries.then(|| Goal {
            word: Some("resolved"),
            kept,
            step: Box::new(|response| {
                response.resolve(&plan);
                Ok(())
            }),
        });
        let done = context.attempt(&picked, &verb, answers, goal)?;
        context.print_outcome(&done, &subject);
        context.print_next(&done.after, &plan, done.now, &done.address, 2);
        walked.end(&done, "recover")
    }
}

fn walk(
    prompt: &mut dyn Prompt,
    case: &Case<'_>,
    now: Time,
    recovery: &mut Recovery,
) -> Result<(), Interrupted> {
    ask::heading(prompt, case);
    let lists: Vec<_> = case.plan.checklists_of("recover").collect();
    // What holds back `resolved` is asked; what holds back only the closing waits for its time.
    let wanted = |gate: Option<Status>| {
        gate == Some(Status::Resolved) || case.record.status >= Status::Resolved
    };
    for (list, _) in lists.into_iter().filter(|(_, list)| wanted(list.gate)) {
        for view in case
            .checks(list)
            .iter()
            .filter(|view| !view.is_satisfied() && !view.is_computed())
            .filter(|view| !case.is_too_early(list, &view.check.id, now))
        {
            ask::check(prompt, case, view, &mut recovery.checks)?;
        }
    }
    if case.record.resolution.is_none() {
        recovery.resolution = prompt.text("Resolution \u{2013} the fix that was applied", None)?;
    }
    if case.record.verification.is_none() {
        recovery.verification =
            prompt.text("Verification \u{2013} how recovery was confirmed", None)?;
    }
    Ok(())
}

/// Returns the answers that `--rest STATE` gives to the remaining checks.
pub(super) fn unsaid(
    case: &Case<'_>,
    command: &str,
    state: Option<&str>,
    said: &[CheckAnswer],
    now: Time,
) -> Result<Vec<CheckAnswer>> {
    let Some(given) = state else {
        return Ok(Vec::new());
    };
    let state = names::state(given)?;
    let named = |other: &CheckAnswer| {
        said.iter()
            .any(|known| known.checklist == other.checklist && known.check == other.check)
    };
    Ok(rest(case, command, state, now)
        .into_iter()
        .filter(|other| !named(other))
        .collect())
}

/// Lists the open checks with their commands where there is no terminal to ask on.
pub(super) fn nothing_given(case: &Case<'_>, command: &str) -> Error {
    let mut error = Error::usage(format!(
        "{}: no input given, and no terminal to prompt on",
        case.record.id
    ));
    for (list, _) in case.plan.checklists_of(command) {
        for view in case.checks(list).iter().filter(|view| !view.is_satisfied()) {
            let expect = view
                .check
                .expect
                .as_ref()
                .map(|expect| format!(" ({expect})"))
                .unwrap_or_default();
            error = error.item(
                format!("{}{expect}", view.check.check.to_lowercase()),
                Some(crate::domain::rules::fix::check(case, view)),
            );
        }
    }
    error.or_fix(see_help(command))
}
