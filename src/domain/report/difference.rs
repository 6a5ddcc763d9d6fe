//! What a branch changes, as markdown for a comment on a pull request or the summary of a job.
//!
//! Whoever writes such a comment does it with a robot's rights, and what stands in a record was
//! typed by anybody: no value may ring a person, link to anything, or become markup.

use super::markdown::{inline, is_hidden};
use crate::domain::plan::difference::{Change, ChangeKind, Difference};

/// GitHub refuses a comment beyond 65,536 characters; bytes are never fewer.
const LIMIT: usize = 65_000;
/// How much of one incident is shown, and of one value.
const LINES: usize = 40;
const VALUE: usize = 240;

/// Stands where a forge would see a mention or a reference, and is not seen.
const APART: char = '\u{200b}';

/// The comment. `base` is the revision as it was typed.
pub(crate) fn markdown(differences: &[Difference], base: &str) -> String {
    let number = differences.len();
    // Whoever runs this has named it, and may want to follow it.
    let base = inline(&short(base));
    let mut text = match number {
        0 => format!("No incident changes against {base}.\n"),
        1 => format!("**1 incident** changes against {base}.\n"),
        _ => format!("**{number} incidents** change against {base}.\n"),
    };
    for (place, difference) in differences.iter().enumerate() {
        let block = block(difference);
        // Room is kept for the sentence that says what is missing.
        if text.len() + block.len() + 200 > LIMIT {
            let left = number - place;
            let noun = if left == 1 {
                "incident is"
            } else {
                "incidents are"
            };
            text.push_str(&format!(
                "\n{left} more {noun} not shown: `inc diff` lists all of them.\n"
            ));
            break;
        }
        text.push_str(&block);
    }
    text
}

fn block(difference: &Difference) -> String {
    let mut block = format!(
        "\n<details><summary><b>{}</b> {}: {}</summary>\n\n",
        html(&difference.id),
        difference.fate.word(),
        html(&difference.title)
    );
    let heads = [
        ("Severity", &difference.severity),
        ("Status", &difference.status),
    ];
    for (name, (old, new)) in heads {
        let line = match (old, new) {
            (Some(old), Some(new)) if old == new => safe(new),
            (Some(old), Some(new)) => format!("{} \u{2192} {}", safe(old), safe(new)),
            (old, new) => safe(old.as_ref().or(new.as_ref()).map_or("", String::as_str)),
        };
        if !line.is_empty() {
            block.push_str(&format!("- {name}: {line}\n"));
        }
    }
    let rest: Vec<&Change> = difference
        .changes
        .iter()
        .filter(|change| !["severity", "status"].contains(&change.field.as_str()))
        .collect();
    for change in rest.iter().take(LINES) {
        block.push_str(&line(change, difference.fate));
    }
    if rest.len() > LINES {
        block.push_str(&format!("- and {} more\n", rest.len() - LINES));
    }
    block.push_str("\n</details>\n");
    block
}

fn line(change: &Change, fate: ChangeKind) -> String {
    let name = safe(&change.name);
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("- {name}: {} \u{2192} {}\n", safe(old), safe(new)),
        // All of a new incident is.
        (None, Some(new)) if fate == ChangeKind::New => format!("- {name}: {}\n", safe(new)),
        (None, Some(new)) => format!("- {name}, added: {}\n", safe(new)),
        (Some(old), None) => format!("- {name}, **removed**: {}\n", safe(old)),
        (None, None) => String::new(),
    }
}

/// A value in a line of markdown.
fn safe(text: &str) -> String {
    // In mathematics a forge obeys other rules; a dollar in a tag of its own begins none.
    inline(&apart(&short(text))).replace('$', "<span>$</span>")
}

/// A value where a forge reads HTML and no markdown.
fn html(text: &str) -> String {
    let mut out = String::new();
    for letter in apart(&short(text)).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '$' => out.push_str("<span>$</span>"),
            // A backtick could still begin code that swallows the tag after it.
            '`' => out.push_str("&#96;"),
            '[' => out.push_str("&#91;"),
            hidden if is_hidden(hidden) => {
                out.push_str(&format!("{{U+{:04X}}}", u32::from(hidden)));
            }
            letter => out.push(letter),
        }
    }
    out
}

/// One line, and not too long a one.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= VALUE {
        return line;
    }
    let mut cut: String = line.chars().take(VALUE).collect();
    cut.push('\u{2026}');
    cut
}

/// Takes mentions, references to issues and commits, and addresses apart, by a character that takes
/// no room.
fn apart(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let letters: Vec<char> = text.chars().collect();
    let mut until = 0;
    for (place, letter) in letters.iter().copied().enumerate() {
        let next = letters.get(place + 1).copied();
        // A commit's name becomes a link from seven digits on; a day is none.
        if place >= until && letter.is_ascii_hexdigit() {
            let run = letters[place..]
                .iter()
                .take_while(|c| c.is_ascii_hexdigit());
            let run: String = run.collect();
            until = place + run.len();
            if run.len() >= 7 && run.bytes().any(|digit| digit.is_ascii_alphabetic()) {
                for digit in run.chars() {
                    out.push(digit);
                    out.push(APART);
                }
                continue;
            }
        } else if place < until && out.ends_with(APART) {
            continue;
        }
        out.push(letter);
        let acts = match letter {
            '@' => true,
            // `#12`, and as GitLab has them `~label` and `%"a milestone"`.
            '#' | '!' | '%' | '&' | '~' => {
                next.is_some_and(|next| next.is_alphanumeric() || next == '"')
            }
            // `https:` and `mailto:`, then `GH-12` and `www.example.com`
            ':' => {
                let before = place.checked_sub(1).map(|before| letters[before]);
                before.is_some_and(char::is_alphabetic)
                    && next.is_some_and(|next| !next.is_whitespace())
            }
            '-' => {
                let before: String = letters[place.saturating_sub(2)..place].iter().collect();
                before.eq_ignore_ascii_case("gh")
            }
            'w' | 'W' => next == Some('.'),
            _ => false,
        };
        if acts {
            out.push(APART);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(title: &str, new: &str) -> Difference {
        Difference {
            id: "INC-20251129-001".into(),
            title: title.into(),
            fate: ChangeKind::Changed,
            severity: (Some("SEV-2".into()), Some("SEV-1".into())),
            status: (Some("contained".into()), Some("contained".into())),
            changes: vec![Change {
                field: "timeline[3]".into(),
                name: "timeline".into(),
                old: None,
                new: Some(new.into()),
            }],
        }
    }

    #[test]
    fn nothing_that_was_typed_acts() {
        for hostile in [
            "@octocat look",
            "see #123 and GH-7, acme/repo#9",
            "https://evil.example www.evil.example mailto:a@b.example",
            "</summary></details><script>alert(1)</script>",
            "[click](javascript:alert(1)) ![x](http://evil.example/x.png)",
            "`code` ``` fence",
            "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
            "$\\sqrt{x}$",
            "a\n\n# heading\n- item",
            "~\"a b\" %\"ms\" ~bug",
        ] {
            let text = markdown(&[difference(hostile, hostile)], "main");
            for acting in [
                "@o", "@b", "#123", "GH-7", "o#9", "://", "www.e", "<script", "[click](",
                "deadbeef", "[x](", "$\\", "\n# ", "~\"", "%\"", "~b",
            ] {
                assert!(!text.contains(acting), "{acting}: {text}");
            }
            assert_eq!(text.matches("</details>").count(), 1, "{text}");
            assert_eq!(text.matches("</summary>").count(), 1, "{text}");
            let backticks = text.match_indices('`');
            for (place, _) in backticks {
                assert!(text[..place].ends_with('\\'), "{text}");
            }
        }
    }

    #[test]
    fn a_comment_is_never_longer_than_a_forge_takes() {
        let long = "@a ".repeat(5_000);
        let many: Vec<Difference> = (0..900).map(|_| difference(&long, &long)).collect();
        let text = markdown(&many, "main");
        assert!(text.len() < 65_536, "{}", text.len());
        assert!(text.contains("more incidents are not shown"), "{text}");
    }
}
