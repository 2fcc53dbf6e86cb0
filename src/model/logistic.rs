//! A fitted logistic model: from features to probabilities.

use super::objective::{Parameters, softmax};
use crate::storage::Array;

/// Weights and intercepts, frozen.
///
/// Shapes: weights (f32) columns x scores, intercepts (f64) scores; one score for two labels (of
/// the second one), else one for each label.
#[derive(Clone, Debug)]
pub struct LogisticModel {
    pub(crate) weights: Array<f32>,
    pub(crate) intercepts: Array<f64>,
    n_labels: usize,
}

impl LogisticModel {
    pub(crate) fn new(weights: Array<f32>, intercepts: Array<f64>, n_labels: usize) -> Self {
        Self { weights, intercepts, n_labels }
    }

    /// Freezes what a solver found for so many labels.
    pub fn from_parameters(parameters: &Parameters, n_labels: usize) -> Self {
        let (weights, intercepts) = parameters.values.split_at(parameters.values.len() - parameters.n_scores);
        let weights: Vec<f32> = weights.iter().map(|&weight| weight as f32).collect();
        Self::new(weights.into(), intercepts.to_vec().into(), n_labels)
    }

    /// The number of labels.
    pub fn n_labels(&self) -> usize {
        self.n_labels
    }

    /// The number of scores: 1 for two labels, else one for each.
    pub fn n_scores(&self) -> usize {
        self.intercepts.len()
    }

    /// The intercept of a label's logit.
    pub fn intercept(&self, label: usize) -> f64 {
        if self.n_scores() == 1 { sign(label) * self.intercepts[0] } else { self.intercepts[label] }
    }

    /// The weight of a feature for a label's logit.
    pub fn weight(&self, column: usize, label: usize) -> f64 {
        let k = self.n_scores();
        if k == 1 {
            sign(label) * f64::from(self.weights[column])
        } else {
            f64::from(self.weights[column * k + label])
        }
    }

    /// The scores of a row with these features, columns and values.
    pub(crate) fn scores(&self, row: impl Iterator<Item = (u32, f32)>, scores: &mut Vec<f64>) {
        scores.clear();
        scores.extend_from_slice(&self.intercepts);
        let weights = &*self.weights;
        // The numbers of labels that are usual are known to the compiler, so that sums stay in registers.
        match scores.len() {
            1 => add::<1>(row, weights, scores),
            3 => add::<3>(row, weights, scores),
            4 => add::<4>(row, weights, scores),
            5 => add::<5>(row, weights, scores),
            k => {
                for (column, value) in row {
                    let weights = weights.chunks_exact(k).nth(column as usize).unwrap_or_default();
                    for (score, &weight) in scores.iter_mut().zip(weights) {
                        *score += f64::from(value) * f64::from(weight);
                    }
                }
            }
        }
    }

    /// The probabilities of all labels, from the scores of a row.
    pub(crate) fn probabilities(&self, scores: &[f64], probabilities: &mut Vec<f64>) {
        probabilities.clear();
        probabilities.resize(self.n_labels, 0.0);
        if let [score] = scores {
            // e^s / (1 + e^s), written so that nothing overflows.
            let small = libm::exp(-score.abs());
            let (rare, likely) = (small / (1.0 + small), 1.0 / (1.0 + small));
            let second = if *score > 0.0 { likely } else { rare };
            probabilities.copy_from_slice(&[if *score > 0.0 { rare } else { likely }, second]);
        } else {
            softmax(scores, probabilities);
        }
    }
}

/// Adds the weights of a row's features to K scores.
fn add<const K: usize>(row: impl Iterator<Item = (u32, f32)>, weights: &[f32], scores: &mut [f64]) {
    let (weights, Some(sums)) = (weights.as_chunks::<K>().0, scores.first_chunk_mut::<K>()) else { return };
    *sums = row.fold(*sums, |mut sums, (column, value)| {
        let weights = weights.get(column as usize).copied().unwrap_or([0.0; K]);
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum += f64::from(value) * f64::from(weight);
        }
        sums
    });
}

/// With two labels, the only score is the logit of label 1; that of label 0 is its opposite.
fn sign(label: usize) -> f64 {
    if label == 1 { 1.0 } else { -1.0 }
}

/// The label with the highest score, which no temperature changes; of equals, the first.
pub(crate) fn highest(scores: &[f64]) -> usize {
    if let [score] = scores { usize::from(*score > 0.0) } else { most_probable(scores) }
}

/// The label with the highest probability; of equals, the first in alphabetical order.
pub fn most_probable(probabilities: &[f64]) -> usize {
    let better =
        |best: usize, next: usize| if probabilities[next] > probabilities[best] { next } else { best };
    (0..probabilities.len()).fold(0, better)
}
