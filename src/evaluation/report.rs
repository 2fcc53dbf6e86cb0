//! The figures of one evaluation.

use std::sync::Arc;

use serde::Serialize;

use super::answers::{Answers, Evaluated, Measured};
use super::bootstrap::DRAWS;
use super::comparison::{Disagreement, McNemar, Other, disagreements};
use super::errors::{Mistake, mistakes};
use super::learning_curve::{LearningPoint, learning_curve};
use super::scores::{Figures, LabelFigures, Scores};
use super::slices::{Slicing, slicings};
use crate::article::Lexicon;
use crate::corpus::{Corpus, Folds};
use crate::error::{Error, ErrorKind, Result};
use crate::features::Unit;
use crate::metrics::Confusion;
use crate::model::{Classifier, CrossValidation, TrainSettings, label_of_source, most_probable};

/// What to find out.
///
/// | setting | range | default |
/// |---|---|---|
/// | repeats | 1 to 100 | 1 |
/// | draws | 100 to 1,000,000 | 10,000 |
/// | by | kept columns, `length`, `quoted`, `speaker-known` | none |
/// | learning curve | yes, no | no |
/// | mistakes | any number | 0 |
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
}

impl Default for Extent {
    fn default() -> Self {
        Self { repeats: 1, draws: DRAWS, by: Vec::new(), learning_curve: false, mistakes: 0 }
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
}

impl Report {
    /// Evaluates a finished model on labelled rows, perhaps against another one and its name.
    ///
    /// # Errors
    /// [`ErrorKind::Table`] if the rows have a label that a model does not know;
    /// [`ErrorKind::Setting`] if there is no such column to part the rows by.
    pub fn of_model(
        classifier: &Classifier,
        against: Option<(&str, &Classifier)>,
        corpus: &Corpus,
        extent: &Extent,
    ) -> Result<Self> {
        let mut names = classifier.labels().to_vec();
        names.extend(against.iter().flat_map(|(_, other)| other.labels().to_vec()));
        names.sort_unstable();
        names.dedup();
        let about = classifier.description();
        let mut ways = vec![predictions("the model", classifier, corpus, &names)?];
        ways.push(majority(corpus.len(), &names, classifier.labels(), &about.label_counts));
        ways.extend(attribution_alone(classifier, corpus, &names));
        if let Some((name, other)) = against {
            ways.push(predictions(name, other, corpus, &names)?);
        }
        let evaluated = Evaluated::new(corpus, &names, ways);
        let mut report = Self::new(corpus, &about.label_column, names, &evaluated, extent);
        report.compare(corpus, &evaluated, against.is_some());
        report.rows_trained_on =
            corpus.texts().into_iter().filter(|text| classifier.was_trained_on(text)).count();
        report.look_closer(corpus, &evaluated, extent, classifier.lexicon())?;
        Ok(report)
    }

    /// Evaluates settings by cross-validation that keeps clusters whole, perhaps against other settings
    /// and their name, which get the same folds. `progress` is called after each fold; see
    /// [`Report::steps`].
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] for a number of folds that the rows do not allow, or if there is no such column
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
        let names = corpus.label_names().to_vec();
        let folds = Folds::repeated(corpus, folds, settings.seed, extent.repeats)?;
        let model = CrossValidation::new(corpus, settings)?;
        let mut ways = vec![cross_validated("the model", &model, &folds, names.len(), progress)?];
        ways.push(majority(corpus.len() * folds.len(), &names, &names, &corpus.label_counts()));
        if let Some(words) = words_alone(settings) {
            let words = CrossValidation::new(corpus, &words)?;
            ways.push(cross_validated("words alone", &words, &folds, names.len(), progress)?);
        }
        let attribution = folds.iter().map(|folds| model.attribution(folds)).collect::<Option<Vec<_>>>();
        ways.extend(attribution.map(|labels| Answers {
            name: "attribution alone".into(),
            labels: labels.concat(),
            probabilities: None,
        }));
        if let Some((name, settings)) = against {
            let other = CrossValidation::new(corpus, settings)?;
            ways.push(cross_validated(name, &other, &folds, names.len(), progress)?);
        }
        let evaluated = Evaluated::new(corpus, &names, ways);
        let mut report = Self::new(corpus, label_column, names, &evaluated, extent);
        report.method = Method::CrossValidation { folds: folds[0].k(), repeats: folds.len() };
        report.compare(corpus, &evaluated, against.is_some());
        report.look_closer(corpus, &evaluated, extent, settings.lexicon.as_ref())?;
        if extent.learning_curve {
            report.learning_curve =
                learning_curve(&model, corpus, &folds[0], settings.seed, extent.draws, progress)?;
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
        extent: &Extent,
    ) -> Self {
        let Measured { n_units, scores, labels, confusion, others } = evaluated.measure(extent.draws, &names);
        let repeats = if evaluated.repeats() > 1 { evaluated.figures_of_repeats() } else { Vec::new() };
        let first = evaluated.answers[0].mean(corpus.len()).labels;
        let mut others: Vec<Other> = others
            .into_iter()
            .zip(&evaluated.answers[1..])
            .map(|((figures, difference), answers)| Other {
                name: answers.name.clone(),
                figures,
                difference,
                mcnemar: McNemar::new(&evaluated.truth, &first, &answers.mean(corpus.len()).labels),
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
        }
    }

    /// Takes the last of the other ways as the model that is compared with.
    fn compare(&mut self, corpus: &Corpus, evaluated: &Evaluated, against: bool) {
        let Some(other) = (if against { self.baselines.pop() } else { None }) else { return };
        let way = evaluated.answers.len() - 1;
        let text = |row: usize| corpus.text(row).to_owned();
        self.against =
            Some(Against { other, disagreements: disagreements(evaluated, way, &self.label_names, text) });
    }

    /// Parts the rows and lists mistakes, with what this lexicon, or the built-in one, finds in their articles.
    fn look_closer(
        &mut self,
        corpus: &Corpus,
        evaluated: &Evaluated,
        extent: &Extent,
        lexicon: Option<&Arc<Lexicon>>,
    ) -> Result<()> {
        let lexicon = || lexicon.cloned().map_or_else(|| Lexicon::builtin().map(Arc::new), Ok);
        self.slicings = slicings(corpus, evaluated, extent, &self.label_names, lexicon)?;
        if extent.mistakes > 0 {
            self.mistakes = mistakes(corpus, evaluated, &self.label_names, &*lexicon()?, extent.mistakes);
        }
        Ok(())
    }
}

/// The settings with the words block alone, if there are other blocks too.
fn words_alone(settings: &TrainSettings) -> Option<TrainSettings> {
    let mut words = settings.clone();
    words.features.blocks.retain(|block| block.grams.unit == Unit::Words);
    let fewer = words.features.blocks.len() < settings.features.blocks.len();
    (fewer && !words.features.blocks.is_empty()).then_some(words)
}

fn cross_validated(
    name: &str,
    way: &CrossValidation<'_>,
    folds: &[Folds],
    k: usize,
    progress: &(dyn Fn() + Sync),
) -> Result<Answers> {
    let probabilities: Vec<Vec<f64>> =
        folds.iter().map(|folds| way.probabilities(folds, progress)).collect::<Result<_>>()?;
    Ok(Answers::probable(name, k, probabilities.concat()))
}

/// What a model answers for each row, among `names`, which hold all of its labels.
fn predictions(name: &str, classifier: &Classifier, corpus: &Corpus, names: &[String]) -> Result<Answers> {
    let known = classifier.labels();
    if let Some(unknown) = corpus.label_names().iter().find(|name| known.binary_search(name).is_err()) {
        let message =
            format!("label '{unknown}' is unknown to {name}, whose labels are: {}", known.join(", "));
        return Err(Error::new(ErrorKind::Table, message));
    }
    let places = places(known, names);
    let samples = classifier.samples(corpus);
    let mut predictor = classifier.predictor();
    let mut probabilities = vec![0.0; corpus.len() * names.len()];
    for (row, all) in probabilities.chunks_mut(names.len()).enumerate() {
        let predicted = predictor.predict_sample(samples.get(row)).probabilities;
        places.iter().zip(predicted).for_each(|(&place, &probability)| all[place] = probability);
    }
    Ok(Answers::probable(name, names.len(), probabilities))
}

/// The most frequent training label for each of `n` answers, with the training shares as probabilities.
fn majority(n: usize, names: &[String], known: &[String], counts: &[usize]) -> Answers {
    let total: usize = counts.iter().sum();
    let mut shares = vec![0.0; names.len()];
    for (place, &count) in places(known, names).into_iter().zip(counts) {
        shares[place] = count as f64 / total.max(1) as f64;
    }
    let label = most_probable(&shares);
    Answers {
        name: format!("always '{}'", names[label]),
        labels: vec![label as u32; n],
        probabilities: Some(shares.repeat(n)),
    }
}

/// What the sides of the sources alone would answer, for a model with context.
fn attribution_alone(classifier: &Classifier, corpus: &Corpus, names: &[String]) -> Option<Answers> {
    let about = classifier.description();
    let sources = &about.labels_of_sources;
    let frequent = most_probable(&about.priors());
    let places = places(classifier.labels(), names);
    (!sources.is_empty()).then(|| {
        let samples = classifier.samples(corpus);
        let answer =
            |row: usize| places[label_of_source(sources, samples.get(row).source(), frequent)] as u32;
        let labels = (0..corpus.len()).map(answer).collect();
        Answers { name: "attribution alone".into(), labels, probabilities: None }
    })
}

/// Where each of `known` stands in `names`, which are sorted and hold them all.
fn places(known: &[String], names: &[String]) -> Vec<usize> {
    known.iter().map(|label| names.partition_point(|name| name < label)).collect()
}
