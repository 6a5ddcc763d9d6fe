//! A power cut at any moment, and many hands at once: the record is old or new, and nothing is lost.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::story::Stage;
use crate::support::{INC, World};

/// How often a note is killed; `INC_KILLS` says how often in a long run.
fn kills() -> u32 {
    std::env::var("INC_KILLS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(60)
}

#[test]
fn a_killed_note_leaves_the_old_record_or_the_new_and_the_next_one_works() {
    let world = World::new();
    let id = world.payment(Stage::Triaged);
    // How long a note takes here, so that the kills fall all over it.
    let started = Instant::now();
    world.ok("note -m measured");
    let mut whole = started.elapsed();
    let rounds = kills();
    let (mut old, mut new) = (0, 0);
    for round in 0..rounds {
        let before = world.record_text(&id);
        let words = format!("killed {round}");
        let mut child = world
            .command(INC)
            .args(["note", "-m", &words])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        // The moment is the subject here, not a synchronisation: it sweeps over the whole run.
        std::thread::sleep(whole.mul_f64(f64::from(round) / f64::from(rounds) * 1.1));
        child.kill().ok();
        child.wait().expect("its end");

        let after = world.record_text(&id);
        if after == before {
            old += 1;
        } else {
            new += 1;
            assert!(
                after.contains(&words),
                "round {round}: neither old nor new\n{after}"
            );
        }
        let entries = world.record(&id)["timeline"]
            .as_array()
            .map(Vec::len)
            .expect("entries");
        // Measured anew each time: the record grows, and the machine may be busier now.
        let started = Instant::now();
        world.ok(&format!("note -m 'after {round}'"));
        whole = started.elapsed();
        assert_eq!(
            world.record(&id)["timeline"].as_array().map(Vec::len),
            Some(entries + 1),
            "round {round}"
        );
        // The git of a killed command may still be at its own commit; it is waited for, not lost.
        let until = Instant::now() + Duration::from_secs(10);
        while !world
            .git_line("status --porcelain --untracked-files=all")
            .is_empty()
            && Instant::now() < until
        {
            std::thread::yield_now();
        }
        assert_eq!(
            world.git_line("status --porcelain --untracked-files=all"),
            "",
            "round {round}"
        );
    }
    assert!(
        old > 0 && new > 0,
        "the kills fell on one side only: {old} old, {new} new"
    );
    world.line("validate incidents --deny-warnings").ok();
    assert!(
        !world.git_line("fsck --strict").contains("error"),
        "{}",
        world.git_line("fsck")
    );
    let left: Vec<_> = walk(&world.home())
        .into_iter()
        .filter(|name| name.ends_with(".lock") || name.ends_with(".tmp"))
        .filter(|name| !name.contains("/inc"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
    assert_eq!(
        world.git_line("show HEAD:incidents/2025/INC-20251129-001.yaml"),
        world.record_text(&id).trim_end()
    );
}

/// Every file below a folder.
fn walk(folder: &std::path::Path) -> Vec<String> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().display().to_string())
        .collect()
}

/// A draft that a killed command left beside the record, which git ignores, does not stay for ever.
#[test]
fn drafts_of_the_dead_are_swept_and_those_of_the_living_are_not() {
    let world = World::new();
    let id = world.payment(Stage::Triaged);
    let folder = world.record_path(&id);
    let folder = folder.parent().expect("its folder");
    let drafts = || -> Vec<String> {
        walk(folder)
            .into_iter()
            .filter(|name| name.ends_with(".tmp"))
            .collect()
    };
    let mut left = None;
    for _ in 0..400 {
        let mut child = world
            .command(INC)
            .args(["note", "-m", "never said"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        let until = Instant::now() + Duration::from_secs(5);
        while drafts().is_empty()
            && child.try_wait().expect("its state").is_none()
            && Instant::now() < until
        {
            std::hint::spin_loop();
        }
        child.kill().ok();
        child.wait().expect("its end");
        if let [one] = drafts().as_slice() {
            left = Some(one.clone());
            break;
        }
    }
    let left = left.expect("a draft that a kill left behind");
    let aged = |path: &str, age: &str| {
        crate::support::Ran::of(world.command("touch").args(["-d", age, path])).ok();
    };
    world.ok("note -m 'At once'");
    assert_eq!(
        drafts(),
        vec![left.clone()],
        "too young to be told from one just begun"
    );
    aged(&left, "10 minutes ago");
    let held = folder.join(".inc-held.tmp");
    let file = std::fs::File::create(&held).expect("made");
    file.lock().expect("held");
    let held = held.display().to_string();
    aged(&held, "3 days ago");
    world.ok("note -m Later");
    assert_eq!(drafts(), vec![held.clone()]);
    drop(file);
    world.ok("note -m 'Later still'");
    assert_eq!(drafts(), Vec::<String>::new());
}

/// What a command printed that went well.
fn printed(child: Child) -> String {
    let output = child.wait_with_output().expect("its end");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8(output.stdout).expect("text");
    printed.trim().to_owned()
}

#[test]
fn eight_hands_at_once_lose_nothing() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let before = world.commits();
    let children: Vec<_> = (0..8)
        .map(|hand| {
            world
                .command(INC)
                .args(["note", "-m", &format!("hand {hand}")])
                .env("INC_SEED", format!("hand {hand}"))
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it runs")
        })
        .collect();
    let ended = children.into_iter().map(printed);
    assert_eq!(ended.collect::<String>(), "");
    let record = world.record(&id);
    let mut events: Vec<_> = record["timeline"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|entry| entry["event"].as_str())
        .filter(|event| event.starts_with("hand"))
        .collect();
    events.sort_unstable();
    assert_eq!(
        events,
        [
            "hand 0", "hand 1", "hand 2", "hand 3", "hand 4", "hand 5", "hand 6", "hand 7"
        ]
    );
    assert_eq!(world.commits(), before + 8);
    assert_eq!(world.git_line("status --porcelain"), "");
    world.line("validate incidents --deny-warnings").ok();
}

#[test]
fn incidents_opened_at_once_get_numbers_of_their_own() {
    let world = World::new();
    let children: Vec<_> = (0..6)
        .map(|hand| {
            world
                .command(INC)
                .args(["open", &format!("hand {hand}"), "--type", "redis"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it runs")
        })
        .collect();
    let mut ids: Vec<String> = children.into_iter().map(printed).collect();
    ids.sort();
    let wanted: Vec<_> = (1..=6)
        .map(|number| format!("INC-20251129-00{number}"))
        .collect();
    assert_eq!(ids, wanted);
    assert_eq!(world.git_line("status --porcelain"), "");
}
