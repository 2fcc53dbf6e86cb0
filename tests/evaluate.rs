//! `standpoint evaluate`: intervals, repeats, slices and comparison, by the real binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fmt::Write;

use common::Folder;
use serde_json::Value;

/// 24 articles of 4 writers, three rows each; the last row of some articles reads like another label.
fn rows() -> String {
    let mut table = String::from("article,writer,genre,stance,text\n");
    for article in 0..24 {
        let place = ["the valley", "the bridge", "the harbour", "the pass"][article % 4];
        let (writer, genre) = (article / 6, ["wire", "speech", ""][article % 3]);
        let last = if article % 5 == 0 { "Moscow says no to" } else { "Ministers met at" };
        for (stance, words) in
            [("moscow", "Moscow says no to"), ("paris", "Paris says yes to"), ("neither", last)]
        {
            writeln!(table, "a{article},w{writer},{genre},{stance},{words} {place}.").unwrap();
        }
    }
    table
}

fn folder() -> Folder {
    let folder = Folder::with(&[("rows.csv", &rows())]);
    folder.run(&["train", "rows.csv", "--output", "all.model"]).good();
    folder.run(&["train", "rows.csv", "--output", "cues.model", "--features", "cues"]).good();
    folder
}

fn json(folder: &Folder, arguments: &[&str]) -> Value {
    let run = folder.run(&[&["evaluate", "rows.csv", "--format", "json"], arguments].concat());
    serde_json::from_str(&run.good()).unwrap()
}

/// The figure lies inside its interval.
#[track_caller]
fn check(figures: &Value, name: &str) {
    let interval = &figures[format!("{name}_interval")];
    if interval.is_null() {
        return;
    }
    let (value, low, high) = (
        figures[name].as_f64().unwrap(),
        interval["low"].as_f64().unwrap(),
        interval["high"].as_f64().unwrap(),
    );
    assert!(low < value && value < high, "{name}: {low} {value} {high}");
}

#[test]
fn every_score_has_an_interval_and_clusters_are_told() {
    let folder = folder();
    let report = json(&folder, &["--folds", "6", "--c", "1"]);
    for name in ["accuracy", "balanced_accuracy", "macro_f1", "log_loss"] {
        assert!(report[format!("{name}_interval")]["low"].is_number(), "{name}");
        check(&report, name);
    }
    for label in report["labels"].as_array().unwrap() {
        for name in ["precision", "recall", "f1"] {
            check(label, name);
        }
    }
    assert_eq!((&report["cluster"], &report["n_clusters"]), (&"article".into(), &24.into()));
    let alone = folder.run(&["evaluate", "rows.csv", "--folds", "6", "--group-column", "none"]);
    assert!(!alone.stderr.contains("warning"), "{}", alone.stderr);
    assert!(alone.good().contains("on 72 rows; 95 % intervals over rows"));
    let writers = folder.run(&["evaluate", "rows.csv", "--folds", "4", "--group-column", "writer"]);
    assert_eq!(writers.stderr.matches("rest on 4 values of 'writer' only").count(), 1, "{}", writers.stderr);
    assert!(writers.good().contains("72 rows in 24 articles; 95 % intervals over the 4 values of 'writer'"));
    assert_eq!(folder.run(&["evaluate", "rows.csv", "--folds", "5", "--group-column", "writer"]).code, 2);
}

#[test]
fn every_format_tells_how_far_probabilities_can_be_believed() {
    let folder = folder();
    let options = ["--folds", "6", "--c", "1", "--max-error", "0.2", "--group-column", "article"];
    let report = json(&folder, &options);
    let trust = &report["calibration"];
    let bins = trust["bins"].as_array().unwrap();
    assert_eq!((bins.len(), trust["before"]["bins"].as_array().unwrap().len()), (15, 15));
    // The figures are those of the bins.
    let gap = |bin: &Value| {
        let [n, p, right] = ["n", "confidence", "accuracy"].map(|key| bin[key].as_f64().unwrap());
        n / 72.0 * (p - right).abs()
    };
    let error: f64 = bins.iter().map(gap).sum();
    assert!((error - trust["expected_calibration_error"].as_f64().unwrap()).abs() < 1e-12, "{trust}");
    check(trust, "brier_score");
    assert!(trust["error_by_chance"].as_f64().unwrap() > 0.0 && trust["temperature"].is_number());
    let calibrated = |more: &[&str]| json(&folder, &[&["--folds", "6", "--c", "1"], more].concat());
    let plain = calibrated(&["--calibrate", "none"]);
    assert!(plain["calibration"]["before"].is_null() && plain["calibration"]["temperature"].is_null());
    let before = &trust["before"]["brier_score"];
    assert_eq!(&plain["calibration"]["brier_score"], before);
    for format in ["text", "html"] {
        let run = folder.run(&[&["evaluate", "rows.csv", "--format", format], &options[..]].concat()).good();
        for words in ["expected calibration error", "before the temperature", "With --max-error 0.2, "] {
            assert!(run.contains(words), "{format}: {words}");
        }
    }
    let card = folder.run(&[
        "evaluate",
        "rows.csv",
        "--model",
        "all.model",
        "--max-error",
        "0.2",
        "--format",
        "markdown",
    ]);
    let card = card.good();
    assert!(
        card.contains("### Reliability") && card.contains("### Abstention\n\nWith --max-error 0.2"),
        "{card}"
    );
}

#[test]
fn what_is_undefined_says_why() {
    let folder = folder();
    folder.write(
        "one.csv",
        b"article,stance,text\na,paris,Moscow says no to it.\na,moscow,Moscow says no to it.\n",
    );
    let text = folder.run(&["evaluate", "one.csv", "--model", "all.model"]).good();
    for words in ["n/a (0 predicted)", "n/a (0 rows)", "n/a (1 article)"] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn repeats_have_other_folds_and_the_same_rows() {
    let folder = folder();
    let report = json(&folder, &["--folds", "6", "--repeats", "3", "--c", "0.1"]);
    assert_eq!(report["repeats"].as_array().unwrap().len(), 3);
    assert_eq!(report["method"]["repeats"], 3);
    let threads = |n| json(&folder, &["--folds", "6", "--repeats", "3", "--c", "0.1", "--threads", n]);
    assert!(threads("1") == report && threads("3") == report, "the same on any number of threads");
    let counted: u64 = report["confusion"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| row.as_array().unwrap())
        .map(|n| n.as_u64().unwrap())
        .sum();
    let support: u64 =
        report["labels"].as_array().unwrap().iter().map(|label| label["support"].as_u64().unwrap()).sum();
    assert_eq!((report["n"].as_u64(), counted, support), (Some(72), 216, 72));
    let mean: f64 = report["repeats"]
        .as_array()
        .unwrap()
        .iter()
        .map(|figures| figures["accuracy"].as_f64().unwrap() / 3.0)
        .sum();
    assert!((mean - report["accuracy"].as_f64().unwrap()).abs() < 1e-12);
    for wrong in [&["--repeats", "2", "--model", "all.model"][..], &["--folds", "3", "--repeats", "0"]] {
        assert_eq!(folder.run(&[&["evaluate", "rows.csv"], wrong].concat()).code, 2, "{wrong:?}");
    }
}

#[test]
fn slices_by_column_and_by_what_rows_are_like() {
    let folder = folder();
    let by = ["--by", "genre", "--by", "length", "--by", "quoted", "--by", "speaker-known"];
    let report = json(&folder, &[&["--model", "all.model"][..], &by].concat());
    let slicings = report["slicings"].as_array().unwrap();
    assert_eq!(slicings.len(), 4);
    for slicing in slicings {
        let slices = slicing["slices"].as_array().unwrap();
        let n: u64 = slices.iter().map(|slice| slice["n"].as_u64().unwrap()).sum();
        assert_eq!(n, 72, "{slicing}");
        for slice in slices {
            check(slice, "accuracy");
        }
    }
    let values: Vec<&str> = slicings[0]["slices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|slice| slice["value"].as_str().unwrap())
        .collect();
    assert_eq!((values, &slicings[0]["built_in"]), (vec!["(empty)", "speech", "wire"], &false.into()));
    // A column goes before what is built in.
    folder.write("rows.csv", rows().replace("genre,", "quoted,").as_bytes());
    let column = json(&folder, &["--model", "all.model", "--by", "quoted"]);
    assert_eq!(
        (&column["slicings"][0]["built_in"], &column["slicings"][0]["slices"][1]["value"]),
        (&false.into(), &"speech".into())
    );
    let unknown = folder.run(&["evaluate", "rows.csv", "--model", "all.model", "--by", "outlet"]);
    assert!(
        unknown.code != 0 && unknown.stderr.contains("'outlet'") && unknown.stderr.contains("speaker-known"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn two_models_on_the_same_rows() {
    let folder = folder();
    let report = json(&folder, &["--model", "all.model", "--against", "cues.model"]);
    let against = &report["against"];
    assert_eq!(against["name"], "cues");
    let difference = report["accuracy"].as_f64().unwrap() - against["accuracy"].as_f64().unwrap();
    assert!((against["difference"]["accuracy"]["value"].as_f64().unwrap() - difference).abs() < 1e-12);
    let (only_this, only_other) = (
        against["mcnemar"]["only_this_right"].as_f64().unwrap(),
        against["mcnemar"]["only_other_right"].as_f64().unwrap(),
    );
    assert!((difference - (only_this - only_other) / 72.0).abs() < 1e-12);
    let surety: Vec<f64> = against["disagreements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            assert_ne!(row["label"], row["other_label"]);
            row["probability"].as_f64().unwrap() + row["other_probability"].as_f64().unwrap()
        })
        .collect();
    assert!(
        !surety.is_empty()
            && surety.is_sorted_by(|a, b| a >= b)
            && surety.len() as f64 >= only_this + only_other
    );
    let run = folder.run(&["evaluate", "rows.csv", "--model", "all.model", "--against", "cues.model"]);
    assert_eq!(run.stderr.matches("72 of 72 rows").count(), 2, "both models know the rows: {}", run.stderr);
    let same = json(&folder, &["--model", "all.model", "--against", "all.model", "--folds", "4"]);
    assert_eq!(same["against"]["difference"]["log_loss"]["value"], 0.0);
    assert_eq!(
        (&same["against"]["mcnemar"]["p_value"], &same["against"]["disagreements"]),
        (&1.0.into(), &Value::Array(vec![]))
    );
    let two = ["--model", "all.model", "--model", "all.model", "--against", "cues.model"];
    assert_eq!(folder.run(&[&["evaluate", "rows.csv"], &two[..]].concat()).code, 2);
}

#[test]
fn the_learning_curve_grows() {
    let folder = folder();
    let report = json(&folder, &["--folds", "4", "--learning-curve"]);
    let rows: Vec<f64> = report["learning_curve"]
        .as_array()
        .unwrap()
        .iter()
        .map(|point| point["n_rows"].as_f64().unwrap())
        .collect();
    assert!(rows.len() == 4 && rows.is_sorted(), "{rows:?}");
    assert_eq!(report["learning_curve"][3]["accuracy"], report["accuracy"], "all training rows");
    assert_eq!(folder.run(&["evaluate", "rows.csv", "--model", "all.model", "--learning-curve"]).code, 2);
}

#[test]
fn a_page_stands_alone_and_says_all() {
    let folder = folder();
    folder.write(
        "rows.csv",
        rows().replace("the valley", "<b>the valley</b> & \"all\"").replace('"', "").as_bytes(),
    );
    let arguments = ["evaluate", "rows.csv", "--format", "html", "--folds", "6", "--c", "1", "--by", "genre"];
    let page = folder.run(&[&arguments[..], &["--against", "cues.model"]].concat()).good();
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    for id in [
        "scores",
        "labels",
        "confusion",
        "comparison",
        "disagreements",
        "slices",
        "learning-curve",
        "features",
        "errors",
        "reproduce",
    ] {
        assert_eq!(page.matches(&format!("<section id=\"{id}\"")).count(), 1, "{id}");
        assert!(page.contains(&format!("href=\"#{id}\"")), "{id}");
    }
    assert!(page.contains("standpoint evaluate rows.csv --format html --folds 6"), "the command");
    assert!(page.contains("&lt;b&gt;the valley&lt;/b&gt; &amp;") && !page.contains("<b>"), "text stays text");
    for loads in ["<script", "<link", "src=", "url(", "http://", "https://"] {
        assert!(!page.contains(loads), "{loads}");
    }
    for tag in ["table", "section", "svg", "dl", "ul", "ol", "li", "div", "td", "th", "p"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    assert_eq!(page, folder.run(&[&arguments[..], &["--against", "cues.model"]].concat()).good());
    let two = ["evaluate", "rows.csv", "--format", "html", "--model", "all.model", "--model", "cues.model"];
    assert_eq!(folder.run(&two).code, 2);
}
