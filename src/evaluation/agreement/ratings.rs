//! Labels of several coders, unit by unit.

/// What several coders said about the same units. Any label may be missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    pub(super) label_column: String,
    pub(super) coders: Vec<String>,
    /// Sorted.
    pub(super) label_names: Vec<String>,
    pub(super) units: Vec<Unit>,
    /// The number of articles, if units have articles.
    pub(super) n_articles: Option<usize>,
}

/// A unit that at least one coder labelled.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unit {
    /// What it is called.
    pub name: String,
    /// Empty if it is not known.
    pub text: String,
    /// The number of its article.
    pub article: Option<u32>,
    /// The label of each coder, as a number into the names of labels.
    pub labels: Vec<Option<u32>>,
}

impl Ratings {
    /// From rows of labels, one for each coder; units are named by their number, from 1. Units that
    /// nobody labelled are left out.
    ///
    /// ```
    /// use standpoint::evaluation::agreement::{Agreement, Ratings};
    /// let rows = [[Some("yes"), Some("yes")], [Some("no"), Some("yes")], [Some("no"), None]];
    /// let agreement = Agreement::of(&Ratings::from_rows("stance", ["Ann", "Ben"], rows), 1);
    /// assert_eq!((agreement.n_units, agreement.n_pairable), (3, 2));
    /// assert_eq!(agreement.agreement, Some(0.5));
    /// assert_eq!(agreement.disagreements[0].unit, "2");
    /// ```
    pub fn from_rows<'a, const N: usize>(
        label_column: &str,
        coders: [&str; N],
        rows: impl IntoIterator<Item = [Option<&'a str>; N]>,
    ) -> Self {
        let mut collector = Collector { coders: coders.map(str::to_owned).to_vec(), ..Collector::default() };
        for (number, labels) in (1..).zip(rows) {
            let unit = collector.add_unit(format!("{number}"), String::new(), None);
            for (coder, label) in labels.into_iter().enumerate() {
                collector.label(unit, coder, label.unwrap_or_default());
            }
        }
        collector.finish(label_column)
    }

    /// The names of the labels that were given, sorted.
    pub fn label_names(&self) -> &[String] {
        &self.label_names
    }
}

/// Ratings while they are collected.
#[derive(Default)]
pub(super) struct Collector {
    pub coders: Vec<String>,
    pub units: Vec<Unit>,
    label_names: Vec<String>,
}

impl Collector {
    /// The number of a coder, who is new if the name is.
    pub fn coder(&mut self, name: &str) -> usize {
        self.coders.iter().position(|coder| coder == name).unwrap_or_else(|| {
            self.coders.push(name.to_owned());
            self.coders.len() - 1
        })
    }

    /// Adds a unit without labels, and tells its number.
    pub fn add_unit(&mut self, name: String, text: String, article: Option<u32>) -> usize {
        self.units.push(Unit { name, text, article, labels: Vec::new() });
        self.units.len() - 1
    }

    /// Notes a label; white space at its ends does not count, and nothing else is a missing label.
    /// `false` if this coder has labelled this unit before.
    pub fn label(&mut self, unit: usize, coder: usize, label: &str) -> bool {
        let label = label.trim();
        if label.is_empty() {
            return true;
        }
        let number = self.label_names.iter().position(|name| name == label).unwrap_or_else(|| {
            self.label_names.push(label.to_owned());
            self.label_names.len() - 1
        });
        let labels = &mut self.units[unit].labels;
        if labels.len() <= coder {
            labels.resize(coder + 1, None);
        }
        labels[coder].replace(number as u32).is_none()
    }

    /// Sorts the labels, and drops the units that nobody labelled.
    pub fn finish(self, label_column: &str) -> Ratings {
        let Self { coders, mut units, label_names } = self;
        let mut sorted = label_names.clone();
        sorted.sort();
        units.retain(|unit| !unit.labels.is_empty());
        for unit in &mut units {
            unit.labels.resize(coders.len(), None);
            for label in unit.labels.iter_mut().flatten() {
                let name = &label_names[*label as usize];
                *label = sorted.binary_search(name).unwrap_or_default() as u32;
            }
        }
        let n_articles = units.iter().filter_map(|unit| unit.article).max().map(|last| last as usize + 1);
        Ratings { label_column: label_column.to_owned(), coders, label_names: sorted, units, n_articles }
    }
}
