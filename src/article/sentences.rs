//! Where sentences end.
//!
//! A sentence ends at `.`, `!`, `?` or `…` with the closing marks behind it, if white space and
//! something that can begin a sentence follow, or at the end of the line. The rest of this file says
//! when it does not: after titles, initials and abbreviations, inside numbers, at an ellipsis that
//! goes on, before the saying clause of a quotation. Word lists are in lower case and sorted.

use std::ops::Range;

/// Before a name: never the end of a sentence.
const TITLES: [&str; 34] = [
    "adm", "amb", "brig", "capt", "cllr", "cmdr", "col", "cpl", "dr", "drs", "fr", "ft", "gen", "gov", "hon",
    "lt", "maj", "messrs", "mm", "mr", "mrs", "ms", "mt", "pfc", "pres", "prof", "pvt", "rep", "reps", "rev",
    "sen", "sens", "sgt", "st",
];

/// Before a number: not the end of a sentence if one follows.
const BEFORE_NUMBERS: [&str; 33] = [
    "apr", "art", "arts", "aug", "ch", "dec", "eq", "feb", "fig", "figs", "jan", "jul", "jun", "mar", "no",
    "nos", "nov", "nr", "oct", "op", "p", "par", "para", "pg", "pop", "pp", "pt", "sec", "sect", "sep",
    "sept", "tel", "vol",
];

/// In the middle of things: never the end of a sentence.
const INNER: [&str; 12] =
    ["approx", "ca", "cf", "e.g", "eg", "esp", "i.e", "ie", "incl", "resp", "viz", "vs"];

/// May end a sentence, but only if what follows begins one for certain.
const ENDINGS: [&str; 30] = [
    "al", "assn", "ave", "bldg", "blvd", "bros", "co", "corp", "dept", "dist", "div", "ed", "eds", "est",
    "etc", "ext", "gmbh", "inc", "int", "intl", "jr", "ltd", "mfg", "min", "natl", "plc", "rd", "sr", "univ",
    "v",
];

/// Words that, capitalised after a full stop, all but always begin a sentence.
const STARTERS: [&str; 77] = [
    "a",
    "after",
    "all",
    "although",
    "an",
    "and",
    "another",
    "as",
    "asked",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "despite",
    "during",
    "each",
    "earlier",
    "even",
    "every",
    "few",
    "for",
    "from",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "it",
    "its",
    "last",
    "later",
    "many",
    "meanwhile",
    "most",
    "my",
    "no",
    "not",
    "nothing",
    "now",
    "on",
    "once",
    "one",
    "only",
    "our",
    "she",
    "since",
    "so",
    "some",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "to",
    "under",
    "until",
    "we",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "why",
    "you",
];

/// Verbs of the clause that may follow a quotation: `"Why?" Dupont asked.`
const SAYING: [&str; 25] = [
    "added",
    "admitted",
    "answered",
    "argued",
    "asked",
    "asks",
    "continued",
    "cried",
    "declared",
    "demanded",
    "explained",
    "insisted",
    "joked",
    "noted",
    "quipped",
    "recalled",
    "remarked",
    "replied",
    "replies",
    "said",
    "says",
    "shouted",
    "stressed",
    "wondered",
    "wrote",
];

/// The spans of the sentences of a line, in order and without the white space between them. Sentences
/// inside a quotation are parted. Linear time.
pub fn split(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].find(|c: char| !c.is_whitespace())?;
        at = end_of_sentence(line, start);
        Some(start..start + line[start..at].trim_end().len())
    })
}

fn end_of_sentence(line: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(stop) = line[at..].find(['.', '!', '?', '…']).map(|offset| at + offset) {
        let marks = Marks::at(line, stop);
        if marks.end_sentence(line, start) {
            return marks.end;
        }
        at = marks.end;
    }
    line.len()
}

/// A run of marks that may end a sentence: `.`, `?!`, `...`, with the closing marks behind it.
#[expect(clippy::struct_excessive_bools, reason = "each is one fact about the marks")]
struct Marks {
    start: usize,
    end: usize,
    /// Three stops, or `…`.
    ellipsis: bool,
    /// A `!` or `?` is among them.
    loud: bool,
    /// A quotation mark closes behind them.
    quoted: bool,
    /// A bracket closes behind them.
    bracketed: bool,
}

impl Marks {
    fn at(line: &str, start: usize) -> Self {
        let mut marks =
            Self { start, end: start, ellipsis: false, loud: false, quoted: false, bracketed: false };
        let mut stops = 0;
        for character in line[start..].chars() {
            match character {
                '.' => stops += 1,
                '…' => stops += 3,
                '!' | '?' => marks.loud = true,
                '"' | '”' | '»' | '\'' | '’' | '“' => marks.quoted = true,
                ')' | ']' | '}' => marks.bracketed = true,
                _ => break,
            }
            marks.end += character.len_utf8();
        }
        marks.ellipsis = stops >= 3;
        marks
    }

    fn end_sentence(&self, line: &str, start: usize) -> bool {
        let rest = &line[self.end..];
        let next = rest.trim_start();
        if next.is_empty() {
            return true;
        }
        let before = word_before(line, start, self.start);
        if next.len() == rest.len() {
            return self.blank_is_missing(next, before);
        }
        // "[...]" and "(!)" stand for something left out or remarked, inside a sentence.
        if self.bracketed && line[start..self.start].ends_with(['[', '(']) {
            return false;
        }
        let word = first_word(next);
        let opened = next.starts_with(['"', '“', '«', '(', '[', '‘']);
        let Some(first) = word.chars().next() else {
            return opened || next.starts_with(['-', '–', '—', '•', '*']);
        };
        if first.is_lowercase() {
            // `Stop! they cried` and `"Stop!" they cried` go on; `They stop! cats do not` is two.
            return self.loud && !self.quoted && !self.bracketed && !self.ellipsis && !goes_on(word);
        }
        if self.quoted && self.loud && saying_clause(next) {
            return false;
        }
        if self.loud || self.ellipsis || self.quoted || self.bracketed {
            return true;
        }
        !is_abbreviation(before, word, opened, start == self.start - before.len())
    }

    /// `the end.The next`: a stop between a word in lower case and one with a capital.
    fn blank_is_missing(&self, next: &str, before: &str) -> bool {
        let word = first_word(next);
        let mut characters = word.chars();
        let capital =
            next.starts_with(char::is_uppercase) && characters.next().is_some_and(char::is_uppercase);
        let plain = before.chars().count() > 1 && before.chars().all(|c| c.is_lowercase() || c.is_numeric());
        capital
            && !self.ellipsis
            && (plain || self.quoted)
            && characters.next().is_some_and(char::is_lowercase)
    }
}

/// Whether the stop after `before` belongs to an abbreviation, seen what follows.
fn is_abbreviation(before: &str, next: &str, opened: bool, first_of_sentence: bool) -> bool {
    let lower = before.to_lowercase();
    let certain = opened || STARTERS.binary_search(&next.to_lowercase().as_str()).is_ok();
    let number = next.starts_with(|c: char| c.is_numeric());
    let last = lower.rsplit('.').next().unwrap_or_default();
    if TITLES.binary_search(&lower.as_str()).is_ok() || INNER.binary_search(&lower.as_str()).is_ok() {
        return true;
    }
    let initial = last.chars().count() == 1 && last.chars().all(char::is_alphabetic);
    if initial && before.starts_with(char::is_uppercase) && !lower.contains('.') {
        return !(certain || before == "I");
    }
    if BEFORE_NUMBERS.binary_search(&lower.as_str()).is_ok() {
        return number;
    }
    if ENDINGS.binary_search(&lower.as_str()).is_ok() {
        return !certain;
    }
    // "1. Introduction": a number that counts what follows.
    if first_of_sentence && before.chars().all(char::is_numeric) {
        return true;
    }
    lower.contains('.') && initial && !certain
}

/// The word (dots inside it included) that ends at `end`.
fn word_before(line: &str, start: usize, end: usize) -> &str {
    let text = &line[start..end];
    let cut = text
        .rfind(|c: char| !c.is_alphanumeric() && c != '.')
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    &text[cut..]
}

/// The first word of what follows, opening marks aside.
fn first_word(next: &str) -> &str {
    let next = next.trim_start_matches(['"', '“', '”', '«', '(', '[', '‘', '\'', '’']);
    let end = next.find(|c: char| !c.is_alphanumeric()).unwrap_or(next.len());
    &next[..end]
}

/// Whether a word in lower case behind `!` or `?` says who spoke, or joins on.
fn goes_on(word: &str) -> bool {
    let joining = ["and", "but", "he", "i", "or", "she", "they", "to", "we"];
    SAYING.binary_search(&word).is_ok() || joining.contains(&word)
}

/// Whether `next` is `Dupont said` or the like: one to four capitalised words, then a verb of saying.
fn saying_clause(next: &str) -> bool {
    for (place, word) in next.split_whitespace().take(6).enumerate() {
        let plain = word.trim_end_matches([',', '.', ':', ';']);
        if SAYING.binary_search(&plain).is_ok() {
            return place > 0;
        }
        let joins = ["of", "de", "the", "van", "von"].contains(&plain) && place > 0;
        if plain.len() < word.len() || !(joins || plain.starts_with(char::is_uppercase)) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(TITLES.is_sorted() && BEFORE_NUMBERS.is_sorted() && INNER.is_sorted());
        assert!(ENDINGS.is_sorted() && STARTERS.is_sorted() && SAYING.is_sorted());
    }

    #[test]
    fn sentences_end_where_they_should() {
        let cases: [&[&str]; 16] = [
            &["They met.", "They left."],
            &["Mr. Ivanov met J. Dupont.", "Why?"],
            &["\"No!\" she said.", "\"Go.\"", "He went"],
            &["It cost 2.5 million."],
            &["Well… maybe.", "Oui…"],
            &["\"Why now?\" Jean Dupont asked.", "Nobody knew."],
            &["They met at 3 p.m. Paris time.", "It was late."],
            &["He left at 5 p.m.", "The others stayed."],
            &["It is in Art. 5 of the U.N. Charter."],
            &["\"We stay [...] in Geneva,\" he said."],
            &["He spoke. in a low voice"],
            &["Gas Co. Ltd. signed.", "Others did not."],
            &["“It is over.”", "“For whom?”"],
            &["1. Introduction"],
            &["She said: “Enough!”", "Then she left."],
            &["J.-P. Martin and A. B. Ivanov spoke."],
        ];
        for expected in cases {
            let line = expected.join(" ");
            assert_eq!(split(&line).map(|span| &line[span]).collect::<Vec<_>>(), expected);
        }
        assert_eq!(split("   ").count(), 0);
        assert_eq!(split("It is over.The rest is known.").count(), 2);
    }
}
