//! Whom a pronoun means, and whose "his" and "its" is.

use super::VerbClass;
use super::lexicon::Side;
use super::mentions::{Mention, MentionKind};
use super::pass::{MEMORY, Pass};
use super::shown::Read;
use crate::article::Kind;

/// How many mentions back in a sentence a pronoun is looked for.
const FURTHEST: usize = 64;

/// The words by which somebody is called the holder of something.
const OWNERS: [&str; 6] = ["his", "her", "its", "their", "our", "my"];

impl Pass<'_> {
    /// The person whom "he", "she", "his" or "her" means where it stands.
    pub(super) fn referent(&mut self, number: usize, mention: &Mention, female: bool) -> Option<u32> {
        let byte = mention.span.start;
        // ", he recalled," beside the words of others is the last who spoke, unless the sentence
        // has begun with somebody who speaks, or brings the words behind a colon.
        let read = &self.reads[number];
        // "The crew ignored three calls, he says": not the crew.
        let group = read.subject.is_some_and(|subject| read.mentions[subject].private);
        let speaks = read.subject_speaks && (!group || read.verb == Some(VerbClass::Say));
        let colon = self.leads_with_colon(number, mention);
        let subject =
            self.subject_person(number, byte).filter(|_| speaks || colon || !self.is_beside(number, mention));
        let candidates = [
            subject,
            self.only_person(number, byte).filter(|_| colon || self.opens_with_topic(number)),
            self.topic(number),
            self.newcomer(number),
            self.last_reporter,
        ];
        let found = candidates.into_iter().flatten().find(|&entity| self.people.fits(entity, female));
        let found = found
            .or_else(|| self.person_before(number, byte, female))
            .or(self.protagonist.filter(|&entity| self.people.fits(entity, female)));
        if let Some(entity) = found {
            self.people.learn(entity, female);
        }
        found
    }

    /// "As for Belov, he": whom the sentence is about.
    fn opens_with_topic(&self, number: usize) -> bool {
        self.text[self.segments[number].span.clone()].starts_with("As for ")
    }

    /// "As for the embassy, it": which body the sentence is about.
    pub(super) fn topic_body(&self, number: usize, mention: &Mention) -> Option<u32> {
        let mentions = &self.reads[number].mentions;
        let body = mentions
            .iter()
            .take_while(|body| body.span.end <= mention.span.start)
            .find(|body| matches!(body.kind, MentionKind::Body | MentionKind::Country) && !body.possessive);
        body.filter(|_| self.opens_with_topic(number))?.entity
    }

    /// The one person whom a sentence names before a byte.
    fn only_person(&self, number: usize, byte: usize) -> Option<u32> {
        let read = &self.reads[number];
        let before = |mention: &&Mention| is_named(mention) && mention.span.end <= byte;
        only(read.mentions[..read.n_in_order].iter().filter(before))
    }

    /// The person who is the subject of the main clause, if that stands before a byte of the sentence.
    pub(super) fn subject_person(&self, number: usize, byte: usize) -> Option<u32> {
        let read = &self.reads[number];
        let subject = &read.mentions[read.subject?];
        let entity =
            subject.entity.filter(|_| subject.span.end <= byte && !subject.possessive && !subject.plural)?;
        self.people.entities[entity as usize].is_person.then_some(entity)
    }

    /// Whom the sentence before is about, if it reports nobody's words: its subject, or the one person in it.
    pub(super) fn topic(&self, number: usize) -> Option<u32> {
        let before = self.sentence_before(number)?;
        let read = &self.reads[before];
        if !read.quotes.is_empty() || read.local.is_some() {
            return None;
        }
        if let Some(subject) = read.subject.map(|subject| &read.mentions[subject]) {
            // "Belov's appeal was short."
            let holds = subject.kind == MentionKind::Person && subject.possessive;
            if is_named(subject) || holds || subject.kind == MentionKind::Office && !subject.possessive {
                return subject.entity;
            }
            if subject.kind == MentionKind::Pronoun {
                return self
                    .last_subject
                    .filter(|(sentence, _)| *sentence == before)
                    .map(|(_, entity)| entity);
            }
        }
        only(read.mentions[..read.n_in_order].iter().filter(|mention| is_named(mention)))
    }

    /// The one person whom the sentence before is the first to name, if it reports no other's words:
    /// "The answer comes from the minister, Anna Adler."
    fn newcomer(&self, number: usize) -> Option<u32> {
        let before = self.sentence_before(number)?;
        let span = &self.segments[before].span;
        if self.last_reporter.is_some() && self.reporter_at == before {
            return None;
        }
        let read = &self.reads[before];
        let new = |mention: &&Mention| {
            let entity = mention.entity.map(|entity| &self.people.entities[entity as usize]);
            is_named(mention)
                && entity.is_some_and(|entity| span.contains(&entity.since) && entity.name.contains(' '))
        };
        only(read.mentions[..read.n_in_order].iter().filter(new))
    }

    fn sentence_before(&self, number: usize) -> Option<usize> {
        number.checked_sub(1).filter(|&before| self.segments[before].kind == Kind::Sentence)
    }

    /// The last person named before a byte of the article, within a few sentences.
    fn person_before(&self, number: usize, byte: usize, female: bool) -> Option<u32> {
        let reads = &self.reads[number.saturating_sub(MEMORY - 1)..=number];
        let before = |read: &Read| {
            read.mentions[..read.n_in_order].partition_point(|mention| mention.span.end <= byte)
        };
        let mut candidates = reads
            .iter()
            .rev()
            .flat_map(|read| read.mentions[..before(read)].iter().rev().take(FURTHEST))
            .filter_map(|mention| mention.entity);
        candidates.find(|&entity| self.people.fits(entity, female))
    }

    /// The side of whoever "his" or "its" means before a mention, or as its first word.
    pub(super) fn owner(&mut self, number: usize, mention: &Mention) -> Option<Side> {
        match self.owner_word(mention)? {
            "its" | "their" | "our" => {
                let read = &self.reads[number];
                let subject = read.subject.map(|subject| &read.mentions[subject]).filter(|subject| {
                    matches!(subject.kind, MentionKind::Body | MentionKind::Country)
                        && subject.span.end <= mention.span.start
                });
                // "France should look at home, its spokesman said": whose words are reported is not France's.
                let beside = self.is_beside(number, mention)
                    && subject.is_some_and(|subject| subject.kind == MentionKind::Country);
                let subject = subject.and_then(|subject| self.people.side(subject));
                if beside { self.last_side.or(subject) } else { subject.or(self.last_side) }
            }
            word => {
                let owner = self.referent(number, mention, word == "her")?;
                let owner = &self.people.entities[owner as usize];
                // The lawyer of a citizen speaks for no country.
                owner.side.filter(|_| !owner.private)
            }
        }
    }

    /// "his", "her" and the like before a mention or as its first word, in small letters.
    fn owner_word(&self, mention: &Mention) -> Option<&'static str> {
        let first = self.text[mention.span.clone()].split_whitespace().next();
        let before = self.text[..mention.span.start].split_whitespace().next_back();
        [first, before]
            .into_iter()
            .flatten()
            .find_map(|word| OWNERS.into_iter().find(|owner| word.eq_ignore_ascii_case(owner)))
    }

    /// Whom a possessive before a noun means, as a person.
    pub(super) fn owner_person(&mut self, number: usize, mention: &Mention) -> Option<u32> {
        let word = self.owner_word(mention).filter(|word| ["his", "her"].contains(word))?;
        self.referent(number, mention, word == "her")
    }
}

/// A person by name who does not only hold something.
fn is_named(mention: &Mention) -> bool {
    mention.kind == MentionKind::Person && !mention.possessive
}

/// Whom these mentions mean, if it is just one of them.
fn only<'a>(mut persons: impl Iterator<Item = &'a Mention>) -> Option<u32> {
    persons.next().filter(|_| persons.next().is_none())?.entity
}
