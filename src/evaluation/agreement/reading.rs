//! Labels of several coders from tables: columns of one, one for each coder, or a row for each label.

use std::collections::BTreeMap;
use std::io::Read;

use super::ratings::{Collector, Ratings};
use crate::article::folded;
use crate::corpus::{GroupColumn, Table, TableRow, alike_labels};
use crate::error::{Error, ErrorKind, Result};

/// Where the coders are to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coders {
    /// Each has a column of one table: these, or, if none is named, the label column and those that are called the
    /// same with `_2`, `_3` and so on behind.
    Columns(Vec<String>),
    /// Each has a table, named after its file.
    Tables,
    /// Each row is what the coder in this column says, in any number of tables.
    Rows(String),
}

/// Which columns of the tables are what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingColumns {
    /// The column of the labels.
    pub label: String,
    /// The column of the texts; may be missing.
    pub text: String,
    /// The column that says which rows form an article.
    pub group: GroupColumn,
    /// The column that names the unit; by default units are told by article and a column `n`, where both are
    /// there. Else, units of several tables are told by their order, those of rows by their text.
    pub id: Option<String>,
    /// Where the coders are.
    pub coders: Coders,
}

/// Reads the labels of all coders, and says what looks doubtful about them. Each table is given with the name that messages call it; for
/// [`Coders::Columns`] there is one.
///
/// # Errors
/// [`ErrorKind::Table`] with file, line and column: columns missing, a unit without a name, a unit that a coder
/// labels twice, a unit with two texts, tables that differ in length and have nothing else to tell units by;
/// fewer than two coders.
pub fn read_ratings<R: Read>(
    tables: Vec<(String, R)>,
    columns: &RatingColumns,
) -> Result<(Ratings, Vec<String>)> {
    let mut reading = Reading::new(columns);
    let mut lengths = Vec::new();
    for (name, source) in tables {
        let length = reading.read(Table::new(source, &name, &columns.label)?)?;
        lengths.push((name, length));
    }
    if let Some((name, length)) = lengths.iter().find(|(_, length)| *length != lengths[0].1)
        && reading.by_order
    {
        let message = format!(
            "{length} rows where {} has {}; name the column that tells which rows are the same unit with --id-column",
            lengths[0].0, lengths[0].1
        );
        return Err(Error::new(ErrorKind::Table, message).in_file(name));
    }
    if let [coder] = &reading.collector.coders[..] {
        let message = format!("there is only one coder, '{coder}'; {}", reading.where_others_would_be());
        return Err(Error::new(ErrorKind::Table, message).in_file(&lengths[0].0));
    }
    let ratings = reading.collector.finish(&columns.label);
    let doubts = alike_labels(ratings.label_names())
        .map(|doubt| format!("{}: {doubt} in column '{}'", lengths[0].0, columns.label))
        .collect();
    Ok((ratings, doubts))
}

/// What was read so far.
struct Reading<'a> {
    columns: &'a RatingColumns,
    collector: Collector,
    /// The units by what tells them.
    known: BTreeMap<String, usize>,
    articles: BTreeMap<String, u32>,
    /// Whether units of several tables are told by their order alone.
    by_order: bool,
}

/// What tells a unit.
#[derive(Clone, Copy)]
enum Key {
    Id(usize),
    Place { article: usize, n: usize },
    Text(usize),
    Order,
}

/// The places of the columns in one table.
struct Places {
    key: Key,
    text: Option<usize>,
    group: Option<usize>,
    /// Columns of labels and the coder of each; the coder may stand in a column of its own.
    labels: Vec<(usize, Labeller)>,
}

#[derive(Clone, Copy)]
enum Labeller {
    Coder(usize),
    InColumn(usize),
}

impl<'a> Reading<'a> {
    fn new(columns: &'a RatingColumns) -> Self {
        Self {
            columns,
            collector: Collector::default(),
            known: BTreeMap::new(),
            articles: BTreeMap::new(),
            by_order: false,
        }
    }

    /// Reads a table; tells how many rows it has.
    fn read<R: Read>(&mut self, mut table: Table<R>) -> Result<usize> {
        let places = self.places(&table)?;
        self.by_order |= matches!((&self.columns.coders, places.key), (Coders::Tables, Key::Order));
        let mut n_rows = 0;
        let mut row = TableRow::default();
        while table.next_row(&mut row)? {
            n_rows += 1;
            let fail = |column: usize, message: String| {
                let column = table.header()[column].as_str();
                Error::new(ErrorKind::Table, message)
                    .in_file(table.name())
                    .at_line(row.line())
                    .in_column(column)
            };
            let unit = self.unit(&row, &places, n_rows).map_err(|(column, message)| fail(column, message))?;
            for &(at, labeller) in &places.labels {
                let coder = match labeller {
                    Labeller::Coder(coder) => coder,
                    Labeller::InColumn(column) => {
                        let name = row.cell(column).trim();
                        if name.is_empty() {
                            return Err(fail(column, "the cell is empty; name the coder".into()));
                        }
                        self.collector.coder(name)
                    }
                };
                if !self.collector.label(unit, coder, row.cell(at)) {
                    let message = format!(
                        "'{}' has labelled unit '{}' before; each coder labels a unit once",
                        self.collector.coders[coder], self.collector.units[unit].name
                    );
                    return Err(fail(at, message));
                }
            }
        }
        Ok(n_rows)
    }

    fn places<R: Read>(&mut self, table: &Table<R>) -> Result<Places> {
        let text = table.optional_column(&self.columns.text)?;
        let group = self.columns.group.find(table)?;
        let n = table.optional_column("n")?;
        let key = match (&self.columns.id, group.zip(n), &self.columns.coders, text) {
            (Some(id), ..) => Key::Id(table.column(id)?),
            (None, Some((article, n)), ..) => Key::Place { article, n },
            (None, None, Coders::Rows(_), Some(text)) => Key::Text(text),
            (None, None, Coders::Rows(_), None) => {
                let message = format!(
                    "nothing tells which rows are the same unit: there are no columns 'article' and 'n', and no '{}'; \
                     name a column with --id-column",
                    self.columns.text
                );
                return Err(Error::new(ErrorKind::Table, message).in_file(table.name()).at_line(1));
            }
            _ => Key::Order,
        };
        let labels = match &self.columns.coders {
            Coders::Rows(coder) => {
                vec![(
                    table.chosen_column(&self.columns.label, "--label-column")?,
                    Labeller::InColumn(table.column(coder)?),
                )]
            }
            Coders::Tables => {
                let coder = self.collector.coder(table.name());
                vec![(table.chosen_column(&self.columns.label, "--label-column")?, Labeller::Coder(coder))]
            }
            Coders::Columns(named) => {
                let place =
                    |name: &String| Ok((table.column(name)?, Labeller::Coder(self.collector.coder(name))));
                if named.is_empty() {
                    table.chosen_column(&self.columns.label, "--label-column")?;
                    numbered(table.header(), &self.columns.label).iter().map(place).collect::<Result<_>>()?
                } else {
                    named.iter().map(place).collect::<Result<_>>()?
                }
            }
        };
        Ok(Places { key, text, group, labels })
    }

    /// The unit of a row, which is number `n` of its table. An error is a column and what is wrong there.
    fn unit(
        &mut self,
        row: &TableRow,
        places: &Places,
        n: usize,
    ) -> std::result::Result<usize, (usize, String)> {
        let filled = |at: usize, what: &str| {
            let cell = row.cell(at).trim();
            if cell.is_empty() { Err((at, format!("the cell is empty; name the {what}"))) } else { Ok(cell) }
        };
        let name = match places.key {
            Key::Id(at) => filled(at, "unit")?.to_owned(),
            Key::Place { article, n } => format!("{} {}", filled(article, "article")?, filled(n, "unit")?),
            Key::Text(at) => folded(filled(at, "unit by its text")?),
            Key::Order => format!("{n}"),
        };
        let text = places.text.map_or(String::new(), |at| folded(row.cell(at)));
        // With a column for each coder, a row is a unit, whatever it is called.
        let joins = !matches!(self.columns.coders, Coders::Columns(_));
        if let Some(&unit) = self.known.get(&name).filter(|_| joins) {
            let before = &self.collector.units[unit].text;
            if let Some(at) = places.text.filter(|_| !before.is_empty() && *before != text) {
                return Err((
                    at,
                    format!("unit '{name}' has another text before, '{before}'; is it the same unit?"),
                ));
            }
            return Ok(unit);
        }
        let article = match places.group {
            None => None,
            Some(at) => {
                let next = self.articles.len() as u32;
                Some(*self.articles.entry(filled(at, "article")?.to_owned()).or_insert(next))
            }
        };
        let unit = self.collector.add_unit(name.clone(), text, article);
        if joins {
            self.known.insert(name, unit);
        }
        Ok(unit)
    }

    fn where_others_would_be(&self) -> String {
        let label = &self.columns.label;
        match &self.columns.coders {
            Coders::Columns(named) if named.is_empty() => format!(
                "add a column '{label}_2', or name the columns with --columns, give several files, or say with \
                 --coder-column where the coder of a row stands"
            ),
            Coders::Columns(_) => "name two columns or more with --columns".into(),
            Coders::Tables => "give the file of another".into(),
            Coders::Rows(column) => format!("the column '{column}' should name two or more"),
        }
    }
}

/// The label column and its numbered fellows, in order of their numbers.
fn numbered(header: &[String], label: &str) -> Vec<String> {
    let number = |name: &&String| match name.strip_prefix(label)? {
        "" => Some(1),
        rest => rest.strip_prefix('_')?.parse::<u32>().ok().filter(|&number| number > 1),
    };
    let mut found: Vec<(u32, &String)> =
        header.iter().filter_map(|name| Some((number(&name)?, name))).collect();
    found.sort_by_key(|&(number, _)| number);
    found.into_iter().map(|(_, name)| name.clone()).collect()
}
