//! Each sentence read by itself: its words, mentions, quotations and verbs of saying. What needs the
//! sentences around it is left to `attribution`.

use std::ops::Range;

use memchr::memchr;

use super::clauses::{Cue, Item, ItemKind, Sentence, Tense, VerbClass, Voice};
use super::itemising::Itemiser;
use super::lexicon::{Class, Classes, Cues, Found, Lexicon};
use super::local::local_source;
use super::mentions::{MentionKind, Words};
use super::people::People;
use super::quotations::Piece;
use super::shown::Read;
use super::words::{Token, tokenise};
use crate::article::lines::dateline;

/// Bytes of a sentence that are read; what goes on for longer is a table or a mistake.
const LONGEST_SENTENCE: usize = 1 << 14;

/// Tokens of a sentence that is not long.
const TOKENS: usize = 64;

/// Mentions that most sentences do not exceed.
const MENTIONS: usize = 6;

/// Memory that reading sentences reuses.
pub(super) struct Scratch {
    tokens: Vec<Token>,
    found: Vec<Found>,
    items: Vec<Item>,
    cues: Vec<Cue>,
}

impl Scratch {
    pub fn new() -> Self {
        Self {
            tokens: Vec::with_capacity(TOKENS),
            found: Vec::with_capacity(TOKENS),
            items: Vec::with_capacity(TOKENS),
            cues: Vec::with_capacity(TOKENS / 4),
        }
    }
}

/// Reads the sentence at `span`. `pieces` are those of its quotations, with the number of the first.
pub(super) fn read(
    text: &str,
    span: &Range<usize>,
    pieces: (usize, &[Piece]),
    people: &mut People<'_>,
    lexicon: &Lexicon,
    scratch: &mut Scratch,
) -> Read {
    let Scratch { tokens, found, items, cues } = scratch;
    tokens.clear();
    // Place, date and agency are no part of the clause.
    let words = span.start + dateline(&text[span.clone()]);
    let end = text.floor_char_boundary(span.end.min(words + LONGEST_SENTENCE));
    tokenise(&text[words..end], words, tokens);
    found.clear();
    let phrases = lexicon.phrases();
    found.extend((0..tokens.len()).map(|at| phrases.find(&tokens[at..], Classes::GRAMMAR)));
    let whole = (words..end) == *span;
    let mut read = Read { cues: whole.then(|| Cues::of_tokens(tokens, found)), ..Read::default() };
    items.clear();
    let mentions = &mut Vec::with_capacity(MENTIONS);
    Itemiser { words: Words { lexicon, text, tokens, found }, pieces, items, mentions, read: &mut read }
        .run(people);
    read.n_in_order = mentions.len();
    read.first_colon = memchr(b':', text[span.clone()].as_bytes()).map(|at| span.start + at);
    let mut sentence = Sentence::new(text, items, mentions);
    sentence.cues(cues);
    let subject = sentence.main_subject();
    read.place = sentence.opening_place();
    read.tense = subject.map_or(Tense::Unknown, |(_, at)| sentence.tense(at));
    let subject = subject.map(|(mention, _)| mention);
    read.subject_speaks = subject.is_some_and(|subject| {
        cues.iter().any(|cue| {
            cue.subject == Some(subject) && cue.voice == Voice::Active && cue.verb != VerbClass::Brief
        })
    });
    let local = local_source(&mut sentence, cues);
    read.indirect = local.is_none() && sentence.is_indirect(cues);
    // There is an item for each quotation, in the same order.
    let quoted = (0..items.len()).filter(|&at| matches!(items[at].kind, ItemKind::Quote(_)));
    for (quote, at) in read.quotes.iter_mut().zip(quoted) {
        quote.speaker = sentence.cue_of_quote(cues, at);
    }
    read.local = local;
    read.subject = subject;
    let main = cues.iter().find(|cue| matches!(cue.voice, Voice::Active | Voice::Passive));
    read.verb = main.map(|cue| cue.verb);
    read.passive = main.is_some_and(|cue| cue.voice == Voice::Passive);
    read.impersonal = main.is_some_and(|cue| {
        cue.voice == Voice::Passive
            && cue.subject.is_none_or(|subject| {
                matches!(mentions[subject].kind, MentionKind::Other(Class::It) | MentionKind::Common)
            })
    });
    read.ends_with_colon = text[span.clone()].trim_end().ends_with(':');
    read.mentions = std::mem::take(mentions);
    read
}
