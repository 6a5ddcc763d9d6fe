//! How an incident and its home are named, how commands come back, and what scripts rely on.

use std::fs;

use crate::support::story::Stage;
use crate::support::{Ran, World, text};

#[test]
fn an_incident_is_named_whole_by_its_ending_or_not_at_all() {
    let world = World::new();
    let first = world.ok("open One --type redis-failure");
    let title = |line: &str| {
        world.json(&format!("show {line} --format json"))["title"]
            .as_str()
            .expect("a title")
            .to_owned()
    };
    for name in [first.as_str(), "001", "1", "29-001", "inc-20251129-001", ""] {
        assert_eq!(title(name), "One", "{name:?}");
    }
    world.ok("open Two --type redis-failure");
    world.pass("1d");
    world.ok("open Three --type redis-failure");
    assert_eq!(title("1130-001"), "Three");
    assert_eq!(title("002"), "Two");
    let ran = world.line("show 001").exit(2);
    assert!(
        ran.stderr.contains("INC-20251129-001") && ran.stderr.contains("INC-20251130-001"),
        "{}",
        ran.told()
    );
    let ran = world
        .line("show")
        .exit(2)
        .says("3 incidents are open")
        .says("$INC_INCIDENT");
    for name in ["One", "Two", "Three"] {
        assert!(ran.stderr.contains(name), "{}", ran.told());
    }
    world
        .line("show 777")
        .exit(2)
        .says("there is no incident `777`");
    world.set_env("INC_INCIDENT", "1130-001");
    assert_eq!(title(""), "Three");
    assert_eq!(
        title("002"),
        "Two",
        "what is typed comes before the environment"
    );
}

#[test]
fn where_nothing_is_missing_the_help_says_what_there_is_to_say() {
    let world = World::new();
    world.payment(Stage::Ready);
    let told = world.fails(2, "triage --no-input");
    assert!(told.contains("inc triage --help   says"), "{told}");
}

#[test]
fn words_in_the_place_of_an_id_are_led_to_their_flag() {
    let world = World::new();
    world.ok("open 'Refunds paid twice' --type payment");
    let told = world.fails(2, "note 'Froze refunds' --mark fix-deployed");
    assert!(told.contains("there is no incident `Froze refunds`"));
    let line = "inc note -m 'Froze refunds' --mark fix-deployed";
    assert!(
        told.contains(&format!("{line}   if these are words")),
        "{told}"
    );
    world
        .line(line.strip_prefix("inc ").expect("a command"))
        .ok();
    // Without quotes it is the parser that refuses, in the form of every other refusal.
    for (line, meant) in [
        ("note Froze refunds", "inc note -m 'Froze refunds'"),
        (
            "note 001 -m Froze refunds",
            "inc note 001 -m 'Froze refunds'",
        ),
        (
            "open Paid twice --type payment",
            "inc open 'Paid twice' --type payment",
        ),
    ] {
        let told = world.fails(2, line);
        assert!(told.starts_with("error: unexpected argument"), "{told}");
        assert!(
            told.contains(&format!("\n  {meant}   if these are words\n")),
            "{told}"
        );
        world
            .line(meant.strip_prefix("inc ").expect("a command"))
            .ok();
    }
    for (line, help) in [
        ("action add --nosuch", "inc action add --help"),
        ("note --at", "inc note --help"),
        ("nosuch", "inc -h"),
    ] {
        let told = world.fails(2, line);
        let last = told.lines().last().unwrap_or_default();
        assert!(last.starts_with(&format!("  {help}   ")), "{told}");
        world
            .line(help.strip_prefix("inc ").expect("a command"))
            .ok();
    }
    // One that is mistyped is an ID all the same.
    for line in ["note INC-20251129-0O7 --at 10m", "show 'Froze refunds'"] {
        assert!(
            !world.fails(2, line).contains("if these are words"),
            "{line}"
        );
    }
}

#[test]
fn an_open_incident_comes_before_closed_ones_of_the_same_ending() {
    let world = World::new();
    world.payment(Stage::Closed);
    world
        .line("show")
        .exit(2)
        .says("no open incidents")
        .says("inc open <TITLE> --type <TYPE>");
    world.pass("1d");
    world.ok("open New --type redis-failure");
    assert_eq!(world.json("show 001 --format json")["title"], "New");
    assert_eq!(world.json("show --format json")["title"], "New");
    assert_eq!(
        world.json("show 1129-001 --format json")["status"],
        "closed"
    );
}

#[test]
fn an_incident_is_found_by_its_earlier_id() {
    let world = World::new();
    let id = world.ok("open One --type redis-failure");
    let text = world.record_text(&id).replace(
        "id: INC-20251129-001\n",
        "id: INC-20251129-004\nformerly: [INC-20251129-001]\n",
    );
    std::fs::remove_file(world.record_path(&id)).expect("it");
    world.write_record("INC-20251129-004", &text);
    world.commit_all();
    world.ok("note INC-20251129-001 -m 'by its old name'");
    assert_eq!(
        world.record("INC-20251129-004")["timeline"][1]["event"],
        "by its old name"
    );
    world.line("validate").ok();
}

#[test]
fn a_home_is_found_from_below_by_flag_and_by_variable() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let elsewhere = world.root().join("user");
    world
        .inc_in(&elsewhere, ["next"])
        .exit(3)
        .says("no incident home")
        .says("inc init");
    let home = world.home().display().to_string();
    let by_flag = world.inc_in(&elsewhere, ["-C", &home, "next"]).ok();
    let by_place = world.inc(["next"]).ok();
    world
        .inc_in(&world.path("templates/runbooks"), ["next"])
        .ok();
    world
        .inc_in(&elsewhere, ["next", "--repo", "../home/incidents"])
        .ok();
    world.set_env("INC_REPO", &home);
    let by_variable = world.inc_in(&elsewhere, ["next"]).ok();
    assert_eq!(by_variable.stdout, by_place.stdout);
    // Commands come back the way they were called.
    assert!(
        by_place.stdout.contains("  inc ack "),
        "{}",
        by_place.stdout
    );
    assert!(
        by_flag.stdout.contains(&format!("  inc -C {home} ack ")),
        "{}",
        by_flag.stdout
    );
    let named = world.inc_in(&elsewhere, ["next", "001"]).ok();
    assert!(
        named.stdout.contains(&format!("  inc ack {id}")),
        "{}",
        named.stdout
    );
    world
        .inc_in(&elsewhere, ["-C", "/nowhere", "next"])
        .exit(3)
        .says("no such folder");
}

#[test]
fn a_refusal_s_commands_are_addressed_as_the_reader_s_own() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    world.ok("open Other --type redis-failure");
    let home = world.home().display().to_string();
    let elsewhere = world.root().join("user");
    let ran = world
        .inc_in(&elsewhere, ["-C", &home, "close", &id])
        .exit(1);
    let commands = ran.suggested();
    assert!(commands.len() > 10, "{}", ran.told());
    for command in commands {
        let words = text::words(&command.replace('<', "'<").replace('>', ">'"));
        assert_eq!(words[..3], ["inc", "-C", &home], "{command}");
        assert!(words.contains(&id), "{command} does not name its incident");
    }
}

#[test]
fn exit_codes_say_whose_turn_it_is() {
    let world = World::new();
    world.payment(Stage::Opened);
    for (line, code) in [
        ("list", 0),
        ("--version", 0),
        ("note --help", 0),
        ("validate", 0),
        ("close", 1),
        ("reopen -m x", 1),
        ("set severity=SEV-4", 1),
        ("waive timeline/in-future --approved-by CTO -m x", 1),
        ("", 2),
        ("frobnicate", 2),
        ("note", 2),
        ("note -m ''", 2),
        ("note -m x --at tomorrow", 2),
        ("note -m x --mark nonsense", 2),
        ("open", 2),
        ("open x", 2),
        ("open x --type nonsense", 2),
        ("show 999", 2),
        ("triage", 2),
        ("contain", 2),
        ("recover", 2),
        ("eradicate", 2),
        ("assign", 2),
        ("escalate", 2),
        ("set nonsense=1", 2),
        ("set detection.detected_at=yesterday", 2),
        ("report --template nonsense", 2),
        ("explain nonsense", 2),
        ("evidence add missing.log --kind application-logs", 3),
        ("-C /nowhere list", 3),
    ] {
        let ran = world.line(line);
        assert_eq!(ran.code, Some(code), "{}", ran.told());
        if code != 0 {
            assert!(!ran.stderr.is_empty(), "silent\n{}", ran.told());
            assert_eq!(ran.stdout, "", "{}", ran.told());
        }
    }
    world.set_env("INC_NOW", "soon");
    world.line("list").exit(3).says("$INC_NOW");
    world
        .line("note -m 'Froze refunds'")
        .exit(3)
        .says("unset INC_NOW")
        .says("inc note -m 'Froze refunds'");
}

#[test]
fn names_are_taken_in_any_case_by_label_and_by_any_unique_part() {
    let world = World::new();
    for (given, kind) in [
        ("payment", "payment-or-wallet-incident"),
        ("PAYMENT", "payment-or-wallet-incident"),
        ("'Payment or wallet incident'", "payment-or-wallet-incident"),
        ("data-exposure", "data-access-or-rbac-incident"),
        ("data-access-or-rbac", "data-access-or-rbac-incident"),
        ("nginx", "nginx-or-reverse-proxy-issue"),
        ("login", "login-failure"),
    ] {
        let id = world.ok(&format!("open x --type {given}"));
        assert_eq!(world.record(&id)["type"], kind, "{given}");
    }
    let ran = world.line("open x --type failure").exit(2);
    for kind in ["redis-failure", "queue-failure", "api-failure"] {
        assert!(ran.stderr.contains(kind), "{}", ran.told());
    }
    world.line("open x --type paymnet").exit(2).says("payment");
    let id = world.ok("open x --type redis --fact 'DATA-exposure=Under Review' --environment Prod --source gateway --role commander=cto");
    let record = world.record(&id);
    assert_eq!(record["facts"]["data-exposure"], "under-review");
    assert_eq!(record["environment"], "production");
    assert_eq!(record["detection"]["source"], "payment-gateway-alerts");
    assert_eq!(record["roles"]["incident-commander"], "CTO");
}

#[test]
fn standard_output_carries_results_only() {
    let world = World::new();
    let ran = world.line("open x --type redis-failure").ok();
    assert_eq!(ran.stdout, "INC-20251129-001\n");
    for line in [
        "note -m x",
        "ack",
        "triage --environment staging",
        "contain --action y",
        "set owner=z",
        "init",
    ] {
        let ran = world.line(line).ok();
        assert_eq!(ran.stdout, "", "{}", ran.told());
        assert!(!ran.stderr.is_empty(), "{}", ran.told());
    }
    for line in [
        "list",
        "show",
        "next",
        "plan",
        "contacts",
        "runbook",
        "validate",
        "report",
        "explain severity/below-floor",
        "schema",
        "completions bash",
    ] {
        let ran = world.line(line).ok();
        assert!(
            !ran.stdout.is_empty() && ran.stderr.is_empty(),
            "{}",
            ran.told()
        );
        assert!(ran.stdout.ends_with('\n'), "no line end\n{}", ran.told());
        assert!(
            !ran.stdout.contains('\u{1b}'),
            "colour in a pipe\n{}",
            ran.told()
        );
    }
    for line in [
        "list",
        "show",
        "next",
        "plan",
        "plan facts",
        "contacts",
        "runbook",
        "validate",
        "explain",
        "action list",
        "schema plan",
    ] {
        let json = if line.starts_with("schema") {
            ""
        } else {
            " --format json"
        };
        world.json(&format!("{line}{json}"));
    }
}

#[test]
fn list_is_filtered_and_sorted() {
    let world = World::new();
    world.payment(Stage::Closed);
    world.ok("open 'Cache gone' --type redis-failure --service cache --owner Ops");
    world.pass("1h");
    world.ok("open 'Login down' --type login-failure --severity SEV-1 --service portal");
    let ids = |flags: &str| -> Vec<String> {
        let list = world.json(&format!("list {flags} --format json"));
        list.as_array()
            .expect("a list")
            .iter()
            .map(|row| row["title"].as_str().expect("a title").to_owned())
            .collect()
    };
    assert_eq!(ids(""), ["Login down", "Cache gone"]);
    assert_eq!(
        ids("--all"),
        ["Login down", "Cache gone", "Wallets credited twice"]
    );
    assert_eq!(ids("--sort oldest"), ["Cache gone", "Login down"]);
    assert_eq!(
        ids("--all --sort severity"),
        ["Login down", "Wallets credited twice", "Cache gone"]
    );
    assert_eq!(ids("--status closed"), ["Wallets credited twice"]);
    assert_eq!(ids("--severity SEV-1"), ["Login down"]);
    assert_eq!(ids("--type redis"), ["Cache gone"]);
    assert_eq!(ids("--service portal"), ["Login down"]);
    assert_eq!(ids("--search ops"), ["Cache gone"]);
    assert_eq!(ids("--since '30m ago'"), ["Login down"]);
    // Nothing found is not nothing open.
    for (flags, said) in [
        ("--search zzz", "none of 2 open incidents matches"),
        ("--search zzz --all", "none of 3 incidents matches"),
        ("--status resolved", "none of 3 incidents matches"),
    ] {
        world.line(&format!("list {flags}")).ok().says(said);
    }
    let rows = world.json("list --all --format json");
    assert_eq!(rows[0]["open_for_seconds"], 0);
    assert_eq!(rows[1]["open_for_seconds"], 3600);
    assert!(rows[2].get("open_for_seconds").is_none());
    assert_eq!(rows[1]["services"][0], "cache");
    assert_eq!(rows[2]["detected_at"], "2025-11-29T10:05:00+03:00");
}

#[test]
fn a_hint_is_addressed_as_the_reader_s_own_command_was() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    world.set_env("EDITOR", "sed -i 's/^owner:.*/owner: Q/'");
    let ran = world.line("edit 001").exit(1);
    let hint = ran
        .suggested()
        .into_iter()
        .find(|line| line.starts_with("inc edit"));
    assert_eq!(
        hint.as_deref(),
        Some(format!("inc edit {id}").as_str()),
        "{}",
        ran.told()
    );
}

#[test]
fn what_open_suggests_is_about_the_new_incident() {
    let world = World::new();
    world.ok("open One --type redis");
    let ran = world.line("open Two --type redis").ok();
    let ack = ran
        .suggested()
        .into_iter()
        .find(|line| line.starts_with("inc ack"))
        .expect("it");
    world.ok(ack.strip_prefix("inc ").expect("a command"));
    let two = world.record("INC-20251129-002");
    assert!(
        two["detection"].get("acknowledged_at").is_some(),
        "{}",
        ran.told()
    );
}

#[test]
fn a_folder_beside_the_home_is_not_the_home() {
    let world = World::new();
    world.ok("open One --type redis-failure");
    for folder in ["../nothing", "incidents/../../nothing", "../user", ".."] {
        world
            .inc(["-C", folder, "list"])
            .exit(3)
            .says("no incident home");
    }
    for folder in [
        "../home",
        "incidents/..",
        "incidents/2025/../..",
        "nothing/..",
    ] {
        let listed = world.inc(["-C", folder, "list"]).ok();
        assert!(listed.stdout.contains("One"), "{}", listed.told());
    }
}

#[test]
fn a_folder_that_is_not_there_is_not_the_home_above_it() {
    let world = World::new();
    for line in ["list -C incidnts", "-C ./no/where validate"] {
        world.line(line).exit(3).says("there is no such folder");
    }
    world.set_env("INC_REPO", &world.path("sub").display().to_string());
    world.line("list").exit(3).says("there is no such folder");
}

#[cfg(unix)]
#[test]
fn what_stands_in_the_place_of_plan_or_incidents_is_set_aside() {
    for (path, standing) in [
        ("templates/plan.yaml", "mkdir"),
        ("templates/plan.yaml", "mkfifo"),
        ("incidents", "touch"),
    ] {
        let world = World::new();
        world.ok("open 'Wallets credited twice' --type payment");
        fs::rename(world.path(path), world.root().join("gone")).expect("moved");
        Ran::of(world.command(standing).arg(world.path(path))).ok();
        let cure = format!("mv {path} {path}.old && git checkout HEAD -- {path}");
        let ran = world.line("note -m 'Froze refunds'");
        let doctor = world.line("doctor").exit(3);
        let last = format!("checkout HEAD -- {path}");
        for part in ["mv ", &format!("{path}.old"), &last] {
            assert!(doctor.stdout.contains(part), "{part}: {}", doctor.told());
        }
        match path {
            "incidents" => {
                ran.exit(3).says(&cure);
            }
            // A note is taken without a plan, whatever stands in its place.
            _ => {
                ran.ok();
                let aside = format!("{path}.old");
                world.line("init").exit(3).says(&aside);
            }
        }
        Ran::of(world.command("sh").args(["-c", &cure])).ok();
        assert!(world.path(&format!("{path}.old")).exists());
        world.ok("note -m 'Froze refunds'");
    }
}

#[test]
fn a_bare_repository_is_no_place_for_a_home() {
    let world = World::new();
    let bare = world.root().join("bare.git").display().to_string();
    world.git_line(&format!("clone -q --bare . {bare}"));
    let cure = format!("git clone {bare} <DIR>");
    for line in ["list", "doctor", "init"] {
        let ran = world.inc(["-C", &bare, line]).exit(3);
        let told = ran.told();
        assert!(told.contains(&cure) && !told.contains("inc init"), "{told}");
    }
    let there = world.root().join("there");
    let typed = cure.replace("<DIR>", &there.display().to_string());
    Ran::of(world.command("sh").args(["-c", &typed])).ok();
    world.inc_in(&there, ["list"]).ok();
}

/// The home's own plan is not replaced by ours because somebody deleted the file.
#[test]
fn what_was_deleted_of_a_home_is_brought_back_and_not_made_anew() {
    let world = World::new();
    world.ok("open 'Wallets credited twice' --type payment");
    let own = format!("# our own plan\n{}", world.read("templates/plan.yaml"));
    world.write("templates/plan.yaml", &own);
    world.commit_all();
    for (gone, back) in [
        (
            "templates/plan.yaml",
            "git checkout HEAD -- templates/plan.yaml",
        ),
        ("incidents", "git checkout HEAD -- incidents"),
    ] {
        let path = world.path(gone);
        if path.is_dir() {
            fs::remove_dir_all(&path).expect("removed");
        } else {
            fs::remove_file(&path).expect("removed");
        }
        world.line("next").exit(3).says(back);
        let commits = world.commits();
        world.line("init").exit(3).says("git checkout HEAD -- ");
        assert_eq!(world.commits(), commits, "{gone}");
        assert!(!path.join("2025").exists() && !path.is_file(), "{gone}");
        let (_, cure) = back.split_once(' ').expect("git and its words");
        world.git_line(cure);
        world.line("next").ok();
    }
    assert_eq!(world.read("templates/plan.yaml"), own);
    let runbook = world.path("templates/runbooks/redis-failure.md");
    fs::remove_file(&runbook).expect("removed");
    world
        .line("init")
        .exit(3)
        .says("templates/runbooks/redis-failure.md is committed but deleted here");
    // A deletion that is committed was meant.
    world.commit_all();
    world.line("init").ok();
    assert!(runbook.exists());
}

#[test]
fn a_variable_that_names_no_incident_is_blamed() {
    let world = World::new();
    world.ok("open 'Wallets credited twice' --type payment");
    world.set_env("INC_INCIDENT", "999");
    world
        .line("note -m 'Froze refunds'")
        .exit(3)
        .says("as $INC_INCIDENT says")
        .says("unset INC_INCIDENT")
        .says("inc note -m 'Froze refunds'");
}
