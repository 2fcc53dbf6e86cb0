//! Headings that quote what somebody says below them.

use std::collections::BTreeSet;

use super::evidence::Evidence;
use super::{Attribution, Quoted, Source};
use crate::article::{Kind, Segment};

/// Segments below a heading that are looked through.
const FURTHEST: usize = 60;

/// The share of a heading's words that a sentence must have for the heading to be taken from it.
const ENOUGH: f32 = 0.6;

/// Gives headings in quotation marks that name nobody the speaker of the sentence that they are taken from;
/// one that is a whole quotation, else, the speaker of the first quotation below it.
pub(super) fn quoted_below(text: &str, segments: &[Segment], attributions: &mut [Attribution]) {
    for number in 0..segments.len() {
        let heading = &attributions[number];
        let open = segments[number].kind == Kind::Heading && heading.source.is_none();
        if !open || heading.quoted == Quoted::No {
            continue;
        }
        let title = &text[segments[number].span.clone()];
        let words: BTreeSet<String> = long_words(title).map(str::to_lowercase).collect();
        let spelled = title.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let several = spelled.contains(' ');
        let below = number + 1..segments.len().min(number + FURTHEST);
        let same = below.clone().find(|&below| {
            if attributions[below].source.is_none() {
                return false;
            }
            let sentence = &text[segments[below].span.clone()];
            if several && sentence.to_lowercase().contains(&spelled) {
                return true;
            }
            let same_as = |other: &str| words.iter().position(|word| is_lower_case_of(word, other));
            let shared = long_words(sentence).filter_map(same_as).collect::<BTreeSet<_>>().len();
            shared > 1 && shared as f32 >= ENOUGH * words.len() as f32
        });
        let section = below.take_while(|&below| segments[below].kind != Kind::Heading);
        let find =
            |has: &dyn Fn(&Attribution) -> bool| section.clone().find(|&below| has(&attributions[below]));
        let first = || {
            find(&|below| !below.quotations.is_empty()).or_else(|| {
                find(&|below| below.source.as_ref().is_some_and(|source| !source.speaker.private))
            })
        };
        let found = same.or_else(|| if heading.quoted == Quoted::Whole { first() } else { None });
        let source = found.and_then(|below| attributions[below].source.clone());
        attributions[number].source = source.map(|source| Source { evidence: Evidence::Below, ..source });
    }
}

/// The words of four letters and more.
fn long_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3 && word.chars().count() > 3)
}

fn is_lower_case_of(lower: &str, word: &str) -> bool {
    if word.is_ascii() { word.eq_ignore_ascii_case(lower) } else { word.to_lowercase() == lower }
}
