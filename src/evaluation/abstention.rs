//! What abstention does: how many rows get a label, how often that is wrong, and how often the true label
//! is among those that a row may have.

use std::fmt;

use serde::Serialize;

use crate::corpus::{Corpus, Folds};
use crate::features::Samples;
use crate::model::{Classifier, HeldOut, by_other_folds, most_probable};

/// Figures of sets of labels. Serialises with the names of these fields.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Abstention {
    /// The share that was asked for.
    pub max_error: f64,
    /// Rows.
    pub n: usize,
    /// Rows that get a label: those whose set is their most probable label alone.
    pub n_labelled: usize,
    /// The share of wrong ones among these; none if there is none.
    pub error: Option<f64>,
    /// The share of rows whose set holds the true label.
    pub coverage: f64,
    /// The same for the rows of each label: what `max_error` is about. None for a label without rows.
    pub coverage_by_label: Vec<(String, Option<f64>)>,
    /// The mean number of labels in a set.
    pub mean_set_size: f64,
}

impl Abstention {
    /// Of a finished model, by its own calibration. `labels` are the rows' true ones as numbers into those of the
    /// model; `samples` are the rows as it reads them.
    pub(super) fn of_model(
        classifier: &Classifier,
        samples: &Samples<'_>,
        labels: &[u32],
        max_error: f64,
    ) -> Self {
        let k = classifier.labels().len();
        let thresholds = classifier.calibration().thresholds(k, max_error);
        let mut predictor = classifier.predictor();
        let mut set_of = |row: usize| {
            let prediction = predictor.predict_sample(samples.get(row));
            let all = || (0..k).collect();
            let set = if prediction.nothing_known { all() } else { thresholds.set(prediction.probabilities) };
            (set, prediction.label)
        };
        let sets: Vec<_> = (0..labels.len()).map(&mut set_of).collect();
        Self::of_sets(classifier.labels(), labels, &sets, max_error)
    }

    /// Of a way of training: the rows of each fold by models that did not see them, and by thresholds from the
    /// answers for all other folds.
    pub(super) fn of_held_out(corpus: &Corpus, answers: &HeldOut, folds: &Folds, max_error: f64) -> Self {
        let k = corpus.label_names().len();
        let mut sets = vec![(Vec::new(), 0); corpus.len()];
        for fold in by_other_folds(&answers.uncalibrated, corpus.labels(), k, folds) {
            let thresholds = fold.calibration.thresholds(k, max_error);
            for (&row, p) in fold.rows.iter().zip(fold.probabilities.chunks(k)) {
                sets[row] = (thresholds.set(p), most_probable(p));
            }
        }
        Self::of_sets(corpus.label_names(), corpus.labels(), &sets, max_error)
    }

    /// Of the set and the most probable label of each row.
    fn of_sets(names: &[String], labels: &[u32], sets: &[(Vec<usize>, usize)], max_error: f64) -> Self {
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        let (mut n_labelled, mut wrong, mut size) = (0, 0, 0);
        let mut covered = vec![(0, 0); names.len()];
        for (&label, (set, likeliest)) in labels.iter().zip(sets) {
            let label = label as usize;
            if *set == [*likeliest] {
                n_labelled += 1;
                wrong += usize::from(*likeliest != label);
            }
            size += set.len();
            covered[label].0 += usize::from(set.contains(&label));
            covered[label].1 += 1;
        }
        let n = labels.len();
        let by_label =
            |(name, &(part, whole)): (&String, &(usize, usize))| (name.clone(), share(part, whole));
        Self {
            max_error,
            n,
            n_labelled,
            error: share(wrong, n_labelled),
            coverage: share(covered.iter().map(|label| label.0).sum(), n).unwrap_or(0.0),
            coverage_by_label: names.iter().zip(&covered).map(by_label).collect(),
            mean_set_size: share(size, n).unwrap_or(0.0),
        }
    }
}

/// In a sentence.
impl fmt::Display for Abstention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent =
            |share: Option<f64>| share.map_or("n/a".into(), |share| format!("{:.1} %", share * 100.0));
        let Self { max_error, n, n_labelled, error, coverage, coverage_by_label, mean_set_size } = self;
        let by_label: Vec<String> =
            coverage_by_label.iter().map(|(label, share)| format!("{label} {}", percent(*share))).collect();
        write!(
            f,
            "With --max-error {max_error}, {n_labelled} of {n} rows get a label ({}), of which {} are wrong; the sets hold the \
             true label in {} of all rows ({}), and {mean_set_size:.2} labels in the mean.",
            percent(Some(*n_labelled as f64 / (*n).max(1) as f64)),
            percent(*error),
            percent(Some(*coverage)),
            by_label.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_with_several_labels_or_none_get_no_label() {
        let names = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let sets = [(vec![0], 0), (vec![0], 0), (vec![0, 1], 1), (vec![], 0), (vec![1], 0)];
        let found = Abstention::of_sets(&names, &[0, 1, 1, 0, 1], &sets, 0.1);
        assert_eq!((found.n, found.n_labelled, found.error), (5, 2, Some(0.5)));
        assert_eq!((found.coverage, found.mean_set_size), (0.6, 1.0));
        let by_label: Vec<Option<f64>> = found.coverage_by_label.iter().map(|label| label.1).collect();
        assert_eq!(by_label, [Some(0.5), Some(2.0 / 3.0), None]);
        assert_eq!(Abstention::of_sets(&names, &[], &[], 0.1).error, None);
    }
}
