//! Tokens to n-grams, each known by a 64-bit key.
//!
//! A key is built up unit by unit (a word's hash, a character), so an n-gram costs one
//! multiplication more than the (n-1)-gram that it extends, and no string is made.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::tokens::{fold, number, pieces, visit_numbers, words};

/// The longest n-gram that can be asked for.
pub const MAX_N: usize = 8;

/// What the units of an n-gram are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Words; an n-gram is n words in a row, whatever stands between them.
    Words,
    /// Characters of one piece (a run without white space), padded with one blank on either side:
    /// scikit-learn's `char_wb`. A padded piece shorter than `min_n` is one gram.
    Characters,
    /// Names of what the article tells about the sentence. One-hot.
    Context,
    /// Names of what the sentence does. One-hot.
    Cues,
}

impl Unit {
    /// Whether its grams are names that are there or not, rather than words that are counted.
    pub fn is_one_hot(self) -> bool {
        matches!(self, Self::Context | Self::Cues)
    }

    /// The name of the block of such grams.
    pub fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Characters => "characters",
            Self::Context => "context",
            Self::Cues => "cues",
        }
    }
}

/// Which n-grams a text is taken apart into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grams {
    /// What the units are.
    pub unit: Unit,
    /// Units in the shortest gram, at least 1.
    pub min_n: usize,
    /// Units in the longest gram, at least `min_n`, at most [`MAX_N`].
    pub max_n: usize,
}

/// Memory that taking texts apart reuses from one text to the next.
#[derive(Debug, Default)]
pub struct GramScratch {
    token: String,
    characters: Vec<char>,
}

/// The key of no unit at all; every gram's key starts from it.
pub(super) const EMPTY: u64 = 0x9E37_79B9_7F4A_7C15;

/// The key of a gram that is longer by `unit`: a folded 64 x 64 -> 128 bit multiplication, as in
/// wyhash. Keys of different grams are equal with a chance of about 2^-64 a pair.
pub(super) fn extend(key: u64, unit: u64) -> u64 {
    let product = u128::from(key ^ unit) * 0xD6E8_FEB8_6659_FD93;
    (product as u64) ^ ((product >> 64) as u64)
}

impl Grams {
    /// Whether the range of n is one that can be asked for.
    pub fn are_valid(self) -> bool {
        1 <= self.min_n && self.min_n <= self.max_n && self.max_n <= MAX_N
    }

    /// Calls `visit` with the key of every gram of the text and the byte offset of the token
    /// that it starts in (for characters: of its piece). Repeated grams are visited repeatedly.
    pub fn visit(self, text: &str, scratch: &mut GramScratch, visit: impl FnMut(u64, usize)) {
        match self.unit {
            Unit::Words => self.visit_words(text, &mut scratch.token, visit),
            Unit::Characters => self.visit_characters(text, scratch, visit),
            Unit::Context | Unit::Cues => visit_names(text, visit),
        }
    }

    fn visit_words(self, text: &str, token: &mut String, visit: impl FnMut(u64, usize)) {
        // The usual lengths are known to the compiler.
        match self.max_n {
            1 => self.visit_words_up_to::<1>(text, token, visit),
            2 => self.visit_words_up_to::<2>(text, token, visit),
            _ => self.visit_words_up_to::<MAX_N>(text, token, visit),
        }
    }

    /// The same where `max_n` is at most N.
    fn visit_words_up_to<const N: usize>(
        self,
        text: &str,
        token: &mut String,
        mut visit: impl FnMut(u64, usize),
    ) {
        // open[n] is the gram of the last n + 1 words: its key and where it starts.
        let mut open = [(EMPTY, 0usize); N];
        let (mut longest, last) = (self.max_n.min(1), self.max_n);
        visit_numbers(text, token, |unit, start| {
            for n in (1..N).rev() {
                let (key, start) = open[n - 1];
                open[n] = (extend(key, unit), start);
            }
            open[0] = (extend(EMPTY, unit), start);
            for (&(key, start), n) in open.iter().zip(1..) {
                if self.min_n <= n && n <= longest {
                    visit(key, start);
                }
            }
            longest = last.min(longest + 1);
        });
    }

    fn visit_characters(self, text: &str, scratch: &mut GramScratch, visit: impl FnMut(u64, usize)) {
        match self.max_n {
            4 => self.visit_characters_up_to::<4>(text, scratch, visit),
            5 => self.visit_characters_up_to::<5>(text, scratch, visit),
            _ => self.visit_characters_up_to::<MAX_N>(text, scratch, visit),
        }
    }

    /// The same; it is fastest where `max_n` is N.
    fn visit_characters_up_to<const N: usize>(
        self,
        text: &str,
        scratch: &mut GramScratch,
        mut visit: impl FnMut(u64, usize),
    ) {
        let GramScratch { token, characters } = scratch;
        for span in pieces(text) {
            pad(fold(&text[span.clone()], token), characters);
            let min_n = self.min_n.min(characters.len());
            let mut visit_first = |characters: &[char]| {
                let mut key = EMPTY;
                for (length, &character) in (1..).zip(characters) {
                    key = extend(key, u64::from(character));
                    if length >= min_n {
                        visit(key, span.start);
                    }
                }
            };
            for first in 0..=characters.len() - min_n {
                let rest = &characters[first..];
                match rest.first_chunk::<N>() {
                    Some(all) if N == self.max_n => visit_first(all),
                    _ => visit_first(&rest[..rest.len().min(self.max_n)]),
                }
            }
        }
    }

    /// The text of the gram with this key that starts in the token at byte `start`: words parted
    /// by one blank; characters as they are, padding included. `None` if there is no such gram.
    pub fn spell(self, text: &str, start: usize, key: u64, scratch: &mut GramScratch) -> Option<String> {
        let GramScratch { token, characters } = scratch;
        let text = &text[start..];
        match self.unit {
            Unit::Words => {
                let (mut reached, mut spelled) = (EMPTY, String::new());
                for span in words(text).take(self.max_n) {
                    let word = fold(&text[span], token);
                    reached = extend(reached, number(word));
                    spelled.push_str(word);
                    if reached == key {
                        return Some(spelled);
                    }
                    spelled.push(' ');
                }
                None
            }
            Unit::Context | Unit::Cues => {
                let name = &text[pieces(text).next()?];
                (extend(EMPTY, xxh3_64(name.as_bytes())) == key).then(|| name.to_owned())
            }
            Unit::Characters => {
                pad(fold(&text[pieces(text).next()?], token), characters);
                (0..characters.len()).find_map(|first| {
                    let mut reached = EMPTY;
                    let length = characters[first..].iter().take(self.max_n).position(|&character| {
                        reached = extend(reached, u64::from(character));
                        reached == key
                    })?;
                    Some(characters[first..=first + length].iter().collect())
                })
            }
        }
    }
}

/// Calls `visit` for each name of a list parted by blanks.
fn visit_names(names: &str, mut visit: impl FnMut(u64, usize)) {
    for span in pieces(names) {
        visit(extend(EMPTY, xxh3_64(&names.as_bytes()[span.clone()])), span.start);
    }
}

/// The characters of a piece with one blank on either side.
fn pad(piece: &str, characters: &mut Vec<char>) {
    characters.clear();
    characters.push(' ');
    characters.extend(piece.chars());
    characters.push(' ');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(unit: Unit, min_n: usize, max_n: usize, text: &str) -> Vec<String> {
        let (grams, mut scratch, mut keys) =
            (Grams { unit, min_n, max_n }, GramScratch::default(), Vec::new());
        grams.visit(text, &mut scratch, |key, start| keys.push((key, start)));
        keys.into_iter()
            .map(|(key, start)| grams.spell(text, start, key, &mut scratch).expect("a gram of the text"))
            .collect()
    }

    #[test]
    fn word_grams_run_over_punctuation() {
        assert_eq!(spelled(Unit::Words, 1, 2, "Paris, Moscow"), ["paris", "moscow", "paris moscow"]);
        assert_eq!(spelled(Unit::Words, 2, 3, "a b c"), ["a b", "b c", "a b c"]);
        assert_eq!(spelled(Unit::Words, 3, 3, "a b"), [""; 0]);
    }

    #[test]
    fn character_grams_stay_inside_padded_pieces() {
        assert_eq!(spelled(Unit::Characters, 3, 4, "Né, a"), [" né", " né,", "né,", "né, ", "é, ", " a "]);
        assert_eq!(spelled(Unit::Characters, 5, 5, "a bc"), [" a ", " bc "]);
    }

    #[test]
    fn a_gram_is_spelled_whatever_its_length() {
        let long = "x".repeat(3000) + " y";
        assert_eq!(spelled(Unit::Words, 2, 2, &long), [long]);
    }
}
