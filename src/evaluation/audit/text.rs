//! A text as its words in lower case, for comparing and for finding phrases.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::features::{fold, words};

/// The words of a text, folded as [`fold`] does, with one blank between.
pub(super) struct Words {
    text: String,
    spans: Vec<Range<usize>>,
    /// Where each stands in the text as given.
    sources: Vec<Range<usize>>,
}

impl Words {
    pub fn new(text: &str) -> Self {
        let mut folded = String::new();
        let mut all =
            Self { text: String::with_capacity(text.len()), spans: Vec::new(), sources: Vec::new() };
        for span in words(text) {
            if !all.text.is_empty() {
                all.text.push(' ');
            }
            let start = all.text.len();
            all.text.push_str(fold(&text[span.clone()], &mut folded));
            all.sources.push(span);
            all.spans.push(start..all.text.len());
        }
        all
    }

    pub fn len(&self) -> usize {
        self.spans.len()
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The `n` words from word `at` on.
    pub fn run(&self, at: usize, n: usize) -> &str {
        &self.text[self.spans[at].start..self.spans[at + n - 1].end]
    }
    /// Where the `n` words from word `at` on stand in the text as given.
    pub fn source(&self, at: usize, n: usize) -> Range<usize> {
        self.sources[at].start..self.sources[at + n - 1].end
    }
}

/// Phrases, and what each stands for.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrases<T> {
    phrases: BTreeMap<String, T>,
    /// The most words of the phrases that begin with a word.
    longest: BTreeMap<String, usize>,
}

impl<T: Default> Phrases<T> {
    /// What a phrase stands for, to be set; `None` if there is no word in it.
    pub fn entry(&mut self, phrase: &str) -> Option<&mut T> {
        let words = Words::new(phrase);
        if words.len() == 0 {
            return None;
        }
        let longest = self.longest.entry(words.run(0, 1).to_owned()).or_default();
        *longest = words.len().max(*longest);
        Some(self.phrases.entry(words.text).or_default())
    }

    /// The phrases that begin at word `at` of a text, with their numbers of words, the longest first.
    pub fn at<'a>(&'a self, words: &Words, at: usize) -> impl Iterator<Item = (usize, &'a T)> {
        let longest = self.longest.get(words.run(at, 1)).map_or(0, |&longest| longest.min(words.len() - at));
        (1..=longest).rev().filter_map(move |n| Some((n, self.phrases.get(words.run(at, n))?)))
    }
}
