//! A line with what the rules ask of it.

use super::openings::dateline;
use super::vocabulary::{List, is_in};
use crate::article::has_wide_blanks;
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
    pub key: String,
    pub words: usize,
    pub ending: Ending,
    /// It reads like a paragraph of an article rather than a heading or a command.
    pub is_prose: bool,
}

/// So much of a line is looked at for phrases.
const KEY: usize = 240;

impl<'a> Look<'a> {
    pub fn at(text: &'a str, gap: bool) -> Self {
        let closed = text.trim_end_matches(['"', '”', '“', '’', '\'', '»', ')', ']']);
        let ending = match closed.chars().next_back() {
            Some('.' | '…') => Ending::Stop,
            Some('!' | '?') => Ending::Loud,
            Some(':' | ';' | ',') => Ending::Midway,
            _ => Ending::Open,
        };
        let mut look = Self { text, gap, key: key(text), words: n_words(text), ending, is_prose: false };
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
        self.words >= 4 && tokens(&self.key).next().is_some_and(|word| is_in(List::Opener, word))
    }

    pub fn has_verb(&self) -> bool {
        tokens(&self.key).any(|word| is_in(List::Verb, word))
    }

    pub fn is_bullet(&self) -> bool {
        let mut characters = self.text.chars();
        characters.next().is_some_and(|c| "*•·‣▪●-–".contains(c))
            && characters.next().is_some_and(char::is_whitespace)
    }
}

pub fn key(text: &str) -> String {
    let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || "*•·‣▪●»«›‹→←►▶|>-–—#+".contains(c));
    let mut key = String::with_capacity(KEY + 8);
    let mut rest = trimmed;
    while let Some(first) = rest.chars().next().filter(|_| key.len() < KEY) {
        let plain = plain_length(&rest.as_bytes()[..rest.len().min(KEY - key.len())]);
        if plain > 0 {
            let start = key.len();
            key.push_str(&rest[..plain]);
            key[start..].make_ascii_lowercase();
            rest = &rest[plain..];
            continue;
        }
        match first {
            '’' | '‘' => key.push('\''),
            '“' | '”' => key.push('"'),
            c if c.is_whitespace() => {
                if !key.ends_with(' ') {
                    key.push(' ');
                }
            }
            c => key.extend(c.to_lowercase()),
        }
        rest = &rest[first.len_utf8()..];
    }
    key
}

/// How many bytes at the beginning need no more than lower case: ASCII without white space but single
/// blanks.
fn plain_length(bytes: &[u8]) -> usize {
    const TOGETHER: usize = 32;
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

/// The number of words between white space.
pub fn n_words(text: &str) -> usize {
    if has_wide_blanks(text) {
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

/// Words of a key: runs of letters, numbers, and what ties them together.
pub fn tokens(key: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| match c {
        'a'..='z' | '0'..='9' | '\'' | '+' | 'A'..='Z' => true,
        c => !c.is_ascii() && c.is_alphanumeric(),
    };
    key.split(move |c: char| !inside(c)).filter(|word| !word.is_empty())
}
