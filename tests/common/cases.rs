//! Broken input as a table of cases, and the small model that some of them damage.

use std::sync::LazyLock;

use standpoint::corpus::{Columns, read};
use standpoint::{Classifier, TrainSettings};

use super::{Folder, ROWS};

/// A model of a few kilobytes.
pub static SMALL_MODEL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let (corpus, _) = read(ROWS.as_bytes(), "rows.csv", &Columns::default()).unwrap();
    let settings = TrainSettings { features: "words:1-1".parse().unwrap(), ..TrainSettings::default() };
    Classifier::train(&corpus, &settings).unwrap().named("stance").to_bytes()
});

/// A file, the command that is given it (`FILE` stands for its name), and what must come of it: one
/// of the exit codes, and words on standard error (or, after success, on standard output).
pub struct Case {
    pub name: &'static str,
    pub file: &'static str,
    pub bytes: Vec<u8>,
    pub command: &'static str,
    pub codes: &'static [i32],
    pub words: &'static [&'static str],
}

/// A case: name, file and command; the bytes of the file; exit codes; words.
pub fn case(
    (name, file, command): (&'static str, &'static str, &'static str),
    bytes: impl Into<Vec<u8>>,
    codes: &'static [i32],
    words: &'static [&'static str],
) -> Case {
    Case { name, file, bytes: bytes.into(), command, codes, words }
}

/// Runs all cases and reports every one that went wrong.
pub fn check(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    for Case { name, file, bytes, command, codes, words } in cases {
        let folder = Folder::with(&[("rows.csv", ROWS), ("good.txt", "Moscow says no. Paris says yes.\n")]);
        folder.write("good.model", &SMALL_MODEL);
        if !file.is_empty() {
            folder.write(file, &bytes);
        }
        let arguments: Vec<&str> =
            command.split(' ').map(|word| if word == "FILE" { file } else { word }).collect();
        let run = folder.run(&arguments);
        let mut doubt = |what: String| wrong.push(format!("{name}: {what}\n    {}", run.stderr.trim_end()));
        if !codes.contains(&run.code) {
            doubt(format!("exit code {}, not {codes:?}", run.code));
        }
        if run.stderr.contains("panicked") {
            doubt("it panicked".into());
        }
        let said = if run.code == 0 { format!("{}{}", run.stdout, run.stderr) } else { run.stderr.clone() };
        for word in words.iter().filter(|word| !said.contains(**word)) {
            doubt(format!("'{word}' is not said"));
        }
        if run.code != 0
            && (!run.stderr.contains("error: ")
                || (run.code == 1 && command.contains("FILE") && !run.stderr.contains(file)))
        {
            doubt("the message does not name the file".into());
        }
        if run.code != 0 && folder.path("model").exists() {
            doubt("a model was left behind".into());
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
