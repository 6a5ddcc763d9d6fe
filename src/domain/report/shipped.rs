//! The reports that come with the program.

/// A report that is always there; a file of the same name in the home replaces its template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shipped {
    /// The file in `templates/reports/`, without `.md`.
    pub name: &'static str,
    pub title: &'static str,
    /// The rows of the plans that it answers.
    pub rows: &'static [&'static str],
}

/// Every report of the program; the first is the one given when none is named.
pub(crate) const SHIPPED: [Shipped; 6] = [
    Shipped {
        name: "incident-report",
        title: "Incident Report",
        rows: &["O20"],
    },
    Shipped {
        name: "timeline",
        title: "Incident Timeline",
        rows: &["O19"],
    },
    Shipped {
        name: "incident-log",
        title: "Incident Log",
        rows: &["S10"],
    },
    Shipped {
        name: "post-incident-review",
        title: "Post-Incident Review",
        rows: &["S20", "O10"],
    },
    Shipped {
        name: "summary",
        title: "One-Screen Summary",
        rows: &[],
    },
    Shipped {
        name: "external-summary",
        title: "Summary for customers and auditors",
        rows: &["O16", "O18"],
    },
];
