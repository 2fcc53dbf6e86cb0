//! `standpoint predict`: texts in, labels out.

use std::fs::File;
use std::io::{BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use standpoint::article::Quotations;
use standpoint::article::{Kind, LONGEST_ARTICLE, language};
use standpoint::corpus::{GroupColumn, Table, TableRow};
use standpoint::features::joined;
use standpoint::{Error, ErrorKind, Result};

use super::answers::{Answer, Models, open};
use super::formats::{Layout, Place, Row};
use super::inputs::{Document, is_table, with_folders_listed};
use super::output::{say, with_output};
use super::rows::{Batch, RowColumns, next_line};
use super::sheet::{Format, Sheet};
use super::table::{ColorChoice, TableStyle};
use super::trust::TrustOptions;
use super::{Failure, Outcome, Threads, usage};

/// Label the sentences of articles, or the rows of a CSV
///
/// INPUT is an article (.txt, .html), a folder of articles, or a CSV (.csv, .tsv) with a sentence a row;
/// `-` or nothing is standard input: an article, or a CSV if --text-column or --unit is given.
/// Prints a table on a terminal and CSV elsewhere.
#[derive(clap::Args)]
pub struct Arguments {
    /// Articles, folders of articles, or one CSV; `-` for standard input
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// A model to answer instead of the built-in ones; may be repeated
    #[arg(long = "model", value_name = "MODEL")]
    models: Vec<PathBuf>,

    /// How to print [default: table on a terminal, csv elsewhere]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// What a row of a CSV holds [default: sentence]
    #[arg(long, value_enum)]
    unit: Option<Unit>,

    /// Column of the texts [default: text, or body for articles]
    #[arg(long, value_name = "COLUMN")]
    text_column: Option<String>,

    /// Column that says which rows form an article; `none` for none [default: article, where there is one]
    #[arg(long, value_name = "COLUMN")]
    group_column: Option<String>,

    /// Read one sentence a line from standard input
    #[arg(long, conflicts_with_all = ["unit", "text_column", "group_column"])]
    lines: bool,

    /// Show the furniture of articles too (captions, share lines, related stories)
    #[arg(long)]
    all_lines: bool,

    /// Name the N features that pushed each label most
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    explain: usize,

    /// Colour the table
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto)]
    color: ColorChoice,

    #[command(flatten)]
    trust: TrustOptions,

    #[command(flatten)]
    threads: Threads,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Unit {
    /// A sentence.
    Sentence,
    /// A whole article, with a column for its title if there is one (`title`).
    Article,
}

/// Output that is ready to be written.
type Scored = std::result::Result<Vec<u8>, Failure>;

/// Predicts and prints.
pub fn run(arguments: &Arguments) -> Outcome {
    let mut job = Job::new(arguments)?;
    arguments.threads.start()?;
    let stdin = vec![PathBuf::from("-")];
    let inputs = if arguments.inputs.is_empty() { &stdin } else { &arguments.inputs };
    let from_stdin = |path: &PathBuf| path == Path::new("-");
    let table_on_stdin = arguments.unit.is_some() || arguments.text_column.is_some();
    let is_table = |path: &PathBuf| is_table(path) || (from_stdin(path) && table_on_stdin);
    if arguments.lines && !inputs.iter().all(from_stdin) {
        return Err(usage("--lines reads standard input; leave INPUT out"));
    }
    if inputs.iter().any(is_table) && inputs.len() > 1 {
        return Err(usage("a CSV must be the only INPUT, since its columns are carried through"));
    }
    if inputs.iter().any(from_stdin) && std::io::stdin().is_terminal() {
        say("reading from the terminal; end with Ctrl-D");
    }
    if arguments.unit == Some(Unit::Article) || !(arguments.lines || inputs.iter().any(is_table)) {
        job.models.name_speakers()?;
    }
    with_output(arguments.output.as_deref(), |output| {
        if arguments.lines {
            let mut lines = BufReader::new(std::io::stdin());
            let columns = RowColumns { text: 0, group: None, kind: None };
            return job.sentences(columns, &[], &[], |row| next_line(&mut lines, row), output);
        }
        if inputs.iter().any(is_table) {
            return job.table(&inputs[0], output);
        }
        let files = with_folders_listed(inputs)?;
        let bar = progress(files.len() as u64, "articles", job.format);
        job.articles(&files, &bar, output)
    })
}

/// What is asked for, checked.
struct Job<'a> {
    arguments: &'a Arguments,
    models: Models,
    format: Format,
    style: TableStyle,
}

impl<'a> Job<'a> {
    fn new(arguments: &'a Arguments) -> Result<Self> {
        let terminal = std::io::stdout().is_terminal() && arguments.output.is_none();
        let default = if terminal { Format::Table } else { Format::Csv };
        let (text, group) = (arguments.text_column.as_deref(), arguments.group_column.as_deref());
        let trust = &arguments.trust;
        let classifiers = trust.calibrate(open(&arguments.models)?, text.unwrap_or("text"), group)?;
        let thresholds = trust.thresholds(&classifiers)?;
        let models = Models::new(classifiers, thresholds, arguments.explain);
        Ok(Self {
            arguments,
            models,
            format: arguments.format.unwrap_or(default),
            style: TableStyle::new(arguments.color),
        })
    }

    /// Labels articles, several at a time, in order.
    fn articles(&self, files: &[PathBuf], bar: &ProgressBar, output: &mut dyn Write) -> Outcome {
        for file in files.iter().filter(|file| *file != Path::new("-")) {
            // Before anything is printed.
            File::open(file).map_err(|error| Error::io("open", file, &error))?;
        }
        let layout = Layout::new(&self.models, true, &[]);
        output.write_all(&self.sheet(&layout).head()?)?;
        for batch in files.chunks(rayon::current_num_threads() * 8) {
            let answered: Vec<Scored> = batch
                .par_iter()
                .map(|file| {
                    let document = Document::read(file)?;
                    self.document(&layout, &document, &[])
                })
                .collect();
            for bytes in answered {
                output.write_all(&bytes?)?;
                bar.inc(1);
            }
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// The output for one article.
    fn document(&self, layout: &Layout, document: &Document, carried: &[&str]) -> Scored {
        let mut sheet = self.sheet(layout);
        sheet.title(&document.name);
        let (mut predictors, mut answers) = (self.models.predictors(), Vec::new());
        let items = document.items(true, Quotations::Split);
        let (text, segments, shift) = document.whole(&items);
        let spoken = language(&text);
        let mut language = spoken;
        // Part by part, so that a text of any length takes bounded memory.
        for (items, segments) in items.chunks(LONGEST_ARTICLE).zip(segments.chunks(LONGEST_ARTICLE)) {
            let attributions = self.models.attribute(&text, segments);
            for (number, item) in items.iter().enumerate() {
                if item.kind == Kind::Boilerplate && !self.arguments.all_lines {
                    continue;
                }
                let attribution = attributions.first().map(|attributions| &attributions[number]);
                let samples = self.models.samples(&text, segments, &attributions, number);
                let sample = |model: usize| samples[model].get(0);
                self.models.answer(&mut predictors, sample, attribution, spoken, &mut answers);
                let attribution = attribution.map(|attribution| (attribution, shift));
                let place = Some(Place { article: &document.name, item, attribution });
                let (carried, language) = (carried.to_vec(), language.take());
                sheet.row(&Row { place, carried, text: &item.text, answers: &answers, language })?;
            }
        }
        sheet.finish()
    }

    fn sheet<'b>(&'b self, layout: &'b Layout<'b>) -> Sheet<'b> {
        Sheet::new(self.format, layout, &self.models, &self.style)
    }

    /// Labels the rows of a CSV.
    fn table(&self, path: &Path, output: &mut dyn Write) -> Outcome {
        let name = path.display().to_string();
        if path == Path::new("-") {
            return self.rows(std::io::stdin(), &name, output);
        }
        let file = File::open(path).map_err(|error| Error::io("open", path, &error))?;
        let length = file.metadata().map_err(|error| Error::io("read", path, &error))?.len();
        let bar = progress(length, "bytes", self.format);
        let outcome = self.rows(bar.wrap_read(file), &name, output);
        bar.finish_and_clear();
        outcome
    }

    fn rows(&self, source: impl Read + Send, name: &str, output: &mut dyn Write) -> Outcome {
        let articles = self.arguments.unit == Some(Unit::Article);
        let wanted = self.arguments.text_column.as_deref();
        let mut table = Table::new(source, name, wanted.unwrap_or("text"))?;
        let body = articles && wanted.is_none() && !table.header().iter().any(|column| column == "text");
        let has = |name: &str| table.header().iter().any(|column| column == name);
        if !articles && wanted.is_none() && !has("text") && has("body") {
            let message = "there is no column 'text' but one called 'body'; add --unit article if a row is an article, \
                           or name the column with --text-column";
            return Err(Error::new(ErrorKind::Table, message).in_file(name).at_line(1).into());
        }
        let text_at = table.column(wanted.unwrap_or(if body { "body" } else { "text" }))?;
        let group_at = GroupColumn::from_name(self.arguments.group_column.as_deref()).find(&table)?;
        let carried: Vec<usize> = (0..table.header().len()).filter(|&column| column != text_at).collect();
        if articles {
            let title_at = table.optional_column("title")?;
            return self.article_rows(&mut table, text_at, title_at, group_at, &carried, output);
        }
        let names: Vec<String> = carried.iter().map(|&column| table.header()[column].clone()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let kind_at = table.optional_column("kind")?;
        let columns = RowColumns { text: text_at, group: group_at, kind: kind_at };
        self.sentences(columns, &carried, &names, |row| table.next_row(row), output)
    }

    /// Labels an article a row.
    fn article_rows<R: Read>(
        &self,
        table: &mut Table<R>,
        text_at: usize,
        title_at: Option<usize>,
        group_at: Option<usize>,
        carried: &[usize],
        output: &mut dyn Write,
    ) -> Outcome {
        let names: Vec<String> = carried.iter().map(|&column| table.header()[column].clone()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let layout = Layout::new(&self.models, true, &names);
        output.write_all(&self.sheet(&layout).head()?)?;
        let mut row = TableRow::default();
        let mut number = 0;
        while table.next_row(&mut row)? {
            number += 1;
            let document = Document {
                name: group_at.map_or_else(|| number.to_string(), |at| row.cell(at).to_owned()),
                title: title_at.map(|at| row.cell(at).to_owned()).filter(|title| !title.trim().is_empty()),
                text: row.cell(text_at).to_owned(),
            };
            let cells: Vec<&str> = carried.iter().map(|&column| row.cell(column)).collect();
            output.write_all(&self.document(&layout, &document, &cells)?)?;
        }
        Ok(())
    }

    /// Labels sentences as they come: the next batch is read while this one is scored, and rows are
    /// written in order, so memory is bounded whatever the input's size.
    fn sentences(
        &self,
        columns: RowColumns,
        carried: &[usize],
        names: &[&str],
        mut next_row: impl FnMut(&mut TableRow) -> Result<bool> + Send,
        output: &mut dyn Write,
    ) -> Outcome {
        let layout = Layout::new(&self.models, false, names);
        output.write_all(&self.sheet(&layout).head()?)?;
        let (mut batch, mut next, mut ahead) = (Batch::default(), Batch::default(), None);
        let group = columns.group.filter(|_| self.models.read_articles());
        batch.fill(&mut next_row, group, &mut ahead)?;
        self.refuse_articles(batch.rows(), columns.text)?;
        while !batch.rows().is_empty() {
            let score = || self.batch(&layout, batch.rows(), columns, carried);
            let (scored, read) = rayon::join(score, || next.fill(&mut next_row, group, &mut ahead));
            for bytes in scored {
                output.write_all(&bytes?)?;
            }
            read?;
            std::mem::swap(&mut batch, &mut next);
        }
        Ok(())
    }

    /// The output for a batch of rows, in shares that are scored in parallel.
    fn batch(
        &self,
        layout: &Layout,
        rows: &[TableRow],
        columns: RowColumns,
        carried: &[usize],
    ) -> Vec<Scored> {
        let score = |rows: &[TableRow]| {
            let (mut sheet, mut answers) = (self.sheet(layout), Vec::new());
            let mut predictors = self.models.predictors();
            let mut write = |row: &TableRow, answers: &[Answer], language: Option<&'static str>| {
                let carried = carried.iter().map(|&column| row.cell(column)).collect();
                sheet.row(&Row { place: None, carried, text: row.cell(columns.text), answers, language })
            };
            if !self.models.read_articles() {
                for row in rows {
                    self.models.answer(
                        &mut predictors,
                        |_| row.cell(columns.text).into(),
                        None,
                        None,
                        &mut answers,
                    );
                    write(row, &answers, None)?;
                }
                return sheet.finish();
            }
            for article in rows.chunk_by(|a, b| columns.same_article(a, b)) {
                let parts: Vec<(Kind, &str)> = article.iter().map(|row| columns.kind_and_text(row)).collect();
                let (text, segments) = joined(&parts);
                let attributions = self.models.attribute(&text, &segments);
                let spoken = language(&text).filter(|_| columns.group.is_some());
                let mut language = spoken;
                for (number, row) in article.iter().enumerate() {
                    let attribution = attributions.first().map(|attributions| &attributions[number]);
                    let samples = self.models.samples(&text, &segments, &attributions, number);
                    let sample = |model: usize| samples[model].get(0);
                    self.models.answer(&mut predictors, sample, attribution, spoken, &mut answers);
                    write(row, &answers, language.take())?;
                }
            }
            sheet.finish()
        };
        columns.shares(rows).into_par_iter().map(score).collect()
    }

    /// Stops if most cells are far longer than anything the first model was trained on and hold
    /// several paragraphs: these are articles, and one label for each would be worth nothing.
    fn refuse_articles(&self, rows: &[TableRow], text_at: usize) -> Outcome {
        let Some(model) = self.models.classifiers.first() else { return Ok(()) };
        let most = 1000.max(4 * model.description().longest_text);
        let is_article = |row: &&TableRow| row.cell(text_at).len() > most;
        if 2 * rows.iter().filter(is_article).count() <= rows.len() || rows.is_empty() {
            return Ok(());
        }
        let message = format!(
            "the cells look like whole articles (most are longer than {most} bytes, four times the longest text that the \
             model was trained on); add --unit article to label their sentences"
        );
        Err(Error::new(ErrorKind::Setting, message).into())
    }
}

/// A progress bar on standard error for work that takes long; none if that or the output is not a
/// terminal's business.
fn progress(length: u64, unit: &str, format: Format) -> ProgressBar {
    const WORTH_IT: u64 = 1 << 20;
    let long = if unit == "bytes" { length > WORTH_IT } else { length > 20 };
    if !long || format == Format::Table {
        return ProgressBar::hidden();
    }
    let template = if unit == "bytes" {
        "{bar:40} {bytes}/{total_bytes} {eta}"
    } else {
        "{bar:40} {pos}/{len} articles {eta}"
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length).with_style(style)
}
