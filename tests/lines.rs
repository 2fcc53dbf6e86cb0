//! Small pages in many styles, each with the kind and rule of every line beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/beside.rs"]
mod beside;

use std::fmt::Write;

use standpoint::article::{folded, lines};

/// One row for each line: kind, rule, text.
fn found(text: &str) -> String {
    let mut rows = String::new();
    for line in lines(text) {
        let (kind, rule) = (line.kind.name(), line.rule.name());
        writeln!(rows, "{kind:<11} {rule:<18} {}", folded(&text[line.span])).unwrap();
    }
    rows
}

/// `UPDATE_LINES=1` writes what is found; read the difference before you keep it.
#[test]
fn lines_are_what_they_should_be() {
    beside::check(&beside::texts("lines"), "UPDATE_LINES", found);
}
