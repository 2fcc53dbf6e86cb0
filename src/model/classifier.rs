//! The classifier: trained in six steps, then frozen.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::calibration::Calibration;
use super::linfa::minimise_with_linfa;
use super::logistic::{LogisticModel, highest, most_probable};
use super::newton::{Solution, minimise};
use super::objective::Problem;
use super::selection::select_c;
use super::settings::{C, ClassWeight, Solver, TrainSettings};
use crate::article::{Lexicon, language, row_kind};
use crate::corpus::{Corpus, text_hash};
use crate::error::{Error, ErrorKind, Result};
use crate::features::{Features, Rows, Sample, Samples, Transformer};
use crate::storage::Array;

/// A model that answers one question: which label of its label column a text gets.
#[derive(Clone, Debug)]
pub struct Classifier {
    pub(crate) features: Features,
    /// The tables that its features need.
    pub(crate) lexicon: Option<Arc<Lexicon>>,
    pub(crate) model: LogisticModel,
    pub(crate) description: Description,
    /// How sure it may be.
    pub(crate) calibration: Calibration,
    /// Sorted hashes of the texts it was trained on.
    pub(crate) trained_on: Array<u64>,
}

/// What a model says about itself; kept in its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// The column of the labels in the training table; names the predictions.
    pub label_column: String,
    /// The labels, sorted.
    pub labels: Vec<String>,
    /// How many training rows each label had.
    pub label_counts: Vec<usize>,
    /// Training articles, if rows had articles.
    pub n_articles: Option<usize>,
    /// The length in bytes of the longest training text.
    pub longest_text: usize,
    /// The language of the training texts (ISO 639-1); empty if they are too short to tell.
    pub language: String,
    /// For each side of a source (as the first name of the context), the label that most of its training rows had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels_of_sources: Vec<(String, usize)>,
    /// SHA-256 of the training file; empty if there was none.
    pub training_sha256: String,
    /// C as it was used.
    pub c: f64,
    /// Macro-F1 in cross-validation of each C that was tried, if C was chosen.
    pub c_search: Vec<(f64, f64)>,
    /// How much the rows of each label counted.
    pub class_weight: ClassWeight,
    /// Who solved.
    pub solver: Solver,
    /// What the solver was asked for.
    pub tolerance: f64,
    /// Seed of the folds.
    pub seed: u64,
    /// Loss at the end.
    pub loss: f64,
    /// Norm of the loss's gradient at the end.
    pub gradient_norm: f64,
    /// Newton steps.
    pub steps: usize,
    /// The folds that it was calibrated with, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration_folds: Option<usize>,
    /// The version of this crate that trained it.
    pub version: String,
}

impl Description {
    /// The share of each label among the training rows.
    pub fn priors(&self) -> Vec<f64> {
        let n: usize = self.label_counts.iter().sum();
        self.label_counts.iter().map(|&count| count as f64 / n.max(1) as f64).collect()
    }

    /// Whether the parts of a description that was read from a file belong together.
    pub(super) fn is_consistent(&self) -> bool {
        let n_labels = self.labels.len();
        let n_rows = self.label_counts.iter().try_fold(0usize, |n, &count| n.checked_add(count));
        n_labels >= 2
            && self.labels.is_sorted_by(|label, next| label < next)
            && self.label_counts.len() == n_labels
            && n_rows.is_some_and(|n| n > 0)
            && self.labels_of_sources.iter().all(|&(_, label)| label < n_labels)
    }
}

impl Classifier {
    /// Trains on labelled sentences, on all threads of the current rayon pool.
    ///
    /// The same rows and settings give the same model to the byte, whatever the number of threads.
    ///
    /// ```
    /// use standpoint::{Classifier, Corpus, TrainSettings};
    /// let rows = [("Moscow says no", "no"), ("Paris says yes", "yes")].repeat(3);
    /// let model = Classifier::train(&Corpus::from_pairs(rows)?, &TrainSettings::default())?;
    /// assert_eq!(model.predictor().predict("Moscow says").label, 0); // labels are sorted: "no" is 0
    /// # Ok::<(), standpoint::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Training`](crate::ErrorKind::Training) if the solver does not converge or a limit is exceeded;
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the solver cannot honour a setting.
    pub fn train(corpus: &Corpus, settings: &TrainSettings) -> Result<Self> {
        let lexicon = settings.needed_lexicon()?;
        let samples = Samples::of_corpus(corpus, lexicon.as_deref(), &settings.features);
        Self::train_on(corpus, &samples, lexicon, settings)
    }

    /// Trains on rows that were read in their articles, as `samples`, with the lexicon that the features need.
    pub(super) fn train_on(
        corpus: &Corpus,
        samples: &Samples<'_>,
        lexicon: Option<Arc<Lexicon>>,
        settings: &TrainSettings,
    ) -> Result<Self> {
        // 1. How strong is the penalty? Chosen by cross-validation if it is not given.
        let (c, c_search) = match settings.c {
            C::Fixed(c) => (c, Vec::new()),
            C::Auto => select_c(corpus, samples, settings)?,
        };
        // 2. Samples become rows of features; the vocabulary is frozen.
        let (features, rows) = Features::fit(samples, &settings.features)?;
        // 3. Labels get their weights.
        let counts = corpus.label_counts();
        let label_weights = settings.class_weight.weights(&counts);
        // 4. The solver finds the weights of the features.
        let solution = solve(&rows, corpus.labels(), &label_weights, c, None, settings)?;
        // 5. How sure may it be? Learned from answers for rows that were held out.
        let settings = &TrainSettings { c: C::Fixed(c), ..settings.clone() };
        let (calibration, calibration_folds) =
            Calibration::by_folds(corpus, samples, lexicon.clone(), settings)?.unzip();
        // 6. All that prediction needs is frozen into a model.
        let model = LogisticModel::from_parameters(&solution.parameters, counts.len());
        let mut trained_on: Vec<u64> = corpus.texts().into_iter().map(text_hash).collect();
        trained_on.sort_unstable();
        trained_on.dedup();
        let description = Description {
            label_column: "label".into(),
            labels: corpus.label_names().to_vec(),
            label_counts: counts.clone(),
            n_articles: corpus.groups().map(|_| corpus.n_groups()),
            longest_text: corpus.texts().into_iter().map(str::len).max().unwrap_or(0),
            language: language(&sample_of(corpus)).unwrap_or_default().into(),
            labels_of_sources: labels_of_sources(samples, corpus.labels(), counts.len()),
            training_sha256: corpus.source_hash().to_owned(),
            c,
            c_search,
            class_weight: settings.class_weight,
            solver: settings.solver,
            tolerance: settings.tolerance,
            seed: settings.seed,
            loss: solution.certificate.loss,
            gradient_norm: solution.certificate.gradient_norm,
            steps: solution.steps,
            calibration_folds,
            version: env!("CARGO_PKG_VERSION").into(),
        };
        let calibration = calibration.unwrap_or_default();
        Ok(Self { features, lexicon, model, description, calibration, trained_on: trained_on.into() })
    }

    /// Names the column that the labels came from, and so the predictions (default `label`).
    #[must_use]
    pub fn named(mut self, label_column: &str) -> Self {
        label_column.clone_into(&mut self.description.label_column);
        self
    }

    /// Reads articles with other tables of actors from now on: those that it shall keep, where it was trained
    /// with more; or those of the rows that it is measured on. A model that needs none stays as it is.
    #[must_use]
    pub fn with_lexicon(mut self, lexicon: Arc<Lexicon>) -> Self {
        self.lexicon = self.lexicon.map(|_| lexicon);
        self
    }

    /// What the model says about itself.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// The labels, sorted; predictions are numbers into this.
    pub fn labels(&self) -> &[String] {
        &self.description.labels
    }

    /// The fitted features.
    pub fn features(&self) -> &Features {
        &self.features
    }

    /// The tables of actors and cues that its features need, if they do.
    pub fn lexicon(&self) -> Option<&Arc<Lexicon>> {
        self.lexicon.as_ref()
    }

    /// The rows of a corpus as this model reads them.
    pub fn samples<'a>(&self, corpus: &'a Corpus) -> Samples<'a> {
        Samples::of_corpus(corpus, self.lexicon.as_deref(), &self.features.settings())
    }

    /// A text that stands alone as this model reads it.
    pub fn alone<'a>(&self, text: &'a str) -> Samples<'a> {
        match &self.lexicon {
            None => Samples::plain(&[text]),
            Some(lexicon) => Samples::of_rows(&[(row_kind(text), text)], lexicon, &self.features.settings()),
        }
    }

    /// The fitted weights.
    pub fn model(&self) -> &LogisticModel {
        &self.model
    }

    /// Whether a text (white space aside) was among the training rows.
    pub fn was_trained_on(&self, text: &str) -> bool {
        self.trained_on.binary_search(&text_hash(text)).is_ok()
    }

    /// What predicts, with memory of its own; make one for each thread.
    pub fn predictor(&self) -> Predictor<'_> {
        Predictor {
            classifier: self,
            priors: self.description.priors(),
            transformer: self.features.transformer(),
            scores: Vec::new(),
            probabilities: Vec::new(),
        }
    }

    /// The same for streams of texts: scores are added up in the order of the text, so that nothing is sorted, and differ
    /// from the others by what rounding makes of that, some 1e-15. A text has the same ones alone and in any stream.
    pub fn stream_predictor(&self) -> Predictor<'_> {
        Predictor { transformer: self.features.transformer().unsorted(), ..self.predictor() }
    }
}

/// Enough of the texts to tell their language: some from the beginning, some from the middle.
fn sample_of(corpus: &Corpus) -> String {
    const TEXTS: usize = 40;
    let step = (corpus.len() / TEXTS).max(1);
    let texts = (0..corpus.len()).step_by(step).take(TEXTS);
    texts.map(|row| corpus.text(row)).collect::<Vec<_>>().join(" ")
}

/// The label that most rows of each source have: what attribution alone would answer. A source is the
/// first name of the context; sources are sorted.
pub(super) fn labels_of_sources(samples: &Samples<'_>, labels: &[u32], k: usize) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, &label) in labels.iter().enumerate() {
        if let Some(source) = samples.get(row).source() {
            counts.entry(source).or_insert_with(|| vec![0; k])[label as usize] += 1;
        }
    }
    let most = |counts: Vec<usize>| (0..k).rev().max_by_key(|&label| counts[label]).unwrap_or_default();
    counts.into_iter().map(|(source, counts)| (source.to_owned(), most(counts))).collect()
}

/// Runs the solver that the settings name.
pub(super) fn solve(
    rows: &Rows,
    labels: &[u32],
    label_weights: &[f64],
    c: f64,
    start: Option<&Solution>,
    settings: &TrainSettings,
) -> Result<Solution> {
    // The loss has no minimum then: the more probable the label, the better, without end.
    if labels.windows(2).all(|pair| pair[0] == pair[1]) {
        let message = "all rows to train on have the same label; cross-validation needs each label in several articles \
                       (or rows, where there are none): label more, or use other --folds";
        return Err(Error::new(ErrorKind::Training, message));
    }
    let problem = Problem { rows, labels, label_weights, c };
    match settings.solver {
        Solver::Newton => minimise(problem, start, settings.stopping()),
        Solver::Linfa => minimise_with_linfa(problem, settings),
    }
}

/// Predicts text after text without allocating for each.
#[derive(Debug)]
pub struct Predictor<'a> {
    classifier: &'a Classifier,
    priors: Vec<f64>,
    transformer: Transformer<'a>,
    scores: Vec<f64>,
    probabilities: Vec<f64>,
}

/// The answer for one text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction<'a> {
    /// The most probable label, as a number into [`Classifier::labels`].
    pub label: usize,
    /// The probability of each label; they sum to 1.
    pub probabilities: &'a [f64],
    /// No feature of the model occurs in the text: the probabilities are the training shares.
    pub nothing_known: bool,
}

impl Predictor<'_> {
    /// Predicts a text that stands alone. Linear in its length.
    pub fn predict(&mut self, text: &str) -> Prediction<'_> {
        if self.classifier.lexicon.is_none() {
            return self.predict_sample(text.into());
        }
        let samples = self.classifier.alone(text);
        self.predict_sample(samples.get(0))
    }

    /// Predicts a text as it was read in its article.
    pub fn predict_sample(&mut self, sample: Sample<'_>) -> Prediction<'_> {
        let Classifier { features, model, .. } = self.classifier;
        let row = self.transformer.transform(sample);
        // The context of a text tells something if somebody states it.
        let known = sample.tells_source() || row.iter().any(|entry| features.is_of_words(entry.0));
        model.scores(row.iter().copied(), &mut self.scores);
        let label;
        if known {
            label = highest(&self.scores);
            let temperature = self.classifier.calibration.temperature;
            self.scores.iter_mut().for_each(|score| *score /= temperature);
            model.probabilities(&self.scores, &mut self.probabilities);
        } else {
            label = most_probable(&self.priors);
            self.probabilities.clone_from(&self.priors);
        }
        Prediction { label, probabilities: &self.probabilities, nothing_known: !known }
    }
}
