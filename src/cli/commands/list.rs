//! `inc list`: the incidents, open ones by default.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::{Format, Shown};
use crate::domain::fix::Fix;
use crate::domain::plan::NameKind;
use crate::domain::record::{Day, Head, Status, Time};
use crate::error::{Error, Result};
use crate::session::context::Context;
use crate::session::options::one;
use crate::session::time;
use crate::store::{Glance, LoadError, RecordFile};
use crate::ui::Table;
use crate::ui::output::{print_json, print_table};
use crate::ui::style::{Look, one_line};
use crate::ui::table::{cut, fit, whole};
use crate::ui::words::{age, count};

/// List incidents, open ones by default
#[derive(Debug, Args)]
#[command(
    after_help = "On a narrow terminal, the owner is left out first, then the age, then the status. When output is piped, every column is printed.\n\n\
                  Examples:\n  \
                  inc list\n  \
                  inc list --all --since 13w --severity SEV-1\n  \
                  inc list --search \"double credit\" --format json"
)]
pub(crate) struct List {
    /// Include closed incidents
    #[arg(short, long)]
    all: bool,
    /// Filter by status: investigating, identified, contained, recovering, resolved, closed
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// Filter by severity
    #[arg(long, value_name = "SEVERITY")]
    severity: Option<String>,
    /// Filter by type, or any unique part of its name
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Filter by affected service
    #[arg(long, value_parser = crate::session::options::words, value_name = "SERVICE")]
    service: Option<String>,
    /// Only incidents detected since a day, a time, or a span such as 2w
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Only incidents with these words in the title, ID, owner or services
    #[arg(long, value_parser = crate::session::options::words, value_name = "TEXT", allow_hyphen_values = true)]
    search: Option<String>,
    /// Sort order
    #[arg(long, value_name = "ORDER", default_value = "newest")]
    sort: Order,
    #[command(flatten)]
    shown: Shown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    Newest,
    Oldest,
    Severity,
    Status,
}

type Row = (RecordFile, Result<Head, LoadError>);

impl List {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let home = context.home()?;
        let (now, zone) = (context.now()?, context.zone()?);
        let since = self
            .since
            .as_deref()
            .map(|text| time::since(text, now, zone))
            .transpose()
            .map_err(|message| Error::usage(format!("--since: {message}")))?;
        // Names can be shortened only where there is a plan to compare them with.
        let plan = if self.kind.is_some() || self.severity.is_some() {
            context.plan().ok()
        } else {
            None
        };
        let kind = match (&self.kind, &plan) {
            (Some(given), Some(plan)) => Some(plan.resolve(NameKind::Type, given)?),
            (given, _) => given.clone(),
        };
        let severity = match (&self.severity, &plan) {
            (Some(given), Some(plan)) => Some(plan.resolve(NameKind::Severity, given)?),
            (given, _) => given.clone(),
        };
        let status = one(&self.status, |given| {
            given.parse::<Status>().map_err(Error::usage)
        })?;
        let among_closed = self.all || status.is_some();
        let wanted = |head: &Head| {
            let text = || {
                format!(
                    "{} {} {} {}",
                    head.title,
                    head.id,
                    head.owner.as_deref().unwrap_or_default(),
                    head.services.join(" ")
                )
                .to_lowercase()
            };
            (among_closed || !head.status.is_closed())
                && status.is_none_or(|status| head.status == status)
                && severity
                    .as_ref()
                    .is_none_or(|severity| head.severity == *severity)
                && kind.as_ref().is_none_or(|kind| head.kind == *kind)
                && self
                    .service
                    .as_ref()
                    .is_none_or(|service| head.services.contains(service))
                && since.is_none_or(|since| head.detection.detected_at >= since)
                && self
                    .search
                    .as_ref()
                    .is_none_or(|words| text().contains(&words.to_lowercase()))
        };
        let glances = home.glances(home.record_files());
        let is_among = |glance: &&Glance| {
            let head = glance.head.as_ref();
            head.is_ok_and(|head| among_closed || !head.status.is_closed())
        };
        let none = match (glances.iter().filter(is_among).count(), among_closed) {
            (0, true) => "no incidents".to_owned(),
            (0, false) => "no open incidents".to_owned(),
            (number, true) => format!("none of {} matches", count(number, "incident")),
            (number, false) => format!("none of {} matches", count(number, "open incident")),
        };
        let overdue = overdue_actions(&glances, zone.day(now));
        let mut rows: Vec<Row> = glances
            .into_iter()
            .map(|glance| (glance.file, glance.head))
            .collect();
        rows.retain(|(_, head)| head.as_ref().map_or(true, &wanted));
        rows.sort_by(
            |(left, left_head), (right, right_head)| match (left_head, right_head) {
                // What cannot be read comes first: it may be the worst of them.
                (Err(_), Err(_)) => left.cmp(right),
                (Err(_), Ok(_)) => std::cmp::Ordering::Less,
                (Ok(_), Err(_)) => std::cmp::Ordering::Greater,
                (Ok(left), Ok(right)) => self.compare(left, right),
            },
        );
        if self.shown.format == Format::Json {
            let list: Vec<Value> = rows
                .iter()
                .map(|(file, head)| row_json(context, file, head, now))
                .collect();
            return print_json(&list);
        }
        self.print(context, &rows, &none, now)?;
        print_overdue_actions(context, overdue);
        Ok(())
    }

    fn compare(&self, left: &Head, right: &Head) -> std::cmp::Ordering {
        let newest = right
            .detection
            .detected_at
            .cmp(&left.detection.detected_at)
            .then_with(|| right.id.cmp(&left.id));
        match self.sort {
            Order::Newest => newest,
            Order::Oldest => newest.reverse(),
            // Severities rank by their place in the plan, which their names follow.
            Order::Severity => left.severity.cmp(&right.severity).then(newest),
            Order::Status => left.status.cmp(&right.status).then(newest),
        }
    }

    /// `none`: the message when there is nothing to list.
    fn print(&self, context: &Context, rows: &[Row], none: &str, now: Time) -> Result<()> {
        if rows.is_empty() {
            context.say(none);
            return Ok(());
        }
        let look = Look::OUT;
        // The owner, the age, the status: what a title says is what an incident is known by.
        let mut table = Table::new([
            whole("incident"),
            whole("severity"),
            whole("status").going(1),
            whole("age").going(2),
            whole("owner").going(3),
            cut("title"),
        ]);
        for (file, head) in rows {
            match head {
                Ok(head) => {
                    let age = age(now.0 - head.detection.detected_at.0);
                    let age = if head.status.is_closed() {
                        context.zone()?.minute(head.detection.detected_at)
                    } else {
                        age
                    };
                    table.row([
                        one_line(&head.id),
                        look.bold(&one_line(&head.severity)),
                        head.status.to_string(),
                        age,
                        head.owner
                            .as_deref()
                            .map(|owner| fit(&one_line(owner), 16))
                            .unwrap_or_else(|| "\u{2013}".to_owned()),
                        one_line(&head.title),
                    ]);
                }
                Err(error) => table.row([
                    one_line(&file.stem),
                    look.error("broken"),
                    String::new(),
                    String::new(),
                    String::new(),
                    one_line(&first_line(context, error)),
                ]),
            }
        }
        print_table(table, 0);
        Ok(())
    }
}

fn overdue_actions(glances: &[Glance], today: Day) -> usize {
    let actions = glances.iter().flat_map(|glance| &glance.actions);
    actions.filter(|action| action.is_overdue(today.0)).count()
}

/// Warns of overdue corrective actions in all incidents, since actions outlive their incident (O20).
fn print_overdue_actions(context: &Context, number: usize) {
    if number > 0 {
        let look = context.look();
        let actions = look.error(&count(number, "corrective action"));
        let list = Fix::inc(["action", "list", "--overdue"]).after(format!("{actions} overdue  "));
        context.say_fix(&list, &context.address(None), look);
    }
}

fn row_json(
    context: &Context,
    file: &RecordFile,
    head: &Result<Head, LoadError>,
    now: Time,
) -> Value {
    match head {
        Err(error) => {
            json!({"id": file.stem, "broken": true, "path": context.shown(&file.path), "message": first_line(context, error)})
        }
        Ok(head) => {
            let mut row = json!({
                "id": head.id,
                "title": head.title,
                "type": head.kind,
                "severity": head.severity,
                "status": head.status.id(),
                "environment": head.environment,
                "services": head.services,
                "owner": head.owner,
                "detected_at": head.detection.detected_at,
            });
            if let Some(fields) = row.as_object_mut() {
                fields.retain(|_, value| !value.is_null());
                if !head.formerly.is_empty() {
                    fields.insert("formerly".to_owned(), json!(head.formerly));
                }
                if !head.status.is_closed() {
                    fields.insert(
                        "open_for_seconds".to_owned(),
                        json!((now.0 - head.detection.detected_at.0).num_seconds()),
                    );
                }
            }
            row
        }
    }
}

fn first_line(context: &Context, error: &LoadError) -> String {
    match error {
        LoadError::Io { path, error } => format!("{}: {error}", context.shown(path)),
        LoadError::Invalid {
            path, unreadable, ..
        } => match unreadable.faults.first() {
            Some((fault, position)) => format!(
                "{}:{}:{}: {}",
                context.shown(path),
                position.line,
                position.column,
                fault.message()
            ),
            None => context.shown(path),
        },
    }
}
