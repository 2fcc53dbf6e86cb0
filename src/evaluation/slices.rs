//! Figures of parts of the rows: by a column, or by what a row is like.

use std::sync::Arc;

use serde::Serialize;

use super::answers::Evaluated;
use super::readings::attributions;
use super::scores::Scores;
use crate::article::{Attribution, Lexicon, Quoted};
use crate::corpus::Corpus;
use crate::error::{Error, ErrorKind, Result};

/// More values than this are no slices to read.
const MOST_VALUES: usize = 100;

/// The rows parted by one property.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Slicing {
    /// The column, or the built-in property.
    pub by: String,
    /// It is no column of the table.
    pub built_in: bool,
    /// The parts, by value.
    pub slices: Vec<Slice>,
}

/// The rows that have one value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Slice {
    /// The value; an empty cell is `(empty)`.
    pub value: String,
    /// How many rows.
    pub n: usize,
    /// In how many clusters.
    pub n_clusters: usize,
    /// Their figures.
    #[serde(flatten)]
    pub scores: Scores,
}

/// What rows can be parted by without a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Property {
    Length,
    Quoted,
    SpeakerKnown,
}

impl Property {
    const ALL: [(&str, Self); 3] =
        [("length", Self::Length), ("quoted", Self::Quoted), ("speaker-known", Self::SpeakerKnown)];

    /// Its values in order.
    fn values(self) -> &'static [&'static str] {
        match self {
            Self::Length => &["1 to 9 words", "10 to 19 words", "20 to 29 words", "30 or more words"],
            Self::Quoted => &["nothing quoted", "a word or two quoted", "partly quoted", "wholly quoted"],
            Self::SpeakerKnown => &["speaker found", "no speaker found"],
        }
    }

    /// Which of them a row has.
    fn of(self, text: &str, attribution: &Attribution) -> usize {
        match self {
            Self::Length => (text.split_whitespace().count() / 10).min(3),
            Self::Quoted => match attribution.quoted {
                Quoted::No => 0,
                Quoted::Words => 1,
                Quoted::Part => 2,
                Quoted::Whole => 3,
            },
            Self::SpeakerKnown => usize::from(attribution.source.is_none()),
        }
    }
}

/// How the rows are parted by one property.
pub(super) struct Partition {
    by: String,
    built_in: bool,
    values: Vec<String>,
    of_row: Vec<usize>,
}

/// Parts the rows by each of `by`: a kept column of the corpus, which goes before a built-in property of
/// the same name. `lexicon` is asked for a built-in one only.
pub(super) fn partitions(
    corpus: &Corpus,
    by: &[String],
    lexicon: impl Fn() -> Result<Arc<Lexicon>>,
) -> Result<Vec<Partition>> {
    let partition = |by: &String| {
        let column = corpus.column(by);
        let (values, of_row) = match (column, Property::ALL.iter().find(|(name, _)| name == by)) {
            (Some(cells), _) => of_column(by, cells)?,
            (None, Some(&(_, property))) => of_property(corpus, property, &*lexicon()?),
            (None, None) => return Err(unknown(by)),
        };
        Ok(Partition { by: by.clone(), built_in: column.is_none(), values, of_row })
    };
    by.iter().map(partition).collect()
}

impl Partition {
    /// The figures of each part that has rows.
    pub fn measure(self, evaluated: &Evaluated, draws: usize, names: &[String]) -> Slicing {
        let slice = |(number, value): (usize, String)| {
            let rows: Vec<usize> = (0..self.of_row.len()).filter(|&row| self.of_row[row] == number).collect();
            let measured = (!rows.is_empty()).then(|| evaluated.subset(&rows).measure(draws, names))?;
            Some(Slice { value, n: rows.len(), n_clusters: measured.n_units, scores: measured.scores })
        };
        let slices = self.values.into_iter().enumerate().filter_map(slice).collect();
        Slicing { by: self.by, built_in: self.built_in, slices }
    }
}

/// The values of a column, sorted, and which each row has.
fn of_column(by: &str, cells: &[String]) -> Result<(Vec<String>, Vec<usize>)> {
    let shown =
        |cell: &String| if cell.trim().is_empty() { "(empty)".into() } else { cell.trim().to_owned() };
    let cells: Vec<String> = cells.iter().map(shown).collect();
    let mut values = cells.clone();
    values.sort_unstable();
    values.dedup();
    if values.len() > MOST_VALUES {
        let message = format!(
            "column '{by}' has {} values; slices are for columns with at most {MOST_VALUES}",
            values.len()
        );
        return Err(Error::new(ErrorKind::Setting, message));
    }
    let of_row = cells.iter().map(|cell| values.partition_point(|value| value < cell)).collect();
    Ok((values, of_row))
}

fn of_property(corpus: &Corpus, property: Property, lexicon: &Lexicon) -> (Vec<String>, Vec<usize>) {
    let attributions = attributions(corpus, lexicon);
    let of_row = attributions.iter().enumerate().map(|(row, found)| property.of(corpus.text(row), found));
    (property.values().iter().map(|&value| value.to_owned()).collect(), of_row.collect())
}

fn unknown(by: &str) -> Error {
    let built_in = Property::ALL.map(|(name, _)| name).join(", ");
    let message = format!(
        "there is no column '{by}' to part the rows by, and it is none of the built-in ones: {built_in}"
    );
    Error::new(ErrorKind::Setting, message)
}
