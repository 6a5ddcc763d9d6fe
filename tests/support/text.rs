//! Words of a command line, and the commands that messages suggest.

/// Takes a line apart as a POSIX shell does: quotes and backslashes, nothing else.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ' ' | '\t' | '\n' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                word.extend(letters.by_ref().take_while(|letter| *letter != '\''));
            }
            '"' => {
                let word = word.get_or_insert_default();
                while let Some(letter) = letters.next() {
                    match letter {
                        '"' => break,
                        '\\' => word.extend(letters.next()),
                        other => word.push(other),
                    }
                }
            }
            '\\' => word.get_or_insert_default().extend(letters.next()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    words
}

/// Every `inc …` that ends a line of a message; what is only given back comes last, and is none.
pub fn suggestions(message: &str) -> Vec<String> {
    message
        .lines()
        .take_while(|line| !line.ends_with("the text you typed:"))
        .filter_map(|line| {
            let start = if line.trim_start().starts_with("inc ") {
                line.find("inc ")?
            } else {
                line.find("  inc ")? + 2
            };
            let command = &line[start..];
            // What follows after two blanks explains.
            Some(
                command
                    .split("  ")
                    .next()
                    .unwrap_or(command)
                    .trim_end()
                    .to_owned(),
            )
        })
        .collect()
}

/// Fills in the parts in `<…>`, inside words and across blanks.
pub fn filled(command: &str, fill: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    let mut rest = command;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (name, after) = after.split_once('>').expect("a closed placeholder");
        text.push_str(&fill(name));
        rest = after;
    }
    text + rest
}

#[test]
fn words_are_taken_apart_as_a_shell_does() {
    assert_eq!(
        words(r#"note -m 'it'\''s "so"' "a \" b" c\ d"#),
        ["note", "-m", "it's \"so\"", "a \" b", "c d"]
    );
    assert_eq!(words("  a  '' b "), ["a", "", "b"]);
}

#[test]
fn suggestions_are_found_at_the_end_of_lines() {
    let message = "error: no\n  label   inc a --b <C>\n  inc list --all   shows\n  say inc x\n";
    assert_eq!(suggestions(message), ["inc a --b <C>", "inc list --all"]);
    assert_eq!(filled("a=<B C> <D>", |name| name.to_lowercase()), "a=b c d");
}
