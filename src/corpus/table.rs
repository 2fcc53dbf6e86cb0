//! A CSV file as a checked table: encoding, delimiter and shape are certain before a row is used.

use std::io::{Cursor, Read};
use std::ops::Range;

use csv::ByteRecord;
use memchr::memchr_iter;

use crate::error::{Error, ErrorKind, Result};

/// How much of a file is looked at to tell its delimiter.
const SNIFFED: usize = 1 << 16;

/// The delimiters that are told apart, in order of preference.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A CSV table that is read row by row.
///
/// UTF-8, with or without byte order mark; LF or CRLF; quoted cells may hold delimiters and line
/// breaks; comma, semicolon or tab, whichever parts the header into most columns (or finds the
/// column that is wanted).
pub struct Table<R> {
    reader: csv::Reader<Quotes<std::io::Chain<Cursor<Vec<u8>>, R>>>,
    name: String,
    header: Vec<String>,
    delimiter: u8,
    /// 1 where lines end with LF alone: the reader has then counted the end of a row's own line.
    counted: u64,
}

/// Keeps count of the quotation marks that are read through it.
struct Quotes<R> {
    source: R,
    /// Whether there were an odd number: one was never closed, or stands unquoted in a cell.
    odd: bool,
    n_bytes: u64,
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.source.read(buffer)?;
        self.odd ^= memchr_iter(b'"', &buffer[..n]).count() % 2 == 1;
        self.n_bytes += n as u64;
        Ok(n)
    }
}

/// One row of a [`Table`]: UTF-8 cells, as many as the header has.
#[derive(Clone, Debug, Default)]
pub struct TableRow {
    record: ByteRecord,
    text: String,
    cells: Vec<Range<usize>>,
    line: u64,
}

impl TableRow {
    /// The cell in a column.
    ///
    /// # Panics
    /// If the header has no such column.
    pub fn cell(&self, column: usize) -> &str {
        &self.text[self.cells[column].clone()]
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|range| &self.text[range.clone()])
    }

    /// Makes it a row of one cell, as if that were its file's only column.
    pub fn set(&mut self, cell: &str) {
        self.text.clear();
        self.text.push_str(cell);
        self.cells.clear();
        self.cells.push(0..cell.len());
    }

    /// The line of the file on which the row starts, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }
}

impl<R: Read> Table<R> {
    /// Reads the header. `name` is what errors call the file; `wanted` is a column that the right
    /// delimiter should find, if one is known.
    pub fn new(mut source: R, name: &str, wanted: &str) -> Result<Self> {
        let fail = |message: String| Error::new(ErrorKind::Table, message).in_file(name);
        let mut start = Vec::new();
        let read = source.by_ref().take(SNIFFED as u64).read_to_end(&mut start);
        read.map_err(|error| Error::io("read", name.as_ref(), &error))?;
        if start.starts_with(&[0xEF, 0xBB, 0xBF]) {
            start.drain(..3);
        }
        if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
            return Err(fail("this is UTF-16; save the table as UTF-8".into()));
        }
        if start.iter().all(u8::is_ascii_whitespace) {
            return Err(fail("the file is empty; the first line must name the columns".into()));
        }
        let delimiter = sniff(&start, wanted);
        let line_end = start.iter().position(|&byte| byte == b'\n').unwrap_or(0);
        let counted = u64::from(line_end == 0 || start[line_end - 1] != b'\r');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(Quotes { source: Cursor::new(start).chain(source), odd: false, n_bytes: 0 });
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record).map_err(|error| fail(error.to_string()))?;
        let mut header = Vec::with_capacity(record.len());
        for cell in &record {
            let cell = std::str::from_utf8(cell)
                .map_err(|_| fail("the header is not UTF-8; save the table as UTF-8".into()).at_line(1))?;
            header.push(cell.trim().to_owned());
        }
        Ok(Self { reader, name: name.to_owned(), header, delimiter, counted })
    }

    /// The names of the columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The delimiter that was found.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// What errors call the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The place of a column that must be there once.
    pub fn column(&self, name: &str) -> Result<usize> {
        self.place(name, "")
    }

    /// The same for a column that `option` of the command line can name.
    pub fn chosen_column(&self, name: &str, option: &str) -> Result<usize> {
        self.place(name, &format!("; name the right one with {option}"))
    }

    fn place(&self, name: &str, hint: &str) -> Result<usize> {
        let Some(at) = self.header.iter().position(|other| other == name) else {
            let found = self.header.join(", ");
            let message = format!("there is no column '{name}'; the columns are: {found}{hint}");
            return Err(Error::new(ErrorKind::Table, message).in_file(&self.name).at_line(1));
        };
        if self.header[at + 1..].iter().any(|other| other == name) {
            let message = "this name stands twice in the header; rename one of them";
            return Err(Error::new(ErrorKind::Table, message).in_file(&self.name).at_line(1).in_column(name));
        }
        Ok(at)
    }

    /// The place of a column that may be missing.
    pub fn optional_column(&self, name: &str) -> Result<Option<usize>> {
        if self.header.iter().any(|other| other == name) { self.column(name).map(Some) } else { Ok(None) }
    }

    /// Reads the next row into `row`; `false` at the end.
    pub fn next_row(&mut self, row: &mut TableRow) -> Result<bool> {
        let fail =
            |message: String, line| Error::new(ErrorKind::Table, message).in_file(&self.name).at_line(line);
        let more = self.reader.read_byte_record(&mut row.record);
        // A record's own position is that of the blank lines before it; so count back from its end.
        let inside = memchr_iter(b'\n', row.record.as_slice()).count() as u64;
        let from_end = self.reader.position().line().saturating_sub(inside + self.counted);
        row.line = row.record.position().map_or(0, csv::Position::line).max(from_end);
        if !more.map_err(|error| fail(error.to_string(), row.line))? {
            return Ok(false);
        }
        if row.record.len() != self.header.len() {
            let message = format!(
                "{} cells where the header has {}; quote cells that hold the delimiter '{}' or quotation marks, \
                 and close every quotation mark",
                row.record.len(),
                self.header.len(),
                self.delimiter.escape_ascii(),
            );
            return Err(fail(message, row.line));
        }
        let to_the_end =
            self.reader.is_done() || self.reader.position().byte() == self.reader.get_ref().n_bytes;
        if to_the_end
            && self.reader.get_ref().odd
            && row.record.iter().next_back().is_some_and(|cell| cell.contains(&b'\n'))
        {
            let message = "a quotation mark is opened in this row and never closed, so that the rest of the file is one cell; \
                           close it, or write two for one that belongs to the text";
            return Err(fail(message.into(), row.line));
        }
        row.text.clear();
        row.cells.clear();
        for (cell, column) in row.record.iter().zip(&self.header) {
            let cell = std::str::from_utf8(cell).map_err(|error| {
                let message = format!(
                    "byte {} of the cell is not UTF-8 ({:#04x}); save the table as UTF-8",
                    error.valid_up_to() + 1,
                    cell[error.valid_up_to()]
                );
                fail(message, row.line).in_column(column)
            })?;
            let start = row.text.len();
            row.text.push_str(cell);
            row.cells.push(start..row.text.len());
        }
        Ok(true)
    }
}

fn sniff(start: &[u8], wanted: &str) -> u8 {
    let header = |delimiter: u8| {
        let mut record = ByteRecord::new();
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(start);
        let _ = reader.read_byte_record(&mut record);
        record
    };
    let score = |delimiter: u8| {
        let record = header(delimiter);
        (record.iter().any(|cell| cell.trim_ascii() == wanted.as_bytes()), record.len())
    };
    // The last of equals wins in `max_by_key`, so ask in reverse.
    DELIMITERS.into_iter().rev().max_by_key(|&delimiter| score(delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
        let mut table = Table::new(bytes, "t.csv", "text")?;
        let (mut rows, mut row) = (vec![table.header().to_vec()], TableRow::default());
        while table.next_row(&mut row)? {
            rows.push(row.cells().map(str::to_owned).collect());
        }
        Ok(rows)
    }

    #[test]
    fn all_dialects_give_the_same_table() {
        let expected = [["text", "label"], ["a, \"b\"; c", "x"], ["two\nlines", "y"]];
        let comma = "text,label\n\"a, \"\"b\"\"; c\",x\n\"two\nlines\",y\n";
        for table in [
            comma.to_owned(),
            format!("\u{feff}{comma}"),
            comma.replace('\n', "\r\n").replace("two\r\n", "two\n"),
            format!("{}\n\n", comma.trim_end()),
            comma.replace(",x", ";x").replace(",y", ";y").replace("text,", "text;"),
            comma.replace(",x", "\tx").replace(",y", "\ty").replace("text,", "text\t"),
        ] {
            assert_eq!(read(table.as_bytes()).expect(&table), expected, "{table}");
        }
    }

    #[test]
    fn lines_are_counted_through_quoted_line_breaks() {
        let error = read(b"text,label\n\"a\nb\",x\n\nc\n").expect_err("ragged");
        assert_eq!(error.line(), Some(5));
    }
}
