//! `predict --summary` and `sample`: how much of a text has each label.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Folder, Run, table};

/// Three outlets; the second prints the first one's article again.
const NEWS: &str = "\
id,outlet,date,title,body
1,Post,2024-03-02,Talks,\"Moscow rejects the plan. Paris says that it will wait. The talks go on.\"
2,Post,2024-04-01,Talks,\"Moscow rejects the plan. The Kremlin said that nothing will change.\"
3,Quai,2024-03-05,Talks,\"Moscow rejects the plan. Paris demands an answer.\"
";

fn folder() -> Folder {
    Folder::with(&[("news.csv", NEWS)])
}

fn summary(folder: &Folder, more: &[&str]) -> Run {
    folder.run(&[&["predict", "news.csv", "--unit", "article", "--summary"], more].concat())
}

/// The lines of a summary with these cells in its first columns.
fn lines<'a>(rows: &'a [Vec<String>], first: &[&str]) -> Vec<&'a Vec<String>> {
    rows.iter().filter(|row| row.iter().zip(first).all(|(cell, wanted)| cell == wanted)).collect()
}

#[test]
fn shares_sum_to_one_and_repeated_sentences_count_once() {
    let folder = folder();
    let run = summary(&folder, &[]);
    // The title twice and the sentence of Moscow twice.
    assert!(run.stderr.contains("4 repeated sentences are counted once"), "{}", run.stderr);
    assert!(run.stderr.contains("3 articles; with fewer than 20"), "{}", run.stderr);
    let rows = run.table();
    assert_eq!(rows[0][..5], ["column", "of", "label", "rows", "articles"]);
    for (column, of, labels) in [
        ("stance", "sentences", 3),
        ("stance", "words", 3),
        ("stance", "claims", 3),
        ("claim", "sentences", 5),
        ("claim", "words", 5),
    ] {
        let lines = lines(&rows, &[column, of]);
        assert_eq!(lines.len(), labels, "{column} {of}");
        for figure in [5, 8] {
            let sum: f64 = lines.iter().map(|row| row[figure].parse::<f64>().unwrap()).sum();
            assert!((sum - 1.0).abs() < 3e-4, "{column} {of}: {sum}");
        }
        for row in lines {
            let [value, low, high] = [8, 9, 10].map(|at| row[at].parse::<f64>().unwrap());
            assert!((0.0..=1.0).contains(&low) && low <= high && high <= 1.0 && (0.0..=1.0).contains(&value));
        }
    }
    assert_eq!(lines(&rows, &["stance", "sentences"])[0][3], "6");
    assert!(lines(&rows, &["claim", "claims"]).is_empty());
}

#[test]
fn groups_come_before_the_whole() {
    let folder = folder();
    let rows = summary(&folder, &["--by", "outlet,month"]).table();
    assert_eq!(rows[0][..3], ["outlet", "month", "column"]);
    let mut groups: Vec<(&str, &str)> =
        rows[1..].iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    groups.dedup();
    assert_eq!(groups, [("Post", "2024-03"), ("Post", "2024-04"), ("Quai", "2024-03"), ("(all)", "(all)")]);
    let objects = summary(&folder, &["--by", "year", "--format", "jsonl"]).objects();
    assert_eq!((&objects[0]["year"], &objects[0]["of"]), (&"2024".into(), &"sentences".into()));
    assert!(objects[0]["raw"]["interval"]["low"].is_number());
    let text = summary(&folder, &["--by", "outlet", "--format", "table"]).good();
    assert!(text.contains("stance in claims, outlet Quai: "), "{text}");
    let wrong = summary(&folder, &["--by", "paper"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("no column 'paper'"), "{}", wrong.stderr);
    assert_eq!(folder.run(&["predict", "news.csv", "--by", "outlet"]).code, 2);
}

#[test]
fn an_uncalibrated_model_counts_without_correcting() {
    let folder = folder();
    folder.write("rows.csv", common::ROWS.as_bytes());
    folder.run(&["train", "rows.csv", "--output", "plain.model", "--calibrate", "none"]).good();
    let run = summary(&folder, &["--model", "plain.model"]);
    assert!(run.stderr.contains("not calibrated: its shares are not corrected"), "{}", run.stderr);
    assert!(run.table()[1][8..].iter().all(String::is_empty));
    folder.write("none.txt", b"");
    let nothing = folder.run(&["predict", "none.txt", "--summary"]);
    assert!(nothing.code == 0 && nothing.stderr.contains("nothing to summarise"), "{}", nothing.stderr);
}

#[test]
fn a_labelled_sample_corrects_the_shares() {
    let folder = folder();
    let input = ["news.csv", "--unit", "article"];
    let options = ["--size", "8", "--by", "outlet", "--output", "sample.csv"];
    let run = folder.run(&[&["sample"], &input[..], &options].concat());
    assert!(run.stderr.contains("8 of "), "{}", run.stderr);
    let drawn = String::from_utf8(folder.read("sample.csv")).unwrap();
    let rows = table(&drawn);
    assert_eq!(rows[0], ["article", "n", "text", "stance", "claim", "probability", "stratum"]);
    assert_eq!(rows.len(), 9);
    let label = |truth: &str| {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for (number, row) in rows.iter().enumerate() {
            let mut row = row.clone();
            if number > 0 {
                row[3] = truth.into();
            }
            writer.write_record(&row).unwrap();
        }
        folder.write("labelled.csv", &writer.into_inner().unwrap());
    };
    label("russian_position");
    let found = summary(&folder, &["--by", "outlet", "--labelled", "labelled.csv"]).table();
    let russian = lines(&found, &["(all)", "stance", "sentences", "russian_position"])[0];
    assert!(russian[12].parse::<f64>().unwrap() > 0.9, "{russian:?}");
    assert!(lines(&found, &["(all)", "claim", "sentences"]).iter().all(|row| row[12].is_empty()));
    for (truth, said) in [("berlin", "label 'berlin' is unknown"), ("", "no row has a label")] {
        label(truth);
        let run = summary(&folder, &["--by", "outlet", "--labelled", "labelled.csv"]);
        assert!(run.code == 1 && run.stderr.contains(said), "{}", run.stderr);
    }
    // Another corpus, or another --by, has other sentences.
    folder.write("labelled.csv", drawn.replace("Moscow rejects", "Moscow accepts").as_bytes());
    let run = summary(&folder, &["--by", "outlet", "--labelled", "labelled.csv"]);
    assert!(run.code == 1 && run.stderr.contains("none of those"), "{}", run.stderr);
    assert_eq!(folder.run(&[&["sample"], &input[..], &["--size", "1"]].concat()).code, 2);
}
