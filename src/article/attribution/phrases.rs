//! How phrases of the tables are found among the tokens of a sentence.

use super::lexicon::{CLASS_BITS, Classes, Filter};
use super::words::{Shape, Token};

/// A phrase that was found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found {
    /// How many tokens it has; 0 if there is none.
    pub n_tokens: u8,
    pub classes: Classes,
    /// The first of its actors.
    pub actor: Option<u32>,
    /// The longest phrase of any class, which may be another: how many tokens it has, and its classes.
    pub n_marked: u8,
    pub marks: Classes,
}

/// The phrases of a lexicon. (An array in a model file is found anew each time that it is asked for.)
#[derive(Clone, Copy)]
pub(super) struct Phrases<'a> {
    pub filter: &'a Filter,
    pub keys: &'a [u64],
    pub values: &'a [u64],
}

impl Phrases<'_> {
    /// The longest phrase of these classes, or name of an actor, that tokens begin with. Names of
    /// actors need a capital letter. On the way, the longest phrase of any class.
    #[inline]
    pub fn find(self, tokens: &[Token], wanted: Classes) -> Found {
        let key = next_key(0, &tokens[0]);
        if self.filter.passes(key) { self.find_from(key, tokens, wanted) } else { Found::default() }
    }

    /// The same, where the first token has this key.
    #[inline(never)]
    fn find_from(self, mut key: u64, tokens: &[Token], wanted: Classes) -> Found {
        let mut found = Found::default();
        let capital = tokens[0].is_capitalised();
        for n in 1..u8::MAX {
            let Some(place) = place(self.keys, key) else { break };
            let value = self.values[place];
            let actor = (value >> CLASS_BITS & 0xFFFF) as u32;
            let actor = actor.checked_sub(1).filter(|_| capital);
            let marks = Classes(value & ((1 << CLASS_BITS) - 1));
            if actor.is_some() || !marks.is_empty() {
                (found.n_marked, found.marks) = (n, marks);
            }
            let classes = Classes(marks.0 & wanted.0);
            if actor.is_some() || !classes.is_empty() {
                (found.n_tokens, found.classes, found.actor) = (n, classes, actor);
            }
            let Some(token) = tokens.get(usize::from(n)).filter(|_| value >> 63 == 1) else { break };
            key = next_key(key, token);
            if !self.filter.passes(key) {
                break;
            }
        }
        found
    }

    /// The actor whose name is the ending of a word behind a hyphen, by the ending's hash: "-ov".
    pub fn actor_of_ending(self, ending: u64) -> Option<u32> {
        let word = |hash, shape| Token { start: 0, end: 0, hash, shape };
        let key = next_key(next_key(0, &word(0, Shape::Mark(b'-'))), &word(ending, Shape::Small));
        let place = if self.filter.passes(key) { place(self.keys, key) } else { None }?;
        ((self.values[place] >> CLASS_BITS & 0xFFFF) as u32).checked_sub(1)
    }
}

/// The slot that holds a key, if one does. There is an empty one.
fn place(keys: &[u64], key: u64) -> Option<usize> {
    let mut at = slot(key, keys.len());
    loop {
        match keys[at] {
            0 => return None,
            found if found == key => return Some(at),
            _ => at = if at + 1 == keys.len() { 0 } else { at + 1 },
        }
    }
}

/// Where a key is looked for first.
pub(super) fn slot(key: u64, capacity: usize) -> usize {
    ((u128::from(key) * capacity as u128) >> 64) as usize
}

/// The key of a phrase that goes on with `token`; never 0.
pub(super) fn next_key(key: u64, token: &Token) -> u64 {
    let word = match token.shape {
        Shape::Mark(mark) => u64::from(mark),
        Shape::Possessive => 1,
        _ => token.hash,
    };
    let product = u128::from(key ^ word ^ 0x9E37_79B9_7F4A_7C15) * 0xD6E8_FEB8_6659_FD93;
    ((product as u64) ^ ((product >> 64) as u64)).max(1)
}
