//! Rows of predictions, collected in the format that was asked for.

use clap::ValueEnum;

use super::Failure;
use super::answers::Models;
use super::counted::Counted;
use super::formats::{Layout, Row};
use super::page::{self, Page};
use super::table::TableStyle;

/// The formats of predictions.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Format {
    /// To read on a terminal.
    Table,
    /// One row for each sentence.
    Csv,
    /// One JSON object for each sentence.
    Jsonl,
    /// Articles as a page to look at.
    Html,
}

/// What becomes of rows.
pub enum Form {
    /// They are written.
    Rows(Format, TableStyle),
    /// They are counted, by these columns.
    Counted(Vec<String>),
}

/// A part of the output: bytes to write, or rows to count.
#[derive(Default)]
pub struct Part {
    pub bytes: Vec<u8>,
    pub counted: Vec<Counted>,
}

/// Rows of one article, or of one share of a table.
pub struct Sheet<'a> {
    form: &'a Form,
    layout: &'a Layout<'a>,
    models: &'a Models,
    csv: csv::Writer<Vec<u8>>,
    bytes: Vec<u8>,
    counted: Vec<Counted>,
    page: Option<Page>,
    /// The article whose rows come, if none of them has come yet.
    article: Option<String>,
}

impl<'a> Sheet<'a> {
    /// No rows yet.
    pub fn new(form: &'a Form, layout: &'a Layout, models: &'a Models) -> Self {
        let csv = csv::WriterBuilder::new().buffer_capacity(1 << 13).flexible(true).from_writer(Vec::new());
        Self { form, layout, models, csv, bytes: Vec::new(), counted: Vec::new(), page: None, article: None }
    }

    /// What stands once, before all rows.
    pub fn head(mut self) -> Result<Part, Failure> {
        match self.form {
            Form::Rows(Format::Csv, _) => self.layout.write_csv_header(&mut self.csv)?,
            Form::Rows(Format::Table, style) => self.bytes.extend(style.header(self.models).bytes()),
            Form::Rows(Format::Html, _) => self.bytes.extend(page::head(self.models).bytes()),
            Form::Rows(Format::Jsonl, _) | Form::Counted(_) => {}
        }
        self.finish()
    }

    /// What stands once, after all rows.
    pub fn foot(mut self) -> Result<Part, Failure> {
        if matches!(self.form, Form::Rows(Format::Html, _)) {
            self.bytes.extend(page::foot(self.models).bytes());
        }
        self.finish()
    }

    /// An article begins: its name, where the format shows one.
    pub fn article(&mut self, name: &str) {
        match self.form {
            Form::Rows(Format::Table, style) if self.layout.of_articles() => {
                self.bytes.extend(style.title(name).bytes());
            }
            Form::Rows(Format::Html, _) => self.page = Some(Page::new(name, self.models)),
            Form::Counted(_) => self.article = Some(name.to_owned()),
            Form::Rows(..) => {}
        }
    }

    /// Adds a row.
    pub fn row(&mut self, row: &Row) -> Result<(), Failure> {
        match self.form {
            Form::Rows(Format::Csv, _) => self.layout.write_csv_row(row, &mut self.csv)?,
            Form::Rows(Format::Jsonl, _) => self.layout.write_json_row(row, &mut self.bytes)?,
            Form::Rows(Format::Table, style) => self.bytes.extend(style.row(row, self.models).bytes()),
            Form::Rows(Format::Html, _) => {
                if let Some(page) = &mut self.page {
                    page.row(row, self.layout, self.models);
                }
            }
            Form::Counted(_) => {
                self.counted.push(Counted::new(row, self.layout.grouping(), self.article.take()));
            }
        }
        Ok(())
    }

    /// All rows.
    pub fn finish(mut self) -> Result<Part, Failure> {
        if let Some(page) = &self.page {
            self.bytes.extend(page.finish(self.models).bytes());
        }
        let bytes = if matches!(self.form, Form::Rows(Format::Csv, _)) {
            self.csv.into_inner().map_err(|error| Failure::from(error.into_error()))?
        } else {
            self.bytes
        };
        Ok(Part { bytes, counted: self.counted })
    }
}
