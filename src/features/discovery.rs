//! The grams that counting has met so far.

use super::counting::Counted;

/// Bits of a slot that hold an id (plus one, so that an empty slot is 0).
const ID_BITS: u32 = 32;

/// Grams in order of discovery (their place is their id), found by key. Frequent grams are found
/// early, so what is asked for most lies close together.
///
/// The table is open-addressed with linear probing, at most two slots of three taken. A slot is 32 bits of the key and 32
/// bits of id; the position comes from the key's high bits.
pub(super) struct Discovered {
    pub grams: Vec<Counted>,
    slots: Vec<u64>,
}

impl Default for Discovered {
    fn default() -> Self {
        Self::with_room_for(0)
    }
}

impl Discovered {
    /// No grams yet, of so many bytes of text.
    pub fn with_room_for(n_bytes: usize) -> Self {
        // About one new gram in 16 bytes of news; growing the table later would touch all grams again.
        Self { grams: Vec::new(), slots: vec![0; (n_bytes / 8).next_power_of_two().max(64)] }
    }

    /// The ids of the grams with these keys, where the first look finds them.
    ///
    /// The table and the grams are larger than the caches. Here all looks at the one wait together, then all
    /// at the other.
    pub fn find_all(&self, keys: impl Iterator<Item = u64> + Clone, ids: &mut [Option<u32>]) {
        for (id, key) in ids.iter_mut().zip(keys.clone()) {
            *id = id_in(self.slots[self.position(key)]);
        }
        for (id, key) in ids.iter_mut().zip(keys) {
            *id = id.filter(|&id| self.grams.get(id as usize).is_some_and(|gram| gram.key == key));
        }
    }

    /// The id of the gram with this key.
    pub fn id(&self, key: u64) -> Option<u32> {
        let mut at = self.position(key);
        loop {
            let slot = self.slots[at];
            let id = id_in(slot)?;
            if slot >> ID_BITS == tag(key) && self.grams[id as usize].key == key {
                return Some(id);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Adds a gram that is not there; its id.
    pub fn add(&mut self, gram: Counted) -> u32 {
        if 3 * self.grams.len() >= 2 * self.slots.len() {
            self.slots = vec![0; 2 * self.slots.len()];
            for id in 0..self.grams.len() {
                self.place(self.grams[id].key, id as u32);
            }
        }
        let id = self.grams.len() as u32;
        self.place(gram.key, id);
        self.grams.push(gram);
        id
    }

    /// The grams alone, by id.
    pub fn into_grams(self) -> Vec<Counted> {
        self.grams
    }

    fn place(&mut self, key: u64, id: u32) {
        let mut at = self.position(key);
        while self.slots[at] != 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = tag(key) << ID_BITS | (u64::from(id) + 1);
    }

    /// Where a key is looked for first; the number of slots is a power of two.
    fn position(&self, key: u64) -> usize {
        (key >> (64 - self.slots.len().trailing_zeros())) as usize
    }
}

/// The id in a slot, if it is not empty.
fn id_in(slot: u64) -> Option<u32> {
    (slot as u32).checked_sub(1)
}

fn tag(key: u64) -> u64 {
    key & u64::from(u32::MAX)
}
