//! What can be wrong with the files of a home, and with what steers `inc` from outside.

use std::fs;

use super::{cured, seen, sound, told};
use crate::support::Ran;

#[test]
fn evidence_that_git_has_or_sees() {
    let world = sound();
    world.write("evidence/ab/x.csv", "x\n");
    world.git_line("add -f evidence/ab/x.csv");
    world.git_line("commit -qm x");
    cured(
        &world,
        "evidence",
        "note",
        "git keeps 1 file of evidence/",
        &[],
    );
    let ignored = world.read(".gitignore").replace("/evidence/\n", "");
    world.write(".gitignore", &ignored);
    cured(&world, "evidence", "note", "git sees evidence/", &[]);
    let shared = world.root().join("shared");
    world.change_plan(
        "evidence_location: evidence/ ",
        &format!("evidence_location: {} ", shared.display()),
    );
    cured(&world, "evidence", "note", "is not there", &[]);
    std::os::unix::fs::symlink(&shared, world.path("linked")).expect("a link");
    world.change_plan(
        &format!("evidence_location: {} ", shared.display()),
        "evidence_location: linked/ ",
    );
    seen(
        &world,
        "evidence",
        "note",
        "linked/ leads out of the home by a link: inc evidence add refuses",
        "inc plan settings",
    );
}

#[test]
fn records_that_git_passes_over() {
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
        let cures = cured(&world, "ignored", "trouble", &rule, &[]);
        assert_eq!(cures, [format!("sed -i {number}d {}", file.display())]);
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
    let found = told(&world, "ignored");
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
    seen(
        &world,
        "plan",
        "trouble",
        "templates/plan.yaml:",
        "git stash push -- templates/plan.yaml",
    );
    world.line("doctor").exit(3);
    world.write("templates/plan.yaml", "{{{\n");
    seen(
        &world,
        "plan",
        "trouble",
        "templates/plan.yaml:1",
        "git stash push -- templates/plan.yaml",
    );
    world.git_line("checkout -q templates/plan.yaml");
    // One's own choices are nobody's business; what is not here and there may be is worth knowing.
    world.change_plan("  default_severity: SEV-3", "  default_severity: SEV-4");
    assert_eq!(told(&world, "plan"), []);
    let found = world.ok("doctor");
    let words = "version 1.0.0, beside the one that comes with this inc it says otherwise: \
                 settings.default_severity; to see how: ";
    let how = found.lines().find_map(|line| line.split(words).nth(1));
    let how = how.unwrap_or_else(|| panic!("{found}")).to_owned();
    world.change_plan("  - {id: local,      title: Local}\n", "");
    world.change_plan(
        "{environment: [staging, local]}",
        "{environment: [staging]}",
    );
    let fresh = world.root().join("fresh").display().to_string();
    let found = told(&world, "plan");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1.ends_with("environments.local"), "{found:?}");
    assert_eq!(how, found[0].2.join(", then "), "the same shows both");
    let first = found[0].2[0].replace("<EMPTY-FOLDER>", &fresh);
    Ran::of(world.command("sh").args(["-c", &first])).ok();
    let second = found[0].2[1].replace("<EMPTY-FOLDER>", &fresh);
    let shown = Ran::of(world.command("sh").args(["-c", &second])).exit(1);
    assert!(
        shown.stdout.contains("+  - {id: local,      title: Local}"),
        "{}",
        shown.told()
    );
}

#[test]
fn templates_patterns_and_schemas() {
    let world = sound();
    world.write("templates/messages/internal-update.md", "{{ id }}\n");
    let found = world.ok("doctor");
    assert!(
        found.contains("the home's own: templates/messages/internal-update.md"),
        "{found}"
    );
    fs::remove_file(world.path("templates/runbooks/redis-failure.md")).expect("removed");
    world.commit_all();
    cured(
        &world,
        "templates",
        "note",
        "templates/runbooks/redis-failure.md not here",
        &[],
    );
    fs::remove_file(world.path("templates/plan.schema.json")).expect("removed");
    world.commit_all();
    cured(&world, "schemas", "note", "editors offer nothing", &[]);
    world.change_plan(
        "  - {id: local,      title: Local}",
        "  - {id: local,      title: Laptop}\n  - {id: lab, title: Lab}",
    );
    cured(
        &world,
        "schemas",
        "note",
        "templates/record.schema.json, templates/plan.schema.json: made from the plan",
        &[],
    );
    let worded = world
        .read("templates/record.schema.json")
        .replace("What happened, in one line.", "In one line.");
    world.write("templates/record.schema.json", &worded);
    cured(
        &world,
        "schemas",
        "note",
        "in the words of another inc",
        &[],
    );
    let patterns = world.read("templates/lint.yaml");
    world.write(
        "templates/lint.yaml",
        &patterns.replacen("    regex: ", "    regex: '('\n    x: ", 1),
    );
    seen(
        &world,
        "patterns",
        "trouble",
        "templates/lint.yaml:",
        "git stash push -- templates/lint.yaml",
    );
}

#[test]
fn a_schema_of_ones_own() {
    let world = sound();
    // One of somebody's own is told; it is in a commit, or laid aside, when ours takes its place.
    let path = "templates/plan.schema.json";
    let made = world.read(path);
    for own in ["{}\n", "[]\n", "{\"type\": \"object\"}\n", "no schema\n"] {
        for is_committed in [false, true] {
            world.write(path, own);
            if is_committed {
                world.commit_all();
            }
            let words = format!("{path}: not made by inc");
            let cures = cured(&world, "schemas", "note", &words, &[]);
            assert_eq!(cures.len(), if is_committed { 1 } else { 2 }, "{cures:?}");
            assert_eq!(world.read(path), made);
            assert_eq!(world.git_line("status --porcelain"), "");
            let kept = if is_committed { "HEAD~1" } else { "stash@{0}" };
            let shown = world.git(["show", &format!("{kept}:{path}")]);
            assert_eq!(shown, own.trim_end());
        }
    }
    world.git_line(&format!("rm -q --cached {path}"));
    world.write(path, "{}\n");
    world.git_line("commit -qm gone");
    cured(&world, "schemas", "note", "not made by inc", &[]);
    assert_eq!(world.read(&format!("{path}.old")), "{}\n");
}

#[test]
fn what_steers_inc_from_outside() {
    let world = sound();
    world.set_env("INC_NOW", "2025-11-29T10:00:00+03:00");
    world.set_env("INC_SEED", "x");
    world.set_env("INC_INCIDENT", "999");
    seen(
        &world,
        "time",
        "note",
        "stops the clock at 2025-11-29T10:00:00+03:00",
        "unset INC_NOW",
    );
    seen(&world, "variables", "note", "$INC_SEED", "unset INC_SEED");
    seen(
        &world,
        "variables",
        "note",
        "no such incident",
        "unset INC_INCIDENT",
    );
    let id = world.ok("open x --type redis");
    world.set_env("INC_INCIDENT", "-001");
    world.set_env("INC_SEED", "");
    assert_eq!(told(&world, "variables"), [], "{id}");
    // One that is no time stops everything but whoever looks for what is wrong.
    for (value, form) in [
        ("garbage", "write it like \"2025-11-29T09:58:00+03:00\""),
        ("2025-11-29 09:58", "has no offset from UTC"),
    ] {
        world.set_env("INC_NOW", value);
        seen(&world, "time", "trouble", form, "unset INC_NOW");
        seen(&world, "time", "trouble", value, "unset INC_NOW");
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
    assert_eq!(told(&world, "time"), []);
    world.set_env("EDITOR", "no-such-editor --wait");
    seen(
        &world,
        "editor",
        "note",
        "`no-such-editor --wait` is not there",
        "export EDITOR=<EDITOR>",
    );
    // The one that counts is the one to set.
    world.set_env("VISUAL", "no-such-window");
    seen(
        &world,
        "editor",
        "note",
        "`no-such-window` is not there",
        "export VISUAL=<EDITOR>",
    );
    world.set_env("LC_ALL", "C");
    seen(
        &world,
        "terminal",
        "note",
        "ASCII alone",
        "export LC_ALL=C.UTF-8",
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
    assert_eq!(told(&world, "webhook"), []);
}
