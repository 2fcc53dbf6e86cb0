//! A text as words and marks, as the reading of who speaks needs them: names keep their hyphens and
//! apostrophes, a possessive ending is a token of its own, and case and punctuation are kept.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

/// A word or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    /// The hash of the lower-case word; of a mark, 0.
    pub hash: u64,
    pub shape: Shape,
}

impl Token {
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it is a word with a capital letter first.
    #[inline]
    pub fn is_capitalised(&self) -> bool {
        matches!(self.shape, Shape::Capitalised | Shape::Capitals)
    }

    #[inline]
    pub fn is_word(&self) -> bool {
        !matches!(self.shape, Shape::Mark(_) | Shape::Possessive)
    }

    pub fn is_mark(&self, mark: u8) -> bool {
        self.shape == Shape::Mark(mark)
    }
}

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A word that begins with a small letter.
    Small,
    /// A word with a capital first and a small letter later.
    Capitalised,
    /// A word of capitals only.
    Capitals,
    /// Begins with a digit.
    Number,
    /// `'s`, or the apostrophe after a plural.
    Possessive,
    /// Any other mark; double quotation marks of all kinds are `"`, dashes `-`, the ellipsis `.`.
    Mark(u8),
}

/// The hash of a word, whatever its case and its normal form.
pub(super) fn word_hash(word: &str, folded: &mut String) -> u64 {
    if word.is_ascii() {
        let mut small = [0u8; 32];
        if let Some(small) = small.get_mut(..word.len()) {
            small.copy_from_slice(word.as_bytes());
            small.make_ascii_lowercase();
            return xxh3_64(small);
        }
    }
    folded.clear();
    let small = word.nfd().flat_map(char::to_lowercase).nfc();
    folded.extend(small.map(|c| if c == '’' { '\'' } else { c }));
    xxh3_64(folded.as_bytes())
}

/// Appends the tokens of `text`, which stands at byte `base` of the article. Linear time.
pub(super) fn tokenise(text: &str, base: usize, tokens: &mut Vec<Token>) {
    let mut folded = String::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        let class = CLASSES[usize::from(first)];
        if class == BLANK {
            at += 1;
            continue;
        }
        let start = at;
        let (length, hash, shape) = if class == MARK {
            (1, 0, Shape::Mark(first))
        } else if let Some(plain) = plain_word(&bytes[start..], class) {
            plain
        } else {
            let Some(first) = text[start..].chars().next() else { return };
            // Dashes and quotation marks need no table of letters.
            if !is_general_mark(&bytes[start..]) && first.is_alphanumeric() {
                let word = word_at(&text[start..]);
                (word.len(), word_hash(word, &mut folded), shape(word))
            } else if let Some(length) = possessive_at(text, start) {
                (length, 0, Shape::Possessive)
            } else {
                at += first.len_utf8();
                if first.is_whitespace() {
                    continue;
                }
                (first.len_utf8(), 0, Shape::Mark(mark(first)))
            }
        };
        at = start + length;
        tokens.push(Token { start: (base + start) as u32, end: (base + at) as u32, hash, shape });
    }
}

/// What a byte is to [`tokenise`], as flags, so that those of a word can be put together; these first.
const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const DIGIT: u8 = 4;
/// White space.
const BLANK: u8 = 8;
/// A mark that is a token of its own, wherever it stands.
const MARK: u8 = 16;
/// An apostrophe, a hyphen, or a part of what is not ASCII: it depends.
const OTHER: u8 = 32;

static CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' => DIGIT,
            b'\t'..=b'\r' | b' ' => BLANK,
            b'\'' | b'-' => OTHER,
            _ => MARK,
        };
        byte += 1;
    }
    classes
};

/// The longest plain word with a capital.
const LONGEST_PLAIN: usize = 32;

/// The length, hash and shape of the word that begins here, with a byte of this class, if it is one of nothing
/// but letters and digits of ASCII. Nearly all are; the others take the long way.
#[inline]
fn plain_word(bytes: &[u8], first: u8) -> Option<(usize, u64, Shape)> {
    if first > DIGIT {
        return None;
    }
    if let Some(short) = short_word(bytes) {
        return Some(short);
    }
    let (mut length, mut classes, mut class) = (0, 0, first);
    while class <= DIGIT {
        classes |= class;
        length += 1;
        class = bytes.get(length).map_or(BLANK, |&byte| CLASSES[usize::from(byte)]);
    }
    let shape = match first {
        SMALL => Shape::Small,
        DIGIT => Shape::Number,
        _ => Shape::Capitalised,
    };
    let word = &bytes[..length];
    if class == OTHER && !is_general_mark(&bytes[length..]) {
        return None;
    }
    if classes & CAPITAL == 0 {
        return Some((length, xxh3_64(word), shape));
    }
    // Long words with capitals inside take the long way too.
    if first != CAPITAL || word[1..].iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let mut small = [0; LONGEST_PLAIN];
    let small = small.get_mut(..length)?;
    small.copy_from_slice(word);
    small[0].make_ascii_lowercase();
    Some((length, xxh3_64(small), shape))
}

/// Whether a dash, a quotation mark or the like follows, which no word holds: not what may be an apostrophe or a hyphen.
#[inline]
fn is_general_mark(bytes: &[u8]) -> bool {
    matches!(bytes, [0xE2, 0x80, last, ..] if !matches!(last, 0x90 | 0x91 | 0x99))
}

/// The same for a word of up to seven letters with as much text behind it: most are so short. All its
/// bytes are looked at together, so that nothing depends on its length but the hash.
#[inline]
fn short_word(bytes: &[u8]) -> Option<(usize, u64, Shape)> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // The high bit of each byte, itself below 128, that lies in a range.
    let within = |bytes: u64, first: u8, last: u8| {
        (bytes + ONES * u64::from(128 - first)) & !(bytes + ONES * u64::from(127 - last)) & HIGH
    };
    let all = u64::from_le_bytes(*bytes.first_chunk()?);
    let low = all & !HIGH;
    let letters = within(low | (ONES * 0x20), b'a', b'z') & !all;
    let digits = within(low, b'0', b'9') & !all;
    let ends = !(letters | digits) & HIGH;
    let length = ends.trailing_zeros() as usize / 8;
    // A longer word, or one that does not end here.
    let class = CLASSES[usize::from(*bytes.get(length)?)];
    if class == OTHER && !is_general_mark(&bytes[length..]) || ends == 0 {
        return None;
    }
    // The bit in which capitals and small letters differ, moved to the high one.
    let (letters, case) = (letters & ((1 << (8 * length)) - 1), all << 2);
    let (small, capitals) = (letters & case, letters & !case);
    let hash = xxh3_64(&(all | (capitals >> 2)).to_le_bytes()[..length]);
    let first = HIGH & 0xFF;
    let shape = if capitals & first != 0 {
        // "I" and "A" are capitalised words, not abbreviations; so is "A1".
        if small == 0 && capitals != first { Shape::Capitals } else { Shape::Capitalised }
    } else if digits & first != 0 {
        Shape::Number
    } else {
        Shape::Small
    };
    Some((length, hash, shape))
}

/// The word that `text` begins with: letters and digits, and hyphens and apostrophes between them,
/// unless these begin a possessive ending.
fn word_at(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += 1;
        }
        match bytes.get(at) {
            None => return text,
            // No mark of ASCII stands inside a word but these two.
            Some(next) if next.is_ascii() && !matches!(next, b'-' | b'\'') => return &text[..at],
            Some(_) => {}
        }
        let Some(next) = text[at..].chars().next() else { return text };
        let end = at + next.len_utf8();
        let inside = !next.is_ascii() && (next.is_alphanumeric() || is_combining_mark(next))
            || (matches!(next, '-' | '\'' | '’' | '\u{2010}' | '\u{2011}')
                && text[end..].starts_with(char::is_alphanumeric)
                && possessive_at(text, at).is_none());
        if !inside {
            return &text[..at];
        }
        at = end;
    }
}

/// The length of the possessive ending at byte `at`: `'s`, or `'` after an s and before a blank.
fn possessive_at(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let apostrophe = rest.chars().next().filter(|c| matches!(c, '\'' | '’'))?.len_utf8();
    let after = &rest[apostrophe..];
    let before = text[..at].chars().next_back()?;
    if !before.is_alphanumeric() {
        return None;
    }
    if after.starts_with(['s', 'S']) && !after[1..].starts_with(char::is_alphanumeric) {
        return Some(apostrophe + 1);
    }
    // "ministers' talks"; a closing quotation mark after an s is rarer inside a sentence.
    let plural = matches!(before, 's' | 'S') && after.starts_with(' ');
    (plural && after[1..].starts_with(char::is_lowercase)).then_some(apostrophe)
}

fn shape(word: &str) -> Shape {
    // Most words begin with a small letter, and have no capital behind an apostrophe.
    if let [b'a'..=b'z', rest @ ..] = word.as_bytes()
        && rest.get(1).is_none_or(u8::is_ascii_lowercase)
    {
        return Shape::Small;
    }
    let mut letters = word.chars();
    let first = letters.next().unwrap_or_default();
    if first.is_uppercase() {
        let rest = letters.clone().filter(|c| c.is_alphabetic()).count();
        // "I" and "A" are capitalised words, not abbreviations.
        let capitals = rest > 0 && letters.all(|c| !c.is_lowercase());
        if capitals { Shape::Capitals } else { Shape::Capitalised }
    } else if first.is_numeric() {
        Shape::Number
    } else if word.len() > 3
        && letters.clone().nth(1).is_some_and(char::is_uppercase)
        && word.contains(['\'', '’'])
    {
        // d'Orsay, l'Elysée
        Shape::Capitalised
    } else {
        Shape::Small
    }
}

fn mark(character: char) -> u8 {
    match character {
        '"' | '“' | '”' | '„' | '«' | '»' | '‟' => b'"',
        '\'' | '‘' | '’' | '‚' | '‹' | '›' => b'\'',
        '-' | '–' | '—' | '―' | '−' => b'-',
        '…' => b'.',
        other if other.is_ascii() => other as u8,
        _ => b'?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(text: &str) -> Vec<(&str, Shape)> {
        let mut tokens = Vec::new();
        tokenise(text, 0, &mut tokens);
        tokens.iter().map(|token| (&text[token.span()], token.shape)).collect()
    }

    #[test]
    fn names_stay_whole_and_possessives_stand_apart() {
        use Shape::{Capitalised, Capitals, Mark, Number, Possessive, Small};
        let found = spelled("Jean-Yves’s d'Orsay, the EU's ministers' 3rd “no”—");
        let expected = [
            ("Jean-Yves", Capitalised),
            ("’s", Possessive),
            ("d'Orsay", Capitalised),
            (",", Mark(b',')),
            ("the", Small),
            ("EU", Capitals),
            ("'s", Possessive),
            ("ministers", Small),
            ("'", Mark(b'\'')),
            ("3rd", Number),
            ("“", Mark(b'"')),
            ("no", Small),
            ("”", Mark(b'"')),
            ("—", Mark(b'-')),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn short_and_long_words_are_taken_apart_alike() {
        let mut folded = String::new();
        for word in [
            "a",
            "I",
            "EU",
            "3rd",
            "A1",
            "G7b",
            "1B",
            "iPad",
            "Macron",
            "FRANCE",
            "aBcDeFg",
            "Elysees",
            "KREMLIN",
            "Ministry",
            "MINISTRY",
            "delegations",
            "2015",
            "{",
            "@a",
        ] {
            for behind in ["", " ", ".", "\u{a0}", "”", "’", "‑", " and all the others"] {
                let (text, mut tokens) = (format!("{word}{behind}"), Vec::new());
                tokenise(&text, 0, &mut tokens);
                let found = word.rsplit(['{', '@']).next().unwrap_or_default();
                let Some(token) = tokens.iter().find(|token| &text[token.span()] == found) else {
                    assert_eq!(found, "", "{text:?}");
                    continue;
                };
                assert_eq!(
                    (token.hash, token.shape),
                    (word_hash(found, &mut folded), shape(found)),
                    "{text:?}"
                );
            }
        }
    }

    #[test]
    fn case_does_not_change_the_hash() {
        let mut folded = String::new();
        assert_eq!(word_hash("KREMLIN", &mut folded), word_hash("Kremlin", &mut folded));
        assert_eq!(word_hash("ÉLYSÉE", &mut folded), word_hash("élysée", &mut folded));
        assert_ne!(word_hash("Elysee", &mut folded), word_hash("élysée", &mut folded));
    }
}
