//! Where the main clause of a sentence begins, who is its subject, and the time of its verb.

use super::clauses::{Cue, Form, ItemKind, Sentence, Tense, VerbClass, Voice};
use super::lexicon::Class;
use super::mentions::MentionKind;
use super::subjects::{FURTHEST, SHORT};

/// Words in which the verb of a main clause is looked for that has no name as its subject.
const BEFORE_VERB: usize = 16;

impl Sentence<'_> {
    /// The subject of the main clause: the first mention that nothing governs, after what leads in.
    pub(super) fn main_subject(&self) -> Option<(usize, usize)> {
        let mut at = self.main_clause();
        let end = self.items.len().min(at + FURTHEST);
        while at < end {
            let item = &self.items[at];
            if let Some(mention) = self.mention_at(at) {
                if !self.governs(at) {
                    return Some((mention, at));
                }
            } else if item.classes.has_any(&[Class::Modal, Class::Be, Class::Have, Class::Do, Class::Event]) {
                return None;
            }
            at += 1;
        }
        None
    }

    /// The country or body of a phrase like "In Moscow" or "At the ministry" that opens the sentence.
    pub(super) fn opening_place(&self) -> Option<usize> {
        if !self.is_any(0, &["In", "At", "On"]) {
            return None;
        }
        let mention = self.mention_at(1 + usize::from(self.has(1, Class::Determiner)))?;
        let place = &self.mentions[mention];
        (matches!(place.kind, MentionKind::Country | MentionKind::Body) && !place.possessive)
            .then_some(mention)
    }

    /// Where the main clause begins: behind a leading clause or phrase ("After the talks, ...").
    pub(super) fn main_clause(&self) -> usize {
        let Some(first) = self.items.first() else { return 0 };
        let leads_in = first.classes.has_any(&[Class::Subordinator, Class::Preposition])
            || first.form != Form::Plain && first.kind == ItemKind::Word;
        if !leads_in {
            return 0;
        }
        let comma = (1..self.items.len().min(40))
            .find(|&at| self.is_mark(at, b',') && self.items[at + 1..].len() > 2);
        let Some(comma) = comma else { return 0 };
        // "In a message the minister insisted that he had called, and that ...": no comma ends the phrase.
        let subject = (1..comma)
            .find(|&at| self.speaks_at(at))
            .filter(|_| first.classes.has(Class::Preposition))
            .map(|at| at - usize::from(self.has(at - 1, Class::Determiner)));
        subject.unwrap_or(comma + 1)
    }

    /// Whether a mention at `at` is the subject of a cue verb right behind it.
    fn speaks_at(&self, at: usize) -> bool {
        let Some(mention) = self.mention_at(at) else { return false };
        let verb = (at + 1..self.items.len()).take(SHORT).find(|&verb| {
            !self.items[verb].classes.has_any(&[Class::Adverb, Class::Have, Class::Modal, Class::Negation])
        });
        verb.is_some_and(|verb| self.verb_class(verb).is_some() && self.voice(verb) == Some(Voice::Active))
            && !self.mentions[mention].possessive
            && !self.governs(at)
    }

    /// Whether the first verb of the main clause is one of indirect speech that says what is to be: "would", "must", "had to".
    pub(super) fn is_indirect(&self, cues: &[Cue]) -> bool {
        let main = self.main_clause();
        let end = self.items.len().min(main + BEFORE_VERB);
        let stops = [
            Class::Modal,
            Class::Be,
            Class::Have,
            Class::Do,
            Class::Relative,
            Class::That,
            Class::Subordinator,
        ];
        let stop = (main..end).find(|&at| {
            let colon = self.is_mark(at, b':');
            colon || self.items[at].classes.has_any(&stops) || cues.iter().any(|cue| cue.at == at)
        });
        stop.is_some_and(|at| {
            let to_be = self.is_any(at, &["would", "must", "ought"])
                || self.word_is(at, "had") && self.word_is(at + 1, "to");
            // "Nobody would say when": that nothing is said is told by the reporter.
            // "Such harmony would have been unthinkable": that is a thought of the reporter's.
            to_be
                && !self.has(at + 1, Class::Have)
                && !cues.iter().any(|cue| cue.verb == VerbClass::Say && (at..at + SHORT).contains(&cue.at))
        })
    }

    /// The time of the verb behind the subject of the main clause.
    pub(super) fn tense(&self, subject: usize) -> Tense {
        let words = (subject + 1..self.items.len()).filter(|&at| self.items[at].kind == ItemKind::Word);
        for at in words.take(6) {
            let item = &self.items[at];
            if self.is_any(at, &["had", "would", "could", "might"]) {
                return Tense::Reported;
            }
            if item.classes.has(Class::Modal) {
                return Tense::Modal;
            }
            if item.classes.has_any(&[Class::Be, Class::Have, Class::Do]) {
                return if self.is_any(at, &["was", "were", "did"]) { Tense::Past } else { Tense::Present };
            }
            if item.form == Form::Past {
                return Tense::Past;
            }
            if !item.classes.has_any(&[
                Class::Adverb,
                Class::Preposition,
                Class::Determiner,
                Class::Possessor,
                Class::Relative,
                Class::Negation,
            ]) {
                return if self.written(item).ends_with('s') { Tense::Present } else { Tense::Unknown };
            }
        }
        Tense::Unknown
    }
}
