//! A text or page as an article: lines with a kind, and sentences with byte spans.

mod attribution;
mod buckets;
mod bytes;
mod html;
mod language;
mod lines;
mod sentences;
mod word_lists;

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use bytes::{first_of, has_wide_blanks};
use lines::dateline;
use sentences::is_list;

pub(crate) use attribution::{ACTORS, ActorRow, CUES, Class, Cues, Filter, Role, THIRD, actor_rows};
pub use attribution::{
    Attribution, Content, Evidence, LONGEST_ARTICLE, Lexicon, Quotation, Quoted, Side, Source, Speaker,
    SpeakerForm, Tense, VerbClass,
};
pub use html::{Page, decode, extract, looks_like_html};
pub use language::language;
pub use lines::{Line, Rule, lines};
pub use sentences::{Quotations, split};

/// What a line or sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A title or subhead.
    Heading,
    /// A sentence of the body.
    Sentence,
    /// Furniture of the page: share lines, captions, related stories.
    Boilerplate,
}

impl Kind {
    /// From the word in a table; any other than these is told from the text.
    pub fn from_name(name: &str, text: &str) -> Self {
        match name {
            "heading" => Self::Heading,
            "sentence" => Self::Sentence,
            "boilerplate" => Self::Boilerplate,
            _ => row_kind(text),
        }
    }

    /// The word for it in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Sentence => "sentence",
            Self::Boilerplate => "boilerplate",
        }
    }
}

/// A sentence, heading or piece of furniture of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What it is.
    pub kind: Kind,
    /// Why: the rule for its line.
    pub rule: Rule,
    /// Where it stands: bytes of the article's text.
    pub span: Range<usize>,
}

impl Segment {
    /// A segment whose kind is known from elsewhere: a row of a table.
    pub fn of_row(kind: Kind, span: Range<usize>) -> Self {
        let rule = match kind {
            Kind::Heading => Rule::Subhead,
            Kind::Sentence => Rule::Body,
            Kind::Boilerplate => Rule::Note,
        };
        Self { kind, rule, span }
    }
}

/// Takes an article's text apart. Segments are in order, do not overlap, and cover all of the text
/// that is not white space. Linear time.
///
/// ```
/// use standpoint::article::{segments, Kind};
/// let text = "Talks resume\n\nThey met. They left.";
/// let found: Vec<_> = segments(text).into_iter().map(|s| (s.kind, &text[s.span])).collect();
/// assert_eq!(found[0], (Kind::Heading, "Talks resume"));
/// assert_eq!(found[2], (Kind::Sentence, "They left."));
/// ```
pub fn segments(text: &str) -> Vec<Segment> {
    segments_with(text, Quotations::Split)
}

/// The same as [`segments`], with a say in what happens to the sentences inside a quotation.
pub fn segments_with(text: &str, quotations: Quotations) -> Vec<Segment> {
    let lines = lines(text);
    let mut segments = Vec::with_capacity(2 * lines.len());
    for Line { kind, rule, span } in lines {
        // A list that stands in one line is no heading, stop or not.
        let list = kind == Kind::Heading && is_list(&text[span.clone()]);
        let (kind, rule) = if list { (Kind::Sentence, Rule::ListItem) } else { (kind, rule) };
        if kind == Kind::Sentence {
            // Place, date and agency belong to the sentence that they open.
            let words = span.start + dateline(&text[span.clone()]);
            let mut start = Some(span.start);
            for sentence in split(&text[words..span.end], quotations) {
                let start = start.take().unwrap_or(words + sentence.start);
                segments.push(Segment { kind, rule, span: start..words + sentence.end });
            }
        } else {
            segments.push(Segment { kind, rule, span });
        }
    }
    segments
}

/// Whether a text that stands alone is a sentence or a heading: it is one if it ends like none.
pub fn row_kind(text: &str) -> Kind {
    const LONGEST_HEADING: usize = 24;
    let closed = text.trim_end().trim_end_matches(['"', '”', '’', '\'', '»', ')', ']']);
    let ends = closed.ends_with(['.', '!', '?', '…', ':', ';', ',']);
    let long = closed.split_whitespace().nth(LONGEST_HEADING).is_some();
    if ends || long { Kind::Sentence } else { Kind::Heading }
}

/// A text on one line: runs of white space become one blank, those at the ends nothing.
pub fn folded(text: &str) -> String {
    on_one_line(text).into_owned()
}

/// The same, without a copy of a text that stands on one line.
fn on_one_line(text: &str) -> Cow<'_, str> {
    if is_folded(text) {
        return text.into();
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded.into()
}

/// Whether a text is what folding would make of it.
fn is_folded(text: &str) -> bool {
    // A text begins as if a blank stood before it.
    let (mut before, mut folds, mut wide) = (b' ', false, false);
    for &byte in text.as_bytes() {
        folds |= byte == b' ' && before == b' ' || matches!(byte, b'\t'..=b'\r');
        wide |= !byte.is_ascii();
        before = byte;
    }
    let ends = before == b' ' && !text.is_empty();
    !(folds || ends || wide && has_wide_blanks(text))
}
