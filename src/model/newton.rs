//! The solver: truncated Newton with preconditioned conjugate gradients.
//!
//! Each outer step solves H d = −g only as exactly as it pays (Dembo, Steihaug: Truncated-Newton
//! algorithms for large-scale unconstrained optimization, 1983), with the Hessian's diagonal as
//! preconditioner, and then searches along d. Scores are kept, so that the search costs no pass
//! over the rows. An inner iteration costs one pass over the entries; four to eight steps are
//! usual. Results do not depend on the number of threads.

use super::objective::{Certificate, Objective, Parameters, Passes, Problem, n_scores};
use super::vectors::{add, add_to_remainder, decrement, dot, turn};
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
    /// Loss and gradient there.
    pub certificate: Certificate,
    /// Outer (Newton) steps.
    pub steps: usize,
    /// Inner (conjugate gradient) iterations, over all steps.
    pub inner: usize,
}

/// Minimises the objective from `start` (from zero if there is none).
///
/// # Errors
/// [`ErrorKind::Training`] if `max_steps` did not suffice.
pub fn minimise(problem: Problem<'_>, start: Option<&Parameters>, stopping: Stopping) -> Result<Solution> {
    match n_scores(problem.label_weights.len()) {
        1 => run(&Objective::<1>::new(problem), start, stopping),
        3 => run(&Objective::<3>::new(problem), start, stopping),
        4 => run(&Objective::<4>::new(problem), start, stopping),
        5 => run(&Objective::<5>::new(problem), start, stopping),
        6 => run(&Objective::<6>::new(problem), start, stopping),
        _ => run(&Objective::<0>::new(problem), start, stopping),
    }
}

/// Loss and gradient of the problem at a point.
pub fn certify(problem: Problem<'_>, parameters: &Parameters) -> Certificate {
    Objective::<0>::new(problem).certify(&parameters.values)
}

fn run<const K: usize>(
    objective: &Objective<K>,
    start: Option<&Parameters>,
    stopping: Stopping,
) -> Result<Solution> {
    let (n, m) = (objective.n_parameters(), objective.n_rows() * objective.k());
    let mut at = start.map_or_else(|| vec![0.0; n], |start| start.values.clone());
    let mut work = Work::new(n, m, objective.passes());
    objective.forward(&at, &mut work.scores);
    let mut first_gap = 0.0;
    let (mut step, mut inner) = (0, 0);
    loop {
        let row_loss = objective.probabilities(&work.scores, &mut work.probabilities);
        let loss = row_loss + objective.penalty(&at);
        let Work { probabilities, gradient, diagonal, passes, .. } = &mut work;
        objective.gradient(probabilities, &at, gradient, diagonal, passes);
        let certificate = Certificate::new(loss, gradient, diagonal);
        let gap = certificate.relative_gap;
        if gap <= stopping.tolerance {
            center_intercepts(&mut at, objective.k());
            let parameters = Parameters { values: at, n_scores: objective.k() };
            return Ok(Solution { parameters, certificate, steps: step, inner });
        }
        if step == stopping.max_steps || !gap.is_finite() {
            return Err(not_converged(step, &certificate, stopping));
        }
        first_gap = if step == 0 { gap } else { first_gap };
        // The remainder of a step may keep a share of the gap that shrinks with the gap itself;
        // half of what the tolerance allows is exact enough even close to the minimum.
        let forcing = (gap / first_gap).sqrt().min(0.1);
        let target = (forcing * gap).max(0.5 * stopping.tolerance) * loss;
        inner += direction(objective, &mut work, target);
        search(objective, &mut work, &mut at, loss);
        step += 1;
    }
}

/// The vectors of one run: parameters long (n), or rows x scores long (m).
struct Work {
    scores: Vec<f64>,
    probabilities: Vec<f64>,
    gradient: Vec<f64>,
    direction: Vec<f64>,
    direction_scores: Vec<f64>,
    diagonal: Vec<f64>,
    remainder: Vec<f64>,
    conjugate: Vec<f64>,
    product: Vec<f64>,
    passes: Passes,
}

impl Work {
    fn new(n: usize, m: usize, passes: Passes) -> Self {
        let [parameters, rows] = [vec![0.0; n], vec![0.0; m]];
        Self {
            scores: rows.clone(),
            probabilities: rows.clone(),
            direction_scores: rows,
            gradient: parameters.clone(),
            direction: parameters.clone(),
            diagonal: parameters.clone(),
            remainder: parameters.clone(),
            conjugate: parameters.clone(),
            product: parameters,
            passes,
        }
    }
}

/// Solves H d = −g by conjugate gradients until the remainder's decrement is below `target`;
/// leaves d in `direction` and X d in `direction_scores`. Returns the number of iterations.
fn direction<const K: usize>(objective: &Objective<K>, work: &mut Work, target: f64) -> usize {
    const MOST: usize = 500;
    work.direction.fill(0.0);
    work.direction_scores.fill(0.0);
    for (r, g) in work.remainder.iter_mut().zip(&work.gradient) {
        *r = -g;
    }
    // rᵀ D⁻¹ r; D⁻¹ r itself is not stored.
    let mut length = decrement(&work.remainder, &work.diagonal);
    let mut ratio = 0.0;
    for iteration in 0..MOST {
        turn(&mut work.conjugate, ratio, &work.remainder, &work.diagonal);
        objective.hessian_product(&work.conjugate, &work.probabilities, &mut work.product, &mut work.passes);
        let step = length / dot(&work.conjugate, &work.product);
        if !step.is_finite() {
            return iteration;
        }
        add(&mut work.direction, step, &work.conjugate);
        add(&mut work.direction_scores, step, &work.passes.scores);
        let next = add_to_remainder(&mut work.remainder, -step, &work.product, &work.diagonal);
        if next <= target {
            return iteration + 1;
        }
        ratio = next / length;
        length = next;
    }
    MOST
}

/// Moves along the direction: the full step, halved until the loss falls enough (Armijo 1966).
fn search<const K: usize>(objective: &Objective<K>, work: &mut Work, at: &mut [f64], loss: f64) {
    const ENOUGH: f64 = 1e-4;
    let slope = dot(&work.gradient, &work.direction);
    let noise = 1e-14 * loss.abs();
    let (mut step, mut taken) = (1.0, 0.0);
    for _ in 0..40 {
        add(&mut work.scores, step - taken, &work.direction_scores);
        add(at, step - taken, &work.direction);
        taken = step;
        let reached = objective.probabilities(&work.scores, &mut work.probabilities) + objective.penalty(at);
        if reached <= loss + ENOUGH * step * slope + noise {
            return;
        }
        step /= 2.0;
    }
}

/// Adding a number to all intercepts changes no probability; their mean is made 0.
fn center_intercepts(parameters: &mut [f64], k: usize) {
    if k > 1 {
        let from = parameters.len() - k;
        let mean = parameters[from..].iter().sum::<f64>() / k as f64;
        parameters[from..].iter_mut().for_each(|intercept| *intercept -= mean);
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
