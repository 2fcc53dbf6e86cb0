//! `predict --summary`: how much of a text has each label.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;
use standpoint::Classifier;
use standpoint::evaluation::{CountedRow, ImpliedPriors, Share, Shares, shares};

use super::answers::Models;
use super::counted::{ALL, Counted, Placed, each_once};
use super::figures::table;
use super::output::{say, tell};
use super::sample::{Labelled, read_sample};
use super::sheet::Format;
use super::{Failure, Outcome, usage};

/// Shares in place of rows.
#[derive(clap::Args)]
pub struct SummaryOptions {
    /// Print what share of the sentences, words and claims has each label, with 95 % intervals
    #[arg(long)]
    pub summary: bool,

    /// Summarise by these columns: the input's own, article, folder, month and year of a column date
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',', requires = "summary")]
    pub by: Vec<String>,

    /// Correct the shares by these rows of `standpoint sample`, labelled by you
    #[arg(long, value_name = "CSV", requires = "summary")]
    pub labelled: Option<PathBuf>,
}

/// Fewer articles than this make intervals too narrow.
const ENOUGH_ARTICLES: usize = 20;

/// What is counted.
#[derive(Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Measure {
    Sentences,
    Words,
    Claims,
}

impl Measure {
    fn name(self) -> &'static str {
        match self {
            Self::Sentences => "sentences",
            Self::Words => "words",
            Self::Claims => "claims",
        }
    }
}

/// The shares of one model's labels in one group.
struct Block<'a> {
    group: &'a [String],
    classifier: &'a Classifier,
    measure: Measure,
    shares: Shares,
}

/// One line of output.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    group: BTreeMap<&'a str, &'a str>,
    column: &'a str,
    of: Measure,
    label: &'a str,
    rows: usize,
    articles: usize,
    raw: Share,
    corrected: Option<Share>,
    by_sample: Option<Share>,
}

/// Writes the summary of counted rows.
pub fn write(
    options: &SummaryOptions,
    rows: &[Counted],
    models: &Models,
    format: Format,
    output: &mut dyn Write,
) -> Outcome {
    let (placed, repeated) = each_once(rows);
    if placed.is_empty() {
        tell("warning", "there is nothing to summarise: no sentence in which anything is known");
    }
    if repeated > 0 {
        say(&format!("{repeated} repeated sentences are counted once"));
    }
    let labelled = options.labelled.as_deref().map(|path| read_sample(path, &placed, models)).transpose()?;
    let blocks = blocks(&placed, models, labelled.as_ref(), &options.by);
    for block in blocks.iter().filter(|block| block.group.iter().all(|cell| cell == ALL)) {
        warn(block);
        if block.measure == Measure::Claims {
            break;
        }
    }
    match format {
        Format::Table => {
            blocks.iter().try_for_each(|block| Ok(output.write_all(text(block, &options.by).as_bytes())?))
        }
        Format::Html => Err(usage("--summary comes as table, csv or jsonl")),
        Format::Csv => csv(&blocks, &options.by, output),
        Format::Jsonl => lines(&blocks, &options.by).iter().try_for_each(|line| {
            serde_json::to_writer(&mut *output, line)?;
            output.write_all(b"\n").map_err(Failure::from)
        }),
    }
}

/// What must be known about the shares of the whole, once for each model.
fn warn(block: &Block) {
    let column = &block.classifier.description().label_column;
    if block.measure != Measure::Sentences {
        return;
    }
    if block.shares.corrected.is_none() {
        tell(
            "warning",
            &format!(
                "the model for '{column}' is not calibrated: its shares are not corrected; train it with --calibrate folds, or give --calibrate-on CSV"
            ),
        );
    }
    match block.shares.n_articles {
        0 | 1 => tell("warning", &format!("'{column}': one article; its intervals are over sentences")),
        n if n < ENOUGH_ARTICLES => {
            tell(
                "warning",
                &format!(
                    "'{column}': {n} articles; with fewer than {ENOUGH_ARTICLES} the intervals are too narrow"
                ),
            );
        }
        _ => {}
    }
}

/// The shares of each group, model and measure; those of everything come last.
fn blocks<'a>(
    placed: &'a [Placed],
    models: &'a Models,
    labelled: Option<&Labelled>,
    by: &[String],
) -> Vec<Block<'a>> {
    let implied: Vec<Option<ImpliedPriors>> = models
        .classifiers
        .iter()
        .map(|classifier| ImpliedPriors::new(classifier.calibration(), classifier.labels().len(), 0))
        .collect();
    let mut groups: BTreeSet<&[String]> = placed.iter().map(|placed| &placed.row.group[..]).collect();
    if by.is_empty() {
        groups.clear();
    }
    let claims = claims(&models.classifiers);
    let mut blocks = Vec::new();
    for group in groups.into_iter().map(Some).chain([None]) {
        for (model, classifier) in models.classifiers.iter().enumerate() {
            for measure in [Measure::Sentences, Measure::Words, Measure::Claims] {
                let claims = claims.filter(|&(claim, _)| claim != model);
                if measure == Measure::Claims && claims.is_none() {
                    continue;
                }
                let counted = |&(_, placed): &(usize, &Placed)| {
                    let answers = &placed.row.answers;
                    group.is_none_or(|group| placed.row.group == group)
                        && answers[model].2
                        && (measure != Measure::Claims
                            || claims.is_none_or(|(claim, none)| answers[claim].0 != none))
                };
                let row = |(number, placed): (usize, &'a Placed)| CountedRow {
                    article: placed.article_number,
                    weight: if measure == Measure::Words { placed.row.words as f64 } else { 1.0 },
                    label: placed.row.answers[model].0,
                    probabilities: &placed.row.answers[model].1,
                    sampled: labelled.and_then(|labelled| labelled.of(number, model)),
                };
                let rows: Vec<CountedRow> = placed.iter().enumerate().filter(counted).map(row).collect();
                if rows.is_empty() {
                    continue;
                }
                let shares = shares(&rows, classifier.labels().len(), implied[model].as_ref(), 0);
                blocks.push(Block { group: group.unwrap_or_default(), classifier, measure, shares });
            }
        }
    }
    blocks
}

/// Which model says what is a claim, and its label for what is none.
fn claims(classifiers: &[Classifier]) -> Option<(usize, usize)> {
    let claim = classifiers.iter().position(|classifier| classifier.description().label_column == "claim")?;
    let none = classifiers[claim].labels().iter().position(|label| label == "none")?;
    Some((claim, none))
}

/// A block to read.
fn text(block: &Block, by: &[String]) -> String {
    let Shares { n_rows, n_articles, n_sampled, raw, corrected, by_sample } = &block.shares;
    let mut title =
        vec![format!("{} in {}", block.classifier.description().label_column, block.measure.name())];
    title.extend(by.iter().zip(cells(block, by)).map(|(column, cell)| format!("{column} {cell}")));
    let sampled = if by_sample.is_some() { format!(", {n_sampled} labelled") } else { String::new() };
    let mut header = vec!["label", "counted", "95 %"];
    if corrected.is_some() {
        header.extend(["corrected", "95 %"]);
    }
    if by_sample.is_some() {
        header.extend(["by sample", "95 %"]);
    }
    let mut shares = table(&header);
    for (c, label) in block.classifier.labels().iter().enumerate() {
        let of = [Some(raw), corrected.as_ref(), by_sample.as_ref()];
        let cells = of.into_iter().flatten().flat_map(|shares| {
            let Share { value, interval } = shares[c];
            let percent =
                |share: f64| if share.is_finite() { format!("{:.0}", share * 100.0) } else { "n/a".into() };
            [
                format!("{:.1} %", value * 100.0),
                format!("{} to {}", percent(interval.low), percent(interval.high)),
            ]
        });
        shares.add_row(std::iter::once(label.clone()).chain(cells));
    }
    let plural = if *n_articles == 1 { "" } else { "s" };
    format!("{}: {n_rows} rows in {n_articles} article{plural}{sampled}\n{shares}\n\n", title.join(", "))
}

/// The cells of a block's group.
fn cells<'a>(block: &Block<'a>, by: &[String]) -> Vec<&'a str> {
    if block.group.is_empty() {
        vec![ALL; by.len()]
    } else {
        block.group.iter().map(String::as_str).collect()
    }
}

fn lines<'a>(blocks: &'a [Block], by: &'a [String]) -> Vec<Line<'a>> {
    let of_block = |block: &'a Block| {
        let Shares { n_rows, n_articles, raw, corrected, by_sample, .. } = &block.shares;
        block.classifier.labels().iter().enumerate().map(move |(c, label)| Line {
            group: by.iter().map(String::as_str).zip(cells(block, by)).collect(),
            column: &block.classifier.description().label_column,
            of: block.measure,
            label,
            rows: *n_rows,
            articles: *n_articles,
            raw: raw[c],
            corrected: corrected.as_ref().map(|shares| shares[c]),
            by_sample: by_sample.as_ref().map(|shares| shares[c]),
        })
    };
    blocks.iter().flat_map(of_block).collect()
}

fn csv(blocks: &[Block], by: &[String], output: &mut dyn Write) -> Outcome {
    let mut writer = csv::Writer::from_writer(output);
    let own = ["column", "of", "label", "rows", "articles"];
    let estimators = ["raw", "corrected", "by_sample"];
    let shares = estimators
        .iter()
        .flat_map(|name| [(*name).to_owned(), format!("{name}_low"), format!("{name}_high")]);
    writer.write_record(by.iter().cloned().chain(own.map(str::to_owned)).chain(shares))?;
    for line in lines(blocks, by) {
        let cells = by.iter().map(|column| line.group[column.as_str()].to_owned());
        let (rows, articles) = (line.rows.to_string(), line.articles.to_string());
        let own = [line.column, line.of.name(), line.label, &rows, &articles].map(str::to_owned);
        let figures = [Some(line.raw), line.corrected, line.by_sample].into_iter().flat_map(|share| {
            let figures = share.map(|Share { value, interval }| [value, interval.low, interval.high]);
            figures.map_or_else(Default::default, |figures| figures.map(|figure| format!("{figure:.4}")))
        });
        writer.write_record(cells.chain(own).chain(figures))?;
    }
    writer.flush().map_err(Failure::from)
}
