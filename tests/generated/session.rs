//! The picture of a terminal in the README: an incident really lived through, on a fixed clock, as a
//! terminal of these colours would show it.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What is done, at what time, and whether the README shows it.
const SCRIPT: &[(&str, bool, &[&str])] = &[
    ("09:58", false, &["init", "."]),
    (
        "09:58",
        true,
        &[
            "open",
            "Wallets credited twice",
            "--type",
            "payment",
            "--environment",
            "production",
        ],
    ),
    ("10:01", false, &["ack"]),
    (
        "10:14",
        true,
        &[
            "note",
            "-m",
            "Froze refunds",
            "--mark",
            "containment-started",
        ],
    ),
    ("10:15", true, &["set", "severity=SEV-4"]),
    ("10:16", false, &["escalate", "--to", "CTO"]),
    (
        "10:16",
        false,
        &[
            "assign",
            "commander=CTO",
            "technical-lead=Payments on-call",
            "finance=Finance",
        ],
    ),
    (
        "10:20",
        false,
        &[
            "triage",
            "--owner",
            "Payments",
            "--service",
            "wallet-api",
            "--severity",
            "SEV-2",
            "--impact",
            "users=212 wallets",
            "--check",
            "financial-impact-estimated=done:4,180 SAR",
            "--fact",
            "production-availability=available",
            "--fact",
            "financial-integrity=affected",
            "--fact",
            "data-exposure=none",
            "--fact",
            "tenant-isolation=intact",
            "--fact",
            "credential-integrity=intact",
            "--fact",
            "backup-capability=available",
            "--fact",
            "regulatory-impact=none",
            "--fact",
            "customer-impact=limited",
        ],
    ),
    (
        "11:00",
        false,
        &[
            "eradicate",
            "--cause",
            "The webhook handler was not idempotent",
            "--confirmed-by",
            "CTO",
        ],
    ),
    (
        "11:30",
        false,
        &["note", "-m", "Deployed 4.2.1", "--mark", "fix-deployed"],
    ),
    ("12:00", false, &["recover", "--rest", "done"]),
    ("12:10", true, &["close"]),
];

/// The picture, as SVG.
pub fn picture() -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("home");
    fs::create_dir(&home).expect("made");
    fs::write(
        folder.path().join("gitconfig"),
        "[user]\n\tname = Sara\n\temail = sara@example.org\n[init]\n\tdefaultBranch = main\n",
    )
    .expect("written");
    let (mut text, mut passed) = (String::new(), false);
    for (time, shown, args) in SCRIPT {
        let output = run(folder.path(), &home, time, args);
        passed |= !shown && !text.is_empty();
        if *shown {
            if std::mem::take(&mut passed) {
                text.push('\n');
            }
            text.push_str(&format!(
                "\x1b[2m$\x1b[0m \x1b[1m{}\x1b[0m\n{output}",
                typed(args)
            ));
        }
    }
    svg(text.trim_end())
}

const COLUMNS: u16 = 112;
/// The width and height of a letter, in the units of the picture.
const LETTER: (f32, f32) = (8.4, 19.0);
const MARGIN: f32 = 18.0;

fn svg(text: &str) -> String {
    let rows = u16::try_from(text.lines().count()).expect("a picture");
    let mut screen = vt100::Parser::new(
        rows.try_into().expect("lines"),
        COLUMNS.try_into().expect("columns"),
        0,
    );
    screen.process(text.replace('\n', "\r\n").as_bytes());
    let screen = screen.screen();
    let width = f32::from(COLUMNS) * LETTER.0 + 2.0 * MARGIN;
    let height = f32::from(rows) * LETTER.1 + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"inc at a terminal\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181d\"/>\n\
         <g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\" xml:space=\"preserve\">\n"
    );
    for row in 0..rows {
        let mut runs: Vec<(u16, String, String)> = Vec::new();
        for column in 0..COLUMNS {
            let Some(cell) = screen.cell(row, column) else {
                continue;
            };
            let letter = match cell.contents() {
                "" => " ",
                letter => letter,
            };
            let look = look(cell);
            match runs.last_mut() {
                // Columns begin anew, so that they stand in line in any font.
                Some((_, known, text))
                    if *known == look && !(text.ends_with("  ") && letter != " ") =>
                {
                    text.push_str(letter);
                }
                _ => runs.push((column, look, letter.to_owned())),
            }
        }
        let y = MARGIN + (f32::from(row) + 0.75) * LETTER.1;
        for (column, look, text) in runs {
            let text = text.trim_end();
            if !text.trim_start().is_empty() {
                let x = MARGIN + f32::from(column) * LETTER.0;
                let length =
                    f32::from(u16::try_from(text.chars().count()).expect("a line")) * LETTER.0;
                svg.push_str(&format!(
                    "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{length:.1}\" {look}>{}</text>\n",
                    text.replace('&', "&amp;")
                        .replace('<', "&lt;")
                        .replace('>', "&gt;")
                ));
            }
        }
    }
    svg.push_str("</g>\n</svg>");
    svg
}

fn look(cell: &vt100::Cell) -> String {
    let colour = match cell.fgcolor() {
        vt100::Color::Idx(1 | 9) => "#ff7b72",
        vt100::Color::Idx(2 | 10) => "#7ee787",
        vt100::Color::Idx(3 | 11) => "#e3b341",
        vt100::Color::Idx(4 | 12) => "#79c0ff",
        vt100::Color::Idx(6 | 14) => "#76e3ea",
        _ if cell.dim() => "#8b949e",
        _ => "#d6dbe1",
    };
    let weight = if cell.bold() {
        " font-weight=\"bold\""
    } else {
        ""
    };
    format!("fill=\"{colour}\"{weight}")
}

fn run(folder: &Path, home: &Path, time: &str, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_inc"))
        .args(args)
        .current_dir(home)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder)
        .env("GIT_CONFIG_GLOBAL", folder.join("gitconfig"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CEILING_DIRECTORIES", folder)
        .env("INC_NOW", format!("2025-11-29T{time}:00+03:00"))
        .env("INC_SEED", "1")
        .env("CLICOLOR_FORCE", "1")
        .output()
        .expect("inc runs");
    // The ID is the result, everything else is said to a person.
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).expect("UTF-8");
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "inc {}: {text}",
        args.join(" ")
    );
    text
}

/// The command as it is typed.
fn typed(args: &[&str]) -> String {
    let quoted = |word: &&str| match word.contains(' ') {
        true => format!("\"{word}\""),
        false => (*word).to_owned(),
    };
    let words: Vec<String> = args.iter().map(quoted).collect();
    format!("inc {}", words.join(" "))
}
