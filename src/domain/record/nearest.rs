//! The name somebody probably meant.

/// The candidate most like `word`, where one is like enough to be worth saying.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let inside = word.len() > 2 && (candidate.contains(&word) || word.contains(candidate));
            let likeness = strsim::jaro_winkler(&word, &candidate.to_lowercase());
            (
                if inside { likeness.max(0.85) } else { likeness },
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, candidate)| candidate)
}

/// How many names are worth reading.
const FEW: usize = 8;

/// `did you mean `X`?` or the whole list, whichever helps more.
pub(crate) fn hint<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> String {
    match nearest(word, candidates.clone()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => {
            let all: Vec<&str> = candidates.into_iter().collect();
            match all.len() {
                0..=FEW => format!("one of {}", all.join(", ")),
                many => format!(
                    "one of {}, \u{2026} ({} more)",
                    all[..FEW].join(", "),
                    many - FEW
                ),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_nonsense_finds_none() {
        let names = ["severity", "status", "services", "schema"];
        assert_eq!(nearest("sevrity", names), Some("severity"));
        assert_eq!(nearest("Status", names), Some("status"));
        assert_eq!(nearest("qqq", names), None);
        assert_eq!(hint("qqq", ["a", "b"]), "one of a, b");
    }
}
