//! Whose words a quotation is: by its own clause of saying, by that of another of its sentences, or by the
//! sentences around it.

use super::clauses::VerbClass;
use super::evidence::Evidence;
use super::mentions::{Mention, MentionKind};
use super::pass::{Found, MEMORY, Pass};
use super::quote_clause::Place;
use super::{Attribution, Quotation, Quoted, Speaker, SpeakerForm};
use crate::article::Kind;

/// Words that a clause of saying has at most, where it is a sentence of its own.
const SHORT_CLAUSE: usize = 8;

/// Words of a question between two quotations, at most.
const FEW: usize = 4;

impl Pass<'_> {
    /// The pieces of quotations in a sentence with their speakers.
    pub(super) fn quotations(
        &mut self,
        number: usize,
        local: Option<&Found>,
        previous: Option<&Attribution>,
    ) -> Vec<Quotation> {
        let named: Vec<(usize, Option<(usize, Place)>)> =
            self.reads[number].quotes.iter().map(|quote| (quote.piece, quote.speaker)).collect();
        let whole = self.reads[number].quoted > 0.85;
        let mut quotations: Vec<Quotation> = Vec::with_capacity(named.len());
        for (piece, named) in named {
            let found = self
                .own_clause(number, named)
                .or_else(|| local.cloned())
                .or_else(|| self.comes_later(piece))
                .or_else(|| self.goes_on(piece))
                .or_else(|| {
                    quotations.last().and_then(|before| {
                        Some(Found { speaker: before.speaker.clone()?, evidence: before.evidence? })
                    })
                })
                .or_else(|| self.around(number, whole, previous))
                .or_else(|| self.announced(piece, number));
            self.resolved[piece].clone_from(&found);
            quotations.push(Quotation {
                span: self.pieces[piece].span.clone(),
                evidence: found.as_ref().map(|found| found.evidence),
                speaker: found.map(|found| found.speaker),
            });
        }
        quotations
    }

    pub(super) fn own_clause(&mut self, number: usize, named: Option<(usize, Place)>) -> Option<Found> {
        let (mention, place) = named?;
        let speaker = self.speaker(number, mention, true)?;
        let evidence = match place {
            Place::Before => Evidence::ClauseBefore,
            Place::Inside => Evidence::ClauseInside,
            Place::After => Evidence::ClauseAfter,
        };
        Some(Found { speaker, evidence })
    }

    pub(super) fn goes_on(&self, piece: usize) -> Option<Found> {
        if !self.pieces[piece].goes_on {
            return None;
        }
        let before = self.resolved[piece.checked_sub(1)?].clone()?;
        Some(Found { evidence: Evidence::GoesOn, ..before })
    }

    /// The clause of saying in the sentence where the quotation ends.
    pub(super) fn comes_later(&mut self, piece: usize) -> Option<Found> {
        // What was found for an earlier piece of the same quotation holds for this one.
        if !self.later.0.contains(&piece) {
            let mut last = piece;
            let mut named = None;
            while named.is_none() && self.pieces.get(last + 1).is_some_and(|next| next.goes_on) {
                last += 1;
                let number = self.pieces[last].segment;
                let quote = self.reads[number].quotes.iter().find(|quote| quote.piece == last);
                named = quote.and_then(|quote| quote.speaker).map(|(mention, _)| (number, mention));
            }
            self.later = (piece..last, named);
        }
        let (number, mention) = self.later.1.filter(|_| self.later.0.contains(&piece))?;
        let speaker = self.speaker(number, mention, true)?;
        Some(Found { speaker, evidence: Evidence::ComesLater })
    }

    /// The speaker of a quotation without a clause of its own, from the sentences around it.
    pub(super) fn around(
        &mut self,
        number: usize,
        whole: bool,
        previous: Option<&Attribution>,
    ) -> Option<Found> {
        if !whole {
            return None;
        }
        if let Some(found) = self.clause_apart(number) {
            return Some(found);
        }
        // What a heading quotes stands below it.
        let previous = previous.filter(|_| self.segments[number].kind != Kind::Heading)?;
        let kind = self.segments[number.checked_sub(1)?].kind;
        if kind != Kind::Sentence {
            return None;
        }
        if previous.source.is_none() && self.is_short_question(number - 1) {
            // "How large?" between two quotations of one person.
            let entity = self.last_reporter.filter(|_| self.reported_at + MEMORY >= number)?;
            let start = self.segments[number].span.start;
            let nowhere = Mention { span: start..start, kind: MentionKind::Person, ..Mention::common() };
            let speaker = self.describe(&nowhere, Some(entity));
            return Some(Found { speaker, evidence: Evidence::Carried });
        }
        if previous.quoted != Quoted::No {
            let source = previous.source.as_ref()?;
            return Some(Found { speaker: source.speaker.clone(), evidence: Evidence::Carried });
        }
        // "She issued this statement:", "Her husband agreed.": a clause of saying that stands alone.
        let before = &self.text[self.segments[number - 1].span.clone()];
        let short = before.split_whitespace().nth(SHORT_CLAUSE).is_none();
        let announced = self.reads[number - 1].ends_with_colon || short && previous.source.is_some();
        let evidence = if announced { Evidence::ClauseBefore } else { Evidence::LedIn };
        if let Some(source) = &previous.source {
            return Some(Found { speaker: source.speaker.clone(), evidence });
        }
        let subject = previous.subject.as_ref().filter(|subject| subject.form == SpeakerForm::Person)?;
        Some(Found { speaker: subject.clone(), evidence })
    }

    /// A short question of the reporter's own.
    fn is_short_question(&self, number: usize) -> bool {
        let words = self.text[self.segments[number].span.clone()].trim();
        self.reads[number].quotes.is_empty() && words.ends_with('?') && words.split(' ').count() <= FEW
    }

    /// The side's official or body in the sentence or heading before a quotation of several sentences:
    /// "Opening remarks by the minister", "The embassy's note is reproduced in full."
    fn announced(&self, piece: usize, number: usize) -> Option<Found> {
        let several = self.pieces.get(piece + 1).is_some_and(|next| next.goes_on);
        if !several || self.pieces[piece].goes_on || self.reads[number].quoted < 0.85 {
            return None;
        }
        let read = &self.reads[number.checked_sub(1)?];
        let mention = read.mentions[..read.n_in_order].iter().rev().find(|mention| {
            let speaks =
                matches!(mention.kind, MentionKind::Person | MentionKind::Office | MentionKind::Body);
            let side = self.people.side(mention);
            speaks && !mention.private && side.is_some_and(|side| !self.people.is_third(side))
        });
        let Some(mention) = mention else {
            // "Ruritania: a theft", and below it: "The ministry sent us this answer."
            let below = self.segments[number.checked_sub(2)?].kind == Kind::Heading;
            let speaker = self.heading.clone().filter(|_| below)?;
            return Some(Found { speaker, evidence: Evidence::LedIn });
        };
        let speaker = self.describe(mention, mention.entity);
        let speaker = Speaker { side: speaker.side.or(mention.side), ..speaker };
        Some(Found { speaker, evidence: Evidence::LedIn })
    }

    /// The clause of saying that was parted from its quotation: `“Enough!” Macron said.`
    pub(super) fn clause_apart(&mut self, number: usize) -> Option<Found> {
        let (here, next) = (self.segments.get(number)?, self.segments.get(number + 1)?);
        let between = &self.text[here.span.end..next.span.start];
        // Behind a full stop another sentence begins.
        let quotation = self.text[here.span.clone()].trim_end_matches(['"', '”', '»', '’', '\'', ' ']);
        if quotation.ends_with('.') {
            return None;
        }
        let short = self.text[next.span.clone()].split_whitespace().take(9).count() < 9;
        let read = &self.reads[number + 1];
        if between.contains('\n') || !short || !read.quotes.is_empty() || read.verb != Some(VerbClass::Say) {
            return None;
        }
        let speaker = self.speaker(number + 1, read.local?.mention, true)?;
        Some(Found { speaker, evidence: Evidence::ClauseAfter })
    }
}
