//! Where a turn ends without another label: the reporter goes on, or closes.

use super::local::How;
use super::mentions::{Mention, MentionKind};
use super::pass::Pass;
use super::shown::Read;
use super::{Speaker, Tense};
use crate::article::Kind;

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

/// Sentences that must report somebody's words for the report to go on behind turns.
const REPORTS: usize = 2;

/// Words of a quotation that is more than a term.
const FEW: usize = 3;

/// Frequent verbs of what is over, and of what is not.
const PAST: [&str; 10] = ["was", "were", "left", "rose", "took", "began", "went", "had", "met", "gave"];
const PRESENT: [&str; 7] = ["is", "are", "will", "must", "should", "has", "have"];

impl Pass<'_> {
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

    /// Whether the report goes on here behind the last turn: from here on several sentences report the words of persons, and
    /// few say "we" outside quotation marks ("our correspondent").
    pub(super) fn goes_on_as_report(&self, number: usize, turn: &Speaker) -> bool {
        let rest =
            || (number..self.reads.len()).filter(|&later| self.segments[later].kind != Kind::Boilerplate);
        let read = &self.reads[number];
        let told = self.reports(number)
            || read.subject.is_some_and(|subject| self.is_full_name(&read.mentions[subject], turn));
        let reports = || rest().filter(|&later| self.reports(later)).count();
        let own = || rest().filter(|&later| self.reads[later].we).count();
        told && !read.we
            && rest().skip(1).all(|later| self.turns[later].is_none())
            && reports() >= REPORTS * (1 + own())
    }

    /// Whether a sentence quotes somebody whom it names, or has a clause of saying beside its words.
    fn reports(&self, number: usize) -> bool {
        let read = &self.reads[number];
        let beside = read.local.is_some_and(|local| local.how == How::Beside);
        beside || read.quotes.iter().any(|quote| quote.speaker.is_some() && quote.n_words > FEW)
    }

    /// A person by given name and surname who does not have the word.
    fn is_full_name(&self, mention: &Mention, turn: &Speaker) -> bool {
        let name = &self.text[mention.span.clone()];
        mention.kind == MentionKind::Person && name.contains(' ') && !turn.name.contains(name)
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
}
