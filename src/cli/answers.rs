//! What the models answer for one text.

use std::path::PathBuf;

use standpoint::explanation::Contribution;
use standpoint::model::Predictor;
use standpoint::{Classifier, Result, builtin, explain};

/// The models that answer, and how.
pub struct Models {
    /// In the order of the answers.
    pub classifiers: Vec<Classifier>,
    /// How many contributions to give with each answer; 0 for none.
    pub explain: usize,
}

/// One model's answer.
pub struct Answer {
    /// The label, as a number into the model's labels.
    pub label: usize,
    /// The probability of each label.
    pub probabilities: Vec<f64>,
    /// Nothing in the text is known to the model.
    pub nothing_known: bool,
    /// What pushed the label most.
    pub contributions: Vec<Contribution>,
}

impl Models {
    /// Opens the models; the built-in ones if none is named.
    pub fn open(paths: &[PathBuf], explain: usize) -> Result<Self> {
        let classifiers = if paths.is_empty() {
            builtin::all()?
        } else {
            paths.iter().map(|path| Classifier::open(path)).collect::<Result<_>>()?
        };
        Ok(Self { classifiers, explain })
    }

    /// What predicts, one for each model.
    pub fn predictors(&self) -> Vec<Predictor<'_>> {
        self.classifiers.iter().map(Classifier::predictor).collect()
    }

    /// The answers of all models for a text, into `answers`, whose memory is used again.
    pub fn answer(&self, predictors: &mut [Predictor<'_>], text: &str, answers: &mut Vec<Answer>) {
        answers.resize_with(predictors.len(), || Answer {
            label: 0,
            probabilities: Vec::new(),
            nothing_known: false,
            contributions: Vec::new(),
        });
        for ((predictor, classifier), answer) in predictors.iter_mut().zip(&self.classifiers).zip(answers) {
            let prediction = predictor.predict(text);
            answer.label = prediction.label;
            answer.probabilities.clear();
            answer.probabilities.extend_from_slice(prediction.probabilities);
            answer.nothing_known = prediction.nothing_known;
            if self.explain > 0 {
                answer.contributions = explain(classifier, text, answer.label).contributions;
                answer.contributions.truncate(self.explain);
            }
        }
    }
}

/// What is said about an answer that should not be taken as it is.
pub fn note(models: &Models, answers: &[Answer]) -> String {
    let unknown: Vec<&str> = models
        .classifiers
        .iter()
        .zip(answers)
        .filter(|(_, answer)| answer.nothing_known)
        .map(|(classifier, _)| classifier.description().label_column.as_str())
        .collect();
    match unknown.len() {
        0 => String::new(),
        n if n == answers.len() => "nothing known in it".into(),
        _ => format!("nothing known in it for {}", unknown.join(", ")),
    }
}
