//! Cross-validation: predictions for rows by models that have not seen them.

use std::sync::Arc;

use rayon::prelude::*;

use super::calibration::by_other_folds;
use super::classifier::{Classifier, labels_of_sources};
use super::logistic::most_probable;
use super::settings::{Calibrate, TrainSettings};
use crate::article::Lexicon;
use crate::corpus::{Corpus, Folds};
use crate::error::Result;
use crate::features::{Samples, Unit};

/// A corpus that was read once, to train on parts of it. What a sentence's sample is depends on its own
/// article only, so it is the same in every fold that has the whole article.
#[derive(Debug)]
pub struct CrossValidation<'a> {
    corpus: &'a Corpus,
    /// Those of training, without calibration.
    settings: TrainSettings,
    calibrated: bool,
    lexicon: Option<Arc<Lexicon>>,
    samples: Samples<'a>,
}

/// Answers for rows by models that have not seen them.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldOut {
    /// The probabilities before any temperature, rows x labels.
    pub uncalibrated: Vec<f64>,
    /// The probabilities, rows x labels.
    pub probabilities: Vec<f64>,
    /// The temperature of each fold; none if nothing is calibrated.
    pub temperatures: Vec<f64>,
}

impl<'a> CrossValidation<'a> {
    /// Reads the rows of the corpus in their articles.
    pub fn new(corpus: &'a Corpus, settings: &TrainSettings) -> Result<Self> {
        let lexicon = settings.needed_lexicon()?;
        let samples = Samples::of_corpus(corpus, lexicon.as_deref(), &settings.features);
        Ok(Self::of_samples(corpus, samples, lexicon, settings))
    }

    /// The same with rows that were read in their articles.
    pub(super) fn of_samples(
        corpus: &'a Corpus,
        samples: Samples<'a>,
        lexicon: Option<Arc<Lexicon>>,
        settings: &TrainSettings,
    ) -> Self {
        let calibrated = settings.calibrate != Calibrate::None;
        let settings = TrainSettings { calibrate: Calibrate::None, ..settings.clone() };
        Self { corpus, settings, calibrated, lexicon, samples }
    }

    /// What models that have not seen them answer for all rows, as calibrated models would: the temperature of each
    /// fold is fitted to the answers for all other folds. Nothing is calibrated if the settings ask for that.
    pub fn held_out(&self, folds: &Folds, progress: &(dyn Fn() + Sync)) -> Result<HeldOut> {
        let uncalibrated = self.probabilities(folds, progress)?;
        let (mut probabilities, mut temperatures) = (uncalibrated.clone(), Vec::new());
        if self.calibrated {
            let k = self.corpus.label_names().len();
            for fold in by_other_folds(&uncalibrated, self.corpus.labels(), k, folds) {
                for (&row, calibrated) in fold.rows.iter().zip(fold.probabilities.chunks(k)) {
                    probabilities[row * k..(row + 1) * k].copy_from_slice(calibrated);
                }
                temperatures.push(fold.calibration.temperature());
            }
        }
        Ok(HeldOut { uncalibrated, probabilities, temperatures })
    }

    /// The probabilities of each row from a model trained on the other folds, rows x labels; features,
    /// C and all else are learned anew in each fold, nothing is calibrated. `progress` is called after each fold.
    pub fn probabilities(&self, folds: &Folds, progress: &(dyn Fn() + Sync)) -> Result<Vec<f64>> {
        let answer = |fold: usize| {
            let (train, test) = folds.split(fold);
            let answers = self.train_and_predict(&train, &test)?;
            progress();
            Ok((test, answers))
        };
        let answers: Vec<Result<_>> = (0..folds.k()).into_par_iter().map(answer).collect();
        let k = self.corpus.label_names().len();
        let mut probabilities = vec![0.0; self.corpus.len() * k];
        for answers in answers {
            let (test, answers) = answers?;
            for (row, answer) in test.into_iter().zip(answers.chunks(k)) {
                probabilities[row * k..(row + 1) * k].copy_from_slice(answer);
            }
        }
        Ok(probabilities)
    }

    /// The probabilities of the rows `test` from a model trained on the rows `train`, test rows x labels.
    pub fn train_and_predict(&self, train: &[usize], test: &[usize]) -> Result<Vec<f64>> {
        let (corpus, samples) = (self.corpus.subset(train), self.samples.subset(train));
        let classifier = Classifier::train_on(&corpus, &samples, self.lexicon.clone(), &self.settings)?;
        let mut predictor = classifier.predictor();
        let mut probabilities = Vec::with_capacity(test.len() * classifier.labels().len());
        for &row in test {
            let predicted = predictor.predict_sample(self.samples.get(row));
            probabilities.extend_from_slice(predicted.probabilities);
        }
        Ok(probabilities)
    }

    /// What attribution alone answers for each row: the label that its source's side has most often in
    /// the other folds, the most frequent label for sides that do not occur there. `None` without context.
    pub fn attribution(&self, folds: &Folds) -> Option<Vec<u32>> {
        if !self.settings.features.has(Unit::Context) {
            return None;
        }
        let k = self.corpus.label_names().len();
        let mut answers = vec![0; self.corpus.len()];
        for fold in 0..folds.k() {
            let (train, test) = folds.split(fold);
            let labels: Vec<u32> = train.iter().map(|&row| self.corpus.labels()[row]).collect();
            let known = labels_of_sources(&self.samples.subset(&train), &labels, k);
            let mut counts = vec![0.0; k];
            for &label in &labels {
                counts[label as usize] += 1.0;
            }
            let frequent = most_probable(&counts);
            for row in test {
                answers[row] = label_of_source(&known, self.samples.get(row).source(), frequent) as u32;
            }
        }
        Some(answers)
    }
}

/// The label of a source, or `otherwise`.
pub fn label_of_source(known: &[(String, usize)], source: Option<&str>, otherwise: usize) -> usize {
    let place = source.and_then(|source| known.binary_search_by(|(name, _)| name.as_str().cmp(source)).ok());
    place.map_or(otherwise, |place| known[place].1)
}
