//! Names that a reader would have to learn first are not used: a standard term says the same.

use super::source::{all_files, identifiers};

/// Not to be used as a name, nor as a part of one: `told_errors` and `ToldErrors` are found as well.
const BANNED: &[&str] = &[
    "told",
    "stood",
    "misled",
    "namesakes",
    "retyped",
    "shielded",
    "scribble",
    "witness",
    "patience",
    "mend",
];

/// Macros that are not to be used by these names; a function may have them.
const BANNED_MACROS: &[&str] = &["put"];

/// The words of a name in lower case, split at `_` and at capitals: `AllTold` gives `alltold`, `all` and `told`.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split('_') {
        words.push(part.to_lowercase());
        let mut rest = part;
        while let Some(letter) = rest.chars().next() {
            let after = &rest[letter.len_utf8()..];
            let end = after.find(char::is_uppercase).unwrap_or(after.len());
            words.push(rest[..letter.len_utf8() + end].to_lowercase());
            rest = &after[end..];
        }
    }
    words
}

/// `src/a.rs:3: told_errors` for each banned name of a file.
fn violations(path: &str, text: &str) -> Vec<String> {
    let is_banned = |offset: usize, name: &str| {
        let is_macro = text[offset + name.len()..].starts_with('!');
        words(name).iter().any(|word| BANNED.contains(&&**word))
            || (is_macro && BANNED_MACROS.contains(&name))
    };
    identifiers(text)
        .into_iter()
        .filter(|(offset, name)| is_banned(*offset, name))
        .map(|(offset, name)| {
            let line = text[..offset].matches('\n').count() + 1;
            format!("{path}:{line}: {name}")
        })
        .collect()
}

#[test]
fn no_banned_word_names_anything() {
    let found: Vec<String> = all_files()
        .iter()
        .flat_map(|(path, text)| violations(path, text))
        .collect();
    assert!(
        found.is_empty(),
        "{} uses of banned names:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn a_banned_name_is_found_wherever_it_stands_in_an_identifier() {
    for text in [
        "fn told() {}",
        "let told_errors = 1;",
        "struct AllTold;",
        "const ALL_TOLD: u8 = 1;",
        "mod patience;",
        "#[cfg(test)]\nmod tests {\n    fn scribble() {}\n}",
        "put!(\"{}\", 1);",
    ] {
        assert_eq!(violations("a.rs", text).len(), 1, "{text}");
    }
    for text in [
        "// told\nfn recommend() {}",
        "let said = \"told\";",
        "fn put() { amended(untold); }",
        "x != put",
    ] {
        assert_eq!(violations("a.rs", text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(violations("a.rs", "\nlet told = 1;"), ["a.rs:2: told"]);
}
