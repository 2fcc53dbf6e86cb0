//! `standpoint predict`: texts in, labels out.

use std::io::IsTerminal;
use std::path::PathBuf;

use super::answers::Models;
use super::labelling::{InputOptions, Job};
use super::output::with_output;
use super::provenance::{ProvenanceOption, Run};
use super::sheet::{Form, Format};
use super::summary::{self, SummaryOptions};
use super::table::{ColorChoice, TableStyle};
use super::{Failure, Outcome, Threads};

/// Label the sentences of articles, or the rows of a CSV
///
/// INPUT is an article (.txt, .html), a folder of articles, or a CSV (.csv, .tsv) with a sentence a row;
/// `-` or nothing is standard input: an article, or a CSV if --text-column or --unit is given.
/// Prints a table on a terminal and CSV elsewhere.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    input: InputOptions,

    /// How to print [default: table on a terminal, csv elsewhere]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Read one sentence a line from standard input
    #[arg(long, conflicts_with_all = ["unit", "text_column", "group_column"])]
    lines: bool,

    /// Show the furniture of articles too (captions, share lines, related stories)
    #[arg(long)]
    all_lines: bool,

    /// Name the N features that pushed each label most
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    explain: usize,

    /// Colour the table
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto)]
    color: ColorChoice,

    #[command(flatten)]
    summary: SummaryOptions,

    #[command(flatten)]
    provenance: ProvenanceOption,

    #[command(flatten)]
    threads: Threads,
}

/// Predicts and prints.
pub fn run(arguments: &Arguments) -> Outcome {
    let terminal = std::io::stdout().is_terminal() && arguments.output.is_none();
    let default = if terminal { Format::Table } else { Format::Csv };
    let format = arguments.format.unwrap_or(default);
    let models = arguments.input.models(arguments.explain)?;
    arguments.threads.start()?;
    let form = if arguments.summary.summary {
        Form::Counted(arguments.summary.by.clone())
    } else {
        Form::Rows(format, TableStyle::new(arguments.color))
    };
    let job = Job {
        options: &arguments.input,
        models,
        form,
        lines: arguments.lines,
        all_lines: arguments.all_lines,
    };
    let record = |models: &Models| {
        let Arguments { input, summary, provenance, .. } = arguments;
        let run = Run { summary: summary.summary, labelled: summary.labelled.is_some(), ..input.trust.run() };
        provenance.write("predict", run, &models.classifiers, &input.inputs)
    };
    if arguments.summary.summary {
        let (rows, models) = job.count()?;
        record(&models)?;
        return with_output(arguments.output.as_deref(), |output| {
            summary::write(&arguments.summary, &rows, &models, format, output)
        });
    }
    with_output(arguments.output.as_deref(), |output| {
        job.run(&mut |part| output.write_all(&part.bytes).map_err(Failure::from))
            .and_then(|models| record(&models))
    })
}
