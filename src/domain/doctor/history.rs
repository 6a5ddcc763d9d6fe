//! Whether the history is kept whole: merged by meaning, byte by byte, from its beginning.

use super::commits::{is_true, readable};
use super::{Driver, Survey, Verdict};

/// What git's attributes say of a record in a home that `inc init` made.
const MERGE: &str = "incident";

pub(super) fn merging(survey: &Survey) -> Vec<Verdict> {
    let Some(repository) = readable(survey) else {
        return Vec::new();
    };
    let init = format!("{} init", survey.inc);
    let mut said = Vec::new();
    match repository.driver {
        Driver::Ours => {}
        Driver::Absent => said.push(
            Verdict::note("this clone merges records line by line: no merge driver is set")
                .cure(&init),
        ),
        Driver::Other => said
            .push(Verdict::note("the merge driver is not the one this inc would set").cure(&init)),
    }
    if repository.merge_attribute != MERGE {
        let says = ".gitattributes does not name the merge driver of records";
        said.push(Verdict::note(says).cure(&init));
    }
    if let Some(search) = &repository.search_for_inc {
        let says = "git finds no `inc` on the PATH, and merges records line by line";
        said.push(Verdict::note(says).cure(search.clone()));
    }
    if said.is_empty() {
        said.push(Verdict::ok("git merges records field by field"));
    }
    said
}

pub(super) fn line_endings(survey: &Survey) -> Vec<Verdict> {
    let Some(repository) = readable(survey) else {
        return Vec::new();
    };
    let init = format!("{} init", survey.inc);
    let autocrlf = repository.settings.get("core.autocrlf");
    let converts = autocrlf.is_some_and(|value| value == "input" || is_true(value));
    vec![match (repository.text_attribute.as_str(), converts) {
        ("unset", _) => Verdict::ok("git leaves the bytes of records alone"),
        (_, false) => {
            Verdict::note(".gitattributes does not keep git from changing line endings of records")
                .cure(&init)
        }
        (_, true) => Verdict::note(
            "core.autocrlf changes the line endings of records: stamps of reports will not fit",
        )
        .cure(&init),
    }]
}

pub(super) fn whole(survey: &Survey) -> Vec<Verdict> {
    let Some(repository) = readable(survey) else {
        return Vec::new();
    };
    let (git, mut said) = (&repository.git, Vec::new());
    if repository.shallow {
        said.push(
            Verdict::note(
                "this clone is shallow: log, verify and --base see the end of the history alone",
            )
            .cure(format!("{git} fetch --unshallow")),
        );
    }
    for remote in &repository.partial {
        let says =
            format!("this clone is partial: log and verify fetch from {remote} what is missing");
        said.push(
            Verdict::note(says)
                .cure(format!(
                    "{git} config --unset remote.{remote}.partialclonefilter"
                ))
                .cure(format!("{git} fetch --refetch {remote}"))
                .cure(format!("{git} config --unset remote.{remote}.promisor")),
        );
    }
    if said.is_empty() {
        said.push(Verdict::ok("all of it is here"));
    }
    said
}
