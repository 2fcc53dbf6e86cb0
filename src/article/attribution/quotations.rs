//! Quotation marks to quotations: straight, curly, angled and mixed, over sentences and paragraphs.
//!
//! A mark opens or closes by its shape, else by what stands beside it. A quotation that is open at the
//! end of a paragraph goes on if the next one begins with a mark, as printers have it; else it ends there.
//! Where most quotations have single marks, only these count; elsewhere they stand inside a quotation.

use std::ops::Range;

use crate::article::{Kind, Segment, first_of};

/// The part of a quotation that stands in one segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The number of the segment.
    pub segment: usize,
    /// Bytes of the article, marks included.
    pub span: Range<usize>,
    /// Whether the quotation began in an earlier segment.
    pub goes_on: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Opens,
    Closes,
    Either,
}

/// The quotations of an article as pieces, in order. Linear time.
pub(super) fn quotations(text: &str, segments: &[Segment]) -> Vec<Piece> {
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else { return Vec::new() };
    let part = first.span.start..last.span.end;
    let marks = marks(text, part.clone());
    let single = prefers_single(text, part, &marks);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open = false;
    for (number, segment) in segments.iter().enumerate() {
        if segment.kind == Kind::Boilerplate {
            continue;
        }
        let span = segment.span.clone();
        if open && (segment.kind == Kind::Heading || !is_resumed(text, segments, number)) {
            open = false;
        }
        let mut start = open.then_some(span.start);
        let mut goes_on = open;
        let from = marks.partition_point(|&(at, _)| at < span.start);
        let single = single || segment.kind == Kind::Heading && quotes_singly(text, &span, &marks[from..]);
        for &(at, character) in marks[from..].iter().take_while(|&&(at, _)| at < span.end) {
            let Some(direction) = direction(text, at, character, single) else { continue };
            let end = at + character.len_utf8();
            match (start, direction) {
                // A mark at the beginning of a paragraph says that the quotation goes on.
                (Some(_), Direction::Opens | Direction::Either) if at == span.start => {}
                (Some(begun), Direction::Closes | Direction::Either) => {
                    pieces.push(Piece { segment: number, span: begun..end, goes_on });
                    (start, goes_on) = (None, false);
                }
                (None, Direction::Opens | Direction::Either) => start = Some(at),
                // An opening mark inside a quotation: the closing one was forgotten, or it is nested.
                (Some(_), Direction::Opens) | (None, Direction::Closes) => {}
            }
        }
        if let Some(begun) = start {
            pieces.push(Piece { segment: number, span: begun..span.end, goes_on });
        }
        open = start.is_some();
    }
    pieces
}

/// Whether an article's own marks are single ones: more than twice as many of these as of double ones open
/// something.
fn prefers_single(text: &str, part: Range<usize>, marks: &[(usize, char)]) -> bool {
    let (mut single, mut double) = (0, 0);
    for &(at, mark) in marks {
        let opens = || {
            let (before, after) = (
                text[part.start..at].chars().next_back(),
                text[at + mark.len_utf8()..part.end].chars().next(),
            );
            before.is_none_or(|c| c.is_whitespace() || c == '(') && after.is_some_and(char::is_alphanumeric)
        };
        match mark {
            '‘' | '\'' if opens() => single += 1,
            '"' if opens() => double += 1,
            '“' | '«' | '„' => double += 1,
            _ => {}
        }
    }
    single > 2 * double
}

/// Whether a heading has single marks, as those of many newspapers do whose texts have double ones.
fn quotes_singly(text: &str, heading: &Range<usize>, marks: &[(usize, char)]) -> bool {
    let mut own = marks.iter().take_while(|(at, _)| *at < heading.end);
    let opens = |&(at, mark): &(usize, char)| {
        let before = text[heading.start..at].chars().next_back();
        let after = text[at + mark.len_utf8()..heading.end].chars().next();
        matches!(mark, '‘' | '\'')
            && before.is_none_or(char::is_whitespace)
            && after.is_some_and(|c| !c.is_whitespace())
    };
    own.next().is_some_and(opens) && own.all(|&(_, mark)| matches!(mark, '‘' | '’' | '\''))
}

/// The characters of a part of the text that can be quotation marks, and where they stand.
fn marks(text: &str, part: Range<usize>) -> Vec<(usize, char)> {
    // The first byte of curly and of angled marks, or a straight one.
    let first = [b'"', b'\'', 0xC2, 0xE2];
    let mut marks = Vec::new();
    let mut at = part.start;
    while let Some(next) = first_of(&text.as_bytes()[at..part.end], first) {
        at += next;
        let mark = text[at..].chars().next().unwrap_or_default();
        if matches!(mark, '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '«' | '»') {
            marks.push((at, mark));
        }
        at += mark.len_utf8();
    }
    marks
}

/// Whether a quotation that is open at the end of the segment before goes on in this one: in the
/// same paragraph, or in a new one that begins with a mark.
fn is_resumed(text: &str, segments: &[Segment], number: usize) -> bool {
    let Some(before) = number.checked_sub(1).map(|before| &segments[before]) else { return false };
    let here = &segments[number].span;
    let same_paragraph = !text[before.span.end..here.start].contains('\n');
    same_paragraph || text[here.start..].starts_with(['"', '“', '”', '«', '»', '‘', '\''])
}

/// What a mark at byte `at` does; `None` for what is no quotation mark.
fn direction(text: &str, at: usize, character: char, single: bool) -> Option<Direction> {
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let after = text[at + character.len_utf8()..].chars().next().unwrap_or(' ');
    let by_neighbours = || {
        let open_before = before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | '-' | '/' | ':');
        let open_after =
            after.is_whitespace() || matches!(after, ')' | ']' | ',' | '.' | ';' | ':' | '!' | '?');
        match (open_before, open_after) {
            (true, false) => Direction::Opens,
            (false, true) => Direction::Closes,
            _ => Direction::Either,
        }
    };
    match character {
        _ if single && !matches!(character, '‘' | '\'' | '’') => None,
        '“' | '„' | '«' => Some(Direction::Opens),
        '”' | '»' => Some(Direction::Closes),
        '"' => Some(by_neighbours()),
        '‘' if single => Some(Direction::Opens),
        // An apostrophe stands between letters.
        '\'' | '’' if single => match by_neighbours() {
            Direction::Opens if character == '\'' => Some(Direction::Opens),
            Direction::Closes => Some(Direction::Closes),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::segments;

    fn quoted(text: &str) -> Vec<&str> {
        quotations(text, &segments(text)).into_iter().map(|piece| &text[piece.span]).collect()
    }

    #[test]
    fn marks_of_all_kinds_make_quotations() {
        assert_eq!(quoted("He said \"no\" and “yes” and «perhaps»."), ["\"no\"", "“yes”", "«perhaps»"]);
        assert_eq!(quoted("‘We can’t,’ she said. It’s the ministers’ view."), ["‘We can’t,’"]);
        assert_eq!(quoted("She called it ‘odd’, then “quite ‘odd’ too”."), ["“quite ‘odd’ too”"]);
    }

    #[test]
    fn a_quotation_runs_over_sentences_and_resumed_paragraphs() {
        let text = "“We came,” he said. “We saw.\n\n“We left.” Then came rain.\n\nAn “open one. It ends here.\n\nNot quoted.";
        let expected = ["“We came,”", "“We saw.", "“We left.”", "“open one.", "It ends here."];
        assert_eq!(quoted(text), expected);
    }
}
