//! `inc open`: declare an incident.

use clap::Args;
use console::measure_text_width;

use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::plan::case::UNDER_REVIEW;
use crate::domain::plan::raw::{Source, Type};
use crate::domain::plan::{Case, NameKind, Plan, row_suffix};
use crate::domain::record::{Record, Time};
use crate::domain::respond::Declaration;
use crate::domain::rules::schema::year_of;
use crate::domain::rules::{FileName, Judged, Level, judge};
use crate::error::{Error, Kind, Result};
use crate::session::ask::Walked;
use crate::session::change::{message, refusal};
use crate::session::context::Context;
use crate::session::names;
use crate::session::options::{At, each, one};
use crate::session::schemas;
use crate::session::time;
use crate::store::{RecordFile, yaml};
use crate::ui::prompt::{Choice, Interrupted, Prompt};

/// Declare an incident and print its ID
#[derive(Debug, Args)]
#[command(
    after_help = "Only the title and the type are required. The facts that the type assumes start as under review, and the incident opens with at least the severity they require.\n\n\
                  Examples:\n  \
                  inc open \"Wallets credited twice\" --type payment\n  \
                  id=$(inc open \"Login down\" --type login-failure --environment production)"
)]
pub(crate) struct Open {
    /// What happened, in one line
    title: Option<String>,
    /// Incident type (inc plan types), or any unique part of its name
    #[arg(short, long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Severity; at least the minimum that the facts require
    #[arg(short, long, value_name = "SEVERITY")]
    severity: Option<String>,
    /// Environment (inc plan environments), or any unique part of its name
    #[arg(short, long, value_name = "ENVIRONMENT")]
    environment: Option<String>,
    /// An affected service
    #[arg(long = "service", value_parser = crate::session::options::words, value_name = "SERVICE")]
    services: Vec<String>,
    /// How the incident was detected (inc plan sources)
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// When the incident was detected; now by default
    #[arg(long, value_name = "TIME")]
    detected_at: Option<String>,
    /// When the incident started, if known
    #[arg(long, value_name = "TIME")]
    started_at: Option<String>,
    /// The responsible person or team
    #[arg(long, value_parser = crate::session::options::words, value_name = "PERSON")]
    owner: Option<String>,
    /// Assign a role
    #[arg(long = "role", value_name = "ROLE=PERSON")]
    roles: Vec<String>,
    /// Answer a risk question (inc plan facts)
    #[arg(long = "fact", value_name = "FACT=ANSWER[:NOTE]")]
    facts: Vec<String>,
    #[command(flatten)]
    at: At,
}

impl Open {
    pub(crate) fn run(mut self, context: &Context) -> Result<()> {
        let plan = context.plan()?;
        if !context.globals.no_commit {
            context.offer_merge_driver(&*context.repo()?)?;
        }
        // What is wrong with a flag is said before anything is asked.
        self.declaration(&plan, context.moment(self.at.at.as_deref())?.now)?;
        let is_said = (self.title.is_some(), self.kind.is_some());
        let walked = self.ask(context, &plan);
        if let (false, Some(title)) = (is_said.0, &self.title) {
            context.answered("", title);
        }
        if let (false, Some(kind)) = (is_said.1, &self.kind) {
            context.answered("--type", kind);
        }
        let title = self
            .title
            .as_deref()
            .map(str::trim)
            .filter(|title| !title.is_empty());
        let (Some(title), Some(kind)) = (title, self.kind.as_deref()) else {
            return Err(incomplete(context, title, walked));
        };
        let (title, kind) = (title.to_owned(), plan.resolve(NameKind::Type, kind)?);
        let moment = context.moment(self.at.at.as_deref())?;
        let declaration = Declaration {
            title,
            kind,
            ..self.declaration(&plan, moment.now)?
        };

        let repo = context.repo()?;
        let lock = context.lock(&repo)?;
        let id = crate::session::change::number::next_id(context, &plan, moment.at)?;
        let year = year_of(&id).unwrap_or_default().to_owned();
        let path = context.home()?.record_path(&year, &id);
        context.may_change(&repo, &[&path])?;
        let record = declaration.record(id.clone(), &plan, &moment, &mut context.ids());
        let file = RecordFile {
            path: path.clone(),
            stem: id.clone(),
            folder: year,
        };
        let judged = Judged {
            case: Case::new(&record, &plan),
            now: moment.now,
            file: Some(FileName {
                stem: &file.stem,
                folder: &file.folder,
            }),
            lint: None,
        };
        let findings: Vec<_> = judge(&judged)
            .into_iter()
            .filter(|finding| finding.level == Level::Error)
            .collect();
        if !findings.is_empty() {
            return Err(declined(&findings, &judged.case));
        }
        let line = schemas::line_of_record(context.home()?);
        let text = format!("{line}{}", yaml::document(&record.to_value()));
        context.refuse_secrets("", &text, None, &[])?;
        let message = message(&record, "open", &format!("opened: {}", record.title));
        let written = context.write(&repo, &path, &text, &message, &[]);
        drop(lock);
        if path.exists() {
            outln!("{id}");
        }
        // Declared it is: whoever declares it again has two.
        written.map_err(|error| match path.exists() {
            true => error.fix(format!("{id} is declared; do not open it again")),
            false => error,
        })?;
        self.print_outcome(context, &record, &plan, moment.now);
        match walked {
            Walked::Through => Ok(()),
            // Whoever meant to take it back has to know that it is there.
            Walked::Interrupted => Err(Error::new(
                Kind::Interrupted,
                format!("interrupted; {id} is declared with your answers so far"),
            )
            .fix(Fix::from(Command::on_incident("triage")).explained("goes on from here"))
            .addressed(context.address(Some(id)))),
        }
    }

    /// Returns what the flags declare, without title and type.
    fn declaration(&self, plan: &Plan, now: Time) -> Result<Declaration> {
        let when = |flag: &str, text: &Option<String>| -> Result<Option<Time>> {
            let time = text
                .as_deref()
                .map(|text| time::past(text, now, plan.zone()));
            time.transpose()
                .map_err(|message| Error::usage(format!("--{flag}: {message}")))
        };
        let name = |kind, given: &Option<String>| one(given, |given| plan.resolve(kind, given));
        Ok(Declaration {
            title: String::new(),
            kind: String::new(),
            severity: name(NameKind::Severity, &self.severity)?,
            environment: name(NameKind::Environment, &self.environment)?,
            services: self.services.clone(),
            source: name(NameKind::Source, &self.source)?,
            detected_at: when("detected-at", &self.detected_at)?,
            started_at: when("started-at", &self.started_at)?,
            owner: self.owner.clone(),
            roles: each(&self.roles, |given| names::assignment(plan, given))?,
            facts: each(&self.facts, |given| names::fact(plan, given))?,
        })
    }

    /// Asks for what is required and not given, and for the source, if there is a terminal; the rest
    /// can wait. An interruption after the type still declares the incident.
    fn ask(&mut self, context: &Context, plan: &Plan) -> Walked {
        if self.title.is_some() && self.kind.is_some() {
            return Walked::Through;
        }
        match context.prompt() {
            Some(mut prompt) => self.walk(prompt.as_mut(), plan).into(),
            None => Walked::Through,
        }
    }

    fn walk(&mut self, prompt: &mut dyn Prompt, plan: &Plan) -> Result<(), Interrupted> {
        if self.title.is_none() {
            self.title = prompt.text("What happened", None)?;
        }
        if self.title.is_none() {
            return Ok(());
        }
        if self.kind.is_none() {
            let kinds: Vec<_> = plan.types.iter().filter(|kind| !kind.retired).collect();
            let choice = |kind: &&Type| {
                let runbook = kind.runbooks.first().map(|name| format!("runbook {name}"));
                Choice::new(kind.title.clone()).hint(runbook.unwrap_or_default())
            };
            let choices: Vec<Choice> = kinds.iter().map(choice).collect();
            let place = prompt.search("Incident type", &choices)?;
            self.kind = place
                .and_then(|place| kinds.get(place))
                .map(|kind| kind.id.clone());
        }
        let kind = self
            .kind
            .as_deref()
            .and_then(|given| plan.resolve(NameKind::Type, given).ok());
        if let (None, Some(kind)) = (&self.source, kind) {
            let sources: Vec<&Source> = plan.sources_of(&kind).collect();
            let choice = |source: &&Source| {
                let parts = [source.monitoring.as_deref(), source.threshold.as_deref()];
                let hint: Vec<&str> = parts.into_iter().flatten().collect();
                Choice::new(source.title.clone()).hint(hint.join(", "))
            };
            let mut choices = vec![Choice::neutral("unknown")];
            choices.extend(sources.iter().map(choice));
            let place = prompt.select("Detected by", &choices, Some(0))?;
            self.source = place
                .and_then(|place| sources.get(place.checked_sub(1)?))
                .map(|source| source.id.clone());
        }
        Ok(())
    }

    fn print_outcome(&self, context: &Context, record: &Record, plan: &Plan, now: Time) {
        let look = context.look();
        let case = Case::new(record, plan);
        let why = match case.floor_reasons().first() {
            Some(reason) if reason.severity == record.severity => {
                let until = if reason.answer.id == UNDER_REVIEW {
                    " until confirmed"
                } else {
                    ""
                };
                let row = reason.fact.row.first().map_or("O4", String::as_str);
                let row = look.dim(&row_suffix(plan.shown_rows(row)));
                format!("{}{until}{row}", reason.words())
            }
            _ if self.severity.is_some() => "as given".to_owned(),
            _ => "the plan's default; triage may change it".to_owned(),
        };
        let line = format!("  {}  {why}", look.bold(&record.severity));
        context.say_hanging(&line, measure_text_width(&record.severity) + 4);
        // With other incidents open, a suggested command has to name this one.
        let taken = [
            ("started", record.detection.started_at),
            ("detected", Some(record.detection.detected_at)),
        ];
        for (what, at) in taken {
            if let Some(at) = at.filter(|at| plan.zone().day(*at) != plan.zone().day(now)) {
                context.say(format!("  {what}  {}", plan.zone().minute(at)));
            }
        }
        let goes_unsaid = context.implied().is_some_and(|file| file.stem == record.id);
        let address = context.address((!goes_unsaid).then(|| record.id.clone()));
        context.print_next(record, plan, now, &address, 4);
    }
}

/// Returns the error for a declaration without title or type, with the command that completes it.
fn incomplete(context: &Context, title: Option<&str>, walked: Walked) -> Error {
    let missing = if title.is_none() { "a title" } else { "a type" };
    let mut error = match walked {
        Walked::Through => Error::usage(format!("an incident needs {missing}")),
        Walked::Interrupted => {
            Error::new(Kind::Interrupted, "interrupted; nothing is declared yet")
        }
    };
    let words = context.args_with_answers(None);
    let mut again = Command::plain(words.iter().map(String::as_str));
    if title.is_none() {
        again = again.arg("<TITLE>");
    }
    if !words
        .iter()
        .any(|word| word.starts_with("--type") || word == "-t")
    {
        again = again.args(["--type", "<TYPE>"]);
    }
    error = error.item("declare it", Some(again)).keeping_words();
    error.item("available types", Some(Command::plain(["plan", "types"])))
}

/// Returns the error for a refused declaration, most often for a severity below the minimum.
fn declined(findings: &[crate::domain::rules::Finding], case: &Case<'_>) -> Error {
    let mut error = refusal(findings, Some(case.plan), "the incident", None);
    if let Some(floor) = case
        .floor()
        .filter(|_| case.is_below_floor(&case.record.severity))
    {
        error.items.clear();
        error = error.fix(format!(
            "leave out --severity, or say --severity {floor}; nothing was declared"
        ));
    }
    error
}
