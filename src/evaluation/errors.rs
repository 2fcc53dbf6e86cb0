//! The errors that are most worth reading: those of which the answers were surest.

use serde::Serialize;

use super::answers::Evaluated;
use super::readings::{attributions, in_words};
use crate::article::Lexicon;
use crate::corpus::Corpus;

/// A row that got a wrong label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mistake {
    /// Which of the labelled rows, from 1.
    pub row: usize,
    /// Its article, if the corpus keeps the column `article`.
    pub article: Option<String>,
    /// The row before in the same article.
    pub before: Option<String>,
    /// Its text.
    pub text: String,
    /// Its true label.
    pub truth: String,
    /// The probability that this got.
    pub truth_probability: f64,
    /// The label that it got.
    pub label: String,
    /// The probability of that.
    pub probability: f64,
    /// Who was found to state it, in plain words.
    pub context: String,
}

/// The `n` wrong answers with the highest probability.
pub(super) fn mistakes(
    corpus: &Corpus,
    evaluated: &Evaluated,
    names: &[String],
    lexicon: &Lexicon,
    n: usize,
) -> Vec<Mistake> {
    let answers = evaluated.answers[0].mean(corpus.len());
    let probability = |row: usize, label: u32| {
        answers.probabilities.as_ref().map_or(1.0, |all| all[row * evaluated.k + label as usize])
    };
    let surety = |row: usize| probability(row, answers.labels[row]);
    let mut wrong: Vec<usize> =
        (0..corpus.len()).filter(|&row| answers.labels[row] != evaluated.truth[row]).collect();
    wrong.sort_by(|&a, &b| surety(b).total_cmp(&surety(a)));
    wrong.truncate(n);
    let found = attributions(corpus, lexicon);
    let same_article =
        |row: usize| row > 0 && corpus.groups().is_some_and(|groups| groups[row - 1] == groups[row]);
    let mistake = |row: usize| Mistake {
        row: row + 1,
        article: corpus.column("article").map(|names| names[row].clone()),
        before: same_article(row).then(|| corpus.text(row - 1).to_owned()),
        text: corpus.text(row).to_owned(),
        truth: names[evaluated.truth[row] as usize].clone(),
        truth_probability: probability(row, evaluated.truth[row]),
        label: names[answers.labels[row] as usize].clone(),
        probability: surety(row),
        context: in_words(&found[row], lexicon),
    };
    wrong.into_iter().map(mistake).collect()
}
