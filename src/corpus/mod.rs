//! Labelled sentences: from CSV, checked; parted into folds that keep articles whole.

mod folds;
mod reader;
mod table;

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

pub use folds::{Folds, SplitMix64};
pub(crate) use reader::alike_labels;
pub use reader::{Columns, GroupColumn, read};
pub use table::{Table, TableRow};

use crate::article::Kind;
use crate::error::{Error, ErrorKind, Result};

/// Labelled texts in order, with the article of each where that is known.
///
/// All texts stand in one buffer; labels and groups are numbers into sorted lists of names.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    text: String,
    spans: Vec<Range<usize>>,
    labels: Vec<u32>,
    kinds: Vec<Kind>,
    groups: Option<Vec<u32>>,
    group_names: Vec<String>,
    /// The line of the file on which each row starts; empty if there was no file.
    lines: Vec<u64>,
    clusters: Option<Clusters>,
    label_names: Vec<String>,
    columns: Vec<(String, Vec<String>)>,
    source_hash: String,
}

/// Which rows folds keep together, if that is not the article.
#[derive(Clone, Debug)]
struct Clusters {
    column: String,
    of_row: Vec<u32>,
}

impl Corpus {
    /// A corpus of texts and their labels, without groups.
    ///
    /// ```
    /// let corpus = standpoint::Corpus::from_pairs([("Da.", "yes"), ("Net.", "no")])?;
    /// assert_eq!(corpus.label_names(), ["no", "yes"]);
    /// assert_eq!(corpus.labels(), [1, 0]);
    /// # Ok::<(), standpoint::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Training`] if there are fewer than two labels.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self> {
        let mut builder = Builder::default();
        for (text, label) in pairs {
            builder.push(text, Kind::Sentence, label, None);
        }
        builder.finish(String::new())
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The text of a row.
    pub fn text(&self, row: usize) -> &str {
        &self.text[self.spans[row].clone()]
    }

    /// Whether a row is a sentence or a heading.
    pub fn kind(&self, row: usize) -> Kind {
        self.kinds[row]
    }

    /// The rows of each article; where there are no groups, each row alone.
    pub fn articles(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        std::iter::from_fn(move || {
            let first = start;
            let group = |row: usize| self.groups.as_ref().map(|groups| groups[row]);
            (first < self.len()).then(|| {
                start += 1;
                while start < self.len() && group(first).is_some() && group(start) == group(first) {
                    start += 1;
                }
                first..start
            })
        })
    }

    /// All texts in order.
    pub fn texts(&self) -> Vec<&str> {
        self.spans.iter().map(|span| &self.text[span.clone()]).collect()
    }

    /// The label of each row, as a number into [`Corpus::label_names`].
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }

    /// The names of the labels, sorted.
    pub fn label_names(&self) -> &[String] {
        &self.label_names
    }

    /// The group (article) of each row, numbered by first appearance, if there are groups.
    pub fn groups(&self) -> Option<&[u32]> {
        self.groups.as_deref()
    }

    /// The number of groups; of rows, where there are none.
    pub fn n_groups(&self) -> usize {
        self.groups().map_or(self.len(), count)
    }

    /// The cluster of each row: what folds keep whole and what intervals draw. That is the group, unless
    /// another column was named; `None` where each row stands for itself.
    pub fn clusters(&self) -> Option<&[u32]> {
        self.clusters.as_ref().map(|clusters| clusters.of_row.as_slice()).or(self.groups())
    }

    /// What a cluster is: `article`, the name of another column, or `row`.
    pub fn cluster_name(&self) -> &str {
        match (&self.clusters, &self.groups) {
            (Some(clusters), _) => &clusters.column,
            (None, Some(_)) => "article",
            (None, None) => "row",
        }
    }

    /// The number of clusters.
    pub fn n_clusters(&self) -> usize {
        self.clusters().map_or(self.len(), count)
    }

    /// The cells of a column that was kept, one for each row.
    pub fn column(&self, name: &str) -> Option<&[String]> {
        self.columns.iter().find(|(column, _)| column == name).map(|(_, cells)| cells.as_slice())
    }

    /// The name of the article of a row, if it has one.
    pub fn article(&self, row: usize) -> Option<&str> {
        self.groups.as_ref().map(|groups| self.group_names[groups[row] as usize].as_str())
    }

    /// The line of the file on which a row starts, from 1, if it was read from a file.
    pub fn line(&self, row: usize) -> Option<u64> {
        self.lines.get(row).copied()
    }

    /// The SHA-256 of the file it was read from, in hexadecimal; empty for one made in memory.
    pub fn source_hash(&self) -> &str {
        &self.source_hash
    }

    /// How often each label occurs.
    pub fn label_counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.label_names.len()];
        for &label in &self.labels {
            counts[label as usize] += 1;
        }
        counts
    }

    /// The rows in `rows`, in that order, with all label names kept.
    #[must_use]
    pub fn subset(&self, rows: &[usize]) -> Self {
        fn pick<T: Clone>(all: &[T], rows: &[usize]) -> Vec<T> {
            rows.iter().map(|&row| all[row].clone()).collect()
        }
        let mut text = String::new();
        let mut copy = |&row: &usize| {
            let start = text.len();
            text.push_str(self.text(row));
            start..text.len()
        };
        Self {
            spans: rows.iter().map(&mut copy).collect(),
            text,
            labels: pick(&self.labels, rows),
            kinds: pick(&self.kinds, rows),
            groups: self.groups().map(|groups| pick(groups, rows)),
            clusters: self.clusters.as_ref().map(|clusters| Clusters {
                column: clusters.column.clone(),
                of_row: pick(&clusters.of_row, rows),
            }),
            label_names: self.label_names.clone(),
            columns: self.columns.iter().map(|(name, cells)| (name.clone(), pick(cells, rows))).collect(),
            group_names: self.group_names.clone(),
            lines: if self.lines.is_empty() { Vec::new() } else { pick(&self.lines, rows) },
            source_hash: self.source_hash.clone(),
        }
    }

    /// The same rows with other texts and labels: `rewrite` tells those of each row. The label is a number into
    /// [`Corpus::label_names`], which stay.
    #[must_use]
    pub fn rewritten(&self, mut rewrite: impl FnMut(usize) -> (String, u32)) -> Self {
        let mut rewritten =
            Self { text: String::new(), spans: Vec::new(), labels: Vec::new(), ..self.clone() };
        for row in 0..self.len() {
            let (text, label) = rewrite(row);
            let start = rewritten.text.len();
            rewritten.text.push_str(&text);
            rewritten.spans.push(start..rewritten.text.len());
            rewritten.labels.push(label);
        }
        rewritten
    }
}

/// How many numbers there are, from 0 without a gap.
fn count(numbers: &[u32]) -> usize {
    numbers.iter().max().map_or(0, |&last| last as usize + 1)
}

/// What tells whether a row was trained on: a hash of its text without the white space at its ends.
pub fn text_hash(text: &str) -> u64 {
    xxh3_64(text.trim().as_bytes())
}

/// Collects rows.
#[derive(Default)]
struct Builder {
    text: String,
    spans: Vec<Range<usize>>,
    labels: Vec<u32>,
    kinds: Vec<Kind>,
    groups: Vec<u32>,
    group_names: Vec<String>,
    lines: Vec<u64>,
    label_names: Vec<String>,
}

impl Builder {
    fn push(&mut self, text: &str, kind: Kind, label: &str, group: Option<u32>) {
        // Labels are few; those of neighbouring rows are mostly equal or recent.
        let label = self.label_names.iter().position(|name| name == label).unwrap_or_else(|| {
            self.label_names.push(label.to_owned());
            self.label_names.len() - 1
        });
        let start = self.text.len();
        self.text.push_str(text);
        self.spans.push(start..self.text.len());
        self.labels.push(label as u32);
        self.kinds.push(kind);
        self.groups.extend(group);
    }

    /// Puts labels in alphabetical order.
    fn finish(mut self, source_hash: String) -> Result<Corpus> {
        if self.label_names.len() < 2 {
            let found = self.label_names.first().map_or("none".into(), |label| format!("only '{label}'"));
            let message = format!("at least two labels are needed, found {found}");
            return Err(Error::new(ErrorKind::Training, message));
        }
        let mut sorted = self.label_names.clone();
        sorted.sort();
        for label in &mut self.labels {
            let name = &self.label_names[*label as usize];
            *label = sorted.binary_search(name).unwrap_or_default() as u32;
        }
        Ok(Corpus {
            groups: (!self.groups.is_empty()).then_some(self.groups),
            group_names: self.group_names,
            lines: self.lines,
            clusters: None,
            columns: Vec::new(),
            text: self.text,
            spans: self.spans,
            labels: self.labels,
            kinds: self.kinds,
            label_names: sorted,
            source_hash,
        })
    }
}
