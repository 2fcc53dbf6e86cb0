//! `standpoint evaluate`: how good a model or a way of training is.

use std::path::PathBuf;

use clap::ValueEnum;
use comfy_table::{CellAlignment, Table, presets};
use indicatif::ProgressBar;
use standpoint::evaluation::{Abstention, Interval, Method, PartAlone, Report, card};
use standpoint::model::{C, Calibrate};
use standpoint::{Classifier, Corpus, Result, TrainSettings};

use super::output::{tell, with_output};
use super::provenance::{ProvenanceOption, Run};
use super::train::{ColumnOptions, TrainOptions, read_corpus, warn_without_articles};
use super::trust::TrustOptions;
use super::{Failure, Outcome, Threads, usage};

/// Measure a model on labelled sentences, or settings by cross-validation
///
/// --model measures finished models: give rows that they were not trained on. --folds K measures a way
/// of training: it trains K times, each time leaving out the articles that are then predicted. Both
/// together measure the way in which the model was trained, with its own settings; that is how a model
/// gets honest figures from its own training rows. Prints scores with 95 % intervals, and beside them
/// those of always answering the most frequent label.
#[derive(clap::Args)]
pub struct Arguments {
    /// The labelled sentences: a CSV with one sentence a row
    csv: PathBuf,

    /// A model to measure; may be repeated
    #[arg(long = "model", value_name = "MODEL", conflicts_with = "TrainOptions")]
    models: Vec<PathBuf>,

    /// Measure training itself by cross-validation with this many folds; with --model, that model's settings
    #[arg(long, value_name = "K")]
    folds: Option<usize>,

    /// How to print; markdown is the model card of one --model
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
    trust: TrustOptions,

    #[command(flatten)]
    provenance: ProvenanceOption,

    #[command(flatten)]
    threads: Threads,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    /// To read.
    Text,
    /// One object with stable keys.
    Json,
    /// A model card.
    Markdown,
}

/// Evaluates and prints.
pub fn run(arguments: &Arguments) -> Outcome {
    if arguments.models.is_empty() && arguments.folds.is_none() {
        return Err(usage(
            "say what to evaluate: --model MODEL for a finished model, or --folds K for cross-validation",
        ));
    }
    if arguments.format == Format::Markdown && arguments.models.len() != 1 {
        return Err(usage("--format markdown writes the card of a model; give exactly one --model"));
    }
    if arguments.folds.is_some() && arguments.trust.calibrate_on.is_some() {
        return Err(usage("--folds measures training, which calibrates by itself; leave --calibrate-on out"));
    }
    if arguments.format == Format::Markdown && arguments.trust.max_error.is_some() {
        return Err(usage("a card has no figures of abstention; print --max-error as text or json"));
    }
    arguments.threads.start()?;
    let models: Vec<Classifier> =
        arguments.models.iter().map(|path| Classifier::open(path)).collect::<Result<_>>()?;
    let models = arguments.columns.calibrated(&arguments.trust, models)?;
    let reports = match arguments.folds {
        Some(folds) if models.is_empty() => {
            let columns = arguments.columns.columns("stance");
            let corpus = read_corpus(&arguments.csv, &columns)?;
            let settings = arguments.options.settings()?;
            warn_without_articles(&corpus, &settings.features);
            vec![of_folds(&columns.label, &corpus, &settings, folds)?]
        }
        _ => models.iter().map(|model| of_model(arguments, model)).collect::<Result<_>>()?,
    };
    let abstentions = abstentions(arguments, &models)?;
    for report in reports.iter().filter(|report| report.rows_trained_on > 0) {
        let message = format!(
            "{} of {} rows were among the training rows of the model for '{}': its figures say how well it remembers, not \
             how well it labels new text; use --folds, or other rows",
            report.rows_trained_on, report.n, report.label_column
        );
        tell("warning", &message);
    }
    let run = Run { folds: arguments.folds, ..arguments.trust.run() };
    arguments.provenance.write("evaluate", run, &models, std::slice::from_ref(&arguments.csv))?;
    with_output(arguments.output.as_deref(), |output| {
        let text = match (arguments.format, &reports[..]) {
            (Format::Text, _) => {
                let parts = reports.iter().map(text).chain(abstentions.iter().map(abstention_text));
                parts.collect::<Vec<_>>().join("\n")
            }
            (Format::Json, [report]) => {
                serde_json::to_string_pretty(&WithAbstention { report, abstention: abstentions.first() })?
                    + "\n"
            }
            (Format::Json, _) => {
                let columns: serde_json::Map<String, serde_json::Value> = reports
                    .iter()
                    .enumerate()
                    .map(|(i, report)| {
                        let abstention = abstentions.get(i);
                        Ok((
                            report.label_column.clone(),
                            serde_json::to_value(WithAbstention { report, abstention })?,
                        ))
                    })
                    .collect::<serde_json::Result<_>>()?;
                serde_json::to_string_pretty(&serde_json::json!({ "columns": columns }))? + "\n"
            }
            (Format::Markdown, _) => card(&models[0], &reports[0]),
        };
        output.write_all(text.as_bytes()).map_err(Failure::from)
    })
}

fn of_model(arguments: &Arguments, model: &Classifier) -> Result<Report> {
    let about = model.description();
    let columns = arguments.columns.columns(&about.label_column);
    let corpus = read_corpus(&arguments.csv, &columns)?;
    let Some(folds) = arguments.folds else {
        return Report::of_model(model, &corpus)
            .map_err(|error| error.in_file(arguments.csv.display()).in_column(&columns.label));
    };
    if corpus.source_hash() != about.training_sha256 {
        let message = format!(
            "{} is not the file that the model for '{}' was trained on: the figures say how well its settings do on \
             these rows",
            arguments.csv.display(),
            about.label_column
        );
        tell("warning", &message);
    }
    of_folds(&about.label_column, &corpus, &settings_of(model), folds)
}

fn of_folds(label_column: &str, corpus: &Corpus, settings: &TrainSettings, folds: usize) -> Result<Report> {
    let bar = if folds > 1 { ProgressBar::new(folds as u64) } else { ProgressBar::hidden() };
    let report = Report::of_folds(label_column, corpus, settings, folds, || bar.inc(1));
    bar.finish_and_clear();
    report
}

/// The settings that a model was trained with; C is chosen anew if it was chosen then.
fn settings_of(model: &Classifier) -> TrainSettings {
    let about = model.description();
    TrainSettings {
        features: model.features().settings(),
        c: if about.c_search.is_empty() { C::Fixed(about.c) } else { C::Auto },
        class_weight: about.class_weight,
        solver: about.solver,
        tolerance: about.tolerance,
        calibrate: if about.calibration_folds.is_some() { Calibrate::Folds } else { Calibrate::None },
        seed: about.seed,
        lexicon: model.lexicon().cloned(),
    }
}

/// A report to read.
fn text(report: &Report) -> String {
    let method = match report.method {
        Method::Model => "a finished model".to_owned(),
        Method::CrossValidation { folds } => format!("{folds}-fold cross-validation"),
    };
    let units = match report.n_articles {
        Some(articles) => format!("{} rows in {articles} articles; intervals over articles", report.n),
        None => format!("{} rows; intervals over rows", report.n),
    };
    let baseline = &report.majority_baseline;
    let always = format!("always '{}'", baseline.label);
    let mut header = vec!["score", "value", "95 % interval", &always];
    header.extend(report.baselines.iter().map(|part| part.name));
    let mut scores = table(&header);
    let mut score = |name: &str, value: f64, interval: Option<Interval>, alone: Vec<Option<f64>>| {
        let interval =
            interval.map_or(String::new(), |Interval { low, high }| format!("{low:.3} to {high:.3}"));
        let alone = alone.into_iter().map(|value| value.map_or(String::new(), |value| format!("{value:.4}")));
        scores.add_row([name.to_owned(), format!("{value:.4}"), interval].into_iter().chain(alone));
    };
    let beside = |majority: f64, part: fn(&PartAlone) -> Option<f64>| {
        std::iter::once(Some(majority)).chain(report.baselines.iter().map(part)).collect()
    };
    let interval = Some(report.accuracy_interval);
    score("accuracy", report.accuracy, interval, beside(baseline.accuracy, |part| Some(part.accuracy)));
    let alone = beside(baseline.balanced_accuracy, |part| Some(part.balanced_accuracy));
    score("balanced accuracy", report.balanced_accuracy, Some(report.balanced_accuracy_interval), alone);
    let interval = Some(report.macro_f1_interval);
    score("macro-F1", report.macro_f1, interval, beside(baseline.macro_f1, |part| Some(part.macro_f1)));
    score("log-loss", report.log_loss, None, beside(baseline.log_loss, |_| None));
    let mut labels = table(&["label", "precision", "recall", "F1", "rows"]);
    for figures in &report.labels {
        let scores = figures.scores;
        labels.add_row([
            figures.label.clone(),
            or_undefined(scores.precision, "0 predicted"),
            or_undefined(scores.recall, "0 rows"),
            or_undefined(scores.f1, "0 rows"),
            scores.support.to_string(),
        ]);
    }
    let mut header = vec!["true \\ predicted"];
    header.extend(report.label_names.iter().map(String::as_str));
    let mut confusion = table(&header);
    for (name, row) in report.label_names.iter().zip(report.confusion.counts()) {
        confusion.add_row(std::iter::once(name.clone()).chain(row.iter().map(u64::to_string)));
    }
    format!("'{}' by {method}, on {units}\n\n{scores}\n\n{labels}\n\n{confusion}\n", report.label_column)
}

fn or_undefined(value: Option<f64>, why: &str) -> String {
    value.map_or_else(|| format!("n/a ({why})"), |value| format!("{value:.3}"))
}

/// An empty table; all columns but the first are set to the right.
pub fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header.to_vec());
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// What abstention does for each report; nothing if that was not asked for.
fn abstentions(arguments: &Arguments, models: &[Classifier]) -> Result<Vec<Abstention>> {
    let Some(max_error) = arguments.trust.max_error else { return Ok(Vec::new()) };
    let Some(folds) = arguments.folds else {
        arguments.trust.thresholds(models)?;
        let of_model = |model: &Classifier| {
            let columns = arguments.columns.columns(&model.description().label_column);
            Abstention::of_model(model, &read_corpus(&arguments.csv, &columns)?, max_error)
        };
        return models.iter().map(of_model).collect();
    };
    let of_folds = |label: &str, settings: &TrainSettings| {
        let corpus = read_corpus(&arguments.csv, &arguments.columns.columns(label))?;
        Abstention::of_folds(&corpus, settings, folds, max_error)
    };
    if models.is_empty() {
        return Ok(vec![of_folds("stance", &arguments.options.settings()?)?]);
    }
    models.iter().map(|model| of_folds(&model.description().label_column, &settings_of(model))).collect()
}

/// The figures of abstention to read.
fn abstention_text(abstention: &Abstention) -> String {
    let percent = |share: Option<f64>| share.map_or("n/a".into(), |share| format!("{:.1} %", share * 100.0));
    let Abstention { max_error, n, n_labelled, error, coverage, coverage_by_label, mean_set_size } =
        abstention;
    let by_label = coverage_by_label.iter().map(|(label, share)| format!("{label} {}", percent(*share)));
    format!(
        "at --max-error {max_error} {n_labelled} of {n} rows get a label ({}), of which {} are wrong; the sets hold the \
         true label in {} of all rows ({}), and {mean_set_size:.2} labels in the mean\n",
        percent(Some(*n_labelled as f64 / (*n).max(1) as f64)),
        percent(*error),
        percent(Some(*coverage)),
        by_label.collect::<Vec<_>>().join(", ")
    )
}

/// A report as JSON, with what abstention does.
#[derive(serde::Serialize)]
struct WithAbstention<'a> {
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    abstention: Option<&'a Abstention>,
}
