//! The figures of one evaluation.

use serde::Serialize;

use super::intervals::{Interval, intervals};
use crate::corpus::{Corpus, Folds};
use crate::error::Result;
use crate::features::Unit;
use crate::metrics::{Confusion, LabelScores, log_loss};
use crate::model::{
    Classifier, TrainSettings, cross_validate, cross_validate_attribution, cross_validate_calibrated,
    label_of_source, most_probable,
};

/// How good predictions are. Serialises to the JSON that `evaluate --format json` prints: the keys
/// are the names of these fields and stay.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The label column.
    pub label_column: String,
    /// Where the predictions come from.
    pub method: Method,
    /// Rows.
    pub n: usize,
    /// Articles, if rows have articles. Intervals are over articles, else over rows.
    pub n_articles: Option<usize>,
    /// The share of rows whose label is right.
    pub accuracy: f64,
    /// 95 % interval of the accuracy.
    pub accuracy_interval: Interval,
    /// The mean recall over labels.
    pub balanced_accuracy: f64,
    /// 95 % interval of the balanced accuracy.
    pub balanced_accuracy_interval: Interval,
    /// The mean F1 over labels.
    pub macro_f1: f64,
    /// 95 % interval of macro-F1.
    pub macro_f1_interval: Interval,
    /// The mean of −ln p(true label).
    pub log_loss: f64,
    /// The labels, in the order of `labels` and `confusion`.
    pub label_names: Vec<String>,
    /// Precision, recall, F1 and support of each label.
    pub labels: Vec<LabelFigures>,
    /// Rows: true labels; columns: predicted ones.
    pub confusion: Confusion,
    /// What always answering the most frequent training label would give.
    pub majority_baseline: Baseline,
    /// What parts of the model would give alone: `words alone` (in cross-validation), `attribution alone`
    /// (with context: the label that most training rows with a source of that side had).
    pub baselines: Vec<PartAlone>,
    /// Rows that the model was trained on: above 0, all figures are too good.
    pub rows_trained_on: usize,
}

/// Where predictions come from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Method {
    /// A finished model.
    Model,
    /// Cross-validation: each row by a model that did not see its article.
    CrossValidation {
        /// The number of folds.
        folds: usize,
    },
}

/// The figures of one label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelFigures {
    /// The label.
    pub label: String,
    /// Its figures.
    #[serde(flatten)]
    pub scores: LabelScores,
}

/// The figures of a part of the model alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartAlone {
    /// Which part.
    pub name: &'static str,
    /// Its accuracy.
    pub accuracy: f64,
    /// Its balanced accuracy.
    pub balanced_accuracy: f64,
    /// Its macro-F1.
    pub macro_f1: f64,
}

impl PartAlone {
    fn new(name: &'static str, k: usize, labels: &[u32], answers: impl Iterator<Item = usize>) -> Self {
        let pairs = labels.iter().map(|&label| label as usize).zip(answers);
        let confusion = Confusion::from_pairs(k, pairs);
        Self {
            name,
            accuracy: confusion.accuracy(),
            balanced_accuracy: confusion.balanced_accuracy(),
            macro_f1: confusion.macro_f1(),
        }
    }
}

/// The figures of an answer that is always the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Baseline {
    /// The label that is always answered.
    pub label: String,
    /// Its accuracy.
    pub accuracy: f64,
    /// Its balanced accuracy.
    pub balanced_accuracy: f64,
    /// Its macro-F1.
    pub macro_f1: f64,
    /// The log-loss of answering the training shares.
    pub log_loss: f64,
}

impl Report {
    /// Evaluates a finished model on labelled rows.
    ///
    /// # Errors
    /// [`ErrorKind::Table`](crate::ErrorKind::Table) if the rows have a label that the model does not know.
    pub fn of_model(classifier: &Classifier, corpus: &Corpus) -> Result<Self> {
        let known = classifier.labels();
        let labels = classifier.known_labels(corpus)?;
        let samples = classifier.samples(corpus);
        let mut predictor = classifier.predictor();
        let mut probabilities = Vec::with_capacity(corpus.len() * known.len());
        for row in 0..corpus.len() {
            probabilities.extend_from_slice(predictor.predict_sample(samples.get(row)).probabilities);
        }
        let description = classifier.description();
        let mut report = Self::of_probabilities(
            &description.label_column,
            known,
            &labels,
            &probabilities,
            corpus.groups(),
            &description.label_counts,
        );
        let sources = &description.labels_of_sources;
        if !sources.is_empty() {
            let frequent = most_probable(&description.priors());
            let answer = |row: usize| label_of_source(sources, samples.get(row).source(), frequent);
            let alone =
                PartAlone::new("attribution alone", known.len(), &labels, (0..corpus.len()).map(answer));
            report.baselines.push(alone);
        }
        report.rows_trained_on =
            corpus.texts().into_iter().filter(|text| classifier.was_trained_on(text)).count();
        Ok(report)
    }

    /// Evaluates settings by cross-validation that keeps articles whole.
    pub fn of_folds(
        label_column: &str,
        corpus: &Corpus,
        settings: &TrainSettings,
        folds: usize,
        progress: impl FnMut(),
    ) -> Result<Self> {
        let parts = Folds::new(corpus, folds, settings.seed)?;
        let probabilities = cross_validate_calibrated(corpus, settings, &parts, progress)?;
        let mut report = Self::of_probabilities(
            label_column,
            corpus.label_names(),
            corpus.labels(),
            &probabilities,
            corpus.groups(),
            &corpus.label_counts(),
        );
        report.method = Method::CrossValidation { folds };
        let k = corpus.label_names().len();
        if settings.features.blocks.len() > 1 {
            let mut words = settings.clone();
            words.features.blocks.retain(|block| block.grams.unit == Unit::Words);
            if !words.features.blocks.is_empty() {
                let probabilities = cross_validate(corpus, &words, &parts, || {})?;
                let answers = probabilities.chunks(k).map(most_probable);
                report.baselines.push(PartAlone::new("words alone", k, corpus.labels(), answers));
            }
        }
        if let Some(answers) = cross_validate_attribution(corpus, settings, &parts)? {
            let alone = PartAlone::new("attribution alone", k, corpus.labels(), answers.into_iter());
            report.baselines.push(alone);
        }
        Ok(report)
    }

    /// The figures of given probabilities (rows x labels).
    fn of_probabilities(
        label_column: &str,
        names: &[String],
        labels: &[u32],
        probabilities: &[f64],
        groups: Option<&[u32]>,
        training_counts: &[usize],
    ) -> Self {
        let k = names.len();
        let pairs: Vec<(usize, usize)> = labels
            .iter()
            .zip(probabilities.chunks(k))
            .map(|(&label, p)| (label as usize, most_probable(p)))
            .collect();
        let confusion = Confusion::from_pairs(k, pairs.iter().copied());
        let units = units(k, &pairs, groups);
        let [accuracy_interval, balanced_accuracy_interval, macro_f1_interval] =
            intervals(&units, 0, |drawn| [drawn.accuracy(), drawn.balanced_accuracy(), drawn.macro_f1()]);
        let figures =
            |label: usize| LabelFigures { label: names[label].clone(), scores: confusion.label(label) };
        Self {
            label_column: label_column.to_owned(),
            method: Method::Model,
            n: labels.len(),
            n_articles: groups.map(|_| units.len()),
            accuracy: confusion.accuracy(),
            accuracy_interval,
            balanced_accuracy: confusion.balanced_accuracy(),
            balanced_accuracy_interval,
            macro_f1: confusion.macro_f1(),
            macro_f1_interval,
            log_loss: log_loss(labels, probabilities),
            label_names: names.to_vec(),
            labels: (0..k).map(figures).collect(),
            majority_baseline: Baseline::new(names, labels, training_counts),
            baselines: Vec::new(),
            confusion,
            rows_trained_on: 0,
        }
    }
}

/// The confusion of each article, or of each row where there are none.
fn units(k: usize, pairs: &[(usize, usize)], groups: Option<&[u32]>) -> Vec<Confusion> {
    let Some(groups) = groups else {
        return pairs.iter().map(|&pair| Confusion::from_pairs(k, [pair])).collect();
    };
    let n_groups = groups.iter().max().map_or(0, |&last| last as usize + 1);
    let mut units = vec![Confusion::new(k); n_groups];
    for (&group, &(truth, predicted)) in groups.iter().zip(pairs) {
        units[group as usize].add(truth, predicted);
    }
    units
}

impl Baseline {
    fn new(names: &[String], labels: &[u32], training_counts: &[usize]) -> Self {
        let n: usize = training_counts.iter().sum();
        let priors: Vec<f64> = training_counts.iter().map(|&count| count as f64 / n.max(1) as f64).collect();
        let answer = most_probable(&priors);
        let confusion =
            Confusion::from_pairs(names.len(), labels.iter().map(|&label| (label as usize, answer)));
        Self {
            label: names[answer].clone(),
            accuracy: confusion.accuracy(),
            balanced_accuracy: confusion.balanced_accuracy(),
            macro_f1: confusion.macro_f1(),
            log_loss: log_loss(labels, &priors.repeat(labels.len())),
        }
    }
}
