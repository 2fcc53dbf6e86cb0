//! Questions to many bytes together, without a branch for each.

use memchr::{memchr_iter, memchr3_iter};

/// So many bytes are asked together.
const TOGETHER: usize = 32;

/// Where the first of some bytes stands. None of them is zero.
#[inline]
pub(super) fn first_of<const N: usize>(bytes: &[u8], wanted: [u8; N]) -> Option<usize> {
    let first_in = |chunk: &[u8; TOGETHER]| first(answers(|at| wanted.iter().any(|&byte| byte == chunk[at])));
    let (chunks, rest) = bytes.as_chunks();
    let found = chunks.iter().enumerate().find_map(|(n, chunk)| Some(n * TOGETHER + first_in(chunk)?));
    found.or_else(|| {
        let mut last = [0; TOGETHER];
        last[..rest.len()].copy_from_slice(rest);
        first_in(&last).map(|at| bytes.len() - rest.len() + at)
    })
}

/// Shows the places of all bytes of which something holds. It is asked with the byte before each, of
/// the first one with a zero, and must not hold of zeros.
#[inline]
pub(super) fn each_place(bytes: &[u8], holds: impl Fn(u8, u8) -> bool, mut show: impl FnMut(usize)) {
    if bytes.first().is_some_and(|&first| holds(0, first)) {
        show(0);
    }
    // Each window begins with a byte that was asked.
    let (mut at, mut rest) = (1, bytes);
    while rest.len() > 1 {
        let window = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut last = [0; TOGETHER + 1];
            last[..rest.len()].copy_from_slice(rest);
            last
        });
        let mut found = answers(|at| holds(window[at], window[at + 1]));
        while let Some(next) = first(found) {
            show(at + next);
            found &= found - 1;
        }
        at += TOGETHER;
        rest = rest.get(TOGETHER..).unwrap_or_default();
    }
}

/// One bit for each answer, the first the lowest.
#[inline]
fn answers(holds: impl Fn(usize) -> bool) -> u32 {
    // Moves the lowest bits of eight bytes side by side into the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let mut answers = [0; TOGETHER];
    for (at, answer) in answers.iter_mut().enumerate() {
        *answer = u8::from(holds(at));
    }
    let (eights, _) = answers.as_chunks();
    let gathered = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56;
    eights.iter().rev().fold(0, |bits, eight| bits << 8 | gathered(eight) as u32)
}

fn first(answers: u32) -> Option<usize> {
    (answers != 0).then_some(answers.trailing_zeros() as usize)
}

/// Whether a text has white space that is not ASCII.
pub(super) fn has_wide_blanks(text: &str) -> bool {
    // It begins with one of these bytes, as dashes and curly quotation marks do.
    let bytes = text.as_bytes();
    let mut places = memchr3_iter(0xC2, 0xE2, 0xE3, bytes).chain(memchr_iter(0xE1, bytes));
    places.any(|at| text[at..].starts_with(char::is_whitespace))
}
