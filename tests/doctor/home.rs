//! What can be wrong with the files of a home, and with what steers `inc` from outside.

use std::fs;

use super::{fixed, problems, reported, sound};
use crate::support::Ran;

#[test]
fn evidence_that_git_has_or_sees() {
    let world = sound();
    world.write("evidence/ab/x.csv", "x\n");
    world.git_line("add -f evidence/ab/x.csv");
    world.git_line("commit -qm x");
    fixed(
        &world,
        "evidence",
        "warning",
        "git has 1 file of evidence/",
        &[],
    );
    let ignored = world.read(".gitignore").replace("/evidence/\n", "");
    world.write(".gitignore", &ignored);
    fixed(
        &world,
        "evidence",
        "warning",
        "git does not ignore evidence/",
        &[],
    );
    let shared = world.root().join("shared");
    world.change_plan(
        "evidence_location: evidence/ ",
        &format!("evidence_location: {} ", shared.display()),
    );
    fixed(&world, "evidence", "warning", "does not exist", &[]);
    std::os::unix::fs::symlink(&shared, world.path("linked")).expect("a link");
    world.change_plan(
        &format!("evidence_location: {} ", shared.display()),
        "evidence_location: linked/ ",
    );
    reported(
        &world,
        "evidence",
        "warning",
        "linked/",
        "inc plan settings",
    );
}

#[test]
fn records_that_git_ignores() {
    let world = sound();
    let excludes = world.root().join("excludes");
    world.git_line(&format!("config core.excludesFile {}", excludes.display()));
    for folder in ["incidents", ".git/info"] {
        fs::create_dir_all(world.path(folder)).expect("a folder");
    }
    for (file, pattern, line) in [
        (
            world.path(".gitignore"),
            "incidents/",
            "open x --type redis",
        ),
        (
            world.path(".git/info/exclude"),
            "*.yaml",
            "open x --type redis",
        ),
        (
            world.path("incidents/.gitignore"),
            "/2*/",
            "open x --type redis",
        ),
        (excludes, "INC-*", "open x --type redis"),
        (
            world.path(".gitignore"),
            "/readiness.yaml",
            "readiness --check runbooks",
        ),
    ] {
        let before = fs::read_to_string(&file).unwrap_or_default();
        fs::write(&file, format!("{before}{pattern}\n")).expect("written");
        let number = before.lines().count() + 1;
        world.set_env("EDITOR", &format!("sed -i {number}d"));
        let place = |ran: &Ran| {
            let rule = format!(":{number}:{pattern}");
            assert!(ran.stderr.contains(&rule), "{}", ran.told());
        };
        let ran = world
            .line(line)
            .exit(3)
            .says("is ignored by git")
            .says_not("--force");
        place(&ran.says("to see what is in the way  inc doctor"));
        let (root, home) = (world.root().to_owned(), world.home().display().to_string());
        let words: Vec<&str> = ["-C", &home].into_iter().chain(line.split(' ')).collect();
        let ran = world.inc_in(&root, words).exit(3);
        ran.says(&format!("inc -C {home} doctor"));
        let rule = format!(":{number}: {pattern}");
        let fixes = fixed(&world, "git-rules", "error", &rule, &[]);
        assert_eq!(fixes, [format!("sed -i {number}d {}", file.display())]);
        assert_eq!(fs::read_to_string(&file).expect("there"), before);
        world.line(line).ok();
    }
    // A record that is there and was never committed is hidden as well; one that git has is not.
    world.write(".gitignore", "*005*\n*099*\n!*098*\n");
    let year = world.now()[..4].to_owned();
    for number in ["098", "099"] {
        let id = format!("INC-{year}1231-{number}");
        world.write(&format!("incidents/{year}/{id}.yaml"), "x\n");
    }
    let found = problems(&world, "git-rules");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].1.contains(".gitignore:1: *005*"),
        "the next one: {found:?}"
    );
    assert!(found[1].1.contains("-099.yaml"), "{found:?}");
}

#[test]
fn a_plan_that_is_broken_or_another() {
    let world = sound();
    world.change_plan("  default_severity: SEV-3", "  default_severity: SEV-33");
    reported(&world, "plan", "error", "templates/plan.yaml:", "true ");
    world.line("doctor").exit(3);
    world.write("templates/plan.yaml", "{{{\n");
    reported(&world, "plan", "error", "templates/plan.yaml:1", "true ");
    world.git_line("checkout -q templates/plan.yaml");
    // A plan of one's own is as good as the shipped one.
    world.change_plan("  default_severity: SEV-3", "  default_severity: SEV-4");
    assert_eq!(problems(&world, "plan"), []);
    assert!(world.ok("doctor").contains("version 1.0.0, time zone "));
}

#[test]
fn templates_patterns_and_schemas() {
    let world = sound();
    world.write("templates/messages/internal-update.md", "{{ id }}\n");
    assert_eq!(problems(&world, "templates"), []);
    fs::remove_file(world.path("templates/runbooks/redis-failure.md")).expect("removed");
    world.commit_all();
    fixed(
        &world,
        "templates",
        "warning",
        "missing, so inc uses its own: templates/runbooks/redis-failure.md",
        &[],
    );
    fs::remove_file(world.path("templates/plan.schema.json")).expect("removed");
    world.commit_all();
    fixed(
        &world,
        "schemas",
        "warning",
        "missing: templates/plan.schema.json",
        &[],
    );
    world.change_plan(
        "  - {id: local,      title: Local}",
        "  - {id: local,      title: Laptop}\n  - {id: lab, title: Lab}",
    );
    fixed(
        &world,
        "schemas",
        "warning",
        "made from another plan or by another inc: templates/record.schema.json, templates/plan.schema.json",
        &[],
    );
    let worded = world
        .read("templates/record.schema.json")
        .replace("What happened, in one line.", "In one line.");
    world.write("templates/record.schema.json", &worded);
    fixed(
        &world,
        "schemas",
        "warning",
        "made from another plan or by another inc: templates/record.schema.json",
        &[],
    );
    let patterns = world.read("templates/lint.yaml");
    world.write(
        "templates/lint.yaml",
        &patterns.replacen("    regex: ", "    regex: '('\n    x: ", 1),
    );
    reported(
        &world,
        "templates",
        "error",
        "templates/lint.yaml:",
        "true ",
    );
}

#[test]
fn a_schema_that_somebody_else_wrote_is_left_alone() {
    let world = sound();
    for own in ["{}\n", "[]\n", "{\"type\": \"object\"}\n", "no schema\n"] {
        world.write("templates/plan.schema.json", own);
        assert_eq!(problems(&world, "schemas"), [], "{own}");
    }
}

#[test]
fn variables_clock_and_editor() {
    let world = sound();
    world.set_env("INC_NOW", "2025-11-29T10:00:00+03:00");
    world.set_env("INC_SEED", "x");
    world.set_env("INC_INCIDENT", "999");
    reported(
        &world,
        "environment",
        "warning",
        "for inc it is always 2025-11-29T10:00:00+03:00",
        "unset INC_NOW",
    );
    reported(
        &world,
        "environment",
        "warning",
        "$INC_SEED",
        "unset INC_SEED",
    );
    reported(
        &world,
        "environment",
        "warning",
        "no such incident",
        "unset INC_INCIDENT",
    );
    let id = world.ok("open x --type redis");
    world.set_env("INC_INCIDENT", "-001");
    world.set_env("INC_SEED", "");
    let found = problems(&world, "environment");
    assert!(
        found.len() == 1 && found[0].1.contains("$INC_NOW"),
        "{id}: {found:?}"
    );
    // One that is no time stops everything but whoever looks for what is wrong.
    for (value, form) in [
        ("garbage", "write it like \"2025-11-29T09:58:00+03:00\""),
        ("2025-11-29 09:58", "has no UTC offset"),
    ] {
        world.set_env("INC_NOW", value);
        reported(&world, "environment", "error", form, "unset INC_NOW");
        reported(&world, "environment", "error", value, "unset INC_NOW");
        let ran = world.line("doctor").exit(3);
        for check in incident::testing::CHECKS {
            assert!(ran.stdout.contains(check.name), "{}", ran.told());
        }
        for line in ["list", "note -m x", "validate", "sync"] {
            let ran = world.line(line).exit(3).says("$INC_NOW").says(value);
            ran.says(form).says("  unset INC_NOW ");
        }
    }
    world.set_env("INC_NOW", "");
    assert_eq!(problems(&world, "environment"), []);
    world.set_env("EDITOR", "no-such-editor --wait");
    reported(
        &world,
        "environment",
        "warning",
        "the editor `no-such-editor --wait` is not installed",
        "export EDITOR=<EDITOR>",
    );
    // The one that counts is the one to set.
    world.set_env("VISUAL", "no-such-window");
    reported(
        &world,
        "environment",
        "warning",
        "the editor `no-such-window` is not installed",
        "export VISUAL=<EDITOR>",
    );
}

#[test]
fn the_webhook_is_judged_and_never_shown() {
    let world = sound();
    const SECRET: &str = "hooks.example.com/services/T0000/B0000/XyZ123abcdefgh";
    for (address, words) in [
        (format!("http://{SECRET}"), "not https"),
        (SECRET.to_owned(), "does not begin with https://"),
        (format!("https://{SECRET} x"), "blank"),
        (format!("https://{SECRET}"), "is set"),
    ] {
        world.set_env("INC_SLACK_WEBHOOK", &address);
        for line in ["doctor", "doctor --format json"] {
            let ran = world.line(line).ok();
            assert!(ran.stdout.contains(words), "{words}\n{}", ran.told());
            for part in ["XyZ123", "T0000", "hooks.example"] {
                assert!(!ran.told().contains(part), "{}", ran.told());
            }
        }
    }
    assert_eq!(problems(&world, "environment"), []);
}
