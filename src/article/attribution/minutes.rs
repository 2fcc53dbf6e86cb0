//! Minutes: records that retell in the past tense what one speaker after the other said, without quotation marks.
//!
//! "ANNA ADLER (Ruritania) said that the bridge was safe. It had been inspected twice." Whoever was last said to
//! have spoken goes on until another one is, or until the record tells of the meeting again.

use memchr::memchr;

use super::clauses::{Tense, VerbClass};
use super::lexicon::Lexicon;
use super::local::How;
use super::mentions::{Mention, MentionKind};
use super::people::People;
use super::shown::Read;
use super::turns::{Turn, delegation};
use crate::article::{Kind, Segment};

/// Speakers whose names stand in capitals, with their countries, that make minutes.
const IN_CAPITALS: usize = 2;

/// Sentences of speakers that make minutes where the title names the occasion.
const SPEAKERS: usize = 4;

/// Segments that can be titles.
const TITLES: usize = 3;

/// Bytes of a name and of its country in brackets.
const LONGEST_NAME: usize = 80;

/// Titles in front of a name.
const HONORIFICS: [&str; 3] = ["Mr", "Ms", "Mrs"];

/// Occasions of which minutes are taken, as titles name them.
const OCCASIONS: [&str; 9] = [
    "hearing",
    "Hearing",
    "Security Council",
    "General Assembly",
    "Permanent Council",
    "minutes",
    "summary record",
    "th meeting",
    "plenary",
];

/// An article that may be minutes.
pub(super) struct Minutes<'a> {
    pub text: &'a str,
    pub segments: &'a [Segment],
    pub reads: &'a [Read],
    pub people: &'a People<'a>,
    pub lexicon: &'a Lexicon,
}

impl Minutes<'_> {
    /// Where turns begin; `None` if these are no minutes.
    pub fn turns(&self) -> Option<Vec<Option<Turn>>> {
        let in_capitals: Vec<Option<Turn>> =
            (0..self.segments.len()).map(|number| self.in_capitals(number)).collect();
        let n_in_capitals = in_capitals.iter().flatten().count();
        if n_in_capitals < IN_CAPITALS && !((n_in_capitals > 0 || self.names_occasion()) && self.retells()) {
            return None;
        }
        let turns = in_capitals.into_iter().enumerate().map(|(number, named)| {
            if self.segments[number].kind != Kind::Sentence {
                return None;
            }
            let read = &self.reads[number];
            let label = || self.segments[number].span.clone();
            // Whoever is of no known side is as good as a journalist.
            let turn = |mention: &Mention| {
                let known = self.people.side(mention).is_some();
                Turn { mention: known.then(|| mention.clone()), ..Turn::question(label()) }
            };
            named.or_else(|| self.speaks(number).map(turn)).or_else(|| {
                let sentence = &self.text[self.segments[number].span.clone()];
                let future = read.tense == Tense::Modal && sentence.contains(" will ");
                let reported = read.local.is_some() || read.tense != Tense::Present && !future;
                (!reported).then(|| Turn::nobody(label()))
            })
        });
        Some(turns.collect())
    }

    /// "ANNA ADLER (Ruritania) said".
    fn in_capitals(&self, number: usize) -> Option<Turn> {
        let segment = &self.segments[number];
        let sentence = &self.text[segment.span.clone()];
        let near = &sentence[..sentence.floor_char_boundary(LONGEST_NAME)];
        let bracket = memchr(b'(', near.as_bytes())?;
        let (name, country) = (near[..bracket].strip_suffix(' ')?, &near[bracket + 1..]);
        let capitals = name.chars().all(|c| !c.is_lowercase())
            && name.split(' ').nth(1).is_some()
            && !name.contains(':');
        let behind = country.split_once(')')?.1;
        let side = delegation(&near[name.len() + 1..], self.lexicon)?;
        let mention = self.reads[number].mentions.first().filter(|mention| {
            mention.kind == MentionKind::Person && mention.span.end <= segment.span.start + near.len()
        })?;
        let label = segment.span.start..segment.span.start + name.len();
        (capitals && !behind.starts_with(':')).then(|| Turn {
            mention: Some(Mention { side: Some(side), ..mention.clone() }),
            ..Turn::question(label)
        })
    }

    /// The title names a hearing or a council's meeting.
    fn names_occasion(&self) -> bool {
        let titles = self.segments.iter().take(TITLES).filter(|segment| segment.kind == Kind::Heading);
        let mut titles = titles.map(|title| &self.text[title.span.clone()]);
        titles.any(|title| OCCASIONS.iter().any(|occasion| title.contains(occasion)))
    }

    /// Several persons are said to have spoken, without quotation marks.
    fn retells(&self) -> bool {
        let speakers = (0..self.segments.len()).filter(|&number| self.speaks(number).is_some()).count();
        speakers >= SPEAKERS && self.reads.iter().all(|read| !read.we && read.quoted < 0.85)
    }

    /// The person, office or body that a sentence says has spoken or taken the floor.
    fn speaks(&self, number: usize) -> Option<&Mention> {
        let read = &self.reads[number];
        let subject = || read.subject.map(|subject| &read.mentions[subject]);
        let Some(local) = read.local else {
            let past = |subject: &&Mention| is_named(subject) && read.tense == Tense::Past;
            return subject().filter(past).or_else(|| self.titled(number));
        };
        let mention = &read.mentions[local.mention];
        // "It was refused by a member who had called it a theft" is part of what was said.
        let main = read.subject == Some(local.mention) && read.tense != Tense::Reported;
        let says = match local.how {
            How::Beside => true,
            How::Main(VerbClass::Say | VerbClass::Judge) => main || is_named(mention),
            _ => false,
        };
        let office = mention.kind == MentionKind::Office && !mention.plural;
        let body = mention.kind == MentionKind::Body && (mention.described || mention.actor.is_some());
        (says && (is_named(mention) || office || body)).then_some(mention)
    }

    /// "Mr Adler, who had come late, ..." at the beginning of a sentence.
    fn titled(&self, number: usize) -> Option<&Mention> {
        let start = self.segments[number].span.start;
        let first = self.reads[number].mentions.first().filter(|mention| is_named(mention))?;
        let near = self.text.get(start..first.span.end)?;
        let titled = HONORIFICS.iter().any(|title| near.starts_with(title));
        (titled && first.span.start <= start + "Mrs. ".len()).then_some(first)
    }
}

/// A person with a name.
fn is_named(mention: &Mention) -> bool {
    mention.kind == MentionKind::Person && mention.entity.is_some() && !mention.possessive && !mention.plural
}
