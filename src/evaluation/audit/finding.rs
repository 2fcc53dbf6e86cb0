//! Findings of an audit, in words.

use serde::Serialize;

use super::LabelRows;
use super::contrast::BAND;
use super::cues::{CueKind, CueRates, Rate};
use super::duplicates::Near;
use super::shortcuts::Shortcuts;
use super::suspects::Suspects;
use crate::corpus::Corpus;

/// Something wrong or doubtful.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What was checked.
    pub check: Check,
    /// What was found.
    pub message: String,
    /// The rows that it is about, if it is about certain rows.
    pub rows: Vec<Place>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// To be mended.
    Error,
    /// To be looked at.
    Warning,
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Equal texts with unequal labels.
    LabelConflict,
    /// The same text in several articles: what is learned from one is known of the other.
    Duplicate,
    /// Nearly the same text in two articles.
    NearDuplicate,
    /// The share of a label.
    ClassShare,
    /// A cue that leans to a label.
    Cue,
    /// Headings whose labels are other than those of sentences.
    Headings,
    /// Models that go by who is named.
    Shortcut,
    /// Rows that are likely mislabelled.
    LabelError,
}

/// A row, to be found again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// The line of the file on which it starts, if there is a file.
    pub line: Option<u64>,
    /// Its article, if it has one.
    pub article: Option<String>,
    /// Its label.
    pub label: String,
    /// Its text.
    pub text: String,
}

impl Place {
    pub(super) fn new(corpus: &Corpus, row: usize) -> Self {
        Self {
            line: corpus.line(row),
            article: corpus.article(row).map(str::to_owned),
            label: corpus.label_names()[corpus.labels()[row] as usize].clone(),
            text: corpus.text(row).to_owned(),
        }
    }
}

impl Finding {
    fn new(severity: Severity, check: Check, message: String) -> Self {
        Self { severity, check, message, rows: Vec::new() }
    }

    fn at(mut self, corpus: &Corpus, rows: &[usize]) -> Self {
        self.rows = rows.iter().map(|&row| Place::new(corpus, row)).collect();
        self
    }

    pub(super) fn label_conflict(corpus: &Corpus, rows: &[usize]) -> Self {
        let message = "the same text with different labels".into();
        Self::new(Severity::Error, Check::LabelConflict, message).at(corpus, rows)
    }

    pub(super) fn duplicate(corpus: &Corpus, rows: &[usize]) -> Self {
        let units = if corpus.groups().is_some() { "articles" } else { "rows" };
        let message = format!("the same text in several {units}");
        Self::new(Severity::Error, Check::Duplicate, message).at(corpus, rows)
    }

    pub(super) fn near_duplicate(corpus: &Corpus, near: &Near) -> Self {
        let units = if corpus.groups().is_some() { "articles" } else { "rows" };
        let message = format!("nearly the same text in two {units} (similarity {:.2})", near.similarity);
        Self::new(Severity::Warning, Check::NearDuplicate, message).at(corpus, &near.rows)
    }

    pub(super) fn class_share(rows: &LabelRows, low: f64, high: f64) -> Self {
        let message = format!(
            "'{}' has {:.1} % of the rows, outside of {:.1} to {:.1} %",
            rows.label,
            100.0 * rows.share,
            100.0 * low,
            100.0 * high
        );
        Self::new(Severity::Error, Check::ClassShare, message)
    }

    pub(super) fn rare_label(rows: &LabelRows) -> Self {
        let message = format!("'{}' has only {} rows ({:.1} %)", rows.label, rows.n, 100.0 * rows.share);
        Self::new(Severity::Warning, Check::ClassShare, message)
    }

    /// A cue whose rates with two labels should be alike.
    pub(super) fn leaning_cue(cue: &CueRates) -> Option<Self> {
        let contrast = cue.widest()?;
        let share = |label: &String| format!("{:.1} % of '{label}'", 100.0 * cue.labels[label].rate);
        let ratio = contrast.ratio.map_or("infinite".into(), |ratio| format!("{ratio:.2}"));
        let message = format!(
            "{}: in {} and {}; the ratio {ratio} is outside of {} to {} (p = {:.3})",
            cue.title(),
            share(&contrast.labels[0]),
            share(&contrast.labels[1]),
            BAND[0],
            BAND[1],
            contrast.p
        );
        Some(Self::new(Severity::Error, Check::Cue, message))
    }

    /// Cues whose rates differ between some of the labels.
    pub(super) fn leaning_cues(cues: &[&CueRates]) -> Self {
        let titles: Vec<String> = cues.iter().map(|cue| cue.title()).collect();
        let message = format!("{} cues lean to some label: {}", cues.len(), titles.join(", "));
        Self::new(Severity::Warning, Check::Cue, message)
    }

    pub(super) fn leaning_headings(headings: Rate, sentences: Rate) -> Self {
        let message = format!(
            "{:.1} % of the headings have one of the two labels, but {:.1} % of the sentences",
            100.0 * headings.rate,
            100.0 * sentences.rate
        );
        Self::new(Severity::Warning, Check::Headings, message)
    }

    /// Models that do worse when the actors are exchanged, by more than chance.
    pub(super) fn shortcut(shortcuts: &Shortcuts) -> Option<Self> {
        let message = format!(
            "the accuracy falls from {:.1} to {:.1} % when the actors of {} and {} are exchanged",
            100.0 * shortcuts.plain.accuracy,
            100.0 * shortcuts.swapped.accuracy,
            shortcuts.sides[0],
            shortcuts.sides[1]
        );
        // Without an interval the change is the same in all draws.
        let sure = shortcuts.change_when_swapped.is_none_or(|change| change.high < 0.0);
        (sure && shortcuts.swapped.accuracy < shortcuts.plain.accuracy)
            .then(|| Self::new(Severity::Warning, Check::Shortcut, message))
    }

    /// One for all of them: without a better model than these, many are no more than hard.
    pub(super) fn mislabelled(suspects: &Suspects, corpus: &Corpus) -> Option<Self> {
        let message = format!(
            "{} of {} rows are perhaps mislabelled, by models that are right about {:.1} % of the rows",
            suspects.rows.len(),
            corpus.len(),
            100.0 * suspects.accuracy
        );
        (!suspects.rows.is_empty()).then(|| Self::new(Severity::Warning, Check::LabelError, message))
    }
}

impl CueRates {
    /// What the cue is called where it stands alone: "verb 'insist'".
    pub fn title(&self) -> String {
        match self.kind {
            CueKind::Class | CueKind::Form => format!("'{}'", self.cue),
            CueKind::Length => format!("{} words", self.cue),
            CueKind::Verb => format!("verb '{}'", self.cue),
        }
    }
}
