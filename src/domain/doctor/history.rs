//! Whether the history is kept whole: merged by meaning, byte by byte, from its beginning.

use super::commits::{is_true, readable};
use super::{Driver, Said, Seen};

/// What git's attributes say of a record in a home that `inc init` made.
const MERGE: &str = "incident";

pub(super) fn merging(seen: &Seen) -> Vec<Said> {
    let Some(repository) = readable(seen) else {
        return Vec::new();
    };
    let init = format!("{} init", seen.inc);
    let mut said = Vec::new();
    match repository.driver {
        Driver::Ours => {}
        Driver::Absent => said.push(
            Said::note("this clone merges records line by line: no merge driver is set")
                .cure(&init),
        ),
        Driver::Other => {
            said.push(Said::note("the merge driver is not the one this inc would set").cure(&init))
        }
    }
    if repository.merge_attribute != MERGE {
        let says = ".gitattributes does not name the merge driver of records";
        said.push(Said::note(says).cure(&init));
    }
    if let Some(search) = &repository.search_for_inc {
        let says = "git finds no `inc` on the PATH, and merges records line by line";
        said.push(Said::note(says).cure(search.clone()));
    }
    if said.is_empty() {
        said.push(Said::ok("git merges records field by field"));
    }
    said
}

pub(super) fn line_endings(seen: &Seen) -> Vec<Said> {
    let Some(repository) = readable(seen) else {
        return Vec::new();
    };
    let init = format!("{} init", seen.inc);
    let autocrlf = repository.settings.get("core.autocrlf");
    let converts = autocrlf.is_some_and(|value| value == "input" || is_true(value));
    vec![match (repository.text_attribute.as_str(), converts) {
        ("unset", _) => Said::ok("git leaves the bytes of records alone"),
        (_, false) => {
            Said::note(".gitattributes does not keep git from changing line endings of records")
                .cure(&init)
        }
        (_, true) => Said::note(
            "core.autocrlf changes the line endings of records: stamps of reports will not fit",
        )
        .cure(&init),
    }]
}

pub(super) fn whole(seen: &Seen) -> Vec<Said> {
    let Some(repository) = readable(seen) else {
        return Vec::new();
    };
    let (git, mut said) = (&repository.git, Vec::new());
    if repository.shallow {
        said.push(
            Said::note(
                "this clone is shallow: log, verify and --base see the end of the history alone",
            )
            .cure(format!("{git} fetch --unshallow")),
        );
    }
    for remote in &repository.partial {
        let says =
            format!("this clone is partial: log and verify fetch from {remote} what is missing");
        said.push(
            Said::note(says)
                .cure(format!(
                    "{git} config --unset remote.{remote}.partialclonefilter"
                ))
                .cure(format!("{git} fetch --refetch {remote}"))
                .cure(format!("{git} config --unset remote.{remote}.promisor")),
        );
    }
    if said.is_empty() {
        said.push(Said::ok("all of it is here"));
    }
    said
}
