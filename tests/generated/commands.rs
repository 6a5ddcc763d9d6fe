//! `docs/commands.md`: the help of every command, as `--help` prints it a hundred columns wide.

use clap::Command;
use incident::testing::help;
use incident::testing::help::ENVIRONMENT;

const HEAD: &str = "\
# Every command

<!-- Generated from the program's help; write it anew with UPDATE_GENERATED=1 cargo test --locked generated -->

What `inc COMMAND --help` prints. Six options belong to every command and are shown once, under
[inc](#inc): `-C`, `--by`, `--no-input`, `--no-commit`, `--no-pager` and `--color`.

## Environment

";

pub fn page() -> String {
    let mut root = help::command(help::WIDEST, true);
    root.build();
    let mut page = HEAD.to_owned();
    for (names, meaning) in ENVIRONMENT {
        page.push_str(&format!("- `{}`: {meaning}\n", names.replace(", ", "`, `")));
    }
    page.push_str("\n## inc\n");
    page.push_str(&block(&mut root));
    let globals: Vec<String> = root
        .get_arguments()
        .filter(|argument| argument.is_global_set())
        .map(|argument| argument.get_id().to_string())
        .collect();
    for (group, verbs) in help::GROUPS {
        page.push_str(&format!("\n## {group}\n"));
        for verb in verbs.split(' ').filter(|verb| *verb != "help") {
            let verb = root.find_subcommand_mut(verb).expect("a command");
            describe(verb, "inc", &globals, &mut page);
        }
    }
    page
}

fn describe(command: &mut Command, parent: &str, globals: &[String], page: &mut String) {
    let name = format!("{parent} {}", command.get_name());
    let level = "#".repeat(name.split(' ').count() + 1);
    page.push_str(&format!("\n{level} {name}\n"));
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").to_owned();
    let mut own = command.clone().override_usage(usage);
    for global in globals {
        own = own.mut_arg(global, |argument| argument.hide(true));
    }
    page.push_str(&block(&mut own));
    for verb in command.get_subcommands_mut() {
        if verb.get_name() != "help" {
            describe(verb, &name, globals, page);
        }
    }
}

fn block(command: &mut Command) -> String {
    let help = help::shown(&command.render_help().to_string());
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    format!("\n```text\n{}\n```\n", lines.join("\n").trim_end())
}
