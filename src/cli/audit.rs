//! `standpoint audit`: what is wrong or doubtful with a labelled corpus.

use std::path::PathBuf;

use clap::ValueEnum;
use comfy_table::Table;
use indicatif::ProgressBar;
use standpoint::Corpus;
use standpoint::article::folded;
use standpoint::evaluation::{
    Audit, AuditSettings, BAND, CueRates, Finding, LabelRows, Place, SIGNIFICANCE, Severity, Suspect,
};

use super::figures::table;
use super::output::with_output;
use super::train::{ColumnOptions, TrainOptions, read_corpus, warn_without_articles};
use super::{Failure, Outcome, Threads};

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

    /// The lowest and highest share of the rows that a label may have, such as 0.26-0.42
    #[arg(long, value_name = "LOW-HIGH", value_parser = two_shares)]
    class_shares: Option<[f64; 2]>,

    /// Folds of the search for mislabelled rows; 0 leaves it out [default: 5, or one for each article]
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
    let training = arguments.options.settings()?;
    warn_without_articles(&corpus, &training.features);
    let settings = AuditSettings {
        between: arguments.between.clone(),
        class_shares: arguments.class_shares,
        folds: arguments.folds.unwrap_or_else(|| default_folds(&corpus)),
        training,
    };
    let bar =
        if settings.folds > 1 { ProgressBar::new(settings.folds as u64) } else { ProgressBar::hidden() };
    let audit = Audit::of(&columns.label, &corpus, &settings, || bar.inc(1));
    bar.finish_and_clear();
    let audit = audit?;
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
    match corpus.n_groups() {
        1 => 0,
        n => n.min(FOLDS),
    }
}

/// An audit to read.
fn text(audit: &Audit, show: usize) -> String {
    let articles = audit.n_articles.map_or(String::new(), |articles| format!(" in {articles} articles"));
    let head = format!(
        "'{}' of {} rows{articles}; errors: {}, warnings: {}",
        audit.label_column, audit.n, audit.n_errors, audit.n_warnings
    );
    let mut parts = vec![head, labels(audit).to_string()];
    if let Some(rate) = audit.headings_between {
        parts.push(format!("headings with one of the two labels: {} ({:.1} %)", rate.n, 100.0 * rate.rate));
    }
    parts.push(cues(audit));
    let mut parts = vec![parts.join("\n\n")];
    for findings in audit.findings.chunk_by(|a, b| (a.severity, a.check) == (b.severity, b.check)) {
        parts.push(String::new());
        parts.extend(findings.iter().take(show).map(finding));
        if findings.len() > show {
            parts.push(format!("... and {} more of this kind", findings.len() - show));
        }
    }
    for Suspect { place, p, likelier, p_likelier } in
        audit.suspects.iter().flat_map(|suspects| &suspects.rows).take(show)
    {
        let (p, p_likelier) = (100.0 * p, 100.0 * p_likelier);
        parts.push(format!("    perhaps '{likelier}' ({p_likelier:.0} % against {p:.0} %)\n{}", at(place)));
    }
    parts.join("\n") + "\n"
}

fn labels(audit: &Audit) -> Table {
    let mut labels = table(&["label", "rows", "share", "headings", "median words", "over 30 words"]);
    for LabelRows { label, n, share, headings, median_words, over_30_words } in
        audit.labels.iter().chain([&audit.all])
    {
        labels.add_row([
            label.clone(),
            n.to_string(),
            percent(*share),
            headings.to_string(),
            median_words.to_string(),
            percent(*over_30_words),
        ]);
    }
    labels
}

/// The rate of each cue with each label, and the ratio of two.
fn cues(audit: &Audit) -> String {
    let pair = match audit.cues.first().map(|cue| &cue.contrasts[..]) {
        Some([contrast]) => Some(contrast.labels.join(" / ")),
        _ => None,
    };
    let mut header = vec!["cue", "rows"];
    header.extend(audit.labels.iter().map(|rows| rows.label.as_str()));
    header.extend(["ratio", "p"]);
    header.extend(pair.is_none().then_some("of"));
    let mut cues = table(&header);
    for cue in &audit.cues {
        let mut row = vec![cue.title(), cue.n.to_string()];
        row.extend(cue.labels.values().map(|rate| percent(rate.rate)));
        row.extend(contrast(cue, pair.is_none()));
        cues.add_row(row);
    }
    let of = pair.as_deref().unwrap_or("the two labels that differ most");
    let [low, high] = BAND;
    format!(
        "{cues}\n\nratio: {of}; * outside of {low} to {high}, with enough rows to tell (p below {SIGNIFICANCE})"
    )
}

fn contrast(cue: &CueRates, name_labels: bool) -> Vec<String> {
    let Some(contrast) = cue.widest() else { return Vec::new() };
    let mark = if contrast.outside { "*" } else { "" };
    let ratio = contrast.ratio.map_or("inf".into(), |ratio| format!("{ratio:.2}"));
    let mut cells = vec![format!("{mark}{ratio}"), format!("{:.3}", contrast.p)];
    if name_labels {
        cells.push(contrast.labels.join(" / "));
    }
    cells
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn finding(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut lines = vec![format!("{severity}: {}", finding.message)];
    lines.extend(finding.rows.iter().map(at));
    lines.join("\n")
}

/// A row, to be found again.
fn at(place: &Place) -> String {
    let line = place.line.map_or(String::new(), |line| format!("line {line}, "));
    let article = place.article.as_ref().map_or(String::new(), |article| format!("{article}, "));
    format!("    {line}{article}'{}': {}", place.label, folded(&place.text))
}
