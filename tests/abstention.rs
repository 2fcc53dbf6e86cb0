//! `--max-error` and `--calibrate-on`: where a model should rather say nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Folder, ROWS, one_writer};
use serde_json::Value;

const TALKS: &str = "Moscow says no.\nParis says yes.\nThe ministers met at noon.\n";

/// A folder with an uncalibrated model, and forty articles to calibrate on or train with.
fn folder() -> Folder {
    let article = |number: usize| {
        format!(
            "x{number},moscow,Moscow says no to plan {number}.\nx{number},paris,Paris says yes to plan {number}.\n\
             x{number},neither,The ministers met at noon on day {number}.\n"
        )
    };
    let many = String::from("article,stance,text\n") + &(0..40).map(article).collect::<String>();
    let folder = Folder::with(&[("rows.csv", ROWS), ("many.csv", &many), ("talks.txt", TALKS)]);
    folder.run(&["train", "rows.csv", "--output", "plain.model", "--calibrate", "none"]).good();
    folder.run(&["train", "many.csv", "--output", "good.model"]).good();
    folder
}

#[test]
fn sure_rows_keep_their_label_and_others_say_why() {
    let folder = folder();
    folder.write("in.txt", b"Moscow says no to plan 99.\n\nMoscow at noon.\n\nxyzzy qwrt zzz.\n");
    let predict = |more: &[&str]| {
        folder.run(&[&["predict", "in.txt", "--model", "good.model", "--max-error", "0.05"], more].concat())
    };
    let rows = predict(&[]).table();
    let at = |name: &str| rows[0].iter().position(|column| column == name).unwrap();
    let (stance, note) = (at("stance"), at("note"));
    assert_eq!((rows[1][stance].as_str(), rows[1][note].as_str()), ("moscow", ""));
    // Its likeliest label leads by less than with all calibration rows that have it.
    assert_eq!(rows[2][note], "uncertain: no label fits (unlike the training text)");
    assert_eq!(rows[3][stance], "uncertain");
    assert_eq!(rows[3][note], "uncertain: any label (nothing known in it)");
    let objects = predict(&["--format", "jsonl"]).objects();
    assert_eq!(objects[0].get("stance_set"), None);
    assert_eq!(objects[2]["stance_set"].as_array().unwrap().len(), 3);
    assert!(predict(&["--format", "table"]).good().contains("uncertain"));
}

#[test]
fn other_languages_are_uncertain_in_every_row() {
    let folder = folder();
    let russian = "Москва отвергает этот план и говорит, что переговоры не имеют смысла. Париж согласен с планом и \
                   предлагает новую встречу министров в следующем месяце.\n";
    folder.write("ru.txt", russian.as_bytes());
    let objects = folder.run(&["predict", "ru.txt", "--max-error", "0.2", "--format", "jsonl"]).objects();
    assert_eq!(objects.len(), 2);
    for object in objects {
        assert_eq!(
            (&object["stance"], &object["claim"]),
            (&Value::from("uncertain"), &Value::from("uncertain"))
        );
    }
}

#[test]
fn an_uncalibrated_model_says_what_to_do() {
    let folder = folder();
    let run = folder.run(&["predict", "talks.txt", "--model", "plain.model", "--max-error", "0.1"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("--calibrate folds") && run.stderr.contains("--calibrate-on CSV"),
        "{}",
        run.stderr
    );
    let labels = |more: &[&str]| {
        let run = folder.run(&[&["predict", "talks.txt", "--model", "plain.model"], more].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        (run.stdout, run.stderr)
    };
    assert!(!labels(&[]).0.contains("uncertain"));
    let (sure, said) = labels(&["--max-error", "0.1", "--calibrate-on", "many.csv"]);
    assert!(sure.contains(",moscow,") && said.is_empty(), "{sure}{said}");
    let (_, said) = labels(&["--max-error", "0.01", "--calibrate-on", "many.csv"]);
    assert!(
        said.contains("99 are needed, 'moscow' has 40") && said.contains("the rows of all labels together"),
        "{said}"
    );
    let (unsure, said) = labels(&["--max-error", "0.005", "--calibrate-on", "many.csv"]);
    assert!(said.contains("it stays possible in every sentence"), "{said}");
    assert!(unsure.contains("uncertain: any label (too close)"), "{unsure}");
}

#[test]
fn rows_to_calibrate_on_are_checked() {
    let folder = folder();
    folder.write("wrong.csv", b"text,label\nMoscow says no.,moscow\n");
    folder.write("other.csv", b"text,stance\nMoscow says no.,berlin\nParis says yes.,paris\n");
    let run =
        |csv: &str| folder.run(&["predict", "talks.txt", "--model", "good.model", "--calibrate-on", csv]);
    for (csv, said) in
        [("wrong.csv", "no column 'stance'"), ("other.csv", "'berlin' is unknown"), ("none.csv", "none.csv")]
    {
        let run = run(csv);
        assert!(run.code == 1 && run.stderr.contains(said), "{}: {}", run.code, run.stderr);
    }
    assert!(run("many.csv").stderr.contains("120 of 120 rows of many.csv were training rows"));
    for share in ["0", "0.6", "x", "nan"] {
        assert_eq!(folder.run(&["predict", "talks.txt", "--max-error", share]).code, 2, "{share}");
    }
}

#[test]
fn evaluate_tells_coverage_and_error() {
    let folder = folder();
    folder.write("sentences.csv", one_writer().as_bytes());
    let options = ["--folds", "5", "--features", "words", "--max-error", "0.1"];
    let text = folder.run(&[&["evaluate", "sentences.csv"], &options[..]].concat()).good();
    assert!(text.contains("With --max-error 0.1, "), "{text}");
    let json =
        folder.run(&[&["evaluate", "sentences.csv", "--format", "json"], &options[..]].concat()).good();
    let report: Value = serde_json::from_str(&json).unwrap();
    let found = &report["abstention"];
    assert!((found["coverage"].as_f64().unwrap() - 0.9).abs() < 0.03, "{found}");
    assert!(found["n_labelled"].as_u64().unwrap() < 300);
    let both = folder.run(&["evaluate", "rows.csv", "--folds", "2", "--calibrate-on", "many.csv"]);
    assert!(both.code == 2 && both.stderr.contains("leave --calibrate-on out"), "{}", both.stderr);
    let own = folder.run(&["evaluate", "rows.csv", "--model", "good.model", "--max-error", "0.1"]);
    assert!(own.good().contains("of 12 rows get a label"));
}
