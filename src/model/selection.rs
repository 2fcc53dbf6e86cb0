//! Cross-validation: predictions for rows that the model did not see, and the choice of C.

use super::classifier::{Classifier, labels_of_sources, solve};
use super::logistic::{LogisticModel, most_probable};
use super::settings::{C, Calibrate, TrainSettings};
use crate::corpus::{Corpus, Folds};
use crate::error::Result;
use crate::features::{Features, Samples, Scratch, Unit};
use crate::metrics::Confusion;

/// The probabilities of each row from a model trained on the other folds, rows x labels; features,
/// C and all else are learned anew in each fold, but nothing is calibrated. `progress` is called after each
/// fold.
pub fn cross_validate(
    corpus: &Corpus,
    settings: &TrainSettings,
    folds: &Folds,
    mut progress: impl FnMut(),
) -> Result<Vec<f64>> {
    let settings = &TrainSettings { calibrate: Calibrate::None, ..settings.clone() };
    let k = corpus.label_names().len();
    let mut probabilities = vec![0.0; corpus.len() * k];
    let lexicon = settings.needed_lexicon()?;
    let samples = Samples::of_corpus(corpus, lexicon.as_deref(), &settings.features);
    for fold in 0..folds.k() {
        let (train, test) = folds.split(fold);
        let classifier = Classifier::train(&corpus.subset(&train), settings)?;
        let mut predictor = classifier.predictor();
        for row in test {
            let predicted = predictor.predict_sample(samples.get(row));
            probabilities[row * k..(row + 1) * k].copy_from_slice(predicted.probabilities);
        }
        progress();
    }
    Ok(probabilities)
}

/// What attribution alone answers for each row: the label that its source's side has most often in the
/// other folds, the most frequent label for sides that do not occur there. `None` without context.
pub fn cross_validate_attribution(
    corpus: &Corpus,
    settings: &TrainSettings,
    folds: &Folds,
) -> Result<Option<Vec<usize>>> {
    if !settings.features.has(Unit::Context) {
        return Ok(None);
    }
    let lexicon = settings.needed_lexicon()?;
    let samples = Samples::of_corpus(corpus, lexicon.as_deref(), &settings.features);
    let k = corpus.label_names().len();
    let mut answers = vec![0; corpus.len()];
    for fold in 0..folds.k() {
        let (train, test) = folds.split(fold);
        let labels: Vec<u32> = train.iter().map(|&row| corpus.labels()[row]).collect();
        let known = labels_of_sources(&samples.subset(&train), &labels, k);
        let mut counts = vec![0; k];
        for &label in &labels {
            counts[label as usize] += 1;
        }
        let frequent = (0..k).rev().max_by_key(|&label| counts[label]).unwrap_or_default();
        for row in test {
            answers[row] = label_of_source(&known, samples.get(row).source(), frequent);
        }
    }
    Ok(Some(answers))
}

/// The label of a source, or `otherwise`.
pub fn label_of_source(known: &[(String, usize)], source: Option<&str>, otherwise: usize) -> usize {
    let place = source.and_then(|source| known.binary_search_by(|(name, _)| name.as_str().cmp(source)).ok());
    place.map_or(otherwise, |place| known[place].1)
}

/// The candidate C with the best macro-F1 over all held-out rows, and the macro-F1 of each.
///
/// Features are fitted once a fold; each C starts from the solution of the one before.
pub fn select_c(corpus: &Corpus, settings: &TrainSettings) -> Result<(f64, Vec<(f64, f64)>)> {
    let k = corpus.label_names().len();
    let folds = Folds::new(corpus, C::FOLDS.min(corpus.n_groups()), settings.seed)?;
    let mut confusions = vec![Confusion::new(k); C::CANDIDATES.len()];
    let lexicon = settings.needed_lexicon()?;
    let samples = Samples::of_corpus(corpus, lexicon.as_deref(), &settings.features);
    for fold in 0..folds.k() {
        let (train, test) = folds.split(fold);
        let (features, rows) = Features::fit(&samples.subset(&train), &settings.features)?;
        let train = corpus.subset(&train);
        let label_weights = settings.class_weight.weights(&train.label_counts());
        let mut start = None;
        for (&c, confusion) in C::CANDIDATES.iter().zip(&mut confusions) {
            let solution = solve(&rows, train.labels(), &label_weights, c, start.as_ref(), settings)?;
            let model = LogisticModel::from_parameters(&solution.parameters, k);
            start = Some(solution.parameters);
            let (mut scratch, mut scores, mut probabilities) = (Scratch::default(), Vec::new(), Vec::new());
            for &row in &test {
                model.start(&mut scores);
                features.transform(samples.get(row), &mut scratch, |column, value| {
                    model.add(column, value, &mut scores);
                });
                model.probabilities(&scores, &mut probabilities);
                confusion.add(corpus.labels()[row] as usize, most_probable(&probabilities));
            }
        }
    }
    let search: Vec<(f64, f64)> =
        C::CANDIDATES.iter().zip(&confusions).map(|(&c, confusion)| (c, confusion.macro_f1())).collect();
    let best = search.iter().fold(search[0], |best, &next| if next.1 > best.1 { next } else { best });
    Ok((best.0, search))
}
