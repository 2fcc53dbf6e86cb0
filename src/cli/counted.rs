//! Labelled rows on their way to a summary or a sample: what they are counted by, and each sentence once.

use std::collections::BTreeSet;

use standpoint::article::folded;
use standpoint::features::words;
use standpoint::{Error, ErrorKind, Result};

use super::formats::Row;

/// The cell of `--by` in which all groups are together.
pub const ALL: &str = "(all)";

/// What rows are counted by.
#[derive(Default)]
pub struct Grouping(Vec<Key>);

enum Key {
    /// The name of the article.
    Article,
    /// The folder of the article's file.
    Folder,
    /// This carried cell, or as many of its first bytes: `2024-03` of a date.
    Cell(usize, Option<usize>),
}

impl Grouping {
    /// By these columns: the input's own, `article`, `month` and `year` (of a column `date`), and `folder`
    /// where the input is files.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] if there is no such column.
    pub fn new(by: &[String], carried: &[&str], of_articles: bool) -> Result<Self> {
        let files = of_articles && carried.is_empty();
        let place = |name: &str| carried.iter().position(|&column| column == name);
        let key = |name: &String| match (name.as_str(), place(name)) {
            (_, Some(cell)) => Ok(Key::Cell(cell, None)),
            ("article", _) if of_articles => Ok(Key::Article),
            ("folder", _) if files => Ok(Key::Folder),
            ("month", _) if place("date").is_some() => {
                Ok(Key::Cell(place("date").unwrap_or_default(), Some(7)))
            }
            ("year", _) if place("date").is_some() => {
                Ok(Key::Cell(place("date").unwrap_or_default(), Some(4)))
            }
            _ => {
                let own = carried.join(", ");
                let more =
                    if files { "article, folder" } else { "article, and month and year of a column date" };
                let message = format!(
                    "there is no column '{name}' to summarise by; there are {own}{}{more}",
                    if own.is_empty() { "" } else { ", " }
                );
                Err(Error::new(ErrorKind::Setting, message))
            }
        };
        Ok(Self(by.iter().map(key).collect::<Result<_>>()?))
    }

    fn of(&self, row: &Row) -> Vec<String> {
        let key = |key: &Key| match key {
            Key::Article => row.place.map_or("", |place| place.article).to_owned(),
            Key::Folder => row.place.map_or("", |place| place.folder).to_owned(),
            Key::Cell(cell, None) => row.carried[*cell].to_owned(),
            Key::Cell(cell, Some(length)) => row.carried[*cell].chars().take(*length).collect(),
        };
        self.0.iter().map(key).collect()
    }
}

/// A labelled row to be counted.
pub struct Counted {
    /// The name of its article, in the first row of each.
    pub begins: Option<String>,
    /// Its number in its article, if it is a sentence of one.
    n: Option<usize>,
    /// What it is counted by.
    pub group: Vec<String>,
    /// The text.
    pub text: String,
    /// Its words.
    pub words: usize,
    /// The answer of each model: label, probabilities, whether anything in it is known.
    pub answers: Vec<(usize, Vec<f64>, bool)>,
}

impl Counted {
    /// A row; `begins` names its article if it is the first of it.
    pub fn new(row: &Row, grouping: &Grouping, begins: Option<String>) -> Self {
        let answer = |answer: &super::answers::Answer| {
            (answer.label, answer.probabilities.clone(), !answer.nothing_known)
        };
        Self {
            n: row.place.map(|place| place.item.n),
            group: grouping.of(row),
            begins,
            text: folded(row.text),
            words: words(row.text).count(),
            answers: row.answers.iter().map(answer).collect(),
        }
    }
}

/// A counted row with its place in the whole input.
pub struct Placed<'a> {
    /// The row.
    pub row: &'a Counted,
    /// The number of its article.
    pub article_number: usize,
    /// The name of its article.
    pub article: &'a str,
    /// Its number: in its article, or in a table of sentences.
    pub n: usize,
}

/// The rows that count: in each group every text once, however often it is printed, and none in which no
/// model knows anything. With them how many were left out as repeated.
pub fn each_once(rows: &[Counted]) -> (Vec<Placed<'_>>, usize) {
    let (mut placed, mut seen, mut repeated) = (Vec::new(), BTreeSet::new(), 0);
    let (mut article_number, mut article) = (0, "");
    for (number, row) in rows.iter().enumerate() {
        if let Some(name) = &row.begins {
            article_number += 1;
            article = name;
        }
        if !seen.insert((&row.group, row.text.to_lowercase())) {
            repeated += 1;
        } else if row.answers.iter().any(|answer| answer.2) {
            placed.push(Placed { row, article_number, article, n: row.n.unwrap_or(number + 1) });
        }
    }
    (placed, repeated)
}
