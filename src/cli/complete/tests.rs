use clap::{Arg, Command, CommandFactory as _};

use super::cursor::{Cursor, CursorValue};
use super::values;
use crate::cli::Cli;
use crate::session::command_line::value_names;

fn each(command: &Command, look: &mut dyn FnMut(&Command, &Arg)) {
    command
        .get_arguments()
        .for_each(|argument| look(command, argument));
    let verbs = command.get_subcommands().filter(|verb| !verb.is_hide_set());
    verbs.for_each(|verb| each(verb, look));
}

#[test]
fn every_value_is_either_offered_or_anybodys_own_words() {
    let mut unknown = Vec::new();
    each(&Cli::command(), &mut |command, argument| {
        let takes = argument.get_action().takes_values();
        if !takes || !argument.get_possible_values().is_empty() {
            return;
        }
        for name in value_names(argument) {
            if !values::is_known(name) {
                unknown.push(format!("{} {name}", command.get_name()));
            }
        }
    });
    assert!(
        unknown.is_empty(),
        "complete/values.rs knows nothing of: {unknown:?}"
    );
}

/// What stands at the cursor, in short.
fn value_at(line: &str) -> String {
    let mut root = Cli::command();
    root.build();
    let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    let (word, before) = words.split_last().expect("a word");
    let place = Cursor::find(&root, before, word);
    let at = match &place.value_at {
        CursorValue::Value {
            argument,
            before,
            word,
        } => {
            format!("{} {before}|{word}", argument.get_id())
        }
        CursorValue::Option { word } => format!("option {word}"),
        CursorValue::Word { argument, word } => {
            let argument = argument.map_or("nothing", |argument| argument.get_id().as_str());
            format!("{argument} |{word}")
        }
    };
    format!("{}: {at}", place.path.join(" "))
}

#[test]
fn the_cursor_is_found() {
    for (line, found) in [
        ("sh", ": nothing |sh"),
        ("show ", "show: id |"),
        ("show 001 ", "show: nothing |"),
        ("open x --type pay", "open: kind |pay"),
        ("open --type=pay", "open: kind --type=|pay"),
        ("open -kpay", "open: kind -k|pay"),
        ("open -k=pay", "open: kind -k=|pay"),
        ("open -k pay", "open: kind |pay"),
        ("-C plan show ", "show: id |"),
        ("-Cx show --f", "show: option --f"),
        ("--repo=x evidence add --ki", "evidence add: option --ki"),
        ("list --search show ", "list: nothing |"),
        ("assign 001 a=b c", "assign: words |c"),
        ("evidence add a b ", "evidence add: words |"),
        ("note -- -m", "note: id |-m"),
        ("note -m -x --mark ", "note: mark |"),
    ] {
        assert_eq!(value_at(line), found, "{line}");
    }
}
