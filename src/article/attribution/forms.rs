//! Which form a word has, by its ending or because it is the past of a strong verb.

use super::clauses::Form;

/// What the ending of a word says about it.
pub(super) fn form(word: &[u8]) -> Form {
    match word {
        [.., b'i', b'n', b'g'] => Form::Gerund,
        [.., b'e', b'd'] => Form::Past,
        _ if is_irregular_past(word) => Form::Past,
        _ => Form::Plain,
    }
}

/// The past of strong verbs, as far as it matters who says or does something.
#[rustfmt::skip]
const IRREGULAR: [&str; 24] = [
    "said", "told", "made", "held", "met", "taken", "given", "known", "understood", "put", "set", "brought",
    "sent", "spoken", "seen", "written", "heard", "thought", "felt", "meant", "shown", "drawn", "laid", "found",
];

/// The low bits of a letter, which are the same for a capital.
const LETTER: u8 = 31;

/// For each letter at the end of these, the letters before it, as bits: most words have another ending.
static ENDINGS: [u32; 32] = {
    let (mut endings, mut number) = ([0; 32], 0);
    while number < IRREGULAR.len() {
        if let [.., before, last] = IRREGULAR[number].as_bytes() {
            endings[(*last & LETTER) as usize] |= 1 << (*before & LETTER);
        }
        number += 1;
    }
    endings
};

/// Whether a word is the past of a strong verb, in any case.
fn is_irregular_past(word: &[u8]) -> bool {
    let [.., before, last] = word else { return false };
    let ending = ENDINGS[usize::from(last & LETTER)] >> (before & LETTER) & 1 == 1;
    ending && IRREGULAR.iter().any(|past| word.eq_ignore_ascii_case(past.as_bytes()))
}
