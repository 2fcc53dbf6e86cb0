//! Rows of predictions, collected in the format that was asked for.

use clap::ValueEnum;

use super::Failure;
use super::answers::Models;
use super::formats::{Layout, Row};
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
}

/// Part of the output: rows of one article, or of one share of a table.
pub struct Sheet<'a> {
    format: Format,
    layout: &'a Layout<'a>,
    models: &'a Models,
    style: &'a TableStyle,
    csv: csv::Writer<Vec<u8>>,
    bytes: Vec<u8>,
}

impl<'a> Sheet<'a> {
    /// No rows yet.
    pub fn new(format: Format, layout: &'a Layout, models: &'a Models, style: &'a TableStyle) -> Self {
        let csv = csv::WriterBuilder::new().buffer_capacity(1 << 13).flexible(true).from_writer(Vec::new());
        Self { format, layout, models, style, csv, bytes: Vec::new() }
    }

    /// What stands once, before all rows.
    pub fn head(mut self) -> Result<Vec<u8>, Failure> {
        match self.format {
            Format::Csv => self.layout.write_csv_header(&mut self.csv)?,
            Format::Table => self.bytes.extend(self.style.header(self.models).bytes()),
            Format::Jsonl => {}
        }
        self.finish()
    }

    /// The name of an article, where the format shows one.
    pub fn title(&mut self, name: &str) {
        if self.format == Format::Table {
            self.bytes.extend(self.style.title(name).bytes());
        }
    }

    /// Adds a row.
    pub fn row(&mut self, row: &Row) -> Result<(), Failure> {
        match self.format {
            Format::Csv => self.layout.write_csv_row(row, &mut self.csv),
            Format::Jsonl => self.layout.write_json_row(row, &mut self.bytes),
            Format::Table => {
                self.bytes.extend(self.style.row(row, self.models).bytes());
                Ok(())
            }
        }
    }

    /// The bytes of all rows.
    pub fn finish(self) -> Result<Vec<u8>, Failure> {
        if self.format == Format::Csv {
            return self.csv.into_inner().map_err(|error| Failure::from(error.into_error()));
        }
        Ok(self.bytes)
    }
}
