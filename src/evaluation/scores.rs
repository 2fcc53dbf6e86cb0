//! The figures of a report. They serialise to the keys that `evaluate --format json` prints; these stay.

use serde::Serialize;

use super::intervals::Interval;

/// Figures of all rows together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// The share of rows whose label is right.
    pub accuracy: f64,
    /// The mean recall over labels.
    pub balanced_accuracy: f64,
    /// The mean F1 over labels.
    pub macro_f1: f64,
    /// The mean of −ln p(true label); none where there are no probabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_loss: Option<f64>,
}

impl Figures {
    /// In the order of the fields.
    pub(super) fn to_vec(self) -> Vec<Option<f64>> {
        vec![Some(self.accuracy), Some(self.balanced_accuracy), Some(self.macro_f1), self.log_loss]
    }
}

/// Figures with their 95 % intervals. An interval is none where the draws say nothing: there is one unit
/// only, or the figure is the same in all draws.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// The figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Of the accuracy.
    pub accuracy_interval: Option<Interval>,
    /// Of the balanced accuracy.
    pub balanced_accuracy_interval: Option<Interval>,
    /// Of macro-F1.
    pub macro_f1_interval: Option<Interval>,
    /// Of the log-loss.
    pub log_loss_interval: Option<Interval>,
}

/// The figures of one label; none where undefined.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelFigures {
    /// The label.
    pub label: String,
    /// Right among those given this label; none if none was.
    pub precision: Option<f64>,
    /// Its 95 % interval.
    pub precision_interval: Option<Interval>,
    /// Right among those that have this label; none if none has.
    pub recall: Option<f64>,
    /// Its 95 % interval.
    pub recall_interval: Option<Interval>,
    /// The harmonic mean of both; none if the label neither occurs nor was given.
    pub f1: Option<f64>,
    /// Its 95 % interval.
    pub f1_interval: Option<Interval>,
    /// How many rows have this label.
    pub support: u64,
}

/// What the evaluated answers have more than others on the same rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Difference {
    /// How much more (for a loss: below 0 is better).
    pub value: f64,
    /// Its 95 % interval, from draws that have the same rows for both.
    pub interval: Option<Interval>,
}

/// The difference of each figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Differences {
    /// In accuracy.
    pub accuracy: Difference,
    /// In balanced accuracy.
    pub balanced_accuracy: Difference,
    /// In macro-F1.
    pub macro_f1: Difference,
    /// In log-loss, if both have probabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_loss: Option<Difference>,
}
