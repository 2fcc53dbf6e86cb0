//! Who is who in an article: full name, surname, office, counterpart and pronoun are one person.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::lexicon::{Lexicon, Side};
use super::mentions::{Acquaintance, Mention, MentionKind};
use super::words::word_hash;
use crate::article::on_one_line;

/// Somebody or something that an article names, whatever it calls them.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent observations")]
pub(super) struct Entity {
    pub side: Option<Side>,
    /// The name to show: of the table, else the longest in the article.
    pub name: String,
    pub is_person: bool,
    pub private: bool,
    /// A name that nobody knows and that stood behind "in" or "at".
    pub is_place: bool,
    /// The table knows it.
    is_actor: bool,
    /// Groups of the offices that it was called by.
    offices: Vec<u64>,
    female: Option<bool>,
    /// The side that the given name is common on.
    given: Option<Side>,
    /// Named with a country or nationality when first named: foreign to the document.
    pub described: bool,
}

/// The entities of an article, in order of appearance.
pub(super) struct People<'a> {
    lexicon: &'a Lexicon,
    pub entities: Vec<Entity>,
    by_key: BTreeMap<u64, u32>,
    /// Persons, the last named last; each once.
    recent: Vec<u32>,
    offices: &'static Offices,
}

/// Offices that news uses for one another.
struct Offices {
    groups: BTreeMap<u64, u64>,
    female: Vec<u64>,
    general: Vec<u64>,
    opposite: Vec<u64>,
}

/// What two who meet call each other.
const OPPOSITE_OFFICES: [&str; 6] = ["guest", "host", "counterpart", "colleague", "interlocutor", "visitor"];

/// The first of each group stands for it.
const OFFICE_GROUPS: [&[&str]; 6] = [
    &["president", "leader", "state"],
    &["spokesman", "spokeswoman", "spokesperson", "spokespersons"],
    &["ambassador", "envoy"],
    &["minister", "secretary", "premier", "chancellor"],
    &["official", "diplomat"],
    &["aide", "adviser", "advisor"],
];

/// Offices that anybody in politics can be called by.
const GENERAL_OFFICES: [&str; 8] =
    ["diplomat", "official", "politician", "host", "guest", "representative", "head", "interlocutor"];

/// How many persons and things of an article are looked through for the holder of an office.
const CAST: usize = 1000;

/// How many persons back a pronoun or an office is looked for.
const MEMORY: usize = 12;

static OFFICES: LazyLock<Offices> = LazyLock::new(Offices::new);

impl Offices {
    fn new() -> Self {
        let mut folded = String::new();
        let mut groups = BTreeMap::new();
        for group in OFFICE_GROUPS {
            let first = word_hash(group[0], &mut folded);
            groups.extend(group.iter().map(|word| (word_hash(word, &mut folded), first)));
        }
        let female =
            ["spokeswoman", "chairwoman", "businesswoman"].map(|word| word_hash(word, &mut folded)).to_vec();
        let general = GENERAL_OFFICES.map(|word| word_hash(word, &mut folded)).to_vec();
        let opposite = OPPOSITE_OFFICES.map(|word| word_hash(word, &mut folded)).to_vec();
        Self { groups, female, general, opposite }
    }

    fn group(&self, office: u64) -> u64 {
        self.groups.get(&office).copied().unwrap_or(office)
    }
}

impl<'a> People<'a> {
    pub fn new(lexicon: &'a Lexicon) -> Self {
        Self { lexicon, entities: Vec::new(), by_key: BTreeMap::new(), recent: Vec::new(), offices: &OFFICES }
    }

    /// The person with this surname, if one was introduced.
    pub fn acquaintance(&self, surname: u64) -> Option<Acquaintance> {
        self.by_key.get(&surname).map(|&entity| Acquaintance { side: self.entities[entity as usize].side })
    }

    /// The person of a side who was called by this office.
    pub fn holder(&self, office: u64, side: Option<Side>) -> Option<u32> {
        let group = self.offices.group(office);
        let holds =
            |entity: &Entity| entity.is_person && entity.side == side && entity.offices.contains(&group);
        self.entities.iter().take(CAST).position(holds).map(|entity| entity as u32)
    }

    /// The first official of a party to the matter other than this side: whom "his guest" means.
    pub fn opposite(&self, side: Side) -> Option<u32> {
        let party = |entity: &Entity| {
            let other = entity.side.is_some_and(|other| other != side && !self.lexicon.is_third(other));
            entity.is_person && !entity.private && other
        };
        self.entities.iter().take(CAST).position(party).map(|entity| entity as u32)
    }

    /// Whether a person was called by this office.
    pub fn holds(&self, person: u32, office: u64) -> bool {
        self.entities[person as usize].offices.contains(&self.offices.group(office))
    }

    pub fn is_third(&self, side: Side) -> bool {
        self.lexicon.is_third(side)
    }

    /// Whether an office is what two who meet call each other: "his guest", "his counterpart".
    pub fn is_opposite(&self, office: u64) -> bool {
        self.offices.opposite.contains(&office)
    }

    /// A person without a name.
    pub fn anonymous(&mut self, name: &str, side: Option<Side>) -> u32 {
        self.entities.push(Entity {
            name: name.to_owned(),
            side,
            is_person: true,
            described: true,
            ..Entity::nobody()
        });
        self.entities.len() as u32 - 1
    }

    /// The person with this surname, if one was introduced.
    pub fn named(&self, surname: &str) -> Option<u32> {
        self.by_key.get(&word_hash(surname, &mut String::new())).copied()
    }

    pub fn side(&self, mention: &Mention) -> Option<Side> {
        mention.entity.map_or(mention.side, |entity| self.entities[entity as usize].side)
    }

    /// Finds or makes the entity of a mention that is no pronoun.
    pub fn resolve(&mut self, mention: &mut Mention, text: &str, name_span: Option<Range<usize>>) {
        mention.entity = match mention.kind {
            MentionKind::Person => Some(self.person(mention, text, name_span)),
            MentionKind::Office => self.office(mention, text),
            MentionKind::Country | MentionKind::Media | MentionKind::Body => Some(self.thing(mention, text)),
            MentionKind::Adjective
            | MentionKind::Joint
            | MentionKind::Pronoun
            | MentionKind::Other(_)
            | MentionKind::Common => None,
        };
    }

    fn person(&mut self, mention: &Mention, text: &str, name_span: Option<Range<usize>>) -> u32 {
        let name = match mention.actor {
            Some(actor) => self.lexicon.name(actor).into(),
            None => on_one_line(&text[name_span.unwrap_or_else(|| mention.span.clone())]),
        };
        let surname = word_hash(name.rsplit([' ', '\u{a0}']).next().unwrap_or(&name), &mut String::new());
        let entity = match self.by_key.get(&surname) {
            Some(&entity) => entity,
            None => {
                let described = mention.described;
                let private = mention.private;
                let office = mention.actor.map(|actor| self.lexicon.actor(actor).office);
                let offices = office.map(|office| self.offices.group(office)).into_iter().collect();
                self.add(
                    surname,
                    Entity {
                        is_actor: mention.actor.is_some(),
                        name: name.clone().into_owned(),
                        is_person: true,
                        private,
                        described,
                        offices,
                        ..Entity::nobody()
                    },
                )
            }
        };
        let known = &mut self.entities[entity as usize];
        if known.side.is_none() || known.private {
            known.side = mention.side.or(known.side);
        }
        if mention.office != 0 {
            known.hold(self.offices.group(mention.office));
            // What the table says of a person stands: "the guest, President Putin" is no private guest.
            known.private = mention.private && mention.actor.is_none();
            if self.offices.female.contains(&mention.office) {
                known.female = Some(true);
            }
        }
        known.given = known.given.or(mention.given);
        if name.len() > known.name.len() {
            known.name = name.into_owned();
        }
        self.saw(entity);
        entity
    }

    /// A person by office: the last who was called so, or somebody new of that side.
    fn office(&mut self, mention: &Mention, text: &str) -> Option<u32> {
        if mention.plural {
            return None;
        }
        let group = self.offices.group(mention.office);
        let fits = |entity: &&u32| {
            let known = &self.entities[**entity as usize];
            match (mention.side, known.side) {
                (Some(side), Some(other)) if side != other => false,
                (Some(_), None) => false,
                // A counterpart's name says nothing about the office.
                _ => mention.counterpart && mention.side.is_some() || known.offices.contains(&group),
            }
        };
        let recent = self.recent.iter().rev().take(MEMORY).find(fits).filter(|_| !mention.indefinite);
        if let Some(&entity) = recent {
            self.saw(entity);
            return Some(entity);
        }
        let side = mention.side?;
        let key = group ^ (u64::from(side) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let entity = match self.by_key.get(&key) {
            Some(&entity) => entity,
            None => {
                let name = on_one_line(&text[mention.span.clone()]).into_owned();
                let (private, side) = (mention.private, Some(side));
                let female = self.offices.female.contains(&mention.office).then_some(true);
                let offices = vec![group];
                self.add(
                    key,
                    Entity {
                        name,
                        is_person: true,
                        private,
                        side,
                        described: true,
                        female,
                        offices,
                        ..Entity::nobody()
                    },
                )
            }
        };
        self.saw(entity);
        Some(entity)
    }

    fn thing(&mut self, mention: &Mention, text: &str) -> u32 {
        let name = match mention.actor {
            Some(actor) => self.lexicon.name(actor).into(),
            None => on_one_line(&text[mention.span.clone()]),
        };
        let key = word_hash(&name, &mut String::new()).rotate_left(17);
        match self.by_key.get(&key) {
            Some(&entity) => entity,
            None => {
                let (side, name, private) = (mention.side, name.into_owned(), mention.private);
                self.add(key, Entity { side, name, private, ..Entity::nobody() })
            }
        }
    }

    fn add(&mut self, key: u64, entity: Entity) -> u32 {
        let number = self.entities.len() as u32;
        self.entities.push(entity);
        self.by_key.insert(key, number);
        number
    }

    fn saw(&mut self, entity: u32) {
        if let Some(at) = self.recent.iter().rev().take(2 * MEMORY).position(|&other| other == entity) {
            self.recent.remove(self.recent.len() - 1 - at);
        }
        self.recent.push(entity);
    }

    /// Two mentions are one: what stands apart ("Belov, the Russian minister") tells the side of the name.
    pub fn unite(&mut self, name: u32, mention: &Mention) {
        let group = self.offices.group(mention.office);
        let entity = &mut self.entities[name as usize];
        if entity.side.is_none() {
            entity.side = mention.side;
        }
        entity.described |= mention.described;
        if mention.office != 0 {
            entity.hold(group);
            entity.private = mention.private && !entity.is_actor;
        }
    }

    /// The side of an entity; of an official, else, that of the given name.
    pub fn likely_side(&self, entity: u32) -> Option<Side> {
        let entity = &self.entities[entity as usize];
        let official = !entity.private && !entity.offices.is_empty();
        entity.side.or(entity.given.filter(|_| official))
    }

    /// Whether a name that nobody knows may be that of a town, a ship or a flight.
    pub fn may_be_place(&self, entity: u32) -> bool {
        let entity = &self.entities[entity as usize];
        let bare = !entity.name.contains(' ') || entity.name.bytes().any(|byte| byte.is_ascii_digit());
        entity.is_place || entity.is_person && entity.side.is_none() && entity.offices.is_empty() && bare
    }

    /// A name behind "in" or "at" is that of a place.
    pub fn stands_as_place(&mut self, mention: &Mention) {
        if let Some(entity) = mention.entity.filter(|_| mention.actor.is_none() && mention.office == 0) {
            let entity = &mut self.entities[entity as usize];
            entity.is_place |= entity.is_person && entity.side.is_none() && entity.offices.is_empty();
        }
    }

    /// Whether a person can be called by this pronoun; learns it.
    pub fn accepts(&mut self, entity: u32, female: bool) -> bool {
        let may_be_place = self.may_be_place(entity);
        let entity = &mut self.entities[entity as usize];
        entity.is_person && !may_be_place && *entity.female.get_or_insert(female) == female
    }

    /// Whether an office is one that anybody in politics can be called by: "the diplomat", "the host".
    pub fn is_general(&self, office: u64) -> bool {
        self.offices.general.contains(&office)
    }
}

impl Entity {
    fn hold(&mut self, office: u64) {
        if !self.offices.contains(&office) {
            self.offices.push(office);
        }
    }

    fn nobody() -> Self {
        Self {
            side: None,
            name: String::new(),
            is_person: false,
            private: false,
            is_place: false,
            is_actor: false,
            offices: Vec::new(),
            female: None,
            given: None,
            described: false,
        }
    }
}
