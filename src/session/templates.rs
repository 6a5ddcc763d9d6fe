//! Templates of reports and messages, filled in to see whether they can be: with the newest record, and
//! with one of which nothing is known but that there is one.

use crate::domain::plan::{Case, Plan};
use crate::domain::record::Record;
use crate::domain::report::{self, MessageInput, ReportError};
use crate::domain::respond::{Declaration, Ids, Moment};
use crate::session::context::Context;
use crate::store::Home;

pub(crate) struct Trial<'a> {
    plan: &'a Plan,
    records: Vec<Record>,
}

impl<'a> Trial<'a> {
    pub(crate) fn of(context: &Context, plan: &'a Plan, newest: Option<&Record>) -> Self {
        let newest = newest.cloned();
        Trial {
            plan,
            records: newest.into_iter().chain(declared(context, plan)).collect(),
        }
    }

    /// The folder and the name of every template that can be filled in: the home's own reports, and
    /// the messages that the plan names.
    pub(crate) fn all(&self, home: &Home) -> Vec<(&'static str, String)> {
        let reports = Home::markdown_in(&home.root().join(Home::TEMPLATES).join("reports"));
        let messages = self.plan.communication.templates.iter();
        let messages = messages.map(|template| ("messages", template.id.clone()));
        let reports = reports.into_iter().map(|name| ("reports", name));
        reports.chain(messages).collect()
    }

    /// What keeps a template from being filled in.
    pub(crate) fn fault(&self, folder: &str, name: &str, text: &str) -> Option<ReportError> {
        let mut cases = self
            .records
            .iter()
            .map(|record| Case::new(record, self.plan));
        if folder == "reports" {
            return cases.find_map(|case| report::render(name, text, case).err());
        }
        let mut templates = self.plan.communication.templates.iter();
        let fields = templates.find(|template| template.id == name);
        let fields = fields.into_iter().flat_map(|template| &template.fields);
        let input = MessageInput {
            current_action: Some("\u{2026}".to_owned()),
            next_update: None,
            fields: fields
                .map(|field| (field.id.clone(), "\u{2026}".to_owned()))
                .collect(),
        };
        cases.find_map(|case| report::message(name, text, case, &input).err())
    }
}

/// Where a template lies in its home.
pub(crate) fn path_of(folder: &str, name: &str) -> String {
    format!("{}/{folder}/{name}.md", Home::TEMPLATES)
}

/// An incident of which nothing is known but that there is one.
fn declared(context: &Context, plan: &Plan) -> Option<Record> {
    let now = context.now().ok()?;
    let moment = Moment {
        at: now,
        now,
        by: "\u{2026}".to_owned(),
    };
    let kind = plan.types.iter().find(|kind| !kind.retired)?;
    let declaration = Declaration {
        title: "\u{2026}".to_owned(),
        kind: kind.id.clone(),
        ..Declaration::default()
    };
    let mut ids = Ids::new(Some("doctor"));
    Some(declaration.record("\u{2026}".to_owned(), plan, &moment, &mut ids))
}
