//! `standpoint segment`: every line and sentence of an article.

use std::path::PathBuf;

use serde::Serialize;
use standpoint::article;

use super::inputs::{Document, Item, is_table};
use super::output::with_output;
use super::{Failure, Outcome, usage};

/// Print every sentence, heading and piece of furniture of an article
#[derive(clap::Args)]
pub struct Arguments {
    /// The article (.txt, .html); `-` for standard input
    file: PathBuf,

    /// How to print
    #[arg(long, value_parser = ["jsonl", "csv"], default_value = "jsonl")]
    format: String,
}

#[derive(Serialize)]
struct Row<'a> {
    n: usize,
    kind: article::Kind,
    start: Option<usize>,
    end: Option<usize>,
    char_start: Option<usize>,
    char_end: Option<usize>,
    text: &'a str,
}

/// Segments and prints.
pub fn run(arguments: &Arguments) -> Outcome {
    if is_table(&arguments.file) {
        return Err(usage("this is a table; segment takes one article (.txt, .html)"));
    }
    let document = Document::read(&arguments.file)?;
    let items = document.items(true);
    let rows = items.iter().map(|Item { n, kind, span, char_span, text }| Row {
        n: *n,
        kind: *kind,
        start: span.as_ref().map(|span| span.start),
        end: span.as_ref().map(|span| span.end),
        char_start: char_span.as_ref().map(|span| span.start),
        char_end: char_span.as_ref().map(|span| span.end),
        text,
    });
    with_output(None, |output| {
        if arguments.format == "csv" {
            let mut writer = csv::Writer::from_writer(output);
            rows.into_iter().try_for_each(|row| writer.serialize(row))?;
            writer.flush().map_err(Failure::from)
        } else {
            for row in rows {
                serde_json::to_writer(&mut *output, &row)?;
                output.write_all(b"\n")?;
            }
            Ok(())
        }
    })
}
