//! Interviews without labels: somebody asks, says "you" or calls the other by title, and the answers say "I".
//!
//! The article as a whole shows that it is one. Then each sentence is asked what it does: a question and what leads up
//! to it are the journalist's, what comes behind is the answer, and what others are reported to have said between
//! two questions is told by the reporter.

use super::clauses::{Tense, VerbClass};
use super::local::How;
use super::mentions::{Mention, MentionKind};
use super::people::People;
use super::shown::Read;
use super::turns::Turn;
use crate::article::{Kind, Segment};

/// Sentences that address somebody, and sentences in the first person, that make an interview.
const ADDRESSED: usize = 2;
const ANSWERS: usize = 4;

/// Bytes in which a form of address ends.
const LONGEST_ADDRESS: usize = 40;

/// Words of a question that echoes the answer, at most.
const FEW: usize = 9;

/// Titles with which somebody is called, before a name or an office or alone.
const TITLES: [&str; 8] = ["Mr", "Mrs", "Ms", "Madam", "Madame", "Monsieur", "Excellency", "Sir"];
const OFFICES: [&str; 6] = ["Ambassador", "Minister", "President", "Commissioner", "Senator", "General"];

/// Behind a name and a comma these go on about the one who is named: "Mr Adler, who".
const DESCRIBES: [&str; 8] = ["who", "whose", "whom", "for", "a", "an", "head", "speaking"];

/// The beginning of an answer to a question of yes or no.
const REPLIES: [&str; 7] = ["No", "Yes", "Not", "None", "Never", "Certainly", "Nothing"];

/// What "your" stands before when a journalist says it.
const YOURS: [&str; 12] = [
    "counterpart",
    "colleague",
    "colleagues",
    "opponents",
    "critics",
    "predecessor",
    "ministry",
    "minister",
    "government",
    "president",
    "own",
    "successor",
];

/// What "you" does when a journalist tells it: "You said in March ...".
const DID: [&str; 7] = ["said", "told", "called", "wrote", "spoke", "promised", "wanted"];

/// Words of a newspaper about itself.
const NEWSROOM: [&str; 9] = [
    "this newspaper",
    "our newspaper",
    "our correspondent",
    "our reporter",
    "this programme",
    "these answers",
    "of answers",
    "the interview",
    "sent us",
];

/// Who has the word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Reporter,
    Journalist,
    Interviewee,
}

/// An article that may be an interview.
pub(super) struct Interview<'a> {
    pub text: &'a str,
    pub segments: &'a [Segment],
    pub reads: &'a [Read],
    pub people: &'a People<'a>,
}

impl Interview<'_> {
    /// Where turns begin; `None` if it is no interview.
    pub fn turns(&self) -> Option<Vec<Option<Turn>>> {
        let numbers = || (0..self.segments.len()).filter(|&number| self.is_plain(number));
        let answers = numbers().filter(|&number| self.reads[number].we).count();
        if answers < ANSWERS + ADDRESSED {
            return None;
        }
        let addressed =
            |&number: &usize| self.asks_you(number) || self.calls(number) || self.tells_you(number);
        let questions = numbers().filter(addressed).count();
        if questions < ADDRESSED || answers < ANSWERS + questions {
            return None;
        }
        let first = numbers().find(|number| addressed(number) || self.ends_as_question(*number))?;
        let interviewee = self.interviewee(first);
        let mut turns: Vec<Option<Turn>> = vec![None; self.segments.len()];
        let mut word = Word::Reporter;
        for (number, segment) in self.segments.iter().enumerate().skip(first) {
            if segment.kind == Kind::Boilerplate {
                continue;
            }
            if segment.kind == Kind::Heading && !self.asks_you(number) && !self.calls(number) {
                word = Word::Reporter;
                continue;
            }
            let next = self.next_word(number, word, interviewee.as_ref());
            let label = segment.span.clone();
            turns[number] = match next {
                Word::Journalist => Some(Turn::question(label)),
                Word::Interviewee if word == Word::Journalist => {
                    Some(Turn { mention: interviewee.clone(), ..Turn::answer(label) })
                }
                Word::Reporter if word != Word::Reporter => Some(Turn::nobody(label)),
                _ => None,
            };
            word = next;
        }
        Some(turns)
    }

    /// Who has the word in a sentence, if `word` had it in the one before.
    fn next_word(&self, number: usize, word: Word, interviewee: Option<&Mention>) -> Word {
        if self.calls(number) || self.is_question(number, word) {
            return Word::Journalist;
        }
        let told = self.is_aside(number) || self.names_newsroom(number) || self.names(number, interviewee);
        if word == Word::Reporter || told {
            return Word::Reporter;
        }
        if word == Word::Journalist {
            return Word::Interviewee;
        }
        if self.tells_you(number) {
            return Word::Journalist;
        }
        if self.reports_others(number) {
            let next = self.segments.get(number + 1).filter(|next| next.kind == Kind::Sentence);
            // One sentence waits for an answer; several are a report.
            let goes_on = self.reports_others(number + 1) || self.names_newsroom(number + 1);
            return if next.is_some() && !goes_on { Word::Journalist } else { Word::Reporter };
        }
        word
    }

    fn words(&self, number: usize) -> impl Iterator<Item = &str> {
        let words = &self.text[self.segments[number].span.clone()];
        words.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty())
    }

    /// A sentence or heading without quotation marks.
    fn is_plain(&self, number: usize) -> bool {
        self.segments[number].kind != Kind::Boilerplate && self.reads[number].quotes.is_empty()
    }

    fn ends_as_question(&self, number: usize) -> bool {
        self.is_plain(number) && self.text[self.segments[number].span.clone()].trim_end().ends_with('?')
    }

    fn asks_you(&self, number: usize) -> bool {
        self.ends_as_question(number) && self.words(number).any(is_you)
    }

    /// Whether a sentence asks the interviewee, and nobody in particular.
    fn is_question(&self, number: usize, word: Word) -> bool {
        if !self.ends_as_question(number) {
            return false;
        }
        if word != Word::Interviewee || self.asks_you(number) && !self.reads[number].we {
            return true;
        }
        if self.reads[number].we {
            return false;
        }
        let mut words = self.words(number);
        let first = words.next().unwrap_or_default();
        let second = words.next().unwrap_or_default();
        let short = words.nth(FEW).is_none();
        let replied = self
            .segments
            .get(number + 1)
            .is_some_and(|_| self.words(number + 1).next().is_some_and(|word| REPLIES.contains(&word)));
        let inverted = |word: &str| {
            let word = word.to_ascii_lowercase();
            word.starts_with("wh")
                || ["how", "is", "are", "was", "do", "does", "did", "can"].contains(&&*word)
        };
        replied || first == "And" || short && first == "But" && !inverted(second)
    }

    /// Whether a sentence opens with a form of address: "Ambassador, ...", "Mr. Adler, ...".
    fn calls(&self, number: usize) -> bool {
        let sentence = &self.text[self.segments[number].span.clone()];
        let near = &sentence[..sentence.floor_char_boundary(LONGEST_ADDRESS)];
        let Some((address, after)) = near.split_once(", ") else { return false };
        let mut words = address.split(' ').map(|word| word.trim_end_matches('.'));
        let first = words.next().unwrap_or_default();
        let n_more = words.clone().count();
        let named = words.all(|word| word.starts_with(char::is_uppercase));
        let next = after.split(' ').next().unwrap_or_default();
        let titled = TITLES.contains(&first) && n_more < 3 && !DESCRIBES.contains(&next);
        let called = titled || OFFICES.contains(&first) && n_more == 0;
        called && named && self.is_plain(number)
    }

    /// Whether a journalist tells the interviewee something: "Your counterpart disagrees.", "You said so in May."
    fn tells_you(&self, number: usize) -> bool {
        let mut words = self.words(number);
        let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
        // "Your counterpart", "your Ruritanian counterpart".
        let yours = || {
            let near = self.words(number).zip(self.words(number).skip(1));
            let mut near = near.zip(self.words(number).skip(2).map(Some).chain([None]));
            near.any(|((your, what), next)| {
                let what_is_yours = YOURS.contains(&what) || next.is_some_and(|next| YOURS.contains(&next));
                your.eq_ignore_ascii_case("your") && what_is_yours
            })
        };
        !self.reads[number].we && (first == "You" && DID.contains(&second) || yours())
    }

    /// A sentence in brackets is no answer, other than "(Laughs.)" before one.
    fn is_aside(&self, number: usize) -> bool {
        let sentence = self.text[self.segments[number].span.clone()].trim();
        sentence.starts_with('(') && sentence.ends_with(')') && self.words(number).nth(2).is_some()
    }

    /// Whether a sentence opens with the interviewee, and says neither I nor we.
    fn names(&self, number: usize, interviewee: Option<&Mention>) -> bool {
        let read = &self.reads[number];
        let Some(entity) = interviewee.and_then(|interviewee| interviewee.entity) else { return false };
        let first = read.mentions[..read.n_in_order].first();
        !read.we && first.is_some_and(|mention| mention.entity == Some(entity))
    }

    fn names_newsroom(&self, number: usize) -> bool {
        let Some(segment) = self.segments.get(number) else { return false };
        let sentence = &self.text[segment.span.clone()];
        NEWSROOM.iter().any(|words| sentence.contains(words))
    }

    /// Whether a sentence tells what a third person said or holds, and says neither I nor we.
    fn reports_others(&self, number: usize) -> bool {
        let Some(read) = self.reads.get(number) else { return false };
        if read.we || read.second_person && !self.words(number).any(|word| word == "your") {
            return false;
        }
        let told = read.local.is_some_and(|local| {
            let mention = &read.mentions[local.mention];
            let beside = local.how == How::Beside;
            let speaks = matches!(read.verb, Some(VerbClass::Say | VerbClass::Judge));
            let who =
                !matches!(mention.kind, MentionKind::Other(_) | MentionKind::Adjective | MentionKind::Joint);
            who && (beside || speaks && read.tense != Tense::Modal)
        });
        told || read.quoted > 0.85
    }

    /// Who is interviewed: the official who is the subject of a sentence before the first question, else the last
    /// one named there.
    fn interviewee(&self, first: usize) -> Option<Mention> {
        let official = |mention: &&Mention| {
            matches!(mention.kind, MentionKind::Person | MentionKind::Office)
                && !mention.private
                && !mention.possessive
                && self.people.side(mention).is_some_and(|side| !self.people.is_third(side))
        };
        let lead = self.reads[..first].iter().rev();
        let mut subjects =
            lead.clone().filter_map(|read| read.subject.map(|subject| &read.mentions[subject]));
        let named = lead.flat_map(|read| read.mentions[..read.n_in_order].iter().rev());
        subjects.find(official).or_else(|| named.clone().find(official)).cloned()
    }
}

fn is_you(word: &str) -> bool {
    ["you", "your", "yours"].iter().any(|you| word.eq_ignore_ascii_case(you))
}
