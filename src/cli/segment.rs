//! `standpoint segment`: every line and sentence of an article.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use standpoint::article::{self, Lexicon, Quotations};

use super::inputs::{Document, Item, is_table};
use super::output::with_output;
use super::speakers::JsonAttribution;
use super::train::read_actors;
use super::{Failure, Outcome, usage};

/// Print every sentence, heading and piece of furniture of an article
#[derive(clap::Args)]
pub struct Arguments {
    /// The article (.txt, .html); `-` or nothing is standard input
    #[arg(default_value = "-", hide_default_value = true)]
    file: PathBuf,

    /// End no sentence inside double quotation marks
    #[arg(long)]
    whole_quotations: bool,

    /// How to print
    #[arg(long, value_parser = ["jsonl", "csv"], default_value = "jsonl")]
    format: String,

    /// Add the quotations of each line with their speakers, and who states it (JSON lines only)
    #[arg(long)]
    quotations: bool,

    /// A table of actors instead of the built-in one, for --quotations; may be repeated
    #[arg(long, value_name = "FILE", requires = "quotations")]
    actors: Vec<PathBuf>,
}

#[derive(Serialize)]
struct Row<'a> {
    n: usize,
    kind: article::Kind,
    rule: &'static str,
    start: Option<usize>,
    end: Option<usize>,
    char_start: Option<usize>,
    char_end: Option<usize>,
    text: &'a str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    attribution: Option<JsonAttribution<'a>>,
}

/// Segments and prints.
pub fn run(arguments: &Arguments) -> Outcome {
    if is_table(&arguments.file) {
        return Err(usage("this is a table; segment takes one article (.txt, .html)"));
    }
    let document = Document::read(&arguments.file)?;
    if arguments.quotations && arguments.format == "csv" {
        return Err(usage("--quotations needs --format jsonl: a line can hold several"));
    }
    let quotations = if arguments.whole_quotations { Quotations::Whole } else { Quotations::Split };
    let items = document.items(true, quotations);
    let lexicon = match read_actors(&arguments.actors)? {
        None if arguments.quotations => Some(Arc::new(Lexicon::builtin()?)),
        lexicon => lexicon,
    };
    let (whole, segments, shift) = document.whole(&items);
    let attributions = lexicon.as_ref().map_or_else(Vec::new, |lexicon| lexicon.attribute(&whole, &segments));
    let mut attributions = attributions.iter();
    let rows = items.iter().map(|Item { n, kind, rule, span, char_span, text }| Row {
        n: *n,
        kind: *kind,
        rule: rule.name(),
        start: span.as_ref().map(|span| span.start),
        end: span.as_ref().map(|span| span.end),
        char_start: char_span.as_ref().map(|span| span.start),
        char_end: char_span.as_ref().map(|span| span.end),
        text,
        attribution: lexicon
            .as_ref()
            .zip(attributions.next())
            .map(|(lexicon, found)| JsonAttribution::new(found, shift, lexicon)),
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
