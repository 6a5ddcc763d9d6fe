//! How the commands explain themselves: grouped, short, with examples that hold, at every width.

use std::io::Write;
use std::process::Command as Program;

use clap::Command;
use incident::testing::help;

use crate::support::World;
use crate::support::text;

/// Every command with its name as it is typed.
fn each(command: &mut Command, path: &str, look: &mut dyn FnMut(&str, &mut Command)) {
    look(path, command);
    for verb in command.get_subcommands_mut() {
        if !verb.is_hide_set() && verb.get_name() != "help" {
            let path = format!("{path} {}", verb.get_name());
            each(verb, &path, look);
        }
    }
}

fn built(width: usize, in_full: bool) -> Command {
    let mut root = help::command(width, in_full);
    root.build();
    root
}

/// The lines below `Examples:`, as they are typed.
fn examples(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Examples:").skip(1);
    let lines = lines.take_while(|line| line.starts_with("  "));
    lines
        .map(|line| help::shown(line).trim().to_owned())
        .filter(|line| !line.starts_with("# "))
        .collect()
}

/// What of an example `inc` gets to see.
fn words(example: &str) -> Vec<String> {
    let line = example.split("  # ").next().unwrap_or_default().trim();
    let line = line.split(" | ").next().unwrap_or_default();
    let line = line.split(" > ").next().unwrap_or_default();
    let line = line.split(" >> ").next().unwrap_or_default();
    let line = line
        .strip_prefix("id=$(")
        .and_then(|line| line.strip_suffix(')'))
        .unwrap_or(line);
    text::words(line)
}

#[test]
fn every_command_has_examples_and_each_of_them_can_be_typed() {
    // No line is broken there.
    let mut root = help::command(help::WIDEST, true).term_width(10_000);
    root.build();
    let (mut seen, mut lacking) = (0, Vec::new());
    each(&mut root, "inc", &mut |path, command| {
        let shown = examples(&command.render_help().to_string());
        if shown.is_empty() && path.split(' ').count() == 2 {
            lacking.push(path.to_owned());
        }
        for example in shown {
            let words = words(&example);
            assert_eq!(words[0], "inc", "{example}");
            assert!(
                path == "inc" || words.join(" ").starts_with(path),
                "{path}: {example}"
            );
            let parsed = help::parse(words.into_iter().map(Into::into).collect(), 100);
            assert!(parsed.is_ok(), "{example}: {parsed:?}");
            seen += 1;
        }
    });
    assert_eq!(lacking, Vec::<String>::new());
    assert!(seen > 80, "{seen}");
}

#[test]
fn help_fits_every_terminal() {
    for width in [40, 80, 200] {
        each(&mut built(width, true), "inc", &mut |path, command| {
            for line in command.render_help().to_string().lines() {
                let trimmed = line.trim();
                let is_whole = !trimmed.contains(' ')
                    || trimmed.starts_with('-')
                    || trimmed.starts_with("Usage:")
                    || trimmed.starts_with('[');
                let most = width.min(help::WIDEST);
                assert!(
                    line.trim_end().chars().count() <= most || is_whole,
                    "{path} at {width}: {line}"
                );
            }
        });
    }
}

#[test]
fn examples_are_typed_as_they_stand_at_every_width() {
    for width in [40, 60] {
        each(&mut built(width, true), "inc", &mut |path, command| {
            let help = help::shown(&command.render_help().to_string());
            for line in help.lines().skip_while(|line| *line != "Examples:").skip(1) {
                let typed = line.trim();
                let is_one = typed.starts_with("inc ") || typed.starts_with("id=$(inc ");
                let is_comment = typed.starts_with("# ") && line.chars().count() <= width;
                assert!(is_one || is_comment, "{path} at {width}: {line}");
            }
        });
    }
}

/// A refusal joins checks into one command, so each command that takes one takes several, and says so.
#[test]
fn an_option_that_can_be_repeated_says_so() {
    let mut seen = 0;
    each(&mut built(100, false), "inc", &mut |path, command| {
        for option in command
            .get_arguments()
            .filter(|option| !option.is_positional())
        {
            let repeats = matches!(option.get_action(), clap::ArgAction::Append);
            let help = option
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            let name = option.get_long().unwrap_or_default();
            let takes_a_check = name == "check" && option.get_action().takes_values();
            assert!(repeats || !takes_a_check, "{path} --{name}");
            assert_eq!(
                help.ends_with("may be given more than once"),
                repeats,
                "{path} --{name}"
            );
            seen += usize::from(repeats);
        }
    });
    assert!(seen > 15, "{seen}");
}

#[test]
fn a_bare_inc_says_on_one_screen_what_one_wants_first() {
    let world = World::bare();
    for line in ["", "--no-input"] {
        let mut terminal = world.terminal_of(line, 24, 80);
        terminal.ends_with(2);
        let lines = terminal.transcript().lines().count();
        assert!((10..24).contains(&lines), "{}", terminal.transcript());
    }
    let first = world.inc(Vec::<String>::new()).exit(2);
    assert_eq!(first.stdout, "");
    let (mut commands, root) = (0, built(100, false));
    for line in first
        .stderr
        .lines()
        .filter(|line| line.starts_with("  inc "))
    {
        commands += 1;
        let verb = line.split_whitespace().nth(1).expect("a word");
        let is_help = ["-h", "<COMMAND>"].contains(&verb);
        assert!(is_help || root.find_subcommand(verb).is_some(), "{line}");
    }
    assert!(commands > 8, "{}", first.told());
}

#[test]
fn help_is_short_with_h_and_full_with_help() {
    let world = World::bare();
    let mut paths = Vec::new();
    each(&mut built(100, false), "inc", &mut |path, _| {
        paths.push(path.to_owned())
    });
    for path in paths {
        let words = |more: &[&str]| -> Vec<String> {
            let own = path.split(' ').skip(1).map(str::to_owned);
            own.chain(more.iter().map(|word| (*word).to_owned()))
                .collect()
        };
        let short = world.inc(words(&["-h"])).ok().stdout;
        let full = world.inc(words(&["--help"])).ok().stdout;
        assert!(
            !short.contains("Examples:") && short.contains("Usage:"),
            "{path}"
        );
        assert!(full.len() >= short.len(), "{path}");
        let mut asked = words(&[]);
        asked.insert(0, "help".to_owned());
        assert_eq!(world.inc(&asked).ok().stdout, full, "{path}");
    }
    let first = world.inc(["-h"]).ok().stdout;
    let places: Vec<_> = [
        "\nRespond:",
        "\nView:",
        "\nCheck:",
        "\nSet up:",
        "\nGlobal options:",
    ]
    .map(|title| first.find(title))
    .into();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{first}"
    );
    assert!(
        world
            .inc(["help", "nosuch"])
            .exit(2)
            .stderr
            .contains("nosuch")
    );
}

#[test]
fn every_command_has_a_manual_page_that_roff_takes() {
    let world = World::bare();
    world.inc(["man", "--output", "pages"]).ok();
    let mut paths = Vec::new();
    each(&mut built(100, true), "inc", &mut |path, _| {
        paths.push(path.to_owned())
    });
    assert!(paths.len() > 45, "{paths:?}");
    let groff = Program::new("groff").arg("--version").output();
    if groff.is_err() {
        writeln!(
            std::io::stderr(),
            "SKIPPED: groff is not installed, so the manual pages were not set"
        )
        .ok();
    }
    for path in &paths {
        let name = path.replace(' ', "-");
        let page = world.read(&format!("pages/{name}.1"));
        let printed = world
            .inc([vec!["man"], path.split(' ').skip(1).collect()].concat())
            .ok();
        assert_eq!(printed.stdout, page, "{path}");
        assert!(
            page.starts_with(&format!(
                ".TH \"{}\" \"1\" \"\"",
                name.to_uppercase().replace('-', "\\-")
            )),
            "{page}"
        );
        assert!(page.is_ascii(), "{path}");
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SEE ALSO"] {
            assert!(
                page.contains(&format!("\n.SH \"{section}\"\n")),
                "{path} lacks {section}"
            );
        }
        if groff.is_ok() {
            let file = world.path(&format!("pages/{name}.1"));
            let set = Program::new("groff")
                .args(["-man", "-ww", "-z", "-Tutf8"])
                .arg(file)
                .output()
                .expect("groff runs");
            assert!(
                set.stderr.is_empty(),
                "{path}: {}",
                String::from_utf8_lossy(&set.stderr)
            );
        }
    }
    world.inc(["man", "nosuch"]).exit(2).says("inc --help");
}

#[test]
fn a_command_without_the_one_below_it_is_its_help_and_a_wrong_line() {
    let world = World::new();
    let ran = world.line("action").exit(2).says("Usage: inc action");
    assert!(!ran.stderr.contains("error:"), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
}
