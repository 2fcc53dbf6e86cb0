//! Rows of a table of sentences on their way through `predict`: in batches, articles kept whole.

use std::io::BufRead;
use std::path::Path;

use standpoint::article::Kind;
use standpoint::corpus::TableRow;
use standpoint::{Error, Result};

/// Rows that are read, scored and written at a time: few enough to stay in a cache beside the model.
const BATCH: usize = 512;

/// Rows that one thread works on at a time.
const SHARE: usize = 64;

/// Which columns of a table of sentences are what.
#[derive(Clone, Copy)]
pub struct RowColumns {
    /// The column of the texts.
    pub text: usize,
    /// The column that says which rows form an article.
    pub group: Option<usize>,
    /// The column that says what is a heading.
    pub kind: Option<usize>,
}

impl RowColumns {
    /// Whether two neighbouring rows stand in one article.
    pub fn same_article(self, a: &TableRow, b: &TableRow) -> bool {
        self.group.is_some_and(|group| a.cell(group) == b.cell(group))
    }

    /// The name of a row's article; empty where there are none.
    pub fn article_of(self, row: &TableRow) -> &str {
        self.group.map_or("", |group| row.cell(group))
    }

    /// What a row is, and its text.
    pub fn kind_and_text(self, row: &TableRow) -> (Kind, &str) {
        let text = row.cell(self.text);
        (Kind::from_name(self.kind.map_or("", |kind| row.cell(kind)), text), text)
    }

    /// Shares of rows for the threads; an article is in one of them.
    pub fn shares(self, rows: &[TableRow]) -> Vec<&[TableRow]> {
        let mut shares = Vec::new();
        let mut rest = rows;
        while !rest.is_empty() {
            let mut end = SHARE.min(rest.len());
            while end < rest.len() && self.same_article(&rest[end - 1], &rest[end]) {
                end += 1;
            }
            let (share, after) = rest.split_at(end);
            shares.push(share);
            rest = after;
        }
        shares
    }
}

/// Rows that are read, scored and written together; their memory is used again.
#[derive(Default)]
pub struct Batch {
    rows: Vec<TableRow>,
    filled: usize,
}

impl Batch {
    /// Reads rows until there are enough and an article ends. `ahead` keeps the row that showed this
    /// for the next batch.
    pub fn fill(
        &mut self,
        next_row: &mut impl FnMut(&mut TableRow) -> Result<bool>,
        group: Option<usize>,
        ahead: &mut Option<TableRow>,
    ) -> Result<()> {
        self.filled = 0;
        loop {
            if self.filled == self.rows.len() {
                self.rows.push(TableRow::default());
            }
            match ahead.take() {
                Some(row) => self.rows[self.filled] = row,
                None if !next_row(&mut self.rows[self.filled])? => return Ok(()),
                None => {}
            }
            let (before, row) = self.rows.split_at_mut(self.filled);
            let goes_on =
                before.last().zip(group).is_some_and(|(last, group)| last.cell(group) == row[0].cell(group));
            if self.filled >= BATCH && !goes_on {
                *ahead = Some(std::mem::take(&mut row[0]));
                return Ok(());
            }
            self.filled += 1;
        }
    }

    /// The rows that were read; none at the end.
    pub fn rows(&self) -> &[TableRow] {
        &self.rows[..self.filled]
    }
}

/// Reads a line as a row of one cell; `false` at the end.
pub fn next_line(lines: &mut impl BufRead, row: &mut TableRow) -> Result<bool> {
    let fail = |error: std::io::Error| Error::io("read", Path::new("standard input"), &error);
    let mut line = String::new();
    if lines.read_line(&mut line).map_err(fail)? == 0 {
        return Ok(false);
    }
    row.set(line.trim_end_matches(['\n', '\r']));
    Ok(true)
}
