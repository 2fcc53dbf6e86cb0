//! Abstention: which labels a row may have so that the true one is left out seldom enough.
//!
//! Class-conditional conformal prediction (Vovk: Conditional validity of inductive conformal predictors, 2012). A
//! label is in the set of a row unless it falls behind the other labels by more than it does in nearly all
//! calibration rows which truly have it. How far it falls behind is the highest probability of the other labels minus
//! its own: of the usual measures this one leaves most rows with a single label (Johansson, Linusson, Löfström,
//! Boström: Model-agnostic nonconformity functions for conformal classification, 2017), and a row is of use here only
//! if it keeps a single one. What it promises holds for rows that are exchangeable with the calibration rows: those
//! of one article are not, and text of another kind is not.

use super::calibration::Calibration;

/// How far each label may fall behind the others and still be in the set.
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds {
    /// The largest lag that lets a label in; infinite where there are too few calibration rows.
    largest: Vec<f64>,
    /// The calibration rows of each label.
    counts: Vec<usize>,
    max_error: f64,
}

/// The highest probability of the other labels minus that of `label`: −1 to 1, and below 0 for the most probable one.
fn lag(probabilities: &[f64], label: usize) -> f64 {
    let others = probabilities.iter().enumerate().filter(|&(other, _)| other != label);
    others.map(|(_, &p)| p).fold(0.0, f64::max) - probabilities[label]
}

impl Calibration {
    /// Thresholds for sets that leave out the true label in at most a share `max_error` of the rows of each
    /// label.
    ///
    /// For a label with n calibration rows the threshold is the ⌈(n + 1)(1 − `max_error`)⌉-th smallest
    /// lag behind the other labels among them: the correction for finite samples. A label for which that is more than n
    /// has too few rows of its own and takes the threshold of all rows together, as rare classes do in Ding, Angelopoulos,
    /// Bates, Jordan, Tibshirani: Class-conditional conformal prediction with many classes, 2023; what is promised then
    /// holds for all rows together. If all rows are too few, it stands in every set. `n_labels` are those of the
    /// model. Takes n log n.
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
        let mut lags = vec![Vec::new(); n_labels];
        for (&label, p) in self.labels().iter().zip(self.probabilities().chunks(n_labels.max(1))) {
            lags[label as usize].push(lag(p, label as usize));
        }
        let threshold = |mut lags: Vec<f64>| {
            lags.sort_by(f64::total_cmp);
            // A hair is taken off, since (n + 1)(1 − 0.05) may come out just above a whole number.
            let rank = ((lags.len() + 1) as f64 * (1.0 - max_error) - 1e-9).ceil() as usize;
            lags.get(rank.max(1) - 1).copied()
        };
        let counts = lags.iter().map(Vec::len).collect();
        let of_all = threshold(lags.concat()).unwrap_or(f64::INFINITY);
        let largest = lags.into_iter().map(|lags| threshold(lags).unwrap_or(of_all)).collect();
        Thresholds { largest, counts, max_error }
    }
}

impl Thresholds {
    /// The labels that a row may have, by its probabilities: in ascending order, perhaps none.
    pub fn set(&self, probabilities: &[f64]) -> Vec<usize> {
        let fits = |&label: &usize| lag(probabilities, label) <= self.largest[label];
        (0..self.largest.len()).filter(fits).collect()
    }

    /// The least number of calibration rows from which a threshold can be had: ⌈1 / `max_error`⌉ − 1.
    pub fn needed(&self) -> usize {
        (1.0 / self.max_error - 1e-9).ceil() as usize - 1
    }

    /// The labels with fewer calibration rows of their own than that, and how many they have.
    pub fn too_few(&self) -> Vec<(usize, usize)> {
        let needed = self.needed();
        self.counts.iter().copied().enumerate().filter(|&(_, count)| count < needed).collect()
    }

    /// Whether these labels can be ruled out all the same, by the rows of all labels together.
    pub fn enough_together(&self) -> bool {
        self.counts.iter().sum::<usize>() >= self.needed()
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
    fn a_label_with_too_few_rows_is_ruled_out_by_those_of_all_labels() {
        let (probabilities, labels) = rows(36, &mut SplitMix64::new(0));
        let calibration = Calibration::fit(&probabilities, &labels, None);
        let thresholds = calibration.thresholds(2, 0.05);
        assert_eq!((thresholds.too_few(), thresholds.enough_together()), (vec![(0, 18), (1, 18)], true));
        assert_eq!(thresholds.set(&[1.0, 0.0]), [0]);
        // 36 rows are not the 99 that a hundredth needs.
        let thresholds = calibration.thresholds(2, 0.01);
        assert!(!thresholds.enough_together());
        assert_eq!(thresholds.set(&[1.0, 0.0]), [0, 1]);
        let none = Calibration::default().thresholds(3, 0.2);
        assert_eq!((none.needed(), none.too_few().len(), none.enough_together()), (4, 3, false));
    }

    #[test]
    fn rows_of_few_labels_are_covered_together() {
        let mut random = SplitMix64::new(6);
        let (mut covered, mut asked) = (0, 0);
        for _ in 0..2000 {
            let (probabilities, labels) = rows(30, &mut random);
            let calibration = Calibration::fit(&probabilities, &labels, None);
            let thresholds = calibration.thresholds(2, 0.05);
            let (probabilities, labels) = rows(20, &mut random);
            for (p, &label) in calibration.calibrated(&probabilities, 2).chunks(2).zip(&labels) {
                covered += usize::from(thresholds.set(p).contains(&(label as usize)));
                asked += 1;
            }
        }
        let coverage = covered as f64 / f64::from(asked);
        assert!((0.945..0.975).contains(&coverage), "{coverage}");
    }

    #[test]
    fn the_most_probable_label_lags_behind_none() {
        assert_eq!(lag(&[0.5, 0.25, 0.25], 0), -0.25);
        assert_eq!(lag(&[0.5, 0.25, 0.25], 2), 0.25);
        assert_eq!(lag(&[1.0], 0), -1.0);
    }
}
