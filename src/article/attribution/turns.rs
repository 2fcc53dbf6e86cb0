//! Turns of a transcript: "Name:" or "Question:" where a line begins.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2};

use super::lexicon::{Class, Classes, Found, Lexicon, Role, Side};
use super::mentions::{Acquaintance, Mention, MentionKind, Words};
use super::people::People;
use super::words::{Shape, Token, tokenise, tokenise_while};
use crate::article::{Kind, Segment};

/// The beginning of a speaker's turn.
#[derive(Clone, Debug)]
pub(super) struct Turn {
    /// Bytes of the label, without the colon.
    pub label: Range<usize>,
    /// Who it is; `None` for a question, an unnamed journalist, and for an answer.
    pub mention: Option<Mention>,
    /// "A:", whoever is interviewed.
    pub answer: bool,
    /// The label is all there is: the words follow in other segments.
    pub alone: bool,
    /// Nobody's: the reporter goes on.
    pub nobody: bool,
}

impl Turn {
    /// Of an unnamed journalist.
    pub fn question(label: Range<usize>) -> Self {
        Self { label, mention: None, answer: false, alone: false, nobody: false }
    }

    /// Of the reporter, who tells what others say.
    pub fn nobody(label: Range<usize>) -> Self {
        Self { nobody: true, ..Self::question(label) }
    }

    /// Of whoever is interviewed.
    pub fn answer(label: Range<usize>) -> Self {
        Self { answer: true, ..Self::question(label) }
    }
}

/// The longest label in bytes, and in words. Scraped labels repeat the name and office:
/// "President of Ruritania Anna Adler Adler AnnaPresident of Ruritania (retranslated):".
const LONGEST_LABEL: usize = 160;
const MOST_WORDS: usize = 20;

/// Words and marks of "Question", "A journalist" and "A.", at most.
const SHORT: usize = 3;

/// Labels of whoever is interviewed.
const ANSWERS: [&str; 4] = ["A", "A.", "Answer", "Reply"];

/// Labels of journalists who tell what others say.
#[rustfmt::skip]
const REPORTERS: [&str; 10] = [
    "presenter", "editor", "editor's note", "editor’s note", "host", "reporter", "correspondent", "anchor", "newsreader",
    "narrator",
];

/// Labels with a dash that make a transcript; one of them must come back.
const DASHES: usize = 3;

/// Where turns begin, for each segment. In a transcript there are several; a single label in the body
/// is a lead-in ("Three points:"), a label in a heading makes a turn of that heading.
pub(super) fn turns(text: &str, segments: &[Segment], people: &People<'_>) -> Vec<Option<Turn>> {
    let (mut tokens, mut found) = (Vec::with_capacity(2 * MOST_WORDS), Vec::with_capacity(MOST_WORDS));
    let turn = |segment| turn(text, segment, people, &mut tokens, &mut found);
    let mut turns: Vec<Option<Turn>> = segments.iter().map(turn).collect();
    drop_few_dashes(text, &mut turns);
    letters(text, segments, &mut turns);
    let alone: Vec<bool> = turns.iter().map(|turn| turn.as_ref().is_some_and(|turn| turn.alone)).collect();
    let in_body = |number: usize| segments[number].kind != Kind::Heading || alone[number];
    let in_turns = (0..turns.len()).filter(|&number| in_body(number) && turns[number].is_some());
    let n_turns = in_turns.clone().count();
    for number in in_turns.collect::<Vec<_>>() {
        // One label alone is a turn if it names a person beyond doubt.
        let sure = turns[number].as_ref().and_then(|turn| turn.mention.as_ref()).is_some_and(|mention| {
            mention.kind == MentionKind::Person && (mention.actor.is_some() || mention.office != 0)
        });
        if n_turns < 2 && !sure {
            turns[number] = None;
        }
    }
    turns
}

/// A dash stands behind many words that are no labels.
fn drop_few_dashes(text: &str, turns: &mut [Option<Turn>]) {
    let label = |turn: &Turn| {
        let label = &text[turn.label.clone()];
        let behind = turn.label.end..text.len().min(turn.label.end + DASH + 1);
        (dash(&text.as_bytes()[behind]) == Some(0)).then_some(label)
    };
    let mut labels: Vec<&str> = turns.iter().flatten().filter_map(label).collect();
    labels.sort_unstable();
    let comes_back = labels.windows(2).any(|pair| pair[0] == pair[1]);
    if labels.len() >= DASHES && comes_back {
        return;
    }
    for turn in turns {
        if turn.as_ref().is_some_and(|turn| label(turn).is_some()) {
            *turn = None;
        }
    }
}

/// "Q. Who pays?" and "A. Nobody does.", if both are there: a letter alone may be an initial.
fn letters(text: &str, segments: &[Segment], turns: &mut [Option<Turn>]) {
    let begins = |segment: &Segment, letter: &str| {
        let words = text[segment.span.clone()].strip_prefix(letter);
        segment.kind == Kind::Sentence
            && words.is_some_and(|words| words.is_empty() || words.starts_with(' '))
    };
    if !["Q.", "A."].iter().all(|letter| segments.iter().any(|segment| begins(segment, letter))) {
        return;
    }
    for (segment, turn) in segments.iter().zip(turns) {
        let label = segment.span.start..segment.span.start + 1;
        let letter = if begins(segment, "Q.") {
            Turn::question(label)
        } else if begins(segment, "A.") {
            Turn::answer(label)
        } else {
            continue;
        };
        turn.get_or_insert(Turn { alone: segment.span.len() == "Q.".len(), ..letter });
    }
}

/// The turn that begins with a segment; `tokens` and `found` are memory for those of its label.
fn turn(
    text: &str,
    segment: &Segment,
    people: &People<'_>,
    tokens: &mut Vec<Token>,
    found: &mut Vec<Found>,
) -> Option<Turn> {
    let lexicon = people.lexicon;
    let (mut span, heading) = (segment.span.clone(), segment.kind == Kind::Heading);
    // "2. Russia: we keep to it"
    if heading {
        let number = text[span.clone()].trim_start_matches(|c: char| c.is_ascii_digit());
        if let Some(words) = number.strip_prefix(". ") {
            span.start = span.end - words.len();
        }
    }
    // "(SOUNDBITE OF RECORDING) ANNA ADLER: We stay."
    let remark = text[span.clone()].strip_prefix('(').and_then(|rest| rest.split_once(") "));
    if let Some((_, words)) = remark.filter(|(remark, _)| remark.len() < LONGEST_LABEL) {
        span.start = span.end - words.len();
    }
    let start = &text[span.clone()];
    let near = &start.as_bytes()[..start.len().min(LONGEST_LABEL)];
    let dash = if segment.kind == Kind::Sentence { dash(near) } else { None };
    let colon = memchr(b':', near).filter(|&colon| dash.is_none_or(|dash| colon < dash));
    let dash = if colon.is_some() { None } else { dash };
    // A name alone on its line needs no colon.
    let alone =
        colon.is_none() && dash.is_none() && segment.kind != Kind::Sentence && start.len() < LONGEST_LABEL;
    let colon = colon.or(dash).or(alone.then_some(start.len()))?;
    let label = start[..colon].trim_end();
    let after = start.get(colon + if dash.is_some() { DASH } else { 1 }..).unwrap_or_default();
    if !after.is_empty() && !after.starts_with(char::is_whitespace) || label.is_empty() {
        return None;
    }
    // Remarks in brackets are no part of the name: "V. Petrov (in Russian):".
    let name_end = memchr2(b'(', b'[', label.as_bytes()).unwrap_or(label.len());
    // Most lines are no labels, and show it early; questions and answers are shorter.
    let phrases = lexicon.phrases();
    let mut named = true;
    let mut may_be_name = |tokens: &[Token]| {
        let known = |token: &Token| phrases.may_open(token) || is_name(text, &Found::default(), token);
        named &= tokens[0].is_capitalised() && tokens.last().is_some_and(known);
        tokens.len() <= SHORT || named && tokens.len() <= MOST_WORDS
    };
    tokens.clear();
    if !tokenise_while(label[..name_end].trim_end(), span.start, tokens, &mut may_be_name)
        || tokens.is_empty()
    {
        return None;
    }
    found.clear();
    for (at, token) in tokens.iter().enumerate() {
        let next = phrases.find(&tokens[at..], Classes::GRAMMAR);
        if tokens.len() > SHORT && !is_name(text, &next, token) {
            return None;
        }
        found.push(next);
    }
    let label_span = span.start..span.start + label.len();
    if tokens.len() <= SHORT
        && found.iter().any(|found| found.classes.has(Class::Question))
        && tokens[0].is_capitalised()
    {
        return Some(Turn { alone: after.trim().is_empty(), ..Turn::question(label_span) });
    }
    if ANSWERS.contains(&label) {
        return Some(Turn { alone: after.trim().is_empty(), ..Turn::answer(label_span) });
    }
    if dash.is_none()
        && REPORTERS
            .iter()
            .any(|reporter| label[..name_end.min(label.len())].trim_end().eq_ignore_ascii_case(reporter))
    {
        return Some(Turn { alone: after.trim().is_empty(), ..Turn::nobody(label_span) });
    }
    if !tokens[0].is_capitalised()
        || !found.iter().zip(&*tokens).all(|(found, token)| is_name(text, found, token))
    {
        return None;
    }
    let words = Words { lexicon, text, tokens, found };
    let delegation = delegation(&label[name_end..], lexicon);
    // "Russia to Europe: we leave" is said by Russia; but countries take no turns.
    let person = |mention: &Mention| {
        matches!(mention.kind, MentionKind::Person | MentionKind::Office | MentionKind::Media)
    };
    let mention = words.holder(heading);
    let mention = mention.filter(|mention| heading || person(mention))?;
    // "Turbines:" is a topic, "Adler:" is whom the article has introduced.
    let single = mention.name.as_ref().is_some_and(|name| name.len() == 1)
        && mention.office == 0
        && !people.holds_office(&text[mention.span.clone()]);
    // So are "Explainer:" and "LIVE:" in a heading.
    if single && delegation.is_none() && (heading || tokens[0].shape != Shape::Capitals) {
        return None;
    }
    // "PARIS – " is no speaker.
    if dash.is_some() && mention.name.as_ref().is_none_or(|name| name.len() < 2) && mention.actor.is_none() {
        return None;
    }
    let mention = Mention { side: mention.side.or(delegation), ..mention };
    let whole = mention.span.end >= label_span.start + name_end.min(label.len());
    if alone && !(whole && person(&mention)) {
        return None;
    }
    Some(Turn { mention: Some(mention), alone: after.trim().is_empty(), ..Turn::question(label_span) })
}

/// Whether a word or mark can be a part of a label: of a name or an office.
fn is_name(text: &str, found: &Found, token: &Token) -> bool {
    let classes = found.classes;
    match token.shape {
        Shape::Capitals if ["OF", "FOR", "AND", "TO"].contains(&&text[token.span()]) => true,
        Shape::Capitalised | Shape::Capitals => {
            !classes.has_any(&[Class::NotAName, Class::Preposition, Class::Subordinator])
                || found.actor.is_some()
        }
        Shape::Small => {
            classes.has_any(&[Class::Particle, Class::Official, Class::Body, Class::Determiner])
                || ["of", "for", "and", "foreign", "to"].contains(&&text[token.span()])
        }
        Shape::Mark(mark) => mark == b'.' || mark == b',',
        Shape::Possessive => true,
        Shape::Number => false,
    }
}

impl Words<'_> {
    /// Whom a label names.
    fn holder(&self, heading: bool) -> Option<Mention> {
        // An initial ("I. Belov") or a first word that nobody knows ("Federal Chancellor Adler") is no name yet.
        let named = |mention: &Mention| {
            let full = mention.name.as_ref().is_none_or(|name| name.len() > 1) || mention.office != 0;
            mention.kind == MentionKind::Person && full
        };
        // The first name of a person; else the last office. What scraping adds behind a name is no other person.
        let mut mention: Option<Mention> = None;
        let mut at = 0;
        while at < self.tokens.len() {
            match self.mention(at, self.tokens.len(), &|_| Some(Acquaintance::default())) {
                Some((_, after)) if mention.as_ref().is_some_and(|first| heading || named(first)) => {
                    at = after.max(at + 1);
                }
                Some((next, after)) => {
                    let side = mention.as_ref().and_then(|before| before.side);
                    mention = Some(Mention { side: next.side.or(side), ..next });
                    at = after.max(at + 1);
                }
                None => at += 1,
            }
        }
        mention
    }
}

/// The bytes of a blank and a dash.
const DASH: usize = " –".len();

/// Where a spaced dash stands.
fn dash(near: &[u8]) -> Option<usize> {
    // Both dashes begin with the same byte, which few other characters of a line have.
    let dashes = ["–", "—"].map(str::as_bytes);
    let at = memchr_iter(dashes[0][0], near).find(|&at| {
        let spaced = at > 0 && near[at - 1] == b' ' && near.get(at + dashes[0].len()) == Some(&b' ');
        spaced && dashes.iter().any(|dash| near[at..].starts_with(dash))
    })?;
    Some(at - 1)
}

/// The side of the country in brackets behind a name: "Ms. Belova (Ruritania) (spoke in Ruritanian)".
pub(super) fn delegation(remarks: &str, lexicon: &Lexicon) -> Option<Side> {
    let country = remarks.strip_prefix('(')?.split(')').next()?;
    let mut tokens = Vec::new();
    tokenise(country, 0, &mut tokens);
    let actor = tokens.first().and_then(|_| lexicon.find(&tokens, 0, Classes::GRAMMAR).actor)?;
    let actor = lexicon.actor(actor);
    (actor.role == Role::Country).then_some(actor.side)
}
