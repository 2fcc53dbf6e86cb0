//! From a mention to a speaker: names, offices and pronouns resolved.

use super::lexicon::{Class, Side};
use super::mentions::{Mention, MentionKind};
use super::pass::{MEMORY, Pass};
use super::reading::Read;
use super::sources::How;
use super::turns::Turn;
use super::{Speaker, SpeakerForm, Tense};
use crate::article::{Kind, folded};

/// How many mentions back in a sentence a pronoun is looked for.
const FURTHEST: usize = 64;

/// How many sentences back "the statement" can be that of the last source.
const FURTHEST_STATEMENT: usize = 6;

/// What reporters write of when the speakers are done.
const OCCASIONS: [&str; 12] = [
    "press",
    "conference",
    "meeting",
    "session",
    "talks",
    "recording",
    "interview",
    "statements",
    "ceremony",
    "briefing",
    "hall",
    "lunch",
];

/// Frequent verbs of what is over, and of what is not.
const PAST: [&str; 10] = ["was", "were", "left", "rose", "took", "began", "went", "had", "met", "gave"];
const PRESENT: [&str; 7] = ["is", "are", "will", "must", "should", "has", "have"];

impl Pass<'_> {
    /// Resolves a mention to a speaker; a pronoun to the person whose words were last reported.
    pub(super) fn speaker(&mut self, number: usize, mention: usize, reports: bool) -> Option<Speaker> {
        // Whoever is found changes whom the next "his guest" means: each mention is asked once.
        if let Some((_, known)) = self.reporters.iter().find(|(known, _)| *known == (number, mention)) {
            return known.clone();
        }
        let speaker = self.resolve(number, mention, reports);
        if reports {
            self.reporters.retain(|((known, _), _)| *known == number);
            self.reporters.push(((number, mention), speaker.clone()));
        }
        speaker
    }

    fn resolve(&mut self, number: usize, mention: usize, reports: bool) -> Option<Speaker> {
        let mention = self.reads[number].mentions[mention].clone();
        let entity = match mention.kind {
            MentionKind::Pronoun => {
                let female = self.text[mention.span.clone()].to_ascii_lowercase();
                let female = female == "she" || female == "her";
                // ", he recalled," beside the words of others is the last who spoke, unless the sentence
                // has begun with somebody who speaks, or brings the words behind a colon.
                let subject = self
                    .subject_person(number, mention.span.start)
                    .filter(|_| {
                        self.reads[number].subject_speaks
                            || self.leads_with_colon(number, &mention)
                            || !self.is_beside(number, &mention)
                    })
                    .filter(|&entity| self.people.accepts(entity, female));
                let topic = self.topic(number).filter(|&entity| self.people.accepts(entity, female));
                let reporter = self.last_reporter.filter(|&entity| self.people.accepts(entity, female));
                subject
                    .or(topic)
                    .or(reporter)
                    .or_else(|| self.person_before(number, mention.span.start, female))
            }
            MentionKind::Other(Class::It | Class::They) if reports => Some(self.last_source?),
            MentionKind::Other(_) if reports => {
                // "We call on Russia" outside quotation marks: the document speaks.
                let side = self.document?;
                let speaker = self.describe(&mention, None);
                return Some(Speaker { side: Some(side), ..speaker });
            }
            MentionKind::Office
                if mention.possessed && mention.side.is_none() && self.people.is_opposite(mention.office) =>
            {
                let own = self.last_reporter.and_then(|own| self.people.entities[own as usize].side);
                own.and_then(|own| self.people.opposite(own))
            }
            MentionKind::Office if mention.entity.is_none() && mention.side.is_none() && !mention.plural => {
                // "the diplomat", "the former pilot": whoever spoke last, if nobody was introduced as one.
                let goes_on = self.is_definite(&mention) && self.reported_at + MEMORY > number;
                let general = self.people.is_general(mention.office) && !mention.indefinite;
                self.last_reporter.filter(|_| general || goes_on)
            }
            // In a side's own document "the President" is its own.
            MentionKind::Office
                if mention.side.is_none()
                    && self.document.is_some()
                    && !self.is_named_behind(number, &mention) =>
            {
                let own = mention
                    .entity
                    .filter(|&entity| self.people.entities[entity as usize].side == self.document);
                own.or_else(|| self.people.holder(mention.office, self.document))
            }
            // "the statement said": of whoever spoke in the sentence before.
            MentionKind::Common if mention.side.is_none() && reports => self
                .last_source
                .filter(|_| mention.office != 0 && self.reported_at + FURTHEST_STATEMENT > number),
            // "The President added": whoever spoke last, if that is a president.
            MentionKind::Office if mention.side.is_none() && !mention.indefinite && !mention.possessed => {
                let goes_on = self.last_reporter.filter(|&last| self.people.holds(last, mention.office));
                goes_on.or(mention.entity)
            }
            _ => mention.entity,
        };
        if entity.is_some_and(|entity| self.people.entities[entity as usize].is_place) {
            return None;
        }
        let mut speaker = self.describe(&mention, entity);
        if mention.possessed && speaker.side.is_none() && !mention.counterpart {
            // "his spokesman" speaks for the side of whoever "he" is.
            speaker.side = self.owner(number, &mention);
        }
        let unknown = entity.is_none_or(|entity| self.people.entities[entity as usize].side.is_none());
        if unknown && mention.side.is_none() && !speaker.private {
            // "In Kiev, Prime Minister Roman Petrenko": the place tells more than the given name.
            let bare = matches!(mention.kind, MentionKind::Office | MentionKind::Body);
            let place =
                if bare || mention.office != 0 { self.place(number, mention.span.start) } else { None };
            speaker.side = place.or(speaker.side).or(self.home.filter(|_| bare));
        }
        let entity = match entity {
            // "one of his advisers said": the next "he" is that adviser.
            None if reports
                && !mention.plural
                && speaker.form == SpeakerForm::Person
                && (speaker.side.is_some() || mention.kind == MentionKind::Office) =>
            {
                Some(self.people.anonymous(&speaker.name, speaker.side))
            }
            _ => entity,
        };
        if !reports {
            self.last_subject = entity.map(|entity| (number, entity));
        }
        if let Some(entity) = entity.filter(|_| reports)
            && self.people.entities[entity as usize].is_person
        {
            self.last_reporter = Some(entity);
        }
        if reports && entity.is_some() {
            (self.last_source, self.last_side, self.reported_at) = (entity, speaker.side, number);
        }
        Some(speaker)
    }

    /// "the Minister, Anna Adler, said": whose holder is named is not the document's own by office alone.
    fn is_named_behind(&self, number: usize, mention: &Mention) -> bool {
        self.reads[number].mentions.iter().any(|name| {
            name.kind == MentionKind::Person
                && name.entity == mention.entity
                && name.span.start == mention.span.end + ", ".len()
        })
    }

    fn is_definite(&self, mention: &Mention) -> bool {
        // "the former mechanic"
        let mut before = self.text[..mention.span.start].split_whitespace().rev().take(2);
        before.any(|word| word.eq_ignore_ascii_case("the"))
    }

    /// The side of whoever "his" or "its" means before a mention.
    fn owner(&self, number: usize, mention: &Mention) -> Option<Side> {
        let before = self.text[..mention.span.start].trim_end();
        if ["its", "Its", "their", "Their"].iter().any(|word| before.ends_with(word)) {
            let read = &self.reads[number];
            let subject = read.subject.map(|subject| &read.mentions[subject]).filter(|subject| {
                matches!(subject.kind, MentionKind::Body | MentionKind::Country)
                    && subject.span.end <= mention.span.start
            });
            return self.last_side.or_else(|| subject.and_then(|subject| self.people.side(subject)));
        }
        let owner = self.subject_person(number, mention.span.start).or(self.last_reporter);
        owner.and_then(|owner| self.people.entities[owner as usize].side)
    }

    /// The side of the country or capital that a sentence names before a byte as a place: "In Moscow, the ministry".
    fn place(&self, number: usize, byte: usize) -> Option<Side> {
        let read = &self.reads[number];
        let place = read.mentions[..read.n_in_order].iter().rev().find(|mention| {
            let before = self.text[..mention.span.start].trim_end();
            mention.kind == MentionKind::Country
                && mention.span.end <= byte
                && [" in", "In", " at", "At", " from", "From"].iter().any(|word| before.ends_with(word))
        })?;
        place.side
    }

    /// Whether a mention is the subject of a clause of saying beside other words.
    pub(super) fn is_beside(&self, number: usize, mention: &Mention) -> bool {
        let read = &self.reads[number];
        let local = read.local.filter(|local| local.how == How::Beside);
        local.is_some_and(|local| read.mentions[local.mention].span == mention.span)
    }

    /// Whether a sentence has the holder of the turn, or both sides, as its subject: the reporter goes on.
    pub(super) fn names_in_third_person(&self, number: usize, turn: &Speaker) -> bool {
        let read = &self.reads[number];
        let subject = read.subject.map(|subject| &read.mentions[subject]);
        let entity =
            subject.filter(|subject| subject.kind == MentionKind::Person).and_then(|subject| subject.entity);
        let named = entity.is_some_and(|entity| self.people.entities[entity as usize].name == turn.name);
        // "They then went on behind closed doors."
        let both = subject.is_some_and(|subject| subject.kind == MentionKind::Joint);
        (named || both) && !read.first_person && self.turns[number].is_none()
    }

    /// Whether the reporter's closing words begin here: behind the last turn, nobody says "I" or "you" any more, and
    /// what is told is over.
    pub(super) fn closes(&self, number: usize) -> bool {
        let rest = number..self.reads.len();
        let last = rest.clone().skip(1).all(|later| self.turns[later].is_none());
        let told = |read: &Read| !read.first_person && !read.second_person;
        last && self.is_past(number)
            && self.reads[number].quotes.is_empty()
            && self.names_occasion(number)
            && rest.clone().all(|number| told(&self.reads[number]) || !self.reads[number].quotes.is_empty())
    }

    /// Whether a sentence tells what is over, whatever its subject.
    fn is_past(&self, number: usize) -> bool {
        let words = || self.text[self.segments[number].span.clone()].split(|c: char| !c.is_alphanumeric());
        let past = |word: &str| word.ends_with("ed") || PAST.contains(&word);
        self.reads[number].tense == Tense::Past
            || words().any(past) && !words().any(|word| PRESENT.contains(&word))
    }

    fn names_occasion(&self, number: usize) -> bool {
        let mut words = self.text[self.segments[number].span.clone()].split(|c: char| !c.is_alphanumeric());
        words.any(|word| OCCASIONS.iter().any(|occasion| word.eq_ignore_ascii_case(occasion)))
    }

    /// Whether a sentence is a remark in brackets.
    pub(super) fn is_remark(&self, number: usize) -> bool {
        let words = self.text[self.segments[number].span.clone()].trim();
        words.starts_with('(') && words.ends_with(')')
    }

    pub(super) fn leads_with_colon(&self, number: usize, mention: &Mention) -> bool {
        self.reads[number].first_colon.is_some_and(|colon| colon < mention.span.start)
    }

    /// The person who is the subject of the main clause, if that stands before a byte of the sentence.
    pub(super) fn subject_person(&self, number: usize, byte: usize) -> Option<u32> {
        let read = &self.reads[number];
        let subject = &read.mentions[read.subject?];
        let entity = subject.entity.filter(|_| subject.span.end <= byte && !subject.possessive)?;
        self.people.entities[entity as usize].is_person.then_some(entity)
    }

    /// Whom the sentence before is about, if it reports nobody's words: its subject, or the one person in it.
    fn topic(&self, number: usize) -> Option<u32> {
        let before = number.checked_sub(1).filter(|&before| self.segments[before].kind == Kind::Sentence)?;
        let read = &self.reads[before];
        if !read.quotes.is_empty() || read.local.is_some() {
            return None;
        }
        let named = |mention: &&Mention| mention.kind == MentionKind::Person && !mention.possessive;
        if let Some(subject) = read.subject.map(|subject| &read.mentions[subject]) {
            if named(&subject) {
                return subject.entity;
            }
            if subject.kind == MentionKind::Pronoun {
                return self
                    .last_subject
                    .filter(|(sentence, _)| *sentence == before)
                    .map(|(_, entity)| entity);
            }
        }
        let mut persons = read.mentions[..read.n_in_order].iter().filter(named);
        persons.next().filter(|_| persons.next().is_none())?.entity
    }

    /// The last person named before a byte of the article, within a few sentences.
    pub(super) fn person_before(&mut self, number: usize, byte: usize, female: bool) -> Option<u32> {
        let reads = &self.reads[number.saturating_sub(MEMORY - 1)..=number];
        let before = |read: &Read| {
            read.mentions[..read.n_in_order].partition_point(|mention| mention.span.end <= byte)
        };
        let candidates: Vec<u32> = reads
            .iter()
            .rev()
            .flat_map(|read| read.mentions[..before(read)].iter().rev().take(FURTHEST))
            .filter_map(|mention| mention.entity)
            .collect();
        candidates.into_iter().find(|&entity| self.people.accepts(entity, female))
    }

    pub(super) fn describe(&self, mention: &Mention, entity: Option<u32>) -> Speaker {
        let form = match mention.kind {
            MentionKind::Person
            | MentionKind::Office
            | MentionKind::Pronoun
            | MentionKind::Other(Class::We | Class::I) => SpeakerForm::Person,
            MentionKind::Body => SpeakerForm::Body,
            MentionKind::Country => SpeakerForm::Country,
            MentionKind::Media => SpeakerForm::Media,
            MentionKind::Joint => SpeakerForm::Joint,
            _ => SpeakerForm::Thing,
        };
        match entity {
            Some(entity) => {
                let known = &self.people.entities[entity as usize];
                let (name, side, private) =
                    (known.name.clone(), self.people.likely_side(entity), known.private);
                Speaker { name, side, private, mention: mention.span.clone(), form }
            }
            None => Speaker {
                name: folded(&self.text[mention.span.clone()]),
                side: mention.side,
                private: mention.private,
                mention: mention.span.clone(),
                form,
            },
        }
    }

    pub(super) fn turn_speaker(&self, turn: &Turn) -> Speaker {
        match &turn.mention {
            Some(mention) => {
                let surname =
                    self.text[mention.span.clone()].rsplit(char::is_whitespace).next().unwrap_or_default();
                let speaker = self.describe(mention, mention.entity.or_else(|| self.people.named(surname)));
                // Who takes turns beside a journalist is an official.
                let home =
                    self.home.filter(|_| matches!(mention.kind, MentionKind::Office | MentionKind::Body));
                Speaker {
                    side: speaker.side.or(mention.side).or(mention.given).or(self.document).or(home),
                    ..speaker
                }
            }
            None => Speaker {
                name: self.text[turn.label.clone()].trim().to_owned(),
                // Who answers in a side's document speaks for it.
                side: self.document.filter(|_| turn.answer),
                private: !turn.answer,
                mention: turn.label.clone(),
                form: SpeakerForm::Person,
            },
        }
    }
}
