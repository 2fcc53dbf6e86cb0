//! What the models answer for one text.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use standpoint::article::{Attribution, Lexicon, Segment};
use standpoint::explanation::{Contribution, explain_sample};
use standpoint::features::{FeatureSettings, Sample, Samples, Unit};
use standpoint::model::{Predictor, Thresholds};
use standpoint::{Classifier, Result, builtin};

use super::speakers::side;

/// The models that answer, and how.
pub struct Models {
    /// In the order of the answers.
    pub classifiers: Vec<Classifier>,
    /// The tables that they read articles with, each once; for each model, which it is.
    lexicons: Vec<Arc<Lexicon>>,
    lexicon_of: Vec<Option<usize>>,
    /// The blocks of each.
    features: Vec<FeatureSettings>,
    /// What each may leave out, if they may abstain; else none.
    thresholds: Vec<Thresholds>,
    /// How many contributions to give with each answer; 0 for none.
    pub explain: usize,
}

/// What predicts, one for each model, in as many sets as there are threads at work. A set is lent for a share of
/// the work, so that its memory is used again.
pub struct Predictors<'a> {
    models: &'a Models,
    idle: Mutex<Vec<Vec<Predictor<'a>>>>,
}

impl<'a> Predictors<'a> {
    /// Lends a set to `work`.
    pub fn lend<T>(&self, work: impl FnOnce(&mut [Predictor<'a>]) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let spare = idle().pop();
        let predictors = || self.models.classifiers.iter().map(Classifier::stream_predictor).collect();
        let mut set = spare.unwrap_or_else(predictors);
        let done = work(&mut set);
        idle().push(set);
        done
    }
}

/// One model's answer.
pub struct Answer {
    /// The label, as a number into the model's labels.
    pub label: usize,
    /// The probability of each label.
    pub probabilities: Vec<f64>,
    /// Nothing in the text is known to the model.
    pub nothing_known: bool,
    /// Why it is better to give no label.
    pub doubt: Option<Doubt>,
    /// What pushed the label most.
    pub contributions: Vec<Contribution>,
}

/// Why a row gets no label.
pub struct Doubt {
    /// The labels that it may have, as numbers.
    pub set: Vec<usize>,
    /// Why these are not one.
    pub reason: &'static str,
}

/// What stands in place of a label where a model abstains.
pub const UNCERTAIN: &str = "uncertain";

impl Answer {
    /// The label that is shown.
    pub fn shown<'a>(&self, classifier: &'a Classifier) -> &'a str {
        if self.doubt.is_some() { UNCERTAIN } else { &classifier.labels()[self.label] }
    }
}

impl Models {
    /// Models that answer, perhaps with thresholds, one for each.
    pub fn new(classifiers: Vec<Classifier>, thresholds: Vec<Thresholds>, explain: usize) -> Self {
        let (mut lexicons, mut lexicon_of) = (Vec::<Arc<Lexicon>>::new(), Vec::new());
        for classifier in &classifiers {
            lexicon_of.push(classifier.lexicon().map(|lexicon| {
                let known = lexicons.iter().position(|known| known == lexicon);
                known.unwrap_or_else(|| {
                    lexicons.push(Arc::clone(lexicon));
                    lexicons.len() - 1
                })
            }));
        }
        let features = classifiers.iter().map(|classifier| classifier.features().settings()).collect();
        Self { classifiers, lexicons, lexicon_of, features, thresholds, explain }
    }

    /// Makes sure that there are tables to name speakers with: the built-in ones if no model has any.
    pub fn name_speakers(&mut self) -> Result<()> {
        if self.lexicons.is_empty() {
            self.lexicons.push(Arc::new(Lexicon::builtin()?));
        }
        Ok(())
    }

    /// The tables that speakers are named with.
    pub fn lexicon(&self) -> Option<&Lexicon> {
        self.lexicons.first().map(Arc::as_ref)
    }

    /// Whether they may give no label.
    pub fn abstain(&self) -> bool {
        !self.thresholds.is_empty()
    }

    /// Whether a model reads more than the row itself.
    pub fn read_articles(&self) -> bool {
        self.lexicon_of.iter().any(Option::is_some)
    }

    /// Who states each segment of an article, by each of the tables.
    pub fn attribute(&self, text: &str, segments: &[Segment]) -> Vec<Vec<Attribution>> {
        self.lexicons.iter().map(|lexicon| lexicon.attribute(text, segments)).collect()
    }

    /// What each model sees of the segments of an article.
    pub fn samples<'a>(
        &self,
        text: &'a str,
        segments: &[Segment],
        attributions: &[Vec<Attribution>],
    ) -> Vec<Samples<'a>> {
        let plain = || segments.iter().map(|segment| &text[segment.span.clone()]).collect::<Vec<_>>();
        let samples = |(features, lexicon): (&FeatureSettings, &Option<usize>)| match lexicon {
            None => Samples::plain(&plain()),
            Some(lexicon) => {
                let found = &attributions[*lexicon];
                Samples::of_article(text, segments, found, &self.lexicons[*lexicon], features)
            }
        };
        self.features.iter().zip(&self.lexicon_of).map(samples).collect()
    }

    /// What predicts, for all threads.
    pub fn predictors(&self) -> Predictors<'_> {
        Predictors { models: self, idle: Mutex::default() }
    }

    /// The answers of all models for a text, of which each has its sample, into `answers`, whose
    /// memory is used again. `language` is that of the article.
    pub fn answer<'a>(
        &self,
        predictors: &mut [Predictor<'_>],
        sample: impl Fn(usize) -> Sample<'a>,
        attribution: Option<&Attribution>,
        language: Option<&str>,
        answers: &mut Vec<Answer>,
    ) {
        answers.resize_with(predictors.len(), || Answer {
            label: 0,
            probabilities: Vec::new(),
            nothing_known: false,
            doubt: None,
            contributions: Vec::new(),
        });
        let models = predictors.iter_mut().zip(&self.classifiers).zip(answers).enumerate();
        for (number, ((predictor, classifier), answer)) in models {
            let sample = sample(number);
            let prediction = predictor.predict_sample(sample);
            answer.label = prediction.label;
            answer.probabilities.clear();
            answer.probabilities.extend_from_slice(prediction.probabilities);
            answer.nothing_known = prediction.nothing_known;
            answer.doubt = self.thresholds.get(number).and_then(|thresholds| {
                let foreign = language.is_some_and(|language| is_foreign(classifier, language));
                doubt(thresholds, answer, foreign)
            });
            if self.explain > 0 {
                answer.contributions = explain_sample(classifier, sample, answer.label).contributions;
                if let Some((attribution, lexicon)) = attribution.zip(self.lexicon()) {
                    tell_context(&mut answer.contributions, attribution, lexicon);
                }
                answer.contributions.truncate(self.explain);
            }
        }
    }
}

/// The models that are named, the built-in ones if none is.
pub fn open(paths: &[PathBuf]) -> Result<Vec<Classifier>> {
    if paths.is_empty() {
        return builtin::all();
    }
    paths.iter().map(|path| Classifier::open(path)).collect()
}

fn is_foreign(classifier: &Classifier, language: &str) -> bool {
    let known = &classifier.description().language;
    !known.is_empty() && known != language
}

/// Why an answer should be none: unless its label is the only one that the thresholds leave.
fn doubt(thresholds: &Thresholds, answer: &Answer, foreign: bool) -> Option<Doubt> {
    let all = || (0..answer.probabilities.len()).collect();
    let (set, reason) = match (answer.nothing_known, foreign) {
        (true, _) => (all(), "nothing known in it"),
        (_, true) => (all(), "other language"),
        _ => {
            let set = thresholds.set(&answer.probabilities);
            let reason = if set.is_empty() { "unlike the training text" } else { "too close" };
            (set, reason)
        }
    };
    (set != [answer.label]).then_some(Doubt { set, reason })
}

/// Puts one contribution in plain words in place of all names of the context block.
fn tell_context(contributions: &mut Vec<Contribution>, attribution: &Attribution, lexicon: &Lexicon) {
    let context = |part: &Contribution| part.block == Unit::Context.name();
    let amounts: Vec<f64> =
        contributions.iter().filter(|part| context(part)).map(|part| part.amount).collect();
    if amounts.is_empty() {
        return;
    }
    contributions.retain(|part| !context(part));
    let gram = match &attribution.source {
        None => "nobody is found who states it".to_owned(),
        Some(source) => {
            let side = side(&source.speaker, lexicon).unwrap_or("side unknown");
            format!("speaker: {} ({side}), because: {}", source.speaker.name, source.evidence.name())
        }
    };
    contributions.push(Contribution { block: Unit::Context.name(), gram, amount: amounts.iter().sum() });
    contributions.sort_by(|a, b| b.amount.total_cmp(&a.amount));
}

/// What is said about an answer that should not be taken as it is.
///
/// `language` is that of the article, given once for each.
pub fn note(models: &Models, answers: &[Answer], language: Option<&str>) -> String {
    let mut notes = Vec::new();
    let classifiers = &models.classifiers;
    if let Some(language) =
        language.filter(|language| classifiers.iter().any(|classifier| is_foreign(classifier, language)))
    {
        let known: BTreeSet<&str> =
            classifiers.iter().map(|classifier| classifier.description().language.as_str()).collect();
        let known = known.into_iter().collect::<Vec<_>>().join(", ");
        notes.push(format!("the article's language is '{language}', the model was trained on '{known}'"));
    }
    if !models.abstain() {
        notes.extend(unknown(models, answers));
    }
    for (answer, classifier) in answers.iter().zip(classifiers) {
        if let Some(doubt) = &answer.doubt {
            let column = &classifier.description().label_column;
            let what = if answers.len() > 1 { format!("{column} {UNCERTAIN}") } else { UNCERTAIN.into() };
            notes.push(format!("{what}: {} ({})", possible(doubt, classifier), doubt.reason));
        }
    }
    notes.join("; ")
}

/// The labels that are left, in words.
fn possible(doubt: &Doubt, classifier: &Classifier) -> String {
    let names: Vec<&str> = doubt.set.iter().map(|&label| classifier.labels()[label].as_str()).collect();
    match names.len() {
        0 => "no label fits".into(),
        n if n == classifier.labels().len() => "any label".into(),
        1 => format!("only {} is not ruled out, and another label is more probable", names[0]),
        _ => names.join(" or "),
    }
}

fn unknown(models: &Models, answers: &[Answer]) -> Option<String> {
    let unknown: Vec<&str> = models
        .classifiers
        .iter()
        .zip(answers)
        .filter(|(_, answer)| answer.nothing_known)
        .map(|(classifier, _)| classifier.description().label_column.as_str())
        .collect();
    match unknown.len() {
        0 => None,
        n if n == answers.len() => Some("nothing known in it".into()),
        _ => Some(format!("nothing known in it for {}", unknown.join(", "))),
    }
}
