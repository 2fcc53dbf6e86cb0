//! Texts as the blocks of features see them: the words, and what the article tells about them.

use std::borrow::Cow;

use super::context::context;
use super::cues::cues;
use super::grams::Unit;
use super::settings::FeatureSettings;
use crate::article::{Attribution, Kind, Lexicon, Segment};
use crate::corpus::Corpus;

/// What the blocks read of one text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample<'a> {
    /// The words; for models with context, names are replaced by their sides.
    pub words: &'a str,
    /// Names of context features, parted by blanks.
    pub context: &'a str,
    /// Names of cue features, parted by blanks.
    pub cues: &'a str,
}

impl<'a> From<&'a str> for Sample<'a> {
    /// The words alone.
    fn from(words: &'a str) -> Self {
        Self { words, ..Self::default() }
    }
}

impl<'a> Sample<'a> {
    /// Who states it, by side: the first name of the context, if that was read.
    pub fn source(self) -> Option<&'a str> {
        self.context.split(' ').next().filter(|name| !name.is_empty())
    }

    /// Whether the context names somebody who states it.
    pub fn tells_source(self) -> bool {
        self.source().is_some_and(|source| source != "source=none")
    }

    /// What blocks of this unit read.
    pub(super) fn part(self, unit: Unit) -> &'a str {
        match unit {
            Unit::Words | Unit::Characters => self.words,
            Unit::Context => self.context,
            Unit::Cues => self.cues,
        }
    }
}

/// The samples of many texts, in order.
#[derive(Clone, Debug, Default)]
pub struct Samples<'a> {
    words: Vec<Cow<'a, str>>,
    /// Empty if no block reads it; so with cues.
    context: Vec<String>,
    cues: Vec<String>,
}

impl<'a> Samples<'a> {
    /// The words of texts alone.
    pub fn plain(texts: &[&'a str]) -> Self {
        Self { words: texts.iter().map(|&text| text.into()).collect(), ..Self::default() }
    }

    /// The rows of a corpus, each read in its article; rows without one are read alone.
    pub fn of_corpus(corpus: &'a Corpus, lexicon: Option<&Lexicon>, settings: &FeatureSettings) -> Self {
        let Some(lexicon) = lexicon.filter(|_| settings.need_lexicon()) else {
            return Self::plain(&corpus.texts());
        };
        let mut samples = Self::default();
        for rows in corpus.articles() {
            let rows: Vec<(Kind, &str)> = rows.map(|row| (corpus.kind(row), corpus.text(row))).collect();
            samples.append(Self::of_rows(&rows, lexicon, settings));
        }
        samples
    }

    /// The rows of a table that form an article: the kind and text of each.
    pub fn of_rows(rows: &[(Kind, &str)], lexicon: &Lexicon, settings: &FeatureSettings) -> Self {
        let (text, segments) = joined(rows);
        Self::of_article(&text, &segments, &lexicon.attribute(&text, &segments), lexicon, settings)
    }

    /// The segments of an article whose attributions are known.
    pub fn of_article(
        text: &str,
        segments: &[Segment],
        attributions: &[Attribution],
        lexicon: &Lexicon,
        settings: &FeatureSettings,
    ) -> Self {
        let mut samples = Self::default();
        for (segment, attribution) in segments.iter().zip(attributions) {
            let words = &text[segment.span.clone()];
            if settings.has(Unit::Context) {
                samples.words.push(masked(words, segment.span.start, attribution, lexicon).into());
                samples.context.push(context(segment.kind, attribution, lexicon));
            } else {
                samples.words.push(words.to_owned().into());
            }
            if settings.has(Unit::Cues) {
                samples.cues.push(cues(words, segment.span.start, attribution, lexicon));
            }
        }
        samples
    }

    /// The number of texts.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// One of them.
    pub fn get(&self, row: usize) -> Sample<'_> {
        Sample {
            words: &self.words[row],
            context: self.context.get(row).map_or("", String::as_str),
            cues: self.cues.get(row).map_or("", String::as_str),
        }
    }

    /// What blocks of this unit read of each.
    pub(super) fn part(&self, unit: Unit) -> Vec<&str> {
        (0..self.len()).map(|row| self.get(row).part(unit)).collect()
    }

    /// Those of these rows, in that order.
    #[must_use]
    pub fn subset(&self, rows: &[usize]) -> Self {
        let pick = |all: &[String]| match all {
            [] => Vec::new(),
            _ => rows.iter().map(|&row| all[row].clone()).collect(),
        };
        Self {
            words: rows.iter().map(|&row| self.words[row].clone()).collect(),
            context: pick(&self.context),
            cues: pick(&self.cues),
        }
    }

    fn append(&mut self, mut other: Self) {
        self.words.append(&mut other.words);
        self.context.append(&mut other.context);
        self.cues.append(&mut other.cues);
    }
}

/// The rows of a table as one article. They do not say where paragraphs end; headings stand apart.
pub fn joined(rows: &[(Kind, &str)]) -> (String, Vec<Segment>) {
    let (mut text, mut segments) = (String::new(), Vec::with_capacity(rows.len()));
    for &(kind, row) in rows {
        let start = text.len();
        text.push_str(row);
        segments.push(Segment::of_row(kind, start..text.len()));
        text.push(if kind == Kind::Sentence { ' ' } else { '\n' });
    }
    (text, segments)
}

/// A text with the names that tell a side replaced by the side, so that what is learned about words
/// holds for any office-holder.
fn masked(words: &str, start: usize, attribution: &Attribution, lexicon: &Lexicon) -> String {
    let mut masked = String::with_capacity(words.len());
    let mut at = 0;
    for (span, side) in &attribution.names {
        let span = span.start - start..span.end - start;
        if span.start < at {
            continue;
        }
        masked.push_str(&words[at..span.start]);
        masked.push_str("side_");
        masked.push_str(&lexicon.sides()[usize::from(*side)]);
        at = span.end;
    }
    masked.push_str(&words[at..]);
    masked
}
