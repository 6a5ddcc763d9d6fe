//! The last line of a saved report: what it was made from, and what it said.
//!
//! Later the stamp tells two things apart: the record has changed since, or somebody edited the
//! report. A newer template is neither, so the template is only named.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::record::Record;
use crate::domain::record::seal::{canonical, hex};

const OPENING: &str = "<!-- inc report ";
const CLOSING: &str = " -->";

/// What a stamp says, held against a record and the text it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// The template the report was made with.
    pub template: String,
    /// Digest of the record it was made from.
    pub record: String,
    pub record_changed: bool,
    pub body_edited: bool,
}

impl Stamp {
    /// Whether the report still says what its record does.
    pub(crate) fn holds(&self) -> bool {
        !self.record_changed && !self.body_edited
    }
}

/// A report without a stamp, or with one that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "this report has no stamp of inc, so it cannot be checked; save it again with `inc report --save`"
)]
pub(crate) struct NoStamp;

/// As the stamp is written: JSON, so that a template may have any name.
#[derive(Serialize, Deserialize)]
struct Written {
    template: String,
    record: String,
    body: String,
}

/// SHA-256, in hexadecimal, of everything a record says; comments and quoting do not count.
pub(crate) fn record_digest(record: &Record) -> String {
    digest(&canonical(&record.to_value()))
}

/// A report as it is saved: the body, and an HTML comment as its last line.
pub(crate) fn stamp(template: &str, body: &str, record_digest: &str) -> String {
    let body = unified(body);
    let written = Written {
        template: template.to_owned(),
        record: record_digest.to_owned(),
        body: digest(&body),
    };
    // A `>` could end the comment. None stands outside the strings, and in them it may be written so.
    let json = serde_json::to_string(&written)
        .unwrap_or_default()
        .replace('>', "\\u003e");
    format!("{body}\n\n{OPENING}{json}{CLOSING}\n")
}

/// Holds a saved report against the record as it is now.
pub(crate) fn verify(text: &str, record_digest: &str) -> Result<Stamp, NoStamp> {
    let lines: Vec<&str> = text.lines().collect();
    let found = lines
        .iter()
        .enumerate()
        .rev()
        .find_map(|(place, line)| Some((place, read(line)?)));
    let (place, written) = found.ok_or(NoStamp)?;
    let (above, below) = (lines[..place].join("\n"), lines[place + 1..].join("\n"));
    let appended = !below.trim().is_empty();
    Ok(Stamp {
        template: written.template,
        record_changed: written.record != record_digest,
        body_edited: appended || digest(&unified(&above)) != written.body,
        record: written.record,
    })
}

fn read(line: &str) -> Option<Written> {
    let json = line
        .trim_end()
        .strip_prefix(OPENING)?
        .strip_suffix(CLOSING)?;
    serde_json::from_str(json).ok()
}

/// Checkouts change line ends, and editors the last one: neither is an edit.
fn unified(body: &str) -> String {
    body.lines()
        .collect::<Vec<_>>()
        .join("\n")
        .trim_end()
        .to_owned()
}

fn digest(text: &str) -> String {
    hex(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "## Incident Log: INC-1\n\n- 10:14 - Froze refunds\n";

    fn checked(text: &str, record: &str) -> (bool, bool) {
        let stamp = verify(text, record).expect("a stamp");
        assert_eq!(stamp.template, "incident-log");
        (stamp.record_changed, stamp.body_edited)
    }

    #[test]
    fn a_saved_report_knows_its_record_and_its_own_words() {
        let saved = stamp("incident-log", BODY, "aa");
        assert!(saved.starts_with(BODY));
        assert_eq!(checked(&saved, "aa"), (false, false));
        assert_eq!(checked(&saved, "bb"), (true, false));
        assert_eq!(
            checked(&saved.replace("10:14", "10:15"), "aa"),
            (false, true)
        );
        assert_eq!(
            checked(&saved.replace("10:14", "10:15"), "bb"),
            (true, true)
        );
        assert_eq!(checked(&format!("Approved!\n{saved}"), "aa"), (false, true));
        assert_eq!(
            checked(&format!("{saved}\nApproved!\n"), "aa"),
            (false, true)
        );
    }

    #[test]
    fn line_ends_are_no_edit() {
        let saved = stamp("incident-log", BODY, "aa");
        assert_eq!(checked(&saved.replace('\n', "\r\n"), "aa"), (false, false));
        assert_eq!(checked(saved.trim_end(), "aa"), (false, false));
        assert_eq!(checked(&format!("{saved}\n\n"), "aa"), (false, false));
    }

    #[test]
    fn what_bears_no_stamp_is_reported_so() {
        for text in [
            "",
            BODY,
            "<!-- inc report -->\n",
            "<!-- inc report {\"template\":1} -->\n",
        ] {
            assert_eq!(verify(text, "aa"), Err(NoStamp), "{text}");
        }
    }

    #[test]
    fn no_name_of_a_template_ends_the_comment() {
        let saved = stamp("a --> <script>", BODY, "aa");
        assert_eq!(saved.matches("-->").count(), 1);
        assert_eq!(
            verify(&saved, "aa").map(|stamp| stamp.template),
            Ok("a --> <script>".to_owned())
        );
    }
}
