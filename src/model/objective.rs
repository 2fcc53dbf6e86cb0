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

use crate::features::Rows;

/// Rows and labels to learn from.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    /// The features, n rows.
    pub rows: &'a Rows,
    /// The same, transposed.
    pub columns: &'a Rows,
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
    /// An upper bound of (L − min L) / L: the penalty makes L strongly convex in W with constant
    /// 1/C, so L − min L ≤ C ‖∇L‖² / 2 (Boyd, Vandenberghe: Convex Optimization, 2004, 9.1.2;
    /// for the intercepts, which are not penalised, this is an estimate).
    pub relative_gap: f64,
}

/// Rows are worked on in blocks of this many; sums are taken block by block in order, so that no
/// result depends on the number of threads.
const BLOCK: usize = 1024;

/// Entries of a transposed matrix that make one piece of parallel work.
const PIECE: usize = 1 << 15;

/// The scores a problem with so many labels has per row.
pub fn n_scores(n_labels: usize) -> usize {
    if n_labels == 2 { 1 } else { n_labels }
}

/// A problem with its number of scores known to the compiler where it is small (K = 0: any).
pub(super) struct Objective<'a, const K: usize> {
    problem: Problem<'a>,
    n_scores: usize,
    /// Columns in pieces of about equal work.
    pieces: Vec<std::ops::Range<usize>>,
}

impl<'a, const K: usize> Objective<'a, K> {
    pub fn new(problem: Problem<'a>) -> Self {
        let n_columns = problem.columns.n_rows();
        let (mut pieces, mut start) = (Vec::new(), 0);
        for end in 1..=n_columns {
            // A column costs something even when it is empty.
            let work = problem.columns.offset(end) - problem.columns.offset(start) + 4 * (end - start);
            if work >= PIECE || end == n_columns {
                pieces.push(start..end);
                start = end;
            }
        }
        Self { problem, n_scores: n_scores(problem.label_weights.len()), pieces }
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

    pub fn c(&self) -> f64 {
        self.problem.c
    }

    /// `scores = X v`, intercepts included. Shapes: v (columns + 1) x K, scores rows x K.
    pub fn forward(&self, v: &[f64], scores: &mut [f64]) {
        let k = self.k();
        let (weights, intercepts) = v.split_at(v.len() - k);
        scores.par_chunks_mut(BLOCK * k).enumerate().for_each(|(block, scores)| {
            for (i, score) in scores.chunks_exact_mut(k).enumerate() {
                score.copy_from_slice(intercepts);
                let (columns, values) = self.problem.rows.row(block * BLOCK + i);
                for (&column, &value) in columns.iter().zip(values) {
                    let at = column as usize * k;
                    for (score, weight) in score.iter_mut().zip(&weights[at..at + k]) {
                        *score += f64::from(value) * weight;
                    }
                }
            }
        });
    }

    /// `out = Xᵀ r + v / C`, intercepts not penalised. Shapes: r rows x K, v and out (columns + 1) x K.
    pub fn backward(&self, r: &[f64], v: &[f64], out: &mut [f64]) {
        let k = self.k();
        let (out, intercepts) = out.split_at_mut(v.len() - k);
        self.for_pieces(out, |column, out| {
            for (out, v) in out.iter_mut().zip(&v[column * k..]) {
                *out = v / self.problem.c;
            }
            let (rows, values) = self.problem.columns.row(column);
            for (&row, &value) in rows.iter().zip(values) {
                let at = row as usize * k;
                for (out, r) in out.iter_mut().zip(&r[at..at + k]) {
                    *out += f64::from(value) * r;
                }
            }
        });
        intercepts.fill(0.0);
        for r in r.chunks_exact(k) {
            for (sum, r) in intercepts.iter_mut().zip(r) {
                *sum += r;
            }
        }
    }

    /// The diagonal of the Hessian, for h = w p (1 - p). Shapes as in `backward`.
    pub fn diagonal(&self, h: &[f64], out: &mut [f64]) {
        let k = self.k();
        let n = out.len() - k;
        let (out, intercepts) = out.split_at_mut(n);
        self.for_pieces(out, |column, out| {
            out.fill(1.0 / self.problem.c);
            let (rows, values) = self.problem.columns.row(column);
            for (&row, &value) in rows.iter().zip(values) {
                let at = row as usize * k;
                for (out, h) in out.iter_mut().zip(&h[at..at + k]) {
                    *out += f64::from(value) * f64::from(value) * h;
                }
            }
        });
        // Rows that are all but certain must not make the division explode.
        intercepts.fill(f64::MIN_POSITIVE.sqrt());
        for h in h.chunks_exact(k) {
            for (sum, h) in intercepts.iter_mut().zip(h) {
                *sum += h;
            }
        }
    }

    /// Calls `work` for each column with its K places of `out`, in parallel.
    fn for_pieces(&self, out: &mut [f64], work: impl Fn(usize, &mut [f64]) + Sync) {
        let k = self.k();
        let mut rest = out;
        let mut jobs = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            let (mine, others) = rest.split_at_mut(piece.len() * k);
            jobs.push((piece.start, mine));
            rest = others;
        }
        jobs.into_par_iter().for_each(|(first, out)| {
            for (column, out) in (first..).zip(out.chunks_exact_mut(k)) {
                work(column, out);
            }
        });
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
                    .map(|((p, s), &label)| self.problem.label_weights[label as usize] * row_loss(s, label, p))
                    .sum()
            })
            .collect();
        losses.iter().sum()
    }

    /// `residuals = w (p - y)`, in place of the probabilities.
    pub fn residuals(&self, probabilities: &mut [f64]) {
        for (p, &label) in probabilities.chunks_exact_mut(self.k()).zip(self.problem.labels) {
            let weight = self.problem.label_weights[label as usize];
            if self.k() == 1 {
                p[0] = weight * (p[0] - f64::from(label));
            } else {
                p[label as usize] -= 1.0;
                p.iter_mut().for_each(|p| *p *= weight);
            }
        }
    }

    /// `h = w p (1 - p)` for [`Objective::diagonal`].
    pub fn curvatures(&self, probabilities: &[f64], h: &mut [f64]) {
        let k = self.k();
        for ((h, p), &label) in h.chunks_exact_mut(k).zip(probabilities.chunks_exact(k)).zip(self.problem.labels) {
            let weight = self.problem.label_weights[label as usize];
            for (h, p) in h.iter_mut().zip(p) {
                *h = weight * p * (1.0 - p);
            }
        }
    }

    /// `t` (= X d) becomes w (diag p − p pᵀ) t row by row: the Hessian of the loss in the scores.
    pub fn curve(&self, probabilities: &[f64], t: &mut [f64]) {
        let k = self.k();
        t.par_chunks_mut(BLOCK * k).zip(probabilities.par_chunks(BLOCK * k)).enumerate().for_each(
            |(block, (t, p))| {
                let labels = &self.problem.labels[block * BLOCK..];
                for ((t, p), &label) in t.chunks_exact_mut(k).zip(p.chunks_exact(k)).zip(labels) {
                    let weight = self.problem.label_weights[label as usize];
                    let mean: f64 = t.iter().zip(p).map(|(t, p)| t * p).sum();
                    for (t, p) in t.iter_mut().zip(p) {
                        *t = weight * p * (*t - mean);
                    }
                }
            },
        );
    }

    /// ‖W‖² / (2C).
    pub fn penalty(&self, parameters: &[f64]) -> f64 {
        let weights = &parameters[..parameters.len() - self.k()];
        dot(weights, weights) / (2.0 * self.problem.c)
    }

    /// Loss and gradient at a point, from nothing.
    pub fn certify(&self, parameters: &[f64]) -> Certificate {
        let mut scores = vec![0.0; self.n_rows() * self.k()];
        let mut residuals = scores.clone();
        let mut gradient = vec![0.0; parameters.len()];
        self.forward(parameters, &mut scores);
        let loss = self.probabilities(&scores, &mut residuals) + self.penalty(parameters);
        self.residuals(&mut residuals);
        self.backward(&residuals, parameters, &mut gradient);
        Certificate::new(loss, dot(&gradient, &gradient).sqrt(), self.problem.c)
    }
}

impl Certificate {
    pub(super) fn new(loss: f64, gradient_norm: f64, c: f64) -> Self {
        let gap = c * gradient_norm * gradient_norm / 2.0;
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
    probabilities.iter_mut().for_each(|p| *p /= sum);
    max + libm::log(sum)
}

/// The inner product, summed in blocks and these in order.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let block = |(a, b): (&[f64], &[f64])| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    if a.len() <= 16 * BLOCK {
        return a.chunks(BLOCK).zip(b.chunks(BLOCK)).map(block).sum();
    }
    let sums: Vec<f64> = a.par_chunks(BLOCK).zip(b.par_chunks(BLOCK)).with_min_len(16).map(block).collect();
    sums.iter().sum()
}
