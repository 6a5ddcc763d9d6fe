//! Files that cannot be used as they are: named with their place, mended by what is said, and committed
//! by nothing that is said.

use std::fs;

use super::{cured, finished, seen, sound, told, with_inc};
use crate::support::merges::{ID, in_conflict};
use crate::support::story::Stage;
use crate::support::{Ran, World};

/// What gives up what was typed, as a trouble says it.
fn way_back(world: &World, check: &str) -> String {
    let found = told(world, check);
    let (_, says, cures) = found.first().expect("a trouble");
    assert!(says.ends_with(", with the last line"), "{says}");
    assert!(says.contains("go back to "), "{says}");
    cures.last().expect("a way back").clone()
}

/// Neither what is said of what is in no commit, nor its cure, speaks of this file.
#[track_caller]
fn not_to_be_committed(world: &World, path: &str) {
    for (_, says, cures) in told(world, "uncommitted") {
        assert!(!says.contains(path), "{says}");
        assert!(!cures.concat().contains(path), "{cures:?}");
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
        seen(&world, "uncommitted", "note", &other, "git add -A -- ");
        world.set_env("EDITOR", &format!("cp {}", kept.display()));
        let cures = cured(&world, "records", "trouble", &words, &[]);
        assert_eq!(
            cures,
            [
                format!("inc edit {id}"),
                format!("git stash push -- {path}")
            ]
        );
        // The way back that is named goes back.
        world.write_record(&id, &broken);
        let back = way_back(&world, "records");
        Ran::of(world.command("sh").args(["-c", &back])).ok();
        assert_eq!(told(&world, "records"), []);
        assert_eq!(world.record_text(&id), good);
        let stashed = world.git(["show", &format!("stash@{{0}}:{path}")]);
        assert!(stashed.contains(broken.trim_end()), "nothing typed is lost");
        world.git_line("checkout -q -- incidents");
    }
    // What is committed so has no way back; the editor is one.
    world.write_record(&id, &format!("{good}owner: [x\n"));
    world.commit_all();
    let cures = cured(&world, "records", "trouble", "is never closed", &[]);
    assert_eq!(cures.len(), 1, "{cures:?}");
}

#[test]
fn a_record_that_is_no_text_goes_back() {
    let world = sound();
    let id = world.ok("open x --type redis");
    let good = world.record_text(&id);
    fs::write(world.record_path(&id), b"title: \xff\n").expect("written");
    let cures = cured(&world, "records", "trouble", "not UTF-8", &[]);
    assert_eq!(cures.len(), 1, "{cures:?}");
    assert!(cures[0].starts_with("git stash push -- "), "{cures:?}");
    assert_eq!(world.record_text(&id), good);
}

#[test]
fn a_record_in_conflict_is_decided_and_added() {
    let world = with_inc(in_conflict("merge one"));
    world.set_env("EDITOR", "sed -i -e '/^[<=>]/d' -e '/Refunds halted/d'");
    let found = told(&world, "records");
    assert!(!found[0].1.contains("go back"), "{found:?}");
    let cures = cured(&world, "records", "trouble", "conflict markers", &[]);
    assert_eq!(cures.len(), 2, "{cures:?}");
    assert!(cures[1].starts_with("git add incidents/"), "{cures:?}");
    world.set_env("GIT_EDITOR", "true");
    finished(&world, "git merge --abort");
    assert!(world.record_text(ID).contains("title: Refunds late"));
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
    let cures = cured(&world, "records", "trouble", "readiness.yaml:1:9: ", &[]);
    assert!(cures[0].starts_with("cp "), "{cures:?}");
    world.write("readiness.yaml", "checks: [\n");
    let back = way_back(&world, "records");
    assert_eq!(back, "git stash push -- readiness.yaml");
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
            cured(&world, "templates", "trouble", &words, &[]);
            world.git_line("add -A");
            world.git_line(&format!("commit -q --allow-empty -m {is_there}"));
            // With a sound one committed there is a way back to it.
            world.write(path, text);
            let back = way_back(&world, "templates");
            assert_eq!(back, format!("git stash push -- {path}"));
            Ran::of(world.command("sh").args(["-c", &back])).ok();
            assert_eq!(told(&world, "templates"), []);
        }
    }
    // Where none was committed that works, the one that comes with the program does.
    let path = "templates/reports/incident-report.md";
    world.write(path, "{% if %}\n");
    world.commit_all();
    let back = way_back(&world, "templates");
    Ran::of(world.command("sh").args(["-c", &back])).ok();
    assert_eq!(told(&world, "templates"), []);
    fs::write(world.path(path), b"\xff\n").expect("written");
    seen(
        &world,
        "templates",
        "trouble",
        &format!("{path}:1:1: this is not UTF-8 text"),
        path,
    );
    let found = told(&world, "templates");
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
            "patterns"
        };
        for broken in [b"{{{\n".as_slice(), b"\xff\n"] {
            fs::write(world.path(path), broken).expect("written");
            not_to_be_committed(&world, path);
            world.set_env("EDITOR", "sh -c 'echo \"# mended\" > \"$0\"'");
            let place = format!("{path}:1:");
            let cures = cured(&world, check, "trouble", &place, &[]);
            assert!(cures[0].starts_with("sh -c "), "{cures:?}");
            assert_eq!(cures[1..], [format!("git stash push -- {path}")]);
            assert_eq!(world.read(path), good);
            let kept = world.git(["show", &format!("stash@{{0}}:{path}")]);
            assert!(kept.contains("# mended"), "what the editor wrote is kept");
        }
        // Committed so there is nothing to go back to, and the editor is left.
        world.write(path, "{{{\n");
        world.commit_all();
        let fit = world.root().join("fit.yaml");
        fs::write(&fit, &good).expect("a copy");
        world.set_env("EDITOR", &format!("cp {}", fit.display()));
        let cures = cured(&world, check, "trouble", path, &[]);
        assert_eq!(cures.len(), 1, "{cures:?}");
        world.commit_all();
    }
    assert_eq!(told(&world, "uncommitted"), []);
}

#[test]
fn what_is_in_conflict_is_decided_before_it_is_finished() {
    for what in ["merge", "rebase", "cherry-pick"] {
        let world = with_inc(in_conflict(&format!("{what} one")));
        world.set_env(
            "EDITOR",
            "sed -i -e '/^[<=>|]/d' -e '/Refunds late/d' -e '/Refunds slow/d'",
        );
        world.set_env("GIT_EDITOR", "true");
        let (_, says, cures) = told(&world, "repository").remove(0);
        assert!(says.contains("or give it up"), "{says}");
        assert_eq!(cures[0], format!("inc edit {ID}"));
        assert!(cures[1].starts_with("git add incidents/"), "{cures:?}");
        assert_eq!(cures[2], format!("git {what} --continue"));
        let (root, home) = (world.root().to_owned(), world.home().display().to_string());
        let ran = world.inc_in(&root, ["-C", &home, "doctor"]).exit(3);
        let away = format!("git -C {home} {what} --continue");
        assert!(ran.stdout.contains(&away), "{}", ran.told());
        if what == "rebase" {
            // The rebase stops once more for each commit.
            Ran::of(world.command("sh").args(["-c", &cures[0]])).ok();
            assert!(!world.record_text(ID).contains("<<<<"));
            continue;
        }
        finished(&world, "git merge --abort");
        assert!(!world.record_text(ID).contains("<<<<"));
    }
}

#[test]
fn what_no_commit_may_do_is_trouble_and_is_not_committed() {
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
            let words = format!("{path} was changed by hand in a way that no commit may: ");
            let cures = cured(&world, "records", "trouble", &words, &[]);
            assert_eq!(cures, [format!("git stash push -- {path}")]);
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
    assert_eq!(told(&world, "records"), []);
    cured(&world, "uncommitted", "note", &other, &[("<WHAT>", "x")]);
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
        cured(&world, "records", "trouble", &words, &[("<WHAT>", "x")]);
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
    for (path, named) in [(&record, &record), (&folder, &folder)] {
        for command in ["rm -r", "git rm -qr"] {
            let line = format!("{command} {path} {own}");
            Ran::of(world.command("sh").args(["-c", &line])).ok();
            // What else changed is committed, and the deletion is not.
            world.write("templates/runbooks/own.md", "x\n");
            let cures = cured(&world, "uncommitted", "trouble", "deleted, and in", &[]);
            assert!(cures.concat().contains(named.as_str()), "{cures:?}");
            cured(&world, "uncommitted", "note", "own.md", &[("<WHAT>", "x")]);
            assert_eq!(world.git_line("status --porcelain"), "");
            assert_eq!(world.read(own), "{{ id }}, in our words\n");
            world.git_line(&format!("diff --quiet {head} -- {folder} {own}"));
            world.git_line(&format!("reset -q --hard {head}"));
        }
    }
    // A folder that also holds a change is not gone back to as a whole.
    for id in &ids[1..] {
        fs::remove_file(world.record_path(id)).expect("removed");
    }
    world.ok(&format!("set {id} title=changed --no-commit"));
    cured(&world, "uncommitted", "trouble", "deleted", &[]);
    assert!(world.record_text(id).contains("title: changed"));
    let cures = cured(&world, "uncommitted", "note", id, &[("<WHAT>", "x")]);
    assert!(cures[0].ends_with(&record), "{cures:?}");
    for id in &ids {
        world.line(&format!("verify {id}")).says_not("FALSE");
    }
    // A record that lies elsewhere now was moved.
    world.git_line(&format!("mv {record} incidents/{id}.yaml"));
    let found = told(&world, "uncommitted");
    assert!(found.iter().all(|(state, ..)| state == "note"), "{found:?}");
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
    let words = format!("{copy}:3:5: another record, {}, bears", record.display());
    world.write(&copy, &good);
    not_to_be_committed(&world, &copy);
    let cures = cured(&world, "records", "trouble", &words, &[]);
    assert_eq!(cures, [format!("rm {copy}")]);
    assert_eq!(world.git_line("status --porcelain"), "");
    // One that was committed goes from git, and nothing brings it back.
    world.write(&copy, &good);
    world.commit_all();
    let cures = cured(&world, "records", "trouble", &words, &[("<WHAT>", "x")]);
    assert_eq!(cures[0], format!("git rm {copy}"));
    assert_eq!(world.git_line("status --porcelain"), "");
    world.git_line("reset -q --hard HEAD~1");
    for removing in ["git rm -q", "rm"] {
        let line = format!("{removing} {copy}");
        Ran::of(world.command("sh").args(["-c", &line])).ok();
        cured(&world, "uncommitted", "note", &copy, &[("<WHAT>", "x")]);
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
    let found = told(&world, "records");
    let cures: Vec<_> = found.iter().flat_map(|(_, _, cures)| cures).collect();
    assert_eq!(cures, ["inc validate", "inc validate"], "{found:?}");
    Ran::of(world.command("rm").arg(world.path(&copy))).ok();
    cured(&world, "uncommitted", "trouble", "deleted, and in", &[]);
}

#[test]
fn a_note_that_waits_is_kept_when_what_is_half_done_ends() {
    for what in ["bisect", "rebase", "cherry-pick"] {
        let world = sound();
        let id = world.ok("open x --type redis");
        for words in ["one", "two", "three", "four"] {
            world.ok(&format!("note -m {words}"));
        }
        world.set_env("GIT_EDITOR", "true");
        match what {
            "bisect" => drop(world.git_line("bisect start HEAD HEAD~4")),
            "rebase" => {
                world.set_env("GIT_SEQUENCE_EDITOR", "sed -i 1s/pick/edit/");
                world.git_line("rebase -q -i HEAD~2");
            }
            _ => {
                // What is picked is there already.
                let mut pick = world.command("git");
                Ran::of(pick.args(["cherry-pick", "HEAD"])).exit(1);
            }
        }
        let refused = world.line("note -m 'Froze refunds'").exit(3);
        let (_, _, cures) = told(&world, "repository").remove(0);
        if what == "bisect" {
            refused.says(&format!("\n  {}\n", cures.join("\n  ")));
        }
        for cure in &cures {
            Ran::of(world.command("sh").args(["-c", cure])).ok();
        }
        assert_eq!(told(&world, "repository"), [], "{what}: {cures:?}");
        let text = world.record_text(&id);
        for words in ["two", "four", "Froze refunds"] {
            assert!(text.contains(words), "{what}: {words}: {text}");
        }
        assert_eq!(world.git_line("stash list"), "", "{what}");
        cured(&world, "uncommitted", "note", &id, &[("<WHAT>", "x")]);
        // Nothing else that was laid aside is taken out again where no note waits.
        match what {
            "bisect" => {
                world.git_line("bisect start HEAD HEAD~4");
                let (_, _, cures) = told(&world, "repository").remove(0);
                assert_eq!(cures, ["git bisect reset"]);
            }
            "rebase" => {
                world.git_line("rebase -q -i HEAD~2");
                finished(&world, "git rebase --abort");
            }
            _ => {}
        }
    }
}
