//! What `docs/json.md` says of each key.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::shape::Seen;

/// A row: `| key | type | when | holds |`.
pub struct Told {
    kind: String,
    when: String,
}

impl Told {
    /// What is not as the row says.
    pub fn faults(&self, seen: &Seen, holders: usize) -> Vec<String> {
        let mut faults = Vec::new();
        let (kind, or_null) = match self.kind.strip_suffix(" or `null`") {
            Some(kind) => (kind, true),
            None => (self.kind.as_str(), false),
        };
        for found in &seen.types {
            let fits = match found.as_str() {
                "null" => or_null,
                "empty list" => kind.starts_with("list"),
                "number" => matches!(kind, "number" | "seconds" | "bytes"),
                "object" => matches!(kind, "object" | "map"),
                // A text may look like a time.
                "time" | "day" => kind == found || kind == "text",
                found => kind == found,
            };
            if !fits {
                faults.push(format!("is `{found}`"));
            }
        }
        if or_null && !seen.types.contains("null") {
            faults.push("is never `null`".to_owned());
        }
        if seen
            .types
            .iter()
            .all(|kind| kind == "null" || kind == "empty list")
        {
            faults.push("never holds anything".to_owned());
        }
        match (self.when.as_str(), seen.present == holders) {
            ("always", false) => faults.push("is not always there".to_owned()),
            ("always", true) | (_, false) => {}
            ("", true) => faults.push("has no word of when it is there".to_owned()),
            (_, true) => faults.push("is always there".to_owned()),
        }
        faults
    }
}

/// By command, as it is headed in the page, and by key.
pub fn told() -> BTreeMap<String, BTreeMap<String, Told>> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md");
    let page = fs::read_to_string(page).expect("docs/json.md");
    let mut all: BTreeMap<String, BTreeMap<String, Told>> = BTreeMap::new();
    let mut command = None;
    for line in page.lines() {
        if line.starts_with("## ") {
            command = line.strip_prefix("## inc ");
            if let Some(name) = command {
                all.entry(name.to_owned()).or_default();
            }
        } else if let (Some(name), Some(row)) = (command, line.strip_prefix("| `")) {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let [key, kind, when, holds, ""] = cells.as_slice() else {
                continue;
            };
            assert!(!holds.is_empty(), "{line}");
            let told = Told {
                kind: (*kind).to_owned(),
                when: (*when).to_owned(),
            };
            let key = key.trim_end_matches('`').to_owned();
            let twice = all.entry(name.to_owned()).or_default().insert(key, told);
            assert!(twice.is_none(), "told twice: {line}");
        }
    }
    all
}
