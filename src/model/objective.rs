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

use super::vectors::{BLOCK, decrement, dot};
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
    /// diagonal of the Hessian. Half of it would be the Newton decrement (Boyd, Vandenberghe: Convex
    /// Optimization, 2004, 9.5.1), which is what a Newton step would gain, with D for the Hessian.
    pub relative_gap: f64,
}

/// The scores a problem with so many labels has per row.
pub fn n_scores(n_labels: usize) -> usize {
    if n_labels == 2 { 1 } else { n_labels }
}

/// A problem with its number of scores known to the compiler where it is small (K = 0: any).
pub(super) struct Objective<'a, const K: usize> {
    problem: Problem<'a>,
    n_scores: usize,
    /// Consecutive rows with about equally many entries. How many parts there are depends on the
    /// problem alone; each has its own sums, which are added in order.
    parts: Vec<std::ops::Range<usize>>,
}

impl<'a, const K: usize> Objective<'a, K> {
    pub fn new(problem: Problem<'a>) -> Self {
        let rows = problem.rows;
        // Sums of their own pay for themselves if much is summed into each.
        let n_parts = (rows.n_entries() / (8 * rows.n_columns().max(1))).clamp(2, 8);
        let mut parts = Vec::new();
        let mut start = 0;
        for part in 1..=n_parts {
            let until = rows.n_entries() * part / n_parts;
            let end = if part == n_parts { rows.n_rows() } else { rows.rows_before(until).max(start) };
            parts.push(start..end);
            start = end;
        }
        Self { problem, n_scores: n_scores(problem.label_weights.len()), parts }
    }

    /// Room for this objective's passes over the rows.
    pub fn passes(&self) -> Passes {
        let n = self.n_parameters();
        Passes {
            scores: vec![0.0; self.n_rows() * self.k()],
            single: vec![vec![0.0; 2 * n]; self.parts.len()],
            double: vec![vec![0.0; 2 * n]; self.parts.len()],
        }
    }

    pub fn k(&self) -> usize {
        if K == 0 { self.n_scores } else { K }
    }

    pub fn n_parameters(&self) -> usize {
        (self.problem.rows.n_columns() + 1) * self.k()
    }

    pub fn n_rows(&self) -> usize {
        self.problem.rows.n_rows()
    }

    /// `scores = X v`, intercepts included. Shapes: v (columns + 1) x K, scores rows x K.
    pub fn forward(&self, v: &[f64], scores: &mut [f64]) {
        let k = self.k();
        scores.par_chunks_mut(BLOCK * k).enumerate().for_each(|(block, scores)| {
            for (i, score) in scores.chunks_exact_mut(k).enumerate() {
                self.row_scores(block * BLOCK + i, v, k, score);
            }
        });
    }

    /// The gradient `Xᵀ w (p − y) + v / C` and the diagonal of the Hessian `Σ w p (1 − p) x² + 1 / C`.
    /// Shapes: probabilities rows x K, all others (columns + 1) x K.
    pub fn gradient(
        &self,
        probabilities: &[f64],
        v: &[f64],
        gradient: &mut [f64],
        diagonal: &mut [f64],
        passes: &mut Passes,
    ) {
        let k = self.k();
        let jobs: Vec<_> = self.parts.iter().cloned().zip(&mut passes.double).collect();
        jobs.into_par_iter().for_each(|(rows, sums)| {
            sums.fill(0.0);
            let mut factors = vec![0.0; 2 * k];
            for row in rows {
                let (weight, label) = (self.weight(row), self.problem.labels[row] as usize);
                let (residuals, curvatures) = factors.split_at_mut(k);
                let p = &probabilities[row * k..(row + 1) * k];
                for (score, ((r, h), p)) in residuals.iter_mut().zip(curvatures).zip(p).enumerate() {
                    let truth = if k == 1 { label == 1 } else { label == score };
                    *r = weight * (p - f64::from(u8::from(truth)));
                    *h = weight * p * (1.0 - p);
                }
                self.scatter_two(row, &factors, sums);
            }
        });
        let n_weights = v.len() - k;
        self.collect(
            &passes.double,
            0,
            gradient,
            |at| if at < n_weights { v[at] / self.problem.c } else { 0.0 },
        );
        // Rows that are all but certain must not make a division by an intercept's place explode.
        let floor = f64::from(f32::MIN_POSITIVE);
        self.collect(
            &passes.double,
            k,
            diagonal,
            |at| if at < n_weights { 1.0 / self.problem.c } else { floor },
        );
    }

    /// `out = H v` in one pass over the rows; also leaves `X v` in `passes.scores`. With p the
    /// probabilities of a row and t its part of X v, the row adds Xᵀ w (diag p − p pᵀ) t. Entries and
    /// v are single precision here, as are the sums: this only steers the direction, whose worth is
    /// judged by loss and gradient. Shapes as in `gradient`.
    pub fn hessian_product(&self, v: &[f64], probabilities: &[f64], out: &mut [f64], passes: &mut Passes) {
        let k = self.k();
        let Passes { scores, single, .. } = passes;
        let jobs: Vec<_> =
            self.parts.iter().cloned().zip(self.split_rows(scores)).zip(&mut *single).collect();
        jobs.into_par_iter().for_each(|((rows, scores), tandem)| {
            for (both, v) in tandem.chunks_exact_mut(2 * k).zip(v.chunks_exact(k)) {
                let (narrow, sums) = both.split_at_mut(k);
                for ((narrow, sum), &wide) in narrow.iter_mut().zip(sums).zip(v) {
                    (*narrow, *sum) = (wide as f32, 0.0);
                }
            }
            let mut curved = vec![0.0; k];
            for (row, t) in rows.zip(scores.chunks_exact_mut(k)) {
                self.row_scores(row, tandem, 2 * k, t);
                let p = &probabilities[row * k..(row + 1) * k];
                let weight = self.weight(row);
                let mean: f64 = t.iter().zip(p).map(|(t, p)| t * p).sum();
                for ((q, t), p) in curved.iter_mut().zip(&*t).zip(p) {
                    *q = (weight * p * (t - mean)) as f32;
                }
                self.scatter(row, &curved, tandem);
            }
        });
        let n_weights = v.len() - k;
        self.collect(single, k, out, |at| if at < n_weights { v[at] / self.problem.c } else { 0.0 });
    }

    /// `out` = the sums of all parts, in order, and `more`. In the parts each column has 2 K numbers,
    /// of which K from `offset` on are wanted.
    fn collect<S: Real>(
        &self,
        parts: &[Vec<S>],
        offset: usize,
        out: &mut [f64],
        more: impl Fn(usize) -> f64 + Sync,
    ) {
        let k = self.k();
        out.par_chunks_mut(BLOCK * k).enumerate().for_each(|(block, out)| {
            let first = block * BLOCK * k;
            for (at, out) in (first..).zip(&mut *out) {
                *out = more(at);
            }
            for part in parts {
                for (out, sums) in out.chunks_exact_mut(k).zip(part[2 * first..].chunks_exact(2 * k)) {
                    for (out, &sum) in out.iter_mut().zip(&sums[offset..offset + k]) {
                        *out += sum.into();
                    }
                }
            }
        });
    }

    /// The scores of one row: `score = x v`, intercepts included. In v each column has `stride`
    /// numbers, of which the first K are meant.
    fn row_scores<V: Real>(&self, row: usize, v: &[V], stride: usize, score: &mut [f64]) {
        let k = self.k();
        let (weights, intercepts) = v.split_at(v.len() - stride);
        for (score, &intercept) in score.iter_mut().zip(intercepts) {
            *score = intercept.into();
        }
        let (columns, values) = self.problem.rows.row(row);
        if k == 1 {
            // Four sums at a time: one would wait for itself.
            let product =
                |(&column, &value): (&u32, &f32)| f64::from(value) * weights[column as usize * stride].into();
            let mut sums = [0.0; 4];
            let (column_fours, column_rest) = columns.as_chunks::<4>();
            let (value_fours, value_rest) = values.as_chunks::<4>();
            for (columns, values) in column_fours.iter().zip(value_fours) {
                for ((sum, column), value) in sums.iter_mut().zip(columns).zip(values) {
                    *sum += product((column, value));
                }
            }
            score[0] +=
                sums.iter().sum::<f64>() + column_rest.iter().zip(value_rest).map(product).sum::<f64>();
            return;
        }
        for (&column, &value) in columns.iter().zip(values) {
            let at = column as usize * stride;
            for (score, &weight) in score.iter_mut().zip(&weights[at..at + k]) {
                *score += f64::from(value) * weight.into();
            }
        }
    }

    /// Adds `factors` (K), times each feature of the row, to the second K of the feature's 2 K numbers,
    /// and to the intercepts'. What [`Objective::row_scores`] has just read lies beside them.
    fn scatter(&self, row: usize, factors: &[f32], tandem: &mut [f32]) {
        let k = self.k();
        let mut add = |column: usize, value: f32| {
            let at = column * 2 * k + k;
            for (sum, factor) in tandem[at..at + k].iter_mut().zip(factors) {
                *sum += value * factor;
            }
        };
        let (columns, values) = self.problem.rows.row(row);
        for (&column, &value) in columns.iter().zip(values) {
            add(column as usize, value);
        }
        add(self.problem.rows.n_columns(), 1.0);
    }

    /// Adds the first K of `factors`, times each feature, to the first K of the feature's 2 K numbers;
    /// the second K, times its square, to the second.
    fn scatter_two(&self, row: usize, factors: &[f64], sums: &mut [f64]) {
        let k = self.k();
        let (first, second) = factors.split_at(k);
        let mut add = |column: usize, value: f64| {
            let at = column * 2 * k;
            let (sums, squares) = sums[at..at + 2 * k].split_at_mut(k);
            for (((sum, square), a), b) in sums.iter_mut().zip(squares).zip(first).zip(second) {
                *sum += value * a;
                *square += value * value * b;
            }
        };
        let (columns, values) = self.problem.rows.row(row);
        for (&column, &value) in columns.iter().zip(values) {
            add(column as usize, f64::from(value));
        }
        add(self.problem.rows.n_columns(), 1.0);
    }

    fn weight(&self, row: usize) -> f64 {
        self.problem.label_weights[self.problem.labels[row] as usize]
    }

    /// The rows x K numbers of each part.
    fn split_rows<'b>(&self, mut numbers: &'b mut [f64]) -> Vec<&'b mut [f64]> {
        let mut split = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let (mine, others) = numbers.split_at_mut(part.len() * self.k());
            split.push(mine);
            numbers = others;
        }
        split
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

    /// ‖W‖² / (2C).
    pub fn penalty(&self, parameters: &[f64]) -> f64 {
        let weights = &parameters[..parameters.len() - self.k()];
        dot(weights, weights) / (2.0 * self.problem.c)
    }

    /// Loss and gradient at a point, from nothing.
    pub fn certify(&self, parameters: &[f64]) -> Certificate {
        let mut passes = self.passes();
        let mut probabilities = passes.scores.clone();
        let mut gradient = vec![0.0; parameters.len()];
        let mut diagonal = gradient.clone();
        self.forward(parameters, &mut passes.scores);
        let loss = self.probabilities(&passes.scores, &mut probabilities) + self.penalty(parameters);
        self.gradient(&probabilities, parameters, &mut gradient, &mut diagonal, &mut passes);
        Certificate::new(loss, &gradient, &diagonal)
    }
}

/// Room for an objective's passes over its rows. For each part of the rows and each column 2 K
/// numbers lie side by side, so that what is read and what is summed into share a cache line.
pub(super) struct Passes {
    /// `X v` of the last Hessian product.
    pub scores: Vec<f64>,
    /// v and sums.
    single: Vec<Vec<f32>>,
    /// Two kinds of sums.
    double: Vec<Vec<f64>>,
}

/// f32 or f64.
trait Real: Copy + Send + Sync + Into<f64> {}
impl Real for f32 {}
impl Real for f64 {}

impl Certificate {
    pub(super) fn new(loss: f64, gradient: &[f64], diagonal: &[f64]) -> Self {
        let gap = decrement(gradient, diagonal);
        let gradient_norm = dot(gradient, gradient).sqrt();
        Self { loss, gradient_norm, relative_gap: gap / loss.max(f64::MIN_POSITIVE) }
    }
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
