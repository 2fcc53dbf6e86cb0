//! `standpoint sample`: which sentences to label by hand; and such a sample, labelled, read back.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use standpoint::article::folded;
use standpoint::corpus::{Table, TableRow};
use standpoint::evaluation::stratified_sample;
use standpoint::{Error, ErrorKind, Result};

use super::answers::Models;
use super::counted::{Placed, each_once};
use super::labelling::{InputOptions, Job};
use super::output::{say, with_output};
use super::provenance::ProvenanceOption;
use super::sheet::Form;
use super::{Failure, Outcome, Threads};

/// Draw sentences to label by hand, so that `predict --summary --labelled` can correct its shares
///
/// The sample is stratified by the label that the first model gives (and by --by): each stratum is drawn from
/// in proportion, at least twice. Fill in the columns of labels and leave the others as they are.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    input: InputOptions,

    /// How many sentences to draw
    #[arg(long, value_name = "N", default_value_t = 100)]
    size: usize,

    /// Draw from each group of these columns; give the same to `predict --summary`
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',')]
    by: Vec<String>,

    /// Seed of the draw
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    provenance: ProvenanceOption,

    #[command(flatten)]
    threads: Threads,
}

/// Draws and prints.
pub fn run(arguments: &Arguments) -> Outcome {
    let models = arguments.input.models(0)?;
    arguments.threads.start()?;
    let form = Form::Counted(arguments.by.clone());
    let (rows, models) =
        Job { options: &arguments.input, models, form, lines: false, all_lines: false }.count()?;
    let (placed, _) = each_once(&rows);
    let name = |placed: &Placed| {
        let mut name = placed.row.group.clone();
        name.extend(models.classifiers.first().map(|model| model.labels()[placed.row.answers[0].0].clone()));
        name.join(" / ")
    };
    let names: Vec<String> = placed.iter().map(name).collect();
    let mut distinct: Vec<&String> = names.iter().collect();
    distinct.sort();
    distinct.dedup();
    let strata: Vec<usize> =
        names.iter().map(|name| distinct.binary_search(&name).unwrap_or_default()).collect();
    let sample = stratified_sample(&strata, arguments.size, arguments.seed)?;
    with_output(arguments.output.as_deref(), |output| {
        let mut writer = csv::Writer::from_writer(output);
        let labels = models.classifiers.iter().map(|model| model.description().label_column.as_str());
        let columns = KEY.into_iter().chain(labels).chain([PROBABILITY, "stratum"]);
        writer.write_record(columns)?;
        for drawn in &sample {
            let Placed { row, article, n, .. } = &placed[drawn.row];
            let (n, probability) = (n.to_string(), format!("{:.9}", drawn.probability));
            let empty = models.classifiers.iter().map(|_| "");
            let record = [*article, &n, &row.text].into_iter().chain(empty);
            writer.write_record(record.chain([probability.as_str(), &names[drawn.row]]))?;
        }
        writer.flush().map_err(Failure::from)
    })?;
    let run = arguments.input.trust.run();
    arguments.provenance.write("sample", run, &models.classifiers, &arguments.input.inputs)?;
    say(&format!("{} of {} sentences in {} strata", sample.len(), placed.len(), distinct.len()));
    Ok(())
}

/// The columns that say which sentence it is.
const KEY: [&str; 3] = ["article", "n", "text"];
const PROBABILITY: &str = "probability";

/// The rows of a labelled sample: for each counted row its probability, and its label for each model.
pub struct Labelled(BTreeMap<usize, (f64, Vec<Option<usize>>)>);

impl Labelled {
    /// The label of a counted row for a model, and the probability that it was drawn with.
    pub fn of(&self, row: usize, model: usize) -> Option<(usize, f64)> {
        let (probability, labels) = self.0.get(&row)?;
        labels[model].map(|label| (label, *probability))
    }
}

/// Reads a labelled sample of the rows that are counted.
///
/// # Errors
/// [`ErrorKind::Table`] if a column is missing, a label is unknown or missing (a column of labels may be empty as a
/// whole), or a row is not one of those counted.
pub fn read_sample(path: &Path, placed: &[Placed], models: &Models) -> Result<Labelled> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| Error::io("open", path, &error))?;
    let mut table = Table::new(file, &name, "text")?;
    let [article, n, text] = KEY.map(|column| table.column(column));
    let (article, n, text, probability) = (article?, n?, text?, table.column(PROBABILITY)?);
    let columns: Vec<Option<usize>> = models
        .classifiers
        .iter()
        .map(|model| table.optional_column(&model.description().label_column))
        .collect::<Result<_>>()?;
    let known: BTreeMap<(&str, usize, &str), usize> = placed
        .iter()
        .enumerate()
        .map(|(number, placed)| ((placed.article, placed.n, placed.row.text.as_str()), number))
        .collect();
    let (mut labelled, mut row) = (BTreeMap::new(), TableRow::default());
    let mut empty = vec![0; columns.len()];
    while table.next_row(&mut row)? {
        let wrong = |column: &str, message: String| {
            Error::new(ErrorKind::Table, message).in_file(&name).at_line(row.line()).in_column(column)
        };
        let sentence = folded(row.cell(text));
        let number = row.cell(n).trim().parse().ok();
        let found = number.and_then(|n| known.get(&(row.cell(article), n, sentence.as_str())));
        let Some(&found) = found else {
            let message = "this sentence is none of those that are summarised; give the same INPUT and --by as to `standpoint sample`";
            return Err(wrong("text", message.into()));
        };
        let probability = match row.cell(probability).trim().parse::<f64>() {
            Ok(probability) if probability > 0.0 && probability <= 1.0 => probability,
            _ => {
                return Err(wrong(
                    PROBABILITY,
                    format!(
                        "it is '{}'; leave it as it was drawn, above 0 and at most 1",
                        row.cell(probability)
                    ),
                ));
            }
        };
        let mut labels = Vec::new();
        for ((model, column), empty) in models.classifiers.iter().zip(&columns).zip(&mut empty) {
            let cell = column.map_or("", |column| row.cell(column).trim());
            let label = model.labels().iter().position(|label| label == cell);
            if label.is_none() && !cell.is_empty() {
                let message = format!(
                    "label '{cell}' is unknown to the model, whose labels are: {}",
                    model.labels().join(", ")
                );
                return Err(wrong(&model.description().label_column, message));
            }
            *empty += usize::from(label.is_none());
            labels.push(label);
        }
        labelled.insert(found, (probability, labels));
    }
    let n_labelled = labelled.len();
    for (model, &empty) in models.classifiers.iter().zip(&empty) {
        if empty > 0 && empty < n_labelled {
            let message =
                format!("{empty} of {n_labelled} rows have no label; label all of them, or draw fewer");
            return Err(Error::new(ErrorKind::Table, message)
                .in_file(&name)
                .in_column(&model.description().label_column));
        }
    }
    if empty.iter().all(|&empty| empty == n_labelled) {
        let message = "no row has a label; fill in the column of labels";
        return Err(Error::new(ErrorKind::Table, message).in_file(&name));
    }
    Ok(Labelled(labelled))
}
