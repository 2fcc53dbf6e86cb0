//! Whether a model goes by who is named rather than by what is said: its figures when the actors of two sides
//! are exchanged, labels with them, and when their names are masked.
//!
//! Models are trained on the text as it stands, and tested on articles that they have not seen, as they stand and
//! rewritten. A model that has learned how a position is stated does as well with the actors exchanged; one that
//! has learned what is usual for a side does worse. With masked names it should hardly tell the two labels apart:
//! what it still knows comes from topics and style.

use std::collections::BTreeMap;

use serde::Serialize;

use super::finding::Place;
use super::swap::Swap;
use crate::corpus::{Corpus, Folds};
use crate::error::Result;
use crate::evaluation::bootstrap::{DRAWS, Totals, Units};
use crate::evaluation::intervals::{Interval, Scale};
use crate::features::Samples;
use crate::metrics::Confusion;
use crate::model::{Classifier, TrainSettings, most_probable};

/// The figures of models on text as it stands and on rewritten text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shortcuts {
    /// The sides whose actors were exchanged.
    pub sides: [String; 2],
    /// The labels that were exchanged with them.
    pub labels: [String; 2],
    /// Rows in which there is a name of the two sides.
    pub rows_with_names: usize,
    /// The text as it stands.
    pub plain: FormFigures,
    /// With the actors of the sides and the two labels exchanged.
    pub swapped: FormFigures,
    /// With one word in place of all names of the sides.
    pub masked: FormFigures,
    /// Swapped minus plain accuracy: 95 % interval, by bootstrap over articles (rows, where there are none); none where
    /// nothing changes.
    pub change_when_swapped: Option<Interval>,
    /// Masked minus plain accuracy, likewise.
    pub change_when_masked: Option<Interval>,
    /// Rows that were right as they stand and are wrong with the actors exchanged, the surest first.
    pub lost: Vec<Lost>,
}

/// The figures of models on one form of the text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormFigures {
    /// The share of rows whose label is right.
    pub accuracy: f64,
    /// The mean F1 over labels.
    pub macro_f1: f64,
    /// Among rows of the two labels, the share whose own label is the more probable of the two.
    pub told_apart: f64,
    /// The share that is right among the rows that had this label before anything was exchanged.
    pub recall: BTreeMap<String, f64>,
}

/// A row that is wrong when the actors are exchanged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lost {
    /// The row as it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Its text with the actors exchanged.
    pub swapped: String,
    /// The label that this should get.
    pub expected: String,
    /// The label that it gets.
    pub predicted: String,
    /// The probability of that.
    pub p: f64,
}

/// A form of the corpus, and what models say that have not seen the articles.
struct Form {
    corpus: Corpus,
    /// Rows x labels.
    probabilities: Vec<f64>,
}

impl Form {
    fn probabilities_of(&self, row: usize) -> &[f64] {
        let k = self.corpus.label_names().len();
        &self.probabilities[row * k..(row + 1) * k]
    }

    fn expected(&self, row: usize) -> usize {
        self.corpus.labels()[row] as usize
    }

    fn predicted(&self, row: usize) -> usize {
        most_probable(self.probabilities_of(row))
    }

    fn is_right(&self, row: usize) -> bool {
        self.predicted(row) == self.expected(row)
    }
}

/// Trains on each fold's articles as they stand, and tests on the others in all forms. `pair` are the labels that
/// are exchanged with the sides. `progress` is called after each fold.
pub(super) fn shortcuts(
    corpus: &Corpus,
    pair: [usize; 2],
    swap: &Swap,
    settings: &TrainSettings,
    folds: usize,
    progress: &(dyn Fn() + Sync),
) -> Result<Shortcuts> {
    let exchanged = |label: u32| match pair.iter().position(|&other| other == label as usize) {
        Some(place) => pair[1 - place] as u32,
        None => label,
    };
    let forms = [
        corpus.clone(),
        corpus.rewritten(|row| (swap.swapped(corpus.text(row)), exchanged(corpus.labels()[row]))),
        corpus.rewritten(|row| (swap.masked(corpus.text(row)), corpus.labels()[row])),
    ];
    let folds = Folds::new(corpus, folds, settings.seed)?;
    let [plain, swapped, masked] = &predict(forms, settings, &folds, progress)?;
    let rows_with_names =
        (0..corpus.len()).filter(|&row| masked.corpus.text(row) != corpus.text(row)).count();
    let names = corpus.label_names();
    Ok(Shortcuts {
        sides: swap.sides().clone(),
        labels: pair.map(|label| names[label].clone()),
        rows_with_names,
        plain: figures(plain, corpus, pair),
        swapped: figures(swapped, corpus, pair),
        masked: figures(masked, corpus, pair),
        change_when_swapped: change(plain, swapped),
        change_when_masked: change(plain, masked),
        lost: lost(plain, swapped),
    })
}

/// What models say about each form, of which the first is what they are trained on.
fn predict(
    forms: [Corpus; 3],
    settings: &TrainSettings,
    folds: &Folds,
    progress: &(dyn Fn() + Sync),
) -> Result<[Form; 3]> {
    let mut forms = forms.map(|corpus| {
        let n = corpus.len() * corpus.label_names().len();
        Form { corpus, probabilities: vec![0.0; n] }
    });
    let lexicon = settings.needed_lexicon()?;
    for fold in 0..folds.k() {
        let (train, test) = folds.split(fold);
        let classifier = Classifier::train(&forms[0].corpus.subset(&train), settings)?;
        let mut predictor = classifier.predictor();
        for Form { corpus, probabilities } in &mut forms {
            // Folds keep articles whole, so that a fold's rows have their context.
            let tested = corpus.subset(&test);
            let samples = Samples::of_corpus(&tested, lexicon.as_deref(), &settings.features);
            let k = corpus.label_names().len();
            for (place, &row) in test.iter().enumerate() {
                let predicted = predictor.predict_sample(samples.get(place));
                probabilities[row * k..(row + 1) * k].copy_from_slice(predicted.probabilities);
            }
        }
        progress();
    }
    Ok(forms)
}

fn figures(form: &Form, plain: &Corpus, pair: [usize; 2]) -> FormFigures {
    let rows = 0..form.corpus.len();
    let names = plain.label_names();
    let confusion =
        Confusion::from_pairs(names.len(), rows.clone().map(|row| (form.expected(row), form.predicted(row))));
    let share = |of: Vec<usize>, having: &dyn Fn(usize) -> bool| {
        of.iter().filter(|&&row| having(row)).count() as f64 / of.len().max(1) as f64
    };
    let apart = |row: usize| {
        let p = form.probabilities_of(row);
        pair.iter().all(|&label| p[label] <= p[form.expected(row)])
    };
    let recall = |label: usize| {
        let of = rows.clone().filter(|&row| plain.labels()[row] as usize == label).collect();
        (names[label].clone(), share(of, &|row| form.is_right(row)))
    };
    FormFigures {
        accuracy: confusion.accuracy(),
        macro_f1: confusion.macro_f1(),
        told_apart: share(rows.clone().filter(|&row| pair.contains(&form.expected(row))).collect(), &apart),
        recall: (0..names.len()).map(recall).collect(),
    }
}

/// The interval of the change of accuracy.
fn change(plain: &Form, other: &Form) -> Option<Interval> {
    let articles: Vec<_> = plain.corpus.articles().collect();
    let change = |row| f64::from(i8::from(other.is_right(row)) - i8::from(plain.is_right(row)));
    let changes = articles.iter().map(|rows| rows.clone().map(change).sum::<f64>());
    let sums = changes.chain(articles.iter().map(|rows| rows.len() as f64)).collect();
    let units = Units::new(articles.len(), 0, Vec::new(), sums);
    let mean = |totals: &Totals| totals.sums[0] / totals.sums[1];
    let estimate = mean(&units.totals());
    units.bootstrap(DRAWS, 0, |totals| vec![Some(mean(totals))]).interval(0, estimate, Scale::Plain)
}

fn lost(plain: &Form, swapped: &Form) -> Vec<Lost> {
    let names = plain.corpus.label_names();
    let rows = (0..plain.corpus.len()).filter(|&row| plain.is_right(row) && !swapped.is_right(row));
    let row = |row: usize| Lost {
        place: Place::new(&plain.corpus, row),
        swapped: swapped.corpus.text(row).to_owned(),
        expected: names[swapped.expected(row)].clone(),
        predicted: names[swapped.predicted(row)].clone(),
        p: swapped.probabilities_of(row)[swapped.predicted(row)],
    };
    let mut lost: Vec<Lost> = rows.map(row).collect();
    lost.sort_by(|a, b| b.p.total_cmp(&a.p));
    lost
}
