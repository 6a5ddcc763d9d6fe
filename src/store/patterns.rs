//! What must not stand in a message, as this home says it: its own `templates/lint.yaml`, or the
//! shipped one.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::{Home, InvalidFile, codec, read_as, templates};
use crate::domain::lint::{Lint, PatternError};

impl Home {
    pub fn lint_path(&self) -> PathBuf {
        self.root().join(Self::LINT)
    }

    /// All patterns, to examine a message with.
    pub fn lint(&self) -> Result<Lint, Box<InvalidFile>> {
        let path = self.lint_path();
        let (text, raw) = read_as(&path, self.lint_text()?, codec::lint)
            .map_err(|error| Box::new(InvalidFile::unreadable(path, error)))?;
        Lint::new(raw).map_err(|faults| self.unsound(text, faults))
    }

    /// The patterns of secrets, which every note is held against: read in a fraction of the time.
    pub fn secret_lint(&self) -> Result<Lint, Box<InvalidFile>> {
        let text = self.lint_text()?;
        let is_shipped = templates::shipped(Self::LINT) == Some(text.as_str());
        let lint = match codec::secret_patterns(&text).map(Lint::new) {
            Some(Ok(lint)) => lint,
            // Whatever is wrong is told with the places of the whole file.
            Some(Err(_)) | None => self.lint()?,
        };
        // One's own expressions are compiled at once: a broken one must not look like peace.
        if is_shipped || lint.compiles() {
            return Ok(lint);
        }
        Err(self.unsound(text, self.lint()?.prove()))
    }

    /// The patterns as they are shipped.
    pub fn shipped_lint() -> Lint {
        let text = templates::shipped(Self::LINT).unwrap_or_default();
        let patterns = codec::lint(text).unwrap_or_default();
        Lint::new(patterns).unwrap_or_default()
    }

    /// The patterns with every expression compiled and every example held against it: what
    /// validation looks at, and what a message is examined with. The faults carry their places. The
    /// shipped ones are proven by a test, so that nobody waits for it.
    pub fn proven_lint(&self) -> Result<Lint, Box<InvalidFile>> {
        let lint = self.lint()?;
        if templates::shipped(Self::LINT) == Some(self.lint_text()?.as_str()) {
            return Ok(lint);
        }
        let faults = lint.prove();
        if faults.is_empty() {
            return Ok(lint);
        }
        Err(self.unsound(self.lint_text()?, faults))
    }

    fn lint_text(&self) -> Result<String, Box<InvalidFile>> {
        let path = self.lint_path();
        let is_missing =
            fs::symlink_metadata(&path).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        if is_missing && let Some(text) = templates::shipped(Self::LINT) {
            return Ok(text.to_owned());
        }
        self.text(&path)
            .map_err(|error| Box::new(InvalidFile::unreadable(path, error)))
    }

    fn unsound(&self, text: String, faults: Vec<PatternError>) -> Box<InvalidFile> {
        let faults = faults
            .into_iter()
            .map(|fault| ("lint/unsound", fault.path, fault.message));
        Box::new(InvalidFile::unsound(self.lint_path(), text, faults))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lint::SECRETS;

    fn home_with(lint: &str) -> (tempfile::TempDir, Home) {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(Home::TEMPLATES)).expect("made");
        fs::write(folder.path().join(Home::LINT), lint).expect("written");
        let home = Home::at(folder.path().to_owned());
        (folder, home)
    }

    #[test]
    fn the_shipped_patterns_hold_and_are_read_where_a_home_has_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path().to_owned());
        let lint = home.proven_lint().unwrap_or_else(|invalid| {
            let faults = invalid.flaws.iter().map(|fault| {
                let place = fault.position;
                format!("{}:{} {}", place.line, place.column, fault.message())
            });
            panic!("{}", faults.collect::<Vec<_>>().join("\n"));
        });
        assert_eq!(lint.kinds().len(), 6);
        assert_eq!(lint.prove(), []);
    }

    #[test]
    fn the_short_way_to_the_secrets_leads_to_the_same_ones() {
        let text = templates::shipped(Home::LINT).expect("it is shipped");
        let short = codec::secret_patterns(text).expect("it is laid out as it is shipped");
        let whole = codec::lint(text).expect("it can be read");
        let of_secrets = whole.patterns.into_iter().filter(|one| one.kind == SECRETS);
        let of_secrets: Vec<_> = of_secrets.collect();
        assert_eq!(short.patterns.len(), of_secrets.len());
        for (short, whole) in short.patterns.iter().zip(&of_secrets) {
            assert_eq!(short.id, whole.id);
            assert_eq!(short.regex, whole.regex, "{}", short.id);
            assert_eq!(short.near, whole.near, "{}", short.id);
            assert_eq!(short.except, whole.except, "{}", short.id);
            assert_eq!(short.check, whole.check, "{}", short.id);
        }
    }

    #[test]
    fn a_file_laid_out_otherwise_is_read_whole() {
        for text in [
            "schema: 1\npatterns: [{id: a, kind: secrets, why: w, regex: 'x9'}]\n",
            "schema: 1\npatterns:\n  - id: a\n    kind: 'secrets'\n    why: w\n    regex: x9\n",
            "schema: 1\npatterns:\n  - id: b\n    kind: x\n    why: w\n    regex: y\n  - why: w\n    id: a\n    kind: secrets\n    regex: x9\n",
            "schema: 1\npatterns:\n- kind: secrets\n  why: w\n  regex: x9\n  id: a\n",
        ] {
            let (_folder, home) = home_with(text);
            let lint = home.secret_lint().expect(text);
            assert_eq!(lint.secrets("an x9 here").len(), 1, "{text}");
        }
    }

    #[test]
    fn every_fault_is_reported_with_its_place() {
        let (_folder, home) = home_with(
            "schema: 1\npatterns:\n  - id: a\n    kind: secrets\n    why: w\n    regex: x\n    check: lun\n  - id: a\n    kind: secrets\n    why: w\n    regex: x\n    unless: never\n",
        );
        let invalid = home.lint().err().expect("it is broken");
        let shown: Vec<(usize, String)> = invalid
            .flaws
            .iter()
            .map(|fault| (fault.position.line, fault.message()))
            .collect();
        assert_eq!(shown.len(), 3, "{shown:?}");
        assert_eq!(shown[0].0, 7);
        assert!(shown[0].1.contains("did you mean `luhn`?"), "{shown:?}");
        assert_eq!((shown[1].0, shown[2].0), (8, 12));

        let (_folder, home) = home_with(
            "schema: 1\npatterns:\n  - id: a\n    kind: secrets\n    why: w\n    regex: 'x('\n  - id: b\n    kind: secrets\n    why: w\n    regex: x\n    matches: [y]\n    clean: [x]\n",
        );
        let invalid = home.proven_lint().err().expect("it is broken");
        let lines: Vec<usize> = invalid
            .flaws
            .iter()
            .map(|fault| fault.position.line)
            .collect();
        assert_eq!(lines, [6, 11, 12]);

        let (_folder, home) = home_with("schema: 1\npatterns:\n  - id: a\n    knid: secrets\n");
        assert!(home.secret_lint().is_err());
    }
}
