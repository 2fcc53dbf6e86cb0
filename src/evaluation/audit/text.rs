//! A text as its words in lower case, for comparing and for finding phrases.

use std::ops::Range;

use crate::features::{fold, words};

/// The words of a text, folded as [`fold`] does, with one blank between.
pub(super) struct Words {
    text: String,
    spans: Vec<Range<usize>>,
}

impl Words {
    pub fn new(text: &str) -> Self {
        let mut folded = String::new();
        let mut all = Self { text: String::with_capacity(text.len()), spans: Vec::new() };
        for span in words(text) {
            if !all.text.is_empty() {
                all.text.push(' ');
            }
            let start = all.text.len();
            all.text.push_str(fold(&text[span], &mut folded));
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
}
