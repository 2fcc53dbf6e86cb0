//! What several test files share: the binary in a fresh folder, and tables to read.

#![allow(dead_code, reason = "each test file uses a part of this")]

pub mod cases;

use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use standpoint::Corpus;
use standpoint::corpus::{self, Columns};

/// A command that takes longer hangs.
pub const TIME_LIMIT: Duration = Duration::from_mins(2);

/// What a run of the binary left behind.
pub struct Run {
    /// The exit code; -1 if a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    /// Standard output of a run that must have succeeded.
    #[track_caller]
    pub fn good(self) -> String {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self.stdout
    }

    /// The rows of the CSV on standard output of a run that must have succeeded, header first.
    #[track_caller]
    pub fn table(self) -> Vec<Vec<String>> {
        table(&self.good())
    }

    /// The objects, one a line, on standard output of a run that must have succeeded.
    #[track_caller]
    pub fn objects(self) -> Vec<serde_json::Value> {
        self.good().lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }
}

/// The rows of a CSV, header first.
pub fn table(text: &str) -> Vec<Vec<String>> {
    let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.into_records().map(|row| row.expect("a CSV row").iter().map(str::to_owned).collect()).collect()
}

/// A fresh folder that the binary runs in.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// An empty folder.
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A folder with these files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        for (name, content) in files {
            folder.write(name, content.as_bytes());
        }
        folder
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and the folder that it is in.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }

    /// The bytes of a file.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).expect(name)
    }

    /// The names of the files in it, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The binary, to run in this folder, without colour settings from outside.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_standpoint"));
        command.current_dir(self.0.path()).args(arguments).timeout(TIME_LIMIT);
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs the binary with empty standard input.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    /// Runs the binary with this standard input.
    pub fn run_with(&self, arguments: &[&str], stdin: impl Into<Vec<u8>>) -> Run {
        let output = self.command(arguments).write_stdin(stdin).output().expect("the binary runs");
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).expect("output is UTF-8"),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The top folder of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A table of this repository as a corpus, by one of its label columns.
pub fn corpus(path: &str, label: &str) -> Corpus {
    let file = std::fs::File::open(root().join(path)).expect(path);
    let columns = Columns { label: label.into(), ..Columns::default() };
    corpus::read(file, path, &columns).expect(path).0
}

/// Twelve rows in four articles: enough to train on, small enough for a model of a few kilobytes.
pub const ROWS: &str = "\
article,stance,text
a,moscow,Moscow says no to the plan.
a,paris,Paris says yes to the plan.
a,neither,The ministers met at noon.
b,moscow,Moscow says no again.
b,paris,Paris says yes again.
b,neither,The ministers met again.
c,moscow,\"No, says Moscow.\"
c,paris,\"Yes, says Paris.\"
c,neither,The ministers met in Geneva.
d,moscow,Moscow says that it is no plan.
d,paris,Paris says that it is a plan.
d,neither,The ministers will meet at noon.
";

/// The articles of one writer of the shipped corpus, as a table: enough rows for most questions.
pub fn one_writer() -> String {
    let sentences = std::fs::read_to_string(root().join("data/sentences.csv")).unwrap();
    let own = |line: &&str| line.starts_with("article,") || line.starts_with("w0_");
    sentences.lines().filter(own).flat_map(|line| [line, "\n"]).collect()
}
