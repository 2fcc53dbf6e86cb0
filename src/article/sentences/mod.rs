//! Where sentences end.
//!
//! A sentence ends at `.`, `!`, `?` or `…` with the closing marks behind it, if white space and
//! something that can begin a sentence follow, or at the end of the line. The rest of this file says
//! when it does not: inside numbers, at an ellipsis that goes on, before the saying clause of a
//! quotation. `abbreviations.rs` says after which words it does not, `items.rs` where lists part.

mod abbreviations;
mod items;

use std::ops::Range;

use memchr::memchr3;

use self::abbreviations::{first_word, is_abbreviation, is_starter, is_title, last_word};
pub(super) use self::items::is_list;
use self::items::{Items, marker_length};

/// What happens to the sentences inside a quotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quotations {
    /// They are parted like others: `“They met. They left,” she said.` is two sentences.
    #[default]
    Split,
    /// No sentence ends inside double quotation marks, even if they stay open to the end of the line.
    Whole,
}

/// Verbs of the clause that may follow a quotation: `"Why?" Dupont asked.`
#[rustfmt::skip]
const SAYING: [&str; 60] = [
    "added", "admitted", "agreed", "announced", "answered", "argued", "asked", "asks", "began", "begged",
    "breathed", "called", "complained", "concluded", "confirmed", "continued", "cried", "declared",
    "demanded", "exclaimed", "explained", "gasped", "groaned", "growled", "hissed", "inquired", "insisted",
    "interrupted", "joked", "laughed", "mumbled", "murmured", "muttered", "noted", "objected", "observed",
    "pleaded", "protested", "quipped", "recalled", "remarked", "repeated", "replied", "replies", "responded",
    "said", "says", "screamed", "shouted", "sighed", "smiled", "snapped", "stammered", "stressed", "thought",
    "warned", "whispered", "wondered", "wrote", "yelled",
];

/// The spans of the sentences of a line, in order and without the white space between them.
/// Linear time.
///
/// ```
/// use standpoint::article::{Quotations, split};
/// let line = "“We met. We left,” she said. He agreed.";
/// assert_eq!(split(line, Quotations::Split).count(), 3);
/// assert_eq!(split(line, Quotations::Whole).count(), 2);
/// ```
pub fn split(line: &str, quotations: Quotations) -> impl Iterator<Item = Range<usize>> {
    let mut splitter = Splitter { line, quotations, at: 0, open: Open::default(), items: Items::of(line) };
    std::iter::from_fn(move || splitter.next_sentence())
}

/// A line on its way through [`split`].
struct Splitter<'a> {
    line: &'a str,
    quotations: Quotations,
    at: usize,
    /// The quotation marks that are open at `at`.
    open: Open,
    items: Items<'a>,
}

impl Splitter<'_> {
    fn next_sentence(&mut self) -> Option<Range<usize>> {
        let start = self.at + self.line[self.at..].find(|c: char| !c.is_whitespace())?;
        // "1. Introduction": the stop of a number that counts what follows ends nothing.
        self.at = start + marker_length(&self.line[start..]);
        while !self.at_end_of_sentence(start) {}
        Some(start..start + self.line[start..self.at].trim_end().len())
    }

    /// Goes on to the next mark or item, and says whether the sentence ends there.
    fn at_end_of_sentence(&mut self, start: usize) -> bool {
        let item = self.items.after(self.at);
        let ends = match find_mark(&self.line[self.at..item]).map(|offset| self.at + offset) {
            None => {
                self.at = item;
                true
            }
            Some(place) => {
                let marks = Marks::at(self.line, place, &mut self.open);
                self.at = marks.end;
                marks.end_sentence(self.line, start)
            }
        };
        let inside = self.quotations == Quotations::Whole && self.open.any();
        self.at == self.line.len() || ends && !inside
    }
}

/// Whether a character may end a sentence, or opens or closes a quotation.
fn is_mark(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…' | '"' | '“' | '”' | '„' | '«' | '»')
}

/// Where the first such character stands.
fn find_mark(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        // The first byte of each; those that come more often are asked first.
        let bytes = &text.as_bytes()[at..];
        let near = memchr3(b'.', b'"', 0xE2, bytes);
        let nearer = memchr3(b'!', b'?', 0xC2, &bytes[..near.unwrap_or(bytes.len())]);
        at += nearer.or(near)?;
        if text[at..].starts_with(is_mark) {
            return Some(at);
        }
        at += 1;
    }
}

/// The double quotation marks that are open: curly or straight ones, which are often mixed, and
/// guillemets, which may stand around them.
#[derive(Clone, Copy, Default)]
struct Open {
    quotes: bool,
    guillemets: bool,
}

impl Open {
    fn any(self) -> bool {
        self.quotes || self.guillemets
    }

    /// Passes the quotation mark at `at`; whether it closes.
    fn pass(&mut self, mark: char, line: &str, at: usize) -> bool {
        let before = line[..at].chars().next_back();
        let after = line[at + mark.len_utf8()..].chars().next();
        let leans_on = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let opens = match mark {
            '«' | '„' => true,
            '»' | '”' => false,
            // It opens “so” and closes „so“.
            '“' => word(after) || !self.quotes && leans_on(after),
            // It leans on what it closes or opens. That of `6" long` does neither.
            _ if self.quotes => !leans_on(before) && leans_on(after),
            _ => leans_on(after) && !word(before),
        };
        let open = if matches!(mark, '«' | '»') { &mut self.guillemets } else { &mut self.quotes };
        *open = opens;
        !opens
    }
}

/// A run of marks that may end a sentence: `.`, `?!`, `. . .`, with the closing marks behind it.
/// A quotation mark with nothing to close is such a run too, which ends nothing.
#[derive(Default)]
struct Marks {
    start: usize,
    end: usize,
    /// Full stops; `…` is three.
    stops: usize,
    /// A `!` or `?` is among them.
    loud: bool,
    /// A quotation mark closes behind them.
    quoted: bool,
    /// A bracket closes behind them.
    bracketed: bool,
}

impl Marks {
    /// The run at `start`, where a mark stands. Passes its quotation marks.
    fn at(line: &str, start: usize, open: &mut Open) -> Self {
        let mut marks = Self { start, end: start, ..Self::default() };
        while let Some(mark) = line[marks.end..].chars().next() {
            match mark {
                '.' => marks.stops += 1,
                '…' => marks.stops += 3,
                '!' | '?' => marks.loud = true,
                '\'' | '’' => marks.quoted = true,
                ')' | ']' | '}' => marks.bracketed = true,
                _ if !is_mark(mark) => break,
                _ => {
                    let mut passed = *open;
                    let closes = passed.pass(mark, line, marks.end);
                    if !closes && marks.end > start {
                        break;
                    }
                    (*open, marks.quoted) = (passed, closes);
                }
            }
            marks.end += mark.len_utf8();
            if !marks.end_something() {
                return marks;
            }
            marks.end += blank_inside(&line[marks.end..], mark, *open);
        }
        // In a list of sources, "[2] Ivanov" is the next one.
        if !line.starts_with('[') {
            marks.end += notes(&line[marks.end..]);
        }
        marks
    }

    /// Whether it is more than a quotation mark.
    fn end_something(&self) -> bool {
        self.stops > 0 || self.loud
    }

    fn end_sentence(&self, line: &str, start: usize) -> bool {
        let (sentence, rest) = (&line[start..self.start.max(start)], &line[self.end..]);
        let next = rest.trim_start();
        if next.is_empty() || !self.end_something() {
            return next.is_empty();
        }
        if next.len() == rest.len() {
            return self.blank_is_missing(sentence, next);
        }
        // "[...]" and "(!)" stand for something left out or remarked, inside a sentence.
        let remark = self.bracketed && sentence.ends_with(['[', '(']);
        if remark || next.starts_with([',', ';', ':', ')', ']', '}', '/', '&', '=', '%']) {
            return false;
        }
        let word = first_word(next);
        if word.starts_with(char::is_lowercase) {
            return begins_in_lower_case(word, next);
        }
        if self.quoted && self.loud && saying_clause(next) {
            return false;
        }
        if self.stops >= 3 {
            // Apart from the word before, three stops leave something out; a fourth ends the sentence.
            let apart = self.stops == 3 && sentence.ends_with(char::is_whitespace);
            return !apart || word != "I" && is_starter(word);
        }
        // "(He left.) She stayed." but "Ms. Diaz (D-Calif.) Tuesday".
        let whole = self.quoted || self.bracketed && sentence.starts_with(['(', '[']);
        self.loud || whole || !is_abbreviation(sentence, next)
    }

    /// `the end.The next`: a stop between a word in lower case and one with a capital.
    fn blank_is_missing(&self, sentence: &str, next: &str) -> bool {
        if next.starts_with(['"', '“', '«']) {
            return self.quoted || self.loud;
        }
        let before = last_word(sentence);
        let mut next = next.chars();
        let capital =
            next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase);
        let plain = before.chars().count() > 1 && before.chars().all(|c| c.is_lowercase() || c.is_numeric());
        capital && self.stops < 3 && (plain || self.quoted)
    }
}

/// The blank inside a run of marks: in `. . .`, and before a mark that closes a quotation.
fn blank_inside(rest: &str, mark: char, open: Open) -> usize {
    let next = rest.trim_start();
    let (blank, mut next) = (rest.len() - next.len(), next.chars());
    let inside = match next.next() {
        Some('.') => {
            mark == '.' && blank <= '\u{a0}'.len_utf8() && !next.next().is_some_and(char::is_alphanumeric)
        }
        Some('"' | '”' | '»') => {
            open.any() && !next.next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '…'))
        }
        Some('\'' | '’') => next.next().is_none_or(char::is_whitespace),
        _ => false,
    };
    if inside { blank } else { 0 }
}

/// The length of the notes that an encyclopedia sets behind the marks: `[1]`, ` [2][a]`, ` [citation
/// needed]`.
fn notes(rest: &str) -> usize {
    let mut length = 0;
    while let Some(inside) = rest[length..].trim_start().strip_prefix('[') {
        let near = inside.char_indices().nth(30).map_or(inside, |(at, _)| &inside[..at]);
        let Some((note, _)) = near.split_once(']') else { break };
        let number = note.trim_start_matches(['n', 'o', 't', 'e', 'b', ' ']);
        let counted = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let letter = note.len() == 1 && note.bytes().all(|b| b.is_ascii_lowercase());
        if !(counted || letter || note.ends_with(" needed")) {
            break;
        }
        length = rest.len() - inside.len() + note.len() + 1;
    }
    length
}

/// Whether a sentence begins although its first letter has no capital: `https://...`, `iPhones`,
/// `“... and we stay.”`
fn begins_in_lower_case(word: &str, next: &str) -> bool {
    let cut = next.strip_prefix(['"', '“', '«']).is_some_and(|next| next.starts_with(['.', '…']));
    let address = ["http://", "https://", "www."].iter().any(|start| next.starts_with(start));
    cut || address || word.chars().nth(1).is_some_and(char::is_uppercase)
}

/// Whether `next` is `Dupont said` or the like: one to four capitalised words, then a verb of saying.
fn saying_clause(next: &str) -> bool {
    for (place, word) in next.split_whitespace().take(6).enumerate() {
        let plain = word.trim_end_matches([',', '.', ':', ';']);
        if SAYING.binary_search(&plain).is_ok() {
            return place > 0;
        }
        let joins = ["of", "de", "the", "van", "von"].contains(&plain) && place > 0;
        let name =
            plain.starts_with(char::is_uppercase) && !(place == 0 && plain != "I" && is_starter(plain));
        if plain.len() < word.len() && !is_title(plain) || !(joins || name) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_sorted() {
        assert!(super::SAYING.is_sorted());
    }
}
