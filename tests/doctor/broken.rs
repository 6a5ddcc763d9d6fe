//! Files that cannot be used as they are: reported with their place and a fix, and committed by none of
//! the fixes.

use std::fs;

use super::{fixed, problems, reported, sound, with_inc};
use crate::support::merges::{ID, in_conflict};
use crate::support::story::Stage;
use crate::support::{Ran, World};

/// Neither what is said of what is in no commit, nor its fix, speaks of this file.
#[track_caller]
fn not_to_be_committed(world: &World, path: &str) {
    for (_, says, fixes) in problems(world, "uncommitted") {
        assert!(!says.contains(path), "{says}");
        assert!(!fixes.concat().contains(path), "{fixes:?}");
    }
}

#[test]
fn a_record_that_cannot_be_read() {
    let world = sound();
    let id = world.ok("open x --type redis");
    let other = world.ok("open y --type redis");
    let good = world.record_text(&id);
    let kept = world.root().join("good.yaml");
    fs::write(&kept, &good).expect("a copy");
    let path = world.record_path(&id);
    let path = path.strip_prefix(world.home()).expect("inside");
    let path = path.display().to_string();
    let last = good.lines().count() + 1;
    for (broken, words) in [
        (
            format!("{good}owner: [x\n"),
            format!("{path}:{last}:8: a list opened with `[` is never closed; add `]`"),
        ),
        (
            format!("{good}<<<<<<< ours\nowner: A\n=======\nowner: B\n>>>>>>> theirs\n"),
            format!("{path}:{last}:1: this file has git conflict markers"),
        ),
        (
            good.replacen("title: x", "titel: x", 1),
            format!("{path}:4:1: "),
        ),
    ] {
        world.write_record(&id, &broken);
        world.ok(&format!("set {other} owner=Rana --no-commit"));
        not_to_be_committed(&world, &path);
        reported(
            &world,
            "uncommitted",
            "warning",
            &other,
            "git commit -m <MESSAGE> -- ",
        );
        world.set_env("EDITOR", &format!("cp {}", kept.display()));
        let fixes = fixed(&world, "records", "error", &words, &[]);
        assert_eq!(fixes, [format!("inc edit {id}")]);
        world.git_line("checkout -q -- incidents");
    }
}

#[test]
fn a_record_that_is_no_text_is_opened_in_the_editor() {
    let world = sound();
    let id = world.ok("open x --type redis");
    let good = world.root().join("good.yaml");
    fs::write(&good, world.record_text(&id)).expect("a copy");
    fs::write(world.record_path(&id), b"title: \xff\n").expect("written");
    world.set_env("EDITOR", &format!("cp {}", good.display()));
    let fixes = fixed(&world, "records", "error", "not UTF-8", &[]);
    assert!(fixes[0].starts_with("cp "), "{fixes:?}");
}

#[test]
fn a_record_in_conflict() {
    let world = with_inc(in_conflict("merge one"));
    world.set_env("EDITOR", "sed -i -e '/^[<=>]/d' -e '/Refunds halted/d'");
    let fixes = fixed(&world, "records", "error", "conflict markers", &[]);
    assert_eq!(fixes, [format!("inc edit {ID}")]);
    assert!(world.record_text(ID).contains("title: Refunds late"));
    let found = problems(&world, "repository");
    let resolved = "resolve what is in conflict first, then: git add incidents/";
    assert!(found[0].2[0].starts_with(resolved), "{found:?}");
}

#[test]
fn what_was_confirmed_and_cannot_be_read() {
    let world = sound();
    world.ok("readiness --check runbooks");
    let good = world.root().join("good.yaml");
    fs::write(&good, world.read("readiness.yaml")).expect("a copy");
    world.write("readiness.yaml", "checks: [\n");
    not_to_be_committed(&world, "readiness.yaml");
    world.set_env("EDITOR", &format!("cp {}", good.display()));
    let fixes = fixed(&world, "records", "error", "readiness.yaml:1:9: ", &[]);
    assert!(fixes[0].starts_with("cp "), "{fixes:?}");
}

#[test]
fn a_template_that_cannot_be_filled_in() {
    let world = sound();
    for (path, text, words) in [
        (
            "templates/reports/incident-report.md",
            "# {{ id }}\n\n{{ titel }}\n",
            ":3:4: there is no field `titel`; did you mean `title`?",
        ),
        (
            "templates/reports/our-own.md",
            "{{ id }}\n{% for x in timeline %}\n",
            ":2:",
        ),
        (
            "templates/messages/internal-update.md",
            "{{ update.current }}\n",
            ":1:4: there is no field `current`",
        ),
        (
            "templates/messages/customer-notice.md",
            "{{ field.impakt }}\n",
            ":1:4: there is no field `impakt`",
        ),
    ] {
        let words = format!("{path}{words}");
        for is_there in [false, true] {
            if is_there {
                // What only a record with something in it shows is found as well.
                world.ok("open x --type redis");
            }
            world.write(path, text);
            not_to_be_committed(&world, path);
            world.set_env("EDITOR", "sh -c 'echo \"{{ id }}\" > \"$0\"'");
            fixed(&world, "templates", "error", &words, &[]);
            world.git_line("add -A");
            world.git_line(&format!("commit -q --allow-empty -m {is_there}"));
        }
    }
    let path = "templates/reports/incident-report.md";
    fs::write(world.path(path), b"\xff\n").expect("written");
    reported(
        &world,
        "templates",
        "error",
        &format!("{path}:1:1: this is not UTF-8 text"),
        path,
    );
    let found = problems(&world, "templates");
    assert_eq!(found.len(), 1, "it is there, and broken: {found:?}");
}

#[test]
fn a_broken_plan_or_pattern_is_nothing_to_commit() {
    let world = sound();
    for path in ["templates/plan.yaml", "templates/lint.yaml"] {
        let good = world.read(path);
        let check = if path.ends_with("plan.yaml") {
            "plan"
        } else {
            "templates"
        };
        for broken in [b"{{{\n".as_slice(), b"\xff\n"] {
            fs::write(world.path(path), broken).expect("written");
            not_to_be_committed(&world, path);
            let fit = world.root().join("fit.yaml");
            fs::write(&fit, &good).expect("a copy");
            world.set_env("EDITOR", &format!("cp {}", fit.display()));
            let place = format!("{path}:1:");
            let fixes = fixed(&world, check, "error", &place, &[]);
            assert_eq!(fixes.len(), 1, "{fixes:?}");
            assert_eq!(world.read(path), good);
        }
    }
    assert_eq!(problems(&world, "uncommitted"), []);
}

#[test]
fn a_forbidden_edit_is_an_error_and_is_not_committed() {
    let world = with_inc(World::new());
    let id = world.payment(Stage::Closed);
    let other = world.ok("open 'Queue stuck' --type redis");
    let path = |id: &str| {
        let path = world.record_path(id);
        let path = path.strip_prefix(world.home()).expect("inside");
        path.display().to_string()
    };
    for (id, old, new) in [
        (&id, "212 wallets", "2 wallets"),
        (&other, "event: Incident detected", "event: Nothing"),
    ] {
        let (path, good) = (path(id), world.record_text(id));
        for is_staged in [false, true] {
            world.spoil(id, old, new);
            world.write("templates/runbooks/own.md", "x\n");
            if is_staged {
                world.git_line("add -A");
            }
            not_to_be_committed(&world, &path);
            let words = format!("{path} was edited by hand in a forbidden way: ");
            let fixes = fixed(&world, "records", "error", &words, &[]);
            assert_eq!(fixes, [format!("git stash push -- {path}")]);
            assert_eq!(world.record_text(id), good);
            let kept = world.git(["show", &format!("stash@{{0}}:{path}")]);
            assert!(kept.contains(new), "what was typed is kept");
            world.git_line("stash drop -q");
            assert!(world.path("templates/runbooks/own.md").is_file());
        }
        world.line(&format!("verify {id}")).says_not("FALSE");
    }
    // What a hand may do is a note, as ever.
    world.ok(&format!("note {other} -m 'Froze refunds' --no-commit"));
    assert_eq!(problems(&world, "records"), []);
    fixed(
        &world,
        "uncommitted",
        "warning",
        &other,
        &[("<MESSAGE>", "x")],
    );
}

#[test]
fn a_record_that_is_not_named_after_its_incident() {
    let world = sound();
    let id = world.ok("open x --type redis");
    let path = world.record_path(&id);
    let path = path.strip_prefix(world.home()).expect("inside");
    let good = path.display().to_string();
    let wrong = good.replace("001.yaml", "009.yaml");
    let words = format!("{wrong} is not named after its incident, {id}");
    for is_committed in [true, false] {
        fs::rename(world.path(&good), world.path(&wrong)).expect("renamed");
        if is_committed {
            world.commit_all();
        } else {
            not_to_be_committed(&world, &wrong);
        }
        fixed(&world, "records", "error", &words, &[]);
        if is_committed {
            fixed(
                &world,
                "uncommitted",
                "warning",
                &wrong,
                &[("<MESSAGE>", "x")],
            );
        }
        assert_eq!(world.git_line("status --porcelain"), "");
        world.ok("validate");
        world.line(&format!("verify {id}")).says_not("FALSE");
    }
    world.ok("note -m 'Froze refunds'");
}

#[test]
fn what_was_deleted_comes_back_and_is_never_committed_so() {
    let world = sound();
    let ids: Vec<String> = (0..5)
        .map(|number| world.ok(&format!("open 'Redis {number}' --type redis")))
        .collect();
    let id = &ids[0];
    let record = world.record_path(id);
    let record = record.strip_prefix(world.home()).expect("inside");
    let record = record.display().to_string();
    let folder = record.rsplit_once('/').expect("a folder").0.to_owned();
    let own = "templates/messages/internal-update.md";
    world.write(own, "{{ id }}, in our words\n");
    world.commit_all();
    let head = world.git_line("rev-parse HEAD");
    for path in [&record, &folder] {
        for command in ["rm -r", "git rm -qr"] {
            let line = format!("{command} {path} {own}");
            Ran::of(world.command("sh").args(["-c", &line])).ok();
            // What else changed is committed, and the deletion is not.
            world.write("templates/runbooks/own.md", "x\n");
            let fixes = fixed(&world, "uncommitted", "error", "deleted, but in", &[]);
            assert!(fixes.concat().contains(record.as_str()), "{fixes:?}");
            fixed(
                &world,
                "uncommitted",
                "warning",
                "own.md",
                &[("<MESSAGE>", "x")],
            );
            assert_eq!(world.git_line("status --porcelain"), "");
            assert_eq!(world.read(own), "{{ id }}, in our words\n");
            world.git_line(&format!("diff --quiet {head} -- {folder} {own}"));
            world.git_line(&format!("reset -q --hard {head}"));
        }
    }
    // What was changed beside them is kept.
    for id in &ids[1..] {
        fs::remove_file(world.record_path(id)).expect("removed");
    }
    world.ok(&format!("set {id} title=changed --no-commit"));
    fixed(&world, "uncommitted", "error", "deleted", &[]);
    assert!(world.record_text(id).contains("title: changed"));
    let fixes = fixed(&world, "uncommitted", "warning", id, &[("<MESSAGE>", "x")]);
    assert!(fixes[0].ends_with(&record), "{fixes:?}");
    for id in &ids {
        world.line(&format!("verify {id}")).says_not("FALSE");
    }
    // A record that lies elsewhere now was moved.
    world.git_line(&format!("mv {record} incidents/{id}.yaml"));
    let found = problems(&world, "uncommitted");
    assert!(
        found.iter().all(|(status, ..)| status == "warning"),
        "{found:?}"
    );
}

#[test]
fn a_record_that_stands_there_twice() {
    let world = sound();
    let id = world.ok("open x --type redis");
    let record = world.record_path(&id);
    let good = world.record_text(&id);
    let record = record.strip_prefix(world.home()).expect("inside");
    let folder = record.parent().expect("a folder").display().to_string();
    let copy = format!("{folder}/{}009.yaml", &id[..id.len() - 3]);
    let words = format!(
        "{copy}:3:5: another record, {}, has the ID",
        record.display()
    );
    world.write(&copy, &good);
    not_to_be_committed(&world, &copy);
    let fixes = fixed(&world, "records", "error", &words, &[]);
    assert_eq!(fixes, [format!("rm {copy}")]);
    assert_eq!(world.git_line("status --porcelain"), "");
    // One that was committed goes from git, and nothing brings it back.
    world.write(&copy, &good);
    world.commit_all();
    let fixes = fixed(&world, "records", "error", &words, &[]);
    assert_eq!(fixes, [format!("git rm {copy}")]);
    fixed(
        &world,
        "uncommitted",
        "warning",
        &copy,
        &[("<MESSAGE>", "x")],
    );
    assert_eq!(world.git_line("status --porcelain"), "");
    world.git_line("reset -q --hard HEAD~1");
    for removing in ["git rm -q", "rm"] {
        let line = format!("{removing} {copy}");
        Ran::of(world.command("sh").args(["-c", &line])).ok();
        fixed(
            &world,
            "uncommitted",
            "warning",
            &copy,
            &[("<MESSAGE>", "x")],
        );
        assert_eq!(world.git_line("status --porcelain"), "");
        world.git_line("reset -q --hard HEAD~1");
    }
    assert_eq!(world.record_text(&id), good);
    // A copy that knows more is none, and is not taken away.
    world.write(
        &copy,
        &good.replace(
            "timeline:",
            "timeline:\n  - {id: zzzz, at: \"2025-11-29T10:00:00+03:00\", event: more}",
        ),
    );
    world.commit_all();
    let found = problems(&world, "records");
    let fixes: Vec<_> = found.iter().flat_map(|(_, _, fixes)| fixes).collect();
    assert_eq!(fixes, ["inc validate", "inc validate"], "{found:?}");
    Ran::of(world.command("rm").arg(world.path(&copy))).ok();
    fixed(&world, "uncommitted", "error", "deleted, but in", &[]);
}
