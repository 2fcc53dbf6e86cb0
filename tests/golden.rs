//! Numbers of scikit-learn 1.9.1, made once by `tests/golden/make.py`, and what must equal them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;

use common::{corpus, one_writer, root};
use serde::Deserialize;
use standpoint::corpus::{self, Columns};
use standpoint::evaluation::{sign_flip_test, t_quantile};
use standpoint::features::{Features, Rows, Samples};
use standpoint::metrics::{Confusion, log_loss};
use standpoint::model::{C, Calibrate, ClassWeight, Solver};
use standpoint::{Classifier, Corpus, TrainSettings};

const SENTENCES: &str = "tests/golden/sentences.csv";

fn golden<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let file = std::fs::read_to_string(root().join("tests/golden").join(name)).expect(name);
    serde_json::from_str(&file).expect(name)
}

/// One block as scikit-learn fits it: grams, and for each text their numbers and values.
#[derive(Deserialize)]
struct Block {
    grams: Vec<String>,
    rows: Vec<(Vec<usize>, Vec<f64>)>,
}

/// Entries of a row by gram.
fn named(features: &Features, rows: &Rows, row: usize) -> Vec<(String, f64)> {
    let (columns, values) = rows.row(row);
    let name = |column: u32| features.name(column as usize).expect("a gram").1.to_owned();
    let mut named: Vec<_> =
        columns.iter().zip(values).map(|(&column, &value)| (name(column), f64::from(value))).collect();
    named.sort_by(|a, b| a.0.cmp(&b.0));
    named
}

#[test]
fn tfidf_equals_scikit_learn() {
    let corpus = corpus(SENTENCES, "side");
    for block in ["words:1-2", "characters:3-5"] {
        let golden: Block =
            golden::<std::collections::BTreeMap<String, Block>>("tfidf.json").remove(block).unwrap();
        let (features, rows) =
            Features::fit(&Samples::plain(&corpus.texts()), &block.parse().unwrap()).unwrap();
        let grams: BTreeSet<&str> =
            (0..features.n_columns()).map(|column| features.name(column).unwrap().1).collect();
        assert_eq!(grams, golden.grams.iter().map(String::as_str).collect(), "{block}");
        assert_eq!((features.n_columns(), rows.n_rows()), (golden.grams.len(), golden.rows.len()));
        for (row, (columns, values)) in golden.rows.iter().enumerate() {
            let mut expected: Vec<_> = columns
                .iter()
                .zip(values)
                .map(|(&column, &value)| (golden.grams[column].clone(), value))
                .collect();
            expected.sort_by(|a, b| a.0.cmp(&b.0));
            let found = named(&features, &rows, row);
            assert_eq!(found.len(), expected.len(), "{block}, row {row}");
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found.0, expected.0, "{block}, row {row}");
                assert!(
                    (found.1 - expected.1).abs() <= 1e-6,
                    "{block}, row {row}: {found:?}, not {expected:?}"
                );
            }
        }
    }
}

/// The least loss of one problem.
#[derive(Debug, Deserialize)]
struct Optimum {
    features: String,
    column: String,
    class_weight: ClassWeight,
    c: f64,
    loss: f64,
}

/// The loss of a frozen model on its own training rows, computed the plain way: the sum over rows
/// of weight · (−ln p(label)), and ‖W‖² / (2C).
fn plain_loss(model: &Classifier, corpus: &Corpus, class_weight: ClassWeight, c: f64) -> f64 {
    let weights = class_weight.weights(&corpus.label_counts());
    let mut predictor = model.predictor();
    let rows: f64 = (0..corpus.len())
        .map(|row| {
            let label = corpus.labels()[row] as usize;
            -weights[label] * predictor.predict(corpus.text(row)).probabilities[label].ln()
        })
        .sum();
    let columns = 0..model.features().n_columns();
    let logistic = model.model();
    // With two labels there is one weight vector, that of the second label.
    let labels = if logistic.n_labels() == 2 { 1..2 } else { 0..logistic.n_labels() };
    let squares: f64 = columns
        .flat_map(|column| labels.clone().map(move |label| logistic.weight(column, label).powi(2)))
        .sum();
    rows + squares / (2.0 * c)
}

/// Fits every problem to this tolerance and holds its loss, as reported and as computed again from
/// the frozen weights, to scikit-learn's.
fn check_optima(tolerance: f64) {
    let optima: Vec<Optimum> = golden("optimum.json");
    let corpora = ["mood", "side", "act"].map(|column| (column, corpus(SENTENCES, column)));
    assert_eq!(corpora.each_ref().map(|(_, corpus)| corpus.label_names().len()), [2, 3, 5]);
    for optimum in optima {
        let (_, corpus) = corpora.iter().find(|(column, _)| *column == optimum.column).unwrap();
        let settings = TrainSettings {
            features: optimum.features.parse().unwrap(),
            c: C::Fixed(optimum.c),
            class_weight: optimum.class_weight,
            tolerance,
            calibrate: Calibrate::None,
            ..TrainSettings::default()
        };
        let model = Classifier::train(corpus, &settings).unwrap();
        let reported = model.description().loss;
        let plain = plain_loss(&model, corpus, optimum.class_weight, optimum.c);
        for (whose, loss) in [("reported", reported), ("recomputed", plain)] {
            let difference = (loss - optimum.loss) / optimum.loss;
            assert!(
                difference.abs() <= tolerance.max(1e-6),
                "{whose} loss is off by {difference:e}: {optimum:?}"
            );
        }
    }
}

#[test]
fn the_optimum_is_scikit_learns() {
    check_optima(1e-10);
}

/// The default tolerance says that the loss ends at most 1e-4 of itself above its minimum.
#[test]
fn the_default_tolerance_is_kept() {
    check_optima(TrainSettings::default().tolerance);
}

/// Stands for the articles of one writer of the shipped corpus: linfa's matrix of all would be large.
const ONE_WRITER: &str = "the articles of one writer";

fn few(column: &str) -> Corpus {
    let columns = Columns { label: column.into(), ..Columns::default() };
    corpus::read(one_writer().as_bytes(), ONE_WRITER, &columns).unwrap().0
}

#[test]
fn linfa_reaches_the_same_optimum() {
    let problems = [
        (SENTENCES, "mood", "words:1-2"),
        (SENTENCES, "side", "words:1-2,characters:3-5"),
        (SENTENCES, "act", "characters:3-5"),
        (ONE_WRITER, "stance", "words:1-1"),
    ];
    for (path, column, features) in problems {
        let corpus = if path == ONE_WRITER { few(column) } else { corpus(path, column) };
        for c in [1.0, 10.0] {
            let loss = |solver| {
                let settings = TrainSettings {
                    features: features.parse().unwrap(),
                    c: C::Fixed(c),
                    class_weight: ClassWeight::None,
                    solver,
                    tolerance: 1e-6,
                    calibrate: Calibrate::None,
                    ..TrainSettings::default()
                };
                Classifier::train(&corpus, &settings).unwrap().description().loss
            };
            let (own, linfa) = (loss(Solver::Newton), loss(Solver::Linfa));
            assert!((own - linfa).abs() <= 1e-6 * own, "{path}, {column}, C {c}: {own} and {linfa}");
        }
    }
}

/// Figures of merit of one set of labels and probabilities.
#[derive(Deserialize)]
struct Figures {
    name: String,
    n_labels: usize,
    truth: Vec<u32>,
    predicted: Vec<usize>,
    probabilities: Vec<Vec<f64>>,
    accuracy: f64,
    balanced_accuracy: f64,
    macro_f1: f64,
    log_loss: f64,
    precision: Vec<Option<f64>>,
    recall: Vec<Option<f64>>,
    f1: Vec<Option<f64>>,
    support: Vec<u64>,
    confusion: Vec<Vec<u64>>,
}

#[track_caller]
fn assert_close(what: &str, found: Option<f64>, expected: Option<f64>) {
    match (found, expected) {
        (Some(found), Some(expected)) => {
            assert!(
                (found - expected).abs() <= 1e-12 * expected.abs().max(1.0),
                "{what}: {found}, not {expected}"
            );
        }
        _ => assert_eq!(found, expected, "{what}"),
    }
}

#[test]
fn metrics_equal_scikit_learn() {
    let all: Vec<Figures> = golden("metrics.json");
    assert_eq!(all.iter().filter(|figures| figures.name.starts_with("random")).count(), 200);
    for figures in all {
        let pairs = figures.truth.iter().map(|&label| label as usize).zip(figures.predicted.iter().copied());
        let confusion = Confusion::from_pairs(figures.n_labels, pairs);
        assert_eq!(confusion.counts(), figures.confusion, "{}", figures.name);
        let close =
            |what: &str, found, expected| assert_close(&format!("{}: {what}", figures.name), found, expected);
        close("accuracy", Some(confusion.accuracy()), Some(figures.accuracy));
        close("balanced accuracy", Some(confusion.balanced_accuracy()), Some(figures.balanced_accuracy));
        close("macro-F1", Some(confusion.macro_f1()), Some(figures.macro_f1));
        close(
            "log-loss",
            Some(log_loss(&figures.truth, &figures.probabilities.concat())),
            Some(figures.log_loss),
        );
        for label in 0..figures.n_labels {
            let scores = confusion.label(label);
            assert_eq!(scores.support, figures.support[label], "{}", figures.name);
            close("precision", scores.precision, figures.precision[label]);
            close("recall", scores.recall, figures.recall[label]);
            close("F1", scores.f1, figures.f1[label]);
        }
    }
}

/// Numbers of SciPy.
#[derive(Deserialize)]
struct Distributions {
    t_quantiles: Vec<(usize, f64)>,
    mcnemar: Vec<(usize, usize, f64)>,
}

#[test]
fn quantiles_and_exact_tests_equal_scipy() {
    let golden: Distributions = golden("distributions.json");
    for (degrees, expected) in golden.t_quantiles {
        // Fifty thousand terms cost the last of them three more digits.
        let found = t_quantile(degrees);
        assert!((found - expected).abs() <= 1e-11, "t with {degrees} degrees: {found}, not {expected}");
    }
    for (a, b, expected) in golden.mcnemar {
        let found = sign_flip_test(&[vec![1; a], vec![-1; b]].concat());
        assert_close(&format!("{a} against {b}"), Some(found), Some(expected));
    }
}
