//! The phrases of furniture, so arranged that a line is compared with few of them.

use std::sync::LazyLock;

use hashbrown::HashTable;

use super::furniture::{FAMILIES, Family};

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
pub struct Index(HashTable<(u32, Vec<Phrase>)>);

impl Index {
    fn of(list: fn(&Family) -> &'static [&'static str]) -> Self {
        let mut table = HashTable::new();
        for (number, family) in FAMILIES.iter().enumerate() {
            for phrase in list(family) {
                let first = first_bytes(phrase.as_bytes());
                let entry = table.entry(hash(first), |(other, _)| *other == first, |(first, _)| hash(*first));
                entry.or_insert((first, Vec::new())).get_mut().1.push((*phrase, number));
            }
        }
        Self(table)
    }

    /// The phrases with which a text may begin: those that share its first bytes.
    pub fn at(&self, text: &[u8]) -> impl Iterator<Item = Phrase> {
        let first = first_bytes(text);
        let found = self.0.find(hash(first), |(other, _)| *other == first);
        found.into_iter().flat_map(|(_, phrases)| phrases.iter().copied())
    }
}

/// The first four bytes as a number; of a shorter text, all.
fn first_bytes(text: &[u8]) -> u32 {
    let mut first = [0; 4];
    let n_bytes = text.len().min(4);
    first[..n_bytes].copy_from_slice(&text[..n_bytes]);
    u32::from_le_bytes(first)
}

fn hash(first: u32) -> u64 {
    let product = u64::from(first).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    product ^ product >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_inside_a_text_are_found_by_their_first_bytes() {
        for phrase in FAMILIES.iter().flat_map(|family| family.starts.iter().chain(family.holds)) {
            assert!(phrase.len() >= 4, "'{phrase}' would be found at the end of a text only");
        }
    }
}
