//! `standpoint audit`: what is wrong or doubtful with a labelled corpus.

use std::path::PathBuf;

use clap::ValueEnum;
use indicatif::ProgressBar;
use standpoint::Corpus;
use standpoint::evaluation::audit::{Audit, AuditSettings};

use super::audit_text::text;
use super::output::{tell, with_output};
use super::train::{ActorOptions, ColumnOptions, TrainOptions, read_corpus, warn_without_articles};
use super::{Failure, Outcome, Threads, usage};

/// Folds of the search for mislabelled rows, unless the corpus has fewer articles.
const FOLDS: usize = 5;

/// Check labelled sentences for what makes models and figures worthless
///
/// Errors are the same text in several articles, the same text with different labels, and what was asked for
/// with --between and --class-shares and is not so. Warnings are nearly the same texts in two articles, rare
/// labels, cues that lean to a label, and rows whose label is likely wrong, found by training without them as
/// `train` would with these options. A table shows how often each cue stands with each label: words of duty,
/// negation, thanks and so on, frequent verbs of saying, bands of length. Exit code 1 if there are errors.
#[derive(clap::Args)]
pub struct Arguments {
    /// The labelled sentences: a CSV with one sentence a row
    csv: PathBuf,

    /// Two labels that should have each cue about equally often: from half to twice, where there are enough rows to tell
    #[arg(long, value_name = "LABEL,LABEL", value_parser = two_labels)]
    between: Option<[String; 2]>,

    /// Also test models with the actors of the two sides exchanged, the labels of --between with them, and with names masked
    #[arg(long, requires = "between")]
    shortcuts: bool,

    /// The lowest and highest share of the rows that a label may have, such as 0.26-0.42
    #[arg(long, value_name = "LOW-HIGH", value_parser = two_shares)]
    class_shares: Option<[f64; 2]>,

    /// Folds of the search for mislabelled rows and of --shortcuts; 0 leaves it out [default: 5, or one for each article]
    #[arg(long, value_name = "K")]
    folds: Option<usize>,

    /// Show at most this many findings of a kind as text; JSON has all
    #[arg(long, value_name = "N", default_value_t = 10)]
    show: usize,

    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    columns: ColumnOptions,

    #[command(flatten)]
    options: TrainOptions,

    #[command(flatten)]
    actors: ActorOptions,

    #[command(flatten)]
    threads: Threads,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    /// To read.
    Text,
    /// One object with stable keys.
    Json,
}

fn two_labels(written: &str) -> Result<[String; 2], String> {
    match written.split(',').collect::<Vec<_>>()[..] {
        [a, b] if a != b && !a.is_empty() && !b.is_empty() => Ok([a.to_owned(), b.to_owned()]),
        _ => Err("name two different labels with a comma between".into()),
    }
}

fn two_shares(written: &str) -> Result<[f64; 2], String> {
    let bounds =
        written.split_once('-').and_then(|(low, high)| Some([low.parse().ok()?, high.parse().ok()?]));
    bounds
        .filter(|[low, high]| (0.0..=1.0).contains(low) && (*low..=1.0).contains(high))
        .ok_or_else(|| "write two shares from 0 to 1 with a hyphen between, such as 0.26-0.42".into())
}

/// Audits and prints.
pub fn run(arguments: &Arguments) -> Outcome {
    arguments.threads.start()?;
    let columns = arguments.columns.columns("stance");
    let corpus = read_corpus(&arguments.csv, &columns)?;
    let training = arguments.options.settings(&arguments.actors)?;
    warn_without_articles(&corpus, &training.features);
    let folds = arguments.folds.unwrap_or_else(|| default_folds(&corpus));
    if arguments.shortcuts && folds == 0 {
        return Err(usage(
            "--shortcuts tests models on articles that they have not seen; it needs --folds 2 or more",
        ));
    }
    let settings = AuditSettings {
        between: arguments.between.clone(),
        class_shares: arguments.class_shares,
        folds,
        training,
        swap: if arguments.shortcuts { Some(arguments.actors.swap()?) } else { None },
    };
    let n_trained = if arguments.shortcuts { 2 * folds } else { folds };
    let bar = if n_trained > 1 { ProgressBar::new(n_trained as u64) } else { ProgressBar::hidden() };
    let audit = Audit::of(&columns.label, &corpus, &settings, &|| bar.inc(1));
    bar.finish_and_clear();
    let audit = audit.map_err(|error| error.in_file(arguments.csv.display()))?;
    if let Some(shortcuts) = audit.shortcuts.as_ref().filter(|shortcuts| shortcuts.rows_with_names == 0) {
        let message = format!(
            "no row names an actor of {}, so nothing was exchanged; give the table of this conflict with --actors",
            shortcuts.sides.join(" or ")
        );
        tell("warning", &message);
    }
    with_output(arguments.output.as_deref(), |output| {
        let printed = match arguments.format {
            Format::Text => text(&audit, arguments.show),
            Format::Json => serde_json::to_string_pretty(&audit)? + "\n",
        };
        output.write_all(printed.as_bytes()).map_err(Failure::from)
    })?;
    if audit.n_errors > 0 { Err(Failure::Found) } else { Ok(()) }
}

fn default_folds(corpus: &Corpus) -> usize {
    match corpus.n_clusters() {
        1 => 0,
        n => n.min(FOLDS),
    }
}
