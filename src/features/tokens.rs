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

use super::grams::{EMPTY, extend};

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
    let bytes = text.as_bytes();
    let mut at = 0;
    // How many bytes of white space stand at a place.
    let white = |at: usize| match bytes[at] {
        b'\t'..=b'\r' | b' ' => 1,
        0x80.. => Some(char_at(text, at)).filter(|c| c.is_whitespace()).map_or(0, char::len_utf8),
        _ => 0,
    };
    std::iter::from_fn(move || {
        while at < bytes.len() && white(at) > 0 {
            at += white(at);
        }
        let start = at;
        loop {
            // What most pieces are made of needs no more than one look at each byte.
            while bytes.get(at).is_some_and(u8::is_ascii_graphic) {
                at += 1;
            }
            if at == bytes.len() || white(at) > 0 {
                return (start < at).then_some(start..at);
            }
            at += char_at(text, at).len_utf8();
        }
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

/// The number of a folded word. Words of up to eight bytes are their own number, so that no two of
/// them have the same; longer ones are mixed eight bytes by eight.
pub(super) fn number(folded: &str) -> u64 {
    let bytes = folded.as_bytes();
    if bytes.len() <= 8 { chunk(bytes) } else { bytes.chunks(8).map(chunk).fold(EMPTY, extend) }
}

/// Calls `visit` with the number and the start of each word of a text: the same as [`number`] of
/// [`fold`] of each of [`words`], but where a word is ASCII, eight of its bytes are read, told from
/// what follows, lower-cased and numbered at once.
pub(super) fn visit_numbers(text: &str, folded: &mut String, mut visit: impl FnMut(u64, usize)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let (mut number, mut length) = word_bytes(chunk(&bytes[at..]));
        at += length;
        while length == 8 {
            let letters;
            (letters, length) = word_bytes(chunk(&bytes[at..]));
            if length > 0 {
                number = extend(if at == start + 8 { extend(EMPTY, number) } else { number }, letters);
            }
            at += length;
        }
        match bytes.get(at) {
            Some(0x80..) => {
                // Full Unicode, and rare: the word is found and folded as a whole.
                let first = char_at(text, start);
                let starts = at > start || first.is_alphanumeric() && !is_combining_mark(first);
                at = at.max(start + first.len_utf8());
                if starts {
                    at = word_end(text, at);
                    visit(self::number(fold(&text[start..at], folded)), start);
                }
            }
            _ if at > start => visit(number, start),
            _ => {}
        }
        // What stands between words is mostly one blank.
        while at < bytes.len() && bytes[at] < 0x80 && !WORD_BYTE[usize::from(bytes[at])] {
            at += 1;
        }
    }
}

/// Up to eight bytes as one number, the first lowest.
fn chunk(bytes: &[u8]) -> u64 {
    if let Some(eight) = bytes.first_chunk() {
        return u64::from_le_bytes(*eight);
    }
    let mut padded = [0; 8];
    padded[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(padded)
}

/// Of eight bytes: those before the first that is not [`WORD_BYTE`], lower-cased, and how many they are.
fn word_bytes(eight: u64) -> (u64, usize) {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x80 * ONES;
    // Each byte has seven bits here, so that sums stay inside of it; its top bit then says "at least".
    let seven = eight & !TOPS;
    let at_least = |bytes: u64, least: u64| bytes + (0x80 - least) * ONES;
    let small = seven | (0x20 * ONES);
    let letters = at_least(small, b'a'.into()) & !at_least(small, u64::from(b'z') + 1);
    let digits = at_least(seven, b'0'.into()) & !at_least(seven, u64::from(b'9') + 1);
    let underscores = !at_least(seven ^ (u64::from(b'_') * ONES), 1);
    let ends = !(letters | digits | underscores) & TOPS | eight & TOPS;
    let length = ends.trailing_zeros() / 8;
    let lower = eight | ((letters & TOPS) >> 2);
    let kept = if length == 8 { lower } else { lower & ((1 << (8 * length)) - 1) };
    (kept, length as usize)
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
    fn words_are_numbered_as_they_are_folded() {
        let parts = [
            "a",
            "Z",
            "_",
            "7",
            "word",
            "Seventy",
            "eighteen",
            "NINETEENS",
            "sixteen_letters_",
            " ",
            ", ",
            "'",
            "@[`{/:",
            "\u{7f}",
            "\0",
            "é",
            "É",
            "’",
            "\u{301}",
            "ß",
            "ẞ",
            "İ",
            "Σ",
            "K",
            "中",
            "½",
            "\u{a0}",
            "\u{10FFFF}",
        ];
        // All triples, so that every part stands before and after every other at many offsets.
        let n = parts.len();
        let mut folded = String::new();
        for triple in 0..n * n * n {
            let text = [parts[triple / n / n], parts[triple / n % n], parts[triple % n]].concat();
            let mut found = Vec::new();
            visit_numbers(&text, &mut folded, |number, start| found.push((number, start)));
            let expected: Vec<(u64, usize)> = words(&text)
                .map(|span| (number(fold(&text[span.clone()], &mut folded)), span.start))
                .collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn pieces_keep_punctuation_and_part_at_any_white_space() {
        let text = " \"Да,\"\u{a0}he\u{2003}SAID. ";
        assert_eq!(folded(text, pieces(text)), ["\"да,\"", "he", "said."]);
        assert_eq!(pieces(text).collect::<Vec<_>>(), [1..8, 10..12, 15..20]);
    }
}
