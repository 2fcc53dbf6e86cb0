//! Whether something is about as frequent with one label as with another.

use serde::Serialize;

/// Rates are alike if their ratio is in this band.
pub const BAND: [f64; 2] = [0.5, 2.0];

/// A ratio outside of the band counts if chance would give so uneven a one less often than this.
pub const SIGNIFICANCE: f64 = 0.05;

/// The rate of something among the rows of one label, against that among the rows of another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contrast {
    /// The two labels.
    pub labels: [String; 2],
    /// The first rate by the second; none if the second is 0.
    pub ratio: Option<f64>,
    /// Fisher's exact test, two-sided: how often chance would give rates at least as uneven.
    pub p: f64,
    /// Whether the ratio is outside of [`BAND`] and there are enough rows to tell: p below [`SIGNIFICANCE`].
    pub outside: bool,
}

impl Contrast {
    /// From how many rows there are in each group, and how many of them have it.
    pub(super) fn new(labels: [String; 2], having: [usize; 2], of: [usize; 2]) -> Self {
        let rate = |group: usize| having[group] as f64 / of[group].max(1) as f64;
        let p = fisher(having, of);
        let ratio = (having[1] > 0).then(|| rate(0) / rate(1));
        let in_band = ratio.is_some_and(|ratio| (BAND[0]..=BAND[1]).contains(&ratio));
        Self { labels, ratio, p, outside: !in_band && p < SIGNIFICANCE }
    }

    /// How far the rates are from equal: the ratio or its reciprocal, whichever is above 1; 1 if both are 0.
    pub fn factor(&self) -> f64 {
        match self.ratio {
            Some(ratio) => ratio.max(1.0 / ratio),
            None if self.p == 1.0 => 1.0,
            None => f64::INFINITY,
        }
    }
}

/// Fisher's exact test of two shares, two-sided: the probability of all tables with these margins that are
/// not more probable than this one (Fisher: Statistical methods for research workers, 1934, section 21.02).
/// Linear in the smaller margin.
fn fisher(having: [usize; 2], of: [usize; 2]) -> f64 {
    let all = having[0] + having[1];
    let (lowest, highest) = (all.saturating_sub(of[1]), all.min(of[0]));
    // The probability that x of them are in the first group, relative to that of x + 1.
    let next = |x: usize| {
        let ways = (all - x) as f64 * (of[0] - x) as f64;
        ways / ((x + 1) as f64 * (of[1] + x + 1 - all) as f64)
    };
    let (mut total, mut as_rare) = (1.0, 1.0);
    let mut add = |weight: f64| {
        total += weight;
        // Equal but for rounding counts as equal.
        if weight <= 1.0 + 1e-7 {
            as_rare += weight;
        }
        weight
    };
    (having[0]..highest).fold(1.0, |weight, x| add(weight * next(x)));
    (lowest..having[0]).rev().fold(1.0, |weight, x| add(weight / next(x)));
    as_rare / total
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fisher's lady tasting tea, and tables from the manual of R's `fisher.test`.
    #[test]
    fn published_tests_have_their_published_figures() {
        for (having, of, p) in [
            ([3, 1], [4, 4], 0.485_714_3),
            ([2, 10], [17, 13], 0.000_536_724_1),
            ([0, 0], [9, 4], 1.0),
            ([5, 5], [5, 5], 1.0),
            ([0, 0], [0, 0], 1.0),
        ] {
            assert!((fisher(having, of) - p).abs() < 1e-7, "{having:?} of {of:?}: {}", fisher(having, of));
        }
        assert_eq!(fisher([40_000, 0], [50_000, 50_000]), 0.0);
    }

    #[test]
    fn few_rows_are_no_finding() {
        let contrast = |having, of| Contrast::new(["a".into(), "b".into()], having, of);
        assert!(!contrast([3, 1], [100, 100]).outside);
        assert!(contrast([30, 10], [100, 100]).outside);
        assert!(!contrast([300, 200], [1000, 1000]).outside, "significant, but inside the band");
        assert_eq!(contrast([9, 0], [10, 10]).ratio, None);
        assert_eq!(contrast([9, 0], [10, 10]).factor(), f64::INFINITY);
        assert!(contrast([0, 9], [10, 10]).outside);
        assert_eq!(contrast([0, 0], [10, 10]).factor(), 1.0);
    }
}
