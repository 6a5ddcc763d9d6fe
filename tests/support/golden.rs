//! Texts that are looked at by eye once and compared ever after: `UPDATE_GOLDEN=1` rewrites them.

use std::fs;
use std::path::PathBuf;

/// Compares with `tests/golden/NAME`. A test that uses it asserts beside it what the text means.
#[track_caller]
pub fn matches(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(&path, text).expect("the golden file");
        return;
    }
    let known = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; UPDATE_GOLDEN=1 writes it", path.display()));
    // A checkout may have turned line ends around.
    let known = known.replace("\r\n", "\n");
    if known == text {
        return;
    }
    let place = known
        .lines()
        .zip(text.lines())
        .position(|(known, new)| known != new)
        .unwrap_or_else(|| known.lines().count().min(text.lines().count()));
    panic!(
        "{name} differs from line {}\nwas: {:?}\nnow: {:?}\n--- now\n{text}---\nUPDATE_GOLDEN=1 takes it over",
        place + 1,
        known.lines().nth(place),
        text.lines().nth(place),
    );
}
