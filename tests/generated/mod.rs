//! Files that are made from the program itself, so that they cannot fall behind it.
//!
//! `cargo test --locked generated` compares them; with `UPDATE_GENERATED=1` it writes them anew.

mod commands;
mod lived;
mod reports;
mod rules;
mod schema;
mod session;

use std::fs;
use std::path::Path;
use std::process::Command;

/// A file, and what it should hold.
struct Generated {
    path: &'static str,
    text: String,
}

/// Everything that is generated. A file written by hand holds generated parts between markers.
fn all() -> Vec<Generated> {
    let record = output(&["schema", "record"]);
    let plan = output(&["schema", "plan"]);
    let mut files = vec![
        whole("docs/rules.md", rules::page()),
        whole("docs/commands.md", commands::page()),
        whole("docs/terminal.svg", session::picture()),
        parts("docs/record.md", &[("keys", schema::tables(&record))]),
        parts("docs/plan.md", &[("keys", schema::tables(&plan))]),
        parts(
            "docs/reports.md",
            &[
                ("filters", reports::filters()),
                ("variables", reports::variables()),
            ],
        ),
        // The repository is an incident home of its own; in one, the plan's names are known.
        whole("templates/record.schema.json", at_home("record")),
        whole("templates/plan.schema.json", at_home("plan")),
        whole("templates/readiness.schema.json", at_home("readiness")),
        whole("templates/lint.schema.json", at_home("lint")),
    ];
    for path in ["docs/tutorial.md", "docs/tutorial-review.md"] {
        files.push(whole(path, lived::page(path)));
    }
    files
}

fn whole(path: &'static str, text: String) -> Generated {
    let text = format!("{}\n", text.trim_end());
    Generated { path, text }
}

/// A file of which only what stands between markers is generated.
fn parts(path: &'static str, parts: &[(&str, String)]) -> Generated {
    let mut text = fs::read_to_string(absolute(path)).expect(path);
    for (name, part) in parts {
        let begin = format!("<!-- generated: {name} -->");
        let end = format!("<!-- end of generated: {name} -->");
        let (before, rest) = text.split_once(&begin).expect("the marker that begins it");
        let (_, after) = rest.split_once(&end).expect("the marker that ends it");
        text = format!("{before}{begin}\n\n{}\n\n{end}{after}", part.trim());
    }
    Generated { path, text }
}

fn absolute(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn at_home(schema: &str) -> String {
    output(&["-C", env!("CARGO_MANIFEST_DIR"), "schema", schema])
}

/// What the program prints; it reads neither home nor repository for it.
fn output(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_inc"))
        .args(args)
        .current_dir(std::env::temp_dir())
        .env_remove("INC_REPO")
        .output()
        .expect("inc runs");
    assert!(output.status.success(), "inc {}", args.join(" "));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// For a cell of a markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[test]
fn generated_files_are_what_the_program_says() {
    let update = std::env::var_os("UPDATE_GENERATED").is_some_and(|value| value == "1");
    let mut stale = Vec::new();
    for Generated { path, text } in all() {
        let file = absolute(path);
        let known = fs::read_to_string(&file).unwrap_or_default();
        if known == text {
            continue;
        }
        if update {
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(&file, text).expect(path);
        }
        stale.push(path);
    }
    assert!(
        stale.is_empty() || update,
        "not what the program says any more: {}\nwrite them anew: UPDATE_GENERATED=1 cargo test --locked generated",
        stale.join(", ")
    );
}
