//! Words of nothing but letters and digits of ASCII, as nearly all are: their length, hash and shape without a look at
//! each character.

use xxhash_rust::xxh3::xxh3_64;

use super::words::Shape;

/// The hash of a word of nothing but ASCII in lower case, unless it is long.
pub(super) fn hash_of_ascii(word: &[u8]) -> Option<u64> {
    let mut small = [0; LONGEST_PLAIN];
    small.get_mut(..word.len())?.copy_from_slice(word);
    // All bytes together, those behind the word too: their number is known.
    small.make_ascii_lowercase();
    small.is_ascii().then(|| xxh3_64(&small[..word.len()]))
}

/// A letter or digit of ASCII.
const WORD: u8 = 0;
/// White space.
pub(super) const BLANK: u8 = 1;
/// A mark that is a token of its own, wherever it stands.
pub(super) const MARK: u8 = 2;
/// An apostrophe, a hyphen, or a part of what is not ASCII: it depends.
const OTHER: u8 = 3;

/// What each byte is to `tokenise`.
pub(super) static CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => WORD,
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

/// Eight bytes of a text, looked at together: the high bit of each byte answers.
#[derive(Clone, Copy)]
struct Eight {
    bytes: u64,
    small: u64,
    capitals: u64,
    digits: u64,
}

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGH: u64 = ONES << 7;
/// The answer of the first byte.
const FIRST: u64 = HIGH & 0xFF;

impl Eight {
    /// The first of a text; zeros behind one that is shorter.
    #[inline]
    fn of(text: &[u8]) -> Self {
        let chunk = text.first_chunk().copied().unwrap_or_else(|| {
            let mut last = [0; 8];
            last[..text.len()].copy_from_slice(text);
            last
        });
        // The high bit of each byte, itself below 128, that lies in a range.
        let within = |bytes: u64, first: u8, last: u8| {
            (bytes + ONES * u64::from(128 - first)) & !(bytes + ONES * u64::from(127 - last)) & HIGH
        };
        let bytes = u64::from_le_bytes(chunk);
        let low = bytes & !HIGH;
        let letters = within(low | (ONES * 0x20), b'a', b'z') & !bytes;
        let digits = within(low, b'0', b'9') & !bytes;
        // The bit in which capitals and small letters differ, moved to the high one.
        let case = bytes << 2;
        Self { bytes, small: letters & case, capitals: letters & !case, digits }
    }

    /// How many letters and digits it begins with.
    #[inline]
    fn length(self) -> usize {
        let ends = !(self.small | self.capitals | self.digits) & HIGH;
        ends.trailing_zeros() as usize / 8
    }

    /// The answers of so many bytes alone.
    #[inline]
    fn of_first(answers: u64, number: usize) -> u64 {
        answers & 1u64.checked_shl(8 * number as u32).unwrap_or(0).wrapping_sub(1)
    }
}

/// The length, hash and shape of the word that begins here, with a byte of this class, if it is one of nothing
/// but letters and digits of ASCII. Nearly all are; the others take the long way.
#[inline]
pub(super) fn plain_word(bytes: &[u8], first: u8) -> Option<(usize, u64, Shape)> {
    if first != WORD {
        return None;
    }
    let start = Eight::of(bytes);
    let length = start.length();
    if length == 8 {
        return long_word(bytes, start);
    }
    let next = (start.bytes >> (8 * length)) as u8;
    if CLASSES[usize::from(next)] == OTHER && !ends_word(&bytes[length..]) {
        return None;
    }
    let capitals = Eight::of_first(start.capitals, length);
    let hash = xxh3_64(&(start.bytes | (capitals >> 2)).to_le_bytes()[..length]);
    let shape = if capitals & FIRST != 0 {
        // "I" and "A" are capitalised words, not abbreviations; so is "A1".
        let small = Eight::of_first(start.small, length);
        if small == 0 && capitals != FIRST { Shape::Capitals } else { Shape::Capitalised }
    } else {
        shape_of(start)
    };
    Some((length, hash, shape))
}

/// The same for a word of eight letters and more, which has these first.
#[inline(never)]
fn long_word(bytes: &[u8], start: Eight) -> Option<(usize, u64, Shape)> {
    let (mut length, mut capitals) = (8, start.capitals & !FIRST);
    loop {
        let next = Eight::of(&bytes[length..]);
        let more = next.length();
        capitals |= Eight::of_first(next.capitals, more);
        length += more;
        if more < 8 {
            break;
        }
    }
    // Long words with capitals inside take the long way too.
    let ends = bytes.get(length).is_none_or(|&next| CLASSES[usize::from(next)] != OTHER);
    if capitals != 0 || !ends && !ends_word(&bytes[length..]) {
        return None;
    }
    let word = &bytes[..length];
    let hash = if start.capitals == 0 { xxh3_64(word) } else { hash_of_ascii(word)? };
    Some((length, hash, shape_of(start)))
}

/// The shape of a word that has a capital only where it begins.
#[inline]
fn shape_of(start: Eight) -> Shape {
    if start.capitals & FIRST != 0 {
        Shape::Capitalised
    } else if start.digits & FIRST != 0 {
        Shape::Number
    } else {
        Shape::Small
    }
}

/// Whether no word goes on here, with what is no letter of ASCII.
#[inline]
fn ends_word(bytes: &[u8]) -> bool {
    is_general_mark(bytes) || plain_possessive(bytes).is_some()
}

/// The length of the `'s` that this begins with, where ASCII shows that the word ends there.
#[inline]
fn plain_possessive(bytes: &[u8]) -> Option<usize> {
    let (length, rest) = match bytes {
        [b'\'', b's' | b'S', rest @ ..] => (2, rest),
        [0xE2, 0x80, 0x99, b's' | b'S', rest @ ..] => (4, rest),
        _ => return None,
    };
    rest.first().is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric()).then_some(length)
}

/// The same at byte `at`, behind a letter of ASCII.
pub(super) fn plain_possessive_at(bytes: &[u8], at: usize) -> Option<usize> {
    let before = bytes[..at].last().is_some_and(u8::is_ascii_alphanumeric);
    plain_possessive(&bytes[at..]).filter(|_| before)
}

/// Whether a dash, a quotation mark or the like follows, which no word holds: not what may be an apostrophe or a hyphen.
#[inline]
pub(super) fn is_general_mark(bytes: &[u8]) -> bool {
    matches!(bytes, [0xE2, 0x80, last, ..] if !matches!(last, 0x90 | 0x91 | 0x99))
}
