//! Git's own merge of texts, line by line: where lines say all that is known.

use std::ffi::OsString;
use std::path::Path;

use super::error::GitError;
use super::program::{Environment, Git};

/// Three versions of a file, in files of their own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MergeInput<'a> {
    pub base: &'a Path,
    pub ours: &'a Path,
    pub theirs: &'a Path,
    /// How many letters a conflict marker has.
    pub marker: usize,
    /// Whose they are, as the markers say it.
    pub labels: [&'a str; 3],
}

impl MergeInput<'_> {
    /// The merged text, and how many conflicts are marked in it.
    pub(crate) fn merge(&self) -> Result<(Vec<u8>, u8), GitError> {
        self.merge_by(&[])
    }

    fn merge_by(&self, options: &[&str]) -> Result<(Vec<u8>, u8), GitError> {
        let marker = format!("--marker-size={}", self.marker);
        let merge_file = ["merge-file", "--stdout", "--quiet", &marker];
        let words = options.iter().chain(&merge_file);
        let mut args: Vec<OsString> = words.map(Into::into).collect();
        let [base, ours, theirs] = self.labels;
        for label in [ours, base, theirs] {
            args.extend(["-L".into(), label.into()]);
        }
        args.extend([self.ours, self.base, self.theirs].map(OsString::from));
        let output = Git::new(Environment::default(), ".").run(&args)?;
        match output.code() {
            Some(conflicts @ 0..=127) => {
                let conflicts = u8::try_from(conflicts).unwrap_or(u8::MAX);
                Ok((output.stdout, conflicts))
            }
            _ => Err(output.failure(&args)),
        }
    }
}

/// Whether the user wants to see in a conflict what was there before; git does not tell a driver.
pub(crate) fn shows_base() -> bool {
    let args = ["config", "--get", "merge.conflictStyle"];
    let style = Git::new(Environment::default(), ".").run(&args);
    style.is_ok_and(|style| {
        let style = String::from_utf8_lossy(&style.stdout).trim().to_owned();
        ["diff3", "zdiff3"].contains(&style.as_str())
    })
}

/// What git makes of three texts (base, ours, theirs); none where it finds a conflict.
pub(crate) fn clean_merge(merge_file: [&str; 3]) -> Option<String> {
    let folder = tempfile::tempdir().ok()?;
    let names = ["base", "ours", "theirs"];
    let [base, ours, theirs] = names.map(|name| folder.path().join(name));
    for (path, text) in [&base, &ours, &theirs].into_iter().zip(merge_file) {
        std::fs::write(path, text).ok()?;
    }
    let merge_file = MergeInput {
        base: &base,
        ours: &ours,
        theirs: &theirs,
        marker: 7,
        labels: ["base", "ours", "theirs"],
    };
    // Shown with its base, a hunk is not looked at so closely, and is a conflict sooner.
    let options = ["-c", "merge.conflictStyle=merge"];
    let (text, conflicts) = merge_file.merge_by(&options).ok()?;
    (conflicts == 0).then(|| String::from_utf8(text).ok())?
}
