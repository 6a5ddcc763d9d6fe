//! The terminal in the README: an incident really lived through, on a fixed clock.

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

pub fn text() -> String {
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
            text.push_str(&format!("$ {}\n{output}", typed(args)));
        }
    }
    format!("```console\n{}\n```", text.trim_end())
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
