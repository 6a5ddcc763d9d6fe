//! Conflict markers that git left in a text.

/// A conflict that git left in a text, on its first line, from 1: what each side has there, and whose
/// it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Disputed {
    pub line: usize,
    pub ours: (String, String),
    pub theirs: (String, String),
}

/// Every conflict that is marked in a text, each side on one line.
pub(crate) fn disputed(text: &str) -> Vec<Disputed> {
    let one_line = |text: &str| {
        let lines = text.lines().map(str::trim);
        lines.collect::<Vec<_>>().join(", ")
    };
    let named = |label: &str, else_: &str| match label {
        "" => else_.to_owned(),
        label => label.to_owned(),
    };
    sides(text)
        .into_iter()
        .map(|sides| Disputed {
            line: sides.line,
            ours: (one_line(&sides.ours), named(&sides.labels[0], "ours")),
            theirs: (one_line(&sides.theirs), named(&sides.labels[1], "theirs")),
        })
        .collect()
}

/// One conflict as it is marked.
pub(super) struct Sides {
    /// Its first and its last line, from 1.
    pub line: usize,
    pub last: usize,
    pub ours: String,
    pub theirs: String,
    pub labels: [String; 2],
}

/// Every conflict that is marked in a text.
pub(super) fn sides(text: &str) -> Vec<Sides> {
    let mut found: Vec<Sides> = Vec::new();
    // Which side the lines belong to: none, ours, the base's, theirs.
    let mut side = None;
    for (place, whole) in text.split_inclusive('\n').enumerate() {
        let line = whole.trim_end_matches(['\n', '\r']);
        let is = |sign: &str| {
            let rest = line.trim_start_matches(sign);
            let is = line.len() - rest.len() >= 7 && (rest.is_empty() || rest.starts_with(' '));
            is.then(|| rest.trim().to_owned())
        };
        if let Some(label) = is("<") {
            side = Some(0);
            found.push(Sides {
                line: place + 1,
                last: place + 1,
                ours: String::new(),
                theirs: String::new(),
                labels: [label, String::new()],
            });
            continue;
        }
        let Some(last) = found.last_mut().filter(|_| side.is_some()) else {
            continue;
        };
        last.last = place + 1;
        if is("|").is_some() {
            side = Some(1);
        } else if is("=").is_some() {
            side = Some(2);
        } else if let Some(label) = is(">") {
            last.labels[1] = label;
            side = None;
        } else if side == Some(0) {
            last.ours.push_str(whole);
        } else if side == Some(2) {
            last.theirs.push_str(whole);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_conflict_says_what_each_side_has() {
        let text = "a: 1\n<<<<<<< ours\nb: 2\n||||||| base\nb: 0\n=======\nb: 3\nc: 4\n>>>>>>> theirs\nd: 5\n";
        let expected = Disputed {
            line: 2,
            ours: ("b: 2".to_owned(), "ours".to_owned()),
            theirs: ("b: 3, c: 4".to_owned(), "theirs".to_owned()),
        };
        assert_eq!(disputed(text), [expected]);
        assert_eq!(disputed("a: 1\n=======\n"), []);
    }
}
