//! What is no file of the home is not read: a link out of it, a pipe, a device. Whoever pushes a branch
//! says what lies there.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::support::World;
use crate::support::shell::Shell;
use crate::support::story::Stage;

const SECRET: &str = "root-of-all-keys";

/// A home beside which something lies that is none of its business.
fn world() -> (World, String) {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    fs::write(world.root().join("outside"), format!("{SECRET}\n")).expect("written");
    (world, id)
}

fn pipe(world: &World, path: &str) {
    let path = world.path(path);
    fs::remove_file(&path).ok();
    let made = Command::new("mkfifo").arg(&path).status();
    assert!(made.expect("mkfifo").success());
}

/// No command waits for a pipe, and none shows what is not the home's.
fn looks_away(world: &World, line: &str) -> String {
    let told = world.line(line).told();
    assert!(!told.contains(SECRET), "{line}\n{told}");
    assert!(!told.contains("repositoryformatversion"), "{line}\n{told}");
    told
}

#[test]
fn a_record_that_is_a_link_or_a_pipe_is_told_and_never_read() {
    type Make = fn(&World, &str);
    let cases: &[(Make, &str)] = &[
        (
            |world, path| symlink(world.root().join("outside"), world.path(path)).expect("a link"),
            "a symbolic link out of the home",
        ),
        (
            |world, path| symlink("../../.git/config", world.path(path)).expect("a link"),
            "a symbolic link out of the home",
        ),
        (
            |world, path| symlink("/dev/zero", world.path(path)).expect("a link"),
            "a symbolic link out of the home",
        ),
        (
            |world, path| symlink("nowhere", world.path(path)).expect("a link"),
            "a broken symbolic link",
        ),
        (pipe, "a FIFO, not a regular file"),
    ];
    for (make, says) in cases {
        let (world, good) = world();
        make(&world, "incidents/2025/INC-20251130-006.yaml");
        for line in [
            "list",
            "validate",
            "doctor",
            "show 006",
            "note 006 -m x",
            "edit 006",
        ] {
            let told = looks_away(&world, line);
            assert!(told.contains(says), "{line} lacks {says}\n{told}");
        }
        for line in ["stats", "due", "log", "report --check", "diff", "sync"] {
            looks_away(&world, line);
        }
        world.ok(&format!("note {good} -m 'it goes on'"));
        let found = world.line("validate --format json").exit(1).json();
        assert_eq!(found["findings"][0]["rule"], "schema/unreadable", "{found}");
        let fix = found["findings"][0]["fix"].as_str().expect("a command");
        Shell::new(&world).types(fix).ok();
        assert!(!world.line("list").told().contains("broken"));
        assert!(!world.line("validate").told().contains("schema/unreadable"));
    }
}

#[test]
fn a_record_that_is_a_link_inside_the_home_is_replaced_by_what_it_leads_to() {
    let (world, id) = world();
    let path = world.record_path(&id);
    let text = fs::read_to_string(&path).expect("read");
    fs::rename(&path, world.path("moved.yaml")).expect("moved");
    symlink("../../moved.yaml", &path).expect("a link");
    for line in ["list", "show", "validate", "doctor", "note -m x"] {
        let told = world.line(line).told();
        assert!(told.contains("git keeps the link"), "{line}\n{told}");
    }
    let refused = world.line(&format!("note {id} -m x")).exit(3);
    let cure = refused.stderr.lines().find(|line| line.contains("cp "));
    let mut shell = Shell::new(&world);
    shell.types(cure.expect("a command").trim()).ok();
    assert!(!path.is_symlink());
    assert_eq!(fs::read_to_string(&path).expect("read"), text);
    world.ok(&format!("note {id} -m x"));
}

#[test]
fn a_template_that_leads_out_of_the_home_is_not_printed() {
    let (world, id) = world();
    for (folder, name) in [
        ("reports", "pw"),
        ("runbooks", "pw"),
        ("reports", "timeline"),
        ("messages", "internal-update"),
    ] {
        let path = world.path(&format!("templates/{folder}/{name}.md"));
        fs::remove_file(&path).ok();
        symlink(world.root().join("outside"), path).expect("a link");
    }
    let out = "a symbolic link out of the home";
    for line in [
        format!("report {id} --template pw"),
        format!("report {id} --template timeline"),
        "runbook pw".to_owned(),
        format!("update {id} -m x"),
    ] {
        let told = looks_away(&world, &line);
        assert!(told.contains(out), "{line}\n{told}");
        assert!(told.contains("mv "), "{line} names no command\n{told}");
        world.line(&line).exit(3);
    }
    for line in ["validate", "doctor", "runbook", "runbook --format json"] {
        looks_away(&world, line);
    }
    pipe(&world, "templates/reports/timeline.md");
    world
        .line(&format!("report {id} --template timeline"))
        .exit(3)
        .says("a FIFO");
}

#[test]
fn nothing_waits_for_a_pipe_in_the_place_of_a_data_file() {
    for path in [
        "readiness.yaml",
        "templates/lint.yaml",
        "templates/plan.yaml",
    ] {
        let (world, id) = world();
        pipe(&world, path);
        let told = world.line("validate").exit(1).told();
        assert!(told.contains("a FIFO"), "{path}\n{told}");
        let told = world.line("doctor").told();
        assert!(told.contains("a FIFO"), "{path}\n{told}");
        for line in [
            "list",
            "next",
            "readiness",
            "completions bash",
            "schema record",
        ] {
            world.line(line);
        }
        // Whatever is broken, a note is taken.
        world.ok(&format!("note {id} -m 'it goes on'"));
    }
}

#[test]
fn no_message_is_as_long_as_what_it_quotes() {
    let (world, id) = world();
    let long = "x".repeat(100_000);
    world.spoil(
        &id,
        "schema: 1",
        &format!("schema: 1\n{long}: y\nowner: [{long}]"),
    );
    let told = world.line("validate --format json").exit(1).json();
    for finding in told["findings"].as_array().expect("findings") {
        let message = finding["message"].as_str().expect("a message");
        assert!(message.len() < 2_000, "{} bytes", message.len());
    }
    world.spoil(&id, &format!("{long}: y\nowner: [{long}]"), "services: [a]");
    for line in ["list", "show", "doctor", "note -m x"] {
        let told = world.line(line).told();
        assert!(told.len() < 10_000, "{line}: {} bytes", told.len());
    }
}

#[test]
fn a_record_that_is_no_text_has_a_way_out_everywhere() {
    let (world, id) = world();
    let path = world.record_path(&id);
    let text = world.record_text(&id);
    let mut bytes = text.clone().into_bytes();
    bytes.extend(b"# caf\xe9\n");
    fs::write(&path, &bytes).expect("written");
    for line in ["edit", "show", "note -m x"].map(|verb| {
        let (verb, rest) = verb.split_once(' ').unwrap_or((verb, ""));
        format!("{verb} {id} {rest}")
    }) {
        let ran = world.line(&line).exit(3).says("not UTF-8");
        assert!(!ran.stderr.contains("inc edit"), "{}", ran.told());
        ran.says("git stash push -- ");
        assert_eq!(fs::read(&path).expect("read"), bytes, "nothing is lost");
    }
    let ran = world.line("validate").exit(1);
    assert!(!ran.stdout.contains("inc edit"), "{}", ran.told());
    let ran = world.line(&format!("edit {id}")).exit(3);
    let cure = ran.stderr.lines().find(|line| line.contains("git stash"));
    let cure = cure.and_then(|line| line.trim().split("   ").next());
    Shell::new(&world).types(cure.expect("a command")).ok();
    assert_eq!(world.record_text(&id), text);
    world.ok(&format!("note {id} -m x"));
}
