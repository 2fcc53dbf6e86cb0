//! From a CSV file to a [`Corpus`].

use std::collections::BTreeMap;
use std::io::Read;

use sha2::{Digest, Sha256};

use super::table::{Table, TableRow};
use super::{Builder, Clusters, Corpus};
use crate::article::Kind;
use crate::error::{Error, ErrorKind, Result};

/// Which columns of a table are what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The column of the texts.
    pub text: String,
    /// The column of the labels.
    pub label: String,
    /// The column that says which rows belong together.
    pub group: GroupColumn,
    /// Further columns to keep, those of them that the table has: see [`Corpus::column`].
    pub kept: Vec<String>,
}

impl Default for Columns {
    /// `text`, `stance`, and `article` if there is one.
    fn default() -> Self {
        Self { text: "text".into(), label: "stance".into(), group: GroupColumn::default(), kept: Vec::new() }
    }
}

/// The column that says which rows belong together.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum GroupColumn {
    /// `article` if the table has it.
    #[default]
    Default,
    /// This one; it must be there.
    Named(String),
    /// None: rows stand alone.
    None,
}

impl GroupColumn {
    /// From a name as typed: `none` is [`GroupColumn::None`].
    pub fn from_name(name: Option<&str>) -> Self {
        match name {
            None => Self::Default,
            Some("none") => Self::None,
            Some(name) => Self::Named(name.to_owned()),
        }
    }

    /// The place of the column in a table, if rows have groups there.
    pub fn find<R: Read>(&self, table: &Table<R>) -> Result<Option<usize>> {
        match self {
            Self::Default => table.optional_column("article"),
            Self::Named(name) => table.chosen_column(name, "--group-column").map(Some),
            Self::None => Ok(None),
        }
    }
}

/// Reads labelled rows and says what looks doubtful about them.
///
/// A column `kind`, if there is one, may call rows `boilerplate`: they are left out, and may have
/// no label. Contiguous rows with the same group form an article; but if the table has a column
/// `article` and another one is named as group, articles are those of the column `article`, and the
/// named column (a writer, an occasion) holds the clusters: whole articles that belong together.
/// `name` is what messages call the file.
///
/// # Errors
/// [`ErrorKind::Table`] with file, line and column: columns missing or doubled, ragged rows, text that is
/// not UTF-8, rows without text or label, an article whose rows stand apart or in two clusters; [`ErrorKind::Training`]
/// for fewer than two labels.
pub fn read<R: Read>(source: R, name: &str, columns: &Columns) -> Result<(Corpus, Vec<String>)> {
    let mut hashed = Hashed { source, digest: Sha256::new() };
    let mut table = Table::new(&mut hashed, name, &columns.text)?;
    let text_at = table.chosen_column(&columns.text, "--text-column")?;
    let label_at = table.chosen_column(&columns.label, "--label-column")?;
    let named_at = columns.group.find(&table)?;
    let article_at = if named_at.is_some() { table.optional_column("article")?.or(named_at) } else { None };
    let mut clusters = named_at.filter(|_| article_at != named_at).map(ClusterColumn::new);
    let kind_at = table.optional_column("kind")?;
    let mut kept = Vec::new();
    for column in &columns.kept {
        kept.extend(table.optional_column(column)?.map(|at| (at, column.clone(), Vec::new())));
    }
    let mut builder = Builder::default();
    let mut articles = Articles::default();
    let mut row = TableRow::default();
    while table.next_row(&mut row)? {
        if kind_at.is_some_and(|at| row.cell(at) == "boilerplate") {
            continue;
        }
        let fail = |message: &str, column: usize| {
            let column = table.header()[column].as_str();
            Error::new(ErrorKind::Table, message).in_file(name).at_line(row.line()).in_column(column)
        };
        let filled = |at: usize, what_to_do: &str| {
            let cell = row.cell(at);
            if cell.trim().is_empty() {
                Err(fail(&format!("the cell is empty; {what_to_do}"), at))
            } else {
                Ok(cell)
            }
        };
        let text = filled(text_at, "every row needs a text")?;
        let label = filled(label_at, "label the row, or mark it 'boilerplate' in a column 'kind'")?;
        let group = match article_at {
            None => None,
            Some(at) => {
                let article = filled(at, "name the article")?;
                let apart = || {
                    fail(
                        &format!(
                            "article '{article}' goes on here after another article; put its rows together"
                        ),
                        at,
                    )
                };
                Some(articles.number(article).ok_or_else(apart)?)
            }
        };
        if let Some(clusters) = &mut clusters {
            let name = filled(clusters.at, "every row needs a value where rows are kept together by it")?;
            if !clusters.push(name, group) {
                let message = format!(
                    "'{name}' is another value than further up in the same article; an article has one"
                );
                return Err(fail(&message, clusters.at));
            }
        }
        for (at, _, cells) in &mut kept {
            cells.push(row.cell(*at).to_owned());
        }
        builder.push(text, Kind::from_name(kind_at.map_or("", |at| row.cell(at)), text), label, group);
        builder.lines.push(row.line());
    }
    if builder.spans.is_empty() {
        let message = "there is a header but no labelled row; add rows";
        return Err(Error::new(ErrorKind::Table, message).in_file(name));
    }
    let clusters = clusters
        .map(|clusters| Clusters { column: table.header()[clusters.at].clone(), of_row: clusters.of_row });
    drop(table);
    builder.group_names = articles.names();
    let mut corpus = builder
        .finish(hexadecimal(&hashed.digest.finalize()))
        .map_err(|error| error.in_file(name).in_column(&columns.label))?;
    corpus.clusters = clusters;
    corpus.columns = kept.into_iter().map(|(_, name, cells)| (name, cells)).collect();
    let warnings = doubts(&corpus, name, &columns.label);
    Ok((corpus, warnings))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// The articles seen so far, in order.
#[derive(Default)]
struct Articles {
    seen: BTreeMap<String, u32>,
    last: Option<(String, u32)>,
}

impl Articles {
    /// The number of the article; `None` if its rows stand apart.
    fn number(&mut self, name: &str) -> Option<u32> {
        if let Some((last, number)) = &self.last
            && last == name
        {
            return Some(*number);
        }
        let number = self.seen.len() as u32;
        if self.seen.insert(name.to_owned(), number).is_some() {
            return None;
        }
        self.last = Some((name.to_owned(), number));
        Some(number)
    }

    /// Their names, by number.
    fn names(self) -> Vec<String> {
        let mut names: Vec<(u32, String)> =
            self.seen.into_iter().map(|(name, number)| (number, name)).collect();
        names.sort_unstable();
        names.into_iter().map(|(_, name)| name).collect()
    }
}

/// The column of the clusters, and the number of each row's.
struct ClusterColumn {
    at: usize,
    seen: BTreeMap<String, u32>,
    of_row: Vec<u32>,
    last_article: Option<u32>,
}

impl ClusterColumn {
    fn new(at: usize) -> Self {
        Self { at, seen: BTreeMap::new(), of_row: Vec::new(), last_article: None }
    }

    /// Adds a row; `false` if its article had another cluster before.
    fn push(&mut self, name: &str, article: Option<u32>) -> bool {
        let next = self.seen.len() as u32;
        let number = *self.seen.entry(name.to_owned()).or_insert(next);
        let fits = self.last_article != article || self.of_row.last() == Some(&number);
        self.last_article = article;
        self.of_row.push(number);
        fits
    }
}

fn doubts(corpus: &Corpus, name: &str, column: &str) -> Vec<String> {
    let mut doubts = Vec::new();
    for (label, count) in corpus.label_names().iter().zip(corpus.label_counts()) {
        if count == 1 {
            doubts.push(format!("{name}: label '{label}' in column '{column}' is seen only once"));
        }
    }
    doubts.extend(
        alike_labels(corpus.label_names()).map(|doubt| format!("{name}: {doubt} in column '{column}'")),
    );
    doubts
}

/// Pairs of labels that are probably one, in words.
pub fn alike_labels(names: &[String]) -> impl Iterator<Item = String> {
    let plain = |label: &str| label.split_whitespace().collect::<String>().to_lowercase();
    let pairs = names
        .iter()
        .enumerate()
        .flat_map(|(i, label)| names[i + 1..].iter().map(move |other| (label, other)));
    pairs
        .filter(move |(label, other)| plain(label) == plain(other))
        .map(|(label, other)| format!("labels '{label}' and '{other}' differ only in case or spaces"))
}

/// Hashes what is read through it.
struct Hashed<R> {
    source: R,
    digest: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.source.read(buffer)?;
        self.digest.update(&buffer[..n]);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_boilerplate_may_lack_a_label() {
        let table = "kind,stance,text\nsentence,x,one\nsentence,,two\nboilerplate,,Share\n";
        let error = read(table.as_bytes(), "t.csv", &Columns::default()).expect_err("no label");
        assert!(
            error.to_string().starts_with("t.csv, line 3, column 'stance': the cell is empty"),
            "{error}"
        );
    }

    #[test]
    fn boilerplate_is_left_out_and_articles_are_numbered() {
        let table = "article,kind,stance,text\na,sentence,x,one\na,boilerplate,,Share\nb,sentence,y,two\n";
        let (corpus, warnings) = read(table.as_bytes(), "t.csv", &Columns::default()).expect("good");
        assert_eq!(corpus.texts(), ["one", "two"]);
        assert_eq!(corpus.groups(), Some(&[0, 1][..]));
        assert_eq!((corpus.article(1), corpus.line(1)), (Some("b"), Some(4)));
        let later = corpus.subset(&[1]);
        assert_eq!((later.article(0), later.line(0)), (Some("b"), Some(4)));
        assert_eq!(warnings.len(), 2, "each label is seen once");
        assert_eq!(corpus.source_hash().len(), 64);
    }

    #[test]
    fn another_group_column_holds_clusters_of_articles() {
        let table = "article,writer,genre,stance,text\na,W,wire,x,one\na,W,wire,y,two\nb,V,wire,x,three\nc,W,talk,y,four\n";
        let columns = Columns {
            group: GroupColumn::Named("writer".into()),
            kept: vec!["genre".into(), "absent".into()],
            ..Columns::default()
        };
        let (corpus, _) = read(table.as_bytes(), "t.csv", &columns).expect("good");
        assert_eq!(corpus.groups(), Some(&[0, 0, 1, 2][..]));
        assert_eq!((corpus.clusters(), corpus.cluster_name()), (Some(&[0, 0, 1, 0][..]), "writer"));
        assert_eq!(corpus.column("genre").expect("kept"), ["wire", "wire", "wire", "talk"]);
        assert_eq!(corpus.column("absent"), None);
        let (plain, _) = read(table.as_bytes(), "t.csv", &Columns::default()).expect("good");
        assert_eq!((plain.n_clusters(), plain.cluster_name()), (3, "article"));
        let split = table.replace("a,W,wire,y", "a,V,wire,y");
        let error =
            read(split.as_bytes(), "t.csv", &columns).expect_err("two writers of one article").to_string();
        assert!(error.contains("line 3") && error.contains("writer"), "{error}");
    }
}
