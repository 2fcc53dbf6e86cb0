//! Where sentences end: texts with their sentences, and work that grows with the text only.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::{Duration, Instant};

use standpoint::article::{Quotations, split};

/// Each paragraph of `cases` is one text, a sentence a line.
fn check(cases: &str, quotations: Quotations) {
    let mut wrong = Vec::new();
    for paragraph in cases.split("\n\n") {
        let expected: Vec<&str> = paragraph.lines().filter(|line| !line.starts_with('#')).collect();
        let text = expected.join(" ");
        let found: Vec<&str> = split(&text, quotations).map(|span| &text[span]).collect();
        if found != expected {
            wrong.push(format!("{found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{quotations:?} gives\n{}", wrong.join("\n"));
}

#[test]
fn sentences_inside_quotations_are_parted() {
    check(include_str!("sentences/split.txt"), Quotations::Split);
}

#[test]
fn quotations_stay_whole() {
    check(include_str!("sentences/whole.txt"), Quotations::Whole);
}

#[test]
fn a_blank_may_be_missing() {
    let cases: [(&str, &[&str]); 7] = [
        ("It is over.The rest is known.", &["It is over.", "The rest is known."]),
        ("It cost 1,000.That is a lot.", &["It cost 1,000.", "That is a lot."]),
        ("“It is over.”She left.", &["“It is over.”", "She left."]),
        ("\"Is it?\"\"Well,\" she said.", &["\"Is it?\"", "\"Well,\" she said."]),
        ("Is it over?“It is.”", &["Is it over?", "“It is.”"]),
        ("He wrote to Anna.Petit@example.org.", &["He wrote to Anna.Petit@example.org."]),
        ("A.B. and U.S.Senate", &["A.B. and U.S.Senate"]),
    ];
    for (text, expected) in cases {
        let found: Vec<&str> = split(text, Quotations::Split).map(|span| &text[span]).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn the_work_is_linear() {
    // Seconds would be minutes if any of these made the splitter look at all of the text at each mark.
    let units = [
        "\"", ".", "(", "A. ", "...", "A.B.", ".\" ", "[1] ", ".[", ".(", ". ( ", "!\" A ", "1. a ", "• a ",
        "“", "« ", "' ", "a",
    ];
    for unit in units {
        let text = unit.repeat(1_000_000 / unit.len());
        for quotations in [Quotations::Split, Quotations::Whole] {
            let start = Instant::now();
            split(&text, quotations).for_each(drop);
            assert!(start.elapsed() < Duration::from_secs(30), "{unit:?} {:?}", start.elapsed());
        }
    }
}
