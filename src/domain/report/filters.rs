//! The filters and the names that a template may use.

/// The filters a template may use: ours first, then the engine's that are of use here.
pub const FILTERS: &[&str] = &[
    "bullets",
    "listed",
    "paragraph",
    "quote",
    "capitalize",
    "default",
    "first",
    "groupby",
    "indent",
    "join",
    "last",
    "length",
    "lines",
    "list",
    "lower",
    "map",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "safe",
    "select",
    "selectattr",
    "slice",
    "sort",
    "split",
    "title",
    "trim",
    "unique",
    "upper",
];

/// The names that are there without being fields of the view.
pub(crate) const GLOBALS: [&str; 4] = ["debug", "dict", "namespace", "range"];
