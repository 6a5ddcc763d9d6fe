//! What is refused before anything is written.

use std::path::Path;

use super::support::{Place, commit};
use crate::domain::fix::Fix;
use crate::git::error::Operation;
use crate::git::{GitError, Repo};

fn refused(place: &Place, path: &str) -> GitError {
    match place.repo().may_commit(&[Path::new(path)]) {
        Err(error) => error,
        Ok(()) => panic!("{path} was not refused"),
    }
}

/// Two branches that changed `first.yaml` differently; `main` is checked out.
fn diverged() -> Place {
    let place = Place::new();
    place.git(&["checkout", "-q", "-b", "side"]);
    place.write("first.yaml", "side\n");
    place.git(&["commit", "-q", "-a", "-m", "side"]);
    place.git(&["checkout", "-q", "main"]);
    place.write("first.yaml", "main\n");
    place.git(&["commit", "-q", "-a", "-m", "main"]);
    place
}

#[test]
fn whatever_git_has_begun_must_be_finished_first() {
    let cases: [(&[&str], Operation); 6] = [
        (&["merge", "side"], Operation::Merge),
        (&["rebase", "side"], Operation::Rebase),
        (&["rebase", "--apply", "side"], Operation::Rebase),
        (&["cherry-pick", "side"], Operation::CherryPick),
        (&["revert", "HEAD~1", "HEAD"], Operation::Revert),
        (&["bisect", "start"], Operation::Bisect),
    ];
    for (command, operation) in cases {
        let place = diverged();
        match operation {
            Operation::Bisect => drop(place.git(command)),
            Operation::Revert => {
                place.write("first.yaml", "later\n");
                place.git(&["commit", "-q", "-a", "-m", "later"]);
                place.git_fails(&["revert", "--no-edit", "HEAD~1"]);
            }
            _ => place.git_fails(command),
        }
        place.write("other.txt", "mine\n");
        let error = refused(&place, "other.txt");
        assert!(
            matches!(error, GitError::InProgress { what, .. } if what == operation),
            "{command:?}: {error:?}"
        );
        assert!(!error.fixes().is_empty());
        let also = place.repo().commit(&[Path::new("other.txt")], "no");
        assert!(matches!(also, Err(GitError::InProgress { .. })));
    }
}

#[test]
fn applying_patches() {
    let place = diverged();
    place.git(&["format-patch", "-q", "-1", "side", "-o", ".."]);
    place.git_fails(&["am", "../0001-side.patch"]);
    let error = refused(&place, "other.txt");
    let GitError::InProgress { what, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(what, Operation::Am);
}

#[test]
fn a_conflict_that_no_operation_explains() {
    let place = Place::new();
    place.write("first.yaml", "stashed\n");
    place.git(&["stash", "-q"]);
    place.write("first.yaml", "main\n");
    place.git(&["commit", "-q", "-a", "-m", "main"]);
    place.git_fails(&["stash", "pop"]);
    let error = refused(&place, "first.yaml");
    assert!(matches!(error, GitError::Conflicted { .. }), "{error:?}");
    let other = place.repo().may_commit(&[Path::new("other.txt")]);
    assert!(other.is_ok(), "{other:?}");
}

#[cfg(unix)]
#[test]
fn links_below_the_work_tree() {
    let place = Place::new();
    std::os::unix::fs::symlink("first.yaml", place.top.join("link.yaml")).expect("linked");
    std::os::unix::fs::symlink(&place.root, place.top.join("away")).expect("linked");
    for path in ["link.yaml", "away/incident.yaml"] {
        let error = refused(&place, path);
        assert!(matches!(error, GitError::Symlink { .. }), "{error:?}");
    }
}

#[test]
fn ignored_paths_unless_they_are_tracked() {
    let place = Place::new();
    place.write(".gitignore", "*.log\nincidents/\n*.yaml\n");
    let error = refused(&place, "incidents/2025/new.yaml");
    let GitError::Ignored { by: Some(by), .. } = &error else {
        panic!("{error:?}");
    };
    assert_eq!(by, ".gitignore:2:incidents/");

    let tracked = place.repo().may_commit(&[Path::new("first.yaml")]);
    assert!(tracked.is_ok(), "{tracked:?}");
    place.write(".git/info/exclude", "/private/\n");
    let error = refused(&place, "private/new.txt");
    assert!(matches!(error, GitError::Ignored { .. }), "{error:?}");

    place.write("a.log", "log\n");
    let error = place.repo().commit(&[Path::new("a.log")], "no");
    assert!(matches!(error, Err(GitError::Ignored { .. })), "{error:?}");
}

#[test]
fn other_repositories_within() {
    let place = Place::new();
    let inner = place.root.join("inner");
    std::fs::create_dir(&inner).expect("made");
    place.git_at(&inner, &["init", "-q"]);
    for (key, value) in [("user.name", "A"), ("user.email", "a@b")] {
        place.git_at(&inner, &["config", key, value]);
    }
    place.git_at(&inner, &["commit", "-q", "--allow-empty", "-m", "x"]);
    place.git(&[
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        "../inner",
        "sub",
    ]);
    let error = refused(&place, "sub/incidents/x.yaml");
    assert!(matches!(error, GitError::InSubmodule { .. }), "{error:?}");

    place.git(&["submodule", "--quiet", "deinit", "-f", "sub"]);
    let error = refused(&place, "sub/x.yaml");
    assert!(matches!(error, GitError::InSubmodule { .. }), "{error:?}");

    place.git_at(&place.top, &["init", "-q", "plain"]);
    let error = refused(&place, "plain/x.yaml");
    assert!(matches!(error, GitError::InSubmodule { .. }), "{error:?}");
}

#[test]
fn paths_that_are_no_file_of_the_work_tree() {
    let place = Place::new();
    place.write("folder/x", "x\n");
    let error = refused(&place, "folder");
    assert!(matches!(error, GitError::NotAFile { .. }), "{error:?}");
    for path in ["../x.yaml", ".git/x.yaml", "/x.yaml"] {
        let error = refused(&place, path);
        assert!(matches!(error, GitError::Outside { .. }), "{error:?}");
    }
}

fn not_opened(place: &Place, dir: &Path) -> GitError {
    match Repo::discover_in(dir, place.environment.clone()) {
        Err(error) => error,
        Ok(_) => panic!("{} was opened", dir.display()),
    }
}

#[test]
fn repositories_that_cannot_be_used() {
    let place = Place::new();
    let error = not_opened(&place, &place.root);
    assert!(
        matches!(error, GitError::NotARepository { .. }),
        "{error:?}"
    );

    place.git(&["init", "-q", "--bare", "../bare.git"]);
    let error = not_opened(&place, &place.root.join("bare.git"));
    assert!(matches!(error, GitError::Bare { .. }), "{error:?}");

    place.git(&["init", "-q", "--object-format=sha256", "../sha256"]);
    let error = not_opened(&place, &place.root.join("sha256"));
    assert!(
        matches!(&error, GitError::Unsupported { what } if what == "SHA-256 objects"),
        "{error:?}"
    );

    place.git(&["config", "extensions.partialClone", "origin"]);
    place.git(&["config", "core.repositoryFormatVersion", "1"]);
    let error = not_opened(&place, &place.top);
    assert!(
        matches!(&error, GitError::Unsupported { what } if what.contains("partial clone")),
        "{error:?}"
    );
}

#[test]
fn reftable() {
    let place = Place::new();
    let made = place
        .command(
            &place.root,
            &["init", "-q", "--ref-format=reftable", "tables"],
        )
        .status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: this git has no reftable");
        return;
    }
    let error = not_opened(&place, &place.root.join("tables"));
    assert!(
        matches!(&error, GitError::Unsupported { what } if what.contains("reftable")),
        "{error:?}"
    );
}

#[test]
fn without_git() {
    let place = Place::new();
    let empty = place.root.join("home");
    place.write("first.yaml", "two\n");
    let repo = place.repo_with("PATH", empty.to_str().expect("text"));
    let error = repo.commit(&[Path::new("first.yaml")], "no");
    assert!(matches!(error, Err(GitError::GitMissing)), "{error:?}");
}

#[test]
fn what_git_passes_over_is_never_reported_as_committed() {
    let place = Place::new();
    place.git(&["update-index", "--skip-worktree", "first.yaml"]);
    let error = refused(&place, "first.yaml");
    assert_eq!(
        error.fixes(),
        [Fix::git([
            "update-index",
            "--no-skip-worktree",
            "first.yaml"
        ])]
    );
    // Of another length: git may take a file of the same length and the same moment for unchanged.
    place.write("first.yaml", "second\n");
    let (repo, first) = (place.repo(), Path::new("first.yaml"));
    assert!(repo.is_uncommitted(first).expect("compared"));
    let alone = repo.commit(&[first], "no");
    assert!(matches!(alone, Err(GitError::Hidden { .. })), "{alone:?}");
    // Beside another path git makes a commit, and leaves this one out of it.
    place.write("other.txt", "mine\n");
    let both = repo.commit(&[first, Path::new("other.txt")], "both");
    assert!(matches!(both, Err(GitError::Hidden { .. })), "{both:?}");
    assert_eq!(place.last_paths(), ["other.txt"]);

    place.git(&["update-index", "--no-skip-worktree", "first.yaml"]);
    commit(&place.repo(), "first.yaml", "seen again");
    assert_eq!(place.git(&["show", "HEAD:first.yaml"]), "second\n");
    assert!(!place.repo().is_uncommitted(first).expect("compared"));
}

#[test]
fn what_git_assumes_unchanged_is_committed_all_the_same() {
    let place = Place::new();
    place.git(&["update-index", "--assume-unchanged", "first.yaml"]);
    place.write("first.yaml", "two\n");
    let (repo, first) = (place.repo(), Path::new("first.yaml"));
    repo.may_commit(&[first]).expect("allowed");
    assert!(repo.is_uncommitted(first).expect("compared"));
    commit(&repo, "first.yaml", "assumed");
    assert_eq!(place.git(&["show", "HEAD:first.yaml"]), "two\n");
}

#[test]
fn a_hook_that_puts_the_old_text_back_is_found_out() {
    let place = Place::new();
    place.write("first.yaml", "two\n");
    place.write("other.txt", "mine\n");
    place.hook("pre-commit", "git reset -q HEAD -- first.yaml");
    let paths = [Path::new("first.yaml"), Path::new("other.txt")];
    let made = place.repo().commit(&paths, "both");
    assert!(matches!(made, Err(GitError::LeftOut { .. })), "{made:?}");
}
