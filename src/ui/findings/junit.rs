//! Findings as JUnit's XML, which GitLab and Jenkins read: a test case for every file that was looked
//! at, so that the same case passes before and fails after, and one that passes is seen.
//!
//! A case has one `failure`, since both read one only, with everything in it that must not be; what
//! may be (warnings, and what was waived) is the case's output.

use std::collections::HashMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Looked, Report, text};
use crate::domain::rules::{Level, Located};
use crate::ui::style::{Look, one_line, shown};
use crate::ui::words::count;

/// One file with what was found in it.
struct Case<'a> {
    class: String,
    name: String,
    file: &'a str,
    failures: Vec<&'a Located>,
    remarks: Vec<&'a Located>,
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let cases = cases(report);
    let tests = cases.len().to_string();
    let failed = cases.iter().filter(|case| !case.failures.is_empty());
    let failures = failed.count().to_string();
    let figures = || {
        [
            ("name", "inc validate"),
            ("tests", tests.as_str()),
            ("failures", failures.as_str()),
            ("errors", "0"),
            ("skipped", "0"),
            ("time", "0"),
        ]
    };
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("testsuites")
        .with_attributes(figures())
        .write_inner_content(|xml| {
            xml.create_element("testsuite")
                .with_attributes(figures())
                .write_inner_content(|xml| {
                    if let Some(older) = report.older {
                        let value = older.to_string();
                        xml.create_element("properties")
                            .write_inner_content(|xml| {
                                xml.create_element("property")
                                    .with_attributes([("name", "older"), ("value", &value)])
                                    .write_empty()?;
                                Ok(())
                            })?;
                    }
                    for case in &cases {
                        case.write(xml)?;
                    }
                    Ok(())
                })?;
            Ok(())
        })?;
    writeln!(out)
}

/// The records, then the plan and what stands beside it, then any other file with a finding.
fn cases(report: &Report) -> Vec<Case<'_>> {
    let mut cases: Vec<Case> = report.looked.iter().map(Case::of).collect();
    let files = cases.iter().enumerate();
    let mut places: HashMap<&str, usize> = files.map(|(place, case)| (case.file, place)).collect();
    for finding in &report.findings {
        let file = finding.in_repository.as_str();
        let place = *places.entry(file).or_insert_with(|| {
            // A template, or a record that is gone.
            cases.push(Case::new(file, finding.incident.is_some()));
            cases.len() - 1
        });
        let case = &mut cases[place];
        if report.denies(finding.level) {
            case.failures.push(finding);
        } else {
            case.remarks.push(finding);
        }
    }
    cases
}

impl<'a> Case<'a> {
    fn of(file: &'a Looked) -> Self {
        Case::new(&file.in_repository, file.is_record)
    }

    /// Folders take the place of packages; a record is called by its ID.
    fn new(file: &'a str, is_record: bool) -> Self {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        let name = if is_record {
            name.strip_suffix(".yaml").unwrap_or(name)
        } else {
            name
        };
        let class = match folder {
            "" => "home".to_owned(),
            folder => folder.replace('.', "_").replace('/', "."),
        };
        Case {
            class: clean(&one_line(&class)),
            name: clean(&one_line(name)),
            file,
            failures: Vec::new(),
            remarks: Vec::new(),
        }
    }

    fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let file = clean(&shown(self.file));
        let case = xml.create_element("testcase").with_attributes([
            ("classname", self.class.as_str()),
            ("name", &self.name),
            ("file", &file),
            ("time", "0"),
        ]);
        let Some(first) = self.failures.first().or(self.remarks.first()) else {
            case.write_empty()?;
            return Ok(());
        };
        case.write_inner_content(|xml| {
            if !self.failures.is_empty() {
                let message = self.summary(first);
                xml.create_element("failure")
                    .with_attributes([("message", message.as_str()), ("type", first.rule)])
                    .write_text_content(BytesText::new(&describe(&self.failures)?))?;
            }
            if !self.remarks.is_empty() {
                xml.create_element("system-out")
                    .write_text_content(BytesText::new(&describe(&self.remarks)?))?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// What Jenkins shows before anybody unfolds the rest.
    fn summary(&self, first: &Located) -> String {
        let number = |level: Level| {
            let of_level = |finding: &&&Located| finding.level == level;
            self.failures.iter().filter(of_level).count()
        };
        let (errors, warnings) = (number(Level::Error), number(Level::Warning));
        let message = clean(&one_line(&first.message));
        match (errors, warnings) {
            (1, 0) | (0, 1) => message,
            (errors, 0) => format!("{}, first: {message}", count(errors, "error")),
            (0, warnings) => format!("{}, first: {message}", count(warnings, "warning")),
            (errors, warnings) => format!(
                "{}, {}, first: {message}",
                count(errors, "error"),
                count(warnings, "warning")
            ),
        }
    }
}

/// As at a terminal, without colour.
fn describe(findings: &[&Located]) -> io::Result<String> {
    let mut describe = Vec::new();
    for (place, finding) in findings.iter().enumerate() {
        if place > 0 {
            writeln!(describe)?;
        }
        text::one(finding, &finding.row, Look::PLAIN, &mut describe)?;
    }
    Ok(clean(&String::from_utf8_lossy(&describe)))
}

/// Text without the two characters that [`shown`] leaves and XML cannot hold, and without what GitLab
/// takes for the name of a file to link to.
fn clean(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
        .replace("[[ATTACHMENT|", "[ [ATTACHMENT|")
}
