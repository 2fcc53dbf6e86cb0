//! Texts as the blocks of features see them: the words, and what the article tells about them.

use super::context::{context, parts};
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
    /// The words, where they are all that is read: as they stand elsewhere.
    plain: Vec<&'a str>,
    /// Else the words, perhaps masked, and the names of what blocks read, each empty if no block does.
    words: Texts,
    context: Texts,
    cues: Texts,
}

impl<'a> Samples<'a> {
    /// The words of texts alone.
    pub fn plain(texts: &[&'a str]) -> Self {
        Self { plain: texts.to_vec(), ..Self::default() }
    }

    /// The rows of a corpus, each read in its article; rows without one are read alone.
    pub fn of_corpus(corpus: &'a Corpus, lexicon: Option<&Lexicon>, settings: &FeatureSettings) -> Self {
        let Some(lexicon) = lexicon.filter(|_| settings.need_lexicon()) else {
            return Self::plain(&corpus.texts());
        };
        let mut samples = Self::default();
        for rows in corpus.articles() {
            let rows: Vec<(Kind, &str)> = rows.map(|row| (corpus.kind(row), corpus.text(row))).collect();
            let (text, segments) = joined(&rows);
            samples.add(&text, &segments, &lexicon.attribute(&text, &segments), lexicon, settings);
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
        samples.add(text, segments, attributions, lexicon, settings);
        samples
    }

    /// Adds those of an article.
    fn add(
        &mut self,
        text: &str,
        segments: &[Segment],
        attributions: &[Attribution],
        lexicon: &Lexicon,
        settings: &FeatureSettings,
    ) {
        let sides = parts(lexicon);
        self.words.reserve(segments.len(), text.len() + text.len() / 8);
        if settings.has(Unit::Context) {
            self.context.reserve(segments.len(), segments.len() * CONTEXT);
        }
        if settings.has(Unit::Cues) {
            self.cues.reserve(segments.len(), segments.len() * CUES);
        }
        for (segment, attribution) in segments.iter().zip(attributions) {
            let (words, start) = (&text[segment.span.clone()], segment.span.start);
            if settings.has(Unit::Context) {
                self.words.add(|all| mask(words, start, attribution, lexicon, all));
                self.context.add(|all| context(segment.kind, attribution, &sides, all));
            } else {
                self.words.add(|all| all.push_str(words));
            }
            if settings.has(Unit::Cues) {
                self.cues.add(|all| cues(words, start, attribution, lexicon, all));
            }
        }
    }

    /// The number of texts.
    pub fn len(&self) -> usize {
        self.plain.len() + self.words.len()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One of them.
    pub fn get(&self, row: usize) -> Sample<'_> {
        Sample {
            words: self.plain.get(row).copied().unwrap_or_else(|| self.words.get(row)),
            context: self.context.get(row),
            cues: self.cues.get(row),
        }
    }

    /// What blocks of this unit read of each.
    pub(super) fn part(&self, unit: Unit) -> Vec<&str> {
        (0..self.len()).map(|row| self.get(row).part(unit)).collect()
    }

    /// Those of these rows, in that order.
    #[must_use]
    pub fn subset(&self, rows: &[usize]) -> Self {
        let plain = if self.plain.is_empty() { &[] } else { rows };
        Self {
            plain: plain.iter().map(|&row| self.plain[row]).collect(),
            words: self.words.subset(rows),
            context: self.context.subset(rows),
            cues: self.cues.subset(rows),
        }
    }
}

/// Bytes that the names of a sentence's context, and of its cues, hardly ever exceed on the whole.
const CONTEXT: usize = 512;
const CUES: usize = 64;

/// Many short texts in one.
#[derive(Clone, Debug, Default)]
struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Texts {
    /// Makes room for so many more, and for their bytes, at once.
    fn reserve(&mut self, number: usize, bytes: usize) {
        self.all.reserve(bytes);
        self.ends.reserve(number);
    }

    /// Adds what `write` writes.
    fn add(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.all);
        self.ends.push(self.all.len());
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of them; empty if there is none.
    fn get(&self, number: usize) -> &str {
        let Some(&end) = self.ends.get(number) else { return "" };
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..end]
    }

    /// Those of these numbers, if there is any.
    fn subset(&self, numbers: &[usize]) -> Self {
        let mut texts = Self::default();
        if self.len() > 0 {
            for &number in numbers {
                texts.add(|all| all.push_str(self.get(number)));
            }
        }
        texts
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

/// Writes a text with the names that tell a side replaced by the side, so that what is learned about words
/// holds for any office-holder.
fn mask(words: &str, start: usize, attribution: &Attribution, lexicon: &Lexicon, masked: &mut String) {
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
}
