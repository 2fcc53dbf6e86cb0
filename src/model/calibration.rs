//! Calibration: how sure a model may be, learned from labelled rows that it did not see.
//!
//! Probabilities of a model that was fitted to its rows are too sure (or, with a strong penalty, not sure
//! enough). So each row is answered by a model that was trained without its article, and one number, the
//! temperature, is fitted to these answers: all scores are divided by it (Guo, Pleiss, Sun, Weinberger: On
//! calibration of modern neural networks, 2017). It moves every probability and no label. The answers stay
//! in the model file: thresholds for abstention and corrected shares come from them too.

use std::sync::Arc;

use super::classifier::Classifier;
use super::cross_validation::CrossValidation;
use super::objective::softmax;
use super::settings::{Calibrate, TrainSettings};
use crate::article::Lexicon;
use crate::corpus::{Corpus, Folds};
use crate::error::{Error, ErrorKind, Result};
use crate::features::Samples;
use crate::storage::Array;

/// The temperature, and the answers that it was fitted to. Without any ([`Calibration::default`]) the
/// temperature is 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    pub(crate) temperature: f64,
    /// The logarithm of each probability at temperature 1, rows x labels.
    pub(crate) scores: Array<f32>,
    /// The true label of each row.
    pub(crate) labels: Array<u32>,
    /// The article of each row; the row's own number where there are none.
    pub(crate) articles: Array<u32>,
}

impl Default for Calibration {
    fn default() -> Self {
        let (scores, labels, articles) = (Vec::new().into(), Vec::new().into(), Vec::new().into());
        Self { temperature: 1.0, scores, labels, articles }
    }
}

/// Temperatures stay in 1/20 to 20.
const FURTHEST: f64 = 20.0;

impl Calibration {
    /// Fits the temperature to probabilities (rows x labels, as a model gives them without a temperature)
    /// of rows whose labels are known, and keeps both. `articles` are numbers, one for each row.
    ///
    /// The temperature has the least log-loss. True labels count as (n + 1) / (n + k) and each other label
    /// as 1 / (n + k), for n rows and k labels, so that a few rows that are all right do not make the model
    /// infinitely sure (Platt: Probabilistic outputs for support vector machines, 1999, section 2.2).
    /// Linear in rows x labels.
    ///
    /// ```
    /// use standpoint::model::Calibration;
    /// // Nine times in ten "90 %" is right: nothing to mend.
    /// let probabilities = [0.9, 0.1].repeat(1000);
    /// let labels: Vec<u32> = (0..1000).map(|row| u32::from(row % 10 == 0)).collect();
    /// let calibration = Calibration::fit(&probabilities, &labels, None);
    /// assert!((calibration.temperature() - 1.0).abs() < 0.01);
    /// ```
    pub fn fit(probabilities: &[f64], labels: &[u32], articles: Option<&[u32]>) -> Self {
        let scores = logarithms(probabilities);
        let articles = articles.map_or_else(|| (0..labels.len() as u32).collect(), <[u32]>::to_vec);
        Self {
            temperature: fit_temperature(&scores, labels),
            scores: scores.into(),
            labels: labels.to_vec().into(),
            articles: articles.into(),
        }
    }

    /// From the answers of models that each saw the other folds only; `None` if `settings` or the corpus
    /// do not allow it ([`calibration_folds`] says why). C is that of `settings`.
    pub(super) fn by_folds(
        corpus: &Corpus,
        samples: &Samples<'_>,
        lexicon: Option<Arc<Lexicon>>,
        settings: &TrainSettings,
    ) -> Result<Option<(Self, usize)>> {
        let Ok(folds) = calibration_folds(corpus, settings) else { return Ok(None) };
        let others = CrossValidation::of_samples(corpus, samples.clone(), lexicon, settings);
        let probabilities = others.probabilities(&folds, &|| {})?;
        Ok(Some((Self::fit(&probabilities, corpus.labels(), corpus.groups()), folds.k())))
    }

    /// What scores are divided by; above 1 the model was too sure.
    pub fn temperature(&self) -> f64 {
        self.temperature
    }

    /// The true label of each row that it was fitted to; none if the model is not calibrated.
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }

    /// The article of each of these rows, by number.
    pub fn articles(&self) -> &[u32] {
        &self.articles
    }

    /// The number of rows that it was fitted to.
    pub fn n_rows(&self) -> usize {
        self.labels.len()
    }

    /// The probabilities of these rows before the temperature, rows x labels.
    pub fn probabilities_before(&self) -> Vec<f64> {
        with_temperature(&self.scores, self.n_labels(), 1.0)
    }

    /// The calibrated probabilities of these rows, rows x labels.
    pub fn probabilities(&self) -> Vec<f64> {
        with_temperature(&self.scores, self.n_labels(), self.temperature)
    }

    /// Other probabilities of the same model (rows x `k`, before the temperature) with it.
    pub fn calibrated(&self, probabilities: &[f64], k: usize) -> Vec<f64> {
        with_temperature(&logarithms(probabilities), k, self.temperature)
    }

    /// Probabilities of the same model (rows x `k`) as they would be without the temperature.
    pub fn undone(&self, calibrated: &[f64], k: usize) -> Vec<f64> {
        with_temperature(&logarithms(calibrated), k, 1.0 / self.temperature)
    }

    /// Labels of the model; 0 without rows.
    fn n_labels(&self) -> usize {
        self.scores.len().checked_div(self.n_rows()).unwrap_or(0)
    }

    /// Whether its parts fit together and to a model of `k` labels.
    pub(super) fn is_consistent(&self, k: usize) -> bool {
        let n = self.n_rows();
        (1.0 / FURTHEST..=FURTHEST).contains(&self.temperature)
            && self.articles.len() == n
            && self.scores.len() == n * k
            && self.labels.iter().all(|&label| (label as usize) < k)
            && self.scores.iter().all(|score| score.is_finite())
    }
}

/// The folds that a corpus is calibrated with, or why it is not.
///
/// # Errors
/// In words: not asked for, too many rows for `auto`, or a label that not every part for training has.
pub fn calibration_folds(corpus: &Corpus, settings: &TrainSettings) -> std::result::Result<Folds, String> {
    let n = corpus.len();
    match settings.calibrate {
        Calibrate::None => return Err("--calibrate none".into()),
        Calibrate::Auto if n > Calibrate::MOST_ROWS => {
            return Err(format!(
                "{n} rows are more than {}; --calibrate folds does it, and trains {} times more",
                Calibrate::MOST_ROWS,
                Calibrate::FOLDS
            ));
        }
        Calibrate::Auto | Calibrate::Folds => {}
    }
    let one = || match corpus.cluster_name() {
        "row" => "there is one row".to_owned(),
        "article" => "all rows are of one article".to_owned(),
        column => format!("all rows have the same '{column}'"),
    };
    let folds =
        Folds::new(corpus, Calibrate::FOLDS.min(corpus.n_clusters()), settings.seed).map_err(|_| one())?;
    for fold in 0..folds.k() {
        let counts = corpus.subset(&folds.split(fold).0).label_counts();
        if let Some(label) = counts.iter().position(|&count| count == 0) {
            let unit = if corpus.groups().is_some() { "articles" } else { "rows" };
            return Err(format!("'{}' occurs in too few {unit}", corpus.label_names()[label]));
        }
    }
    Ok(folds)
}

/// What calibration makes of the rows of one fold.
#[derive(Clone, Debug)]
pub struct CalibratedFold {
    /// The calibration, from the answers for all other folds.
    pub calibration: Calibration,
    /// The rows that are held out in it.
    pub rows: Vec<usize>,
    /// Their calibrated probabilities, rows x labels.
    pub probabilities: Vec<f64>,
}

/// Calibrates the cross-validated probabilities (rows x `k`) of each fold by those of the others.
pub fn by_other_folds<'a>(
    probabilities: &'a [f64],
    labels: &'a [u32],
    k: usize,
    folds: &'a Folds,
) -> impl Iterator<Item = CalibratedFold> + 'a {
    let of_rows = move |rows: &[usize]| -> Vec<f64> {
        rows.iter().flat_map(|&row| probabilities[row * k..(row + 1) * k].iter().copied()).collect()
    };
    (0..folds.k()).map(move |fold| {
        let (others, rows) = folds.split(fold);
        let known: Vec<u32> = others.iter().map(|&row| labels[row]).collect();
        let calibration = Calibration::fit(&of_rows(&others), &known, None);
        let probabilities = calibration.calibrated(&of_rows(&rows), k);
        CalibratedFold { calibration, rows, probabilities }
    })
}

impl Classifier {
    /// The calibration; one without rows if there is none.
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// The same model, calibrated anew on labelled rows of the text that it is to read.
    ///
    /// # Errors
    /// [`ErrorKind::Table`] if the rows have a label that the model does not know.
    pub fn calibrated_on(mut self, corpus: &Corpus) -> Result<Self> {
        let labels = self.known_labels(corpus)?;
        self.calibration = Calibration::default();
        let samples = self.samples(corpus);
        let mut predictor = self.predictor();
        let mut probabilities = Vec::with_capacity(corpus.len() * self.labels().len());
        for row in 0..corpus.len() {
            probabilities.extend_from_slice(predictor.predict_sample(samples.get(row)).probabilities);
        }
        self.calibration = Calibration::fit(&probabilities, &labels, corpus.groups());
        Ok(self)
    }

    /// The labels of a corpus as numbers into those of the model.
    ///
    /// # Errors
    /// [`ErrorKind::Table`] if one is unknown to the model.
    pub fn known_labels(&self, corpus: &Corpus) -> Result<Vec<u32>> {
        let known = self.labels();
        let place = |name: &String| {
            known.binary_search(name).map_err(|_| {
                let message =
                    format!("label '{name}' is unknown to the model, whose labels are: {}", known.join(", "));
                Error::new(ErrorKind::Table, message)
            })
        };
        let places: Vec<usize> = corpus.label_names().iter().map(place).collect::<Result<_>>()?;
        Ok(corpus.labels().iter().map(|&label| places[label as usize] as u32).collect())
    }
}

fn logarithms(probabilities: &[f64]) -> Vec<f32> {
    probabilities.iter().map(|p| libm::log(p.max(f64::MIN_POSITIVE)) as f32).collect()
}

/// The zero of the derivative of the log-loss by the inverse temperature, in which the loss is convex, by
/// bisection.
fn fit_temperature(scores: &[f32], labels: &[u32]) -> f64 {
    if labels.is_empty() {
        return 1.0;
    }
    let (n, k) = (labels.len() as f64, scores.len() / labels.len());
    let other = 1.0 / (n + k as f64);
    let slope = |temperature: f64| -> f64 {
        let probabilities = with_temperature(scores, k, temperature);
        let rows = scores.chunks(k).zip(probabilities.chunks(k)).zip(labels);
        rows.map(|((scores, probabilities), &label)| {
            let target = |c: usize| if c == label as usize { (n + 1.0) * other } else { other };
            (0..k).map(|c| (probabilities[c] - target(c)) * f64::from(scores[c])).sum::<f64>()
        })
        .sum()
    };
    let (mut low, mut high) = (-libm::log(FURTHEST), libm::log(FURTHEST));
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        // A rising loss asks for a smaller inverse, which is a higher temperature.
        if slope(libm::exp(middle)) > 0.0 { low = middle } else { high = middle }
    }
    libm::exp(f64::midpoint(low, high)).clamp(1.0 / FURTHEST, FURTHEST)
}

/// The probabilities of scores (rows x `k`) that are divided by a temperature.
fn with_temperature(scores: &[f32], k: usize, temperature: f64) -> Vec<f64> {
    let mut probabilities = vec![0.0; scores.len()];
    let mut divided = vec![0.0; k];
    for (scores, probabilities) in scores.chunks(k.max(1)).zip(probabilities.chunks_mut(k.max(1))) {
        for (divided, &score) in divided.iter_mut().zip(scores) {
            *divided = f64::from(score) / temperature;
        }
        softmax(&divided, probabilities);
    }
    probabilities
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows that are right in `right` of 20 cases, with 95 % said each time.
    fn rows(right: u32) -> (Vec<f64>, Vec<u32>) {
        ([0.95, 0.05].repeat(400), (0..400).map(|row| u32::from(row % 20 >= right)).collect())
    }

    #[test]
    fn a_model_that_is_too_sure_gets_a_high_temperature() {
        for (right, expected) in [(19, 0.95), (16, 0.8), (12, 0.6)] {
            let (probabilities, labels) = rows(right);
            let calibration = Calibration::fit(&probabilities, &labels, None);
            let calibrated = calibration.probabilities();
            assert!((calibrated[0] - expected).abs() < 0.003, "{} for {expected}", calibrated[0]);
            assert_eq!(calibration.probabilities_before().len(), 800);
        }
    }

    #[test]
    fn few_rows_that_are_all_right_do_not_make_it_infinitely_sure() {
        let calibration = Calibration::fit(&[0.7, 0.3].repeat(8), &[0; 8], None);
        assert!((calibration.probabilities()[0] - 0.9).abs() < 1e-6);
        assert!(calibration.is_consistent(2) && !calibration.is_consistent(3));
        assert_eq!(Calibration::fit(&[], &[], None).temperature(), 1.0);
    }
}
