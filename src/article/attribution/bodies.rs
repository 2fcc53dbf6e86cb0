//! Whose a body without a country is: "the ministry" is that of the minister last named.

use super::lexicon::Side;
use super::mentions::{Mention, MentionKind};
use super::people::{MEMORY, People};
use super::words::word_hash;

impl People<'_> {
    /// The side of the last person who answers to the office of a phrase's holder.
    pub(super) fn side_of_holder(&self, mention: &Mention) -> Option<Side> {
        let (office, title) = mention.holder?;
        let holder = Mention { office, title, ..Mention::common() };
        let last = self
            .recent
            .iter()
            .rev()
            .take(MEMORY)
            .rev()
            .map(|&entity| (self.answers(entity, &holder), entity));
        let (_, entity) = last.max_by_key(|(answers, _)| *answers).filter(|(answers, _)| *answers > 0)?;
        self.entities[entity as usize].side
    }

    /// Remembers whose a body or its holder is; a body without a country is that of the last one so called.
    pub(super) fn place_bodies(&mut self, mention: &mut Mention, text: &str) {
        match mention.kind {
            MentionKind::Body => {
                let body = match mention.actor {
                    Some(actor) if mention.office == 0 => {
                        let name = self.lexicon.name(actor);
                        word_hash(name.rsplit(' ').next().unwrap_or(name), &mut String::new())
                    }
                    _ => mention.office,
                };
                // "the Foreign Ministry" is not that of the minister of culture.
                let full = if mention.actor.is_some() || mention.title.is_bare() {
                    body
                } else {
                    mention.title.full()
                };
                let named_by_field = text[mention.span.end..].starts_with(" of ");
                match mention.side {
                    Some(side) => {
                        self.bodies.insert(body, side);
                        self.bodies.insert(full, side);
                    }
                    None if named_by_field || self.offices.is_any_state(body) => {}
                    None => mention.recalled = self.bodies.get(&full).copied(),
                }
            }
            MentionKind::Person | MentionKind::Office => self.place_bodies_of(mention.entity),
            _ => {}
        }
    }

    /// "the ministry" is that of the minister last named.
    pub(super) fn place_bodies_of(&mut self, person: Option<u32>) {
        let Some(known) = person.map(|person| &self.entities[person as usize]) else { return };
        let Some(side) = known.side else { return };
        for office in &known.offices {
            for body in self.offices.bodies(*office) {
                self.bodies.insert(*body, side);
            }
        }
    }
}
