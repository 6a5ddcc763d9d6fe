//! Several processes at once, and locks left behind.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::support::{Place, commit};
use crate::git::path::RepoPath;
use crate::git::witness::Witness;
use crate::git::{Committed, GitError};

const WRITERS: usize = 8;
const ROUNDS: usize = 4;

#[test]
fn many_writers_of_different_paths_all_succeed() {
    let place = Place::new();
    place.write("staged.txt", "staged\n");
    place.git(&["add", "staged.txt"]);
    let ids: Vec<_> = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let place = &place;
                scope.spawn(move || {
                    let repo = place.repo();
                    (0..ROUNDS)
                        .map(|round| {
                            // Every other one is new, the rest change what was new before.
                            let path = format!("w{writer}-{}.yaml", round / 2);
                            place.write(&path, &format!("{round}\n"));
                            commit(&repo, &path, &format!("{path} {round}")).to_string()
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        writers
            .into_iter()
            .flat_map(|writer| writer.join().expect("no panic"))
            .collect()
    });

    let logged = place.git(&["log", "--format=%H", "--skip=0"]);
    let logged: BTreeSet<_> = logged.lines().collect();
    assert_eq!(ids.len(), WRITERS * ROUNDS);
    assert_eq!(logged.len(), WRITERS * ROUNDS + 1);
    for id in &ids {
        assert!(logged.contains(id.as_str()), "{id} is not in the history");
        let paths = place.git(&["show", "--name-only", "--format=%s", id]);
        let lines: Vec<_> = paths.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.len(), 2, "one path in each: {lines:?}");
        assert!(lines[0].starts_with(lines[1]), "the right id: {lines:?}");
    }
    assert_eq!(place.status(), "A  staged.txt\n");
    place.git(&["fsck", "--strict"]);
}

#[test]
fn many_writers_of_one_path_all_succeed() {
    for path in ["first.yaml", "new.yaml"] {
        let place = Place::new();
        let created = thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    let place = &place;
                    scope.spawn(move || {
                        place.write(path, &format!("{writer}\n"));
                        place.repo().commit(&[Path::new(path)], "mine")
                    })
                })
                .collect();
            writers
                .into_iter()
                .map(|writer| writer.join().expect("no panic").expect("no error"))
                .filter(|committed| matches!(committed, Committed::Created(_)))
                .count()
        });
        let count = place.git(&["rev-list", "--count", "HEAD"]);
        assert_eq!(count.trim(), (created + 1).to_string());
        assert_eq!(place.status(), "");
    }
}

#[test]
fn a_lock_that_is_released_in_time_is_waited_for() {
    let place = Place::new();
    let lock = place.top.join(".git/index.lock");
    std::fs::write(&lock, "").expect("locked");
    place.write("new.yaml", "new\n");
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_millis(700));
            std::fs::remove_file(&lock).expect("unlocked");
        });
        commit(&place.repo(), "new.yaml", "patient");
    });
}

#[test]
fn a_lock_left_behind_is_named_with_its_age_and_left_alone() {
    let place = Place::new();
    let lock = place.top.join(".git/index.lock");
    let file = std::fs::File::create(&lock).expect("locked");
    let hours_ago = SystemTime::now() - Duration::from_secs(7_300);
    file.set_modified(hours_ago).expect("aged");
    place.write("new.yaml", "new\n");
    let start = Instant::now();

    let refused = place.repo().commit(&[Path::new("new.yaml")], "locked");

    let Err(GitError::Locked { path, age }) = &refused else {
        panic!("{refused:?}");
    };
    assert_eq!(path, &lock);
    assert!(age.is_some_and(|age| age.as_secs() >= 7_300));
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "no use in waiting"
    );
    assert!(lock.exists());
    assert!(place.top.join("new.yaml").exists());
}

#[test]
fn a_fresh_lock_is_waited_for_a_few_seconds() {
    let place = Place::new();
    let lock = place.top.join(".git/refs/heads/main.lock");
    std::fs::write(&lock, "").expect("locked");
    place.write("new.yaml", "new\n");
    let index = place.index();
    let refused = place.repo().commit(&[Path::new("new.yaml")], "locked");
    assert!(
        matches!(&refused, Err(GitError::Locked { path, .. }) if path == &lock),
        "{refused:?}"
    );
    assert_eq!(place.index(), index);
}

#[test]
fn a_queue_behind_a_slow_hook_is_worth_waiting_for() {
    let place = Place::new();
    place.hook("pre-commit", "sleep 0.3");
    thread::scope(|scope| {
        for writer in 0..4 {
            let place = &place;
            scope.spawn(move || {
                let path = format!("w{writer}.yaml");
                place.write(&path, "x\n");
                commit(&place.repo(), &path, "slow");
            });
        }
    });
    let count = place.git(&["rev-list", "--count", "HEAD"]);
    assert_eq!(count.trim(), "5");
}

#[test]
fn what_git_undoes_by_writing_an_index_it_read_too_early_is_known() {
    let place = Place::new();
    let index = place.top.join(".git/index");
    place.write("kept.txt", "staged before\n");
    place.git(&["add", "kept.txt"]);
    let early = std::fs::read(&index).expect("read");
    let mut witness = Witness::new(index.clone());

    place.write("lost.txt", "staged meanwhile\n");
    place.git(&["add", "lost.txt"]);
    place.git(&["rm", "-q", "--cached", "other.txt"]);
    witness.look();
    let staged = place.git(&["ls-files", "--stage", "lost.txt"]);
    let replacement = place.root.join("early");
    std::fs::write(&replacement, early).expect("written");
    std::fs::rename(&replacement, &index).expect("replaced");

    let own = RepoPath::new(Path::new("first.yaml"), &place.top).expect("a path");
    let undone = witness.undone(&[own]).expect("something");
    let lines: Vec<_> = undone
        .split(|&byte| byte == 0)
        .map(String::from_utf8_lossy)
        .collect();
    let id = staged.split(' ').nth(1).expect("an id");
    let zeros = "0".repeat(40);
    assert_eq!(
        lines,
        [
            format!("100644 {id}\tlost.txt"),
            format!("0 {zeros}\tother.txt"),
            String::new()
        ]
    );
}

#[test]
fn files_staged_beside_many_writers_stay_staged() {
    let place = Place::new();
    let done = AtomicBool::new(false);
    let added = thread::scope(|scope| {
        let adder = scope.spawn(|| {
            let mut added = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let name = format!("staged{}.txt", added.len());
                place.write(&name, &name);
                let output = place.command(&place.top, &["add", &name]).output();
                // Git itself gives up at once when the index is locked; then it is tried again.
                if output.is_ok_and(|output| output.status.success()) {
                    added.push(name);
                }
            }
            added
        });
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let place = &place;
                scope.spawn(move || {
                    for round in 0..ROUNDS {
                        let path = format!("w{writer}.yaml");
                        place.write(&path, &format!("{round}\n"));
                        commit(&place.repo(), &path, "beside");
                    }
                })
            })
            .collect();
        let ended: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
        done.store(true, Ordering::Relaxed);
        assert!(ended.iter().all(Result::is_ok), "every commit was made");
        adder.join().expect("no panic")
    });

    let staged = place.git(&["diff", "--cached", "--name-only"]);
    let staged: BTreeSet<_> = staged.lines().collect();
    let added: BTreeSet<_> = added.iter().map(String::as_str).collect();
    let lost: Vec<_> = added.difference(&staged).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    let count = place.git(&["rev-list", "--count", "HEAD"]);
    assert_eq!(count.trim(), (WRITERS * ROUNDS + 1).to_string());
}
