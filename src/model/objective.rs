//! What training minimises, and how far from the minimum a point is.
//!
//! For rows x_i with label y_i and weight w_i, scores s_ik = x_i · W_k + b_k and C > 0:
//!
//! L(W, b) = Σ_i w_i (ln Σ_k exp s_ik − s_i,y_i) + ‖W‖² / (2C)
//!
//! with free intercepts b (Böhning: Multinomial logistic regression algorithm, 1992). With two
//! labels there is one score, of the second label, and the first has score 0: the usual binary
//! logistic regression. C has the meaning that it has in LIBLINEAR and scikit-learn.

use rayon::prelude::*;

use super::vectors::{BLOCK, add, dot, quotient, sums};
use crate::features::Rows;

/// Rows and labels to learn from.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    /// The features, n rows.
    pub rows: &'a Rows,
    /// The label of each row, below `n_labels`.
    pub labels: &'a [u32],
    /// The weight of each label's rows, `n_labels` of them.
    pub label_weights: &'a [f64],
    /// Inverse strength of the penalty, above 0.
    pub c: f64,
}

/// Weights and intercepts: feature by feature, the weights of all scores; last, the intercepts.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// `(n_columns + 1) * n_scores` numbers.
    pub values: Vec<f64>,
    /// Scores per row: 1 for two labels, else one per label.
    pub n_scores: usize,
}

/// How good a point is: its loss L and the norm of the gradient there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Certificate {
    /// L.
    pub loss: f64,
    /// ‖∇L‖₂.
    pub gradient_norm: f64,
    /// How far L is above its minimum, relatively, estimated on the safe side: ∇Lᵀ D⁻¹ ∇L / L with D the
    /// diagonal of the Hessian (for rare features the penalty, which is the most of it). Half of it would be the Newton decrement (Boyd,
    /// Vandenberghe: Convex Optimization, 2004, 9.5.1), which is what a Newton step would gain, with D for the Hessian.
    pub relative_gap: f64,
}

impl Parameters {
    /// The intercepts of all scores.
    pub fn intercepts(&self) -> &[f64] {
        &self.values[self.values.len() - self.n_scores..]
    }
}

/// The scores a problem with so many labels has per row.
pub fn n_scores(n_labels: usize) -> usize {
    if n_labels == 2 { 1 } else { n_labels }
}

/// A problem with its number of scores known to the compiler where it is small (K = 0: any).
pub(super) struct Objective<'a, const K: usize> {
    problem: Problem<'a>,
    k: usize,
}

impl<'a, const K: usize> Objective<'a, K> {
    pub fn new(problem: Problem<'a>) -> Self {
        let k = if K == 0 { n_scores(problem.label_weights.len()) } else { K };
        Self { problem, k }
    }

    /// The scores of a row.
    pub fn k(&self) -> usize {
        if K == 0 { self.k } else { K }
    }

    pub fn n_rows(&self) -> usize {
        self.problem.rows.n_rows()
    }

    /// 1 / C.
    pub fn penalty(&self) -> f64 {
        1.0 / self.problem.c
    }

    /// The probabilities (of the scored labels) and the loss of the rows without the penalty.
    /// Shapes: scores and probabilities rows x K.
    pub fn probabilities(&self, scores: &[f64], probabilities: &mut [f64]) -> f64 {
        let k = self.k();
        let losses: Vec<f64> = probabilities
            .par_chunks_mut(BLOCK * k)
            .zip(scores.par_chunks(BLOCK * k))
            .enumerate()
            .map(|(block, (p, s))| {
                let rows = p.chunks_exact_mut(k).zip(s.chunks_exact(k));
                rows.zip(&self.problem.labels[block * BLOCK..])
                    .map(|((p, s), &label)| {
                        self.problem.label_weights[label as usize] * row_loss(s, label, p)
                    })
                    .sum()
            })
            .collect();
        losses.iter().sum()
    }

    /// For each row, `−w (p − y)` and `w p (1 − p)`: the slopes of its loss, downwards, and its curvatures by each
    /// score. Shapes: rows x K.
    pub fn derivatives(&self, probabilities: &[f64], slopes: &mut [f64], curvatures: &mut [f64]) {
        let k = self.k();
        let rows =
            slopes.par_chunks_mut(k).zip(curvatures.par_chunks_mut(k)).zip(probabilities.par_chunks(k));
        rows.with_min_len(BLOCK).enumerate().for_each(|(row, ((slopes, curvatures), p))| {
            let (weight, label) = (self.weight(row), self.problem.labels[row] as usize);
            for (score, ((slope, curvature), p)) in slopes.iter_mut().zip(curvatures).zip(p).enumerate() {
                let truth = if k == 1 { label == 1 } else { label == score };
                *slope = weight * (f64::from(u8::from(truth)) - p);
                *curvature = weight * p * (1.0 - p);
            }
        });
    }

    /// The change `w (diag p − p pᵀ) t` of a row's slopes, upwards, as its scores change by t. Shapes: probabilities rows x K,
    /// t and curved K.
    pub fn curve(&self, row: usize, probabilities: &[f64], t: &[f64], curved: &mut [f64]) {
        let k = self.k();
        let p = &probabilities[row * k..(row + 1) * k];
        let weight = self.weight(row);
        let mean: f64 = t.iter().zip(p).map(|(t, p)| t * p).sum();
        for ((curved, t), p) in curved.iter_mut().zip(t).zip(p) {
            *curved = weight * p * (t - mean);
        }
    }

    fn weight(&self, row: usize) -> f64 {
        self.problem.label_weights[self.problem.labels[row] as usize]
    }
}

/// Loss and gradient of the problem at a point, from nothing.
pub fn certify(problem: Problem<'_>, parameters: &Parameters) -> Certificate {
    let objective = Objective::<0>::new(problem);
    let k = objective.k();
    let (weights, intercepts) = parameters.values.split_at(parameters.values.len() - k);
    let mut scores = intercepts.repeat(objective.n_rows());
    for (row, scores) in scores.chunks_exact_mut(k).enumerate() {
        for_each(problem.rows.row(row), |column, value| add(scores, value, &weights[column * k..][..k]));
    }
    let (mut probabilities, mut curvatures) = (scores.clone(), scores.clone());
    let loss = objective.probabilities(&scores, &mut probabilities)
        + objective.penalty() / 2.0 * dot(weights, weights);
    let mut residuals = scores;
    objective.derivatives(&probabilities, &mut residuals, &mut curvatures);
    let mut gradient: Vec<f64> = weights.iter().map(|weight| -objective.penalty() * weight).collect();
    let mut diagonal = vec![objective.penalty(); weights.len()];
    for (row, (residuals, curvatures)) in
        residuals.chunks_exact(k).zip(curvatures.chunks_exact(k)).enumerate()
    {
        for_each(problem.rows.row(row), |column, value| {
            add(&mut gradient[column * k..][..k], value, residuals);
            add(&mut diagonal[column * k..][..k], value * value, curvatures);
        });
    }
    gradient.extend(sums(&residuals, k));
    diagonal.extend(sums(&curvatures, k).into_iter().map(|sum| sum.max(f32::MIN_POSITIVE.into())));
    let relative_gap = quotient(&gradient, &diagonal) / loss.max(f64::MIN_POSITIVE);
    Certificate { loss, gradient_norm: dot(&gradient, &gradient).sqrt(), relative_gap }
}

fn for_each((columns, values): (&[u32], &[f32]), mut visit: impl FnMut(usize, f64)) {
    columns.iter().zip(values).for_each(|(&column, &value)| visit(column as usize, value.into()));
}

/// The negative log-likelihood of one row; writes the probabilities of its scored labels.
fn row_loss(scores: &[f64], label: u32, probabilities: &mut [f64]) -> f64 {
    if let ([score], [probability]) = (scores, &mut *probabilities) {
        // ln(1 + e^s), written so that nothing overflows.
        let small = libm::exp(-score.abs());
        *probability = if *score >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) };
        return score.max(0.0) + libm::log1p(small) - f64::from(label) * score;
    }
    let sum = softmax(scores, probabilities);
    sum - scores[label as usize]
}

/// Writes exp(s_k) / Σ exp s to `probabilities` and returns ln Σ exp s.
pub(super) fn softmax(scores: &[f64], probabilities: &mut [f64]) -> f64 {
    let max = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for (p, s) in probabilities.iter_mut().zip(scores) {
        *p = libm::exp(s - max);
        sum += *p;
    }
    for p in probabilities {
        *p /= sum;
    }
    max + libm::log(sum)
}
