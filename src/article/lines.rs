//! Lines of an article and what they are.

use std::ops::Range;

use super::Kind;

/// A line that is not blank, without the white space at its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: Kind,
    /// Where it stands: bytes of the article's text.
    pub span: Range<usize>,
}

/// Words that a heading may have at most.
const LONGEST_HEADING: usize = 24;

/// The lines of a text that are not blank. A line without a full stop (or another mark that ends
/// a sentence) that is no longer than a heading is a heading; all others hold sentences.
pub fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let line = line.trim();
        (!line.is_empty()).then(|| Line { kind: kind(line), span: start..start + line.len() })
    })
}

fn kind(line: &str) -> Kind {
    let closed = line.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']']);
    let ends = closed.ends_with(['.', '!', '?', '…', ':', ';', ',']);
    if ends || line.split_whitespace().count() > LONGEST_HEADING { Kind::Sentence } else { Kind::Heading }
}
