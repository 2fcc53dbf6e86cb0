//! How far figures would move with other articles: the cluster bootstrap.

use serde::Serialize;

use crate::corpus::SplitMix64;
use crate::metrics::Confusion;

/// How many times the units are drawn anew.
pub const DRAWS: usize = 1000;

/// A 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The 2.5th percentile.
    pub low: f64,
    /// The 97.5th percentile.
    pub high: f64,
}

/// The percentile intervals of several figures of the same rows (Efron, Tibshirani: An Introduction to
/// the Bootstrap, 1993, chapter 13). `units` are the confusions of articles (or single rows): whole
/// units are drawn with replacement, since sentences of one article resemble each other.
pub(super) fn intervals<const N: usize>(
    units: &[Confusion],
    seed: u64,
    figures: impl Fn(&Confusion) -> [f64; N],
) -> [Interval; N] {
    let mut random = SplitMix64::new(seed);
    let n_labels = units.first().map_or(0, |unit| unit.counts().len());
    let mut drawn = vec![[0.0; N]; DRAWS];
    for figure in &mut drawn {
        let mut sum = Confusion::new(n_labels);
        for _ in units {
            sum.merge(&units[random.below(units.len())]);
        }
        *figure = figures(&sum);
    }
    std::array::from_fn(|i| {
        let mut values: Vec<f64> = drawn.iter().map(|figures| figures[i]).collect();
        values.sort_by(f64::total_cmp);
        Interval { low: percentile(&values, 0.025), high: percentile(&values, 0.975) }
    })
}

/// Between the two values that are nearest, linearly. `sorted` is not empty.
pub(super) fn percentile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = sorted[place.floor() as usize];
    let above = sorted[place.ceil() as usize];
    below + (above - below) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_share_is_about_that_of_the_binomial() {
        let right = (0..400).map(|i| Confusion::from_pairs(2, [(0, usize::from(i % 4 == 0))]));
        let units: Vec<Confusion> = right.collect();
        let [accuracy] = intervals(&units, 0, |confusion| [confusion.accuracy()]);
        let margin = 1.96 * (0.75f64 * 0.25 / 400.0).sqrt();
        assert!((accuracy.low - (0.75 - margin)).abs() < 0.01, "{accuracy:?}");
        assert!((accuracy.high - (0.75 + margin)).abs() < 0.01, "{accuracy:?}");
    }
}
