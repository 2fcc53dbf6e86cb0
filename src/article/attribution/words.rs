//! A text as words and marks, as the reading of who speaks needs them: names keep their hyphens and
//! apostrophes, a possessive ending is a token of its own, and case and punctuation are kept.

use std::ops::Range;

use super::plain_words::{
    BLANK, CLASSES, MARK, hash_of_ascii, is_general_mark, plain_possessive_at, plain_word,
};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

/// A word or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    /// The hash of the lower-case word; of a mark, what it is; of a possessive ending, [`POSSESSIVE`].
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

/// Stands for the hash of a possessive ending.
const POSSESSIVE: u64 = 1;

/// The hash of a word, whatever its case and its normal form.
pub(super) fn word_hash(word: &str, folded: &mut String) -> u64 {
    if let Some(hash) = hash_of_ascii(word.as_bytes()) {
        return hash;
    }
    let straight = |c: char| if c == '’' { '\'' } else { c };
    folded.clear();
    // "don’t" has one normal form.
    if word.chars().all(|c| c.is_ascii() || c == '’') {
        folded.extend(word.chars().map(|c| straight(c).to_ascii_lowercase()));
    } else {
        folded.extend(word.nfd().flat_map(char::to_lowercase).nfc().map(straight));
    }
    xxh3_64(folded.as_bytes())
}

/// Appends the tokens of `text`, which stands at byte `base` of the article. Linear time.
pub(super) fn tokenise(text: &str, base: usize, tokens: &mut Vec<Token>) {
    tokenise_while(text, base, tokens, &mut |_| true);
}

/// The same as long as `goes_on` says so of the tokens there are; whether it always did.
pub(super) fn tokenise_while(
    text: &str,
    base: usize,
    tokens: &mut Vec<Token>,
    goes_on: &mut dyn FnMut(&[Token]) -> bool,
) -> bool {
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
            (1, u64::from(first), Shape::Mark(first))
        } else if let Some(plain) = plain_word(&bytes[start..], class) {
            plain
        } else if let Some(length) = plain_possessive_at(bytes, start) {
            (length, POSSESSIVE, Shape::Possessive)
        } else {
            let Some(first) = text[start..].chars().next() else { break };
            // Dashes and quotation marks need no table of letters.
            if !is_general_mark(&bytes[start..]) && first.is_alphanumeric() {
                let word = word_at(&text[start..]);
                (word.len(), word_hash(word, &mut folded), shape(word))
            } else if let Some(length) = possessive_at(text, start) {
                (length, POSSESSIVE, Shape::Possessive)
            } else {
                at += first.len_utf8();
                if first.is_whitespace() {
                    continue;
                }
                let mark = mark(first);
                (first.len_utf8(), u64::from(mark), Shape::Mark(mark))
            }
        };
        at = start + length;
        tokens.push(Token { start: (base + start) as u32, end: (base + at) as u32, hash, shape });
        if !goes_on(tokens) {
            return false;
        }
    }
    true
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
