//! Rows whose label is likely wrong, by the rules of confident learning (Northcutt, Jiang, Chuang: Confident
//! learning: estimating uncertainty in dataset labels, 2021).
//!
//! A label's threshold is the mean probability that models which have not seen a row's article give it on the rows
//! that have it. A row is suspect if the most probable of the labels that reach their thresholds is not its own.

use serde::Serialize;

use super::finding::Place;
use crate::corpus::{Corpus, Folds};
use crate::error::Result;
use crate::metrics::Confusion;
use crate::model::{CrossValidation, TrainSettings, most_probable};

/// The rows whose label is likely wrong, and how much the models know that say so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suspects {
    /// The share of rows whose label the models predict that have not seen the row's article.
    pub accuracy: f64,
    /// The rows, those whose own label is the least probable first.
    pub rows: Vec<Suspect>,
}

/// A row whose label is likely wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suspect {
    /// The row.
    #[serde(flatten)]
    pub place: Place,
    /// The probability of its label.
    pub p: f64,
    /// The label that fits better.
    pub likelier: String,
    /// The probability of that.
    pub p_likelier: f64,
}

/// Looks for suspect rows. `progress` is called after each fold.
pub(super) fn suspects(
    corpus: &Corpus,
    settings: &TrainSettings,
    folds: usize,
    progress: &(dyn Fn() + Sync),
) -> Result<Suspects> {
    let folds = Folds::new(corpus, folds, settings.seed)?;
    let probabilities = CrossValidation::new(corpus, settings)?.probabilities(&folds, progress)?;
    let k = corpus.label_names().len();
    let labels = corpus.labels().iter().map(|&label| label as usize);
    let answers = Confusion::from_pairs(k, labels.zip(probabilities.chunks(k).map(most_probable)));
    let mut found: Vec<(usize, usize)> =
        likelier_labels(corpus.labels(), &probabilities, &corpus.label_counts());
    let p = |row: usize, label: usize| probabilities[row * k + label];
    let p_given = |row: usize| p(row, corpus.labels()[row] as usize);
    found.sort_by(|a, b| p_given(a.0).total_cmp(&p_given(b.0)));
    let suspect = |(row, likelier): (usize, usize)| Suspect {
        place: Place::new(corpus, row),
        p: p_given(row),
        likelier: corpus.label_names()[likelier].clone(),
        p_likelier: p(row, likelier),
    };
    Ok(Suspects { accuracy: answers.accuracy(), rows: found.into_iter().map(suspect).collect() })
}

/// The suspect rows and the label that fits each better. `probabilities` are rows x labels.
fn likelier_labels(labels: &[u32], probabilities: &[f64], counts: &[usize]) -> Vec<(usize, usize)> {
    let k = counts.len();
    let mut thresholds = vec![0.0; k];
    for (&label, p) in labels.iter().zip(probabilities.chunks(k)) {
        thresholds[label as usize] += p[label as usize] / counts[label as usize] as f64;
    }
    let likeliest = |p: &[f64]| {
        let confident = (0..k).filter(|&label| p[label] >= thresholds[label]);
        confident.max_by(|&a, &b| p[a].total_cmp(&p[b]))
    };
    let rows = labels.iter().zip(probabilities.chunks(k)).enumerate();
    rows.filter_map(|(row, (&label, p))| {
        likeliest(p).filter(|&likeliest| likeliest != label as usize).map(|likelier| (row, likelier))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_differ_by_label() {
        // Thresholds: .7 (mean of .9, .8 and .4) and .5 (mean of .6 and .4).
        let labels = [0, 0, 0, 1, 1];
        let probabilities = [0.9, 0.1, 0.8, 0.2, 0.4, 0.6, 0.4, 0.6, 0.6, 0.4];
        // The last row reaches neither threshold: not confident enough to tell.
        assert_eq!(likelier_labels(&labels, &probabilities, &[3, 2]), [(2, 1)]);
    }
}
