//! Abstention: which labels a row may have so that the true one is left out seldom enough.
//!
//! Class-conditional conformal prediction (Vovk: Conditional validity of inductive conformal predictors, 2012;
//! Sadinle, Lei, Wasserman: Least ambiguous set-valued classifiers with bounded error levels, 2019). A label is
//! in the set of a row unless its probability is lower than that of nearly all calibration rows which truly
//! have that label. What it promises holds for rows that are exchangeable with the calibration rows: those of
//! one article are not, and text of another kind is not.

use super::calibration::Calibration;

/// How improbable each label may look and still be in the set.
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds {
    /// The largest 1 − p that lets a label in; infinite where there are too few calibration rows.
    largest: Vec<f64>,
    /// The calibration rows of each label.
    counts: Vec<usize>,
    max_error: f64,
}

impl Calibration {
    /// Thresholds for sets that leave out the true label in at most a share `max_error` of the rows of each
    /// label.
    ///
    /// For a label with n calibration rows the threshold is the ⌈(n + 1)(1 − `max_error`)⌉-th smallest
    /// 1 − p(label) among them: the correction for finite samples. If that is more than n, no row is enough
    /// to rule the label out, and it stands in every set. `n_labels` are those of the model. Takes n log n.
    ///
    /// ```
    /// use standpoint::model::Calibration;
    /// // 39 rows of each label; the true label has 99 % but in one row of each, where it has 10 %.
    /// let mut probabilities = [[0.99, 0.01].repeat(38), vec![0.1, 0.9]].concat();
    /// probabilities.extend([[0.01, 0.99].repeat(38), vec![0.9, 0.1]].concat());
    /// let labels = [[0; 39], [1; 39]].concat();
    /// let thresholds = Calibration::fit(&probabilities, &labels, None).thresholds(2, 0.05);
    /// assert_eq!(thresholds.set(&[0.98, 0.02]), [0]);
    /// assert_eq!(thresholds.needed(), 19);
    /// assert!(thresholds.too_few().is_empty());
    /// ```
    pub fn thresholds(&self, n_labels: usize, max_error: f64) -> Thresholds {
        let mut nonconformity = vec![Vec::new(); n_labels];
        for (&label, p) in self.labels().iter().zip(self.probabilities().chunks(n_labels.max(1))) {
            nonconformity[label as usize].push(1.0 - p[label as usize]);
        }
        let threshold = |values: &mut Vec<f64>| {
            values.sort_by(f64::total_cmp);
            // A hair is taken off, since (n + 1)(1 − 0.05) may come out just above a whole number.
            let rank = ((values.len() + 1) as f64 * (1.0 - max_error) - 1e-9).ceil() as usize;
            values.get(rank.max(1) - 1).copied().unwrap_or(f64::INFINITY)
        };
        Thresholds {
            counts: nonconformity.iter().map(Vec::len).collect(),
            largest: nonconformity.iter_mut().map(threshold).collect(),
            max_error,
        }
    }
}

impl Thresholds {
    /// The labels that a row may have, by its probabilities: in ascending order, perhaps none.
    pub fn set(&self, probabilities: &[f64]) -> Vec<usize> {
        let fits = |&label: &usize| 1.0 - probabilities[label] <= self.largest[label];
        (0..self.largest.len()).filter(fits).collect()
    }

    /// The least number of calibration rows with which a label can ever be ruled out: ⌈1 / `max_error`⌉ − 1.
    pub fn needed(&self) -> usize {
        (1.0 / self.max_error - 1e-9).ceil() as usize - 1
    }

    /// The labels with fewer calibration rows than that, and how many they have: they are in every set.
    pub fn too_few(&self) -> Vec<(usize, usize)> {
        let needed = self.needed();
        self.counts.iter().copied().enumerate().filter(|&(_, count)| count < needed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::SplitMix64;

    /// Rows of two labels whose true label gets a probability that is evenly spread over 0 to 1.
    fn rows(n: usize, random: &mut SplitMix64) -> (Vec<f64>, Vec<u32>) {
        let (mut probabilities, mut labels) = (Vec::new(), Vec::new());
        for row in 0..n {
            let p = random.below(1 << 20) as f64 / f64::from(1 << 20);
            let label = (row % 2) as u32;
            probabilities.extend(if label == 0 { [p, 1.0 - p] } else { [1.0 - p, p] });
            labels.push(label);
        }
        (probabilities, labels)
    }

    #[test]
    fn sets_hold_the_true_label_as_often_as_promised() {
        let mut random = SplitMix64::new(4);
        for (n, max_error) in [(40, 0.1), (100, 0.05), (38, 0.05)] {
            let (mut covered, mut asked) = (0, 0);
            for _ in 0..400 {
                let (probabilities, labels) = rows(n, &mut random);
                let calibration = Calibration::fit(&probabilities, &labels, None);
                let thresholds = calibration.thresholds(2, max_error);
                let (probabilities, labels) = rows(100, &mut random);
                let calibrated = calibration.calibrated(&probabilities, 2);
                for (p, &label) in calibrated.chunks(2).zip(&labels) {
                    covered += usize::from(thresholds.set(p).contains(&(label as usize)));
                    asked += 1;
                }
            }
            let coverage = covered as f64 / f64::from(asked);
            assert!(
                (1.0 - max_error - 0.01..1.0 - max_error / 2.0).contains(&coverage),
                "{n} rows: {coverage}"
            );
        }
    }

    #[test]
    fn a_label_with_too_few_rows_is_never_ruled_out() {
        let (probabilities, labels) = rows(36, &mut SplitMix64::new(0));
        let thresholds = Calibration::fit(&probabilities, &labels, None).thresholds(2, 0.05);
        assert_eq!(thresholds.too_few(), [(0, 18), (1, 18)]);
        assert_eq!(thresholds.set(&[1.0, 0.0]), [0, 1]);
        let none = Calibration::default().thresholds(3, 0.2);
        assert_eq!((none.needed(), none.too_few().len()), (4, 3));
    }
}
