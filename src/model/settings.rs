//! Every setting of training: its type, its range and its default, in one place.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::newton::Stopping;
use crate::article::Lexicon;
use crate::error::{Error, ErrorKind, Result};
use crate::features::FeatureSettings;

/// How a model is trained.
///
/// | setting | range | default |
/// |---|---|---|
/// | features | see [`FeatureSettings`] | `words:1-2,characters:3-5` |
/// | C | 1e-6 to 1e6, or `auto` | 10 |
/// | class weight | `balanced`, `none` | `balanced` |
/// | solver | `newton`, `linfa` | `newton` |
/// | tolerance | 1e-12 to 0.1 | 1e-4 |
/// | calibrate | `auto`, `folds`, `none` | `auto` |
/// | seed | any u64 | 0 |
#[derive(Clone, Debug)]
pub struct TrainSettings {
    /// Which blocks of features.
    pub features: FeatureSettings,
    /// Inverse strength of the L2 penalty.
    pub c: C,
    /// How much the rows of each label count.
    pub class_weight: ClassWeight,
    /// Who solves.
    pub solver: Solver,
    /// The loss may end at most this much above its minimum, relatively.
    pub tolerance: f64,
    /// Whether probabilities are calibrated.
    pub calibrate: Calibrate,
    /// Decides ties when folds are made; training itself has no chance in it.
    pub seed: u64,
    /// Who is on whose side, and which words are cues, if features need to know; the built-in tables if there is none.
    pub lexicon: Option<Arc<Lexicon>>,
}

impl Default for TrainSettings {
    fn default() -> Self {
        Self {
            features: FeatureSettings::default(),
            c: C::Fixed(10.0),
            class_weight: ClassWeight::Balanced,
            solver: Solver::Newton,
            tolerance: 1e-4,
            calibrate: Calibrate::Auto,
            seed: 0,
            lexicon: None,
        }
    }
}

impl TrainSettings {
    /// The tables that the features need; `None` if they need none.
    pub fn needed_lexicon(&self) -> Result<Option<Arc<Lexicon>>> {
        match (&self.lexicon, self.features.need_lexicon()) {
            (_, false) => Ok(None),
            (Some(lexicon), true) => Ok(Some(Arc::clone(lexicon))),
            (None, true) => Ok(Some(Arc::new(Lexicon::builtin()?))),
        }
    }

    /// What the solver needs to know about stopping.
    pub fn stopping(&self) -> Stopping {
        Stopping { tolerance: self.tolerance, max_steps: 100 }
    }

    /// Reads a tolerance, from 1e-12 to 0.1.
    pub fn parse_tolerance(written: &str) -> Result<f64> {
        in_range("tolerance", written, 1e-12, 0.1)
    }
}

/// Inverse strength of the penalty: large values trust the training rows, small ones distrust them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum C {
    /// This value.
    Fixed(f64),
    /// The one of [`C::CANDIDATES`] with the best macro-F1 in 5-fold cross-validation on the training rows.
    Auto,
}

impl C {
    /// What `auto` chooses from; of equals, the smallest.
    pub const CANDIDATES: [f64; 5] = [0.3, 1.0, 3.0, 10.0, 30.0];

    /// The folds of `auto`; fewer where there are fewer articles.
    pub const FOLDS: usize = 5;
}

impl FromStr for C {
    type Err = Error;

    fn from_str(written: &str) -> Result<Self> {
        if written == "auto" { Ok(Self::Auto) } else { in_range("C", written, 1e-6, 1e6).map(Self::Fixed) }
    }
}

impl fmt::Display for C {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(c) => write!(f, "{c}"),
            Self::Auto => f.write_str("auto"),
        }
    }
}

/// How much the rows of each label count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClassWeight {
    /// Each label as a whole counts the same: n / (labels · rows of the label) a row (King, Zeng:
    /// Logistic regression in rare events data, 2001).
    Balanced,
    /// Each row counts 1.
    None,
}

impl ClassWeight {
    /// The weight of each label's rows, from how many rows it has (above 0 for all labels that occur).
    pub fn weights(self, counts: &[usize]) -> Vec<f64> {
        let present = counts.iter().filter(|&&count| count > 0).count();
        let n: usize = counts.iter().sum();
        let balanced = |&count: &usize| n as f64 / (present * count.max(1)) as f64;
        match self {
            Self::Balanced => counts.iter().map(balanced).collect(),
            Self::None => vec![1.0; counts.len()],
        }
    }
}

/// Who minimises the loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Solver {
    /// The truncated Newton method of this crate, on sparse rows.
    Newton,
    /// `linfa-logistic` (L-BFGS) on the same rows made dense.
    Linfa,
}

/// Whether a model is calibrated, by answers of models that each saw the other folds only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calibrate {
    /// If there are at most [`Calibrate::MOST_ROWS`] rows.
    Auto,
    /// However many rows there are.
    Folds,
    /// Not at all: the temperature is 1.
    None,
}

impl Calibrate {
    /// The most rows that `auto` calibrates, since it takes [`Calibrate::FOLDS`] times as long as training.
    pub const MOST_ROWS: usize = 5000;

    /// The folds; fewer where there are fewer articles.
    pub const FOLDS: usize = 10;
}

fn in_range(name: &str, written: &str, low: f64, high: f64) -> Result<f64> {
    match written.parse::<f64>() {
        Ok(value) if (low..=high).contains(&value) => Ok(value),
        _ => {
            let message = format!("{name} is '{written}'; it must be a number from {low} to {high}");
            Err(Error::new(ErrorKind::Setting, message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_outside_their_range_are_refused() {
        for written in ["0", "-1", "nan", "inf", "1e7", "ten", ""] {
            assert!(written.parse::<C>().is_err(), "{written}");
            assert!(TrainSettings::parse_tolerance(written).is_err(), "{written}");
        }
        assert_eq!("auto".parse::<C>().expect("auto"), C::Auto);
    }

    #[test]
    fn balanced_labels_count_the_same_as_wholes() {
        let counts = [10, 30, 60];
        let weights = ClassWeight::Balanced.weights(&counts);
        for (weight, count) in weights.iter().zip(counts) {
            assert!((weight * count as f64 - 100.0 / 3.0).abs() < 1e-12);
        }
    }
}
