//! A line with what the rules ask of it.

use super::openings::dateline;
use super::vocabulary::{OPENERS, VERBS, is_in};
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
        Self { text, gap, key: key(text), words: text.split_whitespace().count(), ending }
    }

    /// The key without marks and numbers at its ends.
    pub fn core(&self) -> &str {
        self.key.trim_matches(|c: char| !c.is_alphabetic())
    }

    pub fn sentences(&self) -> usize {
        split(&self.text[dateline(self.text)..], Quotations::Split).take(2).count()
    }

    /// Whether it reads like a paragraph of an article rather than a heading or a command.
    pub fn is_prose(&self) -> bool {
        let full = self.ending == Ending::Stop
            && (self.words >= 5 || self.words >= 3 && self.sentences() > 1)
            || self.words > 28;
        full || self.words >= 12 && self.sentences() > 1
            || self.words >= 12 && self.ending != Ending::Open && self.has_verb()
    }

    /// Whether it begins with a word that headlines leave out.
    pub fn opens_sentence(&self) -> bool {
        self.words >= 4 && tokens(&self.key).next().is_some_and(|word| is_in(OPENERS, word))
    }

    pub fn has_verb(&self) -> bool {
        tokens(&self.key).any(|word| VERBS.binary_search(&word).is_ok())
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
    for character in trimmed.chars() {
        match character {
            '’' | '‘' => key.push('\''),
            '“' | '”' => key.push('"'),
            c if c.is_whitespace() => {
                if !key.ends_with(' ') {
                    key.push(' ');
                }
            }
            c if c.is_ascii() => key.push(c.to_ascii_lowercase()),
            c => key.extend(c.to_lowercase()),
        }
        if key.len() >= KEY {
            break;
        }
    }
    key
}

/// Words of a key: runs of letters, numbers, and what ties them together.
pub fn tokens(key: &str) -> impl Iterator<Item = &str> {
    key.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '+')).filter(|word| !word.is_empty())
}
