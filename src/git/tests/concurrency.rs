//! Several processes at once, and locks left behind.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use super::support::{Place, commit, deaths, executable};
use crate::git::index::{self, Entries};
use crate::git::index_guard::IndexGuard;
use crate::git::{GitError, commit::Committed};

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
    let (repo, trace) = place.traced_repo();
    thread::scope(|scope| {
        scope.spawn(|| {
            while deaths(&trace) < 2 {
                thread::sleep(Duration::from_millis(5));
            }
            std::fs::remove_file(&lock).expect("unlocked");
        });
        commit(&repo, "new.yaml", "patient");
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
    let (repo, trace) = place.traced_repo();

    let refused = repo.commit(&[Path::new("new.yaml")], "locked");

    let Err(GitError::Locked { path, age }) = &refused else {
        panic!("{refused:?}");
    };
    assert_eq!(path, &lock);
    assert!(age.is_some_and(|age| age.as_secs() >= 7_300));
    assert_eq!(deaths(&trace), 1, "no use in waiting");
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
    let mut guard = IndexGuard::new(index.clone(), place.top.join(".git"));

    place.write("lost.txt", "staged meanwhile\n");
    place.git(&["add", "lost.txt"]);
    place.git(&["rm", "-q", "--cached", "other.txt"]);
    let staged = place.git(&["ls-files", "--stage", "lost.txt"]);
    assert!(!guard.has_seen(1), "nothing is locked");
    let lock = place.top.join(".git/index.lock");
    std::fs::write(&lock, early).expect("locked");
    assert!(!guard.has_seen(1), "half of the new index may be written");
    let temporary = place.top.join(".git/next-index-1.lock");
    std::fs::write(&temporary, "").expect("written");
    assert!(guard.has_seen(1), "git holds still");
    std::fs::rename(&lock, &index).expect("replaced");
    std::fs::remove_file(&temporary).expect("removed");

    let repo = place.repo();
    let first = index::entries(File::open(&index).expect("there"), &repo.git).expect("read");
    let own: Entries = first
        .into_iter()
        .filter(|(path, _)| path == b"first.yaml")
        .collect();
    let damage = guard.damage(&repo.git, &own).expect("something");
    let undone = damage.remedy(&repo.git).expect("still so");
    let lines: Vec<_> = undone
        .split(|&byte| byte == 0)
        .map(String::from_utf8_lossy)
        .collect();
    let id = staged.split(' ').nth(1).expect("an id");
    let zeros = "0".repeat(40);
    assert_eq!(
        lines,
        [
            format!("0 {zeros}\tother.txt"),
            format!("100644 {id}\tlost.txt"),
            String::new()
        ]
    );

    place.write("lost.txt", "staged anew\n");
    place.git(&["add", "lost.txt"]);
    let undone = damage.remedy(&repo.git).expect("the other one");
    assert_eq!(undone, format!("0 {zeros}\tother.txt\0").into_bytes());
}

/// Git reads the file once for the index and once for the commit. Here its first reading itself
/// changes it.
#[test]
fn a_file_that_changes_while_git_reads_it_is_staged_as_it_was_committed() {
    for split in ["--no-split-index", "--split-index"] {
        let place = Place::new();
        place.git(&["update-index", split]);
        place.write(".git/info/attributes", "*.yaml filter=late\n");
        place.git(&[
            "config",
            "filter.late.clean",
            "cat; test -e .git/late || { touch .git/late; echo three >first.yaml; }",
        ]);
        place.write("first.yaml", "two\n");

        commit(&place.repo(), "first.yaml", "late");

        assert_eq!(place.git(&["show", "HEAD:first.yaml"]), "three\n");
        assert_eq!(place.status(), "", "{split}");
    }
}

#[test]
fn a_file_that_a_hook_rewrites_is_staged_as_it_was_committed() {
    let place = Place::new();
    place.hook("pre-commit", "echo tidy >new.yaml; git add new.yaml");
    place.write("new.yaml", "untidy\n");
    commit(&place.repo(), "new.yaml", "tidied");
    assert_eq!(place.git(&["show", "HEAD:new.yaml"]), "tidy\n");
    assert_eq!(place.status(), "");
}

#[test]
fn what_somebody_stages_right_after_the_commit_stays_staged() {
    let place = Place::new();
    place.hook(
        "post-commit",
        "echo theirs >first.yaml; git add first.yaml; echo later >first.yaml",
    );
    place.write("first.yaml", "two\n");
    commit(&place.repo(), "first.yaml", "mine");
    assert_eq!(place.git(&["show", ":first.yaml"]), "theirs\n");
    assert_eq!(place.status(), "MM first.yaml\n");
}

/// Of so many files git looks at several at once, before it locks the index, and asks the file
/// system monitor which: that is when this one stages another file.
#[test]
fn a_file_staged_between_gits_reading_and_its_locking_stays_staged() {
    for split in ["--no-split-index", "--split-index"] {
        let place = Place::new();
        for number in 0..1_100 {
            place.write(&format!("many/{number}"), "");
        }
        let monitor = place.root.join("monitor");
        executable(
            &monitor,
            "if test -e .git/armed && ! test -e .git/index.lock; then\n\
             echo again >>between.txt\n\
             env -u GIT_INDEX_FILE git -c core.fsmonitor= add between.txt\n\
             fi\n\
             printf 'token\\0/\\0'",
        );
        place.git(&["add", "."]);
        place.git(&["commit", "-q", "-m", "many"]);
        place.git(&["update-index", split]);
        place.git(&["config", "core.fsmonitor", monitor.to_str().expect("text")]);
        place.git(&["update-index", "--fsmonitor"]);
        place.write("first.yaml", "two\n");
        let repo = place.repo();
        place.write(".git/armed", "");

        commit(&repo, "first.yaml", "beside");

        std::fs::remove_file(place.top.join(".git/armed")).expect("armed");
        assert_eq!(place.status(), "A  between.txt\n", "{split}");
    }
}

#[test]
fn git_that_is_not_given_the_message_makes_no_commit() {
    let place = Place::new();
    place.write("first.yaml", "two\n");
    let (index, head) = (place.index(), place.head());
    place.git_fails(&["commit", "--only", "--file=-", "--", "first.yaml"]);
    assert_eq!((place.index(), place.head()), (index, head));
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
