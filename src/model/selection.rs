//! The choice of C by cross-validation on the training rows.

use super::classifier::solve;
use super::logistic::{LogisticModel, most_probable};
use super::newton::Solution;
use super::settings::{C, TrainSettings};
use crate::corpus::{Corpus, Folds};
use crate::error::Result;
use crate::features::{Features, Samples};
use crate::metrics::Confusion;

/// The candidate C with the best macro-F1 over all held-out rows, and the macro-F1 of each.
///
/// `samples` are the corpus as the settings' features see it. Features are fitted once a fold; each C
/// starts from the solution of the one before.
pub fn select_c(
    corpus: &Corpus,
    samples: &Samples<'_>,
    settings: &TrainSettings,
) -> Result<(f64, Vec<(f64, f64)>)> {
    let k = corpus.label_names().len();
    let folds = Folds::new(corpus, C::FOLDS.min(corpus.n_clusters()), settings.seed)?;
    let mut confusions = vec![Confusion::new(k); C::CANDIDATES.len()];
    for fold in 0..folds.k() {
        let (train, test) = folds.split(fold);
        let (features, rows) = Features::fit(&samples.subset(&train), &settings.features)?;
        let train = corpus.subset(&train);
        let label_weights = settings.class_weight.weights(&train.label_counts());
        let mut start: Option<Solution> = None;
        for (&c, confusion) in C::CANDIDATES.iter().zip(&mut confusions) {
            let solution = solve(&rows, train.labels(), &label_weights, c, start.as_ref(), settings)?;
            let model = LogisticModel::from_parameters(&solution.parameters, k);
            start = Some(solution);
            let mut transformer = features.transformer();
            let (mut scores, mut probabilities) = (Vec::new(), Vec::new());
            for &row in &test {
                let row_of_features = transformer.transform(samples.get(row));
                model.scores(row_of_features.iter().copied(), &mut scores);
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
