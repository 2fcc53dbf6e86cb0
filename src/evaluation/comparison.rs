//! Two ways of answering on the same rows.

use serde::Serialize;

use super::answers::{Answers, Evaluated};
use super::distributions::sign_flip_test;
use super::scores::{Differences, Figures};

/// Another way of answering, beside the evaluated one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Other {
    /// What it is.
    pub name: String,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// What the evaluated answers have more.
    pub difference: Differences,
    /// Whether either is right where the other is wrong more often than chance would have it.
    pub mcnemar: McNemar,
}

/// McNemar's test, exact, articles (or whatever else is drawn as a whole) kept whole; see [`sign_flip_test`]. It
/// is two-sided. With repeats, a row's answer is that of its mean probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct McNemar {
    /// Rows on which the evaluated answer is right and the other is wrong.
    pub only_this_right: u64,
    /// Rows on which the other is right and the evaluated answer is wrong.
    pub only_other_right: u64,
    /// The chance of numbers at least as uneven if in each article either answer could as well have been the other.
    pub p_value: f64,
}

impl McNemar {
    /// From the unit of each row, numbered without a gap, and one answer of each for every row.
    pub(super) fn new(units: &[u32], truth: &[u32], this: &[u32], other: &[u32]) -> Self {
        let (mut only_this, mut only_other) = (0, 0);
        let mut differences = vec![0; units.iter().max().map_or(0, |&last| last as usize + 1)];
        for (((&unit, truth), this), other) in units.iter().zip(truth).zip(this).zip(other) {
            let (this, other) = (this == truth, other == truth);
            only_this += u64::from(this && !other);
            only_other += u64::from(other && !this);
            differences[unit as usize] += i64::from(this) - i64::from(other);
        }
        Self {
            only_this_right: only_this,
            only_other_right: only_other,
            p_value: sign_flip_test(&differences),
        }
    }
}

/// A row that two models label differently.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disagreement {
    /// Which of the labelled rows, from 1.
    pub row: usize,
    /// Its text.
    pub text: String,
    /// Its true label.
    pub truth: String,
    /// The evaluated model's label.
    pub label: String,
    /// Its probability.
    pub probability: f64,
    /// The other model's label.
    pub other_label: String,
    /// Its probability.
    pub other_probability: f64,
}

/// The rows that the first answers and those of `way` label differently, the surest first: by the sum of
/// both probabilities.
pub(super) fn disagreements(
    evaluated: &Evaluated,
    way: usize,
    names: &[String],
    text: impl Fn(usize) -> String,
) -> Vec<Disagreement> {
    let n = evaluated.truth.len();
    let [this, other] = [0, way].map(|way| evaluated.answers[way].mean(n));
    let probability = |answers: &Answers, row: usize| {
        let place = row * evaluated.k + answers.labels[row] as usize;
        answers.probabilities.as_ref().map_or(1.0, |all| all[place])
    };
    let name = |label: u32| names[label as usize].clone();
    let mut found: Vec<Disagreement> = (0..n)
        .filter(|&row| this.labels[row] != other.labels[row])
        .map(|row| Disagreement {
            row: row + 1,
            text: text(row),
            truth: name(evaluated.truth[row]),
            label: name(this.labels[row]),
            probability: probability(&this, row),
            other_label: name(other.labels[row]),
            other_probability: probability(&other, row),
        })
        .collect();
    let surety = |found: &Disagreement| found.probability + found.other_probability;
    found.sort_by(|a, b| surety(b).total_cmp(&surety(a)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_on_which_one_is_right_count() {
        let test =
            |units: [u32; 5]| McNemar::new(&units, &[0, 0, 1, 1, 2], &[0, 0, 1, 0, 1], &[0, 1, 0, 2, 0]);
        let rows = test([0, 1, 2, 3, 4]);
        assert_eq!((rows.only_this_right, rows.only_other_right, rows.p_value), (2, 0, 0.5));
        assert_eq!(test([0, 1, 1, 0, 0]), McNemar { p_value: 1.0, ..rows });
    }
}
