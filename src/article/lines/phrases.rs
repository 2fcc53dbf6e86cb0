//! The phrases of furniture, so arranged that a line is compared with few of them.

use std::sync::LazyLock;

use super::furniture::{FAMILIES, Family};
use crate::article::buckets::Buckets;
use crate::article::bytes::each_place;

/// The phrases of all families.
pub struct Phrases {
    pub whole: Index,
    pub starts: Index,
    pub holds: Index,
}

pub static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases {
    whole: Index::of(|family| family.whole),
    starts: Index::of(|family| family.starts),
    holds: Index::of(|family| family.holds),
});

/// A phrase and the number of its family.
type Phrase = (&'static str, usize);

/// Phrases by the bytes that they begin with.
pub struct Index(Buckets<Phrase>);

impl Index {
    fn of(list: fn(&Family) -> &'static [&'static str]) -> Self {
        let mut buckets = Buckets::new();
        for (number, family) in FAMILIES.iter().enumerate() {
            for phrase in list(family) {
                buckets.add(first_bytes(phrase.as_bytes()), (*phrase, number));
            }
        }
        Self(buckets)
    }

    /// The first family of which a key holds a phrase.
    pub fn first_inside(&self, key: &[u8]) -> usize {
        // No phrase begins inside a word, or with a blank.
        let letter = |byte: u8| (byte.wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10);
        let starts = |before, byte| (byte > b' ') & !(letter(before) & letter(byte));
        let mut first = usize::MAX;
        each_place(key, starts, |at| {
            let text = &key[at..];
            for (phrase, family) in self.at(text) {
                if text.starts_with(phrase.as_bytes()) {
                    first = first.min(*family);
                }
            }
        });
        first
    }

    /// The phrases with which a text may begin, and few others.
    #[inline]
    pub fn at(&self, text: &[u8]) -> &[Phrase] {
        self.0.at(first_bytes(text))
    }
}

/// The first four bytes as a number; of a shorter text, all.
fn first_bytes(text: &[u8]) -> u32 {
    let first = text.first_chunk().copied().unwrap_or_else(|| {
        let mut first = [0; 4];
        first[..text.len()].copy_from_slice(text);
        first
    });
    u32::from_le_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_inside_a_text_are_found_by_their_first_bytes() {
        for phrase in FAMILIES.iter().flat_map(|family| family.starts.iter().chain(family.holds)) {
            assert!(phrase.len() >= 4, "'{phrase}' would be found at the end of a text only");
            assert!(!phrase.starts_with(' '), "'{phrase}' would not be found");
        }
    }
}
