//! Tests as data: texts in a folder of `tests/`, each with what is expected in `NAME.expected` beside it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The `.txt` files of a folder that have expectations beside them.
pub fn texts(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    files
}

/// Compares what is found in each text with what is expected; writes it instead if the environment
/// variable `update` is set.
pub fn check(texts: &[PathBuf], update: &str, found: fn(&str) -> String) {
    assert!(texts.len() >= 25, "{} texts", texts.len());
    let mut report = String::new();
    for path in texts {
        let found = found(&fs::read_to_string(path).unwrap());
        let beside = path.with_extension("expected");
        if std::env::var_os(update).is_some() {
            fs::write(&beside, found).unwrap();
            continue;
        }
        let difference = difference(&fs::read_to_string(&beside).unwrap_or_default(), &found);
        if !difference.is_empty() {
            writeln!(report, "{}:\n{difference}", path.file_name().unwrap().display()).unwrap();
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// The rows that differ, with the rows that agree left out.
pub fn difference(expected: &str, found: &str) -> String {
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
