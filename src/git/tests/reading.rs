//! What HEAD and the branches hold.

use std::collections::BTreeSet;
use std::path::Path;

use super::support::{Place, commit};

#[test]
fn what_differs_from_head() {
    let place = Place::new();
    place.write("new.yaml", "new\n");
    std::fs::remove_file(place.top.join("other.txt")).expect("deleted");
    let repo = place.repo();
    let uncommitted = |path: &str| repo.is_uncommitted(Path::new(path)).expect("compared");
    assert!(!uncommitted("first.yaml"));
    assert!(uncommitted("new.yaml"));
    assert!(uncommitted("other.txt"));
    assert!(!uncommitted("never-was.yaml"));

    place.write("first.yaml", "two\n");
    assert!(uncommitted("first.yaml"));
    place.git(&["add", "first.yaml"]);
    assert!(uncommitted("first.yaml"), "staged is not committed");

    let committed = |path: &str| repo.committed(Path::new(path)).expect("read");
    assert_eq!(committed("first.yaml").as_deref(), Some(&b"one\n"[..]));
    assert_eq!(committed("new.yaml"), None);
}

#[test]
fn before_the_first_commit_everything_differs() {
    let place = Place::unborn();
    place.write("new.yaml", "new\n");
    let repo = place.repo();
    let new = Path::new("new.yaml");
    assert!(repo.is_uncommitted(new).expect("compared"));
    assert_eq!(repo.committed(new).expect("read"), None);
    let names = repo.names_in_branches(Path::new("incidents"), "INC-");
    assert_eq!(names.expect("read"), BTreeSet::new());
}

#[test]
fn converted_line_endings_are_no_change() {
    let place = Place::new();
    place.git(&["config", "core.autocrlf", "true"]);
    place.write("first.yaml", "one\r\n");
    let repo = place.repo();
    let first = Path::new("first.yaml");
    assert!(!repo.is_uncommitted(first).expect("compared"));
    place.write("first.yaml", "one\r\ntwo\r\n");
    assert!(repo.is_uncommitted(first).expect("compared"));
}

#[test]
fn names_are_collected_over_head_and_all_branches() {
    let place = Place::new();
    let add = |name: &str| {
        let path = format!("home/incidents/2025/{name}");
        place.write(&path, "x\n");
        commit(&place.repo(), &path, name);
    };
    add("INC-20251129-001.yaml");
    place.git(&["checkout", "-q", "-b", "side"]);
    add("INC-20251129-002.yaml");
    place.git(&["checkout", "-q", "main"]);
    add("INC-20251129-003.yaml");
    add("INC-20251130-001.yaml");
    place.git(&["update-ref", "refs/remotes/origin/far", "main"]);
    place.git(&[
        "symbolic-ref",
        "refs/remotes/origin/HEAD",
        "refs/remotes/origin/far",
    ]);
    place.git(&["reset", "-q", "--hard", "HEAD~2"]);
    place.git(&["checkout", "-q", "--detach"]);
    add("INC-20251129-004.yaml");
    add("INC-20251129-005/inner.txt");
    place.write(".git/refs/heads/broken", "rubbish\n");

    let dir = Path::new("home/incidents/2025");
    let names = place.repo().names_in_branches(dir, "INC-20251129-");
    let names: Vec<_> = names.expect("read").into_iter().collect();
    assert_eq!(
        names,
        [
            "INC-20251129-001",
            "INC-20251129-002",
            "INC-20251129-003",
            "INC-20251129-004"
        ]
    );
}

#[test]
fn the_user_is_who_git_says() {
    let place = Place::new();
    assert_eq!(place.repo().user_name().as_deref(), Some("Ada"));
    place.git(&["config", "author.name", "Countess"]);
    assert_eq!(place.repo().user_name().as_deref(), Some("Countess"));
    let repo = place.repo_with("GIT_AUTHOR_NAME", "Lovelace");
    assert_eq!(repo.user_name().as_deref(), Some("Lovelace"));
}
