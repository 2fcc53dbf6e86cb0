//! `standpoint evaluate`: how good a model or a way of training is.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use indicatif::ProgressBar;
use standpoint::corpus::Columns;
use standpoint::evaluation::{Extent, FEW_CLUSTERS, Report, card, page};
use standpoint::model::{C, Calibrate};
use standpoint::{Classifier, Corpus, ErrorKind, Result, TrainSettings};

use super::output::{tell, with_output};
use super::provenance::{ProvenanceOption, Run};
use super::report::text;
use super::train::{ActorOptions, ColumnOptions, TrainOptions, read_corpus, warn_without_articles};
use super::trust::TrustOptions;
use super::{Failure, Outcome, Threads, usage};

/// How many errors a page lists.
const MISTAKES: usize = 20;

/// Measure a model on labelled sentences, or settings by cross-validation
///
/// --model measures finished models: give rows that they were not trained on. --folds K measures a way
/// of training: it trains K times, each time leaving out the articles that are then predicted. Both
/// together measure the way in which the model was trained, with its own settings; that is how a model
/// gets honest figures from its own training rows. Prints scores with 95 % intervals, and how much better
/// they are than those of simpler ways.
#[derive(clap::Args)]
pub struct Arguments {
    /// The labelled sentences: a CSV with one sentence a row
    csv: PathBuf,

    /// A model to measure; may be repeated
    #[arg(long = "model", value_name = "MODEL", conflicts_with = "TrainOptions")]
    models: Vec<PathBuf>,

    /// Another model to compare with, on the same rows; with --folds, its settings on the same folds
    #[arg(long, value_name = "MODEL")]
    against: Option<PathBuf>,

    /// Measure training itself by cross-validation with this many folds; with --model, that model's settings
    #[arg(long, value_name = "K")]
    folds: Option<usize>,

    /// Cross-validate this many times, each time with other folds, from 1 to 100
    #[arg(long, value_name = "R", default_value_t = 1, requires = "folds", value_parser = clap::value_parser!(u16).range(1..=100))]
    repeats: u16,

    /// Print figures for each value of a column too, or by `length`, `quoted` or `speaker-known`; may be repeated
    ///
    /// Where the table has a column of that name, it is the column.
    #[arg(long, value_name = "COLUMN")]
    by: Vec<String>,

    /// Cross-validate with an eighth, a quarter and a half of the training articles too
    #[arg(long, requires = "folds")]
    learning_curve: bool,

    /// How to print; markdown is the model card of one --model, html a page that needs no network
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
    /// A page for the browser, with charts and the errors most worth reading.
    Html,
}

/// Evaluates and prints.
pub fn run(arguments: &Arguments) -> Outcome {
    check(arguments)?;
    arguments.threads.start()?;
    let open = |path: &PathBuf| Classifier::open(path);
    let opened: Vec<Classifier> = arguments.models.iter().map(open).collect::<Result<_>>()?;
    let tables = arguments.actors.of_rows()?;
    let reading = |model: Classifier| match &tables {
        Some(tables) => model.with_lexicon(Arc::clone(tables)),
        None => model,
    };
    let models = opened.iter().cloned().map(reading).collect();
    let mut models = arguments.columns.calibrated(&arguments.trust, models)?;
    let against = arguments.against.as_ref().map(open).transpose()?.map(reading);
    if arguments.folds.is_none() {
        arguments.trust.thresholds(&models)?;
    }
    let reports = match arguments.folds {
        Some(folds) if models.is_empty() => {
            let corpus = arguments.read("stance")?;
            let settings = arguments.options.settings(&arguments.actors)?;
            warn_without_articles(&corpus, &settings.features);
            let label_column = arguments.columns("stance").label;
            let report = arguments.of_folds(&label_column, &corpus, &settings, against.as_ref(), folds)?;
            if arguments.format == Format::Html {
                models.push(Classifier::train(&corpus, &settings)?.named(&label_column));
            }
            vec![report]
        }
        _ => models.iter().map(|model| arguments.of_model(model, against.as_ref())).collect::<Result<_>>()?,
    };
    warn(&reports);
    let run = Run { folds: arguments.folds, ..arguments.trust.run() };
    // Of models from files, the files are recorded: not what was calibrated anew or given other tables.
    let recorded = if opened.is_empty() { &models } else { &opened };
    arguments.provenance.write("evaluate", run, recorded, std::slice::from_ref(&arguments.csv))?;
    with_output(arguments.output.as_deref(), |output| {
        let text = match (arguments.format, &reports[..]) {
            (Format::Text, _) => reports.iter().map(text).collect::<Vec<_>>().join("\n"),
            (Format::Json, [report]) => serde_json::to_string_pretty(report)? + "\n",
            (Format::Json, _) => {
                let columns: BTreeMap<&str, &Report> =
                    reports.iter().map(|report| (report.label_column.as_str(), report)).collect();
                serde_json::to_string_pretty(&serde_json::json!({ "columns": columns }))? + "\n"
            }
            (Format::Markdown, _) => card(&models[0], &reports[0]),
            (Format::Html, _) => page(&reports[0], &models[0], &command()),
        };
        output.write_all(text.as_bytes()).map_err(Failure::from)
    })
}

/// What the options say together.
fn check(arguments: &Arguments) -> Outcome {
    if arguments.folds.is_some() && arguments.trust.calibrate_on.is_some() {
        return Err(usage("--folds measures training, which calibrates by itself; leave --calibrate-on out"));
    }
    if arguments.models.is_empty() && arguments.folds.is_none() {
        return Err(usage(
            "say what to evaluate: --model MODEL for a finished model, or --folds K for cross-validation",
        ));
    }
    if arguments.format == Format::Markdown && arguments.models.len() != 1 {
        return Err(usage("--format markdown writes the card of a model; give exactly one --model"));
    }
    if arguments.format == Format::Html && arguments.models.len() > 1 {
        return Err(usage("--format html makes the page of one model; give --model once"));
    }
    if arguments.against.is_some() && arguments.models.len() > 1 {
        return Err(usage("--against compares with one model; give --model once"));
    }
    Ok(())
}

/// The command as it was typed, to type again.
fn command() -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,".contains(c);
    let quoted = |argument: String| {
        if !argument.is_empty() && argument.chars().all(plain) {
            return argument;
        }
        format!("'{}'", argument.replace('\'', "'\\''"))
    };
    let arguments =
        std::env::args_os().skip(1).map(|argument| quoted(argument.to_string_lossy().into_owned()));
    std::iter::once("standpoint".to_owned()).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// Warns of figures that are not what they look like.
fn warn(reports: &[Report]) {
    for report in reports {
        let of_model = (report.rows_trained_on, format!("the model for '{}'", report.label_column));
        let of_other =
            report.against.as_ref().map(|other| (other.rows_trained_on, format!("'{}'", other.other.name)));
        for (trained_on, model) in [Some(of_model), of_other].into_iter().flatten().filter(|(n, _)| *n > 0) {
            let message = format!(
                "{trained_on} of {} rows were among the training rows of {model}: its figures say how well it remembers, not \
                 how well it labels new text; use --folds, or other rows",
                report.n
            );
            tell("warning", &message);
        }
    }
    if let Some(report) = reports.iter().find(|report| report.n_clusters < FEW_CLUSTERS) {
        let clusters = match (report.n_clusters, report.cluster.as_str()) {
            (1, unit @ ("article" | "row")) => format!("1 {unit}"),
            (n, unit @ ("article" | "row")) => format!("{n} {unit}s"),
            (n, column) => format!("{n} values of '{column}'"),
        };
        let message = format!(
            "intervals rest on {clusters} only: they are wide, and so few may not be like others; {FEW_CLUSTERS} or more are better"
        );
        tell("warning", &message);
    }
}

impl Arguments {
    /// The columns; `label` is the label column unless one is given.
    fn columns(&self, label: &str) -> Columns {
        let mut kept = self.by.clone();
        if self.format == Format::Html {
            kept.push("article".into());
        }
        Columns { kept, ..self.columns.columns(label) }
    }

    fn read(&self, label: &str) -> Result<Corpus> {
        read_corpus(&self.csv, &self.columns(label))
    }

    fn extent(&self) -> Extent {
        let page = self.format == Format::Html;
        Extent {
            repeats: self.repeats.into(),
            by: self.by.clone(),
            learning_curve: self.learning_curve || (page && self.folds.is_some()),
            mistakes: if page { MISTAKES } else { 0 },
            audit: page,
            max_error: self.trust.max_error,
            ..Extent::default()
        }
    }

    /// What the model that is compared with is called.
    fn other_name(&self) -> String {
        let stem = self.against.as_ref().and_then(|path| path.file_stem());
        stem.map_or_else(String::new, |stem| stem.display().to_string())
    }

    fn of_model(&self, model: &Classifier, against: Option<&Classifier>) -> Result<Report> {
        let about = model.description();
        let columns = self.columns(&about.label_column);
        let corpus = self.read(&about.label_column)?;
        let Some(folds) = self.folds else {
            let name = self.other_name();
            let against = against.map(|other| (name.as_str(), other));
            return Report::of_model(model, against, &corpus, &self.extent()).map_err(|error| {
                match error.kind() {
                    ErrorKind::Table => error.in_file(self.csv.display()).in_column(&columns.label),
                    _ => error,
                }
            });
        };
        if corpus.source_hash() != about.training_sha256 {
            let message = format!(
                "{} is not the file that the model for '{}' was trained on: the figures say how well its settings do on \
                 these rows",
                self.csv.display(),
                about.label_column
            );
            tell("warning", &message);
        }
        self.of_folds(&about.label_column, &corpus, &settings_of(model), against, folds)
    }

    fn of_folds(
        &self,
        label_column: &str,
        corpus: &Corpus,
        settings: &TrainSettings,
        against: Option<&Classifier>,
        folds: usize,
    ) -> Result<Report> {
        let (extent, name, other) = (self.extent(), self.other_name(), against.map(settings_of));
        let against = other.as_ref().map(|other| (name.as_str(), other));
        let bar = ProgressBar::new(Report::steps(settings, against.is_some(), folds, &extent) as u64);
        let report =
            Report::of_folds(label_column, corpus, settings, against, folds, &extent, &|| bar.inc(1));
        bar.finish_and_clear();
        report.map_err(|error| error.in_file(self.csv.display()))
    }
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
