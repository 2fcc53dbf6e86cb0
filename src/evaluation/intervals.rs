//! How far a figure would move with other articles.

use serde::Serialize;

use super::distributions::t_quantile;

/// Below so many clusters intervals rest on little; see `docs/simulation.md`.
pub const FEW_CLUSTERS: usize = 20;

/// A 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// Where it begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
}

/// On which scale a figure is taken to be symmetric about its estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// A difference: as it is.
    Plain,
    /// From 0 to 1: by its logit, so that the interval stays inside.
    Share,
    /// Above 0: by its logarithm.
    Positive,
}

impl Interval {
    /// The interval from the values that a figure had when `n_units` units were drawn anew.
    ///
    /// estimate ± t · s · √(n / (n − 1)), where s is the standard deviation of the draws and t the quantile of
    /// Student's distribution with n − 1 degrees of freedom (Cameron, Miller: A practitioner's guide to
    /// cluster-robust inference, 2015, section VI; Efron, Tibshirani: An Introduction to the Bootstrap, 1993,
    /// section 12.4). Shares are taken by their logit and positive figures by their logarithm; s is carried over by
    /// the derivative (delta method). With few clusters this covers better than percentiles or BCa; see
    /// `docs/simulation.md`.
    ///
    /// `None` where the draws say nothing: fewer than two units, or a figure that is the same in all draws.
    pub fn of_draws(
        estimate: f64,
        values: impl Iterator<Item = f64>,
        n_units: usize,
        scale: Scale,
    ) -> Option<Self> {
        if n_units < 2 {
            return None;
        }
        let values: Vec<f64> = values.collect();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n;
        let correction = n_units as f64 / (n_units - 1) as f64;
        let margin = t_quantile(n_units - 1) * (variance * correction).sqrt();
        let inside = match scale {
            Scale::Plain => true,
            Scale::Share => estimate > 0.0 && estimate < 1.0,
            Scale::Positive => estimate > 0.0,
        };
        // Not above 0 if there was no value at all, either. What remains of rounding is no variation.
        if !(inside && margin > 1e-12) {
            return None;
        }
        let (low, high) = match scale {
            Scale::Plain => (estimate - margin, estimate + margin),
            Scale::Share => {
                let logit = libm::log(estimate / (1.0 - estimate));
                let margin = margin / (estimate * (1.0 - estimate));
                let share = |logit: f64| 1.0 / (1.0 + libm::exp(-logit));
                (share(logit - margin), share(logit + margin))
            }
            Scale::Positive => {
                let factor = libm::exp(margin / estimate);
                (estimate / factor, estimate * factor)
            }
        };
        Some(Self { low, high })
    }
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
    use crate::evaluation::bootstrap::{Totals, Units};

    fn of_share(right: usize, wrong: usize) -> Option<Interval> {
        let n = right + wrong;
        let units = Units::new(n, 2, (0..n).map(|i| (i as u32, u32::from(i < wrong))).collect(), vec![]);
        let share = |totals: &Totals| vec![Some(totals.counts[0] as f64 / n as f64)];
        let estimate = right as f64 / n as f64;
        units.bootstrap(4000, 0, share).interval(0, estimate, Scale::Share)
    }

    #[test]
    fn the_interval_of_a_share_is_about_that_of_the_binomial() {
        let interval = of_share(100, 300).expect("an interval");
        let margin = 1.966 * (0.75f64 * 0.25 / 400.0).sqrt();
        assert!((interval.low - (0.25 - margin)).abs() < 0.005, "{interval:?}");
        assert!((interval.high - (0.25 + margin)).abs() < 0.005, "{interval:?}");
    }

    #[test]
    fn nothing_is_said_where_draws_say_nothing() {
        assert_eq!(of_share(8, 0), None);
        assert_eq!(of_share(0, 1), None);
        let few = of_share(2, 1).expect("an interval");
        assert!(few.low > 0.0 && few.high < 1.0, "{few:?}");
    }
}
