//! A line with what the rules ask of it.

use super::openings::dateline;
use super::vocabulary::{List, is_in};
use crate::article::bytes::has_wide_blanks;
use crate::article::sentences::{Quotations, split};

/// How a line ends, closing quotation marks and brackets aside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// A full stop or an ellipsis.
    Stop,
    /// `!` or `?`.
    Loud,
    /// A colon, semicolon or comma.
    Midway,
    /// Nothing.
    Open,
}

/// A line with what the rules ask of it.
pub struct Look<'a> {
    pub text: &'a str,
    /// A blank row stands before it.
    pub gap: bool,
    /// The first [`KEY`] bytes in lower case, quotation marks straight, white space folded, without a bullet.
    pub key: &'a str,
    pub words: usize,
    pub ending: Ending,
    /// It reads like a paragraph of an article rather than a heading or a command.
    pub is_prose: bool,
}

/// So much of a line is looked at for phrases.
const KEY: usize = 240;

impl<'a> Look<'a> {
    /// `key` is that of `text`; `wide` tells whether there may be white space that is not ASCII.
    pub fn at(text: &'a str, key: &'a str, gap: bool, wide: bool) -> Self {
        let closed = text.trim_end_matches(['"', '”', '“', '’', '\'', '»', ')', ']']);
        let ending = match closed.chars().next_back() {
            Some('.' | '…') => Ending::Stop,
            Some('!' | '?') => Ending::Loud,
            Some(':' | ';' | ',') => Ending::Midway,
            _ => Ending::Open,
        };
        let mut look = Self { text, gap, key, words: n_words(text, wide), ending, is_prose: false };
        look.is_prose = look.reads_like_prose();
        look
    }

    fn reads_like_prose(&self) -> bool {
        let full = self.ending == Ending::Stop
            && (self.words >= 5 || self.words >= 3 && self.sentences() > 1)
            || self.words > 28;
        full || self.words >= 12 && self.sentences() > 1
            || self.words >= 12 && self.ending != Ending::Open && self.has_verb()
    }

    /// The key without marks and numbers at its ends.
    pub fn core(&self) -> &str {
        self.key.trim_matches(|c: char| !c.is_alphabetic())
    }

    pub fn sentences(&self) -> usize {
        split(&self.text[dateline(self.text)..], Quotations::Split).take(2).count()
    }

    /// Whether it begins with a word that headlines leave out.
    pub fn opens_sentence(&self) -> bool {
        self.words >= 4 && tokens(self.key).next().is_some_and(|word| is_in(List::Opener, word))
    }

    pub fn has_verb(&self) -> bool {
        tokens(self.key).any(|word| is_in(List::Verb, word))
    }

    pub fn is_bullet(&self) -> bool {
        let mut characters = self.text.chars();
        characters.next().is_some_and(|c| !c.is_ascii_alphanumeric() && "*•·‣▪●-–".contains(c))
            && characters.next().is_some_and(char::is_whitespace)
    }
}

/// The key of a text: see [`Look`].
pub fn key(text: &str) -> String {
    let mut key = String::with_capacity(KEY + 8);
    push_key(&text.to_ascii_lowercase(), &mut key);
    key
}

/// Adds the key of a text to others; returns where it ends. The ASCII of the text is in lower case.
pub fn push_key(text: &str, keys: &mut String) -> usize {
    let bullet = |c: char| c.is_whitespace() || "*•·‣▪●»«›‹→←►▶|>-–—#+".contains(c);
    let trimmed = text.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && bullet(c));
    let begin = keys.len();
    let mut rest = trimmed;
    while let Some(first) = rest.chars().next().filter(|_| keys.len() - begin < KEY) {
        let plain = plain_length(&rest.as_bytes()[..rest.len().min(KEY + begin - keys.len())]);
        if plain > 0 {
            keys.push_str(&rest[..plain]);
            rest = &rest[plain..];
            continue;
        }
        match first {
            '’' | '‘' => keys.push('\''),
            '“' | '”' => keys.push('"'),
            c if c.is_whitespace() => {
                if !keys[begin..].ends_with(' ') {
                    keys.push(' ');
                }
            }
            c => keys.extend(c.to_lowercase()),
        }
        rest = &rest[first.len_utf8()..];
    }
    keys.len()
}

/// How many bytes at the beginning stay as they are: ASCII without white space but single blanks.
fn plain_length(bytes: &[u8]) -> usize {
    const TOGETHER: usize = 16;
    // Numbers instead of truths, so that nothing branches and many bytes are asked together.
    let single = |before: u8, byte: u8| u8::from(byte == b' ') & u8::from(before != b' ');
    let plain =
        |before: u8, byte: u8| u8::from(byte.wrapping_sub(b'!') <= b'~' - b'!') | single(before, byte);
    if !bytes.first().is_some_and(u8::is_ascii_graphic) {
        return 0;
    }
    let (before, bytes) = (bytes, &bytes[1..]);
    let all = |(before, bytes): &(&[u8], &[u8])| {
        before.iter().zip(*bytes).fold(1, |all, (&before, &byte)| all & plain(before, byte)) == 1
    };
    let chunks = before.chunks_exact(TOGETHER).zip(bytes.chunks_exact(TOGETHER));
    let passed = TOGETHER * chunks.take_while(all).count();
    let rest = before[passed..].iter().zip(&bytes[passed..]);
    1 + passed + rest.take_while(|&(&before, &byte)| plain(before, byte) == 1).count()
}

/// The number of words between white space. If `wide`, some of it may not be ASCII.
fn n_words(text: &str, wide: bool) -> usize {
    if wide && has_wide_blanks(text) {
        return text.split_whitespace().count();
    }
    let blank = |byte: u8| u8::from(byte == b' ') | u8::from(byte.wrapping_sub(b'\t') <= b'\r' - b'\t');
    let Some((&first, rest)) = text.as_bytes().split_first() else { return 0 };
    let begins = |(&before, &byte): (&u8, &u8)| blank(before) & (1 - blank(byte));
    // So few at a time that a byte can count them.
    let chunks = text.as_bytes().chunks(usize::from(u8::MAX)).zip(rest.chunks(usize::from(u8::MAX)));
    let counts = chunks.map(|(before, rest)| usize::from(before.iter().zip(rest).map(begins).sum::<u8>()));
    usize::from(1 - blank(first)) + counts.sum::<usize>()
}

/// What a byte is to [`tokens`].
const MARK: u8 = 0;
const LETTER: u8 = 1;
/// A part of a character that is not ASCII.
const WIDE: u8 = 2;

const fn classes() -> [u8; 256] {
    let mut classes = [MARK; 256];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' | b'\'' | b'+' | b'A'..=b'Z' => LETTER,
            0x80.. => WIDE,
            _ => MARK,
        };
        byte += 1;
    }
    classes
}

/// Words of a key: runs of letters, numbers, and what ties them together.
pub fn tokens(key: &str) -> impl Iterator<Item = &str> {
    const CLASSES: [u8; 256] = classes();
    let wide_mark = |c: char| !c.is_ascii() && !c.is_alphanumeric();
    let mut rest = key;
    std::iter::from_fn(move || {
        loop {
            rest = &rest[rest.bytes().position(|byte| CLASSES[usize::from(byte)] != MARK)?..];
            let mut classes = 0;
            let mut is_mark = |byte| {
                classes |= CLASSES[usize::from(byte)];
                CLASSES[usize::from(byte)] == MARK
            };
            let mut word = &rest[..rest.bytes().position(&mut is_mark).unwrap_or(rest.len())];
            let mut passed = word.len();
            if classes & WIDE != 0 {
                let run = word.trim_start_matches(wide_mark);
                word = &run[..run.find(wide_mark).unwrap_or(run.len())];
                passed -= run.len() - word.len();
            }
            rest = &rest[passed..];
            if !word.is_empty() {
                return Some(word);
            }
        }
    })
}
