//! What holds for all spans.

use std::ops::Range;

/// Spans are in order, apart from each other, not empty, inside the text and on character boundaries.
pub fn are_good(text: &str, spans: &[Range<usize>]) -> bool {
    let inside = |span: &Range<usize>| span.start < span.end && text.get(span.clone()).is_some();
    spans.iter().all(inside) && spans.windows(2).all(|pair| pair[0].end <= pair[1].start)
}

/// Nothing but white space lies between the spans.
pub fn cover(text: &str, spans: &[Range<usize>]) -> bool {
    let starts = spans.iter().map(|span| span.start).chain([text.len()]);
    let ends = [0].into_iter().chain(spans.iter().map(|span| span.end));
    starts.zip(ends).all(|(start, end)| text[end..start].trim().is_empty())
}
