//! What stands before the body: title, deck, date and names.

use super::Page;
use super::look::Ending;
use super::rule::Rule;

/// Lines that may be the title.
const MOST_CANDIDATES: usize = 40;

impl Page<'_> {
    /// Title, deck and what else stands before the body. Returns where the body begins.
    pub(super) fn mark_top(&mut self, end: usize) -> usize {
        let first = (0..end).find(|&at| self.is_body(at) && !self.looks[at].is_bullet()).unwrap_or(end);
        let start = self.behind_deck(first, end);
        let Some(title) = self.title(first) else { return first };
        self.rules[title] = Some(Rule::Title);
        let title = self.mark_repeats(title);
        for at in 0..title {
            self.rules[at] = self.rules[at].or(Some(Rule::Section));
        }
        for at in title + 1..start {
            if self.is_free(at) {
                self.rules[at] = Some(self.below_title(at, title, start));
            }
        }
        start
    }

    /// Where the body begins if the first paragraph is a deck, before byline and date.
    fn behind_deck(&self, first: usize, end: usize) -> usize {
        let second = (first + 1..end).find(|&at| self.is_body(at)).unwrap_or(first).min(first + 6);
        let tops = |&at: &usize| self.rules[at].is_some_and(Rule::tops) && self.looks[at].key.len() > 8;
        (first + 1..second).rev().find(tops).map_or(first, |_| second)
    }

    /// The title: of the lines behind the menu, one that comes again, else the first of some length, else
    /// the longest.
    fn title(&self, first: usize) -> Option<usize> {
        let last = (0..first).rev().find(|&at| self.is_candidate(at) && self.looks[at].words >= 3);
        let menu = last.and_then(|last| (0..last).rev().find(|&at| self.rules[at] == Some(Rule::Navigation)));
        let from = menu.map_or(0, |at| at + 1);
        let candidates: Vec<usize> =
            (from..first).filter(|&at| self.is_candidate(at)).take(MOST_CANDIDATES).collect();
        let again = |&&at: &&usize| {
            let key = self.looks[at].key;
            self.looks[at].words >= 4
                && (at + 1..self.looks.len().min(at + 40)).any(|other| self.looks[other].key == key)
        };
        let long = |&&at: &&usize| self.looks[at].words >= 5;
        let longest = || candidates.iter().rev().max_by_key(|&&at| self.looks[at].words);
        candidates.iter().find(again).or_else(|| candidates.iter().find(long)).or_else(longest).copied()
    }

    fn is_candidate(&self, at: usize) -> bool {
        let look = &self.looks[at];
        // What stands alone and is closed by a mark is no title of anything.
        let alone = self.looks.len() == 1 && look.ending == Ending::Loud;
        self.is_free(at) && !look.is_bullet() && look.ending != Ending::Stop && !alone
    }

    /// The title once more, alone or with the outlet behind it.
    fn mark_repeats(&mut self, title: usize) -> usize {
        let key = self.looks[title].key;
        if self.looks[title].words < 3 {
            return title;
        }
        for at in 0..self.looks.len() {
            let rest = self.looks[at].key.strip_prefix(key);
            let near = self.looks[at].words <= self.looks[title].words + 8;
            if at != title && (rest == Some("") || near && has_outlet(rest)) {
                self.rules[at] = Some(Rule::RepeatedTitle);
            }
        }
        // The name of the page came first, and the title itself follows.
        let end = self.looks.len().min(title + 40);
        let page = |at: &usize| {
            self.is_free(*at)
                && self.looks[*at].words >= 4
                && has_outlet(key.strip_prefix(self.looks[*at].key))
        };
        let Some(second) = (title + 1..end).find(page) else { return title };
        self.rules[title] = Some(Rule::RepeatedTitle);
        self.rules[second] = Some(Rule::Title);
        // Each is shorter than the one before, so this comes to an end.
        self.mark_repeats(second)
    }

    /// What a line between title and body is.
    fn below_title(&self, at: usize, title: usize, start: usize) -> Rule {
        let look = &self.looks[at];
        let (long, short) = (self.looks[title].key, look.key);
        if look.words >= 4 && (long.contains(short) || short.contains(long)) {
            return Rule::Title;
        }
        if look.is_bullet() {
            return Rule::ListItem;
        }
        let next = self.rules.get(at + 1).copied().flatten();
        let glued = self.looks.get(at + 1).is_some_and(|next| !next.gap);
        if look.gap && glued && next == Some(Rule::Caption) {
            return Rule::Caption;
        }
        let sentence = look.ending == Ending::Stop || look.words >= 12 && look.has_verb();
        if sentence {
            return Rule::Teaser;
        }
        let before_body = at + 1 >= start;
        let placed = look.words <= 2 || look.text.contains(", ");
        if placed && look.words <= 5 && at > 0 && matches!(self.rules[at - 1], Some(Rule::Date)) {
            return Rule::Dateline;
        }
        match look.words {
            0..=3 if !before_body || !look.gap => Rule::Section,
            0..=8 if before_body => Rule::Subhead,
            0..=5 if next.is_some_and(Rule::tops) => Rule::Section,
            _ => Rule::Deck,
        }
    }
}

/// Whether this, behind a title, is the name of an outlet.
fn has_outlet(rest: Option<&str>) -> bool {
    let marks = [" - ", " | ", " – ", " — ", " • ", " :: ", " · "];
    rest.is_some_and(|rest| marks.iter().any(|mark| rest.starts_with(mark)))
}
