//! The logistic model: objective, solver, choice of C, calibration, the classifier and its file.

mod calibration;
mod classifier;
mod conformal;
mod cross_validation;
mod linfa;
mod logistic;
mod matrix;
mod newton;
mod objective;
mod selection;
mod settings;
mod store;
mod vectors;

pub use calibration::{CalibratedFold, Calibration, by_other_folds, calibration_folds};
pub use classifier::{Classifier, Description, Prediction, Predictor};
pub use conformal::Thresholds;
pub use cross_validation::{CrossValidation, HeldOut, label_of_source};
pub use linfa::{MEMORY_BUDGET, minimise_with_linfa};
pub use logistic::{LogisticModel, most_probable};
pub use newton::{Solution, Stopping, minimise};
pub use objective::{Certificate, Parameters, Problem, certify, n_scores};
pub use selection::select_c;
pub use settings::{C, Calibrate, ClassWeight, Solver, TrainSettings};
pub use store::FORMAT;
