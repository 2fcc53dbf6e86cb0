//! Agreement of coders: published examples with their published figures, edge cases, and the command.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::Folder;
use serde_json::Value;
use standpoint::evaluation::agreement::{Agreement, Ratings};

/// Labels of one letter or digit, a coder a line; `.` is a missing one.
fn agreement<const N: usize>(coders: [&str; N]) -> Agreement {
    let lines = coders.map(|line| line.split_whitespace().collect::<Vec<_>>());
    let rows =
        (0..lines[0].len()).map(|unit| std::array::from_fn(|c| Some(lines[c][unit]).filter(|l| *l != ".")));
    let names = std::array::from_fn::<_, N, _>(|coder| ["A", "B", "C", "D"][coder % 4]);
    Agreement::of(&Ratings::from_rows("label", names, rows), usize::MAX)
}

#[track_caller]
fn close(found: Option<f64>, published: f64, digits: i32) {
    let found = found.expect("a figure");
    assert!((found - published).abs() <= 0.5001 * 10f64.powi(-digits), "{found}, not {published}");
}

/// Krippendorff: Computing Krippendorff's alpha-reliability, 2011, sections A, B and C.
#[test]
fn alpha_of_krippendorffs_examples() {
    let binary = agreement(["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]);
    close(binary.krippendorff_alpha, 0.095, 3);
    close(binary.agreement, 0.6, 9);
    let nominal = agreement(["a a b b d c c c e d d a", "b a b b b c c c e d d d"]);
    close(nominal.krippendorff_alpha, 0.692, 3);
    let missing = agreement([
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]);
    close(missing.krippendorff_alpha, 0.743, 3);
    assert_eq!((missing.n_units, missing.n_pairable), (12, 11));
}

/// Cohen: A coefficient of agreement for nominal scales, 1960: 200 patients, kappa .492 (in the table's counts).
#[test]
fn kappa_of_cohens_example() {
    let counts = [[88, 10, 2], [14, 40, 6], [18, 10, 12]];
    let names = ["personality disorder", "neurosis", "psychosis"];
    let rows = (0..3).flat_map(|a| (0..3).map(move |b| (a, b)));
    let rows = rows.flat_map(|(a, b)| vec![[Some(names[a]), Some(names[b])]; counts[a][b]]);
    let agreement = Agreement::of(&Ratings::from_rows("diagnosis", ["A", "B"], rows), 0);
    close(agreement.agreement, 0.70, 9);
    close(agreement.cohen_kappa, 0.492, 3);
    let specific = |name: &str| agreement.labels.iter().find(|label| label.label == name).unwrap().agreement;
    // Twice the diagonal by both marginals.
    close(specific("personality disorder"), 2.0 * 88.0 / (100.0 + 120.0), 9);
    close(specific("psychosis"), 2.0 * 12.0 / (40.0 + 20.0), 9);
}

/// The much reprinted table of ten subjects by fourteen raters after Fleiss: Measuring nominal scale agreement
/// among many raters, 1971: mean share of equal pairs .378, kappa .210.
#[test]
fn fourteen_raters() {
    const TABLE: [[usize; 5]; 10] = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ];
    let names = ["1", "2", "3", "4", "5"];
    let row = |counts: [usize; 5]| {
        let labels: Vec<&str> = (0..5).flat_map(|label| vec![names[label]; counts[label]]).collect();
        std::array::from_fn::<_, 14, _>(|coder| Some(labels[coder]))
    };
    let agreement = Agreement::of(&Ratings::from_rows("label", [""; 14], TABLE.map(row)), 0);
    close(agreement.agreement, 0.378, 3);
    // Alpha is Fleiss' kappa but for a small sample's correction: 1 − (1 − kappa) (n − 1) / n, n = 140.
    close(agreement.krippendorff_alpha, 1.0 - (1.0 - 0.210) * 139.0 / 140.0, 3);
    assert_eq!(agreement.pairs.len(), 14 * 13 / 2);
}

#[test]
fn full_agreement_is_one_and_nothing_to_compare_is_no_figure() {
    for coders in [["a b a", "a b a"], ["a a a", "a a a"], ["a . a", "a b ."]] {
        let full = agreement(coders);
        for figure in [full.agreement, full.cohen_kappa, full.krippendorff_alpha] {
            assert_eq!(figure, Some(1.0), "{coders:?}");
        }
        assert!(full.disagreements.is_empty());
    }
    for coders in [["a . a", ". b ."], [". . .", ". . ."]] {
        let none = agreement(coders);
        assert_eq!((none.agreement, none.cohen_kappa, none.krippendorff_alpha), (None, None, None));
        assert_eq!((none.n_pairable, none.krippendorff_alpha_interval), (0, None));
        assert!(
            none.labels.iter().all(|label| label.agreement.is_none() && label.krippendorff_alpha.is_none())
        );
    }
    // Opposite on each: as far below chance as it goes.
    let opposite = agreement(["a b a b", "b a b a"]);
    assert_eq!(opposite.cohen_kappa, Some(-1.0));
    close(opposite.krippendorff_alpha, -0.75, 9);
    // A coder who shares no unit with another is left out of the mean over pairs.
    let apart = agreement(["a b .", "a b .", ". . a"]);
    assert_eq!((apart.cohen_kappa, apart.pairs[1].cohen_kappa), (Some(1.0), None));
}

#[test]
fn units_with_the_least_agreement_come_first() {
    let found = agreement(["a a a b", "a b b b", "a c b b"]);
    let units: Vec<&str> = found.disagreements.iter().map(|unit| unit.unit.as_str()).collect();
    assert_eq!(units, ["2", "3"]);
    assert_eq!(found.disagreements[0].labels["C"].as_deref(), Some("c"));
}

const COLUMNS: &str = "\
article,n,kind,stance,stance_2,stance_3,text
a,1,heading,x,x,,One
a,2,sentence,x,y,x,Two
a,3,boilerplate,,,,Share
b,1,sentence,y,y,y,Three
b,2,sentence,,y,x,Four
";

fn json(folder: &Folder, arguments: &[&str]) -> Value {
    serde_json::from_str(&folder.run(&[&["agree"], arguments, &["--format", "json"]].concat()).good())
        .unwrap()
}

#[test]
fn columns_files_and_rows_give_the_same_figures() {
    let rows: Vec<Vec<&str>> = COLUMNS.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let file = |coder: usize| {
        let rows = rows.iter().filter(|row| !row[3 + coder].is_empty());
        let rows = rows.map(|row| format!("{},{},{},{}\n", row[0], row[1], row[3 + coder], row[6]));
        format!("article,n,stance,text\n{}", rows.collect::<String>())
    };
    let long = (0..3).flat_map(|coder| rows.iter().map(move |row| (coder, row)));
    let long = long.map(|(coder, row)| format!("c{coder},{},{},{}\n", row[0], row[1], row[3 + coder]));
    let folder = Folder::with(&[
        ("columns.csv", COLUMNS),
        ("long.csv", &format!("coder,article,n,stance\n{}", long.collect::<String>())),
        ("1.csv", &file(0)),
        ("2.csv", &file(1)),
        ("3.csv", &file(2)),
    ]);
    let columns = json(&folder, &["columns.csv"]);
    assert_eq!(columns["coders"][2]["name"], "stance_3");
    assert_eq!(
        (&columns["n_units"], &columns["n_pairable"], &columns["n_articles"]),
        (&4.into(), &4.into(), &2.into())
    );
    for (arguments, coder) in
        [(&["1.csv", "2.csv", "3.csv"][..], "3.csv"), (&["long.csv", "--coder-column", "coder"], "c2")]
    {
        let other = json(&folder, arguments);
        assert_eq!(other["coders"][2]["name"], coder);
        for key in [
            "n_units",
            "n_pairable",
            "n_articles",
            "agreement",
            "cohen_kappa",
            "krippendorff_alpha",
            "krippendorff_alpha_interval",
            "labels",
        ] {
            assert_eq!(other[key], columns[key], "{arguments:?}: {key}");
        }
    }
    let two = json(&folder, &["columns.csv", "--columns", "stance_2,stance_3", "--disagreements", "9"]);
    assert_eq!(two["label_column"], "stance_2");
    assert_eq!(two["disagreements"][0]["unit"], "a 2");
    assert_eq!(two["disagreements"][1]["labels"], serde_json::json!({"stance_2": "y", "stance_3": "x"}));
    let folder_of_two = Folder::with(&[("t.csv", "stance,stance_2,claim,claim_2\nx,x,p,q\n")]);
    let several = json(&folder_of_two, &["t.csv", "--label-column", "stance", "--label-column", "claim"]);
    assert_eq!(several["columns"]["stance"]["agreement"], 1.0);
    assert_eq!(several["columns"]["claim"]["cohen_kappa"], 0.0);
    let text =
        folder.run(&["agree", "columns.csv", "--columns", "stance,stance_3", "--disagreements", "3"]).good();
    for words in [
        "'stance' by 2 coders (stance, stance_3), on 2 units",
        "in 2 articles; 2 with fewer",
        "stance \\ stance_3",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn files_without_names_of_units_are_joined_by_order() {
    let folder = Folder::with(&[
        ("ann.csv", "text,act\nOne,x\nTwo,y\n"),
        ("ben.csv", "act,text\nx,One\nx,Two\n"),
        ("short.csv", "text,act\nOne,x\n"),
        ("other.csv", "text,act\nOne,x\nDrei,y\n"),
        ("ids.csv", "id,text,act\n2,Two,y\n1,One,x\n"),
        ("more.csv", "id,text,act\n1,One,x\n3,Three,x\n"),
        ("twice.csv", "id,text,act\n1,One,x\n1,One,x\n"),
        ("case.csv", "act,act_2\nYes,yes\n"),
    ]);
    let found = json(&folder, &["ann.csv", "ben.csv", "--label-column", "act"]);
    assert_eq!((&found["agreement"], &found["n_articles"]), (&0.5.into(), &Value::Null));
    let found = json(&folder, &["ids.csv", "more.csv", "--label-column", "act", "--id-column", "id"]);
    assert_eq!((&found["n_units"], &found["n_pairable"]), (&3.into(), &1.into()));
    let refused = |files: &[&str], words: &[&str]| {
        let run = folder.run(&[&["agree", "--label-column", "act"], files].concat());
        assert_eq!(run.code, 1, "{}", run.stderr);
        for word in words {
            assert!(run.stderr.contains(word), "{word} in {}", run.stderr);
        }
    };
    refused(&["ann.csv", "short.csv"], &["short.csv", "1 rows where ann.csv has 2", "--id-column"]);
    refused(&["ann.csv", "other.csv"], &["other.csv, line 3, column 'text'", "'Two'"]);
    refused(
        &["ids.csv", "twice.csv", "--id-column", "id"],
        &["twice.csv, line 3", "has labelled unit '1' before"],
    );
    refused(&["ann.csv"], &["ann.csv", "only one coder, 'act'", "act_2", "--coder-column"]);
    refused(&["ann.csv", "--id-column", "id"], &["no column 'id'"]);
    refused(&["ann.csv", "missing.csv"], &["missing.csv"]);
    let run = folder.run(&["agree", "case.csv", "--label-column", "act"]);
    assert!(run.stderr.contains("differ only in case"), "{}", run.stderr);
    let run = folder.run(&["agree", "ann.csv", "ben.csv", "--columns", "act,text"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn what_cannot_be_compared_says_why() {
    let folder = Folder::with(&[
        ("t.csv", "text,stance,stance_2\nOne,x,\nTwo,,y\n"),
        ("e.csv", "text,stance,stance_2\n"),
    ]);
    for file in ["t.csv", "e.csv"] {
        let text = folder.run(&["agree", file]).good();
        assert!(text.contains("n/a (no unit has two labels)"), "{text}");
        assert!(!text.contains("NaN"), "{text}");
        assert_eq!(json(&folder, &[file])["cohen_kappa"], Value::Null);
    }
}
