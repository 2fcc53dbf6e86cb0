//! `standpoint agree`: how far coders agree.

use std::fs::File;
use std::path::PathBuf;

use clap::ValueEnum;
use standpoint::Error;
use standpoint::corpus::GroupColumn;
use standpoint::evaluation::Interval;
use standpoint::evaluation::agreement::{
    Agreement, Coders, Disagreement, PairAgreement, RatingColumns, read_ratings,
};

use super::figures::{or_undefined, table};
use super::output::{warn, with_output};
use super::{Failure, Outcome, usage};

/// Measure how far coders agree who labelled the same sentences
///
/// The labels of any number of coders may stand in columns of one file (stance, stance_2, stance_3 ...), in
/// a file for each coder, or in a row for each label with --coder-column. Missing labels are left empty.
/// Prints the share of equal labels, Cohen's kappa, Krippendorff's alpha with a 95 % interval over articles,
/// the agreement about each label, and the confusion table of two coders.
#[derive(clap::Args)]
pub struct Arguments {
    /// The labels: one CSV, or one for each coder
    #[arg(required = true)]
    csv: Vec<PathBuf>,

    /// Column of the labels; may be repeated, each is a question of its own
    #[arg(long = "label-column", value_name = "COLUMN", default_value = "stance")]
    label_columns: Vec<String>,

    /// The columns of the coders [default: the label column and those named like it with _2, _3 ... behind]
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', conflicts_with = "label_columns")]
    columns: Vec<String>,

    /// Column that names the coder: each row is one coder's label
    #[arg(long, value_name = "COLUMN", conflicts_with = "columns")]
    coder_column: Option<String>,

    /// Column that tells which rows are the same unit [default: article and n, or the order of rows]
    #[arg(long, value_name = "COLUMN")]
    id_column: Option<String>,

    /// Column that says which rows form an article; `none` for none [default: article, where there is one]
    #[arg(long, value_name = "COLUMN")]
    group_column: Option<String>,

    /// Column of the texts; may be missing
    #[arg(long, value_name = "COLUMN", default_value = "text")]
    text_column: String,

    /// Show this many of the units on which coders differ, those with the least agreement first
    #[arg(long, value_name = "N", default_value_t = 0)]
    disagreements: usize,

    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    /// To read.
    Text,
    /// One object with stable keys; with several label columns one for each under `columns`.
    Json,
}

/// Measures and prints.
pub fn run(arguments: &Arguments) -> Outcome {
    if arguments.csv.len() > 1 && !arguments.columns.is_empty() {
        return Err(usage(
            "--columns names the coders' columns of one file; with a file for each coder, leave it out",
        ));
    }
    let questions = arguments.columns.first().map_or(&arguments.label_columns[..], std::slice::from_ref);
    let agreements =
        questions.iter().map(|label| of_question(arguments, label)).collect::<Result<Vec<_>, _>>()?;
    with_output(arguments.output.as_deref(), |output| {
        let printed = match (arguments.format, &agreements[..]) {
            (Format::Text, _) => agreements.iter().map(text).collect::<Vec<_>>().join("\n"),
            (Format::Json, [agreement]) => serde_json::to_string_pretty(agreement)? + "\n",
            (Format::Json, _) => {
                let columns = agreements.iter().map(|agreement| (&agreement.label_column, agreement));
                let columns: std::collections::BTreeMap<_, _> = columns.collect();
                serde_json::to_string_pretty(&serde_json::json!({ "columns": columns }))? + "\n"
            }
        };
        output.write_all(printed.as_bytes()).map_err(Failure::from)
    })
}

fn of_question(arguments: &Arguments, label: &str) -> Result<Agreement, Error> {
    let coders = match &arguments.coder_column {
        Some(column) => Coders::Rows(column.clone()),
        None if arguments.csv.len() > 1 => Coders::Tables,
        None => Coders::Columns(arguments.columns.clone()),
    };
    let columns = RatingColumns {
        label: label.to_owned(),
        text: arguments.text_column.clone(),
        group: GroupColumn::from_name(arguments.group_column.as_deref()),
        id: arguments.id_column.clone(),
        coders,
    };
    let open = |path: &PathBuf| {
        let file = File::open(path).map_err(|error| Error::io("open", path, &error))?;
        Ok((path.display().to_string(), file))
    };
    let tables = arguments.csv.iter().map(open).collect::<Result<_, Error>>()?;
    let (ratings, warnings) = read_ratings(tables, &columns)?;
    warn(&warnings);
    Ok(Agreement::of(&ratings, arguments.disagreements))
}

/// Figures to read.
fn text(agreement: &Agreement) -> String {
    let names: Vec<&str> = agreement.coders.iter().map(|coder| coder.name.as_str()).collect();
    let (articles, drawn) = match agreement.n_articles {
        Some(1) => (" in 1 article".to_owned(), "articles"),
        Some(articles) => (format!(" in {articles} articles"), "articles"),
        None => (String::new(), "units"),
    };
    let head = format!(
        "'{}' by {} coders ({}), on {} units with two labels or more{articles}; {} with fewer; interval over {drawn}",
        agreement.label_column,
        names.len(),
        names.join(", "),
        agreement.n_pairable,
        agreement.n_units - agreement.n_pairable,
    );
    let mut parts = vec![head, figures(agreement).to_string(), labels(agreement).to_string()];
    parts.push(match &agreement.pairs[..] {
        [pair] => confusion(pair, agreement).to_string(),
        pairs => of_pairs(pairs).to_string(),
    });
    parts.extend(agreement.disagreements.iter().map(|unit| disagreement(unit, &names)));
    parts.join("\n\n") + "\n"
}

fn figures(agreement: &Agreement) -> comfy_table::Table {
    const WHY: &str = "no unit has two labels";
    let mut figures = table(&["figure", "value", "95 % interval"]);
    let kappa = if agreement.coders.len() > 2 { "Cohen's kappa, mean of pairs" } else { "Cohen's kappa" };
    let interval = agreement.krippendorff_alpha_interval;
    let interval = interval.map_or(String::new(), |Interval { low, high }| format!("{low:.3} to {high:.3}"));
    for (name, value, interval) in [
        ("equal labels", agreement.agreement, String::new()),
        (kappa, agreement.cohen_kappa, String::new()),
        ("Krippendorff's alpha", agreement.krippendorff_alpha, interval),
    ] {
        figures.add_row([name.to_owned(), or_undefined(value, WHY), interval]);
    }
    figures
}

fn labels(agreement: &Agreement) -> comfy_table::Table {
    const WHY: &str = "in no pair";
    let mut labels = table(&["label", "agreement", "alpha", "times given"]);
    for label in &agreement.labels {
        labels.add_row([
            label.label.clone(),
            or_undefined(label.agreement, WHY),
            or_undefined(label.krippendorff_alpha, WHY),
            label.n.to_string(),
        ]);
    }
    labels
}

fn confusion(pair: &PairAgreement, agreement: &Agreement) -> comfy_table::Table {
    let mut header = vec![pair.coders.join(" \\ ")];
    header.extend(agreement.labels.iter().map(|label| label.label.clone()));
    let mut confusion = table(&header);
    for (label, row) in agreement.labels.iter().zip(pair.confusion.counts()) {
        confusion.add_row(std::iter::once(label.label.clone()).chain(row.iter().map(u64::to_string)));
    }
    confusion
}

fn of_pairs(pairs: &[PairAgreement]) -> comfy_table::Table {
    const WHY: &str = "no unit of both";
    let mut of_pairs = table(&["coders", "equal labels", "kappa", "units"]);
    for pair in pairs {
        of_pairs.add_row([
            pair.coders.join(", "),
            or_undefined(pair.agreement, WHY),
            or_undefined(pair.cohen_kappa, WHY),
            pair.n.to_string(),
        ]);
    }
    of_pairs
}

fn disagreement(unit: &Disagreement, coders: &[&str]) -> String {
    let label = |coder: &&str| {
        let label = unit.labels.get(*coder).and_then(Option::as_deref);
        format!("{coder}: {}", label.unwrap_or("no label"))
    };
    let labels = coders.iter().map(label).collect::<Vec<_>>().join("; ");
    format!("{}: {labels}\n    {}", unit.unit, unit.text)
}
