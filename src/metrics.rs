//! Figures of merit, from labels and probabilities alone.
//!
//! Definitions and edge cases are scikit-learn's; a figure that is not defined (a label that was
//! never predicted has no precision) is `None` and counts as 0 in a mean, as there.

use serde::Serialize;

/// How often each label was given which label. Rows are true labels, columns predicted ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Confusion {
    counts: Vec<Vec<u64>>,
}

/// The figures of one label.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LabelScores {
    /// Right among those given this label; none if none was.
    pub precision: Option<f64>,
    /// Right among those that have this label; none if none has.
    pub recall: Option<f64>,
    /// The harmonic mean of both: 2 · right / (given + true); none if there is neither.
    pub f1: Option<f64>,
    /// How many have this label.
    pub support: u64,
}

impl Confusion {
    /// No rows yet, for so many labels.
    pub fn new(n_labels: usize) -> Self {
        Self { counts: vec![vec![0; n_labels]; n_labels] }
    }

    /// From pairs of true and predicted label.
    ///
    /// ```
    /// use standpoint::metrics::Confusion;
    /// let confusion = Confusion::from_pairs(2, [(0, 0), (0, 1), (1, 1), (1, 1)]);
    /// assert_eq!(confusion.accuracy(), 0.75);
    /// assert_eq!(confusion.label(1).precision, Some(2.0 / 3.0));
    /// assert_eq!(confusion.balanced_accuracy(), 0.75);
    /// ```
    pub fn from_pairs(n_labels: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut confusion = Self::new(n_labels);
        pairs.into_iter().for_each(|(truth, predicted)| confusion.add(truth, predicted));
        confusion
    }

    /// From the counts, row after row.
    ///
    /// # Panics
    /// Unless there are `n_labels` x `n_labels` counts.
    pub fn from_counts(n_labels: usize, counts: &[u64]) -> Self {
        assert_eq!(counts.len(), n_labels * n_labels, "counts of pairs of labels");
        Self { counts: counts.chunks(n_labels).map(<[u64]>::to_vec).collect() }
    }

    /// Counts one row.
    pub fn add(&mut self, truth: usize, predicted: usize) {
        self.counts[truth][predicted] += 1;
    }

    /// The counts: rows are true labels, columns predicted ones.
    pub fn counts(&self) -> &[Vec<u64>] {
        &self.counts
    }

    /// The number of rows counted.
    pub fn n(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    fn predicted(&self, label: usize) -> u64 {
        self.counts.iter().map(|row| row[label]).sum()
    }

    fn right(&self, label: usize) -> u64 {
        self.counts[label][label]
    }

    /// The share of rows whose label is right; 0 without rows.
    pub fn accuracy(&self) -> f64 {
        let right: u64 = (0..self.counts.len()).map(|label| self.right(label)).sum();
        share(right, self.n()).unwrap_or(0.0)
    }

    /// The mean recall of the labels that occur (Brodersen et al.: The balanced accuracy and its
    /// posterior distribution, 2010).
    pub fn balanced_accuracy(&self) -> f64 {
        mean((0..self.counts.len()).filter_map(|label| self.label(label).recall))
    }

    /// The mean F1 of the labels that occur or were predicted.
    pub fn macro_f1(&self) -> f64 {
        mean((0..self.counts.len()).filter_map(|label| self.label(label).f1))
    }

    /// Agreement beyond chance of those who gave the rows' and those who gave the columns' labels,
    /// (observed − expected) / (1 − expected), with the expected share from both marginals (Cohen: A
    /// coefficient of agreement for nominal scales, 1960). At most 1, which it is in full agreement, also
    /// if only one label was ever used; none without rows.
    ///
    /// ```
    /// use standpoint::metrics::Confusion;
    /// let pairs = [(0, 0), (0, 0), (1, 1), (1, 0)];
    /// assert_eq!(Confusion::from_pairs(2, pairs).cohen_kappa(), Some(0.5));
    /// assert_eq!(Confusion::from_pairs(2, [(0, 0)]).cohen_kappa(), Some(1.0));
    /// ```
    pub fn cohen_kappa(&self) -> Option<f64> {
        let n = self.n() as f64;
        let observed = self.accuracy();
        let by_chance = |label: usize| {
            let given: u64 = self.counts[label].iter().sum();
            (given as f64 / n) * (self.predicted(label) as f64 / n)
        };
        match n {
            0.0 => None,
            _ if observed == 1.0 => Some(1.0),
            _ => {
                let expected: f64 = (0..self.counts.len()).map(by_chance).sum();
                Some((observed - expected) / (1.0 - expected))
            }
        }
    }

    /// Precision, recall, F1 and support of a label.
    pub fn label(&self, label: usize) -> LabelScores {
        let support = self.counts[label].iter().sum();
        let (right, predicted) = (self.right(label), self.predicted(label));
        LabelScores {
            precision: share(right, predicted),
            recall: share(right, support),
            f1: share(2 * right, predicted + support),
            support,
        }
    }
}

/// The mean of [`row_loss`] over rows. `probabilities` are rows x labels.
///
/// ```
/// let loss = standpoint::metrics::log_loss(&[0, 1], &[0.5, 0.5, 0.0, 1.0]);
/// assert!((loss - 0.5f64.ln() / -2.0).abs() < 1e-15);
/// ```
pub fn log_loss(labels: &[u32], probabilities: &[f64]) -> f64 {
    let k = probabilities.len() / labels.len().max(1);
    mean(labels.iter().enumerate().map(|(row, &label)| row_loss(probabilities[row * k + label as usize])))
}

/// −ln p of the true label's probability, with p at least 2^-52 as in scikit-learn.
pub fn row_loss(probability: f64) -> f64 {
    -libm::log(probability.max(f64::EPSILON))
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for value in values {
        sum += value;
        n += 1.0;
    }
    if n == 0.0 { 0.0 } else { sum / n }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_never_occur_have_no_figures() {
        let confusion = Confusion::from_pairs(3, [(0, 1), (0, 0)]);
        assert_eq!(confusion.label(2), LabelScores { precision: None, recall: None, f1: None, support: 0 });
        assert_eq!(confusion.label(1).recall, None);
        assert_eq!(confusion.label(1).f1, Some(0.0));
        assert_eq!(confusion.balanced_accuracy(), 0.5);
        assert!((confusion.macro_f1() - 1.0 / 3.0).abs() < 1e-15);
        assert_eq!(Confusion::new(2).accuracy(), 0.0);
    }
}
