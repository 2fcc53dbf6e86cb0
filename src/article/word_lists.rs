//! Lists of words that are asked together: one look-up tells in which of them a word stands.

use super::buckets::Buckets;

/// Words, with the bit of a list in which each stands.
pub(super) struct WordLists(Buckets<(&'static str, u16)>);

/// So long are words at most for which no copy is made.
const LONGEST: usize = 24;

impl WordLists {
    /// Lists with the number of the bit of each.
    pub fn of<const N: usize>(lists: [(u8, &[&'static str]); N]) -> Self {
        let mut buckets = Buckets::new();
        for (bit, words) in lists {
            for word in words {
                buckets.add(number(word.as_bytes()), (*word, 1 << bit));
            }
        }
        Self(buckets)
    }

    /// The bits of the lists in which a word in lower case stands. Constant time.
    pub fn find(&self, word: &[u8]) -> u16 {
        let listed = self.0.at(number(word)).iter().filter(|(listed, _)| listed.as_bytes() == word);
        listed.fold(0, |bits, (_, bit)| bits | bit)
    }

    /// The same for a word in any case.
    pub fn find_folded(&self, word: &str) -> u16 {
        let mut lower = [0; LONGEST];
        match lower.get_mut(..word.len()) {
            Some(lower) if word.is_ascii() => {
                lower.copy_from_slice(word.as_bytes());
                lower.make_ascii_lowercase();
                self.find(lower)
            }
            _ => self.find(word.to_lowercase().as_bytes()),
        }
    }
}

/// The ends of a word, its middle and its length: few words share all.
fn number(word: &[u8]) -> u32 {
    match word {
        [] => 0,
        [first, .., last] => u32::from_le_bytes([*first, word[word.len() / 2], *last, word.len() as u8]),
        [letter] => u32::from(*letter),
    }
}
