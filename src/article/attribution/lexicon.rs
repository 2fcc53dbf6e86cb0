//! The tables that the reading of who speaks rests on: who is on whose side, and which words are cues.
//!
//! Both are data, read by `tables`: `data/actors.csv` names the actors of one subject, `data/cues.csv` the
//! verbs and nouns of saying and the marks of what a sentence does. Other tables set up another subject.

use std::ops::{Range, RangeInclusive};

pub(super) use super::phrases::Found;
use super::phrases::Phrases;
use super::words::{Token, tokenise, word_hash};
use crate::storage::Array;

/// What a word or phrase can be; several at once. Those up to `Event` are classes of `data/cues.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Class {
    /// Verbs that report what somebody says or thinks.
    Say,
    /// Verbs that take a stand by themselves: demand, thank, reject.
    Judge,
    /// Verbs of meeting and telephoning: no content.
    Brief,
    /// Nouns of saying: statement, view, position.
    Statement,
    /// Persons who speak for the country that they are named with.
    Official,
    /// Bodies that speak for the country that they are named with.
    Body,
    /// Persons and bodies that do not, whatever country they are named with.
    Private,
    /// Counterpart, opposite number.
    Counterpart,
    /// Must, need.
    Must,
    /// Asking and proposing.
    Ask,
    /// Will and intend.
    Will,
    /// Promise, pledge.
    Promise,
    /// Wrongs and failures.
    Blame,
    /// Thanks.
    Thank,
    /// Hope and expectation.
    Hope,
    /// Denial.
    Deny,
    /// Praise.
    Praise,
    /// Plain events.
    Event,
    Preposition,
    Subordinator,
    Relative,
    That,
    Conjunction,
    Determiner,
    Possessor,
    He,
    She,
    It,
    They,
    I,
    We,
    You,
    Him,
    FirstPerson,
    /// The base form of a cue verb: "say", not "says".
    Base,
    Be,
    Have,
    Do,
    Modal,
    Negation,
    Adverb,
    Honorific,
    Particle,
    NotAName,
    Plural,
    Question,
}

impl Class {
    /// Words of grammar: neither nouns nor names.
    pub(super) const FUNCTION: [Self; 15] = [
        Self::Preposition,
        Self::Subordinator,
        Self::Relative,
        Self::That,
        Self::Conjunction,
        Self::Determiner,
        Self::Possessor,
        Self::Be,
        Self::Have,
        Self::Do,
        Self::Modal,
        Self::Negation,
        Self::Adverb,
        Self::NotAName,
        Self::You,
    ];

    /// The classes of the table of cues, by name.
    pub(crate) const CUES: [(&'static str, Self); 18] = [
        ("say", Self::Say),
        ("judge", Self::Judge),
        ("brief", Self::Brief),
        ("statement", Self::Statement),
        ("official", Self::Official),
        ("body", Self::Body),
        ("private", Self::Private),
        ("counterpart", Self::Counterpart),
        ("must", Self::Must),
        ("ask", Self::Ask),
        ("will", Self::Will),
        ("promise", Self::Promise),
        ("blame", Self::Blame),
        ("thank", Self::Thank),
        ("hope", Self::Hope),
        ("deny", Self::Deny),
        ("praise", Self::Praise),
        ("event", Self::Event),
    ];
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(pub(super) u64);

impl Role {
    /// All, in the order of their numbers in a model file.
    pub const ALL: [Self; 6] =
        [Self::Person, Self::Country, Self::Nationality, Self::Body, Self::Media, Self::GivenName];

    /// From the word in a table of actors: what is none of the others is a person's office.
    pub fn of(role: &str) -> Self {
        match role {
            "country" | "capital" | "organisation" | "organization" => Self::Country,
            "nationality" => Self::Nationality,
            "body" | "company" | "party" | "region" => Self::Body,
            "media" => Self::Media,
            "given name" | "surname ending" => Self::GivenName,
            _ => Self::Person,
        }
    }
}

impl Classes {
    /// All classes.
    pub const ALL: Self = Self(u64::MAX);
    /// Those that decide how a clause is read: all but the marks of what a sentence does.
    pub const GRAMMAR: Self =
        Self(!(((1 << (Class::Praise as u8 + 1)) - 1) & !((1 << Class::Must as u8) - 1)));

    /// Whether `class` is among them.
    #[inline]
    pub fn has(self, class: Class) -> bool {
        self.0 >> class as u8 & 1 == 1
    }

    /// Whether any of these is among them.
    #[inline]
    pub fn has_any(self, classes: &[Class]) -> bool {
        let wanted = classes.iter().fold(0, |all, &class| all | 1 << class as u8);
        self.0 & wanted != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Adds these classes.
    pub fn join(&mut self, classes: Self) {
        self.0 |= classes.0;
    }

    /// Adds a class.
    pub fn add(&mut self, class: Class) {
        self.0 |= 1 << class as u8;
    }
}

/// A number into [`Lexicon::sides`].
pub type Side = u8;

/// The side of those who are no party to the conflict.
pub(crate) const THIRD: &str = "third";

/// What kind of name an actor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A person; the office is in [`Actor::office`].
    Person,
    /// A country or its capital.
    Country,
    /// An adjective or a people.
    Nationality,
    /// An institution with a name of its own.
    Body,
    /// A newspaper, agency or broadcaster.
    Media,
    /// A given name or the ending of a surname: an official of whom nothing else is known is likely of that side.
    GivenName,
}

/// An actor of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Actor {
    pub side: Side,
    pub role: Role,
    /// The hash of the office's last word ("minister"); 0 for what has none.
    pub office: u64,
}

/// Words and phrases with their classes and actors: the tables, compiled.
///
/// Phrases are nodes of a trie, found by the hash of their words in an open-addressed table, which is
/// used straight from a model file.
#[derive(Clone, Debug, PartialEq)]
pub struct Lexicon {
    pub(crate) sides: Vec<String>,
    /// The keys of the nodes, linear probing; 0 for an empty slot.
    pub(crate) keys: Array<u64>,
    /// Keeps most keys that are no node's from being looked for.
    pub(crate) filter: Filter,
    /// For each slot: classes (47 bits), actor plus one (16 bits), whether longer phrases go on.
    pub(crate) values: Array<u64>,
    /// For each actor: side and role.
    pub(crate) kinds: Array<u8>,
    pub(crate) offices: Array<u64>,
    /// The names of the actors, one after the other, and where each begins.
    pub(crate) names: Array<u8>,
    pub(crate) name_offsets: Array<u32>,
}

/// A bit for each of some hashes of keys, so that one look tells most keys that are not there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filter(Vec<u64>);

impl Filter {
    /// Bits for each key: one key in as many that are not there passes all the same.
    const BITS: usize = 16;

    /// The filter that the keys of a table pass. Linear time.
    pub fn of(keys: &[u64]) -> Self {
        let mut bits = vec![0; (keys.len() * Self::BITS / 64).next_power_of_two()];
        for key in keys {
            let (word, bit) = Self::place(&bits, *key);
            bits[word] |= bit;
        }
        Self(bits)
    }

    pub(super) fn passes(&self, key: u64) -> bool {
        let (word, bit) = Self::place(&self.0, key);
        self.0[word] & bit != 0
    }

    fn place(bits: &[u64], key: u64) -> (usize, u64) {
        ((key >> 6) as usize & (bits.len() - 1), 1 << (key & 63))
    }
}

/// Bits of a value that hold classes.
pub(super) const CLASS_BITS: u32 = 47;
/// Bytes of the endings of surnames that a table can have.
const ENDINGS: RangeInclusive<usize> = 2..=5;
/// The most actors that a table can have.
pub(super) const MAX_ACTORS: usize = (1 << 16) - 2;

impl Lexicon {
    /// The names of the sides, in order of their first row in the table of actors.
    pub fn sides(&self) -> &[String] {
        &self.sides
    }

    /// The name of an actor to show.
    pub(super) fn name(&self, actor: u32) -> &str {
        let (start, end) = (self.name_offsets[actor as usize], self.name_offsets[actor as usize + 1]);
        std::str::from_utf8(&self.names[start as usize..end as usize]).unwrap_or_default()
    }

    pub(super) fn actor(&self, actor: u32) -> Actor {
        let actor = actor as usize;
        Actor {
            side: self.kinds[2 * actor],
            role: Role::ALL[usize::from(self.kinds[2 * actor + 1])],
            office: self.offices[actor],
        }
    }

    /// Whether a side is one of those that are neither party to the conflict.
    pub(super) fn is_third(&self, side: Side) -> bool {
        self.sides[usize::from(side)] == THIRD
    }

    /// The phrase that begins at token `at`, as [`Phrases::find`] tells.
    pub(super) fn find(&self, tokens: &[Token], at: usize, wanted: Classes) -> Found {
        self.phrases().find(&tokens[at..], wanted)
    }

    /// The side that a given name is common on.
    pub(super) fn side_of_given_name(&self, name: &str) -> Option<Side> {
        let mut tokens = Vec::new();
        tokenise(name, 0, &mut tokens);
        tokens.first().and_then(|_| self.side_of_found_name(self.find(&tokens, 0, Classes::GRAMMAR).actor))
    }

    /// The side that surnames of this ending are common on: "-ov".
    pub(super) fn side_of_surname(&self, surname: &str) -> Option<Side> {
        let mut folded = String::new();
        ENDINGS.rev().find_map(|length| {
            let start = surname.len().checked_sub(length).filter(|&start| start > 0)?;
            let ending = word_hash(surname.get(start..)?, &mut folded);
            self.side_of_found_name(self.phrases().actor_of_ending(ending))
        })
    }

    /// The side of an actor that stands for a name, and for nobody.
    pub(super) fn side_of_found_name(&self, actor: Option<u32>) -> Option<Side> {
        let actor = self.actor(actor?);
        (actor.role == Role::GivenName).then_some(actor.side)
    }

    /// Its phrases, for many questions.
    pub(super) fn phrases(&self) -> Phrases<'_> {
        Phrases { filter: &self.filter, keys: &self.keys, values: &self.values }
    }

    /// Whether the parts of a lexicon that was read from a file belong together.
    pub(crate) fn is_consistent(&self) -> bool {
        let n_actors = self.offices.len();
        self.keys.len() == self.values.len()
            && self.keys.contains(&0)
            && self.values.iter().all(|value| (value >> CLASS_BITS & 0xFFFF) as usize <= n_actors)
            && self.kinds.len() == 2 * n_actors
            && self
                .kinds
                .chunks_exact(2)
                .all(|kind| usize::from(kind[0]) < self.sides.len() && usize::from(kind[1]) < Role::ALL.len())
            && self.name_offsets.len() == n_actors + 1
            && self.name_offsets.is_sorted()
            && self.name_offsets.last().is_some_and(|&end| end as usize == self.names.len())
    }
}

/// The cue words of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cues {
    /// All classes that occur.
    pub classes: Classes,
    /// Where the first verb of saying or judging stands: bytes of the article.
    pub first_verb: Option<Range<usize>>,
}

impl Cues {
    /// The cue words of a text that was not read otherwise, which stands at byte `base`. Linear time.
    pub(crate) fn of_text(text: &str, base: usize, lexicon: &Lexicon) -> Self {
        let mut tokens = Vec::new();
        tokenise(text, base, &mut tokens);
        let phrases = lexicon.phrases();
        let found: Vec<_> = (0..tokens.len()).map(|at| phrases.find(&tokens[at..], Classes::ALL)).collect();
        Self::of_tokens(&tokens, &found)
    }

    /// The cue words among tokens, each with what the lexicon found there.
    pub(super) fn of_tokens(tokens: &[Token], found: &[Found]) -> Self {
        let mut cues = Self::default();
        let mut at = 0;
        while at < tokens.len() {
            let Found { n_marked, marks, .. } = found[at];
            let after = at + usize::from(n_marked.max(1));
            cues.classes.join(marks);
            if cues.first_verb.is_none() && marks.has_any(&[Class::Say, Class::Judge, Class::Brief]) {
                cues.first_verb = Some(tokens[at].span().start..tokens[after - 1].span().end);
            }
            at = after;
        }
        cues
    }
}
