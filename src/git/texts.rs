//! Git's own merge of texts, line by line: where lines say all that is known.

use std::ffi::OsString;
use std::path::Path;

use super::error::GitError;
use super::program::{Environment, Git};

/// Three versions of a file, in files of their own.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    pub base: &'a Path,
    pub ours: &'a Path,
    pub theirs: &'a Path,
    /// How many letters a conflict marker has.
    pub marker: usize,
}

impl Texts<'_> {
    /// The merged text, and how many conflicts are marked in it.
    pub fn merge(&self) -> Result<(Vec<u8>, u8), GitError> {
        let marker = format!("--marker-size={}", self.marker);
        let mut args: Vec<OsString> = ["merge-file", "--stdout", "--quiet", &marker]
            .iter()
            .map(Into::into)
            .collect();
        for label in ["ours", "base", "theirs"] {
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

/// What git makes of three texts (base, ours, theirs); none where it finds a conflict.
pub fn clean_merge(texts: [&str; 3]) -> Option<String> {
    let folder = tempfile::tempdir().ok()?;
    let names = ["base", "ours", "theirs"];
    let [base, ours, theirs] = names.map(|name| folder.path().join(name));
    for (path, text) in [&base, &ours, &theirs].into_iter().zip(texts) {
        std::fs::write(path, text).ok()?;
    }
    let texts = Texts {
        base: &base,
        ours: &ours,
        theirs: &theirs,
        marker: 7,
    };
    let (text, conflicts) = texts.merge().ok()?;
    (conflicts == 0).then(|| String::from_utf8(text).ok())?
}
