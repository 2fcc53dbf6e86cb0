//! Lines of an article and what they are.
//!
//! Three things speak about a line, asked in this order: its own words (`rules`), the list that it stands
//! in, as the headlines behind `Read also`, and its place: before the first paragraph of the body stand
//! title and top matter, behind the last one nothing that belongs to the article. A line that nothing
//! speaks against belongs to the body.

mod furniture;
mod look;
mod openings;
mod paragraphs;
mod phrases;
mod rule;
mod rules;
mod top;
mod vocabulary;

use std::collections::BTreeMap;
use std::ops::Range;

use self::look::{Ending, Look, push_key};
pub(super) use self::openings::dateline;
use self::openings::{is_part, label};
use self::paragraphs::{Paragraph, paragraphs};
pub use self::rule::Rule;
use self::rules::alone;
use super::Kind;
use super::bytes::has_wide_blanks;

/// A line that is not blank, without the white space at its ends. Rows of a hard-wrapped paragraph are one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: Kind,
    /// Why.
    pub rule: Rule,
    /// Where it stands: bytes of the article's text.
    pub span: Range<usize>,
}

/// The lines of a text that are not blank, in order. Linear time.
pub fn lines(text: &str) -> Vec<Line> {
    let paragraphs = paragraphs(text);
    let (lower, wide) = (text.to_ascii_lowercase(), has_wide_blanks(text));
    let (mut keys, mut start) = (String::with_capacity(text.len()), 0);
    let key = |paragraph: &Paragraph| push_key(&lower[paragraph.span.clone()], &mut keys);
    let ends: Vec<usize> = paragraphs.iter().map(key).collect();
    let look = |(paragraph, end): (&Paragraph, usize)| {
        let key = &keys[std::mem::replace(&mut start, end)..end];
        Look::at(&text[paragraph.span.clone()], key, paragraph.gap, wide)
    };
    let looks: Vec<Look> = paragraphs.iter().zip(ends).map(look).collect();
    let rules = Page::read(looks).rules;
    let pairs = paragraphs.into_iter().zip(rules);
    let line = |(paragraph, rule): (Paragraph, Option<Rule>)| {
        let rule = rule.unwrap_or(Rule::Body);
        Line { kind: rule.kind(), rule, span: paragraph.span }
    };
    pairs.map(line).collect()
}

/// Words that the body may still have behind a line that closes articles: so many, or this share of all.
const REMNANT: (usize, f64) = (30, 0.15);

/// Words that a subhead has at most, and those from which a headline is told from one.
const LONGEST_SUBHEAD: usize = 16;
const HEADLINE: usize = 6;

/// The lines of an article while they are read.
pub struct Page<'a> {
    pub looks: Vec<Look<'a>>,
    /// What was found out so far.
    pub rules: Vec<Option<Rule>>,
    /// Names open the lines.
    is_transcript: bool,
}

impl<'a> Page<'a> {
    fn read(looks: Vec<Look<'a>>) -> Self {
        let mut page = Self { rules: looks.iter().map(alone).collect(), looks, is_transcript: false };
        page.mark_turns();
        let end = page.end_of_body();
        page.mark_lists(end);
        let start = page.mark_top(end);
        page.mark_tail(end.max(start));
        page.mark_body(start, end.max(start));
        page
    }

    pub fn is_free(&self, at: usize) -> bool {
        self.rules[at].is_none()
    }

    pub fn is_body(&self, at: usize) -> bool {
        match self.rules[at] {
            None => self.looks[at].is_prose,
            Some(rule) => matches!(rule, Rule::Speech | Rule::Body),
        }
    }

    /// The first line from `at` on that is no furniture.
    fn next_free(&self, at: usize) -> Option<usize> {
        (at..self.rules.len()).find(|&at| self.rules[at].is_none_or(|rule| rule.kind() != Kind::Boilerplate))
    }

    /// Labels in front of the words, and alone, in a text where some name or `Question` comes again.
    fn mark_turns(&mut self) {
        let label = |(look, rule): (&Look<'a>, &Option<Rule>)| {
            let (name, start) = label(look.text)?;
            let last = name.split_whitespace().next_back()?;
            let part = is_part(name);
            (part || rule.is_none()).then_some((part, last, start == look.text.len()))
        };
        let labels: Vec<_> = self.looks.iter().zip(&self.rules).map(label).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, last, _) in labels.iter().flatten() {
            *counts.entry(last).or_default() += 1;
        }
        // Names come with and without office and first name: the last word tells whether one comes again.
        let known = |&(part, last, _): &(bool, &str, bool)| part || counts[last] > 1;
        if labels.iter().flatten().count() < 3 || !labels.iter().flatten().any(known) {
            return self.mark_names();
        }
        self.is_transcript = true;
        for (at, found) in labels.iter().enumerate() {
            let Some(found) = found else { continue };
            // "Anna Adler: “We mend roofs”" above an interview with `Question` and `Answer`.
            let title = !known(found) && self.looks[at].ending == Ending::Open;
            if !(found.2 || title) || known(found) {
                self.rules[at] = Some(if found.2 { Rule::Turn } else { Rule::Speech });
            }
        }
    }

    /// `EMMANUEL MACRON` alone, more than once, each time before a paragraph.
    fn mark_names(&mut self) {
        let is_name = |at: usize| {
            let look = &self.looks[at];
            let name = look.words <= 5
                && look.ending == Ending::Open
                && look.text.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
            name && self.looks.get(at + 1).is_some_and(|next| next.is_prose) && self.is_free(at)
        };
        let names: Vec<usize> = (0..self.looks.len()).filter(|&at| is_name(at)).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for &at in &names {
            *counts.entry(self.looks[at].text).or_default() += 1;
        }
        let again: Vec<usize> = names.into_iter().filter(|&at| counts[self.looks[at].text] > 1).collect();
        for at in again {
            self.rules[at] = Some(Rule::Turn);
        }
    }

    /// Where the article ends: at the first line behind which next to nothing of a body stands, if it is
    /// one that closes articles; else behind the last paragraph.
    fn end_of_body(&self) -> usize {
        let words = |at: usize| if self.is_body(at) { self.looks[at].words } else { 0 };
        let all: usize = (0..self.looks.len()).map(words).sum();
        let Some(last) = (0..self.looks.len()).rev().find(|&at| self.is_body(at)) else {
            return self.looks.len();
        };
        let last = self.with_items(last);
        let (mut behind, mut end) = (0, last + 1);
        for at in (0..=last).rev() {
            let rule = self.rules[at];
            let closing = rule.is_some_and(Rule::closes);
            let spare = REMNANT.0.max((REMNANT.1 * all as f64) as usize);
            // Links to other stories stand inside of bodies as well: they close only if no sentence follows.
            let limit = if rule == Some(Rule::Related) { 8 } else { spare };
            if closing && behind <= limit && behind * 2 <= all {
                end = at;
            }
            behind += words(at);
        }
        let kept = (0..end).any(|at| self.is_body(at));
        if kept { end } else { last + 1 }
    }

    /// The last item of the list that ends the body, if one does, with its heading.
    fn with_items(&self, last: usize) -> usize {
        let item = |at: usize| {
            at < self.looks.len()
                && self.is_free(at)
                && self.looks[at].is_bullet()
                && self.looks[at].words > 3
        };
        let mut at = last + 1;
        if at < self.looks.len() && self.is_free(at) && item(at + 1) {
            at += 1;
        }
        let items = (at..self.looks.len()).take_while(|&at| item(at)).count();
        if items > 0 { at + items - 1 } else { last }
    }

    /// What follows `Read also`, `Tags` and the like, up to a blank row or a paragraph.
    fn mark_lists(&mut self, end: usize) {
        let first = (0..self.looks.len()).find(|&at| self.is_body(at)).unwrap_or(self.looks.len());
        let mut at = 0;
        while at < self.looks.len() {
            let rule = self.rules[at];
            at += 1;
            let Some(rule) = rule.filter(|rule| rule.leads()) else { continue };
            if !is_leader(&self.looks[at - 1]) || at - 1 < first {
                continue;
            }
            let (from, to) = (at, self.end_of_list(at, end));
            for at in from..to {
                self.rules[at] = self.rules[at].or(Some(rule));
            }
            at = to;
        }
    }

    /// Where the list ends whose first item is at `from`.
    fn end_of_list(&self, from: usize, end: usize) -> usize {
        let tight = self.looks.get(from).is_some_and(|look| !look.gap);
        let in_tail = from > end;
        let mut at = from;
        while let Some(look) = self.looks.get(at) {
            let parted = tight && at > from && look.gap && !in_tail;
            let paragraph = self.is_body(at)
                && (look.ending == Ending::Stop || look.words > 28 || self.rules[at].is_some());
            let other = self.rules[at].is_some_and(|rule| rule.closes() || rule == Rule::Separator);
            if parted || paragraph || other {
                break;
            }
            at += 1;
        }
        // The short heading of what follows is no headline.
        let heading = |at: usize| !tight && self.is_free(at) && self.looks[at].words < HEADLINE;
        if at < end && at > from + 1 && self.is_body(at) && heading(at - 1) { at - 1 } else { at }
    }

    /// Behind the end nothing belongs to the article but a last paragraph that lacks its full stop.
    fn mark_tail(&mut self, end: usize) {
        let mut open = end > 0;
        for at in end..self.looks.len() {
            let look = &self.looks[at];
            let spoken = at > 0 && self.rules[at - 1] == Some(Rule::Turn);
            open &= match self.rules[at] {
                None => spoken || self.is_last_paragraph(at),
                Some(rule) => matches!(rule, Rule::Caption | Rule::Separator | Rule::Turn | Rule::Speech),
            };
            if self.is_free(at) {
                let headline = look.words >= 4 && look.ending != Ending::Stop;
                self.rules[at] = Some(match open {
                    true if look.is_bullet() => Rule::ListItem,
                    true => Rule::Body,
                    false if headline => Rule::Related,
                    false => Rule::Tail,
                });
            }
        }
    }

    /// Whether a line that lacks its full stop is a paragraph all the same.
    fn is_last_paragraph(&self, at: usize) -> bool {
        let look = &self.looks[at];
        let listed = at + 1 < self.looks.len() && self.is_free(at + 1) && !self.looks[at + 1].is_prose;
        let closed = look.ending == Ending::Stop && look.words > 1 || look.ending == Ending::Loud && !listed;
        closed
            || look.words >= 10 && look.sentences() > 1
            || look.words >= 9 && look.has_verb()
            || look.opens_sentence() && !listed
    }

    fn mark_body(&mut self, start: usize, end: usize) {
        for at in start..end {
            if self.is_free(at) {
                self.rules[at] = Some(self.inside(at, end));
            } else if self.rules[at] == Some(Rule::Tags)
                && is_leader(&self.looks[at])
                && at + 1 < end
                && self.is_body(at + 1)
            {
                // A heading that names its subject in the words of a list of tags.
                self.rules[at] = Some(Rule::Subhead);
            }
        }
    }

    /// What a line in the body is.
    fn inside(&self, at: usize, end: usize) -> Rule {
        let look = &self.looks[at];
        if look.is_bullet() {
            return Rule::ListItem;
        }
        // `(Applause)` is no heading.
        if look.text.starts_with(['(', '[']) && look.text.ends_with([')', ']']) {
            return Rule::Body;
        }
        let follows = self.next_free(at + 1).is_some_and(|next| next < end);
        let several = || look.sentences() > 1;
        let short = look.words <= LONGEST_SUBHEAD && follows;
        match look.ending {
            Ending::Open if short && !(look.words >= 8 && several()) => Rule::Subhead,
            Ending::Open if look.words < HEADLINE && !follows => Rule::Tail,
            Ending::Loud if short && self.is_question(at) => Rule::Subhead,
            Ending::Midway if short && look.words <= 5 && look.text.ends_with(':') && !look.has_verb() => {
                Rule::Subhead
            }
            _ => Rule::Body,
        }
    }

    /// A question that stands apart over a paragraph: `What next?`
    fn is_question(&self, at: usize) -> bool {
        let look = &self.looks[at];
        let joined = ["but ", "and ", "so ", "or ", "yes", "no", "\"", "'", "("]
            .iter()
            .any(|start| look.key.starts_with(start));
        let apart = self
            .looks
            .get(at + 1)
            .is_some_and(|next| next.gap == look.gap && next.is_prose && next.words >= 12);
        look.text.ends_with('?') && look.words <= 8 && !joined && apart && !self.is_transcript
    }
}

/// `Read also:`, `MORE FROM CNW`, `17 comments`: words that lead a list, without an item on the same line.
fn is_leader(look: &Look) -> bool {
    let inside = look.key.trim_end().trim_end_matches(':');
    look.words <= 7 && !inside.contains(": ") && !look.key.contains("://") && dateline(look.text) == 0
}
