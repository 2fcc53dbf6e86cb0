//! Small pages in many styles, each with the kind and rule of every line beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use standpoint::article::{folded, lines};

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lines");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    files
}

/// One row for each line: kind, rule, text.
fn found(text: &str) -> String {
    let mut rows = String::new();
    for line in lines(text) {
        let (kind, rule) = (line.kind.name(), line.rule.name());
        writeln!(rows, "{kind:<11} {rule:<18} {}", folded(&text[line.span])).unwrap();
    }
    rows
}

/// The rows that differ, with the rows that agree left out.
fn difference(expected: &str, found: &str) -> String {
    let (mut left, mut right) = (expected.lines(), found.lines());
    let mut report = String::new();
    loop {
        match (left.next(), right.next()) {
            (None, None) => return report,
            (expected, found) if expected == found => {}
            (expected, found) => {
                let (expected, found) = (expected.unwrap_or("nothing"), found.unwrap_or("nothing"));
                writeln!(report, "  expected {expected}\n  found    {found}").unwrap();
            }
        }
    }
}

/// `UPDATE_LINES=1` writes what is found; read the difference before you keep it.
#[test]
fn lines_are_what_they_should_be() {
    let pages = pages();
    assert!(pages.len() >= 25, "{} pages", pages.len());
    let mut report = String::new();
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        let found = found(&text);
        let beside = page.with_extension("expected");
        if std::env::var_os("UPDATE_LINES").is_some() {
            fs::write(&beside, found).unwrap();
            continue;
        }
        let difference = difference(&fs::read_to_string(&beside).unwrap_or_default(), &found);
        if !difference.is_empty() {
            writeln!(report, "{}:\n{difference}", page.file_name().unwrap().display()).unwrap();
        }
    }
    assert!(report.is_empty(), "{report}");
}
