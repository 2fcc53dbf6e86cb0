//! The clause of saying that a quotation belongs to: before, inside or after it.

use super::clauses::{Cue, Form, ItemKind, Sentence, VerbClass, Voice};
use super::lexicon::Class;
use super::mentions::MentionKind;

/// Where a clause of saying stands to the quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Before,
    Inside,
    After,
}

/// How many verbs of saying before and behind a quotation can be its own.
const NEAR: usize = 64;

impl Sentence<'_> {
    /// `"...," the statement read`, `"...," read the statement`; `next` is the noun of the first.
    fn text_that_reads(&mut self, quote: usize, next: usize) -> Option<usize> {
        let reads = |at: usize| ["read", "reads"].iter().any(|word| self.word_is(at, word));
        let inverted = quote + 1 + usize::from(self.is_mark(quote + 1, b','));
        let noun = if reads(next + 1) {
            next
        } else if reads(inverted) && self.has(inverted + 1, Class::Determiner) {
            inverted + 2
        } else {
            return None;
        };
        let text = self.has(noun, Class::Statement);
        text.then(|| self.common(noun)).flatten().map(|(mention, _)| mention)
    }

    /// A heading's "“We stay”: the envoy on his plans": whom the words behind the colon begin with.
    pub(super) fn quoted_before_colon(&self) -> Option<usize> {
        if !self.is_quote(0) || !self.is_mark(1, b':') {
            return None;
        }
        let mention = self.mention_at(2 + usize::from(self.has(2, Class::Determiner)))?;
        let speaks = matches!(
            self.mentions[mention].kind,
            MentionKind::Person | MentionKind::Office | MentionKind::Body | MentionKind::Country
        );
        (speaks && !self.mentions[mention].possessive).then_some(mention)
    }

    /// The verb whose clause a quotation belongs to.
    pub(super) fn cue_of_quote(&mut self, cues: &[Cue], quote: usize) -> Option<(usize, Place)> {
        let speaks = |cue: &&Cue| cue.subject.is_some() && cue.voice != Voice::Passive;
        // Behind it: "...", X said / said X.
        let mut next = quote + 1;
        while self.is_mark(next, b',')
            || self.is_mark(next, b'-')
            || self.has(next, Class::Determiner)
            || self.has(next, Class::Possessor)
        {
            next += 1;
        }
        // Only those near: a sentence can be as long as the article.
        let following = cues.partition_point(|cue| cue.at <= quote);
        let (before, after) = cues.split_at(following);
        let (before, after) = (&before[before.len().saturating_sub(NEAR)..], &after[..after.len().min(NEAR)]);
        let behind = after
            .iter()
            .filter(speaks)
            .find(|cue| cue.begins > quote && cue.begins <= next && (cue.voice == Voice::Active));
        if let Some(cue) = behind {
            let inside = (cue.at..self.items.len()).any(|at| self.is_quote(at));
            return Some((cue.subject?, if inside { Place::Inside } else { Place::After }));
        }
        if let Some(mention) = self.text_that_reads(quote, next) {
            return Some((mention, Place::After));
        }
        // "...", he stormed: whatever the verb.
        if let Some(mention) =
            self.mention_at(next).filter(|_| next <= quote + 2 && !self.is_mark(quote + 1, b','))
        {
            let verb = self
                .items
                .get(next + 1)
                .is_some_and(|item| item.kind == ItemKind::Word && item.form == Form::Past);
            if verb && !self.mentions[mention].possessive {
                return Some((mention, Place::After));
            }
        }
        // "...", opined the mayor.
        let verb = self.items.get(quote + 1).is_some_and(|item| {
            item.kind == ItemKind::Word && item.form == Form::Past && item.classes.is_empty()
        });
        let inverted = quote + 2 + usize::from(self.has(quote + 2, Class::Determiner));
        if let Some(mention) = self.mention_at(inverted).filter(|_| verb) {
            return Some((mention, Place::After));
        }
        let before = before.iter().rfind(speaks);
        if let Some(cue) = before {
            return Some((cue.subject?, Place::Before));
        }
        // "He demurred: ...", "Bump: ...": whatever stands before the colon.
        if quote > 1 && self.is_mark(quote - 1, b':') {
            let person = |mention: &usize| {
                matches!(
                    self.mentions[*mention].kind,
                    MentionKind::Person | MentionKind::Office | MentionKind::Pronoun
                )
            };
            let beside = self.mention_at(quote - 2).filter(person);
            let subject = || self.main_subject().map(|(mention, _)| mention).filter(person);
            if let Some(mention) = beside.or_else(subject) {
                return Some((mention, Place::Before));
            }
        }
        let after = after
            .iter()
            .filter(speaks)
            .find(|cue| cue.voice == Voice::Active && cue.verb != VerbClass::Brief);
        after.and_then(|cue| Some((cue.subject?, Place::After)))
    }
}
