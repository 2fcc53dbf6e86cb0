//! The real binary in a fresh folder, used as people and scripts use it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::process::Stdio;

use common::{Folder, ROWS};
use serde_json::Value;

const ARTICLE: &str = "Talks in Geneva\n\nMoscow says no, «нет».  Paris\nsays yes to the plan.\n";

/// A folder with a table, an article, and a model of each of two label columns.
fn folder() -> Folder {
    let mut act = ROWS.replace("article,stance,text", "article,act,text");
    for (stance, other) in [("moscow", "denial"), ("paris", "assent"), ("neither", "report")] {
        act = act.replace(&format!(",{stance},"), &format!(",{other},"));
    }
    let folder = Folder::with(&[("rows.csv", ROWS), ("acts.csv", &act), ("talks.txt", ARTICLE)]);
    folder.run(&["train", "rows.csv", "--output", "stance.model"]).good();
    folder.run(&["train", "acts.csv", "--label-column", "act", "--output", "act.model"]).good();
    folder
}

fn column<'a>(table: &'a [Vec<String>], name: &str) -> Vec<&'a str> {
    let at = table[0]
        .iter()
        .position(|column| column == name)
        .unwrap_or_else(|| panic!("no {name} in {:?}", table[0]));
    table[1..].iter().map(|row| row[at].as_str()).collect()
}

#[test]
fn train_predict_evaluate() {
    let folder =
        Folder::with(&[("rows.csv", ROWS), ("new.csv", "text\nMoscow says no to it.\nThe ministers met.\n")]);
    let trained = folder.run(&["train", "rows.csv", "--output", "my.model", "--c", "3"]);
    assert_eq!((trained.code, trained.stdout.as_str()), (0, ""));
    assert!(
        trained.stderr.contains("'stance' with 3 labels from 12 rows in 4 articles"),
        "{}",
        trained.stderr
    );
    let table = folder.run(&["predict", "new.csv", "--model", "my.model"]).table();
    assert_eq!(table[0], ["stance", "p_moscow", "p_neither", "p_paris", "note"]);
    assert_eq!(column(&table, "stance"), ["moscow", "neither"]);
    let evaluated = folder.run(&["evaluate", "rows.csv", "--folds", "4"]).good();
    for word in ["accuracy", "macro-F1", "log-loss", "moscow", "4-fold", "12 rows in 4 articles"] {
        assert!(evaluated.contains(word), "{word} in {evaluated}");
    }
}

#[test]
fn csv_of_sentences_keeps_rows_and_columns() {
    let folder = folder();
    folder.write(
        "in.csv",
        "id,stance,text,note,p_paris\n7,x,\"Moscow says \"\"no\"\"\",n,q\n8,,zzz qqq,,\n".as_bytes(),
    );
    let predict =
        |more: &[&str]| folder.run(&[&["predict", "in.csv", "--model", "stance.model"], more].concat());
    let table = predict(&[]).table();
    let given = ["id", "stance_given", "note_given", "p_paris_given"];
    assert_eq!(table[0], [&given[..], &["stance", "p_moscow", "p_neither", "p_paris", "note"]].concat());
    assert_eq!(table[1][..5], ["7", "x", "n", "q", "moscow"]);
    assert_eq!(column(&table, "note"), ["", "nothing known in it"]);
    // Nothing known: the shares of the training rows.
    assert_eq!(table[2][5..8], ["0.333333"; 3]);
    for row in &table[1..] {
        let sum: f64 = row[5..8].iter().map(|p| p.parse::<f64>().unwrap()).sum();
        assert!((sum - 1.0).abs() < 2e-6);
    }
    let both = predict(&["--model", "act.model"]).table();
    let answers = "stance,p_stance_moscow,p_stance_neither,p_stance_paris,act,p_act_assent,p_act_denial,p_act_report,note";
    let carried = "id,stance_given,note_given,p_paris,";
    assert_eq!(both[0].join(","), format!("{carried}{answers}"));
    let objects = predict(&["--format", "jsonl"]).objects();
    assert_eq!(objects.len(), 2);
    assert_eq!(objects[0]["stance"], "moscow");
    assert_eq!(objects[0]["stance_given"], "x");
    assert_eq!(objects[0]["text"], "Moscow says \"no\"");
    let sum: f64 =
        objects[0]["stance_probabilities"].as_object().unwrap().values().map(|p| p.as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-12);
}

#[test]
fn articles_as_csv_and_jsonl() {
    let folder = folder();
    let predict = ["predict", "talks.txt", "--model", "stance.model"];
    let table = folder.run(&predict).table();
    let header = "article,n,kind,start,end,char_start,char_end,text,speaker,side,stance,p_moscow,p_neither,p_paris,note";
    assert_eq!(table[0].join(","), header);
    assert!(column(&table, "article").iter().all(|name| *name == "talks"));
    assert_eq!(column(&table, "kind")[0], "heading");
    let objects = folder.run(&[&predict[..], &["--format", "jsonl"]].concat()).objects();
    assert_eq!(objects.len(), table.len() - 1);
    for (object, row) in objects.iter().zip(&table[1..]) {
        let keys =
            ["article", "n", "kind", "start", "end", "char_start", "char_end", "text", "speaker", "side"];
        for (key, cell) in keys.iter().zip(row) {
            let value = match &object[key] {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                other => other.to_string(),
            };
            assert_eq!(&value, cell, "{key}");
        }
        assert!(object["quotations"].is_array());
        let at = |key: &str| object[key].as_u64().unwrap() as usize;
        let (bytes, points) = (at("start")..at("end"), at("char_start")..at("char_end"));
        let by_points: String = ARTICLE.chars().skip(points.start).take(points.len()).collect();
        assert_eq!(ARTICLE[bytes], by_points);
        assert_eq!(by_points.split_whitespace().collect::<Vec<_>>().join(" "), object["text"]);
    }
    let segments = folder.run(&["segment", "talks.txt"]).objects();
    let text = |objects: &[Value]| objects.iter().map(|object| object["text"].clone()).collect::<Vec<_>>();
    assert_eq!(text(&segments), text(&objects));
}

#[test]
fn articles_of_a_table() {
    let folder = folder();
    let body = "Moscow says it is no plan. Paris says yes.";
    folder.write("news.csv", format!("title,outlet,body\nTalks,Herald,{body}\n,Courier,{body}\n").as_bytes());
    let predict = ["predict", "news.csv", "--unit", "article", "--model", "stance.model", "--format"];
    let table = folder.run(&[&predict[..], &["csv"]].concat()).table();
    let header = "article,n,kind,start,end,char_start,char_end,text,speaker,side,title,outlet,stance";
    assert!(table[0].join(",").starts_with(header), "{:?}", table[0]);
    assert_eq!(column(&table, "outlet"), ["Herald", "Herald", "Herald", "Courier", "Courier"]);
    assert_eq!(column(&table, "text")[..2], ["Talks", "Moscow says it is no plan."]);
    assert_eq!(column(&table, "stance")[1..3], ["moscow", "paris"]);
    let objects = folder.run(&[&predict[..], &["jsonl"]].concat()).objects();
    let second = &objects[1];
    assert_eq!(
        &body[second["start"].as_u64().unwrap() as usize..second["end"].as_u64().unwrap() as usize],
        second["text"]
    );
}

#[test]
fn whole_articles_as_sentences_get_a_hint() {
    let folder = folder();
    folder.write("news.csv", format!("text\n{0}\n{0}\n", "Moscow says no. ".repeat(300)).as_bytes());
    let run = folder.run(&["predict", "news.csv", "--model", "stance.model"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--unit article"), "{}", run.stderr);
    assert!(run.stdout.lines().count() <= 1);
}

#[test]
fn standard_input_and_folders() {
    let folder = folder();
    let model = ["--model", "stance.model"];
    let from = |arguments: &[&str], stdin: &str| {
        folder.run_with(&[&["predict"], arguments, &model[..]].concat(), stdin)
    };
    let by_file = folder.run(&[&["predict", "talks.txt"], &model[..]].concat()).table();
    for arguments in [&["-"][..], &[]] {
        let table = from(arguments, ARTICLE).table();
        assert_eq!(column(&table, "text"), column(&by_file, "text"));
        assert_eq!(column(&table, "p_moscow"), column(&by_file, "p_moscow"));
    }
    let lines = from(&["--lines"], "Moscow says no. And no.\r\n\nParis says yes.").table();
    assert_eq!(column(&lines, "stance").len(), 3);
    assert_eq!(column(&lines, "note")[1], "nothing known in it");
    assert_eq!(column(&lines, "stance")[2], "paris");
    let table = from(&["-", "--text-column", "t"], "id,t\n1,Paris says yes.\n").table();
    assert_eq!((column(&table, "id"), column(&table, "stance")), (vec!["1"], vec!["paris"]));
    assert_eq!(from(&["--lines", "talks.txt"], "").code, 2);
    folder.write("news/b.txt", b"Paris says yes.\n");
    folder.write("news/a.txt", b"Moscow says no.\n");
    folder.write("news/c.md", b"Not an article.\n");
    let table = folder.run(&[&["predict", "news", "talks.txt"], &model[..]].concat()).table();
    let mut articles = column(&table, "article");
    articles.dedup();
    assert_eq!(articles, ["a", "b", "talks"]);
}

#[test]
fn segment_and_extract_read_standard_input() {
    let folder = folder();
    let by_file = folder.run(&["segment", "talks.txt"]).good();
    for arguments in [&["segment", "-"][..], &["segment"]] {
        assert_eq!(folder.run_with(arguments, ARTICLE).good(), by_file);
    }
    let page = "<html><head><title>Talks</title></head><body><p>Moscow says no, and Paris says yes.</p></body></html>";
    for arguments in [&["extract", "-"][..], &["extract"]] {
        assert_eq!(folder.run_with(arguments, page).good(), "Moscow says no, and Paris says yes.\n");
    }
    let title = folder.run_with(&["extract", "--title"], page).good();
    assert!(title.starts_with("Talks\n\nMoscow"), "{title}");
}

#[test]
fn segment_keeps_quotations_whole() {
    let folder = Folder::with(&[("talks.txt", "“We met. We left,” she said. Nobody knew.\n")]);
    let sentences = |arguments: &[&str]| folder.run(arguments).objects().len();
    assert_eq!(sentences(&["segment", "talks.txt"]), 3);
    assert_eq!(sentences(&["segment", "talks.txt", "--whole-quotations"]), 2);
}

#[test]
fn explanations_name_what_pushed() {
    let folder = folder();
    let predict = ["predict", "--lines", "--model", "stance.model", "--explain", "2", "--format"];
    let objects = folder.run_with(&[&predict[..], &["jsonl"]].concat(), "Moscow says no.\n").objects();
    let parts = objects[0]["stance_explanation"].as_array().unwrap();
    assert_eq!(parts.len(), 2);
    let amount = |part: &Value| part["amount"].as_f64().unwrap();
    assert!(amount(&parts[0]).abs() >= amount(&parts[1]).abs() && amount(&parts[0]) > 0.0);
    let table = folder.run_with(&[&predict[..], &["csv"]].concat(), "Moscow says no.\n").table();
    let cell = column(&table, "stance_explanation")[0];
    assert!(cell.contains(parts[0]["gram"].as_str().unwrap()) && cell.contains('+'), "{cell}");
    assert!(
        folder
            .run(&["predict", "talks.txt", "--explain", "2", "--format", "table"])
            .good()
            .contains("words '")
    );
}

#[test]
fn tables_and_colour() {
    let folder = folder();
    let predict = |color: &[&str], no_color: &str| {
        let mut command = folder.command(&[&["predict", "talks.txt", "--format", "table"], color].concat());
        let output = command.env("NO_COLOR", no_color).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let plain = predict(&[], "");
    assert!(!plain.contains('\u{1b}') && plain.contains("stance") && plain.contains("Talks in Geneva"));
    assert_eq!(predict(&["--color", "never"], ""), plain);
    assert_eq!(predict(&["--color", "auto"], "1"), plain);
    // What is asked for on the command line comes before what the environment says.
    for no_color in ["", "1"] {
        assert!(predict(&["--color", "always"], no_color).contains("\u{1b}["));
    }
}

#[test]
fn output_appears_whole_or_not_at_all() {
    let folder = folder();
    folder.write("old.csv", b"old");
    folder.write("bad.csv", format!("text\n{}a,b\n", "Moscow says no.\n".repeat(9000)).as_bytes());
    let before = folder.names();
    assert_eq!(folder.run(&["predict", "bad.csv", "--output", "old.csv"]).code, 1);
    assert_eq!(folder.read("old.csv"), b"old");
    assert_eq!(folder.run(&["train", "talks.txt", "--output", "stance.model"]).code, 1);
    assert_eq!(folder.names(), before, "nothing is left beside it");
    let shown = folder.run(&["predict", "rows.csv", "--format", "csv"]).good();
    let written = folder.run(&["predict", "rows.csv", "--format", "csv", "--output", "old.csv"]);
    assert_eq!((written.code, written.stdout.as_str()), (0, ""));
    assert_eq!(folder.read("old.csv"), shown.as_bytes());
    assert_eq!(folder.names(), before);
}

#[test]
fn exit_codes_and_messages() {
    let folder = folder();
    folder.write("uneven.csv", b"text,stance\na b,x\na b,x\na c,y\n");
    let run = folder.run(&["evaluate", "rows.csv"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--model") && run.stderr.contains("--folds"), "{}", run.stderr);
    for (arguments, code) in [
        (&["--version"][..], 0),
        (&["--help"], 0),
        (&["predict", "--help"], 0),
        (&[], 2),
        (&["guess"], 2),
        (&["predict", "talks.txt", "--format", "xml"], 2),
        (&["predict", "talks.txt", "--threads", "0"], 2),
        (&["train", "rows.csv"], 2),
        (&["train", "rows.csv", "--output", "m", "--c", "0"], 2),
        (&["train", "rows.csv", "--output", "m", "--features", "stems"], 2),
        (&["train", "uneven.csv", "--output", "m", "--solver", "linfa"], 2),
        (&["evaluate", "rows.csv", "--folds", "5"], 2),
        (&["evaluate", "rows.csv", "--model", "stance.model", "--c", "3"], 2),
        (&["evaluate", "rows.csv", "--folds", "2", "--format", "markdown"], 2),
        (&["predict", "absent.txt"], 1),
        (&["train", "absent.csv", "--output", "m"], 1),
    ] {
        let run = folder.run(arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
        assert!(code == 0 || !run.stderr.is_empty(), "{arguments:?}");
        assert!(code != 2 || run.stdout.is_empty(), "{arguments:?}");
    }
    assert!(!folder.path("m").exists());
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_is_success() {
    use std::io::{BufRead, BufReader};
    let folder = folder();
    folder.write("long.csv", format!("text\n{}", "Moscow says no.\n".repeat(60_000)).as_bytes());
    for arguments in [&["predict", "long.csv"][..], &["predict", "long.csv", "--format", "jsonl"]] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_standpoint"))
            .args(arguments)
            .current_dir(folder.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains("stance"));
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[test]
fn evaluation_as_json_and_card() {
    let folder = folder();
    let run = folder.run(&["evaluate", "rows.csv", "--model", "stance.model", "--format", "json"]);
    assert!(run.stderr.contains("warning") && run.stderr.contains("12 of 12 rows"), "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.good()).unwrap();
    for key in ["accuracy", "balanced_accuracy", "macro_f1", "log_loss", "n", "n_articles", "rows_trained_on"]
    {
        assert!(report[key].is_number(), "{key}");
    }
    assert_eq!((&report["label_column"], &report["rows_trained_on"]), (&"stance".into(), &12.into()));
    for key in ["precision", "recall", "f1", "support", "label"] {
        assert!(report["labels"].as_array().unwrap().iter().all(|label| label.get(key).is_some()), "{key}");
    }
    assert_eq!(report["confusion"].as_array().unwrap().len(), 3);
    assert!((report["majority_baseline"]["accuracy"].as_f64().unwrap() - 1.0 / 3.0).abs() < 1e-12);
    let folds = folder.run(&["evaluate", "rows.csv", "--folds", "2", "--format", "json"]);
    assert_eq!(folds.stderr.matches("warning").count(), 1, "of 4 articles only: {}", folds.stderr);
    assert!(serde_json::from_str::<Value>(&folds.good()).unwrap()["accuracy"].is_number());
    folder.write(
        "both.csv",
        ROWS.replace("stance,text", "stance,act,text")
            .replace(",moscow,", ",moscow,denial,")
            .replace(",paris,", ",paris,assent,")
            .replace(",neither,", ",neither,report,")
            .as_bytes(),
    );
    let models = ["--model", "stance.model", "--model", "act.model"];
    let several = folder.run(&[&["evaluate", "both.csv", "--format", "json"], &models[..]].concat()).good();
    let several: Value = serde_json::from_str(&several).unwrap();
    assert!(
        ["stance", "act"].iter().all(|column| several["columns"][column]["macro_f1"].is_number()),
        "{several}"
    );
    let card =
        folder.run(&["evaluate", "rows.csv", "--model", "stance.model", "--format", "markdown"]).good();
    assert!(card.starts_with("---\n") && card.matches("\n---\n").count() == 1, "{card}");
    for word in ["language:", "license:", "tags:", "metrics:", "Limits"] {
        assert!(card.to_lowercase().contains(&word.to_lowercase()), "{word}: {card}");
    }
}

#[test]
fn completions_and_manual() {
    let folder = Folder::new();
    for (shell, word) in
        [("bash", "complete -F"), ("zsh", "#compdef standpoint"), ("fish", "complete -c standpoint")]
    {
        let script = folder.run(&["completions", shell]).good();
        assert!(script.contains(word) && script.contains("text-column"), "{shell}");
    }
    let manual = folder.run(&["manual"]).good();
    for word in [".TH", "train", "predict", "evaluate", "label\\-column"] {
        assert!(manual.contains(word), "{word}");
    }
}
