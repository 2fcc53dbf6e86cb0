//! Offices: which words news uses for one another, which bodies they belong to, and which titles are the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::words::word_hash;

/// The words of office that news uses for one another, as hashes.
pub(super) struct Offices {
    groups: BTreeMap<u64, u64>,
    /// The bodies that an office belongs to, by the group of the office.
    bodies: BTreeMap<u64, Vec<u64>>,
    general: Vec<u64>,
    opposite: Vec<u64>,
    authors: Vec<u64>,
    askers: Vec<u64>,
    state: u64,
    /// What a prime minister is called for short.
    premier: u64,
}

/// An office as it was called: "deputy foreign minister".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Title {
    /// All its words, but for "first" and "vice"; 0 if they are not known.
    full: u64,
    /// Its last word; a prime minister is no minister.
    head: u64,
}

/// What two who meet call each other.
const OPPOSITE_OFFICES: [&str; 6] = ["guest", "host", "counterpart", "colleague", "interlocutor", "visitor"];

/// The first of each group stands for it.
const OFFICE_GROUPS: [&[&str]; 7] = [
    &["president", "leader", "state"],
    &["spokesman", "spokeswoman", "spokesperson", "spokespersons"],
    &["ambassador", "envoy"],
    &["minister", "secretary", "premier", "chancellor"],
    &["official", "diplomat"],
    &["aide", "adviser", "advisor"],
    &["ombudsman", "ombudswoman", "commissioner"],
];

/// An office, and the bodies that speak as its holder does.
const BODIES: [(&str, &[&str]); 6] = [
    ("minister", &["ministry"]),
    ("ambassador", &["embassy", "mission"]),
    ("representative", &["mission", "representation", "delegation"]),
    ("consul", &["consulate"]),
    ("president", &["presidency"]),
    ("prefect", &["prefecture"]),
];

/// Offices that anybody in politics can be called by.
const GENERAL_OFFICES: [&str; 8] =
    ["diplomat", "official", "politician", "host", "guest", "representative", "head", "interlocutor"];

/// Whoever made what was quoted last, a body too: "the same source", "the author".
const AUTHORS: [&str; 2] = ["source", "author"];

/// Who asks, and is not meant by the next "he" or "she".
const ASKERS: [&str; 5] = ["reporter", "journalist", "correspondent", "interviewer", "moderator"];

pub(super) static OFFICES: LazyLock<Offices> = LazyLock::new(Offices::new);

impl Offices {
    fn new() -> Self {
        let mut folded = String::new();
        let mut hash = |word: &str| word_hash(word, &mut folded);
        let mut groups = BTreeMap::new();
        for group in OFFICE_GROUPS {
            let first = hash(group[0]);
            groups.extend(group.iter().map(|word| (hash(word), first)));
        }
        let bodies = BODIES
            .iter()
            .map(|(office, bodies)| (hash(office), bodies.iter().map(|body| hash(body)).collect()))
            .collect();
        let general = GENERAL_OFFICES.map(&mut hash).to_vec();
        let opposite = OPPOSITE_OFFICES.map(&mut hash).to_vec();
        let authors = AUTHORS.map(&mut hash).to_vec();
        let askers = ASKERS.map(&mut hash).to_vec();
        let (state, premier) = (hash("state"), hash("premier"));
        Self { groups, bodies, general, opposite, authors, askers, state, premier }
    }

    pub fn group(&self, office: u64) -> u64 {
        self.groups.get(&office).copied().unwrap_or(office)
    }

    /// The bodies that a group of offices belongs to.
    pub fn bodies(&self, group: u64) -> &[u64] {
        self.bodies.get(&group).map_or(&[], Vec::as_slice)
    }

    /// Whether an office is what two who meet call each other: "his guest", "his counterpart".
    pub fn is_opposite(&self, office: u64) -> bool {
        self.opposite.contains(&office)
    }

    /// Whether an office is one that anybody in politics can be called by: "the diplomat", "the host".
    pub fn is_general(&self, office: u64) -> bool {
        self.general.contains(&office)
    }

    /// "the State": any state calls itself so.
    pub fn is_any_state(&self, body: u64) -> bool {
        body == self.state
    }

    /// Whether it is that of somebody who asks.
    pub fn asks(&self, office: u64) -> bool {
        self.askers.contains(&office)
    }

    /// Whether it means whoever made what was quoted last.
    pub fn is_author(&self, office: u64) -> bool {
        self.authors.contains(&office)
    }
}

impl Title {
    /// The title that the words of an office give, each with its hash; `deputy` if that word stands before them.
    pub fn new<'a>(words: impl Iterator<Item = (&'a str, u64)>, mut deputy: bool) -> Self {
        let (mut full, mut head, mut last, mut behind_of) = (0, 0, "", false);
        for (word, hash) in words {
            let is = |other: &str| word.eq_ignore_ascii_case(other);
            if is("deputy") || is("vice") {
                deputy = true;
                continue;
            }
            if is("first") {
                continue;
            }
            // A secretary of state is a secretary.
            behind_of |= is("of");
            let hash = if is("minister") && last.eq_ignore_ascii_case("prime") {
                full = 0;
                OFFICES.premier
            } else {
                hash_of_man(word).unwrap_or(hash)
            };
            full = if full == 0 { hash } else { full.rotate_left(5) ^ hash };
            if !behind_of {
                head = hash;
            }
            last = word;
        }
        Self { full: if deputy { full.rotate_left(1) } else { full }, head }
    }

    /// The title of which only the last word is known.
    pub fn of_head(head: u64) -> Self {
        Self { full: 0, head }
    }

    /// Whether only its last word is known.
    pub fn is_of_table(self) -> bool {
        self.full == 0
    }

    /// Whether it is one word: "minister".
    pub fn is_bare(self) -> bool {
        self.full == self.head
    }

    /// Its last word as a hash.
    pub fn head(self) -> u64 {
        self.head
    }

    /// All its words as a hash.
    pub fn full(self) -> u64 {
        self.full
    }

    /// How well a person of this title answers to another, more general or just as full.
    pub fn answers(self, called: Self) -> u8 {
        let head = self.head == called.head;
        if self.full == called.full || head && (self.is_of_table() || called.is_bare()) {
            3
        } else if head {
            2
        } else {
            0
        }
    }
}

/// A spokeswoman is a spokesman.
fn hash_of_man(word: &str) -> Option<u64> {
    let stem = word.strip_suffix("woman").or_else(|| word.strip_suffix("person"))?;
    Some(word_hash(&format!("{stem}man"), &mut String::new()))
}
