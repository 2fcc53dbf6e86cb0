//! The built-in models on articles on which neither a rule nor a model was made: 18 in as many styles, written for
//! this test and labelled once, by their writer. Whoever mends rules by them has to write others.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Folder, root};
use serde_json::Value;

/// The accuracy of a built-in model, the persons of the articles known.
fn accuracy(label: &str) -> f64 {
    let path = |name: &str| root().join(name).to_str().unwrap().to_owned();
    let run = Folder::new().run(&[
        "evaluate",
        &path("tests/unseen/sentences.csv"),
        "--model",
        &path(&format!("models/russia-france-{label}.safetensors")),
        "--actors",
        &path("data/actors.csv"),
        "--cast",
        &path("tests/unseen/cast.csv"),
        "--format",
        "json",
    ]);
    let report: Value = serde_json::from_str(&run.good()).unwrap();
    report["accuracy"].as_f64().unwrap()
}

#[test]
fn stance_is_right_for_four_in_five() {
    let accuracy = accuracy("stance");
    assert!(accuracy >= 0.79, "{accuracy}");
}

#[test]
fn claim_is_right_for_two_in_three() {
    let accuracy = accuracy("claim");
    assert!(accuracy >= 0.67, "{accuracy}");
}
