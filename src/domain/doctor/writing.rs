//! Whether what is typed can be kept at all.

use super::commits::readable;
use super::home::few;
use super::{Bar, Barred, Said, Seen};
use crate::domain::command::quoted;

pub(super) fn writing(seen: &Seen) -> Vec<Said> {
    let Ok(home) = &seen.home else {
        return Vec::new();
    };
    let git = readable(seen).map_or("git", |repository| &repository.git);
    let mut said = Vec::new();
    let mut left: Vec<&Barred> = home.barred.iter().collect();
    while let Some(first) = left.first() {
        let bar = first.bar.clone();
        let (alike, others) = left.into_iter().partition(|barred| barred.bar == bar);
        said.push(told(git, &bar, alike));
        left = others;
    }
    if said.is_empty() {
        said.push(Said::ok("a change can be kept, and committed"));
    }
    said
}

/// What stands in the way of the same kind everywhere, as one.
fn told(git: &str, bar: &Bar, alike: Vec<&Barred>) -> Said {
    let mut paths: Vec<&str> = alike.iter().map(|barred| barred.path.as_str()).collect();
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
    let deep = match alike.iter().any(|barred| barred.is_inside) {
        true => "-R ",
        false => "",
    };
    let all: Vec<String> = paths.iter().map(|path| quoted(path)).collect();
    let all = all.join(" ");
    match bar {
        Bar::Forbidden => Said::trouble(format!("not to be written: {shown}"))
            .cure(format!("chmod {deep}u+rwX {all}")),
        Bar::Foreign => Said::trouble(format!("another user's, and not to be written: {shown}"))
            .cure(format!("sudo chown {deep}\"$(id -un)\" {all}")),
        Bar::ReadOnly => Said::trouble(format!(
            "on a file system that is read-only: {shown}; until it is not, work in a clone elsewhere"
        ))
        .cure(format!("git clone \"$({git} rev-parse --show-toplevel)\" <DIR>")),
        Bar::Full => Said::trouble(format!("no space is left: {shown}"))
            .cure(format!("df -h {all}")),
        Bar::NoFolder => {
            let moved = paths.iter().map(|path| {
                let path = quoted(path);
                format!("mv {path} {path}.old")
            });
            Said::trouble(format!("not a folder: {shown}")).cures(moved)
        }
        Bar::Other(why) => Said::trouble(format!("not to be written: {shown}: {why}"))
            .cure(format!("ls -ld {all}")),
    }
}
