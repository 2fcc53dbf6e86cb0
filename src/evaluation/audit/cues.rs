//! How often each cue stands in the sentences of each label: what a model could go by instead of the meaning.

use std::collections::BTreeMap;

use serde::Serialize;

use super::contrast::Contrast;
use super::text::{Phrases, Words};
use crate::article::{CUES, Kind};
use crate::corpus::{Corpus, Table, TableRow};
use crate::error::Result;

/// Words of grammar and irony, which are no cues for a model; the others are those of the built-in table of cues.
const MARKERS: &str = include_str!("../../../data/markers.csv");

/// The classes of the table of cues that are one cue each; of those in [`VERBS`] each verb is one.
const CLASSES: [&str; 10] =
    ["must", "ask", "will", "promise", "blame", "thank", "hope", "deny", "praise", "event"];

/// The classes of the table of cues whose verbs are a cue each.
const VERBS: [&str; 2] = ["say", "judge"];

/// A verb is frequent if this share of the rows has it, and at least [`FEWEST_ROWS`].
const FREQUENT: f64 = 0.01;

/// The fewest rows with a frequent verb.
const FEWEST_ROWS: usize = 10;

/// The bands of length: the name, and the most words.
const LENGTHS: [(&str, usize); 4] =
    [("1 to 10", 10), ("11 to 20", 20), ("21 to 30", 30), ("over 30", usize::MAX)];

/// A cue, and the rows that have it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CueRates {
    /// What it is.
    pub kind: CueKind,
    /// Its name.
    pub cue: String,
    /// The number of rows that have it.
    pub n: usize,
    /// The rate among the rows of each label.
    pub labels: BTreeMap<String, Rate>,
    /// The rates of two labels against each other.
    pub contrasts: Vec<Contrast>,
}

/// How many of some rows have something.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rate {
    /// How many have it.
    pub n: usize,
    /// Their share, from 0 to 1.
    pub rate: f64,
}

impl Rate {
    /// `n` of so many; 0 of none is a rate of 0.
    pub(super) fn new(n: usize, of: usize) -> Self {
        Self { n, rate: n as f64 / of.max(1) as f64 }
    }
}

/// What kind of cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CueKind {
    /// Any word of a class.
    Class,
    /// Something other than a word: a question mark, a heading.
    Form,
    /// A number of words, parted by white space.
    Length,
    /// A verb of saying or judging, in any of its forms.
    Verb,
}

impl CueRates {
    /// The contrast of two labels that is farthest from equal, those that count before all others.
    pub fn widest(&self) -> Option<&Contrast> {
        let order = |contrast: &Contrast| (contrast.outside, contrast.factor());
        let wider = |a: &Contrast, b: &Contrast| {
            let (a, b) = (order(a), order(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        };
        self.contrasts.iter().max_by(|a, b| wider(a, b))
    }
}

/// The number of words of a text, as they are parted by white space.
pub(super) fn length(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The rates of all cues that occur, and contrasts of these pairs of labels.
pub(super) fn cue_rates(corpus: &Corpus, texts: &[Words], pairs: &[[usize; 2]]) -> Result<Vec<CueRates>> {
    let table = CueTable::new()?;
    let n_labels = corpus.label_names().len();
    let mut counts: BTreeMap<(CueKind, usize), Vec<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    for (row, text) in texts.iter().enumerate() {
        found.clear();
        table.find(text, &mut found);
        if corpus.text(row).contains('?') {
            found.push((CueKind::Form, 0));
        }
        if corpus.kind(row) == Kind::Heading {
            found.push((CueKind::Form, 1));
        }
        let length = length(corpus.text(row));
        found.extend(LENGTHS.iter().position(|band| length <= band.1).map(|band| (CueKind::Length, band)));
        found.sort_unstable();
        found.dedup();
        for &cue in &found {
            counts.entry(cue).or_insert_with(|| vec![0; n_labels])[corpus.labels()[row] as usize] += 1;
        }
    }
    let fewest = (FREQUENT * texts.len() as f64).max(FEWEST_ROWS as f64);
    let totals = corpus.label_counts();
    let rates = |((kind, number), counts): ((CueKind, usize), Vec<usize>)| {
        let n: usize = counts.iter().sum();
        let rate = |label: usize| Rate::new(counts[label], totals[label]);
        let names = corpus.label_names();
        let contrast = |&pair: &[usize; 2]| {
            Contrast::new(
                pair.map(|label| names[label].clone()),
                pair.map(|label| counts[label]),
                pair.map(|label| totals[label]),
            )
        };
        (kind != CueKind::Verb || n as f64 >= fewest).then(|| CueRates {
            kind,
            cue: table.name(kind, number).to_owned(),
            n,
            labels: (0..names.len()).map(|label| (names[label].clone(), rate(label))).collect(),
            contrasts: pairs.iter().map(contrast).collect(),
        })
    };
    let mut cues: Vec<CueRates> = counts.into_iter().filter_map(rates).collect();
    // The frequent verbs first; all other cues have their order.
    cues.sort_by_key(|cue| (cue.kind, if cue.kind == CueKind::Verb { usize::MAX - cue.n } else { 0 }));
    Ok(cues)
}

/// Which phrases are which cues.
#[derive(Default)]
struct CueTable {
    /// For each phrase, the cues that it is, as numbers into the names of their kind.
    phrases: Phrases<Vec<(CueKind, usize)>>,
    classes: Vec<String>,
    verbs: Vec<String>,
}

impl CueTable {
    fn new() -> Result<Self> {
        let mut table = Self::default();
        table.read(MARKERS, "the built-in table of markers", |_| true)?;
        table.read(CUES, "the built-in table of cues", |class| {
            CLASSES.contains(&class) || VERBS.contains(&class)
        })?;
        Ok(table)
    }

    /// Adds the rows of a table whose class is wanted.
    fn read(&mut self, table: &str, name: &str, wanted: impl Fn(&str) -> bool) -> Result<()> {
        let mut table = Table::new(table.as_bytes(), name, "class")?;
        let [class, word, forms] = ["class", "word", "forms"].map(|column| table.column(column));
        let (class, word, forms) = (class?, word?, forms?);
        let mut row = TableRow::default();
        while table.next_row(&mut row)? {
            let class = row.cell(class);
            if !wanted(class) {
                continue;
            }
            let cue = if VERBS.contains(&class) {
                (CueKind::Verb, number(&mut self.verbs, row.cell(word)))
            } else {
                (CueKind::Class, number(&mut self.classes, class))
            };
            for form in row.cell(forms).split('|') {
                self.phrases.entry(form).into_iter().for_each(|cues| cues.push(cue));
            }
        }
        Ok(())
    }

    /// Adds the cues of a text to `found`, some of them repeatedly.
    fn find(&self, text: &Words, found: &mut Vec<(CueKind, usize)>) {
        let cues = (0..text.len()).flat_map(|at| self.phrases.at(text, at));
        found.extend(cues.flat_map(|(_, cues)| cues));
    }

    fn name(&self, kind: CueKind, number: usize) -> &str {
        match kind {
            CueKind::Class => &self.classes[number],
            CueKind::Verb => &self.verbs[number],
            CueKind::Form => ["question mark", "heading"][number],
            CueKind::Length => LENGTHS[number].0,
        }
    }
}

/// The number of a name, which is added if it is new.
fn number(names: &mut Vec<String>, name: &str) -> usize {
    names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}
