//! Whether what is typed can be kept at all.

use super::commits::readable;
use super::home::few;
use super::{Bar, Blocked, Survey, Verdict};
use crate::domain::command::quoted;

pub(super) fn writing(survey: &Survey) -> Vec<Verdict> {
    let Ok(home) = &survey.home else {
        return Vec::new();
    };
    let git = readable(survey).map_or("git", |repository| &repository.git);
    let mut said = Vec::new();
    let mut left: Vec<&Blocked> = home.blocked.iter().collect();
    while let Some(first) = left.first() {
        let bar = first.bar.clone();
        let (alike, others) = left.into_iter().partition(|blocked| blocked.bar == bar);
        said.push(verdict(git, &bar, alike));
        left = others;
    }
    if said.is_empty() {
        said.push(Verdict::ok("a change can be kept, and committed"));
    }
    said
}

/// What stands in the way of the same kind everywhere, as one.
fn verdict(git: &str, bar: &Bar, alike: Vec<&Blocked>) -> Verdict {
    let mut paths: Vec<&str> = alike.iter().map(|blocked| blocked.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    if matches!(bar, Bar::ReadOnly | Bar::Full) {
        // A file system says of its top what it says of all below.
        let all = paths.clone();
        paths.retain(|path| {
            !all.iter().any(|above| {
                path.strip_prefix(above)
                    .is_some_and(|rest| rest.starts_with('/'))
            })
        });
    }
    let shown = few(&paths);
    let deep = match alike.iter().any(|blocked| blocked.is_inside) {
        true => "-R ",
        false => "",
    };
    let all: Vec<String> = paths.iter().map(|path| quoted(path)).collect();
    let all = all.join(" ");
    match bar {
        Bar::Forbidden => Verdict::trouble(format!("not to be written: {shown}"))
            .cure(format!("chmod {deep}u+rwX {all}")),
        Bar::Foreign => Verdict::trouble(format!("another user's, and not to be written: {shown}"))
            .cure(format!("sudo chown {deep}\"$(id -un)\" {all}")),
        Bar::ReadOnly => Verdict::trouble(format!(
            "on a file system that is read-only: {shown}; until it is not, work in a clone elsewhere"
        ))
        .cure(format!("git clone \"$({git} rev-parse --show-toplevel)\" <DIR>")),
        Bar::Full => Verdict::trouble(format!("no space is left: {shown}"))
            .cure(format!("df -h {all}")),
        Bar::NoFolder => {
            let moved = paths.iter().map(|path| {
                let path = quoted(path);
                format!("mv {path} {path}.old")
            });
            Verdict::trouble(format!("not a folder: {shown}")).cures(moved)
        }
        Bar::Other(why) => Verdict::trouble(format!("not to be written: {shown}: {why}"))
            .cure(format!("ls -ld {all}")),
    }
}
