//! `inc show`: one incident on one screen.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::{Format, Shown};
use crate::domain::clocks;
use crate::domain::plan::raw::FactAnswer;
use crate::domain::plan::{Case, CheckView, Plan, READINESS, Zone};
use crate::domain::record::{Day, Record, State, Status, Time};
use crate::domain::report::zoned::ZonedTimes;
use crate::error::Result;
use crate::history::events::time_of;
use crate::session::context::Context;
use crate::session::snapshot::snapshot;
use crate::ui::Table;
use crate::ui::clocks::clock_json;
use crate::ui::output::{print_json, width};
use crate::ui::style::{Look, one_line};
use crate::ui::table::{GAP, SAID, cut, fit, said, whole};
use crate::ui::words::{age, duration};
use crate::ui::wrap::hanging;

/// Show one incident
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc show\n  \
                  inc show 001 --at \"yesterday 14:05\"\n  \
                  inc show 001 --at HEAD~3 --format json")]
pub(crate) struct Show {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// Show the record as it was at a time, on a day, or in a git revision
    #[arg(long, value_parser = crate::session::options::words, value_name = "TIME|REV")]
    at: Option<String>,
    #[command(flatten)]
    shown: Shown,
}

impl Show {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let (record, now, stamp) = match &self.at {
            Some(at) => {
                let past = context.history()?;
                let subject = context.subject(&past, self.id.as_deref())?;
                let snapshot = snapshot(context, &past, subject, at)?;
                (snapshot.record, snapshot.now, Some(snapshot.stamp))
            }
            None => {
                let picked = context.pick(self.id.as_deref())?;
                (context.load(&picked)?.record, context.now()?, None)
            }
        };
        let plan = context.plan();
        let zone = context.zone()?;
        if self.shown.format == Format::Json {
            let mut value = as_json(&record, plan.as_deref().ok(), now);
            if let Some(stamp) = &stamp {
                value["as_of"] = json!({
                    "commit": stamp.commit.to_string(),
                    "at": time_of(stamp.committed, zone),
                    "author": stamp.author,
                    "subject": stamp.subject,
                });
            }
            return print_json(&value);
        }
        if let Some(stamp) = &stamp {
            let from = format!(
                "as of commit {} of {}, by {}: {}",
                stamp.commit.short(),
                zone.minute(time_of(stamp.committed, zone)),
                one_line(&stamp.author),
                one_line(&stamp.subject)
            );
            outln!("{}", Look::OUT.warning(&fit(&from, width())));
        }
        let page = Page {
            record: &record,
            plan: plan.as_deref().ok(),
            zone,
            clock: ZonedTimes::new(zone, &record),
            now,
            look: Look::OUT,
        };
        page.lines().iter().for_each(|line| outln!("{line}"));
        if plan.is_err() {
            context.warn_of_plan(&format!(
                "{} the plan is invalid, so computed values are left out:",
                context.look().warning("warning:")
            ));
        }
        Ok(())
    }
}

/// Returns the record's keys, and what the plan computes from them.
fn as_json(record: &Record, plan: Option<&Plan>, now: Time) -> Value {
    let mut value = record.to_value();
    let computed = plan.map(|plan| {
        let case = Case::new(record, plan);
        let reasons: Vec<Value> = case
            .floor_reasons()
            .iter()
            .map(|reason| json!({"severity": reason.severity, "fact": reason.fact.id, "answer": reason.answer.id, "why": reason.words()}))
            .collect();
        let clocks: Vec<Value> = clocks::running(&case)
            .iter()
            .map(|clock| clock_json(clock, now))
            .collect();
        let milestones: serde_json::Map<String, Value> = plan
            .milestones
            .iter()
            .filter_map(|milestone| Some((milestone.id.clone(), json!(record.milestone(&milestone.id)?.at))))
            .collect();
        json!({
            "duration_seconds": case.duration().map(|span| span.num_seconds()),
            "floor": case.floor(),
            "floor_reasons": reasons,
            "missing_owners": case.missing_roles().iter().map(|role| role.id.as_str()).collect::<Vec<_>>(),
            "clocks": clocks,
            "milestones": milestones,
        })
    });
    if let (Some(fields), Some(computed)) = (value.as_object_mut(), computed) {
        fields.insert("computed".to_owned(), computed);
    }
    value
}

/// The widest column for a person's name.
fn short(person: Option<&str>) -> String {
    fit(&one_line(person.unwrap_or_default()), 20)
}

/// The length at which a message is cut.
const MESSAGE: usize = 100;

struct Page<'a> {
    record: &'a Record,
    plan: Option<&'a Plan>,
    zone: Zone,
    /// Shows times with their offset where daylight saving makes them ambiguous.
    clock: ZonedTimes,
    now: Time,
    look: Look,
}

impl Page<'_> {
    fn lines(&self) -> Vec<String> {
        let (record, look) = (self.record, self.look);
        let width = width();
        let heading = format!(
            "{}  {}  {}  {}",
            look.bold(&record.id),
            look.bold(&one_line(&record.severity)),
            record.status,
            one_line(&record.title)
        );
        let mut lines = hanging(&heading, width, GAP);
        let mut facts = Table::new(SAID);
        for (label, value) in self.fields() {
            facts.row([look.dim(&label), value]);
        }
        lines.extend(facts.lines(2, width));
        for (title, table) in [
            ("Facts", self.facts()),
            ("Roles", self.roles()),
            ("Checks", self.checks()),
            ("Timeline", self.timeline()),
            ("Escalations", self.escalations()),
            ("Messages", self.messages()),
            ("Evidence", self.evidence()),
            ("Actions", self.actions()),
            ("Regulators", self.regulators()),
            ("Review", self.review()),
        ] {
            if !table.is_empty() {
                lines.push(String::new());
                lines.push(look.bold(title));
                lines.extend(table.lines(2, width));
            }
        }
        lines
    }

    fn fields(&self) -> Vec<(String, String)> {
        let record = self.record;
        let detection = &record.detection;
        let minute = |time: Time| format!("{} ({})", self.clock.show(time), self.zone.label(time));
        let kind = self
            .plan
            .and_then(|plan| plan.kind(&record.kind))
            .map_or(record.kind.as_str(), |kind| kind.title.as_str());
        let place = [
            record.environment.clone(),
            Some(record.services.join(", ")).filter(|services| !services.is_empty()),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ");
        let mut fields = Vec::new();
        let mut field = |label: &str, value: String| fields.push((label.to_owned(), value));
        field("type", one_line(kind));
        field("where", one_line(&place));
        field(
            "owner",
            one_line(record.owner.as_deref().unwrap_or_default()),
        );
        let started = detection
            .started_at
            .map(|at| format!("started {}, ", self.clock.show(at)))
            .unwrap_or_default();
        let ago = if record.status < Status::Resolved {
            match self.now.0 - detection.detected_at.0 {
                since if since.num_minutes() < 0 => format!(", {}", age(since)),
                since => format!(", {} ago", age(since)),
            }
        } else {
            String::new()
        };
        let detected = minute(detection.detected_at);
        field("detected", format!("{started}{detected}{ago}"));
        let case = self.plan.map(|plan| Case::new(record, plan));
        if let Some(span) = case.and_then(|case| case.duration()) {
            field("duration", duration(span));
        }
        for kind in crate::domain::record::Impact::KINDS {
            if let Some(words) = record.impact.get(kind) {
                let kind = if kind == "financial" { "money" } else { kind };
                field(&format!("impact on {kind}"), one_line(words));
            }
        }
        if let Some(cause) = &record.root_cause {
            let by = one_line(&cause.confirmed_by);
            let cause = one_line(&cause.text);
            field("root cause", format!("{cause} (confirmed by {by})"));
        }
        for (label, text) in [
            ("resolution", &record.resolution),
            ("verification", &record.verification),
        ] {
            field(label, one_line(text.as_deref().unwrap_or_default()));
        }
        if let Some(closure) = &record.closure {
            let by = one_line(&closure.by);
            field("closed", format!("{} by {by}", minute(closure.at)));
        }
        for waiver in &record.waivers {
            let reason = one_line(&waiver.reason);
            let by = one_line(&waiver.approved_by);
            let until = self.runs_out(waiver.expires);
            let terms = format!("{}: {reason} (approved by {by}{until})", waiver.rule);
            field("waived", terms);
        }
        fields.retain(|(_, value)| !value.is_empty());
        fields
    }

    /// Describes until when a waiver holds; irrelevant once the incident is closed.
    fn runs_out(&self, expires: Option<Day>) -> String {
        let today = self.zone.of(self.now).0.date_naive();
        match expires {
            Some(day) if day.0 < today && !self.record.status.is_closed() => {
                self.look.warning(&format!(", expired {day}"))
            }
            Some(day) => format!(", until {day}"),
            None => String::new(),
        }
    }

    fn facts(&self) -> Table {
        let mut table = Table::new([cut(""), whole(""), said("")]);
        for (id, answer) in self.record.facts.iter() {
            let fact = self.plan.and_then(|plan| plan.fact(id));
            let title = fact.map_or(id, |fact| fact.title.as_str());
            // Beside a title, and not the question, a yes or no would say the contrary.
            let known =
                fact.and_then(|fact| fact.answers.iter().find(|known| known.id == answer.answer));
            let word = known.map_or(answer.answer.clone(), FactAnswer::word);
            table.row([
                one_line(title),
                one_line(&word),
                self.look
                    .dim(&answer.note.as_deref().map(one_line).unwrap_or_default()),
            ]);
        }
        table
    }

    fn roles(&self) -> Table {
        let mut table = Table::new(SAID);
        for (id, person) in self.record.roles.iter() {
            let title = self
                .plan
                .and_then(|plan| plan.role(id))
                .map_or(id, |role| role.title.as_str());
            table.row([one_line(title), one_line(person)]);
        }
        for role in self
            .plan
            .iter()
            .flat_map(|plan| Case::new(self.record, plan).missing_roles())
        {
            table.row([role.title.clone(), self.look.warning("not assigned")]);
        }
        table
    }

    /// Prints one line per checklist: how many checks are met, and which are not.
    fn checks(&self) -> Table {
        let mut table = Table::new([whole(""), whole(""), cut("").going(1)]);
        let Some(plan) = self.plan else { return table };
        let case = Case::new(self.record, plan);
        for (id, list) in plan
            .checklists
            .iter()
            .filter(|(_, list)| !list.offered && list.command.as_deref() != Some(READINESS))
        {
            let views = case.checks(id);
            let holding = views.iter().filter(|view| view.is_satisfied()).count();
            if views.is_empty() || (holding == 0 && list.gate.is_none()) {
                continue;
            }
            let mut open: Vec<&CheckView<'_>> =
                views.iter().filter(|view| !view.is_satisfied()).collect();
            // What failed is what somebody has to know.
            open.sort_by_key(|view| view.state() != State::Failed);
            let open: Vec<String> = open.iter().map(|view| one_line(&view.summary())).collect();
            table.row([
                list.title.clone(),
                format!("{holding} of {}", views.len()),
                self.look.dim(&open.join(", ")),
            ]);
        }
        table
    }

    fn timeline(&self) -> Table {
        let mut table = Table::new([whole(""), whole(""), cut("").going(1), said("")]);
        let mut events: Vec<_> = self.record.timeline.iter().collect();
        events.sort_by_key(|event| event.at);
        for event in events {
            let corrected = self.record.correction_of(event).is_some();
            let note = event
                .notes
                .as_deref()
                .map(|notes| format!("  {}", self.look.dim(&one_line(notes))))
                .unwrap_or_default();
            let text = if corrected {
                format!("{} (corrected)", one_line(&event.event))
            } else {
                one_line(&event.event)
            };
            table.row([
                self.clock.show(event.at),
                self.look.dim(event.id.as_deref().unwrap_or("")),
                short(event.owner.as_deref()),
                format!("{text}{note}"),
            ]);
        }
        table
    }

    fn escalations(&self) -> Table {
        let mut table = Table::new([
            whole(""),
            whole(""),
            cut("").going(1),
            cut(""),
            cut("").going(2),
            said("").going(3),
        ]);
        for entry in &self.record.escalations {
            table.row([
                self.clock.show(entry.at),
                self.look.dim(&entry.id),
                short(Some(&entry.by)),
                format!("escalated to {}", one_line(&entry.to)),
                self.look.dim(&entry.reasons.join(", ")),
                entry.note.as_deref().map(one_line).unwrap_or_default(),
            ]);
        }
        table
    }

    /// Returns the current action of an update, since its first line is only a heading.
    fn messages(&self) -> Table {
        let mut table = Table::new([
            whole(""),
            whole(""),
            cut("").going(2),
            cut(""),
            cut("").going(1),
        ]);
        for message in &self.record.communications {
            let approved = message
                .approved_by
                .as_deref()
                .map_or(String::new(), |by| format!(", approved by {by}"));
            table.row([
                self.clock.show(message.at),
                self.look.dim(&message.id),
                short(Some(&message.by)),
                one_line(&format!("{}{approved}", message.template)),
                self.look.dim(&fit(&one_line(&message.text), MESSAGE)),
            ]);
        }
        table
    }

    fn evidence(&self) -> Table {
        let mut table = Table::new([
            whole("").going(1),
            whole(""),
            cut("").going(2),
            cut("").going(3),
            whole(""),
            whole(""),
        ]);
        for item in &self.record.evidence {
            let restricted = if item.restricted { "restricted" } else { "" };
            table.row([
                self.clock.show(item.collected_at),
                self.look.dim(&item.id),
                short(Some(&item.collected_by)),
                one_line(&item.kind),
                self.look.warning(restricted),
                one_line(&item.location),
            ]);
        }
        table
    }

    fn regulators(&self) -> Table {
        let mut table = Table::new([whole(""), said(""), whole("")]);
        let Some(regulatory) = &self.record.regulatory else {
            return table;
        };
        if let Some(at) = regulatory.aware_at {
            table.row(["aware".to_owned(), self.clock.show(at), String::new()]);
        }
        if let Some(decision) = &regulatory.decision {
            table.row(["decision".to_owned(), one_line(decision), String::new()]);
        }
        for (duty, filing) in regulatory.filings.iter() {
            table.row([
                one_line(duty),
                format!("{} by {}", self.clock.show(filing.at), one_line(&filing.by)),
                filing
                    .reference
                    .as_deref()
                    .map(one_line)
                    .unwrap_or_default(),
            ]);
        }
        table
    }

    fn review(&self) -> Table {
        let mut table = Table::new(SAID);
        let Some(review) = &self.record.review else {
            return table;
        };
        if let Some(at) = review.held_at {
            let people = review.participants.join(", ");
            table.row([
                "held".to_owned(),
                format!("{}  {}", self.clock.show(at), one_line(&people)),
            ]);
        }
        for (section, text) in review.sections.iter() {
            table.row([one_line(section), one_line(text)]);
        }
        if let Some(plan) = self.plan {
            let missing = Case::new(self.record, plan).undocumented();
            let titles: Vec<String> = missing
                .iter()
                .map(|document| document.title.to_lowercase())
                .collect();
            if !titles.is_empty() {
                table.row([self.look.warning("missing"), titles.join(", ")]);
            }
        }
        table
    }

    fn actions(&self) -> Table {
        let mut table = Table::new([whole(""), whole(""), whole(""), cut("").going(1), said("")]);
        for action in &self.record.actions {
            let due = action.due.map(|due| due.to_string()).unwrap_or_default();
            table.row([
                self.look.dim(&action.id),
                due,
                action.status.to_string(),
                short(action.owner.as_deref()),
                one_line(&action.action),
            ]);
        }
        table
    }
}
