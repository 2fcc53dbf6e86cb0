//! How sure is sure enough? The options that calibrate models anew and let them abstain.

use std::fs::File;
use std::path::{Path, PathBuf};

use standpoint::corpus::{Columns, GroupColumn, Table};
use standpoint::model::Thresholds;
use standpoint::{Classifier, Error, ErrorKind, Result};

use super::output::tell;
use super::provenance::Run;
use super::train::read_corpus;

/// Calibration on the user's own rows, and abstention.
#[derive(clap::Args)]
pub struct TrustOptions {
    /// Calibrate anew on these labelled rows of your own text, which the model was not trained on
    #[arg(long, value_name = "CSV")]
    pub calibrate_on: Option<PathBuf>,

    /// Answer `uncertain` unless one label is left when each may be missed in this share of its rows
    #[arg(long, value_name = "P", value_parser = parse_share)]
    pub max_error: Option<f64>,
}

fn parse_share(written: &str) -> Result<f64> {
    match written.parse::<f64>() {
        Ok(share) if (0.001..=0.5).contains(&share) => Ok(share),
        _ => {
            let message = format!("it is '{written}'; it must be a number from 0.001 to 0.5");
            Err(Error::new(ErrorKind::Setting, message))
        }
    }
}

impl TrustOptions {
    /// For the record of a run.
    pub fn run(&self) -> Run {
        let calibrated_on = self.calibrate_on.as_ref().map(|path| path.display().to_string());
        Run { max_error: self.max_error, calibrated_on, ..Run::default() }
    }

    /// The models, calibrated anew if that was asked for: those whose label column the rows have.
    pub fn calibrate(
        &self,
        models: Vec<Classifier>,
        text_column: &str,
        group_column: Option<&str>,
    ) -> Result<Vec<Classifier>> {
        let Some(path) = &self.calibrate_on else { return Ok(models) };
        let header = header(path, text_column)?;
        let column = |model: &Classifier| model.description().label_column.clone();
        if !models.iter().any(|model| header.contains(&column(model))) {
            let columns: Vec<String> = models.iter().map(|model| format!("'{}'", column(model))).collect();
            let message =
                format!("there is no column {} with true labels to calibrate on", columns.join(" or "));
            return Err(Error::new(ErrorKind::Table, message).in_file(path.display()));
        }
        let calibrate = |model: Classifier| {
            let label = column(&model);
            if !header.contains(&label) {
                tell(
                    "warning",
                    &format!("{}: no column '{label}': that model stays as it is", path.display()),
                );
                return Ok(model);
            }
            let group = GroupColumn::from_name(group_column);
            let corpus =
                read_corpus(path, &Columns { text: text_column.to_owned(), label, group, kept: Vec::new() })?;
            let known = corpus.texts().into_iter().filter(|text| model.was_trained_on(text)).count();
            if known > 0 {
                let message = format!(
                    "{known} of {} rows of {} were training rows of the model for '{}', which is surer of them than \
                     of other text; calibrate on rows that it has not seen",
                    corpus.len(),
                    path.display(),
                    column(&model)
                );
                tell("warning", &message);
            }
            model.calibrated_on(&corpus).map_err(|error| error.in_file(path.display()))
        };
        models.into_iter().map(calibrate).collect()
    }

    /// The thresholds of each model; none if nobody asked to abstain.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] if a model has no answers for held-out rows.
    pub fn thresholds(&self, models: &[Classifier]) -> Result<Vec<Thresholds>> {
        let Some(max_error) = self.max_error else { return Ok(Vec::new()) };
        let thresholds = |model: &Classifier| {
            let column = &model.description().label_column;
            if model.calibration().n_rows() == 0 {
                let message = format!(
                    "--max-error needs a calibrated model, and the one for '{column}' is not: train it with --calibrate \
                     folds, or give labelled rows of your own with --calibrate-on CSV"
                );
                return Err(Error::new(ErrorKind::Setting, message));
            }
            let thresholds = model.calibration().thresholds(model.labels().len(), max_error);
            let few = thresholds.too_few();
            if !few.is_empty() {
                let few: Vec<String> =
                    few.iter().map(|&(label, n)| format!("'{}' has {n}", model.labels()[label])).collect();
                let what_follows = if thresholds.enough_together() {
                    "the rows of all labels together decide about it, so its own rows may be missed more often"
                } else {
                    "it stays possible in every sentence, so few get a label"
                };
                let message = format!(
                    "too few labelled rows to rule a label of '{column}' out by itself at --max-error {max_error}: {} are \
                     needed, {}; {what_follows}",
                    thresholds.needed(),
                    few.join(", ")
                );
                tell("warning", &message);
            }
            Ok(thresholds)
        };
        models.iter().map(thresholds).collect()
    }
}

/// The names of a table's columns.
fn header(path: &Path, text_column: &str) -> Result<Vec<String>> {
    let file = File::open(path).map_err(|error| Error::io("open", path, &error))?;
    Ok(Table::new(file, &path.display().to_string(), text_column)?.header().to_vec())
}
