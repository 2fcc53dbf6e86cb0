//! `standpoint train`: labelled sentences in, a model file out.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use standpoint::article::Lexicon;
use standpoint::corpus::{self, Columns, GroupColumn};
use standpoint::evaluation::audit::Swap;
use standpoint::evaluation::{Reliability, calibration_error_by_chance};
use standpoint::features::{FeatureSettings, Unit};
use standpoint::model::{C, Calibrate, ClassWeight, Solver, calibration_folds};
use standpoint::{Classifier, Corpus, Error, Result, TrainSettings};

use super::inputs::read_text;
use super::output::{say, tell, warn};
use super::provenance::{ProvenanceOption, Run};
use super::trust::TrustOptions;
use super::{Outcome, Threads};

/// Train a model on labelled sentences
#[derive(clap::Args)]
pub struct Arguments {
    /// The labelled sentences: a CSV with one sentence a row
    csv: PathBuf,

    /// Where to write the model
    #[arg(long, value_name = "MODEL")]
    output: PathBuf,

    #[command(flatten)]
    columns: ColumnOptions,

    #[command(flatten)]
    options: TrainOptions,

    #[command(flatten)]
    actors: ActorOptions,

    #[command(flatten)]
    provenance: ProvenanceOption,

    #[command(flatten)]
    threads: Threads,
}

/// Which columns of the CSV are what.
#[expect(clippy::struct_field_names, reason = "the names of the options")]
#[derive(clap::Args)]
pub struct ColumnOptions {
    /// Column of the texts
    #[arg(long, value_name = "COLUMN", default_value = "text")]
    text_column: String,

    /// Column of the labels [default: stance; to evaluate a model, the one it was trained on]
    #[arg(long, value_name = "COLUMN")]
    label_column: Option<String>,

    /// Column that says which rows belong together; `none` for none [default: article, where there is one]
    ///
    /// Rows that belong together are never parted by cross-validation, and intervals draw them as one. In a
    /// table without a column `article` they form an article. In one with it, another column named here, a
    /// writer or an occasion, holds whole articles together.
    #[arg(long, value_name = "COLUMN")]
    group_column: Option<String>,
}

impl ColumnOptions {
    /// The models, calibrated anew if that was asked for.
    pub fn calibrated(&self, trust: &TrustOptions, models: Vec<Classifier>) -> Result<Vec<Classifier>> {
        trust.calibrate(models, &self.text_column, self.group_column.as_deref())
    }

    /// The columns; `label` is the label column unless one is given.
    pub fn columns(&self, label: &str) -> Columns {
        Columns {
            text: self.text_column.clone(),
            label: self.label_column.clone().unwrap_or_else(|| label.to_owned()),
            group: GroupColumn::from_name(self.group_column.as_deref()),
            kept: Vec::new(),
        }
    }
}

/// How to train.
#[derive(clap::Args)]
pub struct TrainOptions {
    /// Blocks of features, with their range of n
    #[arg(long, value_name = "BLOCKS", default_value_t)]
    features: FeatureSettings,

    /// Inverse strength of the penalty, or `auto` to choose it by cross-validation on these rows
    #[arg(long, value_name = "C|auto", default_value_t = TrainSettings::default().c)]
    c: C,

    /// Whether each label counts the same as a whole, or each row
    #[arg(long, value_name = "WEIGHT", value_parser = ["balanced", "none"], default_value = "balanced")]
    class_weight: String,

    /// Who minimises the loss: our sparse Newton method or linfa-logistic on dense rows
    #[arg(long, value_parser = ["newton", "linfa"], default_value = "newton")]
    solver: String,

    /// How far the loss may stay above its minimum, relatively
    #[arg(long, value_name = "SHARE", default_value_t = TrainSettings::default().tolerance, value_parser = TrainSettings::parse_tolerance)]
    tolerance: f64,

    /// Calibrate the probabilities on held-out folds: `auto` does so for up to 5000 rows
    #[arg(long, value_enum, default_value_t = CalibrateOption::Auto)]
    calibrate: CalibrateOption,

    /// Seed of the folds in cross-validation
    #[arg(long, value_name = "N", default_value_t = TrainSettings::default().seed)]
    seed: u64,
}

/// Whether to calibrate.
#[derive(Clone, Copy, clap::ValueEnum)]
enum CalibrateOption {
    Auto,
    Folds,
    None,
}

impl From<CalibrateOption> for Calibrate {
    fn from(option: CalibrateOption) -> Self {
        match option {
            CalibrateOption::Auto => Self::Auto,
            CalibrateOption::Folds => Self::Folds,
            CalibrateOption::None => Self::None,
        }
    }
}

impl TrainOptions {
    /// The settings that were asked for, with the tables that rows are read with.
    pub fn settings(&self, actors: &ActorOptions) -> Result<TrainSettings> {
        Ok(TrainSettings {
            features: self.features.clone(),
            c: self.c,
            class_weight: if self.class_weight == "none" { ClassWeight::None } else { ClassWeight::Balanced },
            solver: if self.solver == "linfa" { Solver::Linfa } else { Solver::Newton },
            tolerance: self.tolerance,
            calibrate: self.calibrate.into(),
            seed: self.seed,
            lexicon: actors.of_rows()?,
        })
    }
}

/// Who is on whose side.
#[derive(clap::Args)]
pub struct ActorOptions {
    /// A table of actors instead of the built-in one or the model's, for the blocks context and cues; may be repeated
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,

    /// A table of actors who are in these rows and nowhere else, such as invented persons: rows are read with it
    /// too, and no model keeps it; may be repeated
    #[arg(long, value_name = "FILE", requires = "actors")]
    cast: Vec<PathBuf>,
}

impl ActorOptions {
    /// The tables that rows are read with; `None` for the built-in one, or that of the model.
    pub fn of_rows(&self) -> Result<Option<Arc<Lexicon>>> {
        read_actors(&self.all())
    }

    /// The tables that a model keeps; `None` for those that it was trained with.
    fn kept(&self) -> Result<Option<Arc<Lexicon>>> {
        if self.cast.is_empty() { Ok(None) } else { read_actors(&self.actors) }
    }

    /// The names in all tables, each with one of the other side.
    pub fn swap(&self) -> Result<Swap> {
        let tables = read_tables(&self.all())?;
        Swap::new(&borrowed(&tables))
    }

    fn all(&self) -> Vec<PathBuf> {
        [&self.actors[..], &self.cast].concat()
    }
}

/// Warns if features need articles and rows have none.
pub fn warn_without_articles(corpus: &Corpus, features: &FeatureSettings) {
    if features.has(Unit::Context) && corpus.groups().is_none() {
        let message = "the block 'context' needs to know which rows form an article, and there is no column 'article' (or name one \
                       with --group-column): each row is read alone";
        tell("warning", message);
    }
}

/// The tables of actors in these files, together; `None` for no file.
pub fn read_actors(paths: &[PathBuf]) -> Result<Option<Arc<Lexicon>>> {
    if paths.is_empty() {
        return Ok(None);
    }
    let tables = read_tables(paths)?;
    Ok(Some(Arc::new(Lexicon::new(&borrowed(&tables))?)))
}

/// The names and texts of these files.
fn read_tables(paths: &[PathBuf]) -> Result<Vec<(String, String)>> {
    paths.iter().map(|path| Ok((path.display().to_string(), read_text(path)?))).collect()
}

fn borrowed(tables: &[(String, String)]) -> Vec<(&str, &str)> {
    tables.iter().map(|(name, table)| (name.as_str(), table.as_str())).collect()
}

/// Reads labelled rows from a file and prints what is doubtful about them.
pub fn read_corpus(path: &Path, columns: &Columns) -> Result<Corpus> {
    let file = File::open(path).map_err(|error| Error::io("open", path, &error))?;
    let (corpus, warnings) = corpus::read(file, &path.display().to_string(), columns)?;
    warn(&warnings);
    Ok(corpus)
}

/// Trains and saves.
pub fn run(arguments: &Arguments) -> Outcome {
    arguments.threads.start()?;
    let start = Instant::now();
    let columns = arguments.columns.columns("stance");
    let corpus = read_corpus(&arguments.csv, &columns)?;
    let settings = arguments.options.settings(&arguments.actors)?;
    warn_without_articles(&corpus, &settings.features);
    let trained = Classifier::train(&corpus, &settings);
    let mut classifier =
        trained.map_err(|error| error.in_file(arguments.csv.display()))?.named(&columns.label);
    if let Some(kept) = arguments.actors.kept()? {
        classifier = classifier.with_lexicon(kept);
    }
    classifier.save(&arguments.output)?;
    let inputs = std::slice::from_ref(&arguments.csv);
    arguments.provenance.write("train", Run::default(), std::slice::from_ref(&classifier), inputs)?;
    let about = classifier.description();
    for (c, macro_f1) in &about.c_search {
        say(&format!(
            "C {c}: macro-F1 {macro_f1:.4} in cross-validation{}",
            if *c == about.c { ", chosen" } else { "" }
        ));
    }
    match calibration_folds(&corpus, &settings) {
        Ok(_) => say(&calibrated(&classifier)),
        Err(why) => say(&format!("not calibrated: {why}")),
    }
    let rows = match about.n_articles {
        Some(articles) => format!("{} rows in {articles} articles", corpus.len()),
        None => format!("{} rows", corpus.len()),
    };
    say(&format!(
        "{}: '{}' with {} labels from {rows}; {} features, C {}, {} steps, loss {:.6}; {:.2} s",
        arguments.output.display(),
        about.label_column,
        about.labels.len(),
        classifier.features().n_columns(),
        about.c,
        about.steps,
        about.loss,
        start.elapsed().as_secs_f64()
    ));
    Ok(())
}

/// What calibration did to the probabilities of held-out rows.
fn calibrated(classifier: &Classifier) -> String {
    let calibration = classifier.calibration();
    let before = Reliability::of(calibration.labels(), &calibration.probabilities_before());
    let after = Reliability::of(calibration.labels(), &calibration.probabilities());
    format!(
        "calibrated on {} rows: temperature {:.3}, expected calibration error {:.4} (before: {:.4}, by chance alone: \
         {:.4}), Brier score {:.4} (before: {:.4})",
        calibration.n_rows(),
        calibration.temperature(),
        after.expected_calibration_error,
        before.expected_calibration_error,
        calibration_error_by_chance(&calibration.probabilities(), classifier.labels().len()),
        after.brier_score,
        before.brier_score
    )
}
