//! One pass over the sentences of an article: what each shows by itself, and what the ones before it leave.

use std::ops::Range;

use super::clauses::VerbClass;
use super::content::Content;
use super::evidence::Evidence;
use super::lexicon::Side;
use super::local::How;
use super::mentions::{Mention, MentionKind};
use super::people::People;
use super::quotations::Piece;
use super::shown::Read;
use super::turns::Turn;
use super::{Attribution, Quoted, Source, Speaker, SpeakerForm};
use crate::article::lines::Rule;
use crate::article::{Kind, Segment};

/// How many sentences back a pronoun is looked for.
pub(super) const MEMORY: usize = 3;

/// A source of a sentence or quotation as numbers: who, where it is named, and the rule.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub speaker: Speaker,
    pub evidence: Evidence,
}

pub(super) struct Pass<'a> {
    pub text: &'a str,
    pub segments: &'a [Segment],
    pub pieces: &'a [Piece],
    pub reads: Vec<Read>,
    pub people: People<'a>,
    pub turns: Vec<Option<Turn>>,
    /// The person whose words were last reported.
    pub last_reporter: Option<u32>,
    /// The sentence in which they were.
    pub reporter_at: usize,
    /// The person last reported, or last the subject of a sentence.
    pub protagonist: Option<u32>,
    /// Whoever of another side was the last source before the last.
    pub source_before: Option<u32>,
    /// Whoever's words were last reported, a body too.
    pub last_source: Option<u32>,
    /// The last sentence whose subject is known, and who that is.
    pub last_subject: Option<(usize, u32)>,
    /// The sentence in which they were.
    pub reported_at: usize,
    /// The side for which they were.
    pub last_side: Option<Side>,
    /// Who the mentions of the sentence, by its number and theirs, were found to be.
    pub reporters: Vec<((usize, usize), Option<Speaker>)>,
    /// Whose document the article reads like.
    pub document: Option<Side>,
    /// The side whose institutions need no country: that of the document, or of the place of its dateline.
    pub home: Option<Side>,
    /// Whose label the last heading has.
    pub heading: Option<Speaker>,
    /// Pieces of a quotation, and the sentence and mention of the clause of saying that comes after them.
    pub later: (Range<usize>, Option<(usize, usize)>),
    /// The speakers of the pieces so far.
    pub resolved: Vec<Option<Found>>,
}

impl Pass<'_> {
    pub fn run(mut self) -> Vec<Attribution> {
        let mut attributions: Vec<Attribution> = Vec::with_capacity(self.reads.len());
        let mut turn: Option<Speaker> = None;
        // Who answers where the label is "A:": the last person named outside of turns.
        let mut interviewee: Option<u32> = None;
        for number in 0..self.reads.len() {
            if self.segments[number].kind == Kind::Heading {
                self.last_reporter = None;
                turn = None;
            }
            if self.segments[number].rule == Rule::Separator {
                turn = None;
            }
            let over = |turn: &Speaker| {
                self.names_in_third_person(number, turn) || self.goes_on_as_report(number, turn)
            };
            if turn.as_ref().is_some_and(over) {
                turn = None;
            }
            let new = self.turns[number].take();
            let alone = new.as_ref().is_some_and(|new| new.alone);
            if let Some(new) = new {
                turn = match interviewee {
                    _ if new.nobody => None,
                    Some(person) if new.answer && new.mention.is_none() => {
                        let label =
                            Mention { span: new.label, kind: MentionKind::Person, ..Mention::common() };
                        Some(self.describe(&label, Some(person)))
                    }
                    _ => Some(self.turn_speaker(&new)),
                };
            } else if turn.is_none() {
                interviewee = self.last_person(number, interviewee).or(interviewee);
            }
            if turn.is_some() && self.closes(number) {
                turn = None;
            }
            // "(Laughter.)" stands inside a turn and belongs to nobody.
            let heard = turn.as_ref().filter(|_| !self.is_remark(number));
            let mut attribution = self.sentence(number, heard, attributions.last());
            if alone {
                // A name on a line of its own says nothing yet.
                attribution.source = None;
            }
            // "Russia: we leave" in a heading is a turn of that heading; a name alone opens a turn of the text.
            if self.segments[number].kind == Kind::Heading {
                self.heading.clone_from(&turn);
                if !alone {
                    turn = None;
                }
            }
            attributions.push(attribution);
            // Nothing looks further back: what was read there is not kept.
            if let Some(done) = number.checked_sub(MEMORY) {
                self.reads[done] = Read::default();
            }
        }
        attributions
    }

    /// The last person that a sentence names outside quotations; only an official stands in for another one.
    fn last_person(&self, number: usize, before: Option<u32>) -> Option<u32> {
        let read = &self.reads[number];
        let persons =
            read.mentions[..read.n_in_order].iter().filter(|mention| mention.kind == MentionKind::Person);
        let mut persons = persons
            .rev()
            .filter_map(|mention| mention.entity)
            .filter(|&entity| !self.people.may_be_place(entity));
        let official = |&entity: &u32| {
            let entity = &self.people.entities[entity as usize];
            entity.side.is_some_and(|side| !self.people.is_third(side)) && !entity.private
        };
        let first = || before.is_none_or(|before| !official(&before));
        persons.clone().find(official).or_else(|| persons.next().filter(|_| first()))
    }

    /// Two who speak for one party each.
    fn both(&self, one: &Speaker, other: &Speaker) -> Option<Speaker> {
        let party = |speaker: &Speaker| speaker.side.filter(|&side| !self.people.is_third(side));
        let differ = party(one)? != party(other)?;
        let name = format!("{}; {}", one.name, other.name).into();
        differ.then(|| Speaker { name, side: None, form: SpeakerForm::Joint, ..one.clone() })
    }

    /// "The embassy would stay open." behind what an official said: still what he said.
    fn indirect(&self, number: usize, quoted: Quoted, previous: &Attribution) -> Option<Source> {
        let read = &self.reads[number];
        // "Adler would not hear of it": told of somebody else.
        let named = read.subject.is_some_and(|subject| read.mentions[subject].kind == MentionKind::Person);
        let plain = read.indirect && !named && quoted == Quoted::No && self.document.is_none();
        let sentences = number > 0
            && [number - 1, number].iter().all(|&number| self.segments[number].kind == Kind::Sentence);
        let source = previous.source.as_ref().filter(|_| plain && sentences)?;
        let side = source.speaker.side.filter(|_| !source.speaker.private)?;
        (!self.people.is_third(side)).then(|| Source { evidence: Evidence::Indirect, ..source.clone() })
    }

    fn sentence(
        &mut self,
        number: usize,
        turn: Option<&Speaker>,
        previous: Option<&Attribution>,
    ) -> Attribution {
        // "What does Ruritania say?" above the answer.
        let asks = self.segments[number].kind == Kind::Heading
            && self.reads[number].quotes.is_empty()
            && self.text[self.segments[number].span.clone()].trim_end().ends_with('?');
        let local = self.reads[number].local.filter(|_| !asks);
        let local = local.and_then(|local| {
            let speaker = self.speaker(number, local.mention, true)?;
            let other = local.against.and_then(|other| self.speaker(number, other, false));
            let speaker = other.and_then(|other| self.both(&speaker, &other)).unwrap_or(speaker);
            let evidence = match local.how {
                How::Beside => Evidence::Beside,
                How::Phrase => Evidence::Phrase,
                How::Main(VerbClass::Judge) => Evidence::Judges,
                How::Main(_) => Evidence::Says,
                How::Participle => Evidence::Participle,
                How::Agent => Evidence::Agent,
                How::Held => Evidence::Held,
            };
            Some(Found { speaker, evidence })
        });
        let quotations = self.quotations(number, local.as_ref(), previous);
        let subject = self.reads[number].subject.and_then(|mention| self.speaker(number, mention, false));
        let read = &self.reads[number];
        let longest = read.quotes.iter().map(|quote| quote.n_words).max().unwrap_or(0);
        let quoted = if read.quoted > 0.85 {
            Quoted::Whole
        } else if longest > 3 {
            Quoted::Part
        } else if longest > 0 {
            Quoted::Words
        } else {
            Quoted::No
        };
        let quote_source = || {
            let best = quotations.iter().max_by_key(|quotation| quotation.span.len())?;
            Some(Source { speaker: best.speaker.clone()?, evidence: best.evidence? })
        };
        let clause_beside = quotations.iter().any(|quotation| {
            matches!(quotation.evidence, Some(Evidence::ClauseAfter | Evidence::ClauseInside))
        });
        let as_source = |found: &Found| Source { speaker: found.speaker.clone(), evidence: found.evidence };
        let turn = turn.map(|speaker| Source { speaker: speaker.clone(), evidence: Evidence::Turn });
        let source = match quoted {
            _ if turn.is_some() => turn,
            Quoted::Whole => quote_source(),
            Quoted::Part if clause_beside => quote_source(),
            Quoted::Part => local.as_ref().map(as_source).or_else(quote_source),
            _ => local.as_ref().map(as_source),
        };
        let source = source.or_else(|| self.indirect(number, quoted, previous?));
        let read = &mut self.reads[number];
        let place = read.place.and_then(|place| self.people.side(&read.mentions[place]));
        Attribution {
            source,
            subject,
            verb: read.verb,
            content: read.local.map_or(Content::Clause, |local| local.content),
            tense: read.tense,
            quoted,
            quotations,
            names: std::mem::take(&mut read.names),
            cues: std::mem::take(&mut read.cues),
            passive: read.passive,
            impersonal: read.impersonal,
            first_person: read.first_person,
            before: previous.filter(|_| self.segments[number].kind != Kind::Heading).and_then(carried),
            distance: previous.map_or(0, |previous| match previous.source {
                Some(_) => 1,
                None => previous.distance.saturating_add(1),
            }),
            place,
            own_voice: read.we,
            judges: read.judges,
            document: self.document,
        }
    }
}

/// The side that a sentence leaves to the next: that of its own source, else of the one before.
fn carried(previous: &Attribution) -> Option<Side> {
    previous.source.as_ref().and_then(|source| source.speaker.side).or(previous.before)
}
