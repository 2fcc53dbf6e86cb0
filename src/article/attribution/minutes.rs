//! Minutes: records that retell in the past tense what one speaker after the other said, without quotation marks.
//!
//! "ANNA ADLER (Ruritania) said that the bridge was safe. It had been inspected twice." Whoever was last said to
//! have spoken goes on until another one is, or until the record tells of the meeting again.

use super::clauses::{Tense, VerbClass};
use super::lexicon::Lexicon;
use super::mentions::{Mention, MentionKind};
use super::reading::Read;
use super::sources::How;
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

/// Occasions of which minutes are taken, as titles name them.
const OCCASIONS: [&str; 6] =
    ["hearing", "Hearing", "Security Council", "General Assembly", "minutes", "summary record"];

/// An article that may be minutes.
pub(super) struct Minutes<'a> {
    pub text: &'a str,
    pub segments: &'a [Segment],
    pub reads: &'a [Read],
    pub lexicon: &'a Lexicon,
}

impl Minutes<'_> {
    /// Where turns begin; `None` if these are no minutes.
    pub fn turns(&self) -> Option<Vec<Option<Turn>>> {
        let in_capitals: Vec<Option<Turn>> =
            (0..self.segments.len()).map(|number| self.in_capitals(number)).collect();
        if in_capitals.iter().flatten().count() < IN_CAPITALS && !self.is_hearing() {
            return None;
        }
        let turns = in_capitals.into_iter().enumerate().map(|(number, named)| {
            if self.segments[number].kind != Kind::Sentence {
                return None;
            }
            let read = &self.reads[number];
            let label = || self.segments[number].span.clone();
            let turn = |mention: &Mention| Turn { mention: Some(mention.clone()), ..Turn::question(label()) };
            named.or_else(|| self.speaks(number).map(turn)).or_else(|| {
                let reported = read.local.is_some() || !matches!(read.tense, Tense::Present);
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
        let (name, country) = near.split_once(" (")?;
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

    /// The title names a hearing, and several persons are said to have spoken, without quotation marks.
    fn is_hearing(&self) -> bool {
        let titles = self.segments.iter().take(TITLES).filter(|segment| segment.kind == Kind::Heading);
        let mut titles = titles.map(|title| &self.text[title.span.clone()]);
        let speakers = (0..self.segments.len()).filter(|&number| self.speaks(number).is_some()).count();
        titles.any(|title| OCCASIONS.iter().any(|occasion| title.contains(occasion)))
            && speakers >= SPEAKERS
            && self.reads.iter().all(|read| !read.we && read.quoted < 0.85)
    }

    /// The person, office or body that a sentence says has spoken.
    fn speaks(&self, number: usize) -> Option<&Mention> {
        let read = &self.reads[number];
        let local = read.local?;
        let mention = &read.mentions[local.mention];
        let says = matches!(local.how, How::Beside | How::Main(VerbClass::Say | VerbClass::Judge));
        let person = matches!(mention.kind, MentionKind::Person | MentionKind::Office) && !mention.plural;
        let body = mention.kind == MentionKind::Body
            && (mention.described || mention.actor.is_some())
            && read.tense != Tense::Reported;
        (says && (person || body)).then_some(mention)
    }
}
