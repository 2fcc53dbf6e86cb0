//! Where output goes: standard output or a file, and messages to standard error.

use std::io::{BufWriter, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use standpoint::files::write_beside;

use super::{Failure, Outcome};

/// Prints one message to standard error, its kind in colour on a terminal.
pub fn tell(kind: &str, message: &str) {
    let color = if kind == "error" { AnsiColor::Red } else { AnsiColor::Yellow };
    let style = Style::new().bold().fg_color(Some(color.into()));
    anstream::eprintln!("{style}{kind}{style:#}: {message}");
}

/// Prints a line of progress or summary to standard error.
pub fn say(message: &str) {
    anstream::eprintln!("{message}");
}

/// Prints warnings to standard error.
pub fn warn(warnings: &[String]) {
    for warning in warnings {
        tell("warning", warning);
    }
}

/// Lets `write` write to the file (which appears when all is written) or to standard output.
pub fn with_output(file: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Outcome) -> Outcome {
    match file {
        Some(path) => write_beside(path, write),
        None => {
            let mut output = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
            write(&mut output)?;
            output.flush().map_err(Failure::from)
        }
    }
}
