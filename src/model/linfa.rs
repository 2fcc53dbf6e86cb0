//! The one file that names linfa: its solver on our rows, and our rows and models for its traits.

use linfa::DatasetBase;
use linfa::dataset::Records;
use linfa::traits::{Fit, PredictInplace};
use linfa_logistic::MultiLogisticRegression;
use ndarray::{Array1, Array2};

use super::logistic::{LogisticModel, most_probable};
use super::newton::{Solution, minimise};
use super::objective::{Parameters, Problem, certify, n_scores};
use super::settings::{C, TrainSettings};
use crate::error::{Error, ErrorKind, Result};
use crate::features::Rows;

/// The most memory that the dense copy of the rows may take: 2 GiB, at 8 bytes a cell.
pub const MEMORY_BUDGET: usize = 2 << 30;

/// Minimises the same objective with `linfa_logistic::MultiLogisticRegression` (L-BFGS) on a dense
/// copy of the rows. Its alpha is 1 / C; with two labels 2 / C, since it then has two weight
/// vectors that are each other's opposite. It reports neither loss nor convergence, so both are
/// recomputed here.
///
/// # Errors
/// [`ErrorKind::Training`] if the copy would exceed [`MEMORY_BUDGET`] or the answer is no minimum;
/// [`ErrorKind::Setting`] for class weights, which linfa ignores.
pub fn minimise_with_linfa(problem: Problem<'_>, settings: &TrainSettings) -> Result<Solution> {
    let (n, m) = (problem.rows.n_rows(), problem.rows.n_columns());
    if problem.label_weights.iter().any(|&weight| weight != 1.0) {
        let message = "linfa-logistic ignores class weights; add --class-weight none, or use --solver newton";
        return Err(Error::new(ErrorKind::Setting, message));
    }
    if n.saturating_mul(m).saturating_mul(8) > MEMORY_BUDGET {
        let message = format!(
            "linfa needs dense rows: {n} x {m} numbers take {} MiB, the budget is {} MiB; use --solver newton",
            (n * m * 8) >> 20,
            MEMORY_BUDGET >> 20
        );
        return Err(Error::new(ErrorKind::Training, message));
    }
    let mut dense = Array2::<f64>::zeros((n, m));
    for row in 0..n {
        let (columns, values) = problem.rows.row(row);
        for (&column, &value) in columns.iter().zip(values) {
            dense[(row, column as usize)] = f64::from(value);
        }
    }
    let targets: Array1<usize> = problem.labels.iter().map(|&label| label as usize).collect();
    let k = n_scores(problem.label_weights.len());
    let alpha = if k == 1 { 2.0 / problem.c } else { 1.0 / problem.c };
    let fitted = MultiLogisticRegression::default()
        .alpha(alpha)
        .max_iterations(10_000)
        .gradient_tolerance(1e-6)
        .fit(&DatasetBase::new(dense, targets))
        .map_err(|error| Error::new(ErrorKind::Training, format!("linfa-logistic failed: {error}")))?;
    let rows = fitted.params().rows().into_iter().chain([fitted.intercept().view()]);
    let values = if k == 1 {
        rows.map(|row| row[1] - row[0]).collect()
    } else {
        rows.flat_map(|row| row.to_vec()).collect()
    };
    let parameters = Parameters { values, n_scores: k };
    let certificate = certify(problem, &parameters);
    if certificate.relative_gap.is_nan() || certificate.relative_gap > settings.tolerance {
        let message = format!(
            "linfa-logistic stopped early: the loss may still be {:.1e} (relatively) above its minimum, {:.1e} is \
             asked for; use a larger --tolerance or --solver newton",
            certificate.relative_gap, settings.tolerance
        );
        return Err(Error::new(ErrorKind::Training, message));
    }
    Ok(Solution { parameters, coefficients: Vec::new(), certificate, steps: 0, inner: 0 })
}

impl Records for Rows {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.n_rows()
    }

    fn nfeatures(&self) -> usize {
        self.n_columns()
    }
}

/// Trains on a linfa dataset of sparse rows whose targets are label numbers; at least two labels.
///
/// ```
/// use linfa::prelude::*;
/// use ndarray::array;
/// use standpoint::features::Rows;
/// use standpoint::model::{LogisticModel, TrainSettings};
/// let mut rows = Rows::new(2);
/// rows.push([(0, 1.0)]);
/// rows.push([(1, 1.0)]);
/// let dataset = DatasetBase::new(rows, array![0, 1]);
/// let model: LogisticModel = TrainSettings::default().fit(&dataset)?;
/// assert_eq!(model.predict(&dataset), array![0, 1]);
/// # Ok::<(), linfa::Error>(())
/// ```
impl Fit<Rows, Array1<usize>, linfa::Error> for TrainSettings {
    type Object = LogisticModel;

    fn fit(
        &self,
        dataset: &DatasetBase<Rows, Array1<usize>>,
    ) -> std::result::Result<LogisticModel, linfa::Error> {
        let rows = dataset.records();
        let targets = dataset.targets();
        if targets.len() != rows.n_rows() {
            return Err(linfa::Error::MismatchedShapes(targets.len(), rows.n_rows()));
        }
        let n_labels = targets.iter().max().map_or(0, |&last| last + 1);
        if n_labels < 2 {
            return Err(linfa::Error::NotEnoughSamples);
        }
        let C::Fixed(c) = self.c else {
            return Err(linfa::Error::Parameters("C is auto, which needs texts and not rows".into()));
        };
        let labels: Vec<u32> = targets.iter().map(|&label| label as u32).collect();
        let mut counts = vec![0; n_labels];
        for &label in &labels {
            counts[label as usize] += 1;
        }
        let weights = self.class_weight.weights(&counts);
        let problem = Problem { rows, labels: &labels, label_weights: &weights, c };
        let solution = minimise(problem, None, self.stopping())
            .map_err(|error| linfa::Error::NotConverged(error.to_string()))?;
        Ok(LogisticModel::from_parameters(&solution.parameters, n_labels))
    }
}

impl PredictInplace<Rows, Array1<usize>> for LogisticModel {
    fn predict_inplace<'a>(&'a self, rows: &'a Rows, targets: &mut Array1<usize>) {
        let (mut scores, mut probabilities) = (Vec::new(), Vec::new());
        for (row, target) in targets.iter_mut().enumerate() {
            let (columns, values) = rows.row(row);
            self.scores(columns.iter().copied().zip(values.iter().copied()), &mut scores);
            self.probabilities(&scores, &mut probabilities);
            *target = most_probable(&probabilities);
        }
    }

    fn default_target(&self, rows: &Rows) -> Array1<usize> {
        Array1::zeros(rows.n_rows())
    }
}
