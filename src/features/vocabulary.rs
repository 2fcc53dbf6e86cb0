//! A frozen vocabulary: from a gram's key to its column, and from a column to the gram's text.

use crate::error::{Error, ErrorKind, Result};
use crate::storage::Array;

/// Bits of a slot that hold a column (plus one, so that an empty slot is 0).
const COLUMN_BITS: u32 = 24;

/// The most grams that one vocabulary can hold (16,777,214).
pub const MAX_GRAMS: usize = (1 << COLUMN_BITS) - 2;

/// The grams that survived fitting, frozen; looked up straight from the mapped model file.
///
/// The table is open-addressed with linear probing at a load of 4/5. A slot is 40 bits of the key
/// and 24 bits of column; the position comes from the key's high bits. A gram that was not seen in
/// training is taken for one that was with a chance of about 2^-39.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    pub(crate) bytes: Array<u8>,
    pub(crate) offsets: Array<u32>,
    pub(crate) slots: Array<u64>,
}

impl Vocabulary {
    /// Freezes grams in the order of their columns.
    pub(crate) fn new(grams: impl Iterator<Item = (u64, String)>) -> Result<Self> {
        let (mut bytes, mut offsets, mut keys) = (Vec::new(), vec![0u32], Vec::new());
        for (key, gram) in grams {
            bytes.extend_from_slice(gram.as_bytes());
            let end = u32::try_from(bytes.len()).map_err(|_| too_large("4 GiB of text"))?;
            offsets.push(end);
            keys.push(key);
        }
        Ok(Self { bytes: bytes.into(), offsets: offsets.into(), slots: table(&keys)?.into() })
    }

    /// The number of grams, which is the number of columns.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there is no gram at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The column of the gram with this key. Constant time.
    pub fn column(&self, key: u64) -> Option<u32> {
        // From its position to the end, then from the beginning; there is always an empty slot.
        let (before, after) = self.slots.split_at_checked(position(key, self.slots.len()))?;
        let look = after.iter().chain(before).find(|&&slot| slot == 0 || slot >> COLUMN_BITS == tag(key));
        look.filter(|&&slot| slot != 0).map(|&slot| column_in(slot))
    }

    /// Appends the columns of the grams with these keys, in any order; what is no gram is left out.
    ///
    /// A vocabulary is larger than the caches, so that a look-up waits for memory. Here the first looks at
    /// many keys wait together. What they find is told without a branch, since none could be foreseen; grams that do
    /// not lie where they are looked for first are looked for when all others are done. `looks` is memory to use.
    pub(super) fn find_all(&self, keys: &[u64], looks: &mut Vec<u64>, columns: &mut Vec<u32>) {
        let slots = &*self.slots;
        looks.clear();
        looks.extend(
            keys.iter().map(|&key| slots.get(position(key, slots.len())).copied().unwrap_or_default()),
        );
        let (mut n_found, mut n_again) = (columns.len(), 0);
        columns.resize(n_found + keys.len(), 0);
        for (at, &key) in keys.iter().enumerate() {
            let slot = looks[at];
            let (taken, same) = (usize::from(slot != 0), usize::from(slot >> COLUMN_BITS == tag(key)));
            columns[n_found] = column_in(slot);
            n_found += taken & same;
            // Behind what has been read already.
            looks[n_again] = key;
            n_again += taken & (1 - same);
        }
        columns.truncate(n_found);
        columns.extend(looks[..n_again].iter().filter_map(|&key| self.column(key)));
    }

    /// The text of the gram in this column; `None` past the last.
    pub fn gram(&self, column: usize) -> Option<&str> {
        let (start, end) = (*self.offsets.get(column)?, *self.offsets.get(column + 1)?);
        std::str::from_utf8(self.bytes.get(start as usize..end as usize)?).ok()
    }

    /// Whether the parts of a vocabulary that was read from a file belong together.
    pub(crate) fn is_consistent(&self) -> bool {
        // All slots are looked at without a branch, many in one step: this is done whenever a model is opened.
        let (mut below, mut n_empty, mut n_without_column) = (0, 0u64, 0u64);
        for &slot in &*self.slots {
            let number = slot & ((1 << COLUMN_BITS) - 1);
            // Below zero, which shows in the highest bit, if there is no such column.
            below |= (self.len() as u64).wrapping_sub(number);
            n_empty += u64::from(slot == 0);
            n_without_column += u64::from(number == 0);
        }
        self.offsets.last().is_some_and(|&end| end as usize == self.bytes.len())
            && self.slots.len() == capacity(self.len())
            && below >> 63 == 0
            && n_empty > 0
            && n_without_column == n_empty
    }
}

fn capacity(n_grams: usize) -> usize {
    n_grams + n_grams / 4 + 1
}

fn position(key: u64, capacity: usize) -> usize {
    ((u128::from(key) * capacity as u128) >> 64) as usize
}

/// The column in a slot that is not empty.
fn column_in(slot: u64) -> u32 {
    ((slot & ((1 << COLUMN_BITS) - 1)) as u32).wrapping_sub(1)
}

fn tag(key: u64) -> u64 {
    key & ((1 << (64 - COLUMN_BITS)) - 1)
}

fn table(keys: &[u64]) -> Result<Vec<u64>> {
    if keys.len() > MAX_GRAMS {
        return Err(too_large("16,777,214 grams"));
    }
    let mut slots = vec![0u64; capacity(keys.len())];
    for (column, &key) in (1u64..).zip(keys) {
        let mut at = position(key, slots.len());
        while slots[at] != 0 {
            if slots[at] >> COLUMN_BITS == tag(key) {
                let message = "two grams of this vocabulary have the same hash, which one corpus in a million \
                               has; train without one of its rows or with another range of n-grams";
                return Err(Error::new(ErrorKind::Training, message));
            }
            at = (at + 1) % slots.len();
        }
        slots[at] = tag(key) << COLUMN_BITS | column;
    }
    Ok(slots)
}

fn too_large(limit: &str) -> Error {
    let message = format!(
        "the vocabulary of one block would exceed {limit}; use shorter n-grams or a higher minimum document frequency"
    );
    Error::new(ErrorKind::Training, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use xxhash_rust::xxh3::xxh3_64;

    #[test]
    fn every_gram_is_found_in_its_column_and_no_other() {
        for n in [0usize, 1, 2, 7, 5000] {
            let gram = |i: usize| (xxh3_64(&i.to_le_bytes()), format!("g{i}"));
            let vocabulary = Vocabulary::new((0..n).map(gram)).expect("small");
            assert_eq!(vocabulary.len(), n);
            assert!(vocabulary.is_consistent());
            for i in 0..n {
                assert_eq!(vocabulary.column(gram(i).0), Some(i as u32));
                assert_eq!(vocabulary.gram(i), Some(&*gram(i).1));
            }
            assert!((n..n + 5000).all(|i| vocabulary.column(gram(i).0).is_none()));
            assert_eq!(vocabulary.gram(n), None);
        }
    }

    #[test]
    fn equal_keys_are_refused_in_words() {
        let twice = [(7, "a".to_owned()), (7, "b".to_owned())];
        let error = Vocabulary::new(twice.into_iter()).expect_err("a collision");
        assert!(error.to_string().contains("same hash"));
    }
}
