//! The same rows and settings give the same model, byte by byte.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Folder, ROWS, one_writer, root, table};
use standpoint::{Classifier, Corpus, TrainSettings};

/// Articles of the shipped corpus in a fresh folder, as they are and with their rows sorted by label. (Rows of
/// one article then stand apart, so the second is to be read without groups.)
fn folder() -> Folder {
    let sentences = one_writer();
    let mut rows = table(&sentences);
    let header = rows.remove(0);
    let label = header.iter().position(|name| name == "stance").unwrap();
    rows.sort_by(|a, b| a[label].cmp(&b[label]));
    let mut sorted = csv::Writer::from_writer(Vec::new());
    sorted.write_record(&header).unwrap();
    for row in &rows {
        sorted.write_record(row).unwrap();
    }
    let sorted = String::from_utf8(sorted.into_inner().unwrap()).unwrap();
    Folder::with(&[("sentences.csv", &sentences), ("sorted.csv", &sorted)])
}

#[test]
fn threads_and_repetition_change_no_byte() {
    let folder = folder();
    for (csv, options) in [
        ("sentences.csv", &["--c", "auto"][..]),
        ("sentences.csv", &["--label-column", "claim", "--class-weight", "none"]),
        ("sorted.csv", &["--group-column", "none", "--c", "auto", "--seed", "7"]),
        ("sorted.csv", &["--group-column", "none", "--features", "characters:2-4"]),
    ] {
        let models: Vec<Vec<u8>> = ["1", "2", "1", "2", "5"]
            .iter()
            .map(|threads| {
                let arguments = ["train", csv, "--output", "model", "--threads", threads];
                folder.run(&[&arguments[..], options].concat()).good();
                folder.read("model")
            })
            .collect();
        assert!(models[0].len() > 10_000);
        assert!(models.iter().all(|model| *model == models[0]), "{csv} {options:?}");
    }
}

#[test]
fn other_rows_or_settings_give_another_model() {
    let folder = Folder::with(&[("a.csv", ROWS), ("b.csv", &ROWS.replace("noon", "dawn"))]);
    let train = |csv: &str, options: &[&str]| {
        folder.run(&[&["train", csv, "--output", "model"], options].concat()).good();
        folder.read("model")
    };
    let model = train("a.csv", &[]);
    assert_eq!(model, train("a.csv", &[]));
    assert_ne!(model, train("b.csv", &[]));
    assert_ne!(model, train("a.csv", &["--c", "3"]));
    assert_ne!(model, train("a.csv", &["--features", "words"]));
}

#[test]
fn shipped_models_are_what_the_documented_commands_make() {
    let folder = Folder::new();
    let data = |name: &str| root().join("data").join(name).to_str().unwrap().to_owned();
    let (sentences, actors, cast) = (data("sentences.csv"), data("actors.csv"), data("cast.csv"));
    let models =
        [("stance", "words,characters,context", "balanced"), ("claim", "words,characters,cues", "none")];
    for (column, features, class_weight) in models {
        let shipped =
            std::fs::read(root().join(format!("models/russia-france-{column}.safetensors"))).unwrap();
        // The path of the table is not in the model, so any folder will do.
        let arguments = [
            "train",
            &sentences,
            "--label-column",
            column,
            "--features",
            features,
            "--class-weight",
            class_weight,
            "--actors",
            &actors,
            "--cast",
            &cast,
            "--calibrate",
            "folds",
            "--output",
            "fresh.safetensors",
        ];
        folder.run(&arguments).good();
        assert!(
            folder.read("fresh.safetensors") == shipped,
            "models/russia-france-{column}.safetensors is not fresh"
        );
    }
}

#[test]
fn predictions_do_not_depend_on_threads_or_the_order_of_rows() {
    let folder = folder();
    let predict = |csv: &str, threads: &str| {
        // Rows in another order are other articles.
        folder
            .run(&["predict", csv, "--group-column", "none", "--threads", threads, "--format", "csv"])
            .table()
    };
    let one = predict("sentences.csv", "1");
    assert_eq!(one, predict("sentences.csv", "2"));
    let (mut one, mut sorted) = (one, predict("sorted.csv", "2"));
    assert_eq!(one.len(), 460);
    one.sort();
    sorted.sort();
    assert_eq!(one, sorted);
}

#[test]
fn a_model_is_the_same_after_its_file() {
    let rows = [("Moscow says no", "no"), ("Paris says yes", "yes")].repeat(3);
    let model = Classifier::train(&Corpus::from_pairs(rows).unwrap(), &TrainSettings::default()).unwrap();
    let bytes = model.to_bytes();
    assert_eq!(Classifier::from_bytes(&bytes).unwrap().to_bytes(), bytes);
    for name in ["stance", "claim"] {
        let path = root().join(format!("models/russia-france-{name}.safetensors"));
        assert!(Classifier::open(&path).unwrap().to_bytes() == std::fs::read(&path).unwrap());
    }
}
