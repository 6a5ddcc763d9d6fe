//! Names in the store: `3f/3f0a9d6c-gateway-report.csv`.

use std::path::Path;

/// The longest name a file keeps, in bytes; with digest and hyphen it fits every file system.
const LONGEST: usize = 100;
/// The longest ending that is kept when a name is cut.
const LONGEST_ENDING: usize = 16;
/// How many digits of the digest a name begins with; more where other content took the name.
pub(super) const DIGITS: [usize; 4] = [8, 16, 32, 64];
/// What a file is called whose own name leaves nothing.
const NAMELESS: &str = "file";

/// A file's name as any file system, shell and terminal takes it: letters, digits, `.`, `_` and `-`,
/// never beginning with a dot or a hyphen. It cannot name a folder, and so leads nowhere.
pub(super) fn safe(path: &Path) -> String {
    let given = path.file_name().unwrap_or_default().to_string_lossy();
    let mut name = String::new();
    for letter in given.chars() {
        if letter.is_alphanumeric() || ['.', '_'].contains(&letter) {
            // `log (1).txt` keeps its ending without a hyphen hanging before it.
            if letter == '.' && name.ends_with('-') {
                name.pop();
            }
            if letter != '.' || !name.ends_with('.') {
                name.push(letter);
            }
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name
        .trim_start_matches(['.', '-'])
        .trim_end_matches(['.', '-']);
    if name.is_empty() {
        NAMELESS.to_owned()
    } else {
        cut(name)
    }
}

/// Cuts a long name before its ending, by which people and programs know what is in it.
fn cut(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= LONGEST_ENDING => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let mut end = (LONGEST - ending.len()).min(stem.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{ending}", &stem[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_can_lead_anywhere_or_command_a_terminal() {
        for (given, kept) in [
            ("gateway-report.csv", "gateway-report.csv"),
            ("/var/log/nginx/access.log.1", "access.log.1"),
            ("a/..", "file"),
            ("..", "file"),
            ("...hidden", "hidden"),
            ("-rf.txt", "rf.txt"),
            ("access log (1).txt", "access-log-1.txt"),
            ("a b\tc\u{1b}[31m.txt", "a-b-c-31m.txt"),
            ("x\\..\\..\\y.txt", "x.-y.txt"),
            ("a\u{202e}gpj.exe", "a-gpj.exe"),
            (
                "\u{62a}\u{642}\u{631}\u{64a}\u{631}.csv",
                "\u{62a}\u{642}\u{631}\u{64a}\u{631}.csv",
            ),
            (".gitignore", "gitignore"),
            ("***", "file"),
        ] {
            assert_eq!(safe(Path::new(given)), kept, "{given:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_before_its_ending() {
        let long = format!("{}.tar.gz", "\u{e9}".repeat(90));
        let kept = safe(Path::new(&long));
        assert!(kept.len() <= LONGEST && kept.ends_with(".gz"), "{kept}");
        assert!(safe(Path::new(&"a".repeat(300))).len() <= LONGEST);
        assert!(safe(Path::new(&format!("a.{}", "b".repeat(300)))).len() <= LONGEST);
    }
}
