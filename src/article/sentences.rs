//! Where sentences end.

use std::ops::Range;

/// Words before a full stop that does not end a sentence.
const ABBREVIATIONS: [&str; 24] = [
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "st", "sen", "rep", "gov", "hon", "jr", "sr", "vs", "no",
    "vol", "fig", "dec", "nov", "oct", "sept",
];

/// The spans of the sentences of a line, in order and without the white space between them.
///
/// A sentence ends after `.`, `!`, `?` or `…` and the closing marks behind it, before white space and
/// a character that can begin a sentence; not after an abbreviation or an initial.
pub fn split(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].find(|c: char| !c.is_whitespace())?;
        at = end_of_sentence(line, start);
        Some(start..start + line[start..at].trim_end().len())
    })
}

fn end_of_sentence(line: &str, start: usize) -> usize {
    let mut characters = line[start..].char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        if !matches!(character, '.' | '!' | '?' | '…') {
            continue;
        }
        let stop = start + offset;
        let mut end = stop + character.len_utf8();
        while let Some(&(offset, next)) = characters.peek() {
            if !is_closing(next) && !matches!(next, '.' | '!' | '?' | '…') {
                break;
            }
            end = start + offset + next.len_utf8();
            characters.next();
        }
        let rest = &line[end..];
        if rest.starts_with(char::is_whitespace) && begins(rest.trim_start()) && !is_abbreviation(&line[start..stop]) {
            return end;
        }
    }
    line.len()
}

fn is_closing(character: char) -> bool {
    matches!(character, '"' | '”' | '’' | '\'' | '»' | ')' | ']')
}

fn begins(rest: &str) -> bool {
    rest.starts_with(|c: char| !c.is_lowercase())
}

fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
    let last = word.rsplit('.').next().unwrap_or_default();
    let initial = last.chars().count() == 1 && last.starts_with(char::is_uppercase);
    initial || ABBREVIATIONS.contains(&last.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_they_should() {
        let cases: [(&str, &[&str]); 6] = [
            ("They met. They left.", &["They met.", "They left."]),
            ("Mr. Ivanov met J. Dupont. Why?", &["Mr. Ivanov met J. Dupont.", "Why?"]),
            ("\"No!\" she said. \"Go.\" He went", &["\"No!\" she said.", "\"Go.\"", "He went"]),
            ("It cost 2.5 million.  ", &["It cost 2.5 million."]),
            ("  ", &[]),
            ("Well… maybe. Oui…", &["Well… maybe.", "Oui…"]),
        ];
        for (line, expected) in cases {
            assert_eq!(split(line).map(|span| &line[span]).collect::<Vec<_>>(), expected);
        }
    }
}
