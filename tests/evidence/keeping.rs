//! `inc evidence add`: what is taken, where it is kept, and what is refused.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::{ID, ONE, add, last, location, opened, states, stored};
use crate::support::{INC, Ran};

#[test]
fn a_file_is_copied_read_only_and_named_by_its_content() {
    let world = opened();
    let before = world.commits();
    let item = add(
        &world,
        "one.log",
        "one\n",
        "--restricted -m 'from the gateway'",
    );
    assert_eq!(item["location"], "evidence/2c/2c8b08da-one.log");
    assert_eq!(item["sha256"], ONE);
    assert_eq!(item["size"], 4);
    assert_eq!(item["restricted"], true);
    assert_eq!(item["note"], "from the gateway");
    assert_eq!(item["collected_by"], "Rana");
    assert_eq!(world.commits(), before + 1);
    let copy = location(&world, &item);
    assert_eq!(fs::read_to_string(&copy).expect("it"), "one\n");
    let mode = |path: &Path| fs::metadata(path).expect("it").permissions().mode() & 0o777;
    assert_eq!(mode(&copy), 0o400);
    assert_eq!(mode(&world.path("evidence")), 0o700);
    let open = add(&world, "two.log", "two\n", "");
    assert_eq!(mode(&location(&world, &open)), 0o440);
    assert_eq!(open.get("restricted"), None);
    // When the original was last written to is part of what it proves.
    let original = world.root().join("two.log");
    let modified = |path: &Path| {
        fs::metadata(path)
            .and_then(|found| found.modified())
            .expect("a time")
    };
    assert_eq!(modified(&original), modified(&location(&world, &open)));
    assert_eq!(stored(&world).len(), 2);
    assert_eq!(states(&world, 0, ""), ["intact", "intact"]);
}

#[test]
fn the_same_content_is_found_again_and_never_copied_twice() {
    let world = opened();
    add(&world, "one.log", "one\n", "");
    let before = world.commits();
    let file = world.root().join("one.log");
    world
        .line(&format!(
            "evidence add {} --kind application-logs",
            file.display()
        ))
        .ok()
        .says("already recorded");
    assert_eq!(world.commits(), before, "nothing is recorded twice");
    // Under another name and kind it is another entry, and the same copy.
    fs::write(world.root().join("other.txt"), "one\n").expect("a file");
    world
        .line("evidence add ../other.txt --kind nginx-logs --restricted")
        .ok()
        .says("already in the store");
    let item = last(&world);
    assert_eq!(item["location"], "evidence/2c/2c8b08da-one.log");
    assert_eq!(stored(&world), ["2c/2c8b08da-one.log"]);
    let mode = fs::metadata(location(&world, &item))
        .expect("it")
        .permissions()
        .mode()
        & 0o777;
    assert_eq!(mode, 0o400, "what one entry restricts is restricted");
    // The copy itself, and a file that somebody put into the store by hand.
    world.ok("evidence add evidence/2c/2c8b08da-one.log --kind memory-dumps");
    assert_eq!(stored(&world), ["2c/2c8b08da-one.log"]);
    fs::write(world.path("evidence/by-hand.csv"), "by hand\n").expect("a file");
    world.ok("evidence add evidence/by-hand.csv --kind database-dumps");
    let location = last(&world)["location"]
        .as_str()
        .expect("a place")
        .to_owned();
    assert!(
        location.ends_with("-by-hand.csv") && location != "evidence/by-hand.csv",
        "{location}"
    );
}

#[test]
fn other_content_under_the_same_digits_gets_more_of_them() {
    let world = opened();
    fs::create_dir_all(world.path("evidence/2c")).expect("a folder");
    for taken in ["2c8b08da-one.log", "2c8b08da5ce60398-one.log"] {
        fs::write(world.path(&format!("evidence/2c/{taken}")), "two\n").expect("a file");
    }
    let item = add(&world, "one.log", "one\n", "");
    assert_eq!(
        item["location"],
        format!("evidence/2c/{}-one.log", &ONE[..32])
    );
    assert_eq!(world.read("evidence/2c/2c8b08da-one.log"), "two\n");
    assert_eq!(states(&world, 0, ""), ["intact"]);
}

#[test]
fn commands_side_by_side_keep_one_copy() {
    let world = opened();
    fs::write(world.root().join("one.log"), "one\n").expect("a file");
    let kinds = [
        "application-logs",
        "nginx-logs",
        "memory-dumps",
        "database-dumps",
    ];
    std::thread::scope(|scope| {
        for kind in kinds {
            let mut command = world.command(INC);
            command.env("INC_SEED", kind);
            command.args(["evidence", "add", "../one.log", "--kind", kind]);
            scope.spawn(move || Ran::of(&mut command).ok());
        }
    });
    assert_eq!(
        world.record(ID)["evidence"].as_array().map(Vec::len),
        Some(4)
    );
    assert_eq!(stored(&world), ["2c/2c8b08da-one.log"]);
}

#[test]
fn names_lead_nowhere() {
    let world = opened();
    for (name, kept) in [
        ("a b\u{202e}\u{1b}c.txt", "a-b-c.txt"),
        ("..\\..\\x.txt", "x.txt"),
        ("...", "file"),
        ("-rf", "rf"),
    ] {
        let file = world.root().join(name);
        fs::write(&file, name).expect("a file");
        let path = file.to_str().expect("a path");
        world
            .inc(["evidence", "add", path, "--kind", "nginx-logs"])
            .ok();
        let item = last(&world);
        let location = item["location"].as_str().expect("a location");
        assert!(location.starts_with("evidence/"), "{location}");
        assert_eq!(
            location.split_once('-').map(|(_, name)| name),
            Some(kept),
            "{location}"
        );
    }
    let long = world.root().join(format!("{}.tar", "x".repeat(240)));
    fs::write(&long, "long").expect("a file");
    world
        .inc([
            "evidence",
            "add",
            long.to_str().expect("a path"),
            "--kind",
            "nginx-logs",
        ])
        .ok();
    let kept = last(&world)["location"]
        .as_str()
        .expect("a location")
        .to_owned();
    assert!(kept.len() < 130 && kept.ends_with(".tar"), "{kept}");
}

#[test]
fn only_a_regular_file_is_taken() {
    let world = opened();
    let before = world.state();
    fs::create_dir(world.root().join("logs")).expect("a folder");
    let made = world
        .command("mkfifo")
        .arg("../fifo")
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
    symlink("logs", world.root().join("link")).expect("a link");
    symlink("nowhere", world.root().join("dangling")).expect("a link");
    for (given, says) in [
        ("../logs", "is a folder, not a file"),
        ("../logs", "tar -czf"),
        ("../link", "is a folder"),
        ("../fifo", "is a FIFO"),
        ("/dev/null", "is a device"),
        ("../dangling", "no such file"),
        ("../missing.log", "no such file"),
    ] {
        world
            .line(&format!("evidence add {given} --kind nginx-logs"))
            .exit(3)
            .says(says);
    }
    assert_eq!(world.state(), before);
    assert_eq!(stored(&world), Vec::<String>::new());
    // A link to a file is followed, and the record says so.
    fs::write(world.root().join("one.log"), "one\n").expect("a file");
    symlink("one.log", world.root().join("current")).expect("a link");
    world.ok("evidence add ../current --kind nginx-logs -m seen");
    let item = last(&world);
    assert_eq!(item["location"], "evidence/2c/2c8b08da-current");
    assert_eq!(item["note"], "seen; collected through the link ../current");
    assert!(
        location(&world, &item)
            .symlink_metadata()
            .expect("it")
            .is_file()
    );
}

#[test]
fn the_store_is_never_in_git_whatever_it_is_called() {
    let world = opened();
    world.change_plan(
        "evidence_location: evidence/ ",
        "evidence_location: custody/files ",
    );
    world.commit_all();
    let item = add(&world, "one.log", "one\n", "");
    assert_eq!(item["location"], "custody/files/2c/2c8b08da-one.log");
    assert!(
        world
            .read("custody/files/.gitignore")
            .lines()
            .any(|line| line == "*")
    );
    assert!(!world.read(".gitignore").contains("custody"));
    world.git_line("add -A");
    assert_eq!(
        world.git_line("status --porcelain"),
        "",
        "nothing of it can be staged"
    );
    assert_eq!(world.git_line("ls-files custody"), "");
    // Somebody opened the store to git: nothing more is put there.
    world.write("custody/files/.gitignore", "# nothing\n");
    fs::write(world.root().join("two.log"), "two\n").expect("a file");
    world
        .line("evidence add ../two.log --kind nginx-logs")
        .exit(1)
        .says("is not ignored by git")
        .says("*");
}

#[test]
fn a_store_that_leads_out_or_over_the_home_is_refused() {
    let world = opened();
    fs::write(world.root().join("one.log"), "one\n").expect("a file");
    fs::create_dir(world.root().join("elsewhere")).expect("a folder");
    symlink("../elsewhere", world.path("evidence")).expect("a link");
    let add = "evidence add ../one.log --kind nginx-logs";
    world
        .line(add)
        .exit(3)
        .says("is a link to a place outside of the home");
    fs::remove_file(world.path("evidence")).expect("gone");
    fs::create_dir(world.path("evidence")).expect("a folder");
    symlink("../../elsewhere", world.path("evidence/2c")).expect("a link");
    world.line(add).exit(3).says("is a link");
    fs::remove_file(world.path("evidence/2c")).expect("gone");
    assert_eq!(
        fs::read_dir(world.root().join("elsewhere"))
            .expect("it")
            .count(),
        0
    );
    assert_eq!(stored(&world), Vec::<String>::new(), "no draft is left");
    // The plan says it before anything is taken.
    let plan = world.read("templates/plan.yaml");
    for place in [
        "../out",
        "a/../../out",
        "templates/evidence",
        "Incidents",
        ".",
        "~/x",
        "s3://b",
    ] {
        world.write(
            "templates/plan.yaml",
            &plan.replacen(
                "evidence_location: evidence/ ",
                &format!("evidence_location: \"{place}\" "),
                1,
            ),
        );
        world
            .line("validate")
            .exit(1)
            .prints("evidence_location: \"");
        world.line(add).exit(3).says("the plan is invalid");
    }
    // A folder of its own outside is a choice; the home itself by its whole name is none.
    for (place, code) in [(world.root().join("share"), 0), (world.home(), 3)] {
        world.write(
            "templates/plan.yaml",
            &plan.replacen(
                "evidence_location: evidence/ ",
                &format!("evidence_location: {} ", place.display()),
                1,
            ),
        );
        world.line(add).exit(code);
    }
    let kept = last(&world)["location"]
        .as_str()
        .expect("a place")
        .to_owned();
    assert_eq!(
        kept,
        format!("{}/share/2c/2c8b08da-one.log", world.root().display())
    );
}

#[test]
fn whatever_goes_wrong_leaves_neither_a_draft_nor_an_entry() {
    let world = opened();
    let before = world.state();
    let noise: Vec<u8> = (0..3_000_000_u32)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    fs::write(world.root().join("big.bin"), noise).expect("a file");
    // A limit that the copy runs into stands for a disk that is full.
    let script = format!(
        "trap '' XFSZ; ulimit -f 2048; exec {INC} evidence add ../big.bin --kind memory-dumps"
    );
    let mut command = world.command("sh");
    Ran::of(command.args(["-c", &script]))
        .exit(3)
        .says("cannot be copied")
        .says("--in-place");
    assert_eq!(stored(&world), Vec::<String>::new());
    assert_eq!(world.state(), before);
    // A digest that somebody else told does not fit.
    fs::write(world.root().join("one.log"), "one\n").expect("a file");
    let wrong = "0".repeat(64);
    world
        .line(&format!(
            "evidence add ../one.log --kind nginx-logs --sha256 {wrong}"
        ))
        .exit(1)
        .says("does not match");
    world
        .line("evidence add ../one.log --kind nginx-logs --size 5")
        .exit(1)
        .says("its size is 4");
    world
        .line("evidence add ../one.log --kind nginx-logs --sha256 2c8b")
        .exit(2)
        .says("64");
    assert_eq!(stored(&world), Vec::<String>::new());
    assert_eq!(world.state(), before);
    world.ok(&format!(
        "evidence add ../one.log --kind nginx-logs --sha256 {ONE} --size 4"
    ));
    // A draft that a killed command left goes with the next one; a young one may be at work.
    let (old, young) = (
        world.path("evidence/.inc-old.tmp"),
        world.path("evidence/.inc-young.tmp"),
    );
    for draft in [&old, &young] {
        fs::write(draft, "half").expect("a draft");
    }
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    File::options()
        .write(true)
        .open(&old)
        .and_then(|file| file.set_modified(long_ago))
        .expect("aged");
    add(&world, "two.log", "two\n", "");
    assert!(!old.exists() && young.exists());
}

#[test]
fn a_disk_that_is_full_and_a_store_that_is_read_only_are_told() {
    let world = opened();
    fs::write(world.root().join("big.bin"), vec![7; 4 << 20]).expect("a file");
    // As root of a namespace of one's own a small disk can be mounted; where that is not allowed
    // the limit above has shown the same.
    let script = format!(
        "mount -t tmpfs -o size=1m tmpfs evidence && {INC} evidence add ../big.bin --kind memory-dumps; code=$?; ls -A evidence; exit $code"
    );
    fs::create_dir(world.path("evidence")).expect("a folder");
    let mut probe = world.command("unshare");
    let can_mount = probe
        .args(["-rm", "true"])
        .output()
        .is_ok_and(|ran| ran.status.success());
    if can_mount {
        let mut command = world.command("unshare");
        let ran = Ran::of(command.args(["-rm", "sh", "-c", &script]))
            .exit(3)
            .says("cannot be copied");
        assert_eq!(ran.stdout.trim(), ".gitignore", "no draft is left");
        // Root may write to any folder, but not to a file system that takes nothing.
        let mut command = world.command("unshare");
        let script = script.replace("size=1m", "size=1m,ro");
        Ran::of(command.args(["-rm", "sh", "-c", &script]))
            .exit(3)
            .says("the store")
            .says("Read-only file system");
    }
    let store = world.path("evidence");
    fs::set_permissions(&store, fs::Permissions::from_mode(0o500)).expect("set");
    let is_root = fs::write(store.join("probe"), "x").is_ok();
    if !is_root {
        world
            .line("evidence add ../big.bin --kind memory-dumps")
            .exit(3)
            .says("evidence")
            .says("ermission denied");
    }
    fs::set_permissions(&store, fs::Permissions::from_mode(0o700)).expect("set");
    assert_eq!(world.record(ID).get("evidence"), None);
}

#[test]
fn a_dump_larger_than_memory_is_read_as_a_stream() {
    let world = opened();
    let dump = world.root().join("core.dump");
    let file = File::create(&dump).expect("a file");
    // Mostly a hole, as memory dumps are; its copy is one, too.
    file.set_len(600 << 20).expect("a hole");
    let script =
        format!("ulimit -v 400000; exec {INC} evidence add ../core.dump --kind memory-dumps");
    let mut command = world.command("sh");
    Ran::of(command.args(["-c", &script])).ok();
    let item = last(&world);
    assert_eq!(item["size"], 600_u64 << 20);
    let copy = location(&world, &item);
    let blocks = std::os::unix::fs::MetadataExt::blocks(&fs::metadata(&copy).expect("it"));
    assert!(
        blocks * 512 < 100 << 20,
        "the hole was filled: {blocks} blocks"
    );
    let script = format!("ulimit -v 400000; exec {INC} evidence verify");
    let mut command = world.command("sh");
    Ran::of(command.args(["-c", &script])).ok().says("1 intact");
}

#[test]
fn a_long_copy_shows_how_far_it_is_and_ends_cleanly_when_told_to() {
    let world = opened();
    let before = world.state();
    let dump = File::create(world.root().join("core.dump")).expect("a file");
    dump.set_len(100 << 30).expect("a hole");
    let mut terminal = world.terminal("evidence add ../core.dump --kind memory-dumps");
    terminal
        .expect("hashed ")
        .expect(" of 100.0 GiB")
        .signal("INT");
    terminal
        .expect("nothing is kept or recorded")
        .ends_with(130);
    assert!(
        !terminal.screen().contains("hashed"),
        "the line is gone once it is of no use\n{}",
        terminal.screen()
    );
    assert_eq!(stored(&world), Vec::<String>::new());
    assert_eq!(world.state(), before);
}

#[test]
fn a_file_that_is_written_to_meanwhile_is_said_to_be() {
    use std::io::{Seek, SeekFrom, Write};
    let world = opened();
    let path = world.root().join("live.log");
    let log = File::create(&path).expect("a file");
    log.set_len(1 << 30).expect("a hole");
    for (flags, code) in [("", 0), ("--in-place", 1)] {
        let mut command = world.command(INC);
        command.args(["evidence", "add", "../live.log", "--kind", "nginx-logs"]);
        command.args(flags.split_whitespace());
        let ran = std::thread::scope(|scope| {
            let running = scope.spawn(move || Ran::of(&mut command));
            let mut log = File::options().write(true).open(&path).expect("it");
            while !running.is_finished() {
                log.seek(SeekFrom::End(0)).expect("its end");
                log.write_all(b"one more line\n").expect("written");
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            running.join().expect("its end")
        });
        ran.exit(code).says("changed while it was");
    }
    let item = last(&world);
    let note = item["note"].as_str().expect("a note");
    assert!(note.contains("changed while it was copied"), "{note}");
    let kept = std::fs::metadata(location(&world, &item))
        .expect("it")
        .len();
    assert_eq!(item["size"], kept, "the digest is that of the copy");
    assert_eq!(states(&world, 0, ""), ["intact"]);
}
