//! Pieces that were met lately, with the columns of their character grams.

use super::grams::{EMPTY, extend};

/// Pieces that are remembered, as a power of two: half a megabyte, of which what is frequent stays in a second-level
/// cache. Twice as many saved 3 % of the instructions.
const PIECES: u32 = 12;

/// Numbers of 32 bits that one piece takes: two lines of a cache.
const ENTRY: usize = 32;

/// Of these, the ones before its columns: four that name it, one for how many columns it has.
const HEAD: usize = 5;

/// The longest piece that is remembered, in bytes.
const LONGEST: usize = 15;

/// A table of pieces, by their bytes as they stand in the text.
///
/// A few thousand words make up most of any text (Zipf's law), and the character grams of a piece depend on
/// nothing but the piece. The columns of a frequent one are found here together, where to fold it and to number and look up
/// a dozen grams takes several hundred instructions and waits for memory. A piece takes the place of
/// the one that was there. What is found is the same as without.
#[derive(Debug)]
pub(super) struct Familiar {
    entries: Vec<u32>,
}

/// A piece by its name, which it shares with no other; in no entry that is empty.
#[derive(Clone, Copy)]
pub(super) struct Name(u128);

impl Name {
    /// The name of the piece of so many bytes that `text` begins with; `None` if it is too long.
    pub fn of(text: &[u8], length: usize) -> Option<Self> {
        if length > LONGEST {
            return None;
        }
        let bytes = match text.first_chunk() {
            Some(bytes) => u128::from_le_bytes(*bytes) & ((1 << (8 * length)) - 1),
            None => {
                let mut bytes = [0; 16];
                bytes[..length].copy_from_slice(&text[..length]);
                u128::from_le_bytes(bytes)
            }
        };
        Some(Self(bytes | (length as u128) << (8 * LONGEST)))
    }

    fn place(self) -> usize {
        let hash = extend(extend(EMPTY, self.0 as u64), (self.0 >> 64) as u64);
        (hash >> (64 - PIECES)) as usize * ENTRY
    }
}

impl Default for Familiar {
    /// No piece yet. Memory that is never asked for is not touched.
    fn default() -> Self {
        Self { entries: vec![0; ENTRY << PIECES] }
    }
}

impl Familiar {
    /// The columns of the grams of a piece, if it is remembered.
    pub fn columns(&self, name: Name) -> Option<&[u32]> {
        let entry = &self.entries[name.place()..][..ENTRY];
        let (head, columns) = entry.split_at(HEAD);
        (head[..4] == words(name)).then(|| columns.get(..head[4] as usize))?
    }

    /// Remembers a piece, unless it has too many columns.
    pub fn keep(&mut self, name: Name, columns: &[u32]) {
        if columns.len() <= ENTRY - HEAD {
            let entry = &mut self.entries[name.place()..][..ENTRY];
            entry[..4].copy_from_slice(&words(name));
            entry[4] = columns.len() as u32;
            entry[HEAD..][..columns.len()].copy_from_slice(columns);
        }
    }
}

fn words(name: Name) -> [u32; 4] {
    bytemuck::cast(name.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(piece: &str) -> Option<Name> {
        Name::of(piece.as_bytes(), piece.len())
    }

    #[test]
    fn a_piece_has_one_name_wherever_it_stands() {
        let alone = name("Paris,").expect("short").0;
        assert_eq!(Name::of(b"Paris, Moscow and others", 6).expect("short").0, alone);
        assert_eq!(Name::of(b"Paris, no", 6).expect("short").0, alone);
        for other in ["Paris", "paris,", "Paris,\0", "\0", "fifteen bytes .", "\u{10FFFF}"] {
            assert_ne!(name(other).expect("short").0, alone);
            assert_ne!(name(other).expect("short").0, 0, "the name of an empty entry");
        }
        assert!(name("sixteen bytes ..").is_none());
    }

    #[test]
    fn what_is_remembered_is_what_was_kept_last() {
        let mut familiar = Familiar::default();
        let long: Vec<u32> = (0..28).collect();
        for (number, columns) in [&long[..0], &long[..1], &long[1..], &long].into_iter().enumerate() {
            let name = name(&format!("p{number}")).expect("short");
            assert_eq!(familiar.columns(name), None);
            familiar.keep(name, columns);
            assert_eq!(familiar.columns(name), (columns.len() < 28).then_some(columns));
        }
        // More than there is room for: what is found is never another's.
        let pieces: Vec<Name> = (0..10_000).filter_map(|number| name(&number.to_string())).collect();
        for (name, column) in pieces.iter().zip(0..) {
            familiar.keep(*name, &[column]);
        }
        let found =
            pieces.iter().zip(0..).filter_map(|(name, column)| Some((familiar.columns(*name)?, column)));
        let found: Vec<(&[u32], u32)> = found.collect();
        assert!(found.len() > 1000 && found.iter().all(|(columns, column)| *columns == [*column]));
    }
}
