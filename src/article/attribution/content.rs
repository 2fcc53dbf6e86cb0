//! What a verb of saying brings: reported words, or only how, where and to whom it was said.

use super::clauses::{ItemKind, Sentence};
use super::lexicon::Class;

/// What follows a verb of saying: the words that are reported, or only how, where and to whom it was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// Nothing that is reported: "spoke at length".
    #[default]
    None,
    /// A clause, words behind a colon, a quotation.
    Clause,
    /// "promised to stay"
    Infinitive,
    /// "stressed the need for talks"
    Noun,
    /// "insisted on a withdrawal"
    Phrase,
}

/// How far behind a verb its content is looked for.
const FURTHEST: usize = 64;

/// What opens a clause that is asked or told.
const ASKED: [&str; 6] = ["what", "whether", "how", "why", "if", "where"];

impl Sentence<'_> {
    /// What the verb at `verb` brings.
    pub(super) fn content(&self, verb: usize) -> Content {
        let mut rest = verb + 1;
        while self.has(rest, Class::Adverb) {
            rest += 1;
        }
        let end = self.items.len().min(rest + FURTHEST);
        let comma = (rest..end).find(|&at| self.is_mark(at, b',')).unwrap_or(end);
        let clause = |at: usize| {
            // "in a voice so low that the interpreters came closer"
            let that = self.has(at, Class::That)
                && !(at.saturating_sub(3)..at).any(|before| self.word_is(before, "so"));
            let asked = self.is_any(at, &ASKED);
            let finite = self.items[at].classes.has_any(&[Class::Modal, Class::Be, Class::Have, Class::Do]);
            that || self.is_mark(at, b':') || self.is_quote(at) || at < comma && (asked || finite)
        };
        if (rest..end).any(clause) {
            return Content::Clause;
        }
        match self.items.get(rest) {
            None => Content::None,
            Some(item) if matches!(item.kind, ItemKind::Mark(_)) => Content::None,
            Some(_) if self.word_is(rest, "to") => Content::Infinitive,
            Some(item) if item.classes.has(Class::Preposition) => Content::Phrase,
            Some(_) => Content::Noun,
        }
    }
}
