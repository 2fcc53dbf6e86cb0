//! How much of a text has each label: counted, and corrected for what the model gets wrong.
//!
//! To count labels is biased: a label that is rare in the text gets most of its rows by mistake. Two ways
//! mend that. Without labels of one's own, the shares are estimated that make the model's probabilities
//! most likely (Saerens, Latinne, Decaestecker: Adjusting the outputs of a classifier to new a priori
//! probabilities, 2002). That assumes that rows of a label look as they did in the calibration rows, and only
//! their number differs. With a random sample labelled by hand, the mean probability is corrected by what the
//! sample shows it to be wrong by (Angelopoulos, Bates, Fannjiang, Jordan, Zrnic: Prediction-powered
//! inference, 2023; with unequal probabilities: Särndal, Swensson, Wretman: Model Assisted Survey Sampling,
//! 1992). That assumes nothing about the model.

use rayon::prelude::*;
use serde::Serialize;

use super::intervals::{Interval, percentile};
use crate::corpus::SplitMix64;
use crate::model::Calibration;

/// How often articles are drawn anew for the intervals.
pub const SHARE_DRAWS: usize = 400;

/// A row to be counted. Rows of one article stand together.
#[derive(Clone, Debug)]
pub struct CountedRow<'a> {
    /// The number of its article.
    pub article: usize,
    /// How much it counts: 1, or its words.
    pub weight: f64,
    /// The label that the model gives it.
    pub label: usize,
    /// The calibrated probability of each label.
    pub probabilities: &'a [f64],
    /// If it is in the hand-labelled sample: its true label, and how probable it was that it came there.
    pub sampled: Option<(usize, f64)>,
}

/// A share with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The share, 0 to 1.
    pub value: f64,
    /// How far it would move with other articles (and with other calibration rows, where it rests on these).
    pub interval: Interval,
}

/// The shares of all labels, each by several estimators.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shares {
    /// Rows counted.
    pub n_rows: usize,
    /// Their articles. The intervals are over articles; over rows if there is one article.
    pub n_articles: usize,
    /// The rows among them that were labelled by hand.
    pub n_sampled: usize,
    /// What share of the rows has each label.
    pub raw: Vec<Share>,
    /// Corrected for the model's errors; none for a model without calibration.
    pub corrected: Option<Vec<Share>>,
    /// Corrected by the hand-labelled sample; none without one.
    pub by_sample: Option<Vec<Share>>,
}

/// The shares that a model's probabilities take for granted, as its calibration rows show: a model trained
/// with balanced labels gives probabilities for text in which all labels are equally frequent.
#[derive(Clone, Debug)]
pub struct ImpliedPriors {
    priors: Vec<f64>,
    /// The same from calibration articles drawn anew.
    draws: Vec<Vec<f64>>,
}

impl ImpliedPriors {
    /// The priors with which the probabilities of the calibration rows sum to their label counts, once these
    /// shares are put in their place; that is the maximum of the likelihood (Alexandari, Kundaje, Shrikumar:
    /// Maximum likelihood with bias-corrected calibration is hard-to-beat at label shift adaptation, 2020).
    /// None without calibration rows. Takes draws x rows x labels.
    pub fn new(calibration: &Calibration, n_labels: usize, seed: u64) -> Option<Self> {
        let (labels, probabilities) = (calibration.labels(), calibration.probabilities());
        if labels.is_empty() {
            return None;
        }
        let clusters = Clusters::new(calibration.articles().iter().map(|&article| article as usize));
        let flat = vec![1.0; n_labels];
        let (ratios, priors) = implied(labels, &probabilities, &clusters.all(), &flat, 1e-9);
        let draw = |draw: usize| {
            let times = clusters.draw(seed, draw);
            implied(labels, &probabilities, &times, &ratios, 1e-6).1
        };
        let draws = (0..SHARE_DRAWS).into_par_iter().map(draw).collect();
        Some(Self { priors, draws })
    }

    /// The priors, in the order of the labels; they sum to 1.
    pub fn priors(&self) -> &[f64] {
        &self.priors
    }
}

/// Iterative scaling (Darroch, Ratcliff 1972): each label's probabilities are multiplied until they sum to its
/// count. The factors, and the priors that these imply; `times` is how often each row counts.
fn implied(
    labels: &[u32],
    probabilities: &[f64],
    times: &[f64],
    start: &[f64],
    tolerance: f64,
) -> (Vec<f64>, Vec<f64>) {
    let k = start.len();
    let n: f64 = times.iter().sum();
    let mut counts = vec![0.0; k];
    for (&label, times) in labels.iter().zip(times) {
        counts[label as usize] += times;
    }
    let mut ratios = start.to_vec();
    for _ in 0..500 {
        let sums = weighted_posteriors(probabilities, times, &ratios);
        let mut moved = 0.0f64;
        // A label without rows says nothing about its prior.
        for c in (0..k).filter(|&c| counts[c] > 0.0 && sums[c] > 0.0) {
            ratios[c] *= counts[c] / sums[c];
            moved = moved.max((counts[c] - sums[c]).abs() / n);
        }
        if moved < tolerance {
            break;
        }
    }
    let mean = weighted_posteriors(probabilities, times, &vec![1.0; k]);
    let prior = |c: usize| if counts[c] > 0.0 { counts[c] / ratios[c] } else { mean[c] };
    let priors: Vec<f64> = (0..k).map(prior).collect();
    let sum: f64 = priors.iter().sum();
    (ratios, priors.into_iter().map(|prior| prior / sum).collect())
}

/// The sum over rows of their weight times their probabilities, after these are multiplied by `ratios` and
/// sum to 1 again.
fn weighted_posteriors(probabilities: &[f64], weights: &[f64], ratios: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; ratios.len()];
    for (p, &weight) in probabilities.chunks(ratios.len()).zip(weights) {
        if weight > 0.0 {
            let all: f64 = p.iter().zip(ratios).map(|(p, ratio)| p * ratio).sum();
            let scale = weight / all.max(f64::MIN_POSITIVE);
            for ((sum, p), ratio) in sums.iter_mut().zip(p).zip(ratios) {
                *sum += scale * p * ratio;
            }
        }
    }
    sums
}

/// Which rows are drawn together.
struct Clusters {
    of_row: Vec<usize>,
    n: usize,
}

impl Clusters {
    /// Articles, by the number of each row's; rows if there is one article only.
    fn new(articles: impl Iterator<Item = usize>) -> Self {
        let numbers: Vec<usize> = articles.collect();
        let mut sorted = numbers.clone();
        sorted.sort_unstable();
        sorted.dedup();
        if sorted.len() < 2 {
            return Self { n: numbers.len(), of_row: (0..numbers.len()).collect() };
        }
        let place = |number: &usize| sorted.binary_search(number).unwrap_or_default();
        Self { of_row: numbers.iter().map(place).collect(), n: sorted.len() }
    }

    /// Every row once.
    fn all(&self) -> Vec<f64> {
        vec![1.0; self.of_row.len()]
    }

    /// How often each row occurs when clusters are drawn with replacement.
    fn draw(&self, seed: u64, draw: usize) -> Vec<f64> {
        let mut random = SplitMix64::new(seed ^ SplitMix64::new(draw as u64).next_u64());
        let mut times = vec![0.0; self.n];
        for _ in 0..self.n {
            times[random.below(self.n)] += 1.0;
        }
        self.of_row.iter().map(|&cluster| times[cluster]).collect()
    }
}

/// The shares of `n_labels` labels among rows. `implied` are those of the model; without them nothing is
/// corrected. Takes draws x rows x labels x steps of the estimation (some dozens); on all threads.
///
/// ```
/// use standpoint::evaluation::{CountedRow, ImpliedPriors, shares};
/// use standpoint::model::Calibration;
/// // A model that is right in 4 of 5 rows and says so, calibrated on text where both labels are equally frequent,
/// let calibration = Calibration::fit(
///     &[[0.8, 0.2].repeat(100), [0.2, 0.8].repeat(100)].concat(),
///     &[vec![0; 80], vec![1; 20], vec![1; 80], vec![0; 20]].concat(),
///     None,
/// );
/// // reads text where one row in ten has label 1. It will say 0.1 x 0.8 + 0.9 x 0.2 = 26 %.
/// let row = |i: usize| CountedRow {
///     article: i / 10,
///     weight: 1.0,
///     label: usize::from(i % 50 < 13),
///     probabilities: if i % 50 < 13 { &[0.2, 0.8] } else { &[0.8, 0.2] },
///     sampled: None,
/// };
/// let rows: Vec<CountedRow> = (0..1000).map(row).collect();
/// let found = shares(&rows, 2, ImpliedPriors::new(&calibration, 2, 0).as_ref(), 0);
/// assert!((found.raw[1].value - 0.26).abs() < 1e-9);
/// assert!((found.corrected.unwrap()[1].value - 0.1).abs() < 0.01);
/// ```
pub fn shares(rows: &[CountedRow], n_labels: usize, implied: Option<&ImpliedPriors>, seed: u64) -> Shares {
    let table = Counted::new(rows, n_labels);
    let clusters = Clusters::new(rows.iter().map(|row| row.article));
    let once = clusters.all();
    let raw = table.raw(&once);
    let corrected = implied.map(|implied| table.corrected(&once, &implied.priors, None));
    let sampled = rows.iter().filter(|row| row.sampled.is_some()).count();
    let by_sample = (sampled > 0).then(|| table.by_sample(&once));
    let draw = |draw: usize| {
        let times = clusters.draw(seed, draw);
        let corrected = implied.zip(corrected.as_ref());
        [
            Some(table.raw(&times)),
            corrected.map(|(implied, start)| table.corrected(&times, &implied.draws[draw], Some(start))),
            by_sample.as_ref().map(|_| table.by_sample(&times)),
        ]
    };
    let draws: Vec<[Option<Vec<f64>>; 3]> = (0..SHARE_DRAWS).into_par_iter().map(draw).collect();
    let with_intervals = |estimator: usize, values: &[f64]| {
        let share = |c: usize| {
            let drawn = draws.iter().filter_map(|draw| draw[estimator].as_ref().map(|values| values[c]));
            let mut drawn: Vec<f64> = drawn.filter(|value| value.is_finite()).collect();
            drawn.sort_by(f64::total_cmp);
            let end = |share| if drawn.is_empty() { f64::NAN } else { percentile(&drawn, share) };
            let clipped = |value: f64| value.clamp(0.0, 1.0);
            let interval = Interval { low: clipped(end(0.025)), high: clipped(end(0.975)) };
            Share { value: clipped(values[c]), interval }
        };
        (0..n_labels).map(share).collect()
    };
    let mut articles: Vec<usize> = rows.iter().map(|row| row.article).collect();
    articles.sort_unstable();
    articles.dedup();
    Shares {
        n_rows: rows.len(),
        n_articles: articles.len(),
        n_sampled: sampled,
        raw: with_intervals(0, &raw),
        corrected: corrected.as_deref().map(|values| with_intervals(1, values)),
        by_sample: by_sample.as_deref().map(|values| with_intervals(2, values)),
    }
}

/// Rows side by side in arrays.
struct Counted<'a> {
    rows: &'a [CountedRow<'a>],
    probabilities: Vec<f64>,
    k: usize,
}

impl<'a> Counted<'a> {
    fn new(rows: &'a [CountedRow<'a>], k: usize) -> Self {
        let probabilities = rows.iter().flat_map(|row| row.probabilities.iter().copied()).collect();
        Self { rows, probabilities, k }
    }

    /// Each row's weight times how often it is drawn, and their sum.
    fn weights(&self, times: &[f64]) -> (Vec<f64>, f64) {
        let weights: Vec<f64> = self.rows.iter().zip(times).map(|(row, times)| row.weight * times).collect();
        let sum: f64 = weights.iter().sum();
        (weights, sum)
    }

    /// Labels, counted.
    fn raw(&self, times: &[f64]) -> Vec<f64> {
        let (weights, sum) = self.weights(times);
        let mut shares = vec![0.0; self.k];
        for (row, weight) in self.rows.iter().zip(&weights) {
            shares[row.label] += weight;
        }
        shares.into_iter().map(|share| share / sum).collect()
    }

    /// The most likely shares, by expectation maximisation: probabilities are put right for the shares, the
    /// shares become their mean. From given shares when draws are repeated.
    fn corrected(&self, times: &[f64], implied: &[f64], start: Option<&Vec<f64>>) -> Vec<f64> {
        let (weights, sum) = self.weights(times);
        let (steps, tolerance) = if start.is_some() { (100, 1e-5) } else { (2000, 1e-9) };
        let least = 1e-6;
        let mut shares: Vec<f64> =
            start.map_or_else(|| implied.to_vec(), |start| start.iter().map(|p| p.max(least)).collect());
        for _ in 0..steps {
            let ratios: Vec<f64> =
                shares.iter().zip(implied).map(|(share, prior)| share / prior.max(least)).collect();
            let next: Vec<f64> = weighted_posteriors(&self.probabilities, &weights, &ratios)
                .into_iter()
                .map(|share| share / sum)
                .collect();
            let moved = shares.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            shares = next;
            if moved < tolerance {
                break;
            }
        }
        shares
    }

    /// The mean probability, and what it is wrong by in the sample: that mean is weighted by the inverse of the
    /// probabilities of being drawn.
    fn by_sample(&self, times: &[f64]) -> Vec<f64> {
        let (weights, sum) = self.weights(times);
        let (mut shares, mut errors, mut sampled) = (vec![0.0; self.k], vec![0.0; self.k], 0.0);
        for ((row, p), &weight) in self.rows.iter().zip(self.probabilities.chunks(self.k)).zip(&weights) {
            shares.iter_mut().zip(p).for_each(|(share, p)| *share += weight * p / sum);
            if let Some((truth, probability)) = row.sampled {
                let weight = weight / probability;
                sampled += weight;
                let truth = |c: usize| f64::from(u8::from(c == truth));
                errors
                    .iter_mut()
                    .zip(p)
                    .enumerate()
                    .for_each(|(c, (sum, p))| *sum += weight * (truth(c) - p));
            }
        }
        shares.iter().zip(&errors).map(|(share, error)| share + error / sampled).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_corrects_a_model_that_is_always_wrong() {
        let wrong = |i: usize| CountedRow {
            article: i / 5,
            weight: 1.0,
            label: 0,
            probabilities: &[0.9, 0.1],
            sampled: i.is_multiple_of(3).then_some((1, 1.0 / 3.0)),
        };
        let rows: Vec<CountedRow> = (0..90).map(wrong).collect();
        let found = shares(&rows, 2, None, 0);
        assert_eq!((found.n_rows, found.n_articles, found.n_sampled), (90, 18, 30));
        assert_eq!((found.raw[0].value, found.corrected), (1.0, None));
        let by_sample = found.by_sample.expect("a sample");
        assert!((by_sample[1].value - 1.0).abs() < 1e-12 && by_sample[1].interval.low > 0.99);
    }

    #[test]
    fn words_count_as_weights_and_one_article_is_drawn_by_rows() {
        let row = |label: usize, weight: f64| CountedRow {
            article: 7,
            weight,
            label,
            probabilities: &[0.5, 0.5],
            sampled: None,
        };
        let found = shares(&[row(0, 30.0), row(1, 10.0)], 2, None, 0);
        assert_eq!((found.raw[0].value, found.n_articles), (0.75, 1));
        assert_eq!((found.raw[0].interval.low, found.raw[0].interval.high), (0.0, 1.0));
    }

    #[test]
    fn the_implied_priors_of_a_right_model_are_those_of_its_rows() {
        let probabilities = [[0.9, 0.1].repeat(100), [0.3, 0.7].repeat(50)].concat();
        let labels: Vec<u32> =
            (0..150).map(|i| u32::from(if i < 100 { i % 10 == 0 } else { i % 10 >= 3 })).collect();
        let calibration = Calibration::fit(&probabilities, &labels, None);
        let implied = ImpliedPriors::new(&calibration, 2, 0).expect("rows");
        assert!((implied.priors()[0] - 105.0 / 150.0).abs() < 0.02, "{:?}", implied.priors());
    }
}
