//! The ways of answering that a report puts side by side.

use super::answers::Answers;
use crate::corpus::{Corpus, Folds};
use crate::error::{Error, ErrorKind, Result};
use crate::features::{Samples, Unit};
use crate::model::{Classifier, CrossValidation, HeldOut, TrainSettings, label_of_source, most_probable};

const ATTRIBUTION: &str = "attribution alone";

/// The settings with the words block alone, if there are other blocks too.
pub(super) fn words_alone(settings: &TrainSettings) -> Option<TrainSettings> {
    let mut words = settings.clone();
    words.features.blocks.retain(|block| block.grams.unit == Unit::Words);
    let fewer = words.features.blocks.len() < settings.features.blocks.len();
    (fewer && !words.features.blocks.is_empty()).then_some(words)
}

/// The answers of models that have not seen the rows, once for each of `folds`.
pub(super) fn held_out(
    way: &CrossValidation<'_>,
    folds: &[Folds],
    progress: &(dyn Fn() + Sync),
) -> Result<Vec<HeldOut>> {
    folds.iter().map(|folds| way.held_out(folds, progress)).collect()
}

/// The same as answers.
pub(super) fn cross_validated(name: &str, k: usize, repeats: &[HeldOut]) -> Answers {
    let all = repeats.iter().flat_map(|answers| answers.probabilities.iter().copied());
    Answers::probable(name, k, all.collect())
}

/// What attribution alone answers, for settings with context.
pub(super) fn cross_validated_attribution(way: &CrossValidation<'_>, folds: &[Folds]) -> Option<Answers> {
    let labels = folds.iter().map(|folds| way.attribution(folds)).collect::<Option<Vec<_>>>()?;
    Some(Answers { name: ATTRIBUTION.into(), labels: labels.concat(), probabilities: None })
}

/// What a model answers for each row, among `names`, which hold all of its labels.
pub(super) fn predictions(
    name: &str,
    classifier: &Classifier,
    samples: &Samples<'_>,
    corpus: &Corpus,
    names: &[String],
) -> Result<Answers> {
    let known = classifier.labels();
    if let Some(unknown) = corpus.label_names().iter().find(|name| known.binary_search(name).is_err()) {
        let message =
            format!("label '{unknown}' is unknown to {name}, whose labels are: {}", known.join(", "));
        return Err(Error::new(ErrorKind::Table, message));
    }
    let places = places(known, names);
    let mut predictor = classifier.predictor();
    let mut probabilities = vec![0.0; corpus.len() * names.len()];
    for (row, all) in probabilities.chunks_mut(names.len()).enumerate() {
        let predicted = predictor.predict_sample(samples.get(row)).probabilities;
        places.iter().zip(predicted).for_each(|(&place, &probability)| all[place] = probability);
    }
    Ok(Answers::probable(name, names.len(), probabilities))
}

/// The most frequent training label for each of `n` answers, with the training shares as probabilities.
pub(super) fn majority(n: usize, names: &[String], known: &[String], counts: &[usize]) -> Answers {
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
pub(super) fn attribution_alone(
    classifier: &Classifier,
    samples: &Samples<'_>,
    n: usize,
    names: &[String],
) -> Option<Answers> {
    let about = classifier.description();
    let sources = &about.labels_of_sources;
    let frequent = most_probable(&about.priors());
    let places = places(classifier.labels(), names);
    (!sources.is_empty()).then(|| {
        let answer =
            |row: usize| places[label_of_source(sources, samples.get(row).source(), frequent)] as u32;
        Answers { name: ATTRIBUTION.into(), labels: (0..n).map(answer).collect(), probabilities: None }
    })
}

/// Where each of `known` stands in `names`, which are sorted and hold them all.
fn places(known: &[String], names: &[String]) -> Vec<usize> {
    known.iter().map(|label| names.partition_point(|name| name < label)).collect()
}
