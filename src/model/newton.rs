//! The solver: truncated Newton with preconditioned conjugate gradients.
//!
//! Each outer step solves H d = −g only as exactly as it pays (Dembo, Steihaug: Truncated-Newton
//! algorithms for large-scale unconstrained optimization, 1983) and then searches along d. Scores are kept, so that
//! the search costs no pass over the entries; an inner iteration costs one. Four to ten steps are usual.
//!
//! Only frequent features have weights on the way. Those of rare ones are combinations of rows, W = Xᵀ A, as they
//! are at the minimum, where A = −C R with R the residuals (the representer theorem: Kimeldorf, Wahba: Some results on
//! Tchebycheffian spline functions, 1971): their gradient is Xᵀ (R + A / C). So no vector has a number for each rare feature,
//! and most of the numbers that a pass needs lie in a cache. The preconditioner is the Hessian's diagonal for frequent
//! features and intercepts, and for rare ones the penalty, which is the most of it: it must not tell them apart, or their
//! weights would be no such combinations.
//!
//! Results do not depend on the number of threads.

use super::matrix::{Frequent, Rare, split};
use super::objective::{Certificate, Objective, Parameters, Problem, n_scores};
use super::vectors::{add, add_to_rows, dot, quotient, sums, turn};
use crate::error::{Error, ErrorKind, Result};

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stopping {
    /// The loss may be at most this much above its minimum, relatively (see [`Certificate`]).
    pub tolerance: f64,
    /// Outer steps after which not having converged is an error.
    pub max_steps: usize,
}

/// The minimum, and what it took to get there.
#[derive(Clone, Debug)]
pub struct Solution {
    /// The parameters at the minimum.
    pub parameters: Parameters,
    /// A of `W = Xᵀ A`, which the weights of rare features are: rows x scores numbers. Empty if linfa found the minimum.
    pub coefficients: Vec<f64>,
    /// Loss and gradient there.
    pub certificate: Certificate,
    /// Outer (Newton) steps.
    pub steps: usize,
    /// Inner (conjugate gradient) iterations, over all steps.
    pub inner: usize,
}

/// Numbers that are kept for frequent features, K for each: they fit a cache of the second level.
const FREQUENT: usize = 1 << 16;

/// A tolerance to which the errors of single precision are nothing.
const SINGLE: f64 = 1e-6;

/// Minimises the objective from `start`, a solution for the same rows (from zero if there is none).
///
/// # Errors
/// [`ErrorKind::Training`] if `max_steps` did not suffice.
///
/// # Panics
/// If `start` has not as many coefficients as the problem has rows x scores.
pub fn minimise(problem: Problem<'_>, start: Option<&Solution>, stopping: Stopping) -> Result<Solution> {
    let k = n_scores(problem.label_weights.len());
    match k {
        1 => Newton::<1>::new(problem, start, FREQUENT / k).run(stopping),
        3 => Newton::<3>::new(problem, start, FREQUENT / k).run(stopping),
        4 => Newton::<4>::new(problem, start, FREQUENT / k).run(stopping),
        5 => Newton::<5>::new(problem, start, FREQUENT / k).run(stopping),
        6 => Newton::<6>::new(problem, start, FREQUENT / k).run(stopping),
        _ => Newton::<0>::new(problem, start, FREQUENT / k).run(stopping),
    }
}

/// A run: where it is, and what it works with.
struct Newton<'a, const K: usize> {
    objective: Objective<'a, K>,
    frequent: Frequent,
    rare: Rare,
    at: Point,
    /// Rows x K.
    probabilities: Vec<f64>,
    direction: Point,
    conjugate: Point,
    /// −g, and what is left of it as a direction is made. It has no scores but those of rare features.
    remainder: Point,
    diagonal: Diagonal,
    /// Rows x K.
    curved: Vec<f64>,
}

/// Parameters, or a direction among them.
struct Point {
    /// The weights of frequent features, features x K.
    weights: Vec<f64>,
    /// Those of rare features are Xᵀ `coefficients`; rows x K.
    coefficients: Vec<f64>,
    /// K.
    intercepts: Vec<f64>,
    /// What rare features add to the scores, X Xᵀ `coefficients`; rows x K.
    rare_scores: Vec<f64>,
    /// The scores that all of them give; rows x K.
    scores: Vec<f64>,
}

/// The diagonal of the Hessian.
struct Diagonal {
    /// For frequent features, features x K.
    weights: Vec<f64>,
    /// For rare features it is hardly more than the penalty.
    penalty: f64,
    /// K.
    intercepts: Vec<f64>,
}

impl Point {
    fn new(n_frequent: usize, n_rows: usize, k: usize) -> Self {
        let rows = vec![0.0; n_rows * k];
        Self {
            weights: vec![0.0; n_frequent * k],
            coefficients: rows.clone(),
            intercepts: vec![0.0; k],
            rare_scores: rows.clone(),
            scores: rows,
        }
    }

    fn add(&mut self, step: f64, other: &Self) {
        add(&mut self.weights, step, &other.weights);
        add(&mut self.coefficients, step, &other.coefficients);
        add(&mut self.intercepts, step, &other.intercepts);
        add(&mut self.rare_scores, step, &other.rare_scores);
        add(&mut self.scores, step, &other.scores);
    }

    /// ‖W‖².
    fn length(&self) -> f64 {
        dot(&self.weights, &self.weights) + dot(&self.coefficients, &self.rare_scores)
    }
}

impl<'a, const K: usize> Newton<'a, K> {
    fn new(problem: Problem<'a>, start: Option<&Solution>, most_frequent: usize) -> Self {
        let objective = Objective::new(problem);
        let (k, n_rows) = (objective.k(), objective.n_rows());
        let (frequent, rare) = split(problem.rows, most_frequent);
        let point = || Point::new(frequent.columns.len(), n_rows, k);
        let mut run = Self {
            at: point(),
            probabilities: vec![0.0; n_rows * k],
            direction: point(),
            conjugate: point(),
            remainder: point(),
            diagonal: Diagonal { weights: Vec::new(), penalty: objective.penalty(), intercepts: Vec::new() },
            curved: vec![0.0; n_rows * k],
            objective,
            frequent,
            rare,
        };
        if let Some(start) = start {
            let at = &mut run.at;
            at.coefficients.copy_from_slice(&start.coefficients);
            at.intercepts.copy_from_slice(start.parameters.intercepts());
            for (weights, &column) in at.weights.chunks_exact_mut(k).zip(&run.frequent.columns) {
                weights.copy_from_slice(&start.parameters.values[column as usize * k..][..k]);
            }
            run.score();
        }
        run
    }

    /// The scores here, from nothing.
    fn score(&mut self) {
        let (k, at) = (self.objective.k(), &mut self.at);
        self.rare.product::<K, f64>(k, &at.coefficients, &mut at.rare_scores);
        at.scores.copy_from_slice(&at.rare_scores);
        add_to_rows(&mut at.scores, &at.intercepts);
        self.frequent.add_scores::<K>(k, &at.weights, &mut at.scores);
    }

    fn run(mut self, stopping: Stopping) -> Result<Solution> {
        let mut first_gap = 0.0;
        let (mut steps, mut inner) = (0, 0);
        // Scores that were added up along directions have the errors of single precision.
        let mut exact = true;
        loop {
            let loss = self.loss();
            let (length, gradient_norm) = self.descent();
            let gap = length / loss.max(f64::MIN_POSITIVE);
            let certificate = Certificate { loss, gradient_norm, relative_gap: gap };
            if gap <= stopping.tolerance {
                if exact || stopping.tolerance >= SINGLE {
                    return Ok(self.solution(certificate, steps, inner));
                }
                self.score();
                exact = true;
                continue;
            }
            if steps == stopping.max_steps || !gap.is_finite() {
                return Err(not_converged(steps, &certificate, stopping));
            }
            first_gap = if steps == 0 { gap } else { first_gap };
            // The remainder of a step may keep a share of the gap that shrinks with the gap itself;
            // half of what the tolerance allows is exact enough even close to the minimum.
            let forcing = (gap / first_gap).sqrt().min(0.1);
            let target = (forcing * gap).max(0.5 * stopping.tolerance) * loss;
            let (iterations, slope) = self.direction(length, target);
            self.search(loss, slope);
            exact = false;
            inner += iterations;
            steps += 1;
        }
    }

    /// The loss here, and the probabilities.
    fn loss(&mut self) -> f64 {
        let of_rows = self.objective.probabilities(&self.at.scores, &mut self.probabilities);
        of_rows + self.objective.penalty() / 2.0 * self.at.length()
    }

    /// Makes the remainder −g, and the diagonal. Returns gᵀ D⁻¹ g and ‖g‖.
    fn descent(&mut self) -> (f64, f64) {
        let (k, penalty) = (self.objective.k(), self.objective.penalty());
        let Self { at, remainder, diagonal, curved, .. } = self;
        self.objective.derivatives(&self.probabilities, &mut remainder.coefficients, curved);
        remainder.intercepts = sums(&remainder.coefficients, k);
        // Rows that are all but certain must not make a division by an intercept's place explode.
        let intercepts = sums(curved, k).into_iter().map(|sum| sum.max(f32::MIN_POSITIVE.into())).collect();
        let (weights, squares) = self.frequent.sums::<K>(k, &remainder.coefficients, curved);
        let squares = squares.into_iter().map(|square| square + penalty).collect();
        *diagonal = Diagonal { weights: squares, penalty, intercepts };
        remainder.weights = weights;
        add(&mut remainder.weights, -penalty, &at.weights);
        add(&mut remainder.coefficients, -penalty, &at.coefficients);
        let of_rare = self.rare.product::<K, f64>(k, &remainder.coefficients, &mut remainder.rare_scores);
        let norm =
            dot(&remainder.weights, &remainder.weights) + dot(&remainder.intercepts, &remainder.intercepts);
        (self.length(of_rare), (norm + of_rare).sqrt())
    }

    /// rᵀ D⁻¹ r, where `of_rare` is ‖r‖² for rare features.
    fn length(&self, of_rare: f64) -> f64 {
        let Self { remainder, diagonal, .. } = self;
        quotient(&remainder.weights, &diagonal.weights)
            + of_rare / diagonal.penalty
            + quotient(&remainder.intercepts, &diagonal.intercepts)
    }

    /// Solves H d = −g by conjugate gradients until the remainder's rᵀ D⁻¹ r is below `target`; now it is `length`.
    /// Returns the number of iterations and the slope gᵀ d.
    fn direction(&mut self, mut length: f64, target: f64) -> (usize, f64) {
        const MOST: usize = 500;
        let (k, penalty) = (self.objective.k(), self.objective.penalty());
        self.direction = Point::new(self.frequent.columns.len(), self.objective.n_rows(), k);
        let (mut ratio, mut slope) = (0.0, 0.0);
        for iteration in 0..MOST {
            self.turn(ratio);
            let Self {
                objective,
                frequent,
                rare,
                probabilities,
                direction,
                conjugate,
                remainder,
                curved,
                ..
            } = &mut *self;
            conjugate.scores.copy_from_slice(&conjugate.rare_scores);
            add_to_rows(&mut conjugate.scores, &conjugate.intercepts);
            let curve =
                |row: usize, t: &[f64], curved: &mut [f64]| objective.curve(row, probabilities, t, curved);
            let product = frequent.through::<K>(k, &conjugate.weights, &mut conjugate.scores, curved, curve);
            let step = length / (dot(&conjugate.scores, curved) + penalty * conjugate.length());
            if !step.is_finite() {
                return (iteration, slope);
            }
            direction.add(step, conjugate);
            slope -= step * length;
            add(&mut remainder.weights, -step, &product);
            add(&mut remainder.weights, -step * penalty, &conjugate.weights);
            add(&mut remainder.coefficients, -step, curved);
            add(&mut remainder.coefficients, -step * penalty, &conjugate.coefficients);
            add(&mut remainder.intercepts, -step, &sums(curved, k));
            let of_rare = rare.product::<K, f32>(k, &remainder.coefficients, &mut remainder.rare_scores);
            let next = self.length(of_rare);
            if next <= target {
                return (iteration + 1, slope);
            }
            ratio = next / length;
            length = next;
        }
        (MOST, slope)
    }

    /// The next of the conjugate directions, in place of the last: D⁻¹ r + `ratio` p.
    fn turn(&mut self, ratio: f64) {
        let Self { remainder, conjugate, diagonal, .. } = self;
        turn(&mut conjugate.weights, ratio, &remainder.weights, |at| diagonal.weights[at]);
        turn(&mut conjugate.coefficients, ratio, &remainder.coefficients, |_| diagonal.penalty);
        turn(&mut conjugate.rare_scores, ratio, &remainder.rare_scores, |_| diagonal.penalty);
        turn(&mut conjugate.intercepts, ratio, &remainder.intercepts, |at| diagonal.intercepts[at]);
    }

    /// Moves along the direction: the full step, halved until the loss falls enough (Armijo 1966).
    fn search(&mut self, loss: f64, slope: f64) {
        const ENOUGH: f64 = 1e-4;
        let noise = 1e-14 * loss.abs();
        let (mut step, mut taken) = (1.0, 0.0);
        for _ in 0..40 {
            self.at.add(step - taken, &self.direction);
            taken = step;
            if self.loss() <= loss + ENOUGH * step * slope + noise {
                return;
            }
            step /= 2.0;
        }
    }

    fn solution(self, certificate: Certificate, steps: usize, inner: usize) -> Solution {
        let k = self.objective.k();
        let Point { weights, coefficients, mut intercepts, .. } = self.at;
        // Adding a number to all intercepts changes no probability; their mean is made 0.
        if k > 1 {
            let mean = intercepts.iter().sum::<f64>() / k as f64;
            for intercept in &mut intercepts {
                *intercept -= mean;
            }
        }
        let mut values = vec![0.0; (self.frequent.columns.len() + self.rare.columns.len()) * k];
        let mut set =
            |column: u32, weights: &[f64]| values[column as usize * k..][..k].copy_from_slice(weights);
        for (&column, weights) in self.frequent.columns.iter().zip(weights.chunks_exact(k)) {
            set(column, weights);
        }
        self.rare.transposed::<K>(k, &coefficients, set);
        values.append(&mut intercepts);
        let parameters = Parameters { values, n_scores: k };
        Solution { parameters, coefficients, certificate, steps, inner }
    }
}

fn not_converged(steps: usize, certificate: &Certificate, stopping: Stopping) -> Error {
    let message = format!(
        "the solver did not converge: after {steps} steps the loss may still be {:.1e} (relatively) above its minimum, \
         {:.1e} is asked for; use a smaller --c or a larger --tolerance",
        certificate.relative_gap, stopping.tolerance
    );
    Error::new(ErrorKind::Training, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::SplitMix64;
    use crate::features::Rows;
    use crate::model::certify;

    const TIGHT: Stopping = Stopping { tolerance: 1e-10, max_steps: 100 };

    /// Rows of six features, of which some are in many rows, with labels that depend on them.
    fn rows(n_columns: usize, n_labels: usize) -> (Rows, Vec<u32>) {
        let mut random = SplitMix64::new(7);
        let mut rows = Rows::new(n_columns);
        let mut labels = Vec::new();
        for _ in 0..300 {
            let mut columns: Vec<usize> =
                (0..6).map(|_| random.below(n_columns).min(random.below(n_columns))).collect();
            columns.sort_unstable();
            columns.dedup();
            let vote = columns.iter().sum::<usize>() + random.below(3);
            labels.push((vote % n_labels) as u32);
            rows.push(columns.iter().map(|&column| (column as u32, 0.2 + column as f32 / n_columns as f32)));
        }
        (rows, labels)
    }

    /// The solutions with no feature taken for frequent, with some and with all.
    fn solutions<const K: usize>(problem: Problem<'_>) -> Vec<Solution> {
        let solve = |most| Newton::<K>::new(problem, None, most).run(TIGHT).expect("a minimum");
        [0, 9, problem.rows.n_columns()].map(solve).into()
    }

    fn agree(solutions: &[Solution], problem: Problem<'_>) {
        for solution in solutions {
            let known = certify(problem, &solution.parameters);
            assert!(known.relative_gap <= 1e-9, "{known:?}");
            assert!((known.loss / solution.certificate.loss - 1.0).abs() < 1e-9, "{known:?}");
            for (a, b) in solution.parameters.values.iter().zip(&solutions[0].parameters.values) {
                assert!((a - b).abs() < 1e-3, "{a} {b}");
            }
        }
    }

    #[test]
    fn the_minimum_is_the_same_whatever_counts_as_frequent() {
        for n_columns in [40, 900] {
            let (two, labels) = rows(n_columns, 2);
            let problem = Problem { rows: &two, labels: &labels, label_weights: &[1.0, 2.0], c: 3.0 };
            agree(&solutions::<1>(problem), problem);
            let (seven, labels) = rows(n_columns, 7);
            let problem = Problem { rows: &seven, labels: &labels, label_weights: &[1.0; 7], c: 10.0 };
            agree(&solutions::<0>(problem), problem);
        }
    }

    #[test]
    fn a_solution_is_a_start_that_needs_no_step() {
        let (rows, labels) = rows(200, 3);
        let problem = Problem { rows: &rows, labels: &labels, label_weights: &[1.0; 3], c: 10.0 };
        for most in [0, 9, 200] {
            let solution = Newton::<3>::new(problem, None, most).run(TIGHT).expect("a minimum");
            let again = Newton::<3>::new(problem, Some(&solution), most);
            let again = again.run(Stopping { tolerance: 1e-9, ..TIGHT }).expect("a minimum");
            assert_eq!((again.steps, again.inner), (0, 0), "{most}");
            assert!(solution.steps > 0);
        }
    }
}
