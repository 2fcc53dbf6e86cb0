//! Names that no table knows: where they begin and end, and what given names tell.

use super::lexicon::{Class, Role, Side};
use super::mentions::{Draft, Known, Words};
use super::words::Shape;

/// Words of a name.
const LONGEST_NAME: usize = 5;

impl Words<'_> {
    /// Whether a capitalised word that no table knows can be a name. At the beginning of a sentence
    /// every word has a capital, so there it has to look more like one.
    pub(super) fn may_be_name(
        &self,
        at: usize,
        first: usize,
        end: usize,
        draft: &Draft,
        known: Known<'_>,
    ) -> bool {
        let (token, found) = (self.tokens[at], self.found[at]);
        let classes = found.classes;
        let function =
            classes.has_any(&Class::FUNCTION) || classes.has_any(&[Class::Honorific, Class::FirstPerson]);
        if function {
            return false;
        }
        let sentence_start = at == 0 || (at == 1 && !self.tokens[0].is_word());
        // An opening quotation mark touches the word, a closing one does not.
        let after_stop = at > 0
            && match self.tokens[at - 1].shape {
                Shape::Mark(b'"') => self.tokens[at - 1].end == token.start,
                Shape::Mark(mark) => mark == b':' || mark == b'.',
                _ => false,
            };
        // "the Orthodox cathedral": an adjective before a noun.
        let next_word = at + 1 < end
            && self.tokens[at + 1].shape == Shape::Small
            && self.found[at + 1].classes.is_empty();
        if next_word
            && !self.text[self.tokens[at + 1].span()].ends_with("ed")
            && draft.kind.is_none()
            && known(token.hash).is_none()
        {
            return false;
        }
        if draft.office != 0 || draft.kind.is_some() || (!sentence_start && !after_stop) {
            return at > first
                || classes.is_empty()
                || !classes.has_any(&[Class::Say, Class::Judge, Class::Event]);
        }
        if known(self.tokens[self.name_end(at, end) - 1].hash).is_some() {
            return true;
        }
        let next = at + 1;
        let followed_by_name = next < end
            && self.tokens[next].is_capitalised()
            && self.found[next].classes.is_empty()
            && (self.found[next].actor.is_none() || self.given_name(next).is_some());
        let followed_by_verb =
            next < end && self.found[next].classes.has_any(&[Class::Say, Class::Judge]) && classes.is_empty();
        (followed_by_name && classes.is_empty()) || followed_by_verb || token.shape == Shape::Capitals
    }

    /// The side that a given name is common on.
    pub(super) fn given_name(&self, at: usize) -> Option<Side> {
        self.lexicon.side_of_found_name(self.found[at].actor)
    }

    /// The side that a name is common on: by the given name, or the first part of "Jean-Yves", else by how the surname ends.
    pub(super) fn side_of_name(&self, first: usize, last: usize) -> Option<Side> {
        let word = &self.text[self.tokens[first].span()];
        let part = || self.lexicon.side_of_given_name(word.split_once('-')?.0);
        let surname = &self.text[self.tokens[last].span()];
        self.given_name(first).or_else(part).or_else(|| self.lexicon.side_of_surname(surname))
    }

    /// The known person whose surname ends a name: "V. Putin", "Vladimir Vladimirovich Putin".
    pub(super) fn actor_of_name(&self, at: usize, end: usize) -> Option<u32> {
        let person = |at: usize| {
            let actor = self.found[at].actor?;
            let ends = at + usize::from(self.found[at].n_tokens) == end;
            (ends && self.lexicon.actor(actor).role == Role::Person).then_some(actor)
        };
        (at + 1..end).find_map(person)
    }

    pub(super) fn name_end(&self, at: usize, end: usize) -> usize {
        let mut last = at + 1;
        let name_word = |at: usize| {
            self.tokens[at].is_capitalised()
                && self.found[at].actor.is_none_or(|_| self.found[at].n_tokens == 1)
                && !self.found[at].classes.has_any(&[Class::NotAName, Class::Official, Class::Determiner])
        };
        while last < end && last - at < LONGEST_NAME {
            let particle = self.found[last].classes.has(Class::Particle);
            let initial = self.tokens[last].is_mark(b'.') && self.tokens[last - 1].span().len() == 1;
            if name_word(last) {
                last += 1;
            } else if (particle || initial) && last + 1 < end && name_word(last + 1) {
                last += 2;
            } else {
                break;
            }
        }
        last
    }

    /// Whether an adjective alone stands for the people: "the French", "Russians".
    pub(super) fn is_people(&self, first: usize, last: usize, end: usize) -> bool {
        let plural = self.text[self.tokens[last - 1].span()].ends_with('s');
        let article = first > 0 && self.found[first - 1].classes.has(Class::Determiner);
        let noun_follows = last < end
            && self.tokens[last].is_word()
            && !self.found[last].classes.has_any(&[
                Class::Be,
                Class::Have,
                Class::Modal,
                Class::Do,
                Class::Say,
                Class::Judge,
                Class::Preposition,
                Class::Conjunction,
                Class::Adverb,
            ]);
        (plural && last - first == 1) || (article && !noun_follows)
    }
}
