//! Why a text gets its label: what each feature adds to the label's logit.

use crate::features::Sample;
use crate::model::Classifier;

/// The parts of one label's logit for one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What the label gets before anything is read.
    pub intercept: f64,
    /// What each feature of the text adds, what speaks most for the label first.
    pub contributions: Vec<Contribution>,
}

/// What one feature adds to a logit: its TF-IDF value times its weight, over the model's temperature.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The block of the feature.
    pub block: &'static str,
    /// The gram.
    pub gram: String,
    /// The amount.
    pub amount: f64,
}

impl Explanation {
    /// The logit: the intercept and all contributions. What speaks for the label and what speaks
    /// against it are summed apart, each from its largest, so that two opposite logits are that exactly.
    pub fn logit(&self) -> f64 {
        let amounts = || self.contributions.iter().map(|part| part.amount);
        let speaking_for: f64 = amounts().filter(|&amount| amount > 0.0).sum();
        let against: f64 = amounts().rev().filter(|&amount| amount < 0.0).sum();
        self.intercept + (speaking_for + against)
    }
}

/// Takes the logit of `label` for a text apart. With two labels the logit of one is the opposite
/// of the other's.
///
/// ```
/// use standpoint::{Classifier, Corpus, TrainSettings, explain};
/// let rows = [("Moscow says no", "no"), ("Paris says yes", "yes")].repeat(3);
/// let model = Classifier::train(&Corpus::from_pairs(rows)?, &TrainSettings::default())?;
/// let why = explain(&model, "Paris", 1);
/// assert!(why.logit() > 0.0 && why.contributions[0].amount > 0.0);
/// # Ok::<(), standpoint::Error>(())
/// ```
pub fn explain(classifier: &Classifier, text: &str, label: usize) -> Explanation {
    explain_sample(classifier, classifier.alone(text).get(0), label)
}

/// The same for a text as it was read in its article.
pub fn explain_sample(classifier: &Classifier, sample: Sample<'_>, label: usize) -> Explanation {
    let model = classifier.model();
    let features = classifier.features();
    let temperature = classifier.calibration().temperature();
    let mut contributions = Vec::new();
    let mut known = sample.tells_source();
    for &(column, value) in features.transformer().transform(sample) {
        known = known || features.is_of_words(column);
        let amount = f64::from(value) * model.weight(column as usize, label) / temperature;
        let (block, gram) = features.name(column as usize).unwrap_or_default();
        contributions.push(Contribution { block, gram: gram.to_owned(), amount });
    }
    if !known {
        // The answer is the training shares: nothing in the text has moved it.
        contributions.clear();
    }
    contributions.sort_by(|a, b| b.amount.total_cmp(&a.amount));
    Explanation { intercept: model.intercept(label) / temperature, contributions }
}
