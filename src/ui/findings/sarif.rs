//! Findings as SARIF 2.1.0 (OASIS), which GitHub's code scanning and editors read.

use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::Report;
use super::fingerprint::fingerprints;
use crate::domain::rules::{self, Level, Located, Rule, Waived};
use crate::ui::style::shown;

/// What relative paths begin at; by this name consumers know the top of a checkout.
const TOP: &str = "%SRCROOT%";
/// The fingerprint's name and version, which grows when the same finding gets another one.
const FINGERPRINT: &str = "finding/v1";

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<&Rule> = rules::all().collect();
    let places: HashMap<&str, usize> = rules
        .iter()
        .enumerate()
        .map(|(place, rule)| (rule.code, place))
        .collect();
    let results: Vec<Value> = report
        .findings
        .iter()
        .zip(fingerprints(&report.findings))
        .map(|(finding, fingerprint)| result(finding, places.get(finding.rule), &fingerprint))
        .collect();
    let mut figures = json!({ "checked": report.checked() });
    if let Some(older) = report.older {
        figures["older"] = older.into();
    }
    let version = env!("CARGO_PKG_VERSION");
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "inc",
                "fullName": format!("incident {version}"),
                "semanticVersion": version,
                "shortDescription": { "text": env!("CARGO_PKG_DESCRIPTION") },
                "rules": rules.into_iter().map(described).collect::<Vec<Value>>(),
            }},
            // It ran to its end; what it found is no failure of its own.
            "invocations": [{
                "executionSuccessful": true,
                "exitCode": i32::from(report.fails()),
            }],
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { TOP: {
                "description": { "text": "The top of the repository; without one, the incident home." },
            }},
            "results": results,
            "properties": figures,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// Everything `inc explain` says of a rule.
fn described(rule: &Rule) -> Value {
    let rows = rule.rows.join(", ");
    let explain = format!("inc explain {}", rule.code);
    let markdown = format!(
        "{}\n\n**Fix:** {}.\n\n**Plan:** {rows}\n\nPasses:\n\n```yaml\n{}\n```\n\nFails:\n\n```yaml\n{}\n```\n\nOn the command line: `{explain}`.\n",
        rule.why,
        rule.fix,
        rule.pass.trim_end(),
        rule.fail.trim_end(),
    );
    let mut tags = vec![rule.family()];
    tags.extend(rule.rows);
    json!({
        "id": rule.code,
        "name": camel_case(rule.code),
        "shortDescription": { "text": sentence(rule.what) },
        "fullDescription": { "text": rule.why },
        "help": {
            "text": format!("{} Fix: {}. See {explain}.", rule.why, rule.fix),
            "markdown": markdown,
        },
        "defaultConfiguration": { "level": level(rule.level) },
        "properties": {
            "tags": tags,
            "rows": rule.rows,
            "precision": "very-high",
            "problem.severity": level(rule.level),
        },
    })
}

fn result(finding: &Located, place: Option<&usize>, fingerprint: &str) -> Value {
    let message = match &finding.fix {
        Some(fix) => format!("{}\nfix: {fix}", finding.message),
        None => finding.message.clone(),
    };
    let suppressions: Vec<Value> = finding.waived.iter().map(suppression).collect();
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.level),
        "message": { "text": plain(&message) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": artifact(&finding.in_repository),
            "region": {
                "startLine": finding.line,
                "startColumn": finding.column,
                "endLine": finding.line,
                "endColumn": finding.end_column,
            },
        }}],
        "partialFingerprints": { FINGERPRINT: fingerprint },
        // Present in every result, as the standard wants it once one has any.
        "suppressions": suppressions,
        "properties": {
            "incident": finding.incident,
            "field": finding.field,
            "row": finding.row,
            "fix": finding.fix,
        },
    });
    if let Some(place) = place {
        result["ruleIndex"] = (*place).into();
    }
    result
}

/// The standard has no level for what is waived: it is suppressed. Who knows nothing of suppressions
/// sees the mildest level.
fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Waived => "note",
    }
}

fn suppression(waived: &Waived) -> Value {
    let until = waived
        .expires
        .map_or(String::new(), |day| format!(" (until {day})"));
    let justification = format!("waived by {}: {}{until}", waived.approved_by, waived.reason);
    json!({
        "kind": "external",
        "status": "accepted",
        "justification": shown(&justification),
    })
}

fn artifact(path: &str) -> Value {
    match path.strip_prefix('/') {
        None => json!({ "uri": uri(path), "uriBaseId": TOP }),
        // A file outside the repository, which somebody named by itself.
        Some(_) => json!({ "uri": format!("file://{}", uri(path)) }),
    }
}

/// A path as a URI: everything but slashes and what RFC 3986 never reserves is encoded.
fn uri(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// A text that is no more than a text: in messages of SARIF braces are placeholders, and square
/// brackets before round ones are links.
fn plain(text: &str) -> String {
    shown(text)
        .replace('{', "{{")
        .replace('}', "}}")
        .replace("](", "] (")
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

/// `closure/seal-broken` as `ClosureSealBroken`.
fn camel_case(code: &str) -> String {
    code.split(['/', '-'])
        .map(|word| {
            let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
            format!("{}{rest}", first.to_uppercase())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        for (path, encoded) in [
            (
                "incidents/2025/INC-20251129-001.yaml",
                "incidents/2025/INC-20251129-001.yaml",
            ),
            (
                "on call #1/50%/a:b.yaml",
                "on%20call%20%231/50%25/a%3Ab.yaml",
            ),
            ("\u{e9}\u{1f525}\n", "%C3%A9%F0%9F%94%A5%0A"),
        ] {
            assert_eq!(uri(path), encoded);
        }
        assert_eq!(
            artifact("/elsewhere/a b.yaml"),
            json!({ "uri": "file:///elsewhere/a%20b.yaml" })
        );
    }

    #[test]
    fn messages_hold_no_placeholders_and_no_links() {
        assert_eq!(plain("{0} [here](1)"), "{{0}} [here] (1)");
        assert_eq!(camel_case("closure/seal-broken"), "ClosureSealBroken");
    }
}
