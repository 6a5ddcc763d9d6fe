//! `inc open`: declare an incident.

use clap::Args;

use super::change::{message, refusal};
use super::context::{Context, git};
use super::{At, names, time};
use crate::error::{Error, Kind, Result};
use crate::home::{RecordFile, store, yaml};
use crate::plan::case::UNDER_REVIEW;
use crate::plan::{Case, Plan};
use crate::prompt::Choice;
use crate::record::{Record, Time};
use crate::respond::Declaration;
use crate::rules::schema::year_of;
use crate::rules::{FileName, Judged, Level, judge};

/// Declare an incident; prints its ID
#[derive(Debug, Args)]
#[command(
    after_help = "Only the title and the type are required. What the type assumes is under review from the\n\
                        first minute, and the incident opens at the severity which that demands.\n\n\
                        Examples:\n  inc open \"Wallets credited twice\" --type payment\n  \
                        id=$(inc open \"Login down\" --type login-failure --environment production)"
)]
pub struct Open {
    /// What happened, in one line
    title: Option<String>,
    /// A type of the plan, or any unique part of its name
    #[arg(short, long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Not below what the facts demand
    #[arg(short, long, value_name = "SEVERITY")]
    severity: Option<String>,
    /// An environment of the plan, or any unique part of its name
    #[arg(short, long, value_name = "ENVIRONMENT")]
    environment: Option<String>,
    /// An affected service; may be given more than once
    #[arg(long = "service", value_name = "SERVICE")]
    services: Vec<String>,
    /// How it came to light
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// When it was noticed; by default now
    #[arg(long, value_name = "TIME")]
    detected_at: Option<String>,
    /// When it really began, if known
    #[arg(long, value_name = "TIME")]
    started_at: Option<String>,
    /// The responsible person or team
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Who fills a role; may be given more than once
    #[arg(long = "role", value_name = "ROLE=PERSON")]
    roles: Vec<String>,
    /// What is known of a risk (inc plan facts); may be given more than once
    #[arg(long = "fact", value_name = "FACT=ANSWER[:NOTE]")]
    facts: Vec<String>,
    #[command(flatten)]
    at: At,
}

impl Open {
    pub fn run(mut self, context: &Context) -> Result<()> {
        let plan = context.plan()?;
        self.ask(context, &plan)?;
        let (title, kind) = match (
            self.title
                .as_deref()
                .map(str::trim)
                .filter(|title| !title.is_empty()),
            self.kind.as_deref(),
        ) {
            (Some(title), Some(kind)) => (title.to_owned(), names::kind(&plan, kind)?),
            (title, _) => {
                let missing = if title.is_none() {
                    "a title"
                } else {
                    "a type: --type <TYPE>"
                };
                return Err(Error::usage(format!("an incident needs {missing}"))
                    .hint("inc open <TITLE> --type <TYPE>")
                    .hint("inc plan types   lists the types"));
            }
        };
        let moment = context.moment(self.at.at.as_deref())?;
        let when = |flag: &str, text: &Option<String>| -> Result<Option<Time>> {
            let time = text
                .as_deref()
                .map(|text| time::past(text, moment.now, plan.zone()));
            time.transpose()
                .map_err(|message| Error::usage(format!("--{flag}: {message}")))
        };
        let declaration = Declaration {
            title,
            kind,
            severity: self
                .severity
                .as_deref()
                .map(|given| names::severity(&plan, given))
                .transpose()?,
            environment: self
                .environment
                .as_deref()
                .map(|given| names::environment(&plan, given))
                .transpose()?,
            services: self.services.clone(),
            source: self
                .source
                .as_deref()
                .map(|given| names::source(&plan, given))
                .transpose()?,
            detected_at: when("detected-at", &self.detected_at)?,
            started_at: when("started-at", &self.started_at)?,
            owner: self.owner.clone(),
            roles: self
                .roles
                .iter()
                .map(|given| names::assignment(&plan, given))
                .collect::<Result<_>>()?,
            facts: self
                .facts
                .iter()
                .map(|given| names::fact(&plan, given))
                .collect::<Result<_>>()?,
        };

        let repo = context.repo()?;
        let lock = store::lock(repo.private_dir()).map_err(|error| {
            Error::environment(format!("no incident can be declared now: {error}"))
        })?;
        let id = next_id(context, &plan, moment.at)?;
        let year = year_of(&id).unwrap_or_default().to_owned();
        let path = context.home()?.record_path(&year, &id);
        if !context.globals.no_commit {
            repo.may_commit(&[&path]).map_err(git)?;
        }
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
        };
        let findings: Vec<_> = judge(&judged)
            .into_iter()
            .filter(|finding| finding.level == Level::Error)
            .collect();
        if !findings.is_empty() {
            return Err(declined(&findings, &judged.case));
        }
        let text = yaml::document(&record.to_value());
        context.write(
            &repo,
            &path,
            &text,
            &message(&record, "open", &format!("opened: {}", record.title)),
            &[],
        )?;
        drop(lock);

        put!("{id}");
        self.tell(context, &record, &plan, moment.now);
        Ok(())
    }

    /// On a terminal what is required and not given is asked; everything else can wait.
    fn ask(&mut self, context: &Context, plan: &Plan) -> Result<()> {
        if self.title.is_some() && self.kind.is_some() {
            return Ok(());
        }
        let Some(mut prompt) = context.prompt() else {
            return Ok(());
        };
        let stop = |_| Error::new(Kind::Interrupted, "interrupted; nothing was declared");
        if self.title.is_none() {
            self.title = prompt.text("What happened", None).map_err(stop)?;
        }
        if self.kind.is_none() && self.title.is_some() {
            let kinds: Vec<_> = plan.types.iter().filter(|kind| !kind.retired).collect();
            let choices: Vec<Choice> = kinds
                .iter()
                .map(|kind| {
                    Choice::new(kind.title.clone()).hint(
                        kind.runbooks
                            .first()
                            .map(|name| format!("runbook {name}"))
                            .unwrap_or_default(),
                    )
                })
                .collect();
            let place = prompt
                .search("What kind of incident", &choices)
                .map_err(stop)?;
            self.kind = place
                .and_then(|place| kinds.get(place))
                .map(|kind| kind.id.clone());
        }
        Ok(())
    }

    fn tell(&self, context: &Context, record: &Record, plan: &Plan, now: Time) {
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
                format!("{}{until} ({row})", reason.words())
            }
            _ if self.severity.is_some() => "as you said".to_owned(),
            _ => "the plan's default: triage says how bad it is".to_owned(),
        };
        context.say(format!("  {}  {why}", look.bold(&record.severity)));
        // With other incidents open, a suggested command has to name this one.
        let goes_unsaid = context.implied().is_some_and(|file| file.stem == record.id);
        let address = context.address((!goes_unsaid).then(|| record.id.clone()));
        context.tell_next(record, plan, now, &address, 4);
    }
}

/// The next free number over the work tree, HEAD and all branches.
fn next_id(context: &Context, plan: &Plan, at: Time) -> Result<String> {
    let format = &plan.settings.id_format;
    let day = plan.zone().of(at).0;
    let dated = format
        .replace("YYYY", &day.format("%Y").to_string())
        .replace("MM", &day.format("%m").to_string())
        .replace("DD", &day.format("%d").to_string());
    let (prefix, suffix) = dated.split_once("NNN").unwrap_or((&dated, ""));
    let home = context.home()?;
    let year = year_of(&dated).unwrap_or_default();
    let in_branches = context
        .repo()?
        .names_in_branches(&home.year_folder(year), prefix)
        .map_err(git)?;
    let in_tree = home
        .record_files()
        .into_iter()
        .map(|file| file.stem)
        .filter(|stem| stem.starts_with(prefix));
    let taken = in_branches.into_iter().chain(in_tree);
    let numbers = taken.filter_map(|name| {
        name.strip_prefix(prefix)?
            .strip_suffix(suffix)?
            .parse::<u32>()
            .ok()
    });
    let next = numbers.max().unwrap_or(0) + 1;
    Ok(format!("{prefix}{next:03}{suffix}"))
}

/// A declaration that the plan refuses: most often a severity below the floor.
fn declined(findings: &[crate::rules::Finding], case: &Case<'_>) -> Error {
    let mut error = refusal(findings, "the incident", None);
    if let Some(floor) = case
        .floor()
        .filter(|_| case.is_below_floor(&case.record.severity))
    {
        error.items.clear();
        error = error.hint(format!(
            "leave out --severity, or say --severity {floor}; nothing was declared"
        ));
    }
    error
}
