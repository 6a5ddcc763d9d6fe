//! What a finding is known by from one run to the next, however the lines move meanwhile.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::domain::record::seal::hex;
use crate::domain::rules::Located;

/// A fingerprint for each finding, in their order, 32 hexadecimal digits, no two the same.
///
/// It is made of the rule, the incident (else the file), the field without its places in lists, what
/// the rule calls the thing it objects to, and the objection itself, with no line numbers and none of
/// the words that a waiver adds. Where all of these agree, the first one in the file is told from
/// the second.
pub(super) fn fingerprints(findings: &[Located]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let identity = identity(finding);
            let number = seen.entry(identity.clone()).or_default();
            *number += 1;
            let digest = Sha256::digest(format!("{identity}\0{number}"));
            let mut fingerprint = hex(&digest);
            fingerprint.truncate(32);
            fingerprint
        })
        .collect()
}

fn identity(finding: &Located) -> String {
    let home = finding.incident.as_deref().unwrap_or(&finding.path);
    let field = without_numbers(&finding.field, "[");
    let subject = finding.subject.as_deref().unwrap_or_default();
    let objection = without_numbers(finding.objection(), "line ");
    [finding.rule, home, &field, subject, &objection].join("\0")
}

/// A text without the digits behind every `mark`.
fn without_numbers(text: &str, mark: &str) -> String {
    let mut parts = text.split(mark);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(mark);
        kept.push_str(part.trim_start_matches(|letter: char| letter.is_ascii_digit()));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_where_they_are_places() {
        for (text, mark, kept) in [
            ("timeline[12].at", "[", "timeline[].at"),
            ("a[0].b[1]", "[", "a[].b[]"),
            (
                "the first is on line 214; keep one",
                "line ",
                "the first is on line ; keep one",
            ),
            ("SEV-2 is 3 above", "line ", "SEV-2 is 3 above"),
            ("", "[", ""),
        ] {
            assert_eq!(without_numbers(text, mark), kept);
        }
    }
}
