//! What more training text would bring: cross-validation with parts of it.

use rayon::prelude::*;
use serde::Serialize;

use super::answers::{Answers, Evaluated};
use super::scores::Scores;
use crate::corpus::{Corpus, Folds, SplitMix64};
use crate::error::Result;
use crate::model::CrossValidation;

/// The figures with a part of the training rows of each fold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LearningPoint {
    /// Training clusters (articles, or rows where there are none), the mean over folds.
    pub n_clusters: f64,
    /// Training rows, the mean over folds.
    pub n_rows: f64,
    /// The figures of the rows that were left out.
    #[serde(flatten)]
    pub scores: Scores,
}

impl LearningPoint {
    /// The parts of the training clusters before all of them: each has twice as many as the one before.
    pub const SHARES: [f64; 3] = [0.125, 0.25, 0.5];
}

/// The figures with growing parts of the training clusters, in random order; each part has the ones before
/// it. The rows that are left out are the same for all parts. A part in which some fold has not all labels
/// to learn is left out. `whole` are the answers with all of them.
pub(super) fn learning_curve(
    way: &CrossValidation<'_>,
    corpus: &Corpus,
    folds: &Folds,
    whole: Answers,
    (seed, draws): (u64, usize),
    progress: &(dyn Fn() + Sync),
) -> Result<Vec<LearningPoint>> {
    let names = corpus.label_names();
    let parts = |share: f64| -> Vec<Part> {
        (0..folds.k()).map(|fold| Part::new(corpus, folds, fold, share, seed)).collect()
    };
    let point = |parts: &[Part], answers: Answers| {
        let mean =
            |size: fn(&Part) -> usize| parts.iter().map(size).sum::<usize>() as f64 / parts.len() as f64;
        LearningPoint {
            n_clusters: mean(|part| part.n_clusters),
            n_rows: mean(|part| part.train.len()),
            scores: Evaluated::new(corpus, names, vec![answers]).measure(draws, names).scores,
        }
    };
    let mut points = Vec::new();
    for share in LearningPoint::SHARES {
        let parts = parts(share);
        if !parts.iter().all(|part| part.has_all_labels(corpus)) {
            continue;
        }
        let answer = |part: &Part| {
            let answers = way.train_and_predict(&part.train, &part.test);
            progress();
            answers
        };
        let answers: Vec<Result<Vec<f64>>> = parts.par_iter().map(answer).collect();
        let mut probabilities = vec![0.0; corpus.len() * names.len()];
        for (part, answers) in parts.iter().zip(answers) {
            for (&row, answer) in part.test.iter().zip(answers?.chunks(names.len())) {
                probabilities[row * names.len()..(row + 1) * names.len()].copy_from_slice(answer);
            }
        }
        points.push(point(&parts, Answers::probable("the model", names.len(), probabilities)));
    }
    points.push(point(&parts(1.0), whole));
    Ok(points)
}

/// A part of the training rows of a fold, and the rows that are left out.
struct Part {
    n_clusters: usize,
    train: Vec<usize>,
    test: Vec<usize>,
}

impl Part {
    fn new(corpus: &Corpus, folds: &Folds, fold: usize, share: f64, seed: u64) -> Self {
        let (train, test) = folds.split(fold);
        let cluster = |row: usize| corpus.clusters().map_or(row, |clusters| clusters[row] as usize);
        let mut clusters: Vec<usize> = train.iter().map(|&row| cluster(row)).collect();
        clusters.sort_unstable();
        clusters.dedup();
        SplitMix64::new(seed).shuffle(&mut clusters);
        clusters.truncate((clusters.len() as f64 * share).ceil() as usize);
        clusters.sort_unstable();
        let train = train.into_iter().filter(|&row| clusters.binary_search(&cluster(row)).is_ok()).collect();
        Self { n_clusters: clusters.len(), train, test }
    }

    fn has_all_labels(&self, corpus: &Corpus) -> bool {
        let counts = corpus.label_counts();
        (0..counts.len()).all(|label| {
            counts[label] == 0 || self.train.iter().any(|&row| corpus.labels()[row] as usize == label)
        })
    }
}
