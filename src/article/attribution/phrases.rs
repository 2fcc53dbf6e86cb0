//! How phrases of the tables are found among the tokens of a sentence.

use super::lexicon::{CLASS_BITS, Classes, Filter};
use super::words::Token;

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
    /// Whether a phrase may begin with this token; if not, nothing is found there.
    pub fn may_open(self, token: &Token) -> bool {
        self.filter.passes(next_key(0, token.hash))
    }

    /// The longest phrase of these classes, or name of an actor, that tokens begin with. Names of
    /// actors need a capital letter. On the way, the longest phrase of any class.
    #[inline]
    pub fn find(self, tokens: &[Token], wanted: Classes) -> Found {
        let key = next_key(0, tokens[0].hash);
        if self.filter.passes(key) { self.find_from(key, tokens, wanted) } else { Found::default() }
    }

    /// The same, where the first token has this key.
    #[inline(never)]
    fn find_from(self, mut key: u64, tokens: &[Token], wanted: Classes) -> Found {
        let mut found = Found::default();
        let actors = if tokens[0].is_capitalised() { ACTORS } else { 0 };
        let wanted = CLASSES & wanted.0 | actors;
        for n in 1..u8::MAX {
            let Some(place) = place(self.keys, key) else { break };
            let value = self.values[place];
            if value & (CLASSES | actors) != 0 {
                (found.n_marked, found.marks) = (n, Classes(value & CLASSES));
            }
            let value_wanted = value & wanted;
            if value_wanted != 0 {
                (found.n_tokens, found.classes) = (n, Classes(value_wanted & CLASSES));
                found.actor = actor(value_wanted);
            }
            let Some(token) = tokens.get(usize::from(n)).filter(|_| value >> 63 == 1) else { break };
            key = next_key(key, token.hash);
            if !self.filter.passes(key) {
                break;
            }
        }
        found
    }

    /// The actor whose name is the ending of a word behind a hyphen, by the ending's hash: "-ov".
    pub fn actor_of_ending(self, ending: u64) -> Option<u32> {
        let key = next_key(next_key(0, u64::from(b'-')), ending);
        let place = if self.filter.passes(key) { place(self.keys, key) } else { None }?;
        actor(self.values[place])
    }
}

/// The bits of a value that hold classes, and those that hold an actor.
const CLASSES: u64 = (1 << CLASS_BITS) - 1;
const ACTORS: u64 = 0xFFFF << CLASS_BITS;

/// The actor that a value holds.
fn actor(value: u64) -> Option<u32> {
    ((value & ACTORS) >> CLASS_BITS).checked_sub(1).map(|actor| actor as u32)
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

/// The key of a phrase that goes on with a token of this hash; never 0.
pub(super) fn next_key(key: u64, hash: u64) -> u64 {
    let product = u128::from(key ^ hash ^ 0x9E37_79B9_7F4A_7C15) * 0xD6E8_FEB8_6659_FD93;
    ((product as u64) ^ ((product >> 64) as u64)).max(1)
}
