//! `audit`: each thing that can be wrong with a corpus, and what it says about it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Folder, ROWS, one_writer, root};
use serde_json::Value;

/// Forty rows in ten articles in which nothing leans: each label has the same words.
fn balanced() -> String {
    let subjects = ["harbour", "bridge", "market", "school", "station"];
    let row = |i: usize| {
        let (article, label) = (i / 4, ["red", "blue"][i % 2]);
        format!("a{article},{label},number {i} of the {} opens\n", subjects[i / 2 % 5])
    };
    String::from("article,stance,text\n") + &(0..40).map(row).collect::<String>()
}

/// The exit code and the JSON of an audit of one table.
fn audit(table: &str, options: &[&str]) -> (i32, Value) {
    let folder = Folder::with(&[("t.csv", table)]);
    let run = folder.run(&[&["audit", "t.csv", "--format", "json"], options].concat());
    (run.code, serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr)))
}

fn findings<'a>(audit: &'a Value, check: &str) -> Vec<&'a Value> {
    audit["findings"].as_array().unwrap().iter().filter(|finding| finding["check"] == check).collect()
}

const FAST: [&str; 2] = ["--folds", "0"];

#[test]
fn a_clean_corpus_is_no_error() {
    let (code, found) =
        audit(&balanced(), &["--between", "red,blue", "--class-shares", "0.4-0.6", "--folds", "0"]);
    assert_eq!((code, &found["n"], &found["n_articles"]), (0, &40.into(), &10.into()));
    assert_eq!(found["findings"], serde_json::json!([]));
    assert_eq!(found["suspects"], Value::Null);
    assert_eq!((&found["labels"][0]["label"], &found["labels"][0]["share"]), (&"blue".into(), &0.5.into()));
}

#[test]
fn repetitions_across_articles() {
    let long = "The ferry to the island sails at noon on every Monday";
    let rows = |more: &str| balanced() + more;
    let (code, found) = audit(&rows(&format!("b,red,{long}.\nc,red,{}\n", long.to_uppercase())), &FAST);
    assert_eq!(code, 1);
    let duplicate = findings(&found, "duplicate")[0];
    assert_eq!((&duplicate["severity"], &duplicate["rows"][1]["line"]), (&"error".into(), &43.into()));
    assert_eq!(duplicate["rows"][0]["article"], "b");
    assert!(findings(&found, "label_conflict").is_empty());
    let (_, found) = audit(&rows(&format!("b,red,{long}\nb,blue,{long}\n")), &FAST);
    assert_eq!((findings(&found, "duplicate").len(), findings(&found, "label_conflict").len()), (0, 1));
    // In its article a short text may mean this or that; alone it may not.
    let (code, _) = audit(&rows("b,red,Thank you.\nc,blue,Thank you.\n"), &FAST);
    assert_eq!(code, 0);
    let (code, found) = audit("stance,text\nred,Thank you.\nblue,Thank you.\n", &FAST);
    assert_eq!((code, findings(&found, "label_conflict").len()), (1, 1));
    let (code, found) = audit(&rows(&format!("b,red,{long}\nc,red,{long} but one\n")), &FAST);
    assert_eq!(code, 0);
    let near = findings(&found, "near_duplicate")[0];
    assert_eq!((&near["severity"], &near["rows"][0]["line"]), (&"warning".into(), &42.into()));
}

#[test]
fn shares_of_labels() {
    let table = balanced() + &"b,red,one more of them\n".repeat(30);
    let (code, found) = audit(&table, &["--class-shares", "0.4-0.6", "--folds", "0"]);
    assert_eq!((code, findings(&found, "class_share").len()), (1, 2));
    let (_, found) = audit(&(balanced() + "b,green,the only one\n"), &FAST);
    let rare = findings(&found, "class_share")[0];
    assert!(rare["message"].as_str().unwrap().contains("'green' has only 1 rows (2.4 %)"), "{rare}");
}

#[test]
fn cues_that_lean() {
    let plain = balanced();
    let leaning = plain.replace(",red,number", ",red,we must not say number");
    let options = ["--between", "red,blue", "--folds", "0"];
    let (code, found) = audit(&leaning, &options);
    assert_eq!(code, 1);
    let messages: Vec<&str> =
        findings(&found, "cue").iter().map(|finding| finding["message"].as_str().unwrap()).collect();
    for cue in ["'must'", "'not'", "'I or we'", "verb 'say'"] {
        assert!(messages.iter().any(|message| message.starts_with(cue)), "{cue} in {messages:?}");
    }
    let must = found["cues"].as_array().unwrap().iter().find(|cue| cue["cue"] == "must").unwrap();
    assert_eq!(must["labels"]["red"], serde_json::json!({"n": 20, "rate": 1.0}));
    assert_eq!(must["contrasts"][0]["labels"], serde_json::json!(["red", "blue"]));
    assert_eq!(
        (&must["contrasts"][0]["ratio"], &must["contrasts"][0]["outside"]),
        (&Value::Null, &true.into())
    );
    // Three rows against none prove nothing.
    let few = plain.replacen(",red,number", ",red,we must number", 3);
    let (code, found) = audit(&few, &options);
    assert_eq!((code, findings(&found, "cue").len()), (0, 0));
    // Labels that nobody says should be alike are compared too, without error.
    let (code, found) = audit(&leaning, &FAST);
    assert_eq!((code, findings(&found, "cue").len()), (0, 1));
    let headings = plain.replace("article,", "kind,article,");
    let headings = headings.lines().enumerate().map(|(i, line)| match i {
        0 => format!("{line}\n"),
        i if i <= 20 => format!("sentence,{line}\n"),
        _ => format!("heading,{}\n", line.replace("red", "none").replace("blue", "none")),
    });
    let (code, found) = audit(&headings.collect::<String>(), &options);
    assert_eq!((code, findings(&found, "headings").len()), (0, 1));
    assert_eq!(found["headings_between"], serde_json::json!({"n": 0, "rate": 0.0}));
}

#[test]
fn mislabelled_rows_are_found_and_boilerplate_is_not_read() {
    let rows: Vec<String> = ROWS.lines().skip(1).map(|row| format!("sentence,{row}\n")).collect();
    let table = format!("kind,article,stance,text\n{}boilerplate,d,,Share\n", rows.concat());
    let wrong = table.replace("d,moscow,Moscow says that it is no plan", "d,paris,\"Moscow says no, no\"");
    let folder = Folder::with(&[("t.csv", &wrong)]);
    let text = folder.run(&["audit", "t.csv"]).good();
    assert!(text.contains("12 rows are perhaps mislabelled"), "{text}");
    assert!(
        text.contains("perhaps mislabelled:\n'moscow'")
            && text.contains("line 11, d, 'paris': Moscow says no"),
        "{text}"
    );
}

const ACTORS: &str = "actor,side,role,names\nNorth,north,country,North\nSouth,south,country,South\n";

/// Rows of two sides that say the same, but for `more` of what one of them says; and of neither.
fn two_sides(more: &str) -> String {
    let row = |i: usize| {
        let verb = ["wants", "rejects", "praises", "awaits", "fears"][i / 2 % 5];
        let thing = ["bridge", "market", "tunnel", "ferry"][i / 10 % 4];
        match i % 2 {
            0 => format!("a{},no,North {verb} the {thing}{more}.\na{},-,The {thing} opens.\n", i / 4, i / 4),
            _ => format!("a{},so,South {verb} the {thing}.\n", i / 4),
        }
    };
    String::from("article,stance,text\n") + &(0..40).map(row).collect::<String>()
}

#[test]
fn actors_are_exchanged_and_names_masked() {
    let shortcuts = |more: &str| {
        let folder = Folder::with(&[("t.csv", &two_sides(more)), ("actors.csv", ACTORS)]);
        let options =
            "audit t.csv --between no,so --shortcuts --actors actors.csv --features words:1-1 --format json";
        let run = folder.run(&options.split(' ').collect::<Vec<_>>());
        serde_json::from_str::<Value>(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr))
    };
    // Only the names tell the sides apart: nothing is lost when they are exchanged, all when they are masked.
    let fair = shortcuts("");
    let figures = &fair["shortcuts"];
    assert_eq!(figures["sides"], serde_json::json!(["north", "south"]));
    assert_eq!((&figures["rows_with_names"], &figures["lost"]), (&40.into(), &serde_json::json!([])));
    assert_eq!((&figures["plain"]["accuracy"], &figures["swapped"]["accuracy"]), (&1.0.into(), &1.0.into()));
    assert!(figures["masked"]["told_apart"].as_f64().unwrap() < 0.6, "{figures}");
    assert!(figures["masked"]["accuracy"].as_f64().unwrap() < 0.8, "{figures}");
    assert!(findings(&fair, "shortcut").is_empty());
    // One side always says the same words: models go by them.
    let leaning = shortcuts(" as we all know very well indeed");
    let figures = &leaning["shortcuts"];
    assert!(figures["swapped"]["accuracy"].as_f64().unwrap() < 0.7, "{figures}");
    assert_eq!(figures["masked"]["told_apart"], 1.0);
    assert_eq!(findings(&leaning, "shortcut").len(), 1);
    let lost = &figures["lost"][0];
    assert!(lost["text"].as_str().unwrap().starts_with("North"), "{lost}");
    assert!(lost["swapped"].as_str().unwrap().starts_with("South"), "{lost}");
    assert_eq!((&lost["expected"], &lost["predicted"]), (&"so".into(), &"no".into()));
}

#[test]
fn what_is_asked_for_wrongly() {
    let folder = Folder::with(&[("t.csv", &balanced())]);
    for (options, words) in [
        (&["--between", "red"][..], "two different labels"),
        (&["--between", "red,red"], "two different labels"),
        (&["--between", "red,green"], "no row has the label 'green'; the labels are: blue, red"),
        (&["--class-shares", "0.6-0.4"], "two shares from 0 to 1"),
        (&["--folds", "11"], "must be from 2 to 10"),
        (&["--shortcuts"], "--between"),
        (&["--shortcuts", "--between", "red,blue", "--folds", "0"], "needs --folds 2 or more"),
    ] {
        let run = folder.run(&[&["audit", "t.csv"], options].concat());
        assert_eq!((run.code, run.stderr.contains(words)), (2, true), "{options:?}: {}", run.stderr);
    }
}

#[test]
fn the_same_for_any_number_of_threads() {
    let folder = Folder::with(&[("t.csv", &one_writer())]);
    let run = |threads: &str| {
        let options =
            "--format json --folds 2 --shortcuts --between russian_position,french_position --threads";
        let options: Vec<&str> = options.split(' ').collect();
        folder.run(&[&["audit", "t.csv"], &options[..], &[threads]].concat()).stdout
    };
    assert!(run("2").contains("\"shortcuts\": {"));
    assert_eq!(run("1"), run("3"));
}

#[test]
fn the_shipped_corpus_has_no_errors() {
    let path = root().join("data/sentences.csv");
    let audit = |options: &[&str]| {
        let run = Folder::new().run(&[&["audit", path.to_str().unwrap(), "--folds", "0"], options].concat());
        assert_eq!(run.code, 0, "{}", run.stdout);
    };
    audit(&["--between", "russian_position,french_position", "--class-shares", "0.26-0.42"]);
    audit(&["--label-column", "claim"]);
}
