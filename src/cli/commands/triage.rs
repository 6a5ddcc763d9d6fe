//! `inc triage`: what is affected, how bad it may be, who answers for it.

use clap::Args;

use crate::domain::plan::raw::ImpactKind;
use crate::domain::plan::{Case, CheckStatus, NameKind, Plan};
use crate::domain::record::Record;
use crate::domain::respond::{Ids, Moment, Response, Triage};
use crate::domain::rules::fix;
use crate::error::{Error, Result};
use crate::session::ask::{self, Walked};
use crate::session::change::{Done, Goal, Step, Verb};
use crate::session::context::Context;
use crate::session::names;
use crate::session::names::see_help;
use crate::session::options::{At, each, one};
use crate::ui::prompt::{Choice, EXPLAINED, Interrupted, Prompt};

/// Record what is affected, how severe it is, and who responds
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc triage  # asks for what is not known yet\n  \
                  inc triage --fact data-exposure=none:\"checked the access log\" --impact users=\"212 wallets\"\n  \
                  inc triage --severity SEV-1")]
pub(crate) struct TriageArgs {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// Answer a triage check, by any unique part of its name; the default state is done
    #[arg(long = "check", value_name = "CHECK[=STATE[:NOTE]]")]
    checks: Vec<String>,
    /// Answer a risk question (inc plan facts)
    #[arg(long = "fact", value_name = "FACT=ANSWER[:NOTE]")]
    facts: Vec<String>,
    /// Describe the impact; KIND is users, business, financial or data
    #[arg(long = "impact", value_name = "KIND=TEXT")]
    impact: Vec<String>,
    /// Severity; at least the minimum that the facts require
    #[arg(short, long, value_name = "SEVERITY")]
    severity: Option<String>,
    /// The responsible person or team
    #[arg(long, value_parser = crate::session::options::words, value_name = "PERSON")]
    owner: Option<String>,
    /// Assign a role
    #[arg(long = "role", value_name = "ROLE=PERSON")]
    roles: Vec<String>,
    /// Environment (inc plan environments), or any unique part of its name
    #[arg(short, long, value_name = "ENVIRONMENT")]
    environment: Option<String>,
    /// An affected service
    #[arg(long = "service", value_parser = crate::session::options::words, value_name = "SERVICE")]
    services: Vec<String>,
    #[command(flatten)]
    at: At,
}

impl TriageArgs {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let document = context.to_change(&picked, &self.at)?;
        let mut triage = self.given(&plan, &document.record)?;
        let mut walked = Walked::Through;
        let asks = triage.is_empty();
        if asks && let Some(mut prompt) = context.prompt() {
            let moment = context.moment(None)?;
            walked = walk(
                prompt.as_mut(),
                &plan,
                &document.record,
                &moment,
                &mut triage,
            )
            .into();
        } else if asks {
            return Err(nothing_given(&document.record, &plan).addressed(picked.address));
        }

        let severity = triage.severity.take();
        let assigns = severity.is_some();
        // Whoever was asked for the severity has read the reasons above the question.
        let asked = asks && (assigns || walked == Walked::Through);
        let kept = subject(&triage, None);
        let subject = subject(&triage, severity.as_deref());
        let verb = Verb::new("triage", subject).at(&self.at);
        let answers: Step<'_> = Box::new(|response| {
            response.triage(&plan, triage);
            Ok(())
        });
        let goal = severity.map(|severity| Goal {
            word: None,
            kept,
            step: Box::new(|response| {
                response.assign_severity(&plan, severity);
                Ok(())
            }),
        });
        let done = context.attempt(&picked, &verb, answers, goal)?;
        let rose = done.before.severity != done.after.severity;
        self.print_outcome(context, &done, &plan, !asked && (assigns || rose));
        walked.end(&done, "triage")
    }

    fn given(&self, plan: &Plan, record: &Record) -> Result<Triage> {
        let case = Case::new(record, plan);
        let name = |kind, given: &Option<String>| one(given, |given| plan.resolve(kind, given));
        Ok(Triage {
            environment: name(NameKind::Environment, &self.environment)?,
            services: self.services.clone(),
            facts: each(&self.facts, |given| names::fact(plan, given))?,
            impact: each(&self.impact, names::impact)?,
            severity: name(NameKind::Severity, &self.severity)?,
            owner: self.owner.clone(),
            roles: each(&self.roles, |given| names::assignment(plan, given))?,
            checks: each(&self.checks, |given| names::check(&case, "triage", given))?,
        })
    }

    fn print_outcome(&self, context: &Context, done: &Done, plan: &Plan, gives_reasons: bool) {
        let look = context.look();
        context.print_outcome(done, "triage");
        let case = Case::new(&done.after, plan);
        if gives_reasons {
            for reason in case.floor_reasons() {
                context.say_hanging(&format!("  {}", look.dim(&reason.words())), 4);
            }
        }
        let open: usize = plan
            .checklists_of("triage")
            .flat_map(|(list, _)| case.checks(list))
            .filter(|view| !view.is_satisfied())
            .count()
            + case.unanswered().count();
        if open == 0 {
            context.say(format!("  {}", look.good("triage is complete")));
        }
        context.print_next(&done.after, plan, done.now, &done.address, 3);
    }
}

/// Lists what is open with its flags where there is no terminal to ask on.
fn nothing_given(record: &Record, plan: &Plan) -> Error {
    let case = Case::new(record, plan);
    let mut error = Error::usage(format!(
        "{}: no input given, and no terminal to prompt on",
        record.id
    ));
    for (list, _) in plan.checklists_of("triage") {
        for view in case.checks(list).iter().filter(|view| !view.is_satisfied()) {
            error = error.item(
                view.check.check.to_lowercase(),
                Some(fix::check(&case, view)),
            );
        }
    }
    for fact in case.facts().filter(|fact| !case.is_settled(&fact.id)) {
        error = error.item(fact.title.clone(), Some(fix::fact(&fact.id)));
    }
    error.or_fix(see_help("triage"))
}

/// Returns the commit subject: the severity if given, and what was answered.
fn subject(triage: &Triage, severity: Option<&str>) -> String {
    let mut parts: Vec<String> = severity.map(str::to_owned).into_iter().collect();
    parts.extend(triage.environment.clone());
    parts.extend(triage.services.iter().cloned());
    parts.extend(
        triage
            .facts
            .iter()
            .map(|(fact, answer)| format!("{fact} {}", answer.answer)),
    );
    parts.extend(
        triage
            .impact
            .iter()
            .map(|(kind, _)| format!("impact on {kind}")),
    );
    parts.extend(triage.owner.clone().map(|owner| format!("owner {owner}")));
    parts.extend(
        triage
            .roles
            .iter()
            .map(|(role, person)| format!("{role} {person}")),
    );
    parts.extend(
        triage
            .checks
            .iter()
            .map(|said| format!("{} {}", said.check, said.state.state)),
    );
    format!("triaged: {}", parts.join(", "))
}

/// Asks for what is not known yet. Each answer is applied to a draft, because it decides which questions apply next.
fn walk(
    prompt: &mut dyn Prompt,
    plan: &Plan,
    record: &Record,
    moment: &Moment,
    triage: &mut Triage,
) -> Result<(), Interrupted> {
    let drafted = |triage: &Triage| {
        let mut draft = record.clone();
        let mut ids = Ids::new(None);
        Response {
            record: &mut draft,
            moment,
            ids: &mut ids,
        }
        .triage(plan, triage.clone());
        draft
    };
    ask::heading(prompt, &Case::new(record, plan));
    if record.environment.is_none() {
        let choices: Vec<Choice> = plan
            .environments
            .iter()
            .map(|environment| {
                let is_default = environment.id == plan.settings.default_environment;
                let hint = if is_default { "the plan's default" } else { "" };
                Choice::new(environment.title.clone()).hint(hint)
            })
            .collect();
        let default = plan
            .environments
            .iter()
            .position(|environment| environment.id == plan.settings.default_environment);
        let place = prompt.select("Environment", &choices, default)?;
        triage.environment = place
            .and_then(|place| plan.environments.get(place))
            .map(|environment| environment.id.clone());
    }
    if record.services.is_empty() {
        let services = prompt.text("Services \u{2013} separated by commas", None)?;
        triage.services = services
            .iter()
            .flat_map(|text| text.split(','))
            .map(|service| service.trim().to_owned())
            .filter(|service| !service.is_empty())
            .collect();
    }
    // One answer can make another fact apply, so the next is looked for after each.
    let mut passed: Vec<String> = Vec::new();
    loop {
        let draft = drafted(triage);
        let case = Case::new(&draft, plan);
        let unsettled = |fact: &&crate::domain::plan::raw::Fact| {
            !case.is_settled(&fact.id) && !passed.contains(&fact.id)
        };
        let Some(fact) = case.facts().find(unsettled) else {
            break;
        };
        passed.push(fact.id.clone());
        let known = draft.answer(&fact.id).map(str::to_owned);
        let answer = ask::fact(prompt, fact, known.as_deref())?;
        // Under review again is no news.
        triage
            .facts
            .extend(answer.filter(|(_, answer)| known.as_deref() != Some(&answer.answer)));
    }
    let draft = drafted(triage);
    let case = Case::new(&draft, plan);
    let unnotified =
        |kind: &&ImpactKind| draft.impact.get(&kind.id).is_none() && case.holds(&kind.when);
    for kind in plan.impact.iter().filter(unnotified) {
        let words = prompt.text(&kind.title, None)?;
        triage
            .impact
            .extend(words.map(|words| (kind.id.clone(), words)));
    }
    triage.severity = ask::severity(prompt, &case)?;
    if draft.owner.is_none() {
        // To sit at the terminal is not yet to answer for it.
        let question = format!("Incident owner{EXPLAINED}the responsible person or team");
        triage.owner = prompt.text(&question, None)?;
    }
    let draft = drafted(triage);
    let case = Case::new(&draft, plan);
    for role in case.missing_roles() {
        triage.roles.extend(ask::role(prompt, plan, role)?);
    }
    let open: Vec<_> = plan
        .checklists_of("triage")
        .flat_map(|(list, _)| case.checks(list))
        .filter(|view| !view.is_computed() && view.standing == CheckStatus::Unsaid)
        .collect();
    for view in &open {
        ask::check(prompt, &case, view, &mut triage.checks)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Time;
    use crate::domain::respond::Declaration;
    use crate::store::templates::shipped_plan;
    use crate::ui::prompt::Scripted;

    fn opened(plan: &Plan) -> (Record, Moment) {
        let at: Time = "2025-11-29T09:58:00+03:00".parse().expect("a time");
        let by = "Payments on-call".to_owned();
        let moment = Moment { at, now: at, by };
        let declaration = Declaration {
            title: "Wallets credited twice".to_owned(),
            kind: "payment-or-wallet-incident".to_owned(),
            ..Declaration::default()
        };
        let id = "INC-20251129-001".to_owned();
        let record = declaration.record(id, plan, &moment, &mut Ids::new(Some("test")));
        (record, moment)
    }

    fn walked(answers: &[&str]) -> (Walked, Triage, Vec<String>) {
        let plan = shipped_plan();
        let (record, moment) = opened(&plan);
        let (mut triage, mut prompt) = (Triage::default(), Scripted::new(answers.iter().copied()));
        let walked = walk(&mut prompt, &plan, &record, &moment, &mut triage).into();
        (walked, triage, prompt.transcript)
    }

    /// Environment, services, then the eight facts that apply in production.
    const BEGINNING: [&str; 5] = [
        "Production",
        "wallet-api, webhooks",
        "Available",
        "Yes",
        "No",
    ];

    #[test]
    fn an_interrupted_walk_keeps_what_was_answered() {
        let (walked, triage, _) = walked(&BEGINNING);
        assert_eq!(walked, Walked::Interrupted);
        assert_eq!(triage.environment.as_deref(), Some("production"));
        assert_eq!(triage.services, ["wallet-api", "webhooks"]);
        let facts: Vec<_> = triage
            .facts
            .iter()
            .map(|(fact, answer)| format!("{fact}={}", answer.answer))
            .collect();
        let known = [
            "production-availability=available",
            "financial-integrity=affected",
            "data-exposure=none",
        ];
        assert_eq!(facts, known);
        assert_eq!(triage.severity, None);
    }

    #[test]
    fn what_an_answer_brings_with_it_is_asked_and_a_milder_severity_is_not_offered() {
        let rest = [
            "No, isolation",
            "No",
            "No",
            "No",
            "Limited",
            "212 wallets",
            "refunds paused",
            "4,180 SAR",
            // A severity that is not offered is as good as Enter.
            "SEV-4",
            "Payments",
            "",
            "",
            "Finance",
            "done",
        ];
        let answers: Vec<&str> = BEGINNING.into_iter().chain(rest).collect();
        let (walked, triage, transcript) = walked(&answers);
        assert_eq!(walked, Walked::Through, "{transcript:#?}");
        assert_eq!(triage.severity.as_deref(), Some("SEV-2"));
        assert!(
            transcript
                .iter()
                .any(|line| line.contains("at least SEV-2"))
        );
        // Money is asked about because payments are affected, data is not because none is exposed.
        let kinds: Vec<_> = triage
            .impact
            .iter()
            .map(|(kind, _)| kind.as_str())
            .collect();
        assert_eq!(kinds, ["users", "business", "financial"]);
        let roles: Vec<_> = triage
            .roles
            .iter()
            .map(|(role, who)| format!("{role}={who}"))
            .collect();
        assert_eq!(
            roles,
            [
                "incident-commander=CTO",
                "technical-lead=CTO",
                "finance-owner=Finance"
            ]
        );
        assert_eq!(triage.checks.len(), 1);
    }
}
