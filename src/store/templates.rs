//! The templates that come with the program: copied by `inc init`, used where a home has none.

/// A file as it is shipped: its path in a home, and its text.
pub(crate) struct Shipped {
    pub path: &'static str,
    pub text: &'static str,
}

macro_rules! shipped {
    ($($path:literal),+ $(,)?) => {
        &[$(Shipped { path: $path, text: include_str!(concat!("../../", $path)) }),+]
    };
}

/// One line a file.
pub(crate) const SHIPPED: &[Shipped] = shipped![
    "templates/plan.yaml",
    "templates/lint.yaml",
    "templates/runbooks/application-down.md",
    "templates/runbooks/credential-incident.md",
    "templates/runbooks/credential-reset.md",
    "templates/runbooks/database-incident.md",
    "templates/runbooks/login-failure.md",
    "templates/runbooks/payment-or-wallet-incident.md",
    "templates/runbooks/queue-backlog.md",
    "templates/runbooks/rbac-or-tenant-isolation-incident.md",
    "templates/runbooks/redis-failure.md",
    "templates/runbooks/security-containment.md",
    "templates/runbooks/validation-testing.md",
    "templates/messages/customer-notice.md",
    "templates/messages/internal-notification.md",
    "templates/messages/internal-update.md",
    "templates/reports/external-summary.md",
    "templates/reports/incident-report.md",
    "templates/reports/incident-log.md",
    "templates/reports/post-incident-review.md",
    "templates/reports/summary.md",
    "templates/reports/timeline.md",
];

/// The shipped text of a path in a home.
pub fn shipped(path: &str) -> Option<&'static str> {
    SHIPPED
        .iter()
        .find(|file| file.path == path)
        .map(|file| file.text)
}

/// The names, without `.md`, of what is shipped in a folder of `templates/`.
pub fn shipped_names(folder: &str) -> impl Iterator<Item = &'static str> {
    let prefix = format!("templates/{folder}/");
    SHIPPED
        .iter()
        .filter_map(move |file| file.path.strip_prefix(&prefix)?.strip_suffix(".md"))
}

/// The plan as it is shipped, for tests.
#[cfg(test)]
pub(crate) fn shipped_plan() -> crate::domain::plan::Plan {
    use crate::domain::plan::{Plan, Runbook};
    let text = shipped("templates/plan.yaml").expect("it is shipped");
    let raw = super::codec::plan(text).expect("it can be read");
    let runbooks = shipped_names("runbooks").map(|name| {
        let text = shipped(&format!("templates/runbooks/{name}.md")).expect("it is shipped");
        (name.to_owned(), Runbook::read(text))
    });
    Plan::new(raw, runbooks.collect()).expect("it fits together")
}
