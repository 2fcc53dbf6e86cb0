//! Who is who in an article: full name, surname, office, counterpart and pronoun are one person.

use std::collections::BTreeMap;
use std::ops::Range;

use super::entities::{Entity, is_thing};
use super::genders;
use super::lexicon::{Lexicon, Role, Side};
use super::mentions::{Acquaintance, Mention, MentionKind};
use super::offices::{OFFICES, Offices, Title};
use super::words::word_hash;
use crate::article::on_one_line;

/// The entities of an article, in order of appearance.
pub(super) struct People<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub entities: Vec<Entity>,
    by_key: BTreeMap<u64, u32>,
    /// Persons, the last named last; each once.
    pub(super) recent: Vec<u32>,
    /// The side of the body last named by a noun, or whose holder was: what "the ministry" means.
    pub(super) bodies: BTreeMap<u64, Side>,
    pub(super) offices: &'static Offices,
}

/// How many persons and things of an article are looked through for the holder of an office.
const CAST: usize = 1000;

/// How many persons back a pronoun or an office is looked for.
pub(super) const MEMORY: usize = 12;

impl<'a> People<'a> {
    pub fn new(lexicon: &'a Lexicon) -> Self {
        Self {
            lexicon,
            entities: Vec::new(),
            by_key: BTreeMap::new(),
            recent: Vec::new(),
            bodies: BTreeMap::new(),
            offices: &OFFICES,
        }
    }

    /// An abbreviation stands for an entity from here on.
    pub fn abbreviate(&mut self, abbreviation: u64, entity: u32) {
        self.by_key.entry(abbreviation).or_insert(entity);
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

    /// How well a person answers to what an office is called by; 0 for not at all.
    pub fn answers(&self, person: u32, mention: &Mention) -> u8 {
        let known = &self.entities[person as usize];
        // What the article calls somebody tells more than the table: a secretary of state is no minister.
        let group = |title: &Title| self.offices.group(title.head());
        let told = |table: &Title| {
            known.titles.iter().any(|title| !title.is_of_table() && group(title) == group(table))
        };
        let answers = |title: &Title| {
            let answers = title.answers(mention.title);
            if answers > 0 && title.is_of_table() && told(title) { 0 } else { answers }
        };
        let office = || u8::from(known.offices.contains(&self.offices.group(mention.office)));
        known.titles.iter().map(answers).max().filter(|&best| best > 0).unwrap_or_else(office)
    }

    /// The last person of a side who was named, and who is no private one: "the Frenchman".
    pub fn last_of(&self, side: Side) -> Option<u32> {
        let of_side = |person: &&u32| {
            let known = &self.entities[**person as usize];
            known.side == Some(side) && !known.private
        };
        self.recent.iter().rev().take(MEMORY).find(of_side).copied()
    }

    /// Whether a name of the table is that of a people.
    pub fn is_nationality(&self, actor: u32) -> bool {
        self.lexicon.actor(actor).role == Role::Nationality
    }

    /// Whether an office is that of somebody who asks: "a journalist".
    pub fn asks(&self, office: u64) -> bool {
        self.offices.asks(office)
    }

    /// Whether an office means whoever made what was quoted last: "the same source".
    pub fn is_author(&self, office: u64) -> bool {
        self.offices.is_author(office)
    }

    pub fn is_third(&self, side: Side) -> bool {
        self.lexicon.is_third(side)
    }

    /// Whether an office is what two who meet call each other: "his guest", "his counterpart".
    pub fn is_opposite(&self, office: u64) -> bool {
        self.offices.is_opposite(office)
    }

    /// A person without a name.
    pub fn anonymous(&mut self, name: &str, side: Option<Side>, private: bool) -> u32 {
        self.entities.push(Entity {
            name: name.into(),
            side,
            private,
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

    /// The side of whoever was called by a title without a name, if that is one side's only.
    pub fn side_of_title(&self, mention: &Mention) -> Option<Side> {
        let called = |entity: &&Entity| {
            entity.is_person
                && entity.described
                && !entity.private
                && entity.titles.iter().any(|title| title.full() == mention.title.full())
        };
        let mut sides = self.entities.iter().take(CAST).filter(called).map(|entity| entity.side);
        let side = sides.next()??;
        (mention.office != 0 && sides.all(|other| other == Some(side))).then_some(side)
    }

    /// Whether the article has given an office to the person with this surname.
    pub fn holds_office(&self, surname: &str) -> bool {
        self.named(surname).is_some_and(|person| !self.entities[person as usize].offices.is_empty())
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
        self.place_bodies(mention, text);
        if mention.side.is_none()
            && mention.entity.is_none_or(|entity| self.entities[entity as usize].side.is_none())
        {
            mention.recalled = self.side_of_holder(mention).or(mention.recalled);
        }
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
                let titles = office.map(Title::of_head).into_iter().collect();
                let is_thing = mention.actor.is_none() && mention.office == 0 && is_thing(&name);
                self.add(
                    surname,
                    Entity {
                        is_actor: mention.actor.is_some(),
                        is_person: true,
                        private,
                        described,
                        offices,
                        titles,
                        is_thing: is_thing || mention.behind_article,
                        since: mention.span.start,
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
            known.hold(self.offices.group(mention.office), mention.title);
            known.is_thing = false;
            // What the table says of a person stands: "the guest, President Putin" is no private guest.
            known.private = mention.private && mention.actor.is_none();
        }
        known.is_thing &= mention.side.is_none();
        known.female = mention.female.or(known.female);
        known.given = known.given.or(mention.given);
        // The first name of all is longer than none.
        if name.len() > known.name.len() {
            known.female = known.female.or_else(|| genders::of_name(&name));
            known.name = name.into();
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
        let rank = |entity: u32| {
            let known = &self.entities[entity as usize];
            // "the spokesman" is not the spokeswoman.
            if mention.female.zip(known.female).is_some_and(|(one, other)| one != other) {
                return 0;
            }
            match (mention.side, known.side) {
                (Some(side), Some(other)) if side != other => 0,
                (Some(_), None) => 0,
                // A counterpart's name says nothing about the office.
                _ if mention.counterpart && mention.side.is_some() => 1,
                _ => self.answers(entity, mention),
            }
        };
        // The last of those who answer best.
        let recent = self.recent.iter().rev().take(MEMORY).rev().map(|&entity| (rank(entity), entity));
        let recent =
            recent.max_by_key(|(rank, _)| *rank).filter(|(rank, _)| *rank > 0 && !mention.indefinite);
        if let Some((_, entity)) = recent {
            if let Some(female) = mention.female {
                self.entities[entity as usize].female = Some(female);
            }
            self.saw(entity);
            return Some(entity);
        }
        let side = mention.side?;
        let key = group ^ (u64::from(side) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let entity = match self.by_key.get(&key) {
            Some(&entity) => entity,
            None => {
                let name = on_one_line(&text[mention.span.clone()]).into();
                let (private, side) = (mention.private, Some(side));
                let female = mention.female;
                let offices = vec![group];
                let titles = vec![mention.title];
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
                        titles,
                        since: mention.span.start,
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
                let (side, name, private) = (mention.side, name.into(), mention.private);
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
            entity.hold(group, mention.title);
            entity.is_thing = false;
            entity.private = mention.private && !entity.is_actor;
        }
        entity.female = mention.female.or(entity.female);
        self.place_bodies_of(Some(name));
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
        entity.is_place
            || entity.is_thing
            || entity.is_person && entity.side.is_none() && entity.offices.is_empty() && bare
    }

    /// A name behind "in" or "at" is that of a place; whether it is one.
    pub fn stands_as_place(&mut self, mention: &Mention) -> bool {
        let unknown = mention.entity.filter(|_| mention.actor.is_none() && mention.office == 0);
        unknown.is_some_and(|entity| {
            let entity = &mut self.entities[entity as usize];
            entity.is_place |= entity.is_person && entity.side.is_none() && entity.offices.is_empty();
            entity.is_place
        })
    }

    /// Whether a person can be called by this pronoun.
    pub fn fits(&self, entity: u32, female: bool) -> bool {
        let known = &self.entities[entity as usize];
        known.is_person && !self.may_be_place(entity) && known.female.is_none_or(|known| known == female)
    }

    /// Keeps by which pronoun a person is called, unless more than that was known.
    pub fn learn(&mut self, entity: u32, female: bool) {
        self.entities[entity as usize].female.get_or_insert(female);
    }

    /// Whether an office is one that anybody in politics can be called by: "the diplomat", "the host".
    pub fn is_general(&self, office: u64) -> bool {
        self.offices.is_general(office)
    }
}
