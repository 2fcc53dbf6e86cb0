//! Text to tokens: words, and the white-space separated pieces that character grams live in.
//!
//! The rules, to the letter:
//!
//! - A **word** is a maximal run that starts with a letter, digit or `_` (Unicode `Alphabetic` or
//!   `Numeric`, no combining mark) and goes on with these and with combining marks. So digits and
//!   one-letter words are words; apostrophes, hyphens and all other punctuation part words
//!   (`Moscow's` is `moscow`, `s`; `cease-fire` is `cease`, `fire`). Nothing is dropped.
//! - A **piece** is a maximal run of characters that are not Unicode `White_Space`.
//! - Both are lower-cased by full Unicode case mapping (`ẞ` is `ß`, a final `Σ` is `ς`) and put into
//!   normal form C, so that canonically equivalent texts have equal tokens.
//! - Spans are byte offsets into the text as given, before any of this.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// For each byte, whether it is an ASCII letter, digit or underscore.
const WORD_BYTE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    table
};

/// The spans of the words of a text, in order. Linear time, no allocation.
///
/// ```
/// use standpoint::features::{fold, words};
/// let (text, mut word) = ("Moscow's 2nd É", String::new());
/// let found: Vec<String> = words(text).map(|span| fold(&text[span], &mut word).to_owned()).collect();
/// assert_eq!(found, ["moscow", "s", "2nd", "é"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            if WORD_BYTE[usize::from(bytes[at])] {
                at = word_end(text, at + 1);
                return Some(start..at);
            }
            if bytes[at] < 0x80 {
                at += 1;
                continue;
            }
            let first = char_at(text, at);
            at += first.len_utf8();
            if first.is_alphanumeric() && !is_combining_mark(first) {
                at = word_end(text, at);
                return Some(start..at);
            }
        }
        None
    })
}

/// The spans of the pieces of a text, in order. Linear time, no allocation.
pub fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c: char| !c.is_whitespace())?;
        at = text[start..].find(char::is_whitespace).map_or(text.len(), |length| start + length);
        Some(start..at)
    })
}

/// The lower case of a token in normal form C, written to `folded` and returned.
pub fn fold<'a>(token: &str, folded: &'a mut String) -> &'a str {
    folded.clear();
    if token.is_ascii() {
        folded.push_str(token);
        folded.make_ascii_lowercase();
    } else {
        // Decomposed first: case mapping of equivalent strings is then the same mapping.
        let decomposed: String = token.nfd().collect();
        folded.extend(decomposed.to_lowercase().nfc());
    }
    folded
}

/// Where the word that is under way at `at` ends.
fn word_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        while at < bytes.len() && WORD_BYTE[usize::from(bytes[at])] {
            at += 1;
        }
        if at == bytes.len() || bytes[at] < 0x80 {
            return at;
        }
        let next = char_at(text, at);
        if !next.is_alphanumeric() && !is_combining_mark(next) {
            return at;
        }
        at += next.len_utf8();
    }
}

/// The character that starts at byte `at`, which is a boundary inside the text.
fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str, spans: impl Iterator<Item = Range<usize>>) -> Vec<String> {
        spans.map(|span| fold(&text[span], &mut String::new()).to_owned()).collect()
    }

    #[test]
    fn the_rules_of_the_module_page_hold() {
        let cases: [(&str, &[&str]); 9] = [
            ("", &[]),
            ("Moscow's cease-fire", &["moscow", "s", "cease", "fire"]),
            ("a I 7 2,5 x_1", &["a", "i", "7", "2", "5", "x_1"]),
            ("don’t", &["don", "t"]),
            ("ÉLYSÉE Straße GROẞ", &["élysée", "straße", "groß"]),
            ("ΟΔΟΣ", &["οδος".replace('σ', "ς").leak()]),
            ("e\u{301}te\u{301}", &["été"]),
            ("\u{301}a=\u{338}b", &["a", "b"]),
            ("Россия, 中文", &["россия", "中文"]),
        ];
        for (text, expected) in cases {
            assert_eq!(folded(text, words(text)), expected, "{text:?}");
        }
    }

    #[test]
    fn pieces_keep_punctuation_and_part_at_any_white_space() {
        let text = " \"Да,\"\u{a0}he\u{2003}SAID. ";
        assert_eq!(folded(text, pieces(text)), ["\"да,\"", "he", "said."]);
        assert_eq!(pieces(text).collect::<Vec<_>>(), [1..8, 10..12, 15..20]);
    }
}
