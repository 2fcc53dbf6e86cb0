//! `--provenance`: what was run on what, beside an output.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use standpoint::files::write_beside;
use standpoint::model::ClassWeight;
use standpoint::{Classifier, Error, Result};

use super::{Failure, Outcome};

/// Where the record of a run goes.
#[derive(clap::Args)]
pub struct ProvenanceOption {
    /// Write what was run on what to this file: version, arguments, hashes of models and inputs
    #[arg(long, value_name = "FILE")]
    provenance: Option<PathBuf>,
}

/// A run. Serialises with the names of these fields.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Provenance {
    /// The version of the program.
    pub standpoint: String,
    /// The subcommand.
    pub command: String,
    /// What was typed after the program's name.
    pub arguments: Vec<String>,
    /// What shaped the figures.
    #[serde(flatten)]
    pub run: Run,
    /// The models, as they answered.
    pub models: Vec<ModelRecord>,
    /// The files that were read.
    pub inputs: Vec<FileRecord>,
}

/// What a run did besides labelling.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Run {
    /// `--max-error`.
    pub max_error: Option<f64>,
    /// Shares were printed.
    pub summary: bool,
    /// Shares were corrected by a labelled sample.
    pub labelled: bool,
    /// `--folds`.
    pub folds: Option<usize>,
    /// `--calibrate-on`.
    pub calibrated_on: Option<String>,
}

/// What tells one model from all others.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ModelRecord {
    pub label_column: String,
    pub labels: Vec<String>,
    /// SHA-256 of the model's file; of the recalibrated model if it was calibrated anew.
    pub sha256: String,
    pub training_sha256: String,
    pub training_rows: usize,
    pub training_articles: Option<usize>,
    pub features: String,
    pub c: f64,
    pub balanced: bool,
    pub temperature: f64,
    pub calibration_rows: usize,
    pub calibration_folds: Option<usize>,
    /// The version that trained it.
    pub trained_by: String,
}

/// A file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FileRecord {
    pub file: String,
    pub sha256: String,
}

impl ModelRecord {
    /// Of a model.
    pub fn new(model: &Classifier) -> Self {
        let about = model.description();
        Self {
            label_column: about.label_column.clone(),
            labels: about.labels.clone(),
            sha256: hexadecimal(&Sha256::digest(model.to_bytes())),
            training_sha256: about.training_sha256.clone(),
            training_rows: about.label_counts.iter().sum(),
            training_articles: about.n_articles,
            features: model.features().settings().to_string(),
            c: about.c,
            balanced: about.class_weight == ClassWeight::Balanced,
            temperature: model.calibration().temperature(),
            calibration_rows: model.calibration().n_rows(),
            calibration_folds: about.calibration_folds,
            trained_by: about.version.clone(),
        }
    }
}

impl ProvenanceOption {
    /// Writes the record, if it was asked for. Files that are not there (standard input) have no hash.
    pub fn write(&self, command: &str, run: Run, models: &[Classifier], files: &[PathBuf]) -> Outcome {
        let Some(path) = &self.provenance else { return Ok(()) };
        let files = files.iter().filter(|path| path.is_file());
        let provenance = Provenance {
            standpoint: env!("CARGO_PKG_VERSION").into(),
            command: command.into(),
            arguments: std::env::args().skip(1).collect(),
            run,
            models: models.iter().map(ModelRecord::new).collect(),
            inputs: files.map(|path| file_record(path)).collect::<Result<_>>()?,
        };
        write_beside(path, |file| {
            serde_json::to_writer_pretty(&mut *file, &provenance)?;
            file.write_all(b"\n").map_err(Failure::from)
        })
    }
}

fn file_record(path: &Path) -> Result<FileRecord> {
    let bytes = std::fs::read(path).map_err(|error| Error::io("read", path, &error))?;
    Ok(FileRecord { file: path.display().to_string(), sha256: hexadecimal(&Sha256::digest(bytes)) })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |written, byte| written + &format!("{byte:02x}"))
}
