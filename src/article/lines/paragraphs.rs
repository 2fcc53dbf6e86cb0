//! Where paragraphs stand: rows of text, joined again where a margin or a link cut them.

use std::ops::Range;

use memchr::memchr2;

use super::look::key;
use super::rules::is_share_bar;

/// Consecutive rows that hold one paragraph or one piece of furniture.
pub struct Paragraph {
    /// From the first character that is not white space to the last.
    pub span: Range<usize>,
    /// A blank row stands before it, or nothing.
    pub gap: bool,
}

/// A row of the text that is not blank.
struct Row<'a> {
    text: &'a str,
    start: usize,
    indent: usize,
    gap: bool,
}

impl Row<'_> {
    /// In characters.
    fn width(&self) -> usize {
        self.text.chars().count()
    }
}

/// What a margin may be, in characters: narrower are columns of a menu, wider are no hard wraps.
const MARGINS: std::ops::RangeInclusive<usize> = 45..=110;

/// Bytes of a row of the body, to guess how many rows there are.
const TYPICAL: usize = 80;

/// Cuts in mid-sentence that prove that a text is hard-wrapped.
const PROOF: usize = 3;

pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let rows = rows(text);
    let margin = margin(&rows);
    let mut paragraphs: Vec<Paragraph> = Vec::with_capacity(rows.len());
    let mut before: Option<&Row> = None;
    for row in &rows {
        let end = row.start + row.text.len();
        match (before, paragraphs.last_mut()) {
            (Some(before), Some(last)) if is_cut(before, row, margin) => last.span.end = end,
            _ => paragraphs.push(Paragraph { span: row.start..end, gap: row.gap }),
        }
        before = Some(row);
    }
    paragraphs
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::with_capacity(text.len() / TYPICAL);
    let (mut at, mut gap) = (0, true);
    while at < text.len() {
        let line = &text[at..at + row_length(&text[at..])];
        let text = line.trim_start();
        let indent = line.len() - text.len();
        let start = at + indent;
        at += line.len();
        let text = text.trim_end();
        if text.is_empty() {
            gap = true;
        } else {
            rows.push(Row { text, start, indent, gap });
            gap = false;
        }
    }
    rows
}

/// The length of the first row, with what ends it: a line feed, or Unicode's line or paragraph separator.
fn row_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    // Many rows are blank.
    if bytes.starts_with(b"\n") {
        return 1;
    }
    let mut at = 0;
    while let Some(offset) = memchr2(b'\n', 0xE2, &bytes[at..]) {
        at += offset;
        match bytes[at..] {
            [b'\n', ..] => return at + 1,
            [0xE2, 0x80, 0xA8 | 0xA9, ..] => return at + 3,
            _ => at += 1,
        }
    }
    text.len()
}

/// Where the text was wrapped: the ninth decile of the rows that end in mid-sentence.
fn margin(rows: &[Row]) -> Option<usize> {
    let cut = |pair: &&[Row]| !pair[1].gap && in_mid_sentence(&pair[0], &pair[1]);
    let widths = rows.windows(2).filter(cut).map(|pair| pair[0].width());
    let mut widths: Vec<usize> = widths.filter(|width| MARGINS.contains(width)).collect();
    widths.sort_unstable();
    (widths.len() >= PROOF).then(|| widths[(widths.len() - 1) * 9 / 10])
}

/// Whether `row` goes on where `before` was cut: at the margin, since its first word had no room there,
/// or in mid-sentence, as around links.
fn is_cut(before: &Row, row: &Row, margin: Option<usize>) -> bool {
    if row.gap || row.text.starts_with(['*', '-', '•', '–', '—', '»', '·', '←']) {
        return false;
    }
    let mid = in_mid_sentence(before, row);
    let cut = if let Some(margin) = margin {
        let width = before.width();
        let indented = row.indent > before.indent && !mid;
        let word = row.text.split_whitespace().next().map_or(0, |word| word.chars().count());
        let full = width <= margin + 3 && width + 1 + word > margin;
        !indented && (full || mid && width >= margin / 2)
    } else {
        mid && before.width() >= 25 && row.text.split_whitespace().nth(2).is_some()
    };
    cut && !is_share_bar(row.text, &key(row.text))
}

fn in_mid_sentence(before: &Row, row: &Row) -> bool {
    row.text.starts_with(char::is_lowercase)
        && !before.text.ends_with(['.', '!', '?', '…', ':', '|', '"', '”', '»', ')'])
}
