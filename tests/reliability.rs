//! Calibration: figures against scikit-learn's, and what holds for every calibrated model.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Folder, ROWS, corpus, root};
use serde::Deserialize;
use standpoint::evaluation::{Reliability, brier_score, expected_calibration_error};
use standpoint::metrics::log_loss;
use standpoint::model::{Calibrate, Calibration};
use standpoint::{Classifier, Corpus, TrainSettings, builtin};

#[derive(Deserialize)]
struct Golden {
    labels: Vec<u32>,
    probabilities: Vec<f64>,
    brier: f64,
    calibration_error: f64,
}

#[test]
fn figures_equal_scikit_learn() {
    let file = std::fs::read_to_string(root().join("tests/golden/reliability.json")).unwrap();
    let cases: Vec<Golden> = serde_json::from_str(&file).unwrap();
    assert_eq!(cases.len(), 12);
    for (number, case) in cases.iter().enumerate() {
        let brier = brier_score(&case.labels, &case.probabilities);
        assert!((brier - case.brier).abs() < 1e-12, "case {number}: {brier}, not {}", case.brier);
        let error = expected_calibration_error(&case.labels, &case.probabilities);
        assert!((error - case.calibration_error).abs() < 1e-12, "case {number}: {error}");
    }
}

#[test]
fn a_temperature_changes_probabilities_and_no_label() {
    let corpus = corpus("data/sentences.csv", "stance");
    let model = builtin::stance().unwrap();
    let plain = TrainSettings { calibrate: Calibrate::None, ..TrainSettings::default() };
    assert_ne!(model.calibration().temperature(), 1.0);
    let again = model.clone().calibrated_on(&corpus).unwrap();
    let samples = model.samples(&corpus);
    let (mut a, mut b) = (model.predictor(), again.predictor());
    let mut moved = 0;
    for row in 0..corpus.len() {
        let (a, b) = (a.predict_sample(samples.get(row)), b.predict_sample(samples.get(row)));
        assert_eq!(a.label, b.label);
        moved += usize::from(a.probabilities != b.probabilities);
    }
    // Of rows that the model remembers it is far too careful now.
    assert!(again.calibration().temperature() < model.calibration().temperature());
    assert!(moved > 400);
    assert_eq!(Classifier::train(&corpus, &plain).unwrap().calibration(), &Calibration::default());
}

#[test]
fn calibration_lowers_the_log_loss_of_held_out_rows() {
    for model in builtin::all().unwrap() {
        let calibration = model.calibration();
        let (labels, before, after) =
            (calibration.labels(), calibration.probabilities_before(), calibration.probabilities());
        assert!(log_loss(labels, &after) < log_loss(labels, &before));
        assert!(Reliability::of(labels, &after).brier_score < Reliability::of(labels, &before).brier_score);
    }
}

#[test]
fn what_cannot_be_calibrated_is_said_and_still_trained() {
    let one_article = ROWS.replace("\nb,", "\na,").replace("\nc,", "\na,").replace("\nd,", "\na,");
    let rare = ROWS.replace("d,neither,The ministers will", "d,other,The ministers will");
    let folder = Folder::with(&[("rows.csv", ROWS), ("one.csv", &one_article), ("rare.csv", &rare)]);
    let train = |csv: &str, more: &[&str]| {
        let run = folder.run(&[&["train", csv, "--output", "model"], more].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        (run.stderr, Classifier::open(&folder.path("model")).unwrap())
    };
    for (csv, more, said) in [
        ("one.csv", &[][..], "not calibrated: all rows are of one article"),
        ("rare.csv", &[], "not calibrated: 'other' occurs in too few articles"),
        ("rows.csv", &["--calibrate", "none"], "not calibrated: --calibrate none"),
        ("rows.csv", &[], "calibrated on 12 rows: temperature "),
    ] {
        let (message, model) = train(csv, more);
        assert!(message.contains(said), "{message}");
        assert_eq!(model.calibration().labels().is_empty(), message.contains("not calibrated"));
    }
}

/// Seven writers of many articles were taken for too few articles for ten folds, and no model was calibrated.
#[test]
fn fewer_writers_than_folds_are_enough() {
    let writers: String = ROWS
        .lines()
        .enumerate()
        .map(|(n, row)| match n {
            0 => format!("writer,{row}\n"),
            _ => format!("{},{row}\n", if row < "c" { "first" } else { "second" }),
        })
        .collect();
    let folder = Folder::with(&[("rows.csv", &writers)]);
    let run = folder.run(&["train", "rows.csv", "--group-column", "writer", "--output", "model"]);
    assert!(run.stderr.contains("calibrated on 12 rows: temperature "), "{}", run.stderr);
}

#[test]
fn many_rows_are_not_calibrated_unasked() {
    let rows: Vec<String> = (0..=Calibrate::MOST_ROWS).map(|row| format!("word{} text", row % 7)).collect();
    let labels = ["even", "odd"];
    let pairs = rows.iter().enumerate().map(|(row, text)| (text.as_str(), labels[row % 2]));
    let corpus = Corpus::from_pairs(pairs).unwrap();
    let auto = TrainSettings::default();
    let why = standpoint::model::calibration_folds(&corpus, &auto).unwrap_err();
    assert!(why.contains("more than 5000"), "{why}");
    let folds = TrainSettings { calibrate: Calibrate::Folds, ..auto };
    assert_eq!(standpoint::model::calibration_folds(&corpus, &folds).unwrap().k(), Calibrate::FOLDS);
}
