//! Incidents that bear, or bore, the same ID.

use std::path::PathBuf;

use crate::domain::record::Head;
use crate::session::context::Context;
use crate::store::{Home, RecordFile};

/// How far the number of a renumbered incident can lie from its old one and still be looked for: the
/// ID that bears it now is looked at alone, and no folder is read for it.
const NEAR: u32 = 20;

/// Who else bears an ID, or bore it.
#[derive(Default)]
pub(crate) struct Bearers {
    /// Files of the same name in another folder, and those near by that say they are this incident.
    pub twins: Vec<PathBuf>,
    /// The incidents that bore this ID until `inc sync` told them apart: whoever asks for it may mean
    /// one.
    pub same_ids: Vec<String>,
}

/// Whoever else an ID can mean.
pub(crate) fn bearers(context: &Context, file: &RecordFile) -> Bearers {
    let Ok(home) = context.home() else {
        return Bearers::default();
    };
    let mut found = Bearers::default();
    let folders = std::fs::read_dir(home.incidents()).into_iter().flatten();
    let same_name = folders
        .flatten()
        .map(|folder| folder.path().join(format!("{}.yaml", file.stem)));
    found
        .twins
        .extend(same_name.filter(|path| *path != file.path && path.is_file()));
    for (other, head) in near(home, file) {
        if head.formerly.contains(&file.stem) {
            found.same_ids.push(other.stem);
        } else if head.id == file.stem {
            found.twins.push(other.path);
        }
    }
    found
}

/// The incidents whose numbers follow soon after this one's, as far as they can be read.
fn near(home: &Home, file: &RecordFile) -> Vec<(RecordFile, Head)> {
    let stem = file.stem.as_str();
    let is_digit = |letter: char| letter.is_ascii_digit();
    let end = stem.rfind(is_digit).map_or(0, |place| place + 1);
    let prefix = stem[..end].trim_end_matches(is_digit);
    let (digits, suffix) = (&stem[prefix.len()..end], &stem[end..]);
    let Ok(number) = digits.parse::<u32>() else {
        return Vec::new();
    };
    let later = (number.saturating_add(1)..=number.saturating_add(NEAR))
        .map(|next| format!("{prefix}{next:0width$}{suffix}", width = digits.len()))
        .map(|id| Home::record_file(&home.record_path(&file.folder, &id)))
        .filter(|later| later.path.exists());
    home.heads(later.collect())
        .into_iter()
        .filter_map(|(later, head)| Some((later, head.ok()?)))
        .collect()
}
