//! `standpoint predict`: texts in, labels out.

use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use standpoint::corpus::{GroupColumn, Table, TableRow};
use standpoint::{Error, ErrorKind, Result};

use super::answers::Models;
use super::formats::{Layout, Row};
use super::inputs::{Document, is_table, with_folders_listed};
use super::output::{say, with_output};
use super::sheet::{Format, Sheet};
use super::table::{ColorChoice, TableStyle};
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

/// Rows that are read, scored and written at a time.
const BATCH: usize = 4096;

/// Rows that one thread works on at a time.
const SHARE: usize = 256;

/// Predicts and prints.
pub fn run(arguments: &Arguments) -> Outcome {
    let job = Job::new(arguments)?;
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
    with_output(arguments.output.as_deref(), |output| {
        if arguments.lines {
            let mut lines = BufReader::new(std::io::stdin());
            return job.sentences(0, &[], &[], |row| next_line(&mut lines, row), output);
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
        Ok(Self {
            arguments,
            models: Models::open(&arguments.models, arguments.explain)?,
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
        for item in document.items(self.arguments.all_lines) {
            self.models.answer(&mut predictors, &item.text, &mut answers);
            let place = Some((document.name.as_str(), &item));
            sheet.row(&Row { place, carried: carried.to_vec(), text: &item.text, answers: &answers })?;
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
        self.sentences(text_at, &carried, &names, |row| table.next_row(row), output)
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
        text_at: usize,
        carried: &[usize],
        names: &[&str],
        mut next_row: impl FnMut(&mut TableRow) -> Result<bool> + Send,
        output: &mut dyn Write,
    ) -> Outcome {
        let layout = Layout::new(&self.models, false, names);
        output.write_all(&self.sheet(&layout).head()?)?;
        let (mut batch, mut next) = (Batch::default(), Batch::default());
        batch.fill(&mut next_row)?;
        self.refuse_articles(batch.rows(), text_at)?;
        while !batch.rows().is_empty() {
            let score = || self.batch(&layout, batch.rows(), text_at, carried);
            let (scored, read) = rayon::join(score, || next.fill(&mut next_row));
            for bytes in scored {
                output.write_all(&bytes?)?;
            }
            read?;
            std::mem::swap(&mut batch, &mut next);
        }
        Ok(())
    }

    /// The output for a batch of rows, in shares that are scored in parallel.
    fn batch(&self, layout: &Layout, rows: &[TableRow], text_at: usize, carried: &[usize]) -> Vec<Scored> {
        let shares = rows.par_chunks(SHARE).map(|rows| {
            let mut sheet = self.sheet(layout);
            let (mut predictors, mut answers) = (self.models.predictors(), Vec::new());
            for row in rows {
                let text = row.cell(text_at);
                self.models.answer(&mut predictors, text, &mut answers);
                let carried = carried.iter().map(|&column| row.cell(column)).collect();
                sheet.row(&Row { place: None, carried, text, answers: &answers })?;
            }
            sheet.finish()
        });
        shares.collect()
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

/// Rows that are read, scored and written together; their memory is used again.
#[derive(Default)]
struct Batch {
    rows: Vec<TableRow>,
    filled: usize,
}

impl Batch {
    fn fill(&mut self, next_row: &mut impl FnMut(&mut TableRow) -> Result<bool>) -> Result<()> {
        self.filled = 0;
        while self.filled < BATCH {
            if self.filled == self.rows.len() {
                self.rows.push(TableRow::default());
            }
            if !next_row(&mut self.rows[self.filled])? {
                break;
            }
            self.filled += 1;
        }
        Ok(())
    }

    fn rows(&self) -> &[TableRow] {
        &self.rows[..self.filled]
    }
}

/// Reads a line as a row of one cell; `false` at the end.
fn next_line(lines: &mut impl BufRead, row: &mut TableRow) -> Result<bool> {
    let fail = |error: std::io::Error| Error::io("read", Path::new("standard input"), &error);
    let mut line = String::new();
    if lines.read_line(&mut line).map_err(fail)? == 0 {
        return Ok(false);
    }
    row.set(line.trim_end_matches(['\n', '\r']));
    Ok(true)
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
