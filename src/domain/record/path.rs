//! Where in a record something stands: `timeline[3].at`, `facts.data-exposure`.
//!
//! Rules speak in paths; only `home` knows which line and column a path is on.

use std::fmt;

/// One step down: into a mapping by key, or into a sequence by position from 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    Key(String),
    Index(usize),
}

/// A way from the root of a file to one of its values. The empty path is the whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(pub Vec<Step>);

impl Path {
    pub fn root() -> Self {
        Self::default()
    }

    /// A path of keys alone, written with dots: `Path::of("detection.source")`.
    pub fn of(dotted: &str) -> Self {
        Path(
            dotted
                .split('.')
                .map(|key| Step::Key(key.to_owned()))
                .collect(),
        )
    }

    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Key(key.into()));
        Path(steps)
    }

    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Index(index));
        Path(steps)
    }

    pub fn parent(&self) -> Option<Self> {
        let (_, init) = self.0.split_last()?;
        Some(Path(init.to_vec()))
    }

    /// Whether this is `other` or lies inside it.
    pub fn is_within(&self, other: &Path) -> bool {
        self.0.starts_with(&other.0)
    }

    /// The top-level key the path begins with.
    pub fn head(&self) -> Option<&str> {
        match self.0.first() {
            Some(Step::Key(key)) => Some(key),
            _ => None,
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if position == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_people_write_it() {
        let path = Path::of("timeline").index(3).key("at");
        assert_eq!(path.to_string(), "timeline[3].at");
        assert!(path.is_within(&Path::of("timeline")));
        assert!(!path.is_within(&Path::of("time")));
        assert_eq!(path.head(), Some("timeline"));
        assert_eq!(Path::root().to_string(), "");
    }
}
