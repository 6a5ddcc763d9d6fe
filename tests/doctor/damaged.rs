//! What git itself cannot read: told in our words, refused with a way out, and mended by what is typed.

use std::fs;
use std::path::PathBuf;

use super::{cured, sound, told};
use crate::support::{Ran, World};

/// A home with one incident, of which nothing is noted.
fn with_incident() -> (World, String) {
    let world = sound();
    let id = world.ok("open x --type redis");
    world.ok("note -m 'Froze refunds'");
    (world, id)
}

/// A note is refused with a way out, what was typed is given back, and nothing is written.
#[track_caller]
fn refused(world: &World, way_out: &str) {
    let ran = world.line("note -m 'At last'").exit(3);
    ran.says(way_out).says("inc note -m 'At last'");
}

/// The file of an object that is in no pack.
fn object(world: &World, name: &str) -> PathBuf {
    let id = world.git_line(&format!("rev-parse {name}"));
    let (shelf, rest) = id.trim().split_at(2);
    world.path(".git/objects").join(shelf).join(rest)
}

#[test]
fn an_index_that_cannot_be_read() {
    let (world, id) = with_incident();
    world.write("own.md", "staged\n");
    world.git_line("add own.md");
    world.ok("note -m 'Rang the bank' --no-commit");
    let typed = world.record_text(&id);
    for broken in [b"".as_slice(), b"DIRC\0\0\0\x02 and no more of it"] {
        world.write(".git/index", &String::from_utf8_lossy(broken));
        refused(&world, "inc doctor");
        let cures = cured(
            &world,
            "repository",
            "trouble",
            "cannot read its index",
            &[],
        );
        assert!(cures[0].ends_with(".broken && git reset"), "{cures:?}");
        assert_eq!(world.record_text(&id), typed);
        assert_eq!(world.read("own.md"), "staged\n");
        let status = world.git_line("status --porcelain");
        assert!(status.contains("?? own.md"), "{status}");
    }
    world.ok("note -m 'At last'");
}

#[test]
fn a_configuration_that_cannot_be_read() {
    let (world, _) = with_incident();
    world.set_env("EDITOR", "sed -i $d");
    let own = world.path(".git/config");
    let users = world.root().join("users");
    fs::write(
        &users,
        "[user]\n\tname = Rana\n\temail = rana@example.com\n",
    )
    .expect("written");
    world.set_env("GIT_CONFIG_GLOBAL", &users.display().to_string());
    for file in [own, users] {
        let mut text = fs::read_to_string(&file).expect("read");
        let line = text.lines().count() + 1;
        text.push_str("[bad\n");
        fs::write(&file, text).expect("written");
        let words = format!("{}, line {line}", file.display());
        let editor = format!("${{EDITOR:-vi}} {}", file.display());
        refused(&world, &editor);
        let cures = cured(&world, "repository", "trouble", &words, &[]);
        assert_eq!(cures, [editor]);
        assert_eq!(told(&world, "git"), []);
    }
    world.ok("note -m 'At last'");
}

#[test]
fn an_object_of_the_last_commit_that_is_gone_or_empty() {
    let (world, id) = with_incident();
    let record = world.record_path(&id);
    let record = record.strip_prefix(world.home()).expect("inside");
    let record = record.display().to_string();
    for name in [
        "HEAD:incidents".to_owned(),
        "HEAD^{tree}".to_owned(),
        format!("HEAD:{record}"),
    ] {
        for is_gone in [true, false] {
            let file = object(&world, &name);
            Ran::of(world.command("rm").arg("-f").arg(&file)).ok();
            if !is_gone {
                fs::write(&file, "").expect("emptied");
            }
            // What is gone may be elsewhere; what is damaged is doctor's to look at.
            refused(&world, if is_gone { "git fsck" } else { "inc doctor" });
            cured(
                &world,
                "repository",
                "trouble",
                "not all of the last commit",
                &[],
            );
            world.git_line("fsck --connectivity-only");
            assert_eq!(world.git_line("status --porcelain"), "");
        }
    }
    // What is here no more is had from where it was sent.
    let there = world.root().join("there.git").display().to_string();
    world.git_line(&format!("clone -q --bare . {there}"));
    world.git_line(&format!("remote add origin {there}"));
    let file = object(&world, &format!("HEAD:{record}"));
    Ran::of(world.command("rm").arg("-f").arg(&file)).ok();
    fs::write(world.path(&record), "{").expect("spoilt");
    let cures = cured(&world, "repository", "trouble", &record, &[]);
    assert_eq!(cures, ["git fetch --refetch origin"]);
    world.git_line("stash push -q");
    world.ok("note -m 'At last'");
}

#[test]
fn a_head_that_names_no_commit() {
    let (world, id) = with_incident();
    let head = world.git_line("rev-parse HEAD");
    let nowhere = "1111111111111111111111111111111111111111\n";
    for (file, text, words) in [
        (
            ".git/refs/heads/main",
            nowhere,
            "last commit of main is not here: 111111111111",
        ),
        (
            ".git/refs/heads/main",
            "",
            "cannot read which commit is the last of main",
        ),
        (".git/HEAD", "", "names no branch and no commit"),
    ] {
        world.write(file, text);
        refused(&world, "inc doctor");
        cured(&world, "repository", "trouble", words, &[]);
        assert_eq!(world.git_line("rev-parse HEAD"), head);
        assert_eq!(world.git_line("status --porcelain"), "");
    }
    // Where the commit itself is gone its words are left in the work tree.
    let file = object(&world, "HEAD");
    fs::remove_file(file).expect("removed");
    cured(
        &world,
        "repository",
        "trouble",
        "last commit of main is not here",
        &[],
    );
    assert!(world.record_text(&id).contains("Froze refunds"));
    cured(&world, "uncommitted", "note", &id, &[("<WHAT>", "x")]);
    // And where there is another that has it, it is not gone.
    let there = world.root().join("there.git").display().to_string();
    world.git_line(&format!("clone -q --bare . {there}"));
    world.git_line(&format!("remote add origin {there}"));
    let head = world.git_line("rev-parse HEAD");
    let file = object(&world, "HEAD");
    fs::remove_file(file).expect("removed");
    cured(
        &world,
        "repository",
        "trouble",
        "last commit of main is not here",
        &[],
    );
    assert_eq!(world.git_line("rev-parse HEAD"), head);
    world.ok("note -m 'At last'");
}
