//! A text or page as an article: lines with a kind, and sentences with byte spans.

mod html;
mod lines;
mod sentences;

use std::ops::Range;

use serde::Serialize;

pub use html::{Page, decode, extract, looks_like_html};
pub use lines::{Line, lines};
pub use sentences::split;

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
    /// Where it stands: bytes of the article's text.
    pub span: Range<usize>,
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
    let mut segments = Vec::new();
    for Line { kind, span } in lines(text) {
        if kind == Kind::Sentence {
            let inside = split(&text[span.clone()]);
            let shifted = inside.map(|sentence| span.start + sentence.start..span.start + sentence.end);
            segments.extend(shifted.map(|span| Segment { kind, span }));
        } else {
            segments.push(Segment { kind, span });
        }
    }
    segments
}

/// A text on one line: runs of white space become one blank, those at the ends nothing.
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
