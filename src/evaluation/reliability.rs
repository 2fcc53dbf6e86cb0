//! Whether probabilities mean what they say: of all rows that get 80 %, are four in five right?

use serde::Serialize;

use super::intervals::Interval;
use crate::corpus::SplitMix64;
use crate::model::{Calibration, HeldOut, most_probable};

/// Bins of the calibration error; rows are spread over them evenly.
pub const BINS: usize = 15;

/// Figures of probabilities as probabilities; for all of them less is better.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Reliability {
    /// How far the probability of the label that was given is from the share of right ones, as the mean
    /// over [`BINS`] bins of equally many rows; 0 to 1.
    pub expected_calibration_error: f64,
    /// The mean squared distance of all probabilities from 0 or 1.
    pub brier_score: f64,
}

/// One bin of a reliability diagram: rows with about the same probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// Rows.
    pub n: usize,
    /// The mean probability of the labels that they got.
    pub confidence: f64,
    /// The share of them that is right.
    pub accuracy: f64,
}

/// Figures of probabilities with the bins that they come from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diagram {
    /// The figures.
    #[serde(flatten)]
    pub reliability: Reliability,
    /// The bins, the least probable first.
    pub bins: Vec<Bin>,
}

/// How far the probabilities of an evaluation can be believed, and what the temperature did for that.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trust {
    /// The probabilities as they are given.
    #[serde(flatten)]
    pub given: Diagram,
    /// The 95 % interval of their Brier score.
    pub brier_score_interval: Option<Interval>,
    /// The calibration error that they would have by chance alone: [`calibration_error_by_chance`].
    pub error_by_chance: f64,
    /// What scores were divided by: the temperature of the model, or the mean of those of all folds. None if it
    /// is not calibrated.
    pub temperature: Option<f64>,
    /// The same rows without the temperature, if there is one.
    pub before: Option<Diagram>,
}

impl Diagram {
    fn of(labels: &[u32], probabilities: &[f64]) -> Self {
        Self {
            reliability: Reliability::of(labels, probabilities),
            bins: reliability_bins(labels, probabilities),
        }
    }
}

impl Trust {
    /// Of what a model says about rows with these labels.
    pub(super) fn of_model(labels: &[u32], probabilities: &[f64], calibration: &Calibration) -> Self {
        let n_labels = probabilities.len() / labels.len().max(1);
        let temperature = (calibration.n_rows() > 0).then(|| calibration.temperature());
        let before = temperature.map(|_| Diagram::of(labels, &calibration.undone(probabilities, n_labels)));
        Self::new(labels, probabilities, temperature, before)
    }

    /// Of all repeats of cross-validation.
    pub(super) fn of_held_out(labels: &[u32], repeats: &[HeldOut]) -> Self {
        let all = |of: fn(&HeldOut) -> &Vec<f64>| -> Vec<f64> {
            repeats.iter().flat_map(|answers| of(answers).iter().copied()).collect()
        };
        let labels = labels.repeat(repeats.len());
        let temperatures = all(|answers| &answers.temperatures);
        let temperature =
            (!temperatures.is_empty()).then(|| temperatures.iter().sum::<f64>() / temperatures.len() as f64);
        let before = temperature.map(|_| Diagram::of(&labels, &all(|answers| &answers.uncalibrated)));
        Self::new(&labels, &all(|answers| &answers.probabilities), temperature, before)
    }

    fn new(labels: &[u32], probabilities: &[f64], temperature: Option<f64>, before: Option<Diagram>) -> Self {
        let n_labels = probabilities.len() / labels.len().max(1);
        Self {
            given: Diagram::of(labels, probabilities),
            brier_score_interval: None,
            error_by_chance: calibration_error_by_chance(probabilities, n_labels),
            temperature,
            before,
        }
    }
}

impl Reliability {
    /// Of probabilities, rows x labels. Takes n log n for n rows.
    ///
    /// ```
    /// use standpoint::evaluation::Reliability;
    /// let always_sure_and_right = Reliability::of(&[0, 1], &[1.0, 0.0, 0.0, 1.0]);
    /// assert_eq!(always_sure_and_right.expected_calibration_error, 0.0);
    /// assert_eq!(always_sure_and_right.brier_score, 0.0);
    /// ```
    pub fn of(labels: &[u32], probabilities: &[f64]) -> Self {
        Self {
            expected_calibration_error: expected_calibration_error(labels, probabilities),
            brier_score: brier_score(labels, probabilities),
        }
    }
}

/// The bins of a reliability diagram: rows sorted by the probability of the label that they get, then
/// parted so that the sizes of bins differ by one at most (Nguyen, O'Connor: Posterior calibration and
/// exploratory analysis for natural language processing models, 2015). Fewer bins for fewer rows. Among
/// rows with the same probability the order is that of the rows.
pub fn reliability_bins(labels: &[u32], probabilities: &[f64]) -> Vec<Bin> {
    let k = probabilities.len() / labels.len().max(1);
    let mut rows: Vec<(f64, bool)> = labels
        .iter()
        .zip(probabilities.chunks(k.max(1)))
        .map(|(&label, p)| (p[most_probable(p)], most_probable(p) == label as usize))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n_bins = BINS.min(rows.len());
    let bin = |i: usize| {
        let rows = &rows[i * rows.len() / n_bins..(i + 1) * rows.len() / n_bins];
        let n = rows.len();
        Bin {
            n,
            confidence: rows.iter().map(|row| row.0).sum::<f64>() / n as f64,
            accuracy: rows.iter().filter(|row| row.1).count() as f64 / n as f64,
        }
    };
    (0..n_bins).map(bin).collect()
}

/// The mean over rows of how far the confidence of their bin is from its accuracy (Guo et al.: On
/// calibration of modern neural networks, 2017, with bins of equally many rows); 0 without rows.
pub fn expected_calibration_error(labels: &[u32], probabilities: &[f64]) -> f64 {
    let bins = reliability_bins(labels, probabilities);
    let gap = |bin: &Bin| bin.n as f64 * (bin.confidence - bin.accuracy).abs();
    bins.iter().map(gap).sum::<f64>() / labels.len().max(1) as f64
}

/// The calibration error that probabilities would have on these rows if they meant exactly what they say: with
/// few rows in a bin, the share of right ones is off by chance. The mean of 200 draws; 0 without rows.
///
/// ```
/// use standpoint::evaluation::calibration_error_by_chance;
/// let of_rows = |n: usize| calibration_error_by_chance(&[0.8, 0.2].repeat(n), 2);
/// assert!(of_rows(150) > 0.05 && of_rows(15_000) < 0.015);
/// ```
pub fn calibration_error_by_chance(probabilities: &[f64], n_labels: usize) -> f64 {
    const DRAWS: usize = 200;
    let mut confidence: Vec<f64> =
        probabilities.chunks(n_labels.max(1)).map(|p| p[most_probable(p)]).collect();
    confidence.sort_by(f64::total_cmp);
    let (n, n_bins) = (confidence.len(), BINS.min(confidence.len()));
    let mut random = SplitMix64::new(0);
    let mut sum = 0.0;
    for _ in 0..DRAWS {
        for i in 0..n_bins {
            let bin = &confidence[i * n / n_bins..(i + 1) * n / n_bins];
            let mut right = |p: f64| u8::from(((random.next_u64() >> 11) as f64) < p * (1u64 << 53) as f64);
            sum += bin.iter().map(|&p| p - f64::from(right(p))).sum::<f64>().abs();
        }
    }
    sum / (DRAWS * n.max(1)) as f64
}

/// The mean over rows of the squared distances of all probabilities from 1 for the true label and 0 for the
/// others (Brier: Verification of forecasts expressed in terms of probability, 1950): 0 to 2, and for two
/// labels half of that, 0 to 1, as in scikit-learn. 0 without rows.
pub fn brier_score(labels: &[u32], probabilities: &[f64]) -> f64 {
    let k = probabilities.len() / labels.len().max(1);
    let rows = labels.iter().zip(probabilities.chunks(k.max(1)));
    rows.map(|(&label, p)| row_brier(label, p)).sum::<f64>() / labels.len().max(1) as f64
}

/// What one row adds to the Brier score.
pub(super) fn row_brier(label: u32, probabilities: &[f64]) -> f64 {
    let distance = |(c, p): (usize, &f64)| (p - f64::from(u8::from(c == label as usize))).powi(2);
    let scale = if probabilities.len() == 2 { 0.5 } else { 1.0 };
    scale * probabilities.iter().enumerate().map(distance).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_hold_equally_many_rows() {
        // 32 rows: all sure at 0.9, the first 24 right.
        let labels: Vec<u32> = (0..32).map(|row| u32::from(row >= 24)).collect();
        let probabilities = [0.9, 0.1].repeat(32);
        let bins = reliability_bins(&labels, &probabilities);
        assert_eq!(bins.len(), BINS);
        assert!(bins.iter().all(|bin| (2..=3).contains(&bin.n)));
        assert!(
            (expected_calibration_error(&labels, &probabilities) - (24.0 * 0.1 + 8.0 * 0.9) / 32.0).abs()
                < 0.02
        );
        assert_eq!(reliability_bins(&labels[..2], &probabilities[..4]).len(), 2);
        assert_eq!(
            Reliability::of(&[], &[]),
            Reliability { expected_calibration_error: 0.0, brier_score: 0.0 }
        );
    }
}
