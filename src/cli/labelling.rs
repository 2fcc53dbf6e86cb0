//! Texts in, labelled rows out: the way that `predict` and `sample` share.

use std::fs::File;
use std::io::{BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use standpoint::article::{Kind, LONGEST_ARTICLE, Quotations, language};
use standpoint::corpus::{GroupColumn, Table, TableRow};
use standpoint::features::joined;
use standpoint::model::Predictor;
use standpoint::{Error, ErrorKind, Result};

use super::answers::{Answer, Models, Predictors, open};
use super::counted::{Counted, Grouping};
use super::formats::{Layout, Place, Row};
use super::inputs::{Document, is_table, with_folders_listed};
use super::output::say;
use super::rows::{Batch, RowColumns, next_line};
use super::sheet::{Form, Format, Part, Sheet};
use super::trust::TrustOptions;
use super::{Failure, Outcome, usage};

/// What is to be labelled, and by which models.
#[derive(clap::Args)]
pub struct InputOptions {
    /// Articles, folders of articles, or one CSV; `-` for standard input
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,

    /// A model to answer instead of the built-in ones; may be repeated
    #[arg(long = "model", value_name = "MODEL")]
    pub models: Vec<PathBuf>,

    /// What a row of a CSV holds [default: sentence]
    #[arg(long, value_enum)]
    unit: Option<Unit>,

    /// Column of the texts [default: text, or body for articles]
    #[arg(long, value_name = "COLUMN")]
    text_column: Option<String>,

    /// Column that says which rows form an article; `none` for none [default: article, where there is one]
    #[arg(long, value_name = "COLUMN")]
    group_column: Option<String>,

    #[command(flatten)]
    pub trust: TrustOptions,
}

impl InputOptions {
    /// The models that answer.
    pub fn models(&self, explain: usize) -> Result<Models> {
        let (text, group) = (self.text_column.as_deref(), self.group_column.as_deref());
        let classifiers = self.trust.calibrate(open(&self.models)?, text.unwrap_or("text"), group)?;
        let thresholds = self.trust.thresholds(&classifiers)?;
        Ok(Models::new(classifiers, thresholds, explain))
    }
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Unit {
    /// A sentence.
    Sentence,
    /// A whole article, with a column for its title if there is one (`title`).
    Article,
}

/// A part of the output that is ready.
type Scored = std::result::Result<Part, Failure>;

/// Takes the parts of the output in order.
pub type Taker<'a> = dyn FnMut(Part) -> Outcome + 'a;

/// What is asked for, checked.
pub struct Job<'a> {
    pub options: &'a InputOptions,
    pub models: Models,
    /// What becomes of the rows.
    pub form: Form,
    /// Standard input holds a sentence a line.
    pub lines: bool,
    /// Furniture is shown too.
    pub all_lines: bool,
}

impl Job<'_> {
    /// Labels all inputs; `take` gets the output part by part. Gives the models back.
    pub fn run(mut self, take: &mut Taker) -> std::result::Result<Models, Failure> {
        self.label(take)?;
        Ok(self.models)
    }

    fn label(&mut self, take: &mut Taker) -> Outcome {
        let stdin = vec![PathBuf::from("-")];
        let inputs = if self.options.inputs.is_empty() { &stdin } else { &self.options.inputs };
        let from_stdin = |path: &PathBuf| path == Path::new("-");
        let table_on_stdin = self.options.unit.is_some() || self.options.text_column.is_some();
        let is_table = |path: &PathBuf| is_table(path) || (from_stdin(path) && table_on_stdin);
        if self.lines && !inputs.iter().all(from_stdin) {
            return Err(usage("--lines reads standard input; leave INPUT out"));
        }
        if inputs.iter().any(is_table) && inputs.len() > 1 {
            return Err(usage("a CSV must be the only INPUT, since its columns are carried through"));
        }
        if inputs.iter().any(from_stdin) && std::io::stdin().is_terminal() {
            say("reading from the terminal; end with Ctrl-D");
        }
        if self.options.unit == Some(Unit::Article) || !(self.lines || inputs.iter().any(is_table)) {
            self.models.name_speakers()?;
        }
        if self.lines {
            let mut lines = BufReader::new(std::io::stdin());
            let columns = RowColumns { text: 0, group: None, kind: None };
            return self.sentences(columns, &[], &[], |row| next_line(&mut lines, row), take);
        }
        if inputs.iter().any(is_table) {
            return self.table(&inputs[0], take);
        }
        let files = with_folders_listed(inputs)?;
        let bar = progress(files.len() as u64, "articles", &self.form);
        self.articles(&files, &bar, take)
    }

    /// Labels all inputs; the rows to count, and the models.
    pub fn count(self) -> std::result::Result<(Vec<Counted>, Models), Failure> {
        let mut rows = Vec::new();
        let models = self.run(&mut |part| {
            rows.extend(part.counted);
            Ok(())
        })?;
        Ok((rows, models))
    }

    /// Labels articles, several at a time, in order.
    fn articles(&self, files: &[PathBuf], bar: &ProgressBar, take: &mut Taker) -> Outcome {
        for file in files.iter().filter(|file| *file != Path::new("-")) {
            // Before anything is printed.
            File::open(file).map_err(|error| Error::io("open", file, &error))?;
        }
        let layout = self.layout(true, &[])?;
        take(self.sheet(&layout).head()?)?;
        let predictors = self.models.predictors();
        for batch in files.chunks(rayon::current_num_threads() * 8) {
            let answered: Vec<Scored> = batch
                .par_iter()
                .map(|file| {
                    let document = Document::read(file)?;
                    predictors.lend(|predictors| self.document(&layout, predictors, &document, &[]))
                })
                .collect();
            for part in answered {
                take(part?)?;
                bar.inc(1);
            }
        }
        bar.finish_and_clear();
        take(self.sheet(&layout).foot()?)
    }

    /// The output for one article.
    fn document(
        &self,
        layout: &Layout,
        predictors: &mut [Predictor<'_>],
        document: &Document,
        carried: &[&str],
    ) -> Scored {
        let mut sheet = self.sheet(layout);
        sheet.article(&document.name);
        let mut answers = Vec::new();
        let items = document.items(true, Quotations::Split);
        let (text, segments, shift) = document.whole(&items);
        let spoken = language(&text);
        let mut language = spoken;
        // Part by part, so that a text of any length takes bounded memory.
        for (items, segments) in items.chunks(LONGEST_ARTICLE).zip(segments.chunks(LONGEST_ARTICLE)) {
            let attributions = self.models.attribute(&text, segments);
            let samples = self.models.samples(&text, segments, &attributions);
            for (number, item) in items.iter().enumerate() {
                if item.kind == Kind::Boilerplate && !self.all_lines {
                    continue;
                }
                let attribution = attributions.first().map(|attributions| &attributions[number]);
                let sample = |model: usize| samples[model].get(number);
                self.models.answer(predictors, sample, attribution, spoken, &mut answers);
                let attribution = attribution.map(|attribution| (attribution, shift));
                let place =
                    Some(Place { article: &document.name, folder: &document.folder, item, attribution });
                let (carried, language) = (carried.to_vec(), language.take());
                sheet.row(&Row { place, carried, text: &item.text, answers: &answers, language })?;
            }
        }
        sheet.finish()
    }

    fn layout(&self, of_articles: bool, names: &[&str]) -> Result<Layout<'_>> {
        let by = if let Form::Counted(by) = &self.form { by } else { &[][..] };
        Ok(Layout::new(&self.models, of_articles, names).grouped(Grouping::new(by, names, of_articles)?))
    }

    fn sheet<'b>(&'b self, layout: &'b Layout<'b>) -> Sheet<'b> {
        Sheet::new(&self.form, layout, &self.models)
    }

    /// Labels the rows of a CSV.
    fn table(&self, path: &Path, take: &mut Taker) -> Outcome {
        let name = path.display().to_string();
        if path == Path::new("-") {
            return self.rows(std::io::stdin(), &name, take);
        }
        let file = File::open(path).map_err(|error| Error::io("open", path, &error))?;
        let length = file.metadata().map_err(|error| Error::io("read", path, &error))?.len();
        let bar = progress(length, "bytes", &self.form);
        let outcome = self.rows(bar.wrap_read(file), &name, take);
        bar.finish_and_clear();
        outcome
    }

    fn rows(&self, source: impl Read + Send, name: &str, take: &mut Taker) -> Outcome {
        let articles = self.options.unit == Some(Unit::Article);
        let wanted = self.options.text_column.as_deref();
        let mut table = Table::new(source, name, wanted.unwrap_or("text"))?;
        let body = articles && wanted.is_none() && !table.header().iter().any(|column| column == "text");
        let has = |name: &str| table.header().iter().any(|column| column == name);
        if !articles && wanted.is_none() && !has("text") && has("body") {
            let message = "there is no column 'text' but one called 'body'; add --unit article if a row is an article, \
                           or name the column with --text-column";
            return Err(Error::new(ErrorKind::Table, message).in_file(name).at_line(1).into());
        }
        let text_at =
            table.chosen_column(wanted.unwrap_or(if body { "body" } else { "text" }), "--text-column")?;
        let group_at = GroupColumn::from_name(self.options.group_column.as_deref()).find(&table)?;
        let carried: Vec<usize> = (0..table.header().len()).filter(|&column| column != text_at).collect();
        if articles {
            let title_at = table.optional_column("title")?;
            return self.article_rows(&mut table, text_at, title_at, group_at, &carried, take);
        }
        let names: Vec<String> = carried.iter().map(|&column| table.header()[column].clone()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let kind_at = table.optional_column("kind")?;
        let columns = RowColumns { text: text_at, group: group_at, kind: kind_at };
        self.sentences(columns, &carried, &names, |row| table.next_row(row), take)
    }

    /// Labels an article a row.
    fn article_rows<R: Read>(
        &self,
        table: &mut Table<R>,
        text_at: usize,
        title_at: Option<usize>,
        group_at: Option<usize>,
        carried: &[usize],
        take: &mut Taker,
    ) -> Outcome {
        let names: Vec<String> = carried.iter().map(|&column| table.header()[column].clone()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let layout = self.layout(true, &names)?;
        take(self.sheet(&layout).head()?)?;
        let mut row = TableRow::default();
        let (predictors, mut number) = (self.models.predictors(), 0);
        while table.next_row(&mut row)? {
            number += 1;
            let document = Document {
                folder: String::new(),
                name: group_at.map_or_else(|| number.to_string(), |at| row.cell(at).to_owned()),
                title: title_at.map(|at| row.cell(at).to_owned()).filter(|title| !title.trim().is_empty()),
                text: row.cell(text_at).to_owned(),
            };
            let cells: Vec<&str> = carried.iter().map(|&column| row.cell(column)).collect();
            take(predictors.lend(|predictors| self.document(&layout, predictors, &document, &cells))?)?;
        }
        take(self.sheet(&layout).foot()?)
    }

    /// Labels sentences as they come: the next batch is read while this one is scored, and rows are
    /// written in order, so memory is bounded whatever the input's size.
    fn sentences(
        &self,
        columns: RowColumns,
        carried: &[usize],
        names: &[&str],
        mut next_row: impl FnMut(&mut TableRow) -> Result<bool> + Send,
        take: &mut Taker,
    ) -> Outcome {
        if matches!(self.form, Form::Rows(Format::Html, _)) {
            return Err(usage(
                "--format html shows articles; give article files, or a CSV with --unit article",
            ));
        }
        let layout = self.layout(false, names)?;
        take(self.sheet(&layout).head()?)?;
        let predictors = self.models.predictors();
        let (mut batch, mut next, mut ahead) = (Batch::default(), Batch::default(), None);
        // Without a reason articles are not kept whole, since they may be of any length.
        let whole = self.models.read_articles() || matches!(self.form, Form::Counted(_));
        let group = columns.group.filter(|_| whole);
        batch.fill(&mut next_row, group, &mut ahead)?;
        self.refuse_articles(batch.rows(), columns.text)?;
        while !batch.rows().is_empty() {
            let score = || self.batch(&layout, &predictors, batch.rows(), columns, carried);
            let (scored, read) = rayon::join(score, || next.fill(&mut next_row, group, &mut ahead));
            for part in scored {
                take(part?)?;
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
        predictors: &Predictors<'_>,
        rows: &[TableRow],
        columns: RowColumns,
        carried: &[usize],
    ) -> Vec<Scored> {
        let score = |rows: &[TableRow], predictors: &mut [Predictor<'_>]| {
            let (mut sheet, mut answers) = (self.sheet(layout), Vec::new());
            let write =
                |sheet: &mut Sheet, row: &TableRow, answers: &[Answer], language: Option<&'static str>| {
                    let carried = carried.iter().map(|&column| row.cell(column)).collect();
                    sheet.row(&Row { place: None, carried, text: row.cell(columns.text), answers, language })
                };
            if !self.models.read_articles() {
                for article in rows.chunk_by(|a, b| columns.same_article(a, b)) {
                    sheet.article(columns.article_of(&article[0]));
                    for row in article {
                        let sample = |_| row.cell(columns.text).into();
                        self.models.answer(predictors, sample, None, None, &mut answers);
                        write(&mut sheet, row, &answers, None)?;
                    }
                }
                return sheet.finish();
            }
            for article in rows.chunk_by(|a, b| columns.same_article(a, b)) {
                sheet.article(columns.article_of(&article[0]));
                let parts: Vec<(Kind, &str)> = article.iter().map(|row| columns.kind_and_text(row)).collect();
                let (text, segments) = joined(&parts);
                let attributions = self.models.attribute(&text, &segments);
                let samples = self.models.samples(&text, &segments, &attributions);
                let spoken = language(&text).filter(|_| columns.group.is_some());
                let mut language = spoken;
                for (number, row) in article.iter().enumerate() {
                    let attribution = attributions.first().map(|attributions| &attributions[number]);
                    let sample = |model: usize| samples[model].get(number);
                    self.models.answer(predictors, sample, attribution, spoken, &mut answers);
                    write(&mut sheet, row, &answers, language.take())?;
                }
            }
            sheet.finish()
        };
        let score = |rows| predictors.lend(|predictors| score(rows, predictors));
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
fn progress(length: u64, unit: &str, form: &Form) -> ProgressBar {
    const WORTH_IT: u64 = 1 << 20;
    let long = if unit == "bytes" { length > WORTH_IT } else { length > 20 };
    if !long || matches!(form, Form::Rows(Format::Table, _)) {
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
