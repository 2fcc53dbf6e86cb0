//! Whose document an article is: the readout, statement or briefing of one side.
//!
//! A document has manners that give its owner away: it introduces its own officials by name or office alone
//! and the others with their country, its title names only whom its own official met, and it says "we".

use super::clauses::{Tense, VerbClass};
use super::lexicon::{Class, Classes, Lexicon, Side};
use super::mentions::{Mention, MentionKind};
use super::people::People;
use super::shown::Read;
use super::turns::Turn;
use super::words::{tokenise, word_hash};
use crate::article::lines::{Rule, dateline};
use crate::article::{Kind, Segment};

/// The sentences, headings included, that introduce the persons of a document.
const LEAD: usize = 5;

/// Segments that can be titles.
const TITLES: usize = 3;

/// Sentences of the title and what stands below it that name the occasion.
const OCCASION: usize = 2;

/// What an official speaks, as titles name it.
const SPOKEN: [&str; 5] = ["Briefing", "Remarks", "Speech", "Address", "Interview"];

/// What stands before the author of a column.
const BYLINE: &str = "By";

/// Bytes of a line that names an author.
const LONGEST_BYLINE: usize = 160;

/// Sentences from one that says "we" to the next.
const FURTHEST: usize = 4;

/// Sentences that must say "we" outside quotation marks.
const OWN_VOICE: usize = 2;

/// An article as it was read, before anybody's words are attributed.
pub(super) struct Document<'a> {
    pub text: &'a str,
    pub segments: &'a [Segment],
    pub reads: &'a [Read],
    pub people: &'a People<'a>,
    pub lexicon: &'a Lexicon,
}

impl Document<'_> {
    /// The side whose document it is; `None` for news.
    pub fn owner(&self, turns: &[Option<Turn>]) -> Option<Side> {
        // A place and an agency before the first words: news.
        let first = self.lead(LEAD).find(|(segment, _)| segment.kind == Kind::Sentence);
        if first.is_some_and(|(segment, _)| dateline(&self.text[segment.span.clone()]) > 0) {
            return None;
        }
        (self.introduces())
            .or_else(|| self.issued_by())
            .or_else(|| self.meets())
            .or_else(|| self.own_voice(turns))
    }

    /// The first segments that are no boilerplate, and the line that names the author.
    fn lead(&self, length: usize) -> impl Iterator<Item = (&Segment, &Read)> {
        let segments = self.segments.iter().zip(self.reads);
        segments
            .filter(|(segment, _)| segment.kind != Kind::Boilerplate || segment.rule == Rule::Byline)
            .take(length)
    }

    fn side(&self, mention: &Mention) -> Option<Side> {
        let likely = || self.people.likely_side(mention.entity?);
        self.people.side(mention).or_else(likely).filter(|&side| !self.lexicon.is_third(side))
    }

    /// One side's official by full name alone, the other's with office and country: "Anna Adler spoke
    /// with President of Ruritania Boris Brandt".
    fn introduces(&self) -> Option<Side> {
        self.lead(LEAD).find_map(|(segment, read)| {
            let officials = Self::officials(segment, read)?;
            let (own, others) = officials.split_first()?;
            let named = own.kind == MentionKind::Person && !own.described && own.office == 0;
            let full = self.text[own.span.clone()].contains(char::is_whitespace);
            let side = self.people.side(own).filter(|_| named && full)?;
            let differs = |other: &&Mention| self.people.side(other).is_some_and(|other| other != side);
            let other = others.iter().position(differs)?;
            let by_office =
                others[..=other].iter().any(|other| other.described || other.kind == MentionKind::Office);
            // "Anna Adler and Boris Brandt met" sets neither apart.
            let between = self.text[own.span.end..others[other].span.start].trim();
            (by_office && !["and", ",", "&"].contains(&between)).then_some(side)
        })
    }

    /// The officials of a segment that reports a meeting and nobody's words.
    fn officials<'b>(segment: &Segment, read: &'b Read) -> Option<Vec<&'b Mention>> {
        if matches!(read.verb, Some(VerbClass::Say | VerbClass::Judge)) || !read.quotes.is_empty() {
            return None;
        }
        let official = |mention: &&Mention| {
            matches!(mention.kind, MentionKind::Person | MentionKind::Office)
                && (!mention.private || mention.actor.is_some())
                && segment.span.contains(&mention.span.start)
        };
        Some(read.mentions[..read.n_in_order].iter().filter(official).collect())
    }

    /// "Statement by the Ruritanian foreign ministry" in the title.
    fn issued_by(&self) -> Option<Side> {
        self.side(self.issuer()?.0)
    }

    /// Whom a title names as the author, and the noun for what it is.
    fn issuer(&self) -> Option<(&Mention, &str)> {
        // "(Statement by the minister, Lyon)" may stand below the title.
        let is_title = |segment: &Segment| {
            let first = self.text[segment.span.clone()].trim_start_matches('(');
            segment.kind == Kind::Heading || first.starts_with("Statement by ") || self.is_byline(segment)
        };
        let titles = self.lead(TITLES).filter(|(segment, _)| is_title(segment));
        let mut mentions =
            titles.flat_map(|(title, read)| read.mentions.iter().map(move |mention| (title, mention)));
        mentions.find_map(|(title, mention)| {
            self.side(mention)?;
            let byline = self.is_byline(title);
            let speaks =
                matches!(mention.kind, MentionKind::Body | MentionKind::Person | MentionKind::Office);
            if !byline && !speaks {
                return None;
            }
            let before = &self.text[title.span.start..mention.span.start];
            let mut tokens = Vec::new();
            tokenise(before, title.span.start, &mut tokens);
            let words: Vec<_> = tokens.iter().rev().filter(|token| token.is_word()).take(4).collect();
            if byline {
                let offices = mention.entity.map(|entity| &self.people.entities[entity as usize].offices);
                let official = offices.is_some_and(|offices| !offices.is_empty());
                let author = words.len() == 1 && official && !mention.private;
                return author.then_some((mention, BYLINE));
            }
            let by =
                words.iter().position(|token| ["by", "of", "from"].contains(&&self.text[token.span()]))?;
            let noun = words.get(by + 1)?;
            let at = tokens.iter().position(|token| token.start == noun.start)?;
            let what = self.lexicon.find(&tokens, at, Classes::GRAMMAR);
            let issues = by < 2 && what.classes.has(Class::Statement);
            issues.then(|| (mention, &self.text[noun.span()]))
        })
    }

    /// "By Anna Adler, Ambassador of Ruritania"
    fn is_byline(&self, segment: &Segment) -> bool {
        let line = &self.text[segment.span.clone()];
        line.len() < LONGEST_BYLINE && line.strip_prefix(BYLINE).is_some_and(|rest| rest.starts_with(' '))
    }

    /// The author's turns in a document that says "I" or "we": what is spoken is the speaker's up to the first question;
    /// what is written, between two sentences of the first person.
    pub fn own_turns(&self, turns: &mut [Option<Turn>]) {
        let Some((author, what)) = self.issuer() else { return };
        let label = |number: usize| self.segments[number].span.clone();
        let author = |number| Turn { mention: Some(author.clone()), ..Turn::answer(label(number)) };
        let spoken = what == BYLINE || SPOKEN.iter().any(|spoken| what.eq_ignore_ascii_case(spoken));
        let says_we = |number: usize| self.reads[number].we && self.reads[number].quotes.is_empty();
        if spoken && (0..turns.len()).any(says_we) {
            for (number, turn) in turns.iter_mut().enumerate().skip(1) {
                if turn.is_some() {
                    return;
                }
                let opens = self.segments[number - 1].kind != Kind::Sentence;
                if opens && self.segments[number].kind == Kind::Sentence {
                    *turn = Some(author(number));
                }
            }
        }
        let labelled = |(number, turn): (usize, &Option<Turn>)| {
            turn.is_some() && self.segments[number].kind != Kind::Heading
        };
        if !spoken && turns.iter().enumerate().any(labelled) {
            return;
        }
        let mut own = vec![false; turns.len()];
        let mut before: Option<usize> = None;
        for number in 0..turns.len() {
            if self.segments[number].kind != Kind::Sentence || turns[number].is_some() || self.tells(number) {
                before = None;
            } else if says_we(number) {
                if let Some(before) = before.filter(|before| number - before <= FURTHEST) {
                    own[before..=number].fill(true);
                }
                before = Some(number);
            }
        }
        for number in 1..turns.len() {
            if turns[number].is_none() && own[number] != own[number - 1] {
                let nobody = || Turn::nobody(label(number));
                turns[number] = Some(if own[number] { author(number) } else { nobody() });
            }
        }
    }

    /// Whether a sentence reports words, or tells in the past tense what the author's own side did.
    fn tells(&self, number: usize) -> bool {
        let read = &self.reads[number];
        let reported = (read.local.is_some() || !read.quotes.is_empty()) && !read.we;
        let subject = || read.subject.map(|subject| &read.mentions[subject]);
        let past = matches!(read.tense, Tense::Past) && !read.we;
        reported || past && subject().is_some_and(|subject| self.side(subject).is_some())
    }

    /// A title that names only the other: "Telephone conversation with the President of Ruritania", or names
    /// its own by office alone: "The President receives the Ruritanian foreign minister".
    fn meets(&self) -> Option<Side> {
        self.lead(OCCASION).find_map(|(segment, read)| {
            let officials = Self::officials(segment, read)?;
            let foreign = |mention: &&&Mention| mention.described && self.side(mention).is_some();
            let other = officials.iter().find(foreign)?;
            let before = &self.text[segment.span.start..other.span.start];
            let before_name = before.trim_end().trim_end_matches(" the");
            // "Telephone conversation with", "Working visit to Lyon of"
            let visit = before_name.ends_with(" of")
                && before_name.split(' ').take(2).any(|word| word.eq_ignore_ascii_case("visit"));
            let with = before_name.ends_with(" with") || visit;
            let alone = with && segment.kind == Kind::Heading && officials.len() == 1;
            let own = officials[0];
            let by_office = own.span.start < other.span.start && self.is_bare_office(own);
            let owner = if by_office { self.side(own) } else { None };
            owner.or_else(|| self.party_beside(self.side(other)?).filter(|_| alone || by_office))
        })
    }

    /// An office without a country: "the President", or a name of the table that is one.
    fn is_bare_office(&self, mention: &Mention) -> bool {
        let named_by_office = mention.actor.is_some_and(|actor| {
            let name = self.lexicon.name(actor);
            let first = name.split(' ').next().unwrap_or_default();
            word_hash(first, &mut String::new()) == self.lexicon.actor(actor).office
        });
        named_by_office
            || mention.kind == MentionKind::Office
                && !mention.described
                && !mention.private
                && !mention.counterpart
    }

    /// The first other party whose officials the lead names.
    fn party_beside(&self, foreign: Side) -> Option<Side> {
        let named = |mention: &&Mention| {
            matches!(mention.kind, MentionKind::Person | MentionKind::Office | MentionKind::Body)
        };
        let mentions = self.lead(LEAD).flat_map(|(_, read)| read.mentions.iter().filter(named));
        mentions.filter_map(|mention| self.people.side(mention)).find(|&side| side != foreign)
    }

    /// It says "we" outside quotation marks, and one side takes a stand in the present tense: "Ruritania condemns".
    fn own_voice(&self, turns: &[Option<Turn>]) -> Option<Side> {
        // What persons say in the first person is no document's, unless it answers for the body that issued it.
        let named = |turn: &Turn| turn.mention.is_some() || turn.label.len() > 1;
        if turns.iter().flatten().any(named) {
            return None;
        }
        let mut asked = false;
        let own = self.reads.iter().zip(turns).filter(|(_, turn)| {
            asked = turn.as_ref().map_or(asked, |turn| !turn.answer);
            !asked
        });
        let own: Vec<&Read> = own.map(|(read, _)| read).collect();
        let we = own.iter().filter(|read| read.we).count();
        let quoted = own.iter().filter(|read| !read.quotes.is_empty()).count();
        if we < OWN_VOICE || quoted > 1 {
            return None;
        }
        let stands = |read: &Read| {
            let subject = &read.mentions[read.subject.filter(|_| read.tense == Tense::Present)?];
            let party =
                matches!(subject.kind, MentionKind::Country | MentionKind::Body | MentionKind::Person);
            (party && read.subject_speaks).then(|| self.side(subject)).flatten()
        };
        let mut sides: Vec<Side> = own.into_iter().filter_map(stands).collect();
        sides.sort_unstable();
        sides.dedup();
        match sides[..] {
            [side] => Some(side),
            _ => None,
        }
    }
}
