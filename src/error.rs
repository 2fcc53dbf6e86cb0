//! The one error type: what went wrong, where, and what to do about it.

use std::fmt;
use std::path::Path;

/// What kind of thing went wrong; decides the exit code and lets callers branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be read or written.
    Io,
    /// A CSV file is not the table that was asked for.
    Table,
    /// An article or page could not be read as text.
    Article,
    /// A setting is outside its range, or two settings exclude each other.
    Setting,
    /// The data cannot be learned from, or the solver did not converge.
    Training,
    /// A file is not a usable model.
    Model,
}

/// An error with its place. The message says what was found, what was expected and what to do.
///
/// It is opaque (kind and place by getters, text by `Display`) so that messages can improve
/// without breaking anybody.
///
/// ```
/// use standpoint::{Error, ErrorKind};
/// let error = Error::new(ErrorKind::Table, "the cell is empty; fill it in").in_file("a.csv").at_line(7);
/// assert_eq!(error.to_string(), "a.csv, line 7: the cell is empty; fill it in");
/// assert_eq!(error.kind(), ErrorKind::Table);
/// ```
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    file: Option<String>,
    line: Option<u64>,
    column: Option<String>,
}

/// The result of everything here that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of `kind` with a message that does not name its place yet.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), file: None, line: None, column: None }))
    }

    /// An error of the operating system while doing `what` ("read", "write", ...) with `file`.
    pub fn io(what: &str, file: &Path, error: &std::io::Error) -> Self {
        Self::new(ErrorKind::Io, format!("cannot {what} it: {error}")).in_file(file.display())
    }

    /// Names the file, unless a more exact place already did.
    #[must_use]
    pub fn in_file(mut self, file: impl fmt::Display) -> Self {
        self.0.file.get_or_insert_with(|| file.to_string());
        self
    }

    /// Names the line, counted from 1.
    #[must_use]
    pub fn at_line(mut self, line: u64) -> Self {
        self.0.line.get_or_insert(line);
        self
    }

    /// Names the column of a table.
    #[must_use]
    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.0.column.get_or_insert_with(|| column.into());
        self
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The line it concerns, counted from 1, where there is one.
    pub fn line(&self) -> Option<u64> {
        self.0.line
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place: Vec<String> = [
            self.0.file.clone(),
            self.0.line.map(|line| format!("line {line}")),
            self.0.column.as_ref().map(|column| format!("column '{column}'")),
        ]
        .into_iter()
        .flatten()
        .collect();
        if place.is_empty() {
            f.write_str(&self.0.message)
        } else {
            write!(f, "{}: {}", place.join(", "), self.0.message)
        }
    }
}

impl std::error::Error for Error {}
