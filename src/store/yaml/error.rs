//! What is wrong with a file, and where.

/// Something in the text that keeps it from being read. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}")]
pub struct YamlError {
    pub message: String,
    pub line: usize,
    pub column: usize,
    /// Whether it is that git left the markers of a conflict.
    pub is_conflict: bool,
}

impl YamlError {
    /// Of a file that nobody reads to its end.
    pub fn too_large() -> YamlError {
        let message = "this file is larger than 1 MiB; keep large material beside the record and name it under `evidence`";
        YamlError {
            message: message.to_owned(),
            line: 1,
            column: 1,
            is_conflict: false,
        }
    }
}
