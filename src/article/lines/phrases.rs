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
pub struct Index {
    table: HashTable<(u32, Vec<Phrase>)>,
    /// A bit for some bits of each hash: most places in a text begin no phrase, and are passed by one look.
    filter: [u64; 64],
}

impl Index {
    fn of(list: fn(&Family) -> &'static [&'static str]) -> Self {
        let (mut table, mut filter) = (HashTable::new(), [0; 64]);
        for (number, family) in FAMILIES.iter().enumerate() {
            for phrase in list(family) {
                let first = first_bytes(phrase.as_bytes());
                let entry = table.entry(hash(first), |(other, _)| *other == first, |(first, _)| hash(*first));
                entry.or_insert((first, Vec::new())).get_mut().1.push((*phrase, number));
                let (word, bit) = place(hash(first));
                filter[word] |= bit;
            }
        }
        Self { table, filter }
    }

    /// The phrases with which a text may begin: those that share its first bytes.
    #[inline]
    pub fn at(&self, text: &[u8]) -> impl Iterator<Item = Phrase> {
        let first = first_bytes(text);
        let hash = hash(first);
        let (word, bit) = place(hash);
        let passes = self.filter[word] & bit != 0;
        let found = if passes { self.table.find(hash, |(other, _)| *other == first) } else { None };
        found.into_iter().flat_map(|(_, phrases)| phrases.iter().copied())
    }
}

/// The first four bytes as a number; of a shorter text, all.
fn first_bytes(text: &[u8]) -> u32 {
    if let Some(first) = text.first_chunk() {
        return u32::from_le_bytes(*first);
    }
    let mut first = [0; 4];
    let n_bytes = text.len().min(4);
    first[..n_bytes].copy_from_slice(&text[..n_bytes]);
    u32::from_le_bytes(first)
}

fn hash(first: u32) -> u64 {
    let product = u64::from(first).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    product ^ product >> 32
}

/// The place of a hash in the filter.
fn place(hash: u64) -> (usize, u64) {
    ((hash >> 6) as usize % 64, 1 << (hash % 64))
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
