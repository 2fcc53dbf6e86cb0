//! The figures of one evaluation.

use std::sync::Arc;

use serde::Serialize;

use super::abstention::Abstention;
use super::answers::{Evaluated, Measured};
use super::audit::{Audit, AuditSettings};
use super::bootstrap::DRAWS;
use super::comparison::{Disagreement, McNemar, Other, disagreements};
use super::errors::{Mistake, mistakes};
use super::learning_curve::{LearningPoint, learning_curve};
use super::reliability::Trust;
use super::scores::{Figures, LabelFigures, Scores};
use super::slices::{Partition, Slicing, partitions};
use super::ways::{
    attribution_alone, cross_validated, cross_validated_attribution, held_out, majority, predictions,
    words_alone,
};
use crate::article::Lexicon;
use crate::corpus::{Corpus, Folds};
use crate::error::Result;
use crate::metrics::Confusion;
use crate::model::{Classifier, CrossValidation, TrainSettings};

/// What to find out.
///
/// | setting | range | default |
/// |---|---|---|
/// | repeats | 1 or more | 1 |
/// | draws | any number; without draws there are no intervals | 10,000 |
/// | by | kept columns, `length`, `quoted`, `speaker-known` | none |
/// | learning curve | yes, no | no |
/// | mistakes | any number | 0 |
/// | audit | yes, no | no |
/// | largest error | above 0, at most 0.5 | none: no abstention |
#[derive(Clone, Debug)]
pub struct Extent {
    /// How often cross-validation is done, each time with other folds.
    pub repeats: usize,
    /// How many bootstrap draws intervals rest on.
    pub draws: usize,
    /// What to part the rows by, each in turn.
    pub by: Vec<String>,
    /// Whether cross-validation is also done with parts of the training rows.
    pub learning_curve: bool,
    /// How many of the wrong answers to list, the surest first.
    pub mistakes: usize,
    /// Whether the rows are audited, as far as that needs no training.
    pub audit: bool,
    /// Up to which share of missed labels models may abstain; none if they may not.
    pub max_error: Option<f64>,
}

impl Default for Extent {
    fn default() -> Self {
        Self {
            repeats: 1,
            draws: DRAWS,
            by: Vec::new(),
            learning_curve: false,
            mistakes: 0,
            audit: false,
            max_error: None,
        }
    }
}

/// How good predictions are. Serialises to the JSON that `evaluate --format json` prints: the keys
/// are the names of these fields and stay.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The label column.
    pub label_column: String,
    /// Where the predictions come from.
    pub method: Method,
    /// SHA-256 of the file of the rows; empty if there was none.
    pub data_sha256: String,
    /// Rows.
    pub n: usize,
    /// Articles, if rows have articles.
    pub n_articles: Option<usize>,
    /// What is drawn as a whole: `article`, `row`, or the column that holds rows together.
    pub cluster: String,
    /// How many of them there are.
    pub n_clusters: usize,
    /// How many bootstrap draws intervals rest on.
    pub draws: usize,
    /// The figures of all rows, with intervals.
    #[serde(flatten)]
    pub scores: Scores,
    /// The labels, in the order of `labels` and `confusion`.
    pub label_names: Vec<String>,
    /// Precision, recall, F1 and support of each label.
    pub labels: Vec<LabelFigures>,
    /// Rows: true labels; columns: predicted ones. With repeats, all of them are counted.
    pub confusion: Confusion,
    /// The figures of each repeat, if there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repeats: Vec<Figures>,
    /// What always answering the most frequent training label would give.
    pub majority_baseline: Majority,
    /// What parts of the model would give alone: `words alone` (in cross-validation), `attribution alone`
    /// (with context: the label that most training rows with a source of that side had).
    pub baselines: Vec<Other>,
    /// Another model on the same rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
    /// Figures of parts of the rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub slicings: Vec<Slicing>,
    /// Figures with fewer training rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub learning_curve: Vec<LearningPoint>,
    /// The surest wrong answers, as many as were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mistakes: Vec<Mistake>,
    /// Rows that the model was trained on: above 0, all figures are too good.
    pub rows_trained_on: usize,
    /// How far the probabilities can be believed.
    pub calibration: Trust,
    /// What abstention does, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abstention: Option<Abstention>,
    /// What is doubtful about the rows, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit: Option<Audit>,
}

/// Where predictions come from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Method {
    /// A finished model.
    Model,
    /// Cross-validation: each row by a model that did not see its article.
    CrossValidation {
        /// The number of folds.
        folds: usize,
        /// How often it was done, each time with other folds.
        repeats: usize,
    },
}

/// The answer that is always the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Majority {
    /// The label that is always answered.
    pub label: String,
    /// Its figures.
    #[serde(flatten)]
    pub other: Other,
}

/// Another model on the same rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Against {
    /// Its figures.
    #[serde(flatten)]
    pub other: Other,
    /// The rows on which the models differ, the surest answers first.
    pub disagreements: Vec<Disagreement>,
    /// Rows that it was trained on: above 0, its figures are too good.
    pub rows_trained_on: usize,
}

impl Report {
    /// Evaluates a finished model on labelled rows, perhaps against another one and its name.
    ///
    /// # Errors
    /// [`ErrorKind::Table`](crate::ErrorKind::Table) if the rows have a label that a model does not know;
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if there is no such column to part the rows by.
    pub fn of_model(
        classifier: &Classifier,
        against: Option<(&str, &Classifier)>,
        corpus: &Corpus,
        extent: &Extent,
    ) -> Result<Self> {
        let closer = Closer::new(corpus, extent, classifier.lexicon())?;
        let mut names = classifier.labels().to_vec();
        names.extend(against.iter().flat_map(|(_, other)| other.labels().to_vec()));
        names.sort_unstable();
        names.dedup();
        let about = classifier.description();
        let samples = classifier.samples(corpus);
        let mut ways = vec![predictions("the model", classifier, &samples, corpus, &names)?];
        ways.push(majority(corpus.len(), &names, classifier.labels(), &about.label_counts));
        ways.extend(attribution_alone(classifier, &samples, corpus.len(), &names));
        if let Some((name, other)) = against {
            ways.push(predictions(name, other, &other.samples(corpus), corpus, &names)?);
        }
        let evaluated = Evaluated::new(corpus, &names, ways);
        let given = evaluated.answers[0].probabilities.as_deref().unwrap_or_default();
        let trust = Trust::of_model(&evaluated.truth, given, classifier.calibration());
        let mut report = Self::new(corpus, &about.label_column, names, &evaluated, trust, extent);
        if let Some(max_error) = extent.max_error {
            let labels = classifier.known_labels(corpus)?;
            report.abstention = Some(Abstention::of_model(classifier, &samples, &labels, max_error));
        }
        let trained_on =
            |model: &Classifier| corpus.texts().into_iter().filter(|text| model.was_trained_on(text)).count();
        report.rows_trained_on = trained_on(classifier);
        if let Some((_, other)) = against {
            report.compare(corpus, &evaluated, trained_on(other));
        }
        closer.look(&mut report, corpus, &evaluated)?;
        Ok(report)
    }

    /// Evaluates settings by cross-validation that keeps clusters whole, perhaps against other settings
    /// and their name, which get the same folds. `progress` is called after each fold; see
    /// [`Report::steps`].
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) for a number of folds that the rows do not allow, or if there is no such column
    /// to part the rows by; those of training.
    pub fn of_folds(
        label_column: &str,
        corpus: &Corpus,
        settings: &TrainSettings,
        against: Option<(&str, &TrainSettings)>,
        folds: usize,
        extent: &Extent,
        progress: &(dyn Fn() + Sync),
    ) -> Result<Self> {
        let closer = Closer::new(corpus, extent, settings.lexicon.as_ref())?;
        let names = corpus.label_names().to_vec();
        let folds = Folds::repeated(corpus, folds, settings.seed, extent.repeats)?;
        let model = CrossValidation::new(corpus, settings)?;
        let answers = held_out(&model, &folds, progress)?;
        let mut ways = vec![cross_validated("the model", names.len(), &answers)];
        ways.push(majority(corpus.len() * folds.len(), &names, &names, &corpus.label_counts()));
        if let Some(words) = words_alone(settings) {
            let words = held_out(&CrossValidation::new(corpus, &words)?, &folds, progress)?;
            ways.push(cross_validated("words alone", names.len(), &words));
        }
        ways.extend(cross_validated_attribution(&model, &folds));
        if let Some((name, settings)) = against {
            let other = held_out(&CrossValidation::new(corpus, settings)?, &folds, progress)?;
            ways.push(cross_validated(name, names.len(), &other));
        }
        let evaluated = Evaluated::new(corpus, &names, ways);
        let trust = Trust::of_held_out(&evaluated.truth, &answers);
        let mut report = Self::new(corpus, label_column, names, &evaluated, trust, extent);
        report.abstention = extent
            .max_error
            .map(|max_error| Abstention::of_held_out(corpus, &answers[0], &folds[0], max_error));
        report.method = Method::CrossValidation { folds: folds[0].k(), repeats: folds.len() };
        if against.is_some() {
            report.compare(corpus, &evaluated, 0);
        }
        closer.look(&mut report, corpus, &evaluated)?;
        if extent.learning_curve {
            let whole = evaluated.answers[0].repeat(0, corpus.len());
            report.learning_curve =
                learning_curve(&model, corpus, &folds[0], whole, (settings.seed, extent.draws), progress)?;
        }
        Ok(report)
    }

    /// How often `progress` is called in [`Report::of_folds`].
    pub fn steps(settings: &TrainSettings, against: bool, folds: usize, extent: &Extent) -> usize {
        let ways = 1 + usize::from(words_alone(settings).is_some()) + usize::from(against);
        let curve = if extent.learning_curve { LearningPoint::SHARES.len() } else { 0 };
        folds * (ways * extent.repeats + curve)
    }

    /// The figures of the first answers.
    fn new(
        corpus: &Corpus,
        label_column: &str,
        names: Vec<String>,
        evaluated: &Evaluated,
        trust: Trust,
        extent: &Extent,
    ) -> Self {
        let Measured { n_units, scores, labels, confusion, others, brier_interval } =
            evaluated.measure(extent.draws, &names);
        let repeats = if evaluated.repeats() > 1 { evaluated.figures_of_repeats() } else { Vec::new() };
        let first = evaluated.answers[0].mean(corpus.len()).labels;
        let mut others: Vec<Other> = others
            .into_iter()
            .zip(&evaluated.answers[1..])
            .map(|((figures, difference), answers)| Other {
                name: answers.name.clone(),
                figures,
                difference,
                mcnemar: McNemar::new(
                    &evaluated.units,
                    &evaluated.truth,
                    &first,
                    &answers.mean(corpus.len()).labels,
                ),
            })
            .collect();
        let other = others.remove(0);
        let label = names[evaluated.answers[1].labels[0] as usize].clone();
        Self {
            label_column: label_column.to_owned(),
            method: Method::Model,
            data_sha256: corpus.source_hash().to_owned(),
            n: corpus.len(),
            n_articles: corpus.groups().map(|_| corpus.n_groups()),
            cluster: corpus.cluster_name().to_owned(),
            n_clusters: n_units,
            draws: extent.draws,
            scores,
            label_names: names,
            labels,
            confusion,
            repeats,
            majority_baseline: Majority { label, other },
            baselines: others,
            against: None,
            slicings: Vec::new(),
            learning_curve: Vec::new(),
            mistakes: Vec::new(),
            rows_trained_on: 0,
            calibration: Trust { brier_score_interval: brier_interval, ..trust },
            abstention: None,
            audit: None,
        }
    }

    /// Takes the last of the other ways as the model that is compared with.
    fn compare(&mut self, corpus: &Corpus, evaluated: &Evaluated, rows_trained_on: usize) {
        let way = evaluated.answers.len() - 1;
        let text = |row: usize| corpus.text(row).to_owned();
        let disagreements = disagreements(evaluated, way, &self.label_names, text);
        self.against = self.baselines.pop().map(|other| Against { other, disagreements, rows_trained_on });
    }
}

/// What is looked at more closely than the figures of all rows. It is made first, so that a wrong name of a
/// column is told before anything is trained.
struct Closer<'a> {
    extent: &'a Extent,
    partitions: Vec<Partition>,
    /// What reads the articles of mistakes, if they are asked for.
    lexicon: Option<Arc<Lexicon>>,
}

impl<'a> Closer<'a> {
    /// Articles are read with this lexicon, or the built-in one.
    fn new(corpus: &Corpus, extent: &'a Extent, lexicon: Option<&Arc<Lexicon>>) -> Result<Self> {
        let lexicon = || lexicon.cloned().map_or_else(|| Lexicon::builtin().map(Arc::new), Ok);
        Ok(Self {
            extent,
            partitions: partitions(corpus, &extent.by, lexicon)?,
            lexicon: (extent.mistakes > 0).then(lexicon).transpose()?,
        })
    }

    fn look(self, report: &mut Report, corpus: &Corpus, evaluated: &Evaluated) -> Result<()> {
        let (extent, names) = (self.extent, &report.label_names);
        report.slicings = self
            .partitions
            .into_iter()
            .map(|partition| partition.measure(evaluated, extent.draws, names))
            .collect();
        if let Some(lexicon) = self.lexicon {
            report.mistakes = mistakes(corpus, evaluated, names, &lexicon, extent.mistakes);
        }
        if extent.audit {
            report.audit = Some(Audit::of(&report.label_column, corpus, &AuditSettings::default(), &|| {})?);
        }
        Ok(())
    }
}
