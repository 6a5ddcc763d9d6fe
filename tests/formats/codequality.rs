//! GitLab's code quality report, read as GitLab reads it.

use serde_json::Value;

use super::{Said, said, visible};

pub fn fingerprints(report: &Value) -> Vec<String> {
    let issues = report.as_array().expect("a list").iter();
    issues
        .map(|issue| said(issue, "fingerprint").to_owned())
        .collect()
}

/// Holds a report against JSON; returns its fingerprints.
pub fn agrees(written: &str, expected: &Said) -> Vec<String> {
    assert!(written.starts_with('['), "no byte order mark: {written}");
    let report: Value = serde_json::from_str(written).expect("JSON");
    let issues = report.as_array().expect("a list");
    assert_eq!(issues.len(), expected.findings.len());
    for (issue, found) in issues.iter().zip(&expected.findings) {
        let message = visible(said(found, "message"));
        let words: Vec<&str> = message.split_whitespace().collect();
        assert_eq!(issue["description"], words.join(" "));
        assert_eq!(issue["check_name"], found["rule"]);
        let severity = match said(found, "level") {
            "error" => "critical",
            "warning" => "minor",
            _ => "info",
        };
        assert_eq!(issue["severity"], severity);
        let path = said(&issue["location"], "path");
        assert_eq!(path, expected.path(found));
        assert!(!path.starts_with(['.', '/']), "{path}");
        assert_eq!(issue["location"]["lines"]["begin"], found["line"]);
    }
    fingerprints(&report)
}
