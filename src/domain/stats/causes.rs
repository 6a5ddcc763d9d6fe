//! Root causes that come again, however they are worded.
//!
//! Two texts are one cause when they differ in case, punctuation and blanks alone, or when nearly all
//! of their words are the same and neither denies what the other says.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::Sample;

/// A confirmed root cause, and the incidents that had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Cause {
    /// As it is worded most often.
    pub text: String,
    pub count: usize,
    /// By the time of detection.
    pub incidents: Vec<String>,
    /// Every wording that was taken for it, so that a reader can judge.
    pub wordings: Vec<String>,
}

/// Words that turn a sentence into its opposite.
const DENIALS: [&str; 6] = ["not", "no", "never", "without", "nor", "none"];

/// The share of words that two texts have in common, of all they have, from which on they are one.
const ALIKE: (usize, usize) = (4, 5);

/// An incident, and its cause as it is worded there.
type Member<'a> = (&'a Sample, &'a str);

/// Causes of more than one incident, most frequent first.
pub(super) fn recurring(samples: &[Sample]) -> Vec<Cause> {
    let mut worded: BTreeMap<Vec<String>, Vec<Member<'_>>> = BTreeMap::new();
    for sample in samples {
        if let Some(text) = &sample.cause {
            worded.entry(words(text)).or_default().push((sample, text));
        }
    }
    let mut wordings: Vec<(Vec<String>, Vec<Member<'_>>)> = worded.into_iter().collect();
    // The wording that is used most leads; what is like it joins it. Equally many keep their order.
    wordings.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    let texts: Vec<&Vec<String>> = wordings.iter().map(|(words, _)| words).collect();
    let leaders = leaders(&texts);
    let mut groups: BTreeMap<usize, Vec<Member<'_>>> = BTreeMap::new();
    for (place, (_, members)) in wordings.iter().enumerate() {
        groups.entry(leaders[place]).or_default().extend(members);
    }
    let mut causes: Vec<Cause> = groups
        .into_values()
        .filter(|members| members.len() > 1)
        .map(cause)
        .collect();
    causes.sort_by(|left, right| (right.count, &left.text).cmp(&(left.count, &right.text)));
    causes
}

fn cause(mut members: Vec<Member<'_>>) -> Cause {
    members.sort_by_key(|(sample, _)| (sample.detected_at, &sample.id));
    let mut wordings: Vec<(&str, usize)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (_, text) in &members {
        let place = *places.entry(text).or_insert_with(|| {
            wordings.push((text, 0));
            wordings.len() - 1
        });
        wordings[place].1 += 1;
    }
    wordings.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Cause {
        text: wordings.first().map_or("", |(text, _)| text).to_owned(),
        count: members.len(),
        incidents: members
            .iter()
            .map(|(sample, _)| sample.id.clone())
            .collect(),
        wordings: wordings
            .iter()
            .map(|(text, _)| (*text).to_owned())
            .collect(),
    }
}

/// The words of a text in their order, without case and punctuation.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The words of a text as a set: each word is its rank, the rarest first.
struct Words {
    ranks: Vec<u32>,
    /// Which of [`DENIALS`] are among them, a bit each.
    denials: u8,
}

impl Words {
    /// Whether enough is shared, and neither denies what the other says.
    fn is_like(&self, other: &Words) -> bool {
        let (left, right) = (self.ranks.as_slice(), other.ranks.as_slice());
        let enough = |shared: usize| {
            let all = left.len() + right.len() - shared;
            shared * ALIKE.1 >= all * ALIKE.0
        };
        // Most pairs are told apart without looking at a word.
        self.denials == other.denials
            && enough(left.len().min(right.len()))
            && enough(shared(left, right))
    }
}

/// How many numbers two sorted lists have in common.
fn shared(left: &[u32], right: &[u32]) -> usize {
    let (mut at, mut shared) = (0, 0);
    for rank in left {
        while right.get(at).is_some_and(|other| other < rank) {
            at += 1;
        }
        shared += usize::from(right.get(at) == Some(rank));
    }
    shared
}

/// Texts as sets of words, ranked over all of them.
fn ranked(texts: &[&Vec<String>]) -> Vec<Words> {
    let sets: Vec<BTreeSet<&str>> = texts
        .iter()
        .map(|words| words.iter().map(String::as_str).collect())
        .collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for word in sets.iter().flatten() {
        *uses.entry(word).or_default() += 1;
    }
    let mut order: Vec<(usize, &str)> = uses.iter().map(|(word, uses)| (*uses, *word)).collect();
    order.sort_unstable();
    let ranks: HashMap<&str, u32> = (0..)
        .zip(&order)
        .map(|(rank, (_, word))| (*word, rank))
        .collect();
    sets.iter()
        .map(|set| {
            let mut own: Vec<u32> = set
                .iter()
                .filter_map(|word| ranks.get(word).copied())
                .collect();
            own.sort_unstable();
            let denials = DENIALS.iter().enumerate();
            Words {
                ranks: own,
                denials: denials
                    .map(|(bit, word)| u8::from(set.contains(word)) << bit)
                    .sum(),
            }
        })
        .collect()
}

/// For each text the place of the first one before it that leads and that it is like, or its own.
///
/// Two texts that share enough words share one of their rarest few, so that only those are looked up:
/// ten thousand different causes are not compared each with each.
fn leaders(texts: &[&Vec<String>]) -> Vec<usize> {
    let sets = ranked(texts);
    let mut leading: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut leaders = Vec::with_capacity(texts.len());
    for (place, set) in sets.iter().enumerate() {
        // Of n words at least ⌈ALIKE · n⌉ must be shared, so that one of the n − ⌈ALIKE · n⌉ + 1 rarest is.
        let size = set.ranks.len();
        let rarest = size - (size * ALIKE.0).div_ceil(ALIKE.1) + 1;
        let rarest = &set.ranks[..rarest.min(size)];
        let found = rarest.iter().filter_map(|word| {
            let earlier = leading.get(word)?.iter().copied();
            // They stand in order, so that the first that is like it is the earliest.
            earlier
                .into_iter()
                .find(|earlier| sets[*earlier].is_like(set))
        });
        let leader = found.min();
        leaders.push(leader.unwrap_or(place));
        if leader.is_none() {
            for word in rarest {
                leading.entry(*word).or_default().push(place);
            }
        }
    }
    leaders
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn alike(left: &str, right: &str) -> bool {
        let texts = [words(left), words(right)];
        leaders(&[&texts[0], &texts[1]])[1] == 0
    }

    #[test]
    fn wording_does_not_matter_and_meaning_does() {
        for (left, right, same) in [
            (
                "The webhook handler was not idempotent",
                "the webhook handler was NOT idempotent.",
                true,
            ),
            (
                "The webhook handler was not idempotent",
                "The webhook handler  was, not: idempotent!",
                true,
            ),
            (
                "The payment webhook handler was not idempotent at all",
                "The payment webhook handler was not idempotent",
                false,
            ),
            (
                "The gateway's webhook handler was not idempotent",
                "The gateway webhook handler was not idempotent",
                true,
            ),
            (
                "The disk of the primary was full",
                "The disk of the primary was not full",
                false,
            ),
            ("Redis down", "Redis up", false),
            ("نفدت مساحة القرص", "نفدت مساحة القرص.", true),
        ] {
            assert_eq!(alike(left, right), same, "{left} / {right}");
        }
    }

    proptest! {
        /// The few that are looked up lead to the same leaders as comparing each with each.
        #[test]
        fn looking_up_rare_words_misses_nothing(texts in prop::collection::vec(prop::collection::vec("[a-f]", 0..9), 0..24)) {
            let refs: Vec<&Vec<String>> = texts.iter().collect();
            let sets = ranked(&refs);
            let mut slow: Vec<usize> = Vec::new();
            for (place, set) in sets.iter().enumerate() {
                let leader = (0..place).find(|earlier| slow[*earlier] == *earlier && !set.ranks.is_empty() && sets[*earlier].is_like(set));
                slow.push(leader.unwrap_or(place));
            }
            prop_assert_eq!(leaders(&refs), slow);
        }
    }
}
