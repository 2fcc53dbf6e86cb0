//! Phrases for how somebody sees things ("to the envoy's mind"), and subjects that say nothing.

use super::clauses::{Cue, Sentence};
use super::lexicon::Class;
use super::mentions::MentionKind;

/// Nouns for how somebody sees things, where "in", "by" or "on" and a holder stand before them.
#[rustfmt::skip]
const VIEWS: [&str; 17] = [
    "experience", "recollection", "memory", "judgment", "judgement", "reading", "reckoning", "telling", "count",
    "calculation", "estimate", "estimation", "logic", "understanding", "interpretation", "eyes", "mind",
];

impl Sentence<'_> {
    /// "in her experience", "by its own count", "to the envoy's mind": a noun for how somebody sees things.
    pub(super) fn is_view(&self, at: usize) -> bool {
        self.has(at, Class::Statement) || self.is_any(at, &VIEWS)
    }

    /// "to the envoy's mind", "on his words", "on words of the envoy".
    pub(super) fn view_behind(&mut self, at: usize, to: bool) -> Option<usize> {
        let fits = |sentence: &Self, noun: usize| {
            if to { sentence.word_is(noun, "mind") } else { sentence.is_view(noun) }
        };
        let leads_in = at == 0 || self.is_mark(at - 1, b',');
        if self.has(at + 1, Class::Possessor) && fits(self, at + 2) {
            return leads_in.then(|| self.pronoun(at + 1));
        }
        let holder = at + 1 + usize::from(self.has(at + 1, Class::Determiner));
        if let Some(mention) = self.mention_at(holder).filter(|_| leads_in && fits(self, holder + 1)) {
            return self.mentions[mention].possessive.then_some(mention);
        }
        let of = leads_in && !to && self.word_is(at + 1, "words") && self.word_is(at + 2, "of");
        (at + 3..at + 5).filter(|_| of).find_map(|next| self.mention_at(next))
    }

    /// "the ministry, by its own account, sees": whoever stands before a phrase of its own view at `at`.
    pub(super) fn beside_own_view(&self, at: usize) -> Option<usize> {
        let own = self.word_is(at + 2, "own") && self.has(at + 1, Class::Possessor) && self.is_view(at + 3);
        let before = at.checked_sub(2).filter(|_| own && self.is_mark(at - 1, b','))?;
        self.mention_at(before).filter(|&before| !self.mentions[before].possessive)
    }

    /// "No minister has said", "Not one soldier will": nobody says or does it.
    pub(super) fn is_nobody(&self, cue: &Cue) -> bool {
        let mut before = cue.begins.saturating_sub(3)..cue.begins;
        cue.begins < cue.at && before.any(|at| self.is_any(at, &["No", "no", "Not", "not"]))
    }

    /// "users will notice nothing, ...": what a noun will do is what somebody else says.
    pub(super) fn is_foretold(&self, cue: &Cue) -> bool {
        let common = cue.subject.is_some_and(|subject| self.mentions[subject].kind == MentionKind::Common);
        common && (cue.begins..cue.at).any(|at| self.has(at, Class::Modal))
    }
}
