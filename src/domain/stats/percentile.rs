//! Medians and percentiles, by nearest rank: every figure is one that really occurred.

use serde::Serialize;

/// How long something took in a set of incidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Summary {
    /// The incidents it rests on.
    pub count: usize,
    /// The incidents that lack the milestone.
    pub missing: usize,
    pub median_seconds: Option<i64>,
    pub p90_seconds: Option<i64>,
}

impl Summary {
    /// Of values, some of which are not known.
    pub(crate) fn of(values: impl IntoIterator<Item = Option<i64>>) -> Summary {
        let (mut known, mut missing) = (Vec::new(), 0);
        for value in values {
            match value {
                Some(value) => known.push(value),
                None => missing += 1,
            }
        }
        known.sort_unstable();
        Summary {
            count: known.len(),
            missing,
            median_seconds: nearest_rank(&known, 50),
            p90_seconds: nearest_rank(&known, 90),
        }
    }
}

/// The smallest of sorted values that at least `percent` of a hundred do not exceed.
pub(crate) fn nearest_rank(sorted: &[i64], percent: usize) -> Option<i64> {
    let rank = (sorted.len() * percent.min(100)).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_tables_are_exact() {
        for (values, median, p90) in [
            (&[][..], None, None),
            (&[7][..], Some(7), Some(7)),
            (&[1, 2][..], Some(1), Some(2)),
            (&[1, 2, 3][..], Some(2), Some(3)),
            (&[1, 2, 3, 4][..], Some(2), Some(4)),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10][..], Some(5), Some(9)),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11][..], Some(6), Some(10)),
            (&[15, 20, 35, 40, 50][..], Some(35), Some(50)),
        ] {
            assert_eq!(nearest_rank(values, 50), median, "{values:?}");
            assert_eq!(nearest_rank(values, 90), p90, "{values:?}");
        }
        assert_eq!(nearest_rank(&[15, 20, 35, 40, 50], 30), Some(20));
        assert_eq!(nearest_rank(&[15, 20, 35, 40, 50], 0), Some(15));
        let summary = Summary::of([Some(30), None, Some(10), Some(20), None]);
        assert_eq!((summary.count, summary.missing), (3, 2));
        assert_eq!(summary.median_seconds, Some(20));
    }

    proptest! {
        #[test]
        fn a_percentile_is_a_value_with_enough_below_it(mut values in prop::collection::vec(0..10_000i64, 1..80), percent in 0..=100usize) {
            values.sort_unstable();
            let found = nearest_rank(&values, percent).expect("a value");
            prop_assert!(values.contains(&found));
            prop_assert!(values[0] <= found && found <= values[values.len() - 1]);
            let at_most = values.iter().filter(|value| **value <= found).count();
            prop_assert!(at_most * 100 >= percent * values.len());
            let below = values.iter().filter(|value| **value < found).count();
            prop_assert!(below * 100 < percent.max(1) * values.len());
        }

        #[test]
        fn percentiles_grow_with_the_percent_and_with_the_values(mut values in prop::collection::vec(0..10_000i64, 1..80), low in 0..=100usize, high in 0..=100usize, more in 0..500i64) {
            values.sort_unstable();
            let (low, high) = (low.min(high), low.max(high));
            prop_assert!(nearest_rank(&values, low) <= nearest_rank(&values, high));
            let later: Vec<i64> = values.iter().map(|value| value + more).collect();
            prop_assert_eq!(nearest_rank(&later, high), nearest_rank(&values, high).map(|value| value + more));
        }

        #[test]
        fn the_order_of_incidents_means_nothing(values in prop::collection::vec(prop::option::of(0..10_000i64), 0..60)) {
            let mut turned = values.clone();
            turned.reverse();
            let summary = Summary::of(values.clone());
            prop_assert_eq!(summary, Summary::of(turned));
            prop_assert_eq!(summary.count + summary.missing, values.len());
        }
    }
}
